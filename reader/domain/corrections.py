"""The user's layer of marks: what the user says of passages, beside what the machine said."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from reader.domain.analysis import Span
from reader.domain.anchor import Anchor

#: "right": the machine's marks here are right. "changed": it is as the correction says. "none": nothing is marked here.
Verdict = Literal["right", "changed", "none"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage as it is shown. category, content: ids of `resources/categories.toml`. by_user: a correction's."""

    start: int
    end: int
    category: str
    content: str
    source_name: str
    source_kind: str
    certainty: str
    by_user: bool = False

    @property
    def said(self) -> tuple[str, str, str, str, str]:
        """What is said of the passage: category, content, the source's name and kind, certainty."""
        return self.category, self.content, self.source_name, self.source_kind, self.certainty


@dataclass(frozen=True, slots=True)
class Correction:
    """One passage as the user has it. It covers what the machine says of these words, and leaves the rest as it is.

    category, content, source_name, source_kind, certainty: as for a `Mark`; "" where the verdict is "none".
    author: who said so. created: when, ISO 8601 in UTC. machine: the spans that the machine had there, in the shape of
    `resources/analysis.schema.json`. stamp: of the analysis they are from. orphan: the passage is no longer there.
    """

    id: int
    article: int
    anchor: Anchor
    verdict: Verdict
    category: str
    content: str
    source_name: str
    source_kind: str
    certainty: str
    author: str
    created: str
    machine: tuple[dict[str, Any], ...]
    stamp: dict[str, str]
    orphan: bool

    def covers(self, other: Correction) -> bool:
        """Whether all of the other's passage, in the same article, is this one's too."""
        return self.anchor.start <= other.anchor.start and other.anchor.end <= self.anchor.end


@dataclass(frozen=True, slots=True)
class Counts:
    """How often the machine was called right, and how often corrected to what; no score.

    by_category: for each category that the machine had there ("unmarked" where it had none), what the user said of it
    ("right", "unmarked", or the category it was changed to; the same category where something else was changed), and
    of how many of the machine's marks.
    """

    by_category: dict[str, dict[str, int]]


def shown(text: str, spans: Iterable[Span], corrections: Iterable[Correction]) -> list[Mark]:
    """The two layers seen from above, in order and not overlapping.

    corrections: in the order they were made; a later one covers an earlier. Where the machine is said to be right, what
    was corrected before inside that passage no longer counts.
    """
    marks = [_of_machine(span) for span in spans]
    for one in _standing(corrections):
        start, end = one.anchor.start, one.anchor.end
        marks = [piece for mark in marks for piece in _without(text, mark, start, end)]
        if one.verdict == "changed":
            said = one.category, one.content, one.source_name, one.source_kind, one.certainty
            marks.append(Mark(start, end, *said, by_user=True))
    return sorted(marks, key=lambda mark: mark.start)


def _standing(corrections: Iterable[Correction]) -> list[Correction]:
    standing: list[Correction] = []
    for one in corrections:
        if one.orphan:
            continue
        if one.verdict == "right":
            standing = [earlier for earlier in standing if not one.covers(earlier)]
        else:
            standing.append(one)
    return standing


def _of_machine(span: Span) -> Mark:
    source = span.source
    return Mark(span.start, span.end, span.category, span.content, source.name, source.kind, span.certainty)


def _without(text: str, mark: Mark, start: int, end: int) -> list[Mark]:
    """What is left of a mark beside a passage; pieces without a word are not worth a colour."""
    if mark.end <= start or end <= mark.start:
        return [mark]
    pieces = ((mark.start, min(mark.end, start)), (max(mark.start, end), mark.end))
    return [replace(mark, start=a, end=b) for a, b in pieces if has_word(text, a, b)]


def has_word(text: str, start: int, end: int) -> bool:
    """Whether a word, or a piece of one, stands in text[start:end]; a passage that ends before it begins has none."""
    return re.search(r"\w", text[start:end]) is not None
