"""Correcting: the menu, the form, the list, and how the user's marks look in the article."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from reader import categories
from reader.domain import anchor as anchors
from reader.domain import corrections as domain
from reader.domain.analysis import span_to_dict
from reader.domain.corrections import Correction
from reader.ui import theme
from reader.ui.corrections.editor import CorrectionEditor
from reader.ui.corrections.panel import CorrectionsPanel
from reader.ui.corrections.verdict_menu import VerdictMenu
from reader.ui.layers import is_users
from reader.ui.overlays import NotePlace, sign_box

FACT, OFFICIAL, SPECULATION, OPINION = "reported-fact", "official-statement", "speculation", "analyst-opinion"
KNOWN = categories.load()


def correction(draft, words: str, verdict: str, category: str = "", content: str = "", **other) -> Correction:
    start = draft.text.index(words)
    end = start + len(words)
    machine = tuple(span_to_dict(s) for s in draft.spans if s.start < end and start < s.end)
    name, kind, certainty = ("Anna", "witness", "certain") if category else ("", "", "")
    made = Correction(
        1, 7, anchors.at(draft.text, start, end), verdict, category, content, name, kind, certainty, "me", "2022-01-01",
        machine, {}, orphan=False,
    )  # fmt: skip
    return replace(made, **other)


def told(signal) -> list[tuple]:
    seen: list[tuple] = []
    signal.connect(lambda *values: seen.append(values))
    return seen


# The menu


def menu_of(qtbot, marked: bool) -> VerdictMenu:
    menu = VerdictMenu(KNOWN, marked)
    qtbot.addWidget(menu)
    return menu


def test_the_menu_has_a_key_for_every_category_and_for_none(qtbot) -> None:
    texts = [action.text() for action in menu_of(qtbot, marked=True).actions() if action.text()]
    assert texts[0] == "&Right as it is"
    assert texts[1:5] == [f"&{n}  {c.letter}  {c.title}" for n, c in enumerate(KNOWN.as_shown, 1)]
    assert texts[5].startswith("&0")


def test_the_menu_tells_the_verdict(qtbot) -> None:
    menu = menu_of(qtbot, marked=True)
    seen, more = told(menu.decided), told(menu.more_asked)
    for action in menu.actions():
        action.trigger()
    expected = [("right", ""), *(("changed", c.id) for c in KNOWN.as_shown), ("none", "")]
    assert seen == expected
    assert more == [()]


def test_what_bears_no_mark_cannot_be_right_or_lose_it(qtbot) -> None:
    texts = " ".join(action.text() for action in menu_of(qtbot, marked=False).actions())
    assert "Right" not in texts
    assert "&0" not in texts


# The form


@pytest.fixture
def editor(on_screen) -> CorrectionEditor:
    made = CorrectionEditor(KNOWN)
    on_screen(made)
    return made


def test_the_form_begins_with_what_is_shown_and_tells_what_was_changed(qtbot, editor, draft) -> None:
    seen = told(editor.decided)
    span = next(s for s in draft.spans if s.content == SPECULATION and s.category == OFFICIAL)
    editor.set_passage(draft.text[span.start : span.end], span)
    assert editor.content.isVisible()
    qtbot.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert seen == [("changed", OFFICIAL, SPECULATION, "Police", "official", "possible")]
    editor.category.setFocus()
    qtbot.keyClicks(editor.category, str([c.id for c in KNOWN.as_shown].index(OPINION) + 1))
    assert editor.content.isHidden()
    editor.source.setText(" Ann ")
    editor.kind.setCurrentIndex(editor.kind.findData("person"))
    qtbot.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert seen[1] == ("changed", OPINION, OPINION, "Ann", "person", "possible")


def test_no_claim_needs_no_source(qtbot, editor, draft) -> None:
    seen = told(editor.decided)
    editor.set_passage("words", draft.spans[0])
    qtbot.keyClicks(editor.category, "0")
    assert editor.source.isHidden()
    qtbot.mouseClick(editor.save_button, Qt.MouseButton.LeftButton)
    assert seen == [("none", "", "", "", "", "")]


def test_right_and_cancel(qtbot, editor, draft) -> None:
    seen, cancelled = told(editor.decided), told(editor.cancelled)
    editor.set_passage("words", draft.spans[0])
    qtbot.mouseClick(editor.right_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(editor.cancel_button, Qt.MouseButton.LeftButton)
    assert seen == [("right", "", "", "", "", "")]
    assert cancelled == [()]
    editor.set_passage("words", None)
    assert editor.right_button.isHidden()


# The list


@pytest.fixture
def panel(on_screen) -> CorrectionsPanel:
    made = CorrectionsPanel(KNOWN, theme.load_all()["light"])
    on_screen(made)
    return made


def test_the_list_says_what_was_and_what_is(panel, draft) -> None:
    panel.set_corrections([
        correction(draft, "Police believe warning", "changed", OPINION, OPINION, id=3, orphan=True),
        correction(draft, "Residents heard two loud bangs", "right", id=2),
        correction(draft, "crack of four metres", "none", id=1),
        correction(draft, "who lives beneath", "changed", FACT, FACT, id=4),
    ])  # fmt: skip
    assert [c.id for c in panel.list.values] == [1, 2, 4, 3]
    spoken = panel.list.spoken()
    assert "Reported fact → Unmarked" in spoken[0]
    assert "right: Reported fact" in spoken[1]
    assert "Unmarked → Reported fact" in spoken[2]
    assert "Official statement, Speculation → Opinion and analysis" in spoken[3]
    assert "Orphan" in spoken[3]
    panel.grab()


def test_a_correction_can_be_gone_to_and_taken_back(qtbot, panel, draft) -> None:
    places, removed = told(panel.go_to), told(panel.remove_asked)
    one = correction(draft, "Residents heard", "none", id=5)
    panel.set_corrections([one, replace(one, id=6, orphan=True)])
    assert panel.remove_button.isHidden()
    panel.list.choose(0)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.mouseClick(panel.remove_button, Qt.MouseButton.LeftButton)
    assert places == [(7, one.anchor.start, one.anchor.end)]
    assert removed == [(5,)]
    panel.list.choose(1)
    assert panel.go_button.isHidden()
    panel.set_corrections(())
    assert "Nothing is corrected" in panel.hint.text()


# In the article


def show(desk, *corrections: Correction) -> None:
    marks = domain.shown(desk.draft.text, desk.draft.spans, corrections)
    desk.window.reading.view.set_marks(marks)
    QApplication.processEvents()


def test_the_users_mark_is_said_with_a_word_and_covers_the_machines(opened) -> None:
    words = "Residents heard two loud bangs"
    show(opened, correction(opened.draft, words, "changed", SPECULATION, SPECULATION))
    view = opened.window.reading.view
    span = view.spans.at(opened.draft.text.index(words))
    assert is_users(span)
    assert (span.category, span.source.name, span.source.kind) == (SPECULATION, "Anna", "witness")
    (mark,) = [m for m in view.visible_marks() if m.span is span]
    assert (mark.letter, mark.word) == ("?", "you")
    assert mark.word_at is not None
    rest = view.spans.at(opened.draft.text.index("shortly before dawn"))
    assert rest.category == FACT
    assert not is_users(rest)
    assert len({s.id for s in view.spans.spans}) == len(view.spans.spans)


def test_the_legend_can_count_what_is_shown(opened) -> None:
    before = opened.window.reading.view.spans.counts(KNOWN)[0]
    show(opened, correction(opened.draft, "The answer is a scandal that the city has sleepwalked into", "none"))
    assert opened.window.reading.view.spans.counts(KNOWN)[0][OPINION] == before[OPINION] - 1


def test_the_card_of_the_users_mark_tells_who_said_so_and_no_rule(opened) -> None:
    words = "who lives beneath the eastern ramp"
    show(opened, correction(opened.draft, words, "changed", FACT, FACT))
    view = opened.window.reading.view
    view.select(view.spans.at(opened.draft.text.index(words)))
    texts = opened.window.reading.evidence.texts()
    assert "You marked it so." in texts
    assert "Anna" in texts
    assert not any("Rule" in text or "doubt" in text for text in texts)


def test_without_corrections_the_spans_are_the_machines_own(opened) -> None:
    show(opened)
    assert opened.window.reading.view.spans.spans == tuple(opened.draft.spans)


def colours(view) -> set[str]:
    picture = view.viewport().grab().toImage()
    return {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(picture.height())}


def test_highlights_and_note_signs_are_painted_and_go_with_the_article(opened) -> None:
    view, look = opened.window.reading.view, theme.load_all()["light"]
    assert look.marker not in colours(view)
    start = opened.draft.text.index("Residents heard")
    view.set_highlights([(start, start + 30)])
    assert look.marker in colours(view)
    view.set_notes([NotePlace(4, start, "Ask them")])
    view.set_article(opened.draft.article())
    view.set_spans(opened.draft.spans)
    QApplication.processEvents()
    assert look.marker not in colours(view)


def test_a_click_on_the_sign_of_a_note_tells_which(qtbot, opened) -> None:
    view = opened.window.reading.view
    seen = told(view.note_clicked)
    start = opened.draft.text.index("Residents heard")
    view.set_notes([NotePlace(4, start, "Ask them")])
    (box,) = [
        sign_box(sign, at.y())
        for row, at, _ in view._rows_between(0, view.viewport().height())
        for sign in view._overlays.signs(view._document, row)
    ]
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box.center().toPoint() + QPoint(60, 0))
    assert seen == [(4,)]


def test_a_passage_is_what_is_selected_else_the_chosen_mark(opened) -> None:
    view, text = opened.window.reading.view, opened.draft.text
    assert view.passage() is None
    view.select(view.spans.at(text.index("Residents heard")))
    assert view.passage() == (view.selected_span.start, view.selected_span.end)
    found = view.document().find("while engineers")  # behind a character that Qt counts twice
    view.setTextCursor(found)
    start, end = view.passage()
    assert text[start:end] == "while engineers"
    view.moveCursor(QTextCursor.MoveOperation.Start)
    assert view.passage() == (view.selected_span.start, view.selected_span.end)
