"""An article that is read, on its way into the library, and what is put on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from reader.domain.analysis import Stamp
from reader.domain.errors import LibraryError
from reader.services import correcting, importing, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from tests.ui.library.conftest import analysis, article

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def read(qtbot, make_window, folder):
    """A window whose library is closed, with an article from a file that is not in it."""
    made = make_window(folder)
    one = article("Mast falls", "It may have been the wind, said the harbour office.")
    made.open_file(Path("mast.txt"))
    made._worker._analyser.read(one)
    made._worker._analyser.analysed(analysis(one))
    qtbot.waitUntil(lambda: made.room.kept.analysis is not None)
    return made


def opened(window) -> library.Library:
    """What another program would find."""
    return library.open_library(window.room.desk.folder, Keys(), 3)


def choose(window, words: str) -> None:
    start = window.room.kept.article.text.index(words)
    window.reading.view.show_passage(start, start + len(words))


def test_ctrl_s_keeps_the_article_and_says_so(qtbot, read) -> None:
    assert read.actions_by_id["keep"].isEnabled()
    qtbot.keyClick(read.reading.view, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: read.messages.text() == "The article is in the library.")
    assert not read.actions_by_id["keep"].isEnabled()
    with opened(read) as found:
        assert found.articles()[0].title == "Mast falls"


def test_the_first_note_keeps_the_article_and_is_saved_as_it_is_typed(qtbot, read) -> None:
    choose(read, "the wind")
    qtbot.keyClick(read.reading.view, Qt.Key.Key_N)
    notes = read.room.layers.notes
    qtbot.waitUntil(notes.editor.hasFocus)
    notes.editor.setPlainText("Who *measured* it?")
    notes.flush()
    qtbot.waitUntil(lambda: not notes.waits())
    with opened(read) as found:
        (note,) = found.notes()
    assert (note.text, note.anchor.exact) == ("Who *measured* it?", "the wind")
    read.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: read.room.layers._layers.notes == [])
    read.actions_by_id["redo"].trigger()
    qtbot.waitUntil(lambda: [one.id for one in read.room.layers._layers.notes] == [note.id])


def test_what_is_typed_in_one_go_is_one_step(qtbot, read) -> None:
    choose(read, "the wind")
    read.actions_by_id["note"].trigger()
    notes = read.room.layers.notes
    qtbot.waitUntil(notes.editor.hasFocus)
    for text in ("One", "One two", "One two three"):
        notes.editor.setPlainText(text)
        notes.flush()
        qtbot.waitUntil(lambda: not notes.waits())
        qtbot.waitUntil(lambda t=text: [one.text for one in read.room.layers._layers.notes] == [t])
    assert read.room.history.stack.count() == 2
    read.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: [one.text for one in read.room.layers._layers.notes] == ["One"])


def test_what_was_typed_last_is_saved_when_the_window_closes(qtbot, read) -> None:
    choose(read, "the wind")
    read.actions_by_id["note"].trigger()
    notes = read.room.layers.notes
    qtbot.waitUntil(notes.editor.hasFocus)
    notes.editor.setPlainText("The last words")
    assert not read.close()
    qtbot.waitUntil(read.isHidden)
    with opened(read) as found:
        assert [note.text for note in found.notes()] == ["The last words"]


def test_a_note_that_cannot_be_saved_keeps_the_window_open_once(qtbot, read, monkeypatch) -> None:
    choose(read, "the wind")
    read.actions_by_id["note"].trigger()
    notes = read.room.layers.notes
    qtbot.waitUntil(notes.editor.hasFocus)

    def full(*_: object) -> None:
        raise LibraryError("The disk is full. Nothing was changed.", "Free some space.")

    monkeypatch.setattr(library.Library, "add_note", full)
    notes.editor.setPlainText("The last words")
    assert not read.close()
    qtbot.waitUntil(lambda: "Close again to leave it." in read.messages.text())
    assert read.isVisible()
    assert notes.editor.toPlainText() == "The last words"
    assert read.close()


def test_blocks_put_back_leave_a_kept_article_kept(qtbot, read) -> None:
    read.actions_by_id["keep"].trigger()
    qtbot.waitUntil(lambda: read.room.kept.id is not None)
    before = read.room.kept.id
    read.reading.reshaped.emit(read.room.kept.article)
    read._worker._analyser.analysed(analysis(read.room.kept.article))
    assert read.room.kept.id == before


def test_h_highlights_and_takes_away_again(qtbot, read) -> None:
    choose(read, "the wind")
    qtbot.keyClick(read.reading.view, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: len(read.room.layers._layers.highlights) == 1)
    qtbot.keyClick(read.reading.view, Qt.Key.Key_H)
    qtbot.waitUntil(lambda: read.room.layers._layers.highlights == [])
    read.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: len(read.room.layers._layers.highlights) == 1)


def test_a_number_corrects_the_chosen_passage_and_the_machines_mark_comes_back(qtbot, read) -> None:
    view = read.reading.view
    qtbot.keyClick(view, Qt.Key.Key_J)
    wanted = read._categories.by_order[-1].id
    qtbot.keyClick(view, str(len(read._categories.by_order)))
    qtbot.waitUntil(lambda: [span.category for span in view.spans.spans] == [wanted])
    with opened(read) as found:
        (correction,) = correcting.corrections(found)
        assert correction.machine[0]["category"] == "speculation"
    side = read.reading.side
    assert side.tabText(side.indexOf(read.room.layers.correcting.side)) == "Corrections (1)"
    read.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: [span.category for span in view.spans.spans] == ["speculation"])


def test_a_border_is_moved_to_the_selection_and_back(qtbot, read) -> None:
    view, text = read.reading.view, read.room.kept.article.text
    (before,) = [(span.start, span.end) for span in view.spans.spans]
    choose(read, "may have been the wind")
    qtbot.keyClick(view, Qt.Key.Key_B)
    start = text.index("may have been")
    qtbot.waitUntil(lambda: [(s.start, s.end) for s in view.spans.spans] == [(start, text.index(", said"))])
    read.actions_by_id["undo"].trigger()
    qtbot.waitUntil(lambda: [(s.start, s.end) for s in view.spans.spans] == [before])


def test_nothing_selected_is_said(qtbot, read) -> None:
    qtbot.keyClick(read.reading.view, Qt.Key.Key_H)
    assert "Select a passage first" in read.messages.text()
    assert not read.room.desk.is_open


def test_a_file_that_is_kept_already_shows_what_is_on_it(qtbot, make_window, folder) -> None:
    one = article("Dam holds", "It may have been so, said the dam holds office.")
    with library.open_library(folder, Keys(), 3) as found:
        found.add_note(1, "the dam holds office", "Who is that?")
    made = make_window(folder)
    made.open_file(Path("dam.txt"))
    made._worker._analyser.read(one)
    made._worker._analyser.analysed(analysis(one))
    assert made.room.kept.id is None
    made.room.show()
    qtbot.waitUntil(lambda: made.room.kept.id == 1)
    qtbot.waitUntil(lambda: [note.text for note in made.room.layers._layers.notes] == ["Who is that?"])
    assert made.pages.currentWidget() is made.room.page, "whoever asked for the library stays there"


def test_a_note_in_the_list_of_all_leads_to_its_place(qtbot, window) -> None:
    window.room.desk.ask(lambda found: found.add_note(2, "may have been", "Or not?"))
    window.actions_by_id["all-notes"].trigger()
    page = window.room.all_notes.wired().page
    qtbot.waitUntil(lambda: len(page.list.values) == 1)
    page.list.opened.emit(page.list.values[0])
    qtbot.waitUntil(lambda: window.room.kept.id == 2)
    assert window.pages.currentWidget() is window.reading
    assert window.reading.view.textCursor().selectedText() == "may have been"


def test_a_search_finds_and_opens_the_place(qtbot, window) -> None:
    window.actions_by_id["search"].trigger()
    page = window.room.search.wired().page
    page.query.setText("ferry office")
    qtbot.keyClick(page.query, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.list.values) == 1)
    page.list.opened.emit(page.list.values[0])
    qtbot.waitUntil(lambda: window.windowTitle() == "Ferry sinks – Sayso")
    assert "It may have been so" in window.reading.view.textCursor().selectedText()


def test_a_search_is_exported(qtbot, window, tmp_path) -> None:
    from reader.domain.search import Facets

    search = window.room.search.wired()
    search._export("office", Facets(), tmp_path / "hits.csv")
    qtbot.waitUntil(lambda: "3 hits are saved" in window.messages.text())
    assert (tmp_path / "hits.csv").read_text(encoding="utf-8-sig").count("\n") == 4


def test_a_sample_is_drawn_coded_and_compared(qtbot, window) -> None:
    from reader.domain.sampling import Frame

    window.actions_by_id["samples"].trigger()
    page = window.room.samples.wired().page
    page.draw_asked.emit("First", 3, 1, Frame())
    qtbot.waitUntil(lambda: len(page.list.values) == 1)
    page.coder.setText("Ada")
    page.code_button.click()
    qtbot.waitUntil(lambda: page._coding == (1, "Ada"))
    for number in range(3):
        page.coding.coded.emit(number + 1, ("speculation",))
    page.show_samples()
    page.agreement_button.click()
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page.agreement, timeout=15000)


def test_older_colours_are_said_compared_and_taken_only_when_asked(qtbot, window) -> None:
    fake = window._worker._analyser
    window.room.older.learn(Stamp("sayso 1", "x", "3", "fake", "1", "new rules", "f", "t"))
    window.room.kept.open(1)
    bar = window.reading.pane.older
    qtbot.waitUntil(lambda: bar.text() == "These colours were made by older rules.")
    before = len(fake.asked)
    bar.offer.click()
    what, again = fake.asked[-1]
    assert (what, len(fake.asked)) == ("analyse", before + 1)
    old = window.room.kept.analysis
    stamp = Stamp("sayso 1", "x", "3", "fake", "1", "new rules", "f", again.file_sha256)
    from dataclasses import replace

    new = replace(old, spans=(replace(old.spans[0], category="reported-fact", content="reported-fact"),), stamp=stamp)
    fake.analysed(new)
    side = window.reading.side
    qtbot.waitUntil(lambda: side.currentWidget() is window.room.older.page)
    assert [span.category for span in window.reading.view.spans.spans] == ["speculation"]
    window.room.older.page.take_button.click()
    qtbot.waitUntil(lambda: [span.category for span in window.reading.view.spans.spans] == ["reported-fact"])
    assert bar.text() == ""


def test_versions_stand_in_a_tab_where_there_are_several(qtbot, window) -> None:
    old = article("Dam holds", "The dam held on Monday.", url="https://example.org/dam")
    new = article("Dam holds", "The dam held on Tuesday.", url="https://example.org/dam")
    for one in (old, new):
        window.room.desk.ask(lambda found, o=one: importing.keep(found.database, o, analysis(o), Wishes()))
    window.room.kept.open(5)
    side = window.reading.side
    qtbot.waitUntil(lambda: side.indexOf(window.room.versions) >= 0)
    qtbot.waitUntil(lambda: len(window.room.versions.list.values) == 1)
    window.room.kept.open(1)
    qtbot.waitUntil(lambda: side.indexOf(window.room.versions) < 0)
