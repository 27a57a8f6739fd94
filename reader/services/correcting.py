"""The user's layer of marks: what the user says of a passage, beside what the machine had said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, get_args

from reader import categories
from reader.domain import anchor as anchors
from reader.domain import corrections as layers
from reader.domain.analysis import UNMARKED, Analysis, Certainty, Offsets, SourceKind, span_to_dict
from reader.domain.anchor import Anchor
from reader.domain.article import Article
from reader.domain.corrections import Correction, Counts, Mark, Verdict
from reader.domain.errors import InputError
from reader.services import coder, passages
from reader.services.evaluation.measures import WRITER, trim
from reader.services.library import Library

KINDS: tuple[str, ...] = get_args(SourceKind)
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
#: The kinds of source that an official statement can have (codebook: "Labor Department figures showed").
_OF_AN_OFFICE = ("official", "document")
#: What is said of a passage that bears no mark, and what a mark begins with where there was none.
_NOTHING = Mark(0, 0, "", "", "", "", "")
_NEW = Mark(0, 0, "", "", "", WRITER, "certain")


def add(
    library: Library,
    article_id: int,
    passage: str | Offsets,
    verdict: Verdict,
    *,
    category: str = "",
    content: str = "",
    source_name: str = "",
    source_kind: str = "",
    certainty: str = "",
    author: str = "",
) -> Correction:
    """Keep what the user says of a passage: its words, which stand in the article once, or its code points.

    With "changed", what is not given stays as the mark that has most of the passage is shown now; content follows the
    category, for only an official statement's can be another. author: "" for `coder.name`.
    Raises InputError where there is no such passage, or where a mark cannot be so.
    """
    from reader.storage import articles, corrections, search

    given = {
        "category": category,
        "content": content,
        "source_name": source_name,
        "source_kind": source_kind,
        "certainty": certainty,
    }
    given = {name: value for name, value in given.items() if value}
    if given and verdict != "changed":
        raise InputError("Only a change has a category, a source or a certainty.", "Leave them out.")
    with library.database.writing() as session:
        article, analysis = articles.opened(session, article_id)
        anchor = passages.anchor(article, passage)
        mark = _NOTHING
        if verdict == "right":
            mark = _at(article.text, analysis, (), anchor) or mark
        elif verdict == "changed":
            before = _at(article.text, analysis, corrections.everything(session, article_id), anchor)
            mark = changed(before or _NEW, given)
            if before and before.start <= anchor.start < anchor.end <= before.end and mark.said == before.said:
                raise InputError("The passage is marked so already.", "If the mark is right, say that it is right.")
        kept = corrections.add(session, _correction(article_id, article, analysis, anchor, verdict, mark, author))
        search.reindex(session, article_id)
        return kept


def move_border(
    library: Library, article_id: int, old: Offsets, new: Offsets, *, author: str = ""
) -> tuple[Correction, ...]:
    """Let the mark that is shown at text[old[0]:old[1]] reach from new[0] to new[1] instead.

    It is changed on its new place, and what is left over of the old one is unmarked: up to three corrections.
    Raises InputError.
    """
    from reader.storage import articles, corrections, search

    with library.database.writing() as session:
        article, analysis = articles.opened(session, article_id)
        text, there = article.text, passages.anchor(article, old)
        mark = _at(text, analysis, corrections.everything(session, article_id), there)
        if mark is None:
            raise InputError("There is no mark there.", "Choose a coloured passage.")
        if old == new:
            raise InputError("The mark reaches so far already.", "Give another place.")
        if not layers.has_word(text, max(old[0], new[0]), min(old[1], new[1])):
            raise InputError("The mark would keep none of its words.", "Correct the passage's category instead.")
        parts: list[tuple[Anchor, Verdict, Mark]] = [(passages.anchor(article, new), "changed", mark)]
        for left in ((old[0], min(old[1], new[0])), (max(old[0], new[1]), old[1])):
            start, end = trim(text, *left)
            if start < end:
                parts.append((anchors.at(text, start, end), "none", _NOTHING))
        kept = tuple(
            corrections.add(session, _correction(article_id, article, analysis, *part, author)) for part in parts
        )
        search.reindex(session, article_id)
        return kept


def corrections(library: Library, article_id: int | None = None) -> list[Correction]:
    """The corrections of all articles, or of one, in the order they were made."""
    from reader.storage import corrections

    with library.database.reading() as session:
        return corrections.everything(session, article_id)


def remove(library: Library, correction_id: int) -> Correction:
    """Take a correction away, and give it for `put_back`. Raises InputError."""
    from reader.storage import corrections, search

    with library.database.writing() as session:
        removed = corrections.remove(session, correction_id)
        search.reindex(session, removed.article)
        return removed


def put_back(library: Library, correction: Correction) -> None:
    """Keep a removed correction again, with its number. Raises InputError where its article is gone."""
    from reader.storage import corrections, search

    with library.database.writing() as session:
        corrections.put_back(session, correction)
        search.reindex(session, correction.article)


def counts(library: Library) -> Counts:
    """What the corrections say of the machine's marks."""
    return counted(corrections(library))


