"""Comparing analyses, and versions of a text."""

import pytest
from PySide6.QtCore import Qt

from reader import categories
from reader.domain.comparing import Change, Comparison, Piece, Remark
from reader.domain.corrections import Mark
from reader.domain.library import LibraryArticle
from reader.ui import theme
from reader.ui.comparing.compare_page import ComparePage
from reader.ui.comparing.versions_page import VersionsPage

FACT, OFFICIAL, SPECULATION = "reported-fact", "official-statement", "speculation"
KNOWN = categories.load()


def told(signal) -> list[tuple]:
    seen: list[tuple] = []
    signal.connect(lambda *values: seen.append(values))
    return seen


def version(number: int, words: int = 100) -> LibraryArticle:
    published = f"2022-01-0{number}"
    rest = ({}, (), (), False, "unread", "")
    return LibraryArticle(number, f"Bridge {number}", "Post", "", published, "", "", "en", words, *rest)


@pytest.fixture
def compare(on_screen) -> ComparePage:
    made = ComparePage(KNOWN, theme.load_all()["light"])
    on_screen(made)
    return made


@pytest.fixture
def versions(on_screen) -> VersionsPage:
    made = VersionsPage(KNOWN, theme.load_all()["dark"])
    on_screen(made)
    return made


def test_each_passage_says_what_it_was_and_what_it_becomes(qtbot, compare) -> None:
    was = Mark(3, 9, FACT, FACT, "", "writer", "certain")
    becomes = Mark(3, 9, OFFICIAL, SPECULATION, "Police", "official", "possible")
    compare.show_comparison(
        Comparison(
            (Remark(3, 9, "may fall", was, becomes), Remark(20, 30, "else", None, was)),
            {(FACT, OFFICIAL): 2, ("unmarked", FACT): 1000, (FACT, FACT): 500},
            1002,
            1502,
        )
    )
    assert compare.summary.text().split("\n") == [
        "1,002 of 1,502 words would be marked in another way, in 2 passages.",
        "Unmarked → Reported fact: 1,000 words",
        "Reported fact → Official statement: 2 words",
    ]
    spoken = compare.list.spoken()
    assert spoken[0] == (
        "“may fall”: Reported fact · the writer · put as certain → "
        "Official statement, Speculation · Police · put as possible"
    )
    assert spoken[1] == "“else”: Unmarked → Reported fact · the writer"
    compare.list.grab()
    places, kept, taken = told(compare.go_to), told(compare.kept), told(compare.taken)
    compare.list.choose(0)
    qtbot.keyClick(compare.list, Qt.Key.Key_Return)
    qtbot.mouseClick(compare.keep_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(compare.take_button, Qt.MouseButton.LeftButton)
    assert (places, kept, taken) == ([(3, 9)], [()], [()])


def test_where_nothing_changes_the_page_says_so(compare) -> None:
    compare.show_comparison(Comparison((), {(FACT, FACT): 10}, 0, 10))
    assert "Nothing changes" in compare.summary.text()
    assert compare.list.isHidden()


def test_the_last_two_versions_are_compared_first_and_others_can_be(qtbot, versions) -> None:
    asked = told(versions.difference_asked)
    versions.set_versions([version(1), version(2), version(3, 1200)])
    assert asked == [(2, 3)]
    assert "3 · 2022-01-03 · 1,200 words" in versions.newer.currentText()
    versions.older.setFocus()
    qtbot.keyClick(versions.older, Qt.Key.Key_Up)
    assert asked[1] == (1, 3)
    opened = told(versions.open_asked)
    qtbot.mouseClick(versions.open_button, Qt.MouseButton.LeftButton)
    assert opened == [(3,)]


def test_a_version_is_not_compared_with_itself(qtbot, versions) -> None:
    asked = told(versions.difference_asked)
    versions.set_versions([version(1), version(2)])
    qtbot.keyClick(versions.older, Qt.Key.Key_Down)
    assert len(asked) == 1
    assert versions.summary.text() == "Choose two different versions."
    versions.set_versions([version(1)])
    assert "only one version" in versions.summary.text()
    assert not versions.older.isEnabled()


def test_what_came_and_what_went_is_told_by_signs_lines_and_words(versions) -> None:
    same = " ".join(f"w{n}" for n in range(40))
    pieces = (Piece("same", same), Piece("removed", "four"), Piece("added", "six"), Piece("same", "dead."))
    changed = Change("changed", pieces, (0, 9), (0, 9))
    versions.show_difference([changed, Change("added", (Piece("added", "All new."),), None, (20, 30))])
    row = versions._row(versions.list.values[0])
    text = "".join(run.text for run in row.runs)
    assert text.endswith("w38 w39 −four +six dead.")
    assert text.startswith("… w28 ")
    assert [run.text for run in row.runs if run.struck] == ["four"]
    assert [run.text for run in row.runs if run.added] == ["six"]
    spoken = versions.list.spoken()
    assert spoken[0] == f"Changed: {same} [removed: four] [added: six] dead."
    assert spoken[1] == "Only in the newer: [added: All new.]"
    assert versions.summary.text().startswith("2 paragraphs differ.")
    versions.list.grab()


def test_versions_with_the_same_words_say_so(versions) -> None:
    versions.show_difference([])
    assert "the same" in versions.summary.text()
    assert versions.list.isHidden()
