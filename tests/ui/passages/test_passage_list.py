"""A list of passages: how rows are measured, cut and painted."""

import pytest
from PySide6.QtCore import Qt

from reader import categories
from reader.ui import theme
from reader.ui.passages.list import PassageList
from reader.ui.passages.row import Row, Run, elided, letter_runs, named

KNOWN = categories.load()
LIGHT = theme.load_all()["light"]


def row(words: str) -> Row:
    return Row("Head", (Run(words),), "Foot", f"spoken {words[:9]}")


def heights(shown: PassageList) -> list[int]:
    return [shown.visualRect(shown.model().index(n, 0)).height() for n in range(len(shown.values))]


@pytest.fixture
def make(on_screen):
    def made(lines: int | None) -> PassageList:
        shown = PassageList(KNOWN, LIGHT, row, lines)
        on_screen(shown)
        return shown

    return made


def test_a_row_is_as_high_as_its_words_or_as_it_was_told(qtbot, make) -> None:
    words = ["short", "much longer " * 30]
    free, fixed = make(None), make(2)
    for shown in (free, fixed):
        shown.set_values(words)
    qtbot.waitUntil(lambda: min(heights(fixed)) > 0)
    assert heights(free)[1] > heights(free)[0]
    assert len(set(heights(fixed))) == 1
    narrow = heights(free)[1]
    free.resize(640, 700)
    qtbot.waitUntil(lambda: heights(free)[1] < narrow)


def test_what_has_no_room_is_cut_with_dots_and_nothing_is_painted_twice(qtbot, make) -> None:
    """The same picture whatever comes after the words that have room."""
    shown = make(1)
    pictures = []
    for rest in ("tail", "another tail " * 20):
        shown.set_values(["word " * 60 + rest])
        qtbot.waitUntil(lambda: heights(shown)[0] > 0)
        pictures.append(shown.viewport().grab().toImage())
    assert pictures[0] == pictures[1]
    shown.set_values(["word " * 4])
    qtbot.waitUntil(lambda: heights(shown)[0] > 0)
    assert shown.viewport().grab().toImage() != pictures[0]


def test_the_keys_choose_and_open_and_a_screen_reader_hears_each_row(qtbot, make) -> None:
    shown = make(None)
    chosen, opened = [], []
    shown.chosen.connect(chosen.append)
    shown.opened.connect(opened.append)
    shown.set_values(["one", "two"], current=0)
    qtbot.keyClick(shown, Qt.Key.Key_Down)
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert chosen == ["one", "two"]
    assert opened == ["two"]
    assert shown.spoken() == ["spoken one", "spoken two"]
    shown.append(["three"])
    assert shown.values == ("one", "two", "three")
    assert shown.current() == "two"
    shown.set_values([])
    assert chosen[-1] is None
    qtbot.keyClick(shown, Qt.Key.Key_Return)
    assert opened == ["two"]


def test_letters_and_names_of_a_mark() -> None:
    assert [run.text for run in letter_runs("official-statement", "speculation", KNOWN)] == ["S·?", " "]
    assert letter_runs("", "", KNOWN) == ()
    assert named("official-statement", "reported-fact", KNOWN) == "Official statement"
    assert named("speculation", "", KNOWN) == "Speculation"
    assert named("", "", KNOWN) == ""


@pytest.mark.parametrize(
    ("text", "cut"), [("a  b\nc", "a b c"), ("one two three", "one two…"), ("x" * 20, "x" * 10 + "…")]
)
def test_a_quotation_is_cut_at_a_word(text, cut) -> None:
    assert elided(text, 10) == cut
