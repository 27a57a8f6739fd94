"""What the user says of a passage, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from reader.domain.analysis import Analysis, Source, span_to_dict
from reader.domain.article import Article
from reader.domain.corrections import Correction, Mark, shown
from reader.domain.errors import InputError
from reader.domain.progress import Progress, silent
from reader.domain.search import Facets
from reader.services import arranging, correcting, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from reader.storage import search
from tests.services.fakes import STAMP, span
from tests.services.test_library import FakeReading

ADDRESS = "https://example.org/dam\n"
#: A fact, an official statement that leaves something open, and a heading that bears no mark.
TEXT = "The dam\n\nThe dam held. The ministry said it may rain."
FACT, STATEMENT, HEADING = (9, 22), (23, 53), (0, 7)
F, S, P, OPINION = "reported-fact", "official-statement", "speculation", "analyst-opinion"
MINISTRY = Source(23, 35, "The ministry", "The ministry", "official", "state")


class MarkedReading(FakeReading):
    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
        at = given.text.index("The dam held")
        fact = span(at, at + 13)
        said = span(at + 14, at + 44, S, source=MINISTRY, content=P, certainty="possible")
        sentences = ((fact.start, fact.end), (said.start, said.end))
        return Analysis((fact, said), STAMP, sentences=sentences)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        put_in(found, tmp_path, TEXT)
        yield found


def put_in(opened: Library, tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(ADDRESS + text, encoding="utf-8")
    (one,) = opened.import_paths([file], MarkedReading(), Wishes())
    assert one.status in ("imported", "version")


def marks(opened: Library, article: int = 1) -> list[Mark]:
    text, analysis = opened.opened(article)
    assert analysis is not None
    return shown(text.text, analysis.spans, correcting.corrections(opened, article))


def fields(one: Correction | Mark) -> tuple[str, ...]:
    return one.category, one.content, one.source_name, one.source_kind, one.certainty


def test_a_change_keeps_what_is_not_said_and_what_the_machine_had_said(opened: Library) -> None:
    made = correcting.add(opened, 1, "The dam held.", "changed", category=P, author="ada")
    assert fields(made) == (P, P, "", "writer", "certain")
    assert (made.anchor.start, made.anchor.end, made.verdict, made.author) == (*FACT, "changed", "ada")
    _, analysis = opened.opened(1)
    assert analysis is not None
    assert made.machine == (span_to_dict(analysis.spans[0]),)
    assert made.stamp == asdict(STAMP)
    assert [fields(mark) for mark in marks(opened)] == [fields(made), fields(marks(opened)[1])]
    assert [mark.by_user for mark in marks(opened)] == [True, False]
    assert opened.opened(1)[1] == analysis


def test_a_second_change_begins_where_the_first_one_ended(opened: Library) -> None:
    correcting.add(opened, 1, STATEMENT, "changed", certainty="probable")
    made = correcting.add(opened, 1, STATEMENT, "changed", source_name="The ministry of water")
    assert fields(made) == (S, P, "The ministry of water", "official", "probable")


@pytest.mark.parametrize(
    ("passage", "given", "becomes"),
    [
        (STATEMENT, {"category": F}, (F, F, "The ministry", "official", "possible")),
        (STATEMENT, {"content": F}, (S, F, "The ministry", "official", "possible")),
        (STATEMENT, {"source_kind": "document"}, (S, P, "The ministry", "document", "possible")),
        (STATEMENT, {"category": OPINION, "source_kind": "writer"}, (OPINION, OPINION, "", "writer", "possible")),
        (FACT, {"category": S}, (S, F, "", "official", "certain")),
        (FACT, {"source_name": "Lopez", "source_kind": "witness"}, (F, F, "Lopez", "witness", "certain")),
        (HEADING, {"category": OPINION}, (OPINION, OPINION, "", "writer", "certain")),
        (HEADING, {"category": S, "content": P}, (S, P, "", "official", "certain")),
        ((14, 53), {"certainty": "denied"}, (S, P, "The ministry", "official", "denied")),
    ],
)  # fmt: skip
def test_what_follows_from_a_change(
    opened: Library, passage: tuple[int, int], given: dict[str, str], becomes: tuple[str, ...]
) -> None:
    assert fields(correcting.add(opened, 1, passage, "changed", **given)) == becomes


@pytest.mark.parametrize(
    ("passage", "given", "says"),
    [
        (FACT, {"category": "fact"}, "no category “fact”. One of: official-statement, spec"),
        (FACT, {"source_kind": "mayor"}, "no kind of source “mayor”"),
        (FACT, {"certainty": "sure"}, "no certainty “sure”"),
        (STATEMENT, {"content": S}, "no content “official-statement”"),
        (FACT, {"content": P}, "Only an official statement's content"),
        (STATEMENT, {"source_kind": "witness"}, "has an official source. Kind: official, document"),
        (FACT, {"source_name": "Lopez"}, "What kind of source is “Lopez”"),
        (FACT, {}, "marked so already"),
        ((9, 16), {"category": F}, "marked so already"),
        (HEADING, {"certainty": "denied"}, "bears no mark"),
        ((9, 900), {"category": P}, "no passage 9 to 900"),
        ("dam", {"category": P}, "2 times"),
        ("nowhere", {"category": P}, "not in the article"),
    ],
)
def test_a_change_that_cannot_be(
    opened: Library, passage: str | tuple[int, int], given: dict[str, str], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        correcting.add(opened, 1, passage, "changed", **given)
    assert correcting.corrections(opened) == []


def test_right_and_unmarked(opened: Library) -> None:
    right = correcting.add(opened, 1, STATEMENT, "right")
    assert fields(right) == (S, P, "The ministry", "official", "possible")
    assert [mark.by_user for mark in marks(opened)] == [False, False]
    nothing = correcting.add(opened, 1, FACT, "none")
    assert fields(nothing) == ("",) * 5
    assert [(mark.start, mark.end) for mark in marks(opened)] == [STATEMENT]
    assert fields(correcting.add(opened, 1, HEADING, "right")) == ("",) * 5
    with pytest.raises(InputError, match="Only a change"):
        correcting.add(opened, 1, FACT, "none", category=P)
    with pytest.raises(InputError, match="no article 9"):
        correcting.add(opened, 9, FACT, "none")


def test_the_author_is_whoever_is_at_it(opened: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.services.coder.name", lambda: "grace")
    assert correcting.add(opened, 1, FACT, "right").author == "grace"


def test_a_border_is_moved(opened: Library) -> None:
    made = correcting.move_border(opened, 1, STATEMENT, (23, 40))
    assert [(one.verdict, one.anchor.exact) for one in made] == [
        ("changed", "The ministry said"), ("none", "it may rain")
    ]  # fmt: skip
    assert [(mark.start, mark.end, mark.category) for mark in marks(opened)] == [
        (*FACT, F), (23, 40, S)
    ]  # fmt: skip
    (wider,) = correcting.move_border(opened, 1, (23, 40), (17, 53))
    assert fields(wider) == fields(made[0])
    assert [(mark.start, mark.end) for mark in marks(opened)] == [(9, 17), (17, 53)]
    with pytest.raises(InputError, match="none of its words"):
        correcting.move_border(opened, 1, (9, 17), (17, 53))
    with pytest.raises(InputError, match="reaches so far already"):
        correcting.move_border(opened, 1, (9, 17), (9, 17))
    with pytest.raises(InputError, match="no mark there"):
        correcting.move_border(opened, 1, HEADING, FACT)


def test_removed_and_put_back(opened: Library) -> None:
    first = correcting.add(opened, 1, FACT, "none")
    second = correcting.add(opened, 1, STATEMENT, "right")
    assert correcting.remove(opened, first.id) == first
    assert correcting.corrections(opened) == [second]
    correcting.put_back(opened, first)
    assert correcting.corrections(opened, 1) == [first, second]
    assert correcting.corrections(opened, 2) == []
    correcting.put_back(opened, first)  # it is there already
    assert correcting.corrections(opened) == [first, second]
    with pytest.raises(InputError, match="no article 9"):
        correcting.put_back(opened, replace(first, id=9, article=9))
    with pytest.raises(InputError, match="no correction 9"):
        correcting.remove(opened, 9)
    arranging.remove(opened, [1])
    assert correcting.corrections(opened) == []
    arranging.put_back(opened, [1])
    assert correcting.corrections(opened) == [first, second]
    correcting.remove(opened, second.id)
    assert correcting.add(opened, 1, STATEMENT, "right").id == 3  # a number is given once


def test_corrections_follow_to_a_new_version(opened: Library, tmp_path: Path) -> None:
    stays = correcting.add(opened, 1, STATEMENT, "changed", category=P)
    goes = correcting.add(opened, 1, HEADING, "changed", category=P)
    put_in(opened, tmp_path, "Water\n\nThere is more now. The dam held. The ministry said it may rain.")
    moved, orphan = correcting.corrections(opened, 2)
    assert correcting.corrections(opened, 1) == []
    assert (moved.id, moved.orphan, moved.anchor.start) == (stays.id, False, 40)
    assert (moved.machine, moved.created) == (stays.machine, stays.created)
    assert (orphan.id, orphan.orphan, orphan.anchor) == (goes.id, True, goes.anchor)
    assert [(mark.start, mark.category) for mark in marks(opened, 2)] == [(26, F), (40, P)]
    put_in(opened, tmp_path, "The dam\n\nThe dam held. The ministry said it may rain. More.")
    assert [one.orphan for one in correcting.corrections(opened, 3)] == [False, False]


def test_counts(opened: Library) -> None:
    assert correcting.counts(opened).by_category == {}
    correcting.add(opened, 1, FACT, "none")  # thought better of below
    correcting.add(opened, 1, FACT, "changed", category=P)
    correcting.add(opened, 1, FACT, "right", author="somebody else")
    correcting.add(opened, 1, STATEMENT, "changed", certainty="denied")
    correcting.add(opened, 1, HEADING, "changed", category=OPINION)
    correcting.add(opened, 1, (9, 53), "right", author="a third")
    assert correcting.counts(opened).by_category == {
        S: {S: 1, "right": 1},
        F: {P: 1, "right": 2},
        "unmarked": {OPINION: 1},
    }


def test_search_finds_what_is_shown(opened: Library, tmp_path: Path) -> None:
    def found(category: str) -> list[tuple[int, str]]:
        with opened.database.reading() as session:
            hits = search.find(session, "", Facets(category=(category,)), 50, 0).hits
            return [(hit.article, hit.text) for hit in hits]

    fact = [(1, "The dam held.")]
    assert (found(F), found(OPINION)) == (fact, [])
    made = correcting.add(opened, 1, FACT, "changed", category=OPINION)
    assert (found(F), found(OPINION)) == ([], fact)
    correcting.remove(opened, made.id)
    assert (found(F), found(OPINION)) == (fact, [])
    correcting.put_back(opened, made)
    assert (found(F), found(OPINION)) == ([], fact)
    put_in(opened, tmp_path, TEXT + " More.")
    assert (found(F), found(OPINION)) == (fact, [(2, "The dam held.")])
    correcting.move_border(opened, 2, STATEMENT, (FACT[0], STATEMENT[1]))
    assert found(OPINION) == []