def counted(given: Iterable[Correction]) -> Counts:
    """What some corrections, in the order they were made, say of the machine's marks.

    One that a later one by the same author covers wholly no longer counts.
    """
    by_article: dict[int, list[Correction]] = defaultdict(list)
    for one in given:
        by_article[one.article].append(one)
    found: dict[str, dict[str, int]] = {}
    for some in by_article.values():
        for number, one in enumerate(some):
            if any(later.covers(one) and later.author == one.author for later in some[number + 1 :]):
                continue
            said = {"right": "right", "none": UNMARKED}.get(one.verdict, one.category)
            for category in [mark["category"] for mark in one.machine] or [UNMARKED]:
                row = found.setdefault(category, {})
                row[said] = row.get(said, 0) + 1
    known = [*(category.id for category in categories.load().by_order), UNMARKED]
    return Counts({category: found[category] for category in known if category in found})


def changed(before: Mark, given: Mapping[str, Any]) -> Mark:
    """A mark with some of its fields, by their names, as given, and what follows from them. Raises InputError."""
    known = {category.id: category for category in categories.load().by_order}
    mark = replace(before, **given)
    if not mark.category:
        raise InputError("The passage bears no mark.", "Say which category it has.")
    _known("category", mark.category, known)
    _known("kind of source", mark.source_kind, KINDS)
    _known("certainty", mark.certainty, CERTAINTIES)
    if known[mark.category].content:
        if given.get("content", mark.category) != mark.category:
            raise InputError("Only an official statement's content is not its category.", "Leave the content out.")
        mark = replace(mark, content=mark.category)
    else:
        contents = {category.axis: category.id for category in known.values() if category.content}
        mark = replace(mark, content=mark.content or contents[""])
        _known("content", mark.content, contents.values())
        if mark.source_kind not in _OF_AN_OFFICE:
            if "source_kind" in given:
                raise InputError("An official statement has an official source.", f"Kind: {', '.join(_OF_AN_OFFICE)}.")
            mark = replace(mark, source_kind=_OF_AN_OFFICE[0])
    if mark.source_kind == WRITER:
        if "source_name" in given:
            others = ", ".join(kind for kind in KINDS if kind != WRITER)
            raise InputError(f"What kind of source is “{mark.source_name}”?", f"One of: {others}.")
        mark = replace(mark, source_name="")
    return mark


def _known(what: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        raise InputError(f"There is no {what} “{value}”.", f"One of: {', '.join(known)}.")


def _at(text: str, analysis: Analysis | None, corrected: Iterable[Correction], passage: Anchor) -> Mark | None:
    """The mark that has most of a passage as it is shown; None where none has a word of it."""

    def common(mark: Mark) -> Offsets:
        return max(mark.start, passage.start), min(mark.end, passage.end)

    marks = layers.shown(text, analysis.spans if analysis else (), corrected)
    there = [mark for mark in marks if layers.has_word(text, *common(mark))]
    return max(there, key=lambda mark: common(mark)[1] - common(mark)[0], default=None)


def _correction(
    article_id: int,
    article: Article,
    analysis: Analysis | None,
    anchor: Anchor,
    verdict: Verdict,
    mark: Mark,
    author: str,
) -> Correction:
    """A correction that is not kept yet, with what the machine had said there."""
    start, end = anchor.start, anchor.end
    spans = analysis.spans if analysis else ()
    return Correction(
        0,
        article_id,
        anchor,
        verdict,
        mark.category,
        mark.content,
        mark.source_name,
        mark.source_kind,
        mark.certainty,
        author=author or coder.name(),
        created="",
        machine=tuple(
            span_to_dict(s) for s in spans if layers.has_word(article.text, max(s.start, start), min(s.end, end))
        ),
        stamp=asdict(analysis.stamp) if analysis else {},
        orphan=False,
    )
