"""Putting articles in order: many at once and back again, tags and collections, removing with a way back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.errors import InputError
from reader.domain.library import LibraryArticle
from reader.domain.search import Facets
from reader.services import arranging, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from reader.storage import search
from tests.services.test_library import imported, write

ALL = [1, 2, 3]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    """A library with three articles; the first two have the tag “water”."""
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        for number in ALL:
            wishes = Wishes(tags=("water",) if number < 3 else ())
            imported(found, write(tmp_path, f"{number}.txt", f"Dam {number} held.\n\nRain may come."), wishes=wishes)
        yield found


def listed(opened: Library) -> dict[int, LibraryArticle]:
    return {one.id: one for one in opened.articles()}


def found(opened: Library, words: str) -> int:
    with opened.database.reading() as session:
        return search.find(session, words, Facets(), 50, 0).total


def test_many_are_changed_at_once_and_back_again(opened: Library) -> None:
    before = listed(opened)
    given = arranging.change(
        opened, ALL, star=True, state="read", add_tags=["new", "water"], remove_tags=["none"], add_collections=["Box"]
    )
    assert given == [before[number] for number in ALL]
    for one in opened.articles():
        assert (one.star, one.state, one.tags, one.collections) == (True, "read", ("new", "water"), ("Box",))
    assert listed(opened)[3].tags == ("new", "water")
    arranging.change(opened, [2], star=False, remove_tags=["water"], remove_collections=["Box"])
    second = listed(opened)[2]
    assert (second.star, second.state, second.tags, second.collections) == (False, "read", ("new",), ())
    arranging.restore(opened, given)
    assert listed(opened) == before
    assert arranging.labels(opened, "tag") == {"water": 2}
    assert arranging.labels(opened, "collection") == {}


def test_one_that_is_not_there_changes_nothing(opened: Library) -> None:
    before = listed(opened)
    for act in (
        lambda: arranging.change(opened, [1, 9], star=True),
        lambda: arranging.remove(opened, [1, 9]),
        lambda: arranging.put_back(opened, [9]),
    ):
        with pytest.raises(InputError, match="no article 9"):
            act()
    with pytest.raises(InputError, match="needs a name"):
        arranging.change(opened, [1], add_tags=[" "])
    assert listed(opened) == before


def test_tags_are_renamed_joined_and_deleted(opened: Library) -> None:
    arranging.change(opened, [2, 3], add_tags=["rain"])
    note = opened.add_note(3, None, "x", ["rain"])
    arranging.rename(opened, "tag", "rain", "weather")
    assert arranging.labels(opened, "tag") == {"water": 2, "weather": 2}
    assert opened.notes()[0].tags == ("weather",)
    arranging.rename(opened, "tag", "weather", "water")
    assert arranging.labels(opened, "tag") == {"water": 3}
    assert listed(opened)[2].tags == opened.notes()[0].tags == ("water",)
    arranging.rename(opened, "tag", "water", "water")
    arranging.forget(opened, "tag", "water")
    assert arranging.labels(opened, "tag") == {}
    assert opened.notes()[0].id == note.id
    with pytest.raises(InputError, match="no tag “water”"):
        arranging.forget(opened, "tag", "water")


def test_collections_are_joined(opened: Library) -> None:
    arranging.change(opened, [1, 2], add_collections=["Box"])
    arranging.change(opened, [2, 3], add_collections=["Shelf"])
    arranging.rename(opened, "collection", "Box", "Shelf")
    assert arranging.labels(opened, "collection") == {"Shelf": 3}
    with pytest.raises(InputError, match="no collection “Box”"):
        arranging.rename(opened, "collection", "Box", "Shelf")


def test_a_tag_that_only_a_note_bore_goes_with_it(opened: Library) -> None:
    first, second = opened.add_note(1, None, "x", ["mine"]), opened.add_note(1, None, "y", ["mine", "water"])
    opened.edit_note(first.id, tags=[])
    assert arranging.labels(opened, "tag") == {"mine": 0, "water": 2}
    opened.remove_note(second.id)
    assert arranging.labels(opened, "tag") == {"water": 2}


def test_a_removed_article_is_in_no_list_until_it_is_put_back(opened: Library) -> None:
    before = listed(opened)
    note, mark = opened.add_note(1, "Dam", "x"), opened.add_highlight(1, "held")
    assert (found(opened, "dam"), found(opened, "x")) == (3, 1)
    arranging.remove(opened, [1, 2])
    assert (found(opened, "dam"), found(opened, "x")) == (1, 0)
    arranging.remove(opened, [2])
    assert list(listed(opened)) == [3]
    assert [one.id for one in arranging.removed(opened)] == [2, 1]
    assert opened.notes() == opened.notes(1) == opened.highlights() == []
    assert arranging.labels(opened, "tag") == {"water": 0}
    arranging.put_back(opened, [1, 2])
    arranging.put_back(opened, [2])
    assert (found(opened, "dam"), found(opened, "x")) == (3, 1)
    assert listed(opened) == before
    assert (opened.notes(), opened.highlights()) == ([note], [mark])
    assert arranging.removed(opened) == []


def test_importing_a_removed_article_puts_it_back(opened: Library, tmp_path: Path) -> None:
    arranging.change(opened, [1], star=True)
    arranging.remove(opened, [1])
    again = Wishes(tags=("again", "water"), collections=("Box",))
    assert imported(opened, tmp_path / "1.txt", wishes=again) == ["imported 1"]
    back = listed(opened)[1]
    assert (back.star, back.tags, back.collections) == (True, ("again", "water"), ("Box",))
    assert imported(opened, tmp_path / "1.txt") == ["duplicate 1"]


def test_a_newer_version_of_a_removed_article_takes_its_notes_along(opened: Library, tmp_path: Path) -> None:
    address = "https://example.org/dam\n"
    imported(opened, write(tmp_path, "4.txt", f"{address}Dam 4 held.\n\nRain may come."))
    opened.add_note(4, "Dam 4 held.", "x")
    arranging.remove(opened, [4])
    assert imported(opened, write(tmp_path, "4.txt", f"{address}Dam 4 held.\n\nNo rain is seen.")) == ["version 5"]
    assert [note.article for note in opened.notes()] == [5]
    assert 4 not in listed(opened)


def test_notes_and_highlights_come_back_as_they_were(opened: Library) -> None:
    notes = [opened.add_note(1, "Dam", "x *y*", ["t"]), opened.add_note(1, None, "whole")]
    mark = opened.add_highlight(1, "held")
    for note in notes:
        opened.remove_note(note.id)
    opened.remove_highlight(mark.id)
    assert found(opened, "whole") == 0
    later = opened.add_note(1, None, "later")
    for _ in range(2):  # what is there already stays
        arranging.put_back_note(opened, notes[0])
        arranging.put_back_note(opened, notes[1])
        arranging.put_back_highlight(opened, mark)
    assert opened.notes() == [*notes, later]
    assert opened.highlights() == [mark]
    assert found(opened, "whole") == 1


def test_what_an_undo_finds_gone_is_let_be(opened: Library) -> None:
    before = arranging.change(opened, [1, 2], star=True)
    with opened.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM articles WHERE id = 1")
    arranging.restore(opened, before)
    assert not listed(opened)[2].star
    gone = before[0].id
    note = opened.add_note(2, None, "x")
    opened.remove_note(note.id)
    with opened.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM articles WHERE id = 2")
    with pytest.raises(InputError, match=f"no article {gone + 1}"):
        arranging.put_back_note(opened, note)


def test_very_many(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.storage.arranging.LOT", 2)
    arranging.change(opened, ALL, star=True)
    arranging.remove(opened, ALL)
    assert [one.star for one in arranging.removed(opened)] == [True] * 3
    arranging.put_back(opened, ALL)
    assert len(opened.articles()) == 3
