"""Notes: what the panel shows, what it asks for, and that nothing typed is lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QByteArray, Qt, QUrl
from PySide6.QtGui import QTextDocument

from reader import categories
from reader.domain import anchor as anchors
from reader.domain.library import Highlight, Note
from reader.ui import theme
from reader.ui.notes.all_notes import AllNotes
from reader.ui.notes.panel import NotesPanel

TEXT = "The bridge was closed after a crack opened. Traffic may not return to normal before spring 🌉. It is a scandal."


def passage(words: str) -> anchors.Anchor:
    start = TEXT.index(words)
    return anchors.at(TEXT, start, start + len(words))


def note(number: int, words: str = "", text: str = "Who says so?", **other) -> Note:
    anchor = passage(words) if words else None
    made = Note(number, 7, anchor, text, (), f"2022-01-0{number}", f"2022-01-0{number}", orphan=False)
    return replace(made, **other)


LATER = note(1, "a scandal", "Judges.")
EARLIER = note(2, "a crack", "How *long*?", tags=("bridge",))
WHOLE = note(3, text="On all of it.")
ORPHAN = note(4, "The bridge", "Gone.", orphan=True)
MARKED = Highlight(1, 7, passage("Traffic may"), "2022-01-01", orphan=False)


@pytest.fixture
def panel(on_screen) -> NotesPanel:
    made = NotesPanel(categories.load(), theme.load_all()["light"])
    on_screen(made)
    made.set_notes(7, [LATER, EARLIER, WHOLE, ORPHAN], [MARKED])
    return made


@pytest.fixture
def every(on_screen) -> AllNotes:
    made = AllNotes(categories.load(), theme.load_all()["dark"])
    on_screen(made)
    made.set_notes([LATER, EARLIER, WHOLE, ORPHAN, note(5, text="Else", article=8)], {7: "The bridge", 8: "Harbour"})
    return made


def choose(panel: NotesPanel, item: Note | Highlight) -> None:
    panel.list.choose([(type(v), v.id) for v in panel.list.values].index((type(item), item.id)))


def write(qtbot, panel: NotesPanel, item: Note, words: str) -> None:
    choose(panel, item)
    qtbot.mouseClick(panel.edit_button, Qt.MouseButton.LeftButton)
    panel.editor.selectAll()
    qtbot.keyClicks(panel.editor, words)


def told(signal) -> list[tuple]:
    seen: list[tuple] = []
    signal.connect(lambda *values: seen.append(values))
    return seen


# What is shown


def test_notes_and_highlights_stand_in_reading_order_and_orphans_last_in_words(panel) -> None:
    assert panel.list.values == (WHOLE, EARLIER, MARKED, LATER, ORPHAN)
    spoken = panel.list.spoken()
    assert "On the whole article" in spoken[0]
    assert "“a crack”" in spoken[1]
    assert "How long?" in spoken[1]
    assert "#bridge" in spoken[1]
    assert spoken[2].startswith("Highlight")
    assert "Orphan: the passage is no longer in the article" in spoken[4]


def test_a_note_is_read_rendered_and_written_as_it_is(qtbot, panel) -> None:
    choose(panel, EARLIER)
    assert panel.rendered.isVisible()
    assert panel.rendered.toPlainText() == "How long?"
    qtbot.keyClick(panel.rendered, Qt.Key.Key_Return)
    assert panel.editor.isVisible()
    assert panel.editor.toPlainText() == "How *long*?"
    qtbot.keyClick(panel.editor, Qt.Key.Key_Escape)
    assert panel.rendered.isVisible()


def test_a_note_fetches_nothing_and_its_html_is_text(panel) -> None:
    panel.set_notes(7, [note(1, text="<img src='http://a.example/x.png'> ![p](http://a.example/y.png)")], ())
    panel.list.choose(0)
    assert "<img" in panel.rendered.toPlainText()
    kind = QTextDocument.ResourceType.ImageResource.value
    assert panel.rendered.loadResource(kind, QUrl("http://a.example/y.png")) == QByteArray()
    assert not panel.rendered.openLinks()


def test_an_orphan_cannot_be_gone_to_and_a_highlight_cannot_be_written(panel) -> None:
    choose(panel, ORPHAN)
    assert panel.go_button.isHidden()
    choose(panel, MARKED)
    assert panel.go_button.isVisible()
    assert panel.edit_button.isHidden()
    assert panel.tags.isHidden()


# Saving


def test_what_is_typed_is_told_after_a_pause_and_saved_only_when_confirmed(qtbot, panel) -> None:
    seen = told(panel.changed)
    write(qtbot, panel, EARLIER, "By whom?")
    assert seen == []
    assert panel.state.text() == "Not saved yet"
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(2, "By whom?", ("bridge",), EARLIER.modified)]
    assert panel.state.text() == "Not saved yet"
    panel.confirm(replace(EARLIER, text="By whom?", modified="later"))
    assert panel.state.text() == "Saved"
    assert not panel.waits()
    assert panel.editor.hasFocus()
    assert panel.editor.toPlainText() == "By whom?"


@pytest.mark.parametrize("away", ["another note", "focus", "hidden", "closed", "another article"])
def test_turning_away_saves_at_once(qtbot, panel, away) -> None:
    seen = told(panel.changed)
    write(qtbot, panel, EARLIER, "By whom?")
    if away == "another note":
        choose(panel, LATER)
    elif away == "focus":
        panel.add_button.setFocus()
    elif away == "hidden":
        panel.hide()
    elif away == "closed":
        panel.close()
    else:
        panel.set_notes(8, (), ())
    assert [values[1] for values in seen] == ["By whom?"]


def test_the_next_text_waits_for_the_answer_to_the_one_before(qtbot, panel) -> None:
    seen = told(panel.changed)
    write(qtbot, panel, EARLIER, "One")
    panel.flush()
    qtbot.keyClicks(panel.editor, " two")
    panel.flush()
    assert len(seen) == 1
    panel.confirm(replace(EARLIER, text="One", modified="later"))
    assert panel.waits()
    panel.flush()
    assert seen[1] == (2, "One two", ("bridge",), "later")
    with qtbot.waitSignal(panel.settled):
        panel.confirm(replace(EARLIER, text="One two", modified="last"))


def test_a_failure_says_why_keeps_the_text_and_can_be_tried_again(qtbot, panel) -> None:
    seen = told(panel.changed)
    write(qtbot, panel, EARLIER, "By whom?")
    panel.flush()
    panel.not_saved(2, "The disk is full.")
    assert panel.state.text() == "Not saved: The disk is full."
    choose(panel, LATER)
    choose(panel, EARLIER)
    assert panel.editor.toPlainText() == "By whom?"
    panel.not_saved(2, "The disk is full.")
    count = len(seen)
    qtbot.mouseClick(panel.again_button, Qt.MouseButton.LeftButton)
    assert len(seen) == count + 1
    assert panel.again_button.isHidden()


def test_both_texts_are_kept_and_it_is_said(qtbot, panel) -> None:
    write(qtbot, panel, EARLIER, "Mine")
    panel.flush()
    panel.kept_beside(2, note(9, "a crack", "Mine"))
    panel.set_notes(7, [EARLIER, note(9, "a crack", "Mine")], ())
    assert panel.editor.hasFocus()
    assert "Both texts are kept" in panel.messages.text()
    assert 9 in [item.id for item in panel.list.values]
    assert not panel.waits()


def test_a_refresh_leaves_what_is_being_typed(qtbot, panel) -> None:
    write(qtbot, panel, EARLIER, "Half a")
    qtbot.keyClick(panel.editor, Qt.Key.Key_Left)
    panel.set_notes(7, [LATER, EARLIER], ())
    assert panel.list.current().id == 2
    assert panel.editor.isVisible()
    assert panel.editor.hasFocus()
    qtbot.keyClicks(panel.editor, " not")
    assert panel.editor.toPlainText() == "Half  nota"


def test_a_refresh_does_not_hurry_a_save(qtbot, panel) -> None:
    """Each save is followed by one: it would save every letter."""
    seen = told(panel.changed)
    write(qtbot, panel, EARLIER, "Half a")
    panel.set_notes(7, [LATER, EARLIER], ())
    assert seen == []
    qtbot.waitUntil(lambda: bool(seen))
    assert len(seen) == 1


def test_a_text_from_elsewhere_comes_into_an_editor_in_which_nothing_was_typed(qtbot, panel) -> None:
    seen = told(panel.changed)
    choose(panel, EARLIER)
    qtbot.mouseClick(panel.edit_button, Qt.MouseButton.LeftButton)
    panel.set_notes(7, [replace(EARLIER, text="Other", modified="new")], ())
    assert panel.editor.toPlainText() == "Other"
    write(qtbot, panel, replace(EARLIER, text="Other", modified="new"), "Mine")
    panel.flush()
    assert seen == [(2, "Mine", ("bridge",), "new")]


def test_a_text_from_elsewhere_does_not_pass_for_the_one_that_was_typed_upon(qtbot, panel) -> None:
    seen = told(panel.changed)
    write(qtbot, panel, EARLIER, "Mine")
    panel.flush()
    panel.not_saved(2, "Busy.")
    panel.set_notes(7, [replace(EARLIER, text="Other", modified="new")], ())
    assert panel.editor.toPlainText() == "Mine"
    panel.flush()
    assert seen[-1] == (2, "Mine", ("bridge",), EARLIER.modified)


def test_tags_are_saved_with_the_text(qtbot, panel) -> None:
    seen = told(panel.changed)
    choose(panel, LATER)
    qtbot.keyClicks(panel.tags, "a, b c,,a")
    panel.flush()
    assert seen == [(1, "Judges.", ("a", "b c"), LATER.modified)]


# New notes


def test_a_new_note_is_told_once_and_then_changed_under_its_id(qtbot, panel) -> None:
    added, changed = told(panel.add_asked), told(panel.changed)
    panel.start_note(passage("Traffic may"))
    assert panel.editor.hasFocus()
    qtbot.keyClicks(panel.editor, "New")
    panel.flush()
    start = TEXT.index("Traffic may")
    ((draft, *rest),) = added
    assert rest == [7, (start, start + 11), "New", ()]
    qtbot.keyClicks(panel.editor, "er")
    panel.flush()
    assert len(added) == 1
    panel.added(draft, note(9, "Traffic may", "New", modified="m"))
    panel.flush()
    assert changed == [(9, "Newer", (), "m")]
    assert panel.editor.toPlainText() == "Newer"


def test_a_new_note_that_failed_survives_a_change_of_article(qtbot, panel) -> None:
    added = told(panel.add_asked)
    panel.start_note(None)
    qtbot.keyClicks(panel.editor, "New")
    panel.flush()
    panel.not_saved(added[0][0], "The disk is full.")
    panel.set_notes(8, (), ())
    assert added[-1][1:] == (7, None, "New", ())
    panel.set_notes(7, [LATER], ())
    assert any("New" in spoken for spoken in panel.list.spoken())


def test_a_new_note_without_a_word_is_not_kept(panel) -> None:
    for _ in range(3):
        panel.start_note(None)
    assert len([n for n in panel.list.values if n.id < 0]) == 1
    panel.set_notes(7, [LATER], ())
    assert panel.editor.hasFocus()
    assert len(panel.list.values) == 2
    choose(panel, LATER)
    panel.set_notes(7, [LATER], ())
    assert panel.list.values == (LATER,)


def test_what_was_typed_on_a_note_that_was_removed_elsewhere_becomes_a_new_one(qtbot, panel) -> None:
    added = told(panel.add_asked)
    write(qtbot, panel, EARLIER, "Mine")
    panel.flush()
    panel.not_saved(2, "There is no note 2.")
    panel.set_notes(7, [LATER], ())
    panel.flush()
    start = TEXT.index("a crack")
    ((draft, *rest),) = added
    assert rest == [7, (start, start + 7), "Mine", ("bridge",)]
    panel.added(draft, note(9, "a crack", "Mine"))
    assert not panel.waits()
    assert [n.id for n in panel.list.values] == [9, 1]


def test_without_an_article_there_is_nothing_to_write_on(panel) -> None:
    panel.set_notes(None, (), ())
    assert not panel.add_button.isEnabled()
    panel.start_note(None)
    assert panel.list.values == ()


# Requests


def test_enter_goes_to_the_passage_and_remove_asks(qtbot, panel) -> None:
    places, notes, highlights = told(panel.go_to), told(panel.remove_asked), told(panel.remove_highlight_asked)
    choose(panel, EARLIER)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    start = TEXT.index("a crack")
    assert places == [(7, start, start + 7)]
    qtbot.mouseClick(panel.remove_button, Qt.MouseButton.LeftButton)
    choose(panel, MARKED)
    qtbot.mouseClick(panel.remove_button, Qt.MouseButton.LeftButton)
    assert notes == [(2,)]
    assert highlights == [(1,)]


# All notes


@pytest.mark.parametrize(
    ("words", "found"),
    [("long", [2]), ("CRACK", [2]), ("#bridge", []), ("harbour", [5]), ("bridge", [4, 3, 2, 1]), ("gone bridge", [4])],
)
def test_the_list_of_all_notes_is_narrowed_by_text_passage_tag_and_title(qtbot, every, words, found) -> None:
    qtbot.keyClicks(every.filter, words)
    assert [n.id for n in every.list.values] == found
    assert every.list.isVisible() is bool(found)
    assert ("Take some out" in every.count.text()) is (not found)


def test_orphans_can_be_had_alone(every) -> None:
    every.orphans.setChecked(True)
    assert [n.id for n in every.list.values] == [4]


def test_the_chosen_note_stays_chosen(every) -> None:
    every.list.choose(2)
    every.set_notes([LATER, WHOLE], {})
    assert every.list.current() == WHOLE
    every.filter.setText("judges")
    assert every.list.current() is None


def test_enter_goes_from_a_note_to_its_place(qtbot, every) -> None:
    places = told(every.go_to)
    for number in range(3):
        every.list.choose(number)
        qtbot.keyClick(every.list, Qt.Key.Key_Return)
    start = TEXT.index("a crack")
    assert [n.id for n in every.list.values[:3]] == [5, 4, 3]
    assert places == [(8, -1, -1), (7, -1, -1), (7, -1, -1)]
    every.list.choose(3)
    qtbot.keyClick(every.list, Qt.Key.Key_Return)
    assert places[-1] == (7, start, start + 7)
    spot = every.list.visualRect(every.list.model().index(0, 0)).center()
    qtbot.mouseClick(every.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert places[-1] == (8, -1, -1)


def test_the_keys_begin_with_the_filter(every) -> None:
    every.list.setFocus()
    every.setFocus()
    assert every.filter.hasFocus()


def test_without_notes_the_page_says_how_to_write_one(every) -> None:
    every.set_notes((), {})
    assert "select a passage" in every.count.text()
    assert every.orphans.isHidden()
