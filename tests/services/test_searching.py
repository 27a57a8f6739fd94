"""Search as the user has it: over what was imported, with every act on the library; hits as files; what is refused."""

from __future__ import annotations

import csv
import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.errors import InputError
from reader.domain.search import Facets, Hit
from reader.services import correcting, library, searching
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from tests.services.test_library import TEXT, imported, write

ADDRESS = "https://example.org/dam\n"


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    """A library with one article: a title, and a sentence whose first twelve characters are speculation."""
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        assert imported(found, write(tmp_path, "1.txt", ADDRESS + TEXT), wishes=Wishes(tags=("water",))) == [
            "imported 1"
        ]
        yield found


def found(opened: Library, query: str, facets: Facets = searching.ANY) -> list[tuple[int, str]]:
    return [(hit.article, hit.text) for hit in searching.find(opened, query, facets).hits]


def test_what_is_imported_is_found_at_once(opened: Library, tmp_path: Path) -> None:
    assert found(opened, "ministry") == [(1, "It may rain, the ministry said.")]
    assert found(opened, "", Facets(category=("speculation",))) == [(1, "It may rain, the ministry said.")]
    imported(opened, write(tmp_path, "2.txt", "The ministry denies it."))
    assert len(found(opened, "ministry")) == 2
    told = searching.values(opened)
    assert (told.outlets, told.tags, told.first, told.last) == (("The Gazette",), ("water",), 2026, 2026)


def test_a_new_version_is_found_beside_the_old_one_and_its_notes_once(opened: Library, tmp_path: Path) -> None:
    opened.add_note(1, "the ministry said", "Which ministry?")
    newer = ADDRESS + TEXT.replace("the ministry said", "the ministry and the mayor said")
    assert imported(opened, write(tmp_path, "2.txt", newer)) == ["version 2"]
    assert [(hit.article, hit.kind) for hit in searching.find(opened, "ministry").hits if hit.kind == "note"] == [
        (2, "note")
    ]
    assert {article for article, _ in found(opened, "ministry said")} == {1, 2}


def test_notes_are_found_as_they_are_now(opened: Library) -> None:
    note = opened.add_note(1, None, "A leak", ["ask"])
    assert found(opened, "leak", Facets(tag=("ask",))) == [(1, "A leak")]
    opened.edit_note(note.id, "A *crack*")
    assert (found(opened, "leak"), found(opened, "crack")) == ([], [(1, "A *crack*")])
    opened.edit_note(note.id, "Another window's", seen=note.modified)
    assert (len(found(opened, "another")), len(found(opened, "crack"))) == (1, 1)
    opened.remove_note(note.id)
    assert found(opened, "crack") == []


def test_corrections_are_found(opened: Library) -> None:
    made = correcting.add(opened, 1, "The dam held", "changed", category="analyst-opinion")
    opinion = Facets(category=("analyst-opinion",))
    assert found(opened, "dam", opinion) == [(1, "The dam held through the night.")]
    correcting.remove(opened, made.id)
    assert found(opened, "dam", opinion) == []
    correcting.put_back(opened, made)
    assert len(found(opened, "dam", opinion)) == 1


@pytest.mark.parametrize(
    ("facets", "says"),
    [
        (Facets(category=("gossip",)), "no category “gossip”. There are: official-statement, .*unmarked"),
        (Facets(content=("official-statement",)), "no content"),
        (Facets(kind=("priest",)), "no kind “priest”. There are: official, expert"),
        (Facets(certainty=("maybe",)), "no certainty “maybe”. There are: certain, probable, possible, denied"),
        (Facets(since="yesterday"), "“yesterday” is no date. Write a day"),
        (Facets(until="2022-02-30"), "is no date"),
        (Facets(until="2022-2"), "is no date"),
        (Facets(since="٢٠٢٢"), "is no date"),
    ],
)
def test_values_that_are_none(opened: Library, facets: Facets, says: str) -> None:
    with pytest.raises(InputError, match=says):
        searching.find(opened, "dam", facets)


def test_hits_as_a_table(opened: Library, tmp_path: Path) -> None:
    opened.add_note(1, None, '=HYPERLINK("x"; "dam")\nand “more”')
    hits = searching.find(opened, "dam").hits
    file = tmp_path / "hits.csv"
    searching.save(hits, file, "csv")
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert tuple(rows[0]) == searching.COLUMNS
    by_kind = {row["kind"]: row for row in rows}
    assert by_kind["note"]["text"] == '\'=HYPERLINK("x"; "dam")\nand “more”'
    assert by_kind["sentence"]["text"] == "The dam held through the night."
    assert (by_kind["note"]["start"], by_kind["sentence"]["start"]) == ("", "0")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_hits_as_lines(opened: Library, tmp_path: Path) -> None:
    hits = searching.find(opened, "rain").hits
    searching.save(hits, tmp_path / "hits.jsonl", "jsonl")
    lines = (tmp_path / "hits.jsonl").read_text(encoding="utf-8").splitlines()
    assert [Hit(**json.loads(line)) for line in lines] == list(hits)
    assert len(lines) == 2


def test_no_file_is_overwritten(opened: Library, tmp_path: Path) -> None:
    hits = searching.find(opened, "rain").hits
    file = write(tmp_path, "mine.csv", "mine")
    with pytest.raises(InputError, match="there already"):
        searching.save(hits, file, "csv")
    assert file.read_text(encoding="utf-8") == "mine"
    with pytest.raises(InputError, match="cannot be written"):
        searching.save(hits, tmp_path / "none" / "hits.csv", "csv")
