"""The search page: what it asks for, and how what was found is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from reader import categories
from reader.domain.search import Facets, Found, Hit
from reader.ui import theme
from reader.ui.search import rows
from reader.ui.search.page import SearchPage

OFFICIAL, SPECULATION = "official-statement", "speculation"
KNOWN = categories.load()


def hit(number: int = 1, **other) -> Hit:
    values = {
        "kind": "sentence", "article": number, "note": None, "start": 10, "end": 40,
        "text": "Police believe the bridge may fall.", "category": OFFICIAL, "content": SPECULATION, "source": "Police",
        "certainty": "possible", "before": "It was closed.", "after": "Nobody was hurt.",
        "title": "What happened?", "outlet": "Harbour Post", "published": "2022-10-10T08:00",
    }  # fmt: skip
    return Hit(**{**values, **other})


@pytest.fixture
def page(on_screen) -> SearchPage:
    made = SearchPage(KNOWN, theme.load_all()["light"])
    on_screen(made)
    made.narrow_button.setChecked(True)
    return made


@pytest.fixture
def asked(page) -> list[tuple]:
    seen: list[tuple] = []
    page.search_asked.connect(lambda *values: seen.append(values))
    return seen


def search(qtbot, page: SearchPage, words: str) -> None:
    page.query.clear()
    qtbot.keyClicks(page.query, words)
    qtbot.keyClick(page.query, Qt.Key.Key_Return)


def tick(button, *ids: str) -> None:
    """Open the menu of a facet, switch these on, and close it."""
    button.menu().aboutToShow.emit()
    for action in button.menu().actions():
        if action.data() in ids:
            action.trigger()
    button.menu().aboutToHide.emit()


# Asking


def test_enter_asks_for_the_words(qtbot, page, asked) -> None:
    search(qtbot, page, ' "old bridge" harbour ')
    assert asked == [('"old bridge" harbour', Facets(), 0)]
    assert page.count.text() == "Searching …"


def test_every_facet_is_asked_for(qtbot, page, asked) -> None:
    page.set_values(["Harbour Post"], ["bridge"])
    qtbot.keyClicks(page.facets.voice, "Brandt")
    page.facets.outlet.setText("Harbour Post")  # typing opens a list, which Qt's off-screen plugin cannot raise
    page.facets.tag.setText("bridge")
    qtbot.keyClicks(page.facets.since, "2022")
    qtbot.keyClicks(page.facets.until, "2022-03-10")
    tick(page.facets.category, OFFICIAL, "unmarked")
    tick(page.facets.content, SPECULATION)
    tick(page.facets.kind, "unnamed")
    tick(page.facets.certainty, "possible", "probable")
    facets = asked[-1][1]
    assert set(facets.category) == {OFFICIAL, "unmarked"}
    assert facets.content == (SPECULATION,)
    assert facets.kind == ("unnamed",)
    assert set(facets.certainty) == {"possible", "probable"}
    assert (facets.voice, facets.outlet, facets.tag) == ("Brandt", ("Harbour Post",), ("bridge",))
    assert (facets.since, facets.until) == ("2022", "2022-03-10")
    assert "(9)" in page.narrow_button.text()
    qtbot.mouseClick(page.facets.clear_button, Qt.MouseButton.LeftButton)
    assert page.facets.facets() == Facets()


def test_categories_are_offered_with_their_letters_and_told_on_the_button(page) -> None:
    offered = [action.text() for action in page.facets.category.menu().actions()]
    assert offered[:4] == [f"{c.letter}  {c.title}" for c in KNOWN.as_shown]
    assert page.facets.category.text() == "Category: any"
    tick(page.facets.category, SPECULATION)
    assert page.facets.category.accessibleName() == "Category: ?  Speculation"


def test_the_menu_of_a_facet_is_used_with_the_space_bar_and_stays(qtbot, page) -> None:
    menu = page.facets.kind.menu()
    first, second = menu.actions()[:2]
    for action in (first, second):
        menu.setActiveAction(action)
        qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert page.facets.kind.choice() == (first.data(), second.data())
    assert page.facets.kind.text() == f"Kind of voice: {first.text()}, {second.text()}"


@pytest.mark.parametrize("written", ["yesterday", "2022-13", "2022-02-30", "22"])
def test_what_is_no_date_is_said_and_not_asked_for(qtbot, page, asked, written) -> None:
    qtbot.keyClicks(page.facets.since, written)
    qtbot.keyClick(page.facets.since, Qt.Key.Key_Return)
    assert asked == []
    assert f"“{written}” is not a date" in page.count.text()


def test_nothing_at_all_is_not_asked_for(qtbot, page, asked) -> None:
    search(qtbot, page, "  ")
    assert asked == []
    assert "Write words" in page.count.text()


def test_the_keys_begin_with_the_words_and_reach_everything(qtbot, page) -> None:
    search(qtbot, page, "bridge")
    page.show_found("bridge", Facets(), 0, Found(9, (hit(),)))
    page.setFocus()
    assert page.query.hasFocus()
    reached = {page.query}
    for _ in range(30):
        page.focusNextChild()
        reached.add(QApplication.focusWidget())
    facets = page.facets
    assert reached >= {
        page.search_button, page.narrow_button, page.export_button, page.list, page.more_button, facets.category,
        facets.content, facets.kind, facets.certainty, facets.voice, facets.outlet, facets.tag, facets.since,
        facets.until, facets.clear_button,
    }  # fmt: skip


# What was found


def test_a_sentence_is_shown_in_its_context_with_letters_and_the_words_in_bold() -> None:
    shown = rows.row(hit(), rows.pattern("BRIDGE"), KNOWN)
    assert shown.heading == "2022-10-10 · Harbour Post · What happened?"
    assert shown.footer == "Official statement, Speculation · put as possible · Police"
    assert "".join(run.text for run in shown.runs) == (
        "It was closed. S·? Police believe the bridge may fall. Nobody was hurt."
    )
    assert [run.text for run in shown.runs if run.strong] == ["bridge"]
    assert [run.text for run in shown.runs if run.dim] == ["It was closed. ", " Nobody was hurt."]
    assert [run.text for run in shown.runs if run.letter] == ["S·?"]
    assert {run.category for run in shown.runs if not run.dim and run.text.strip()} == {OFFICIAL}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bridge police", ["Police", "bridge"]),
        ('"the bridge"', ["the bridge"]),
        ("“BELIEVE THE” fall", ["believe the", "fall"]),
        ("bri", []),
        ('"', []),
        ("fall.", ["fall"]),
    ],
)
def test_words_and_phrases_are_found_in_the_sentence(query, found) -> None:
    shown = rows.row(hit(), rows.pattern(query), KNOWN)
    assert [run.text for run in shown.runs if run.strong] == found


def test_unmarked_sentences_and_notes_say_what_they_are(qtbot, page) -> None:
    search(qtbot, page, "bridge")
    bare = hit(category="", content="", source="", certainty="")
    written = hit(kind="note", note=3, text="Ask *again*", category="", content="", start=None, end=None)
    page.show_found("bridge", Facets(), 0, Found(2, (bare, written)))
    spoken = page.list.spoken()
    assert spoken[0].startswith("Unmarked: ")
    assert spoken[1].startswith("Note · ")
    assert "Ask again" in spoken[1]


def test_more_is_asked_for_and_put_below(qtbot, page, asked) -> None:
    search(qtbot, page, "bridge")
    page.show_found("bridge", Facets(), 0, Found(1234, (hit(1), hit(2))))
    assert page.count.text() == "1,234 found, 2 shown"
    qtbot.mouseClick(page.more_button, Qt.MouseButton.LeftButton)
    assert asked[-1] == ("bridge", Facets(), 2)
    page.show_found("bridge", Facets(), 2, Found(3, (hit(3),)))
    assert [h.article for h in page.list.values] == [1, 2, 3]
    assert page.more_button.isHidden()
    assert page.count.text() == "3 found"


def test_an_answer_that_nobody_waits_for_is_left_alone(qtbot, page) -> None:
    search(qtbot, page, "bridge")
    search(qtbot, page, "harbour")
    page.show_found("harbour", Facets(), 0, Found(1, (hit(2),)))
    page.show_found("bridge", Facets(), 0, Found(1, (hit(1),)))
    page.show_found("harbour", Facets(), 50, Found(60, (hit(1),)))
    assert [h.article for h in page.list.values] == [2]


def test_where_nothing_was_found_the_page_says_what_to_do(qtbot, page, asked) -> None:
    search(qtbot, page, "bridge")
    page.show_found("bridge", Facets(), 0, Found(0, ()))
    assert page.count.text() == "Nothing found. Use fewer or other words."
    assert page.list.isHidden()
    search(qtbot, page, "bridge")
    tick(page.facets.kind, "unnamed")
    page.show_found("bridge", asked[-1][1], 0, Found(0, ()))
    assert "Clear the facets" in page.count.text()


def test_a_failure_is_told(qtbot, page) -> None:
    search(qtbot, page, "bridge")
    page.show_failure("The library is locked. Open it.")
    assert page.count.text() == "The library is locked. Open it."
    assert not page.export_button.isEnabled()


def test_enter_opens_a_hit_and_export_asks_for_all(qtbot, page) -> None:
    opened, exported = [], []
    page.open_asked.connect(lambda *values: opened.append(values))
    page.export_asked.connect(lambda *values: exported.append(values))
    assert not page.export_button.isEnabled()
    search(qtbot, page, "bridge")
    page.show_found("bridge", Facets(), 0, Found(2, (hit(5), hit(6, kind="note", start=None, end=None))))
    for number in range(2):
        page.list.choose(number)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert opened == [(5, 10, 40), (6, -1, -1)]
    qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
    assert exported == [("bridge", Facets())]


def test_rows_are_painted_in_both_themes_at_any_width(qtbot, page) -> None:
    search(qtbot, page, "bridge")
    page.show_found("bridge", Facets(), 0, Found(1, (hit(text="Police 🌉 believe " + "the bridge " * 60),)))
    for look in theme.load_all().values():
        page.set_theme(look)
        for width in (240, 900):
            page.resize(width, 600)
            picture = page.list.grab().toImage()
            colours = {picture.pixelColor(x, y).name().upper() for x in range(0, 200) for y in range(0, 150, 3)}
            assert look.ink_of(KNOWN[OFFICIAL]).wash in colours
