"""How well an answer fits the gold: pure functions over rows whose marks stand side by side.

Sentences are judged by their sets of categories, words by the mark that covers most of them. Words that the gold leaves
unmarked are in the confusion matrix, not in the word-level figures.
"""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from reader.domain.analysis import UNMARKED, Offsets

#: The kind of source of what nobody is named for.
WRITER = "writer"
OFFICIAL = "official-statement"

_ARTICLES = frozenset({"the", "a", "an"})
#: How often units are drawn anew for an interval.
DRAWS = 1000
_SEED = 0

_Unit = TypeVar("_Unit")
_Figures = TypeVar("_Figures")


@dataclass(frozen=True)
class Mark:
    """One span of the gold or of an answer. source: the words that name it, "" for the writer; name: whom they mean."""

    start: int
    end: int
    category: str
    content: str = ""
    certainty: str = "certain"
    kind: str = WRITER
    source: str = ""
    name: str = ""
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True)
class Row:
    """One sentence with its gold and its answer."""

    id: str
    doc: str
    text: str
    gold: tuple[Mark, ...]
    given: tuple[Mark, ...]

    @cached_property
    def words(self) -> tuple[tuple[Offsets, Mark | None, Mark | None], ...]:
        """Each word's place, with the gold's mark and the answer's."""
        return tuple((w, mark_at(self.gold, *w), mark_at(self.given, *w)) for w in words_of(self.text))


@dataclass(frozen=True)
class Tally:
    """What was right, given and wanted, counted; tallies can be added."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.given + other.given, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        """Of what was given, the share that is right."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Of what was wanted, the share that was found."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (self.given + self.wanted) if self.given + self.wanted else 0.0


@dataclass(frozen=True)
class Share:
    """So many right, of so many."""

    right: int = 0
    of: int = 0

    @property
    def value(self) -> float:
        """The share; 0 of nothing."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True)
class Bin:
    """The spans whose confidence lies in [low, high), their mean confidence, and how many have the right category."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def words_of(text: str) -> Iterator[Offsets]:
    """Where the words stand: what lies between white space."""
    at = 0
    for word in text.split():
        at = text.index(word, at)
        yield at, at + len(word)
        at += len(word)


def mark_at(marks: Iterable[Mark], start: int, end: int) -> Mark | None:
    """The mark that covers most of a word."""
    best, most = None, 0
    for mark in marks:
        covered = min(end, mark.end) - max(start, mark.start)
        if covered > most:
            best, most = mark, covered
    return best


def trim(text: str, start: int, end: int) -> Offsets:
    """The same place without white space and punctuation at its ends."""

    def loose(c: str) -> bool:
        return c.isspace() or unicodedata.category(c)[0] == "P"

    while start < end and loose(text[start]):
        start += 1
    while end > start and loose(text[end - 1]):
        end -= 1
    return start, end


def sentence_tallies(rows: Iterable[Row], categories: Sequence[str]) -> dict[str, Tally]:
    """For each category the sentences that hold it."""
    tallies = dict.fromkeys(categories, Tally())
    for row in rows:
        gold, given = ({m.category for m in marks} for marks in (row.gold, row.given))
        for category in categories:
            tallies[category] += Tally(category in gold & given, category in given, category in gold)
    return tallies


def word_tallies(rows: Iterable[Row], categories: Sequence[str]) -> dict[str, Tally]:
    """For each category the words that have it, among those that the gold marks."""
    counts = confusion(rows)
    return {
        c: Tally(
            counts[c, c],
            sum(n for (gold, given), n in counts.items() if given == c and gold != UNMARKED),
            sum(n for (gold, _), n in counts.items() if gold == c),
        )
        for c in categories
    }


def macro_f1(tallies: Mapping[str, Tally]) -> float:
    """The mean F1 of the categories, each counting the same."""
    return sum(t.f1 for t in tallies.values()) / len(tallies) if tallies else 0.0


def interval(by_document: Sequence[Mapping[str, Tally]]) -> tuple[float, float]:
    """Between which values 95 % of macro-F1 lie where documents are drawn anew; always the same draws."""
    if not by_document:
        return 0.0, 0.0

    def score(drawn: Sequence[Mapping[str, Tally]]) -> tuple[float]:
        return (macro_f1({c: sum((d[c] for d in drawn), Tally()) for c in by_document[0]}),)

    return middle([found for (found,) in drawn_anew(by_document, score, _SEED)])


