"""What changes under another analysis, and between two versions of a text."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.domain.analysis import Analysis, Source, Span
from reader.domain.article import Article, BlockKind
from reader.domain.comparing import Change
from reader.domain.errors import InputError
from reader.domain.progress import Progress, silent
from reader.domain.search import Facets
from reader.services import arranging, comparing, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from reader.storage import search
from reader.storage.tables import AnalysisRow
from tests.services.fakes import STAMP, article, span
from tests.services.test_library import TEXT, FakeReading

#: Two sentences, at 0 to 19 and at 20 to 39.
BODY = "One two three four. Five six seven eight."


def analysis(*spans: Span) -> Analysis:
    return Analysis(spans, STAMP)


def test_what_changes() -> None:
    found = article(BODY)
    old = analysis(span(0, 19), span(20, 41))
    new = analysis(
        span(0, 13), span(14, 18, "speculation"), span(20, 41, source=Source(20, 24, "Five", "Five", "person"))
    )
    told = comparing.compare(found, old, new)
    assert [
        (
            one.text,
            one.was and one.was.category,
            one.becomes and one.becomes.category,
            one.becomes and one.becomes.source_name,
        )
        for one in told.remarks
    ] == [
        ("four", "reported-fact", "speculation", ""),
        ("Five six seven eight.", "reported-fact", "reported-fact", "Five"),
    ]
    assert told.counts == {("reported-fact", "reported-fact"): 7, ("reported-fact", "speculation"): 1}
    assert (told.changed, told.words) == (5, 8)


def test_marks_that_come_and_go() -> None:
    told = comparing.compare(
        article(BODY, "Menu", kinds={1: BlockKind.FURNITURE}), analysis(span(0, 19)), analysis(span(20, 41))
    )
    assert [(one.text, one.was is None, one.becomes is None) for one in told.remarks] == [
        ("One two three four.", False, True), ("Five six seven eight.", True, False)
    ]  # fmt: skip
    assert told.counts == {("reported-fact", "unmarked"): 4, ("unmarked", "reported-fact"): 4}


def test_the_same_is_no_change() -> None:
    told = comparing.compare(article(BODY), analysis(span(0, 41)), analysis(span(0, 19), span(20, 41)))
    assert (told.remarks, told.changed, told.words) == ((), 0, 8)


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    library.create(tmp_path / "data", "unencrypted")
    with library.open_library(tmp_path / "data", Keys(), 3) as found:
        (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
        list(found.import_paths([tmp_path / "a.txt"], FakeReading(), Wishes()))
        yield found


def under_other_rules(kept: Analysis) -> Analysis:
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (one,) = kept.spans
    return replace(
        kept,
        spans=(replace(one, category="analyst-opinion", content="analyst-opinion"),),
        stamp=replace(STAMP, rules="e" * 64, text_sha256=digest),
    )


def opinions(opened: Library) -> int:
    with opened.database.reading() as session:
        return search.find(session, "", Facets(category=("analyst-opinion",)), 9, 0).total


def analyses(opened: Library) -> int:
    with opened.database.reading() as session:
        return session.query(AnalysisRow).count()


def test_an_article_keeps_its_colours_until_the_user_chooses(opened: Library, tmp_path: Path) -> None:
    _, kept = opened.opened(1)
    assert kept is not None
    new = under_other_rules(kept)

    class OtherRules(FakeReading):
        def analyse(self, given: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
            return new

    list(opened.import_paths([tmp_path / "a.txt"], OtherRules(), Wishes()))
    assert opened.opened(1)[1] == kept
    assert opinions(opened) == 0
    comparing.take(opened, 1, new)
    assert opened.opened(1)[1] == new
    assert opened.articles()[0].mix["analyst-opinion"] == 0.3
    assert opinions(opened) == 1
    assert analyses(opened) == 2
    comparing.take(opened, 1, new)  # it is taken already
    assert analyses(opened) == 2
    with pytest.raises(InputError, match="another text"):
        comparing.take(opened, 1, replace(new, stamp=STAMP))
    with pytest.raises(InputError, match="no article 9"):
        comparing.take(opened, 9, new)


def test_versions(opened: Library, tmp_path: Path) -> None:
    def put_in(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        list(opened.import_paths([tmp_path / name], FakeReading(), Wishes()))

    for number in range(3):
        put_in("b.txt", f"https://example.org/dam\nText {number}.")
        put_in("c.txt", f"https://example.org/lake\nLake {number}.")
    for one in (2, 4, 6):
        assert [version.id for version in comparing.versions(opened, one)] == [2, 4, 6]
    assert [version.id for version in comparing.versions(opened, 1)] == [1]
    arranging.remove(opened, [4])
    assert [version.id for version in comparing.versions(opened, 6)] == [2, 6]
    with pytest.raises(InputError, match="no article 99"):
        comparing.versions(opened, 99)


# -- texts -----------------------------------------------------------------------------------------------------------


def told(changes: list[Change]) -> list[str]:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return [f"{one.kind}: " + " ".join(signs[piece.kind].format(piece.text) for piece in one.pieces) for one in changes]


def test_the_same_text_does_not_differ() -> None:
    assert comparing.difference(article("One.", "Two."), article("One.", "Two.")) == []
    assert comparing.difference(article(""), article("")) == []


def test_paragraphs_and_words_that_differ() -> None:
    old = article("The title", "The dam held through the night.", "It may rain.", "Nobody was hurt.", "Menu",
                  kinds={4: BlockKind.FURNITURE})  # fmt: skip
    new = article("The title", "New here.", "The dam burst through the night.", "Nobody was hurt.", "It was late.")
    changes = comparing.difference(old, new)
    assert told(changes) == [
        "added: {+New here.+}",
        "changed: The dam [-held-] {+burst+} through the night.",
        "removed: [-It may rain.-]",
        "added: {+It was late.+}",
    ]
    assert [(one.old and old.text[slice(*one.old)], one.new and new.text[slice(*one.new)]) for one in changes] == [
        (None, "New here."),
        ("The dam held through the night.", "The dam burst through the night."),
        ("It may rain.", None),
        (None, "It was late."),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_both_texts_can_be_read_from_the_difference(seed: int) -> None:
    draw = random.Random(seed)
    lines = [" ".join(draw.choices("abcdefg", k=12)) for _ in range(30)]
    old, new = lines[:20], [line.replace("a", "x", 1) for line in lines[5:] if draw.random() < 0.8]
    changes = comparing.difference(article(*old), article(*new))
    for side, gone, texts in (("old", "added", old), ("new", "removed", new)):
        places = [getattr(one, side) for one in changes]
        whole = [" ".join(p.text for p in one.pieces if p.kind != gone) for one in changes]
        text = article(*texts).text
        assert [text[slice(*place)] for place in places if place] == [line for line in whole if line]


def test_huge_paragraphs_are_not_compared_word_by_word() -> None:
    """Six thousand words, every second one another: that would be nine million pairs."""
    old, new = (article("Same.", " ".join(f"s{n} {word}{n}" for n in range(3000)), "End.") for word in ("a", "b"))
    (one,) = comparing.difference(old, new)
    assert [(piece.kind, len(piece.text.split())) for piece in one.pieces] == [
        ("same", 1), ("removed", 5999), ("added", 5999)
    ]  # fmt: skip
    (one,) = comparing.difference(old, article("Same.", old.text_of(old.blocks[1]).replace("a1 ", "x "), "End."))
    assert [piece.text for piece in one.pieces if piece.kind != "same"] == ["a1", "x"]


@pytest.mark.parametrize("seed", range(20))
def test_what_is_in_no_remark_stays_as_it_is(seed: int) -> None:
    draw = random.Random(seed)

    def marked() -> Analysis:
        borders = sorted(draw.sample(range(len(BODY) + 1), 6))
        kinds = ("reported-fact", "speculation", "analyst-opinion")
        return analysis(*(span(a, b, draw.choice(kinds)) for a, b in zip(borders[::2], borders[1::2], strict=True)))

    def category(of: Analysis, place: int) -> str | None:
        return next((one.category for one in of.spans if one.start <= place < one.end), None)

    old, new = marked(), marked()
    remarks = comparing.compare(article(BODY), old, new).remarks
    for place, letter in enumerate(BODY):
        changes = [one for one in remarks if one.start <= place < one.end]
        if letter.isalnum():
            assert bool(changes) == (category(old, place) != category(new, place))
        for one in changes:
            assert (one.was and one.was.category) == category(old, place)
            assert (one.becomes and one.becomes.category) == category(new, place)