def drawn_anew(units: Sequence[_Unit], figures: Callable[[Sequence[_Unit]], _Figures], seed: int) -> list[_Figures]:
    """The bootstrap: the figures of 1,000 sets, each of as many units drawn from `units` with replacement."""
    draw = random.Random(seed)
    return [figures(draw.choices(units, k=len(units))) for _ in range(DRAWS)]


def middle(scores: Sequence[float]) -> tuple[float, float]:
    """Between which values 95 % of the scores lie, of which there are some: their percentiles 2.5 and 97.5."""
    ordered = sorted(scores)
    return ordered[len(ordered) // 40], ordered[-len(ordered) // 40 - 1]


def confusion(rows: Iterable[Row]) -> Counter[tuple[str, str]]:
    """How many words the gold puts in the first category and the answer in the second, UNMARKED included."""
    return Counter((_category(gold), _category(given)) for row in rows for _, gold, given in row.words)


def borders(rows: Iterable[Row]) -> Tally:
    """The spans with the same beginning, end and category, but for white space and punctuation at the ends."""

    def places(row: Row, marks: Iterable[Mark]) -> set[tuple[Offsets, str]]:
        return {(trim(row.text, m.start, m.end), m.category) for m in marks}

    return _sets((places(row, row.gold), places(row, row.given)) for row in rows)


def source_words(rows: Iterable[Row]) -> Tally:
    """The sources of each sentence's spans, by their exact words but for white space and commas at the ends."""

    def texts(marks: Iterable[Mark]) -> set[str]:
        return {m.source.strip(" ,;:\t\n") for m in marks if m.kind != WRITER and m.source}

    return _sets((texts(row.gold), texts(row.given)) for row in rows)


def source_kind(rows: Iterable[Row]) -> Share:
    """Of the words that the gold puts in somebody's mouth, those whose source has the right kind."""
    found = [given is not None and given.kind == gold.kind for gold, given in _attributed_words(rows)]
    return Share(sum(found), len(found))


def source_name(rows: Iterable[Row]) -> Share:
    """Of the spans whose gold resolves the source to a name, those that name the same.

    Two names are the same where one holds all the words of the other: "Ada Merrin", "Prime Minister Ada Merrin".
    """
    wanted = [(m, of) for row in rows for m, of in partners(row) if m.name]
    return Share(sum(of is not None and same_name(m.name, of.name) for m, of in wanted), len(wanted))


def same_name(one: str, other: str) -> bool:
    """Whether one name holds all the words of the other, articles aside."""
    first, second = (set(name.casefold().replace(",", " ").split()) - _ARTICLES for name in (one, other))
    return bool(first and second) and (first <= second or second <= first)


def official_share(rows: Iterable[Row], of: Callable[[Mark], str]) -> Share:
    """Of the official statements found as such, those that `of` says the same about: content, certainty."""
    both = [
        (mark, partner)
        for row in rows
        for mark, partner in partners(row)
        if mark.category == OFFICIAL and partner is not None and partner.category == OFFICIAL
    ]
    return Share(sum(of(mark) == of(partner) for mark, partner in both), len(both))


def partners(row: Row) -> Iterator[tuple[Mark, Mark | None]]:
    """Each span of the gold with the answer's span that has most of its words; None where most have none."""
    for mark in row.gold:
        given = Counter(given for _, gold, given in row.words if gold is mark)
        yield mark, given.most_common(1)[0][0] if given else None


def calibration(rows: Iterable[Row], bins: int = 10) -> list[Bin]:
    """For each range of confidence the share of spans that are right: most of their words have that category."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for row in rows:
        for mark in row.given:
            gold = Counter(_category(g) for _, g, given in row.words if given is mark)
            if gold:
                right = gold.most_common(1)[0][0] == mark.category
                found[min(int(mark.confidence * bins), bins - 1)].append((mark.confidence, right))
    return [
        Bin(n / bins, (n + 1) / bins, len(some), _mean(c for c, _ in some), _mean(right for _, right in some))
        for n, some in enumerate(found)
    ]


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far confidence and share lie apart, each span counting the same."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.right - b.confidence) for b in bins) / total if total else 0.0


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0


def _category(mark: Mark | None) -> str:
    return UNMARKED if mark is None else mark.category


def _sets(pairs: Iterable[tuple[Set[object], Set[object]]]) -> Tally:
    return sum((Tally(len(gold & given), len(given), len(gold)) for gold, given in pairs), Tally())


def _attributed_words(rows: Iterable[Row]) -> Iterator[tuple[Mark, Mark | None]]:
    return ((g, given) for row in rows for _, g, given in row.words if g is not None and g.kind != WRITER)
