"""How far coders, and the machine, agree on sentences: pure functions.

A sentence is coded with a set of categories; the empty set is "unmarked". Each category is judged on its own: a coder
has given it to a sentence, or has not. A figure that cannot be computed is None: the precision of a category that was
never given, kappa or alpha where all the codings are the same.

Intervals hold 95 %, by the percentile bootstrap (Efron and Tibshirani 1993, An Introduction to the Bootstrap, 13.3):
articles are drawn anew, each with all its sentences, for sentences of one article are not independent (a cluster
bootstrap: Davison and Hinkley 1997, Bootstrap Methods and their Application, 3.8). There is none where there are fewer
than two articles, or where more than one draw in twenty leaves the figure undefined.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from reader.domain.analysis import UNMARKED
from reader.domain.sampling import CategoryAgreement, Interval
from reader.services.evaluation.measures import DRAWS, Tally, drawn_anew, middle

MACHINE = "machine"
#: The share of the draws that must give a figure, for an interval.
_DEFINED = 0.95

#: The pairs of codes there are for one category: both have given it, one or the other alone, neither.
_PAIRS = ((True, True), (True, False), (False, True), (False, False))
#: How often each of these is there, in the sentences of one article.
_Counts = tuple[float, ...]
_Figures = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """A sentence of an article, and its categories by coder, the machine's under MACHINE; no entry: not coded."""

    article: int
    codes: Mapping[str, frozenset[str]]


def kappa(table: Mapping[tuple[Hashable, Hashable], float]) -> float | None:
    """Cohen's kappa (1960, Educational and Psychological Measurement 20) from how often each pair of codes was given.

    None where there is no pair, or where chance alone would always agree.
    """
    total = sum(table.values())
    if not total:
        return None
    first: dict[Hashable, float] = defaultdict(float)
    second: dict[Hashable, float] = defaultdict(float)
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    chance = sum(count * second[code] for code, count in first.items()) / total**2
    if chance == 1:
        return None
    return (sum(count for (one, other), count in table.items() if one == other) / total - chance) / (1 - chance)


def coincidences(units: Iterable[Sequence[Hashable]]) -> dict[tuple[Hashable, Hashable], float]:
    """How often two codes stand beside each other in a unit (Krippendorff 2011, Computing Krippendorff's
    Alpha-Reliability, step B). A unit: the codes that were given, by any number of coders, at least two to count."""
    found: dict[tuple[Hashable, Hashable], float] = defaultdict(float)
    for codes in units:
        for pair in permutations(codes, 2):
            found[pair] += 1 / (len(codes) - 1)
    return dict(found)


def alpha(coincident: Mapping[tuple[Hashable, Hashable], float]) -> float | None:
    """Krippendorff's alpha for nominal codes (2011, step C). None where fewer than two different codes were given."""
    given: dict[Hashable, float] = defaultdict(float)
    for (code, _), count in coincident.items():
        given[code] += count
    total = sum(given.values())
    expected = total**2 - sum(count**2 for count in given.values())
    if not expected or total <= 1:
        return None
    observed = sum(count for (one, other), count in coincident.items() if one != other)
    return 1 - (total - 1) * observed / expected


def rows(sentences: Sequence[Coded], categories: Sequence[str], seed: int) -> list[CategoryAgreement]:
    """Each coder against the machine and against each later coder, by category, "unmarked" last."""
    return [
        _row(sentences, category, coder, against, seed)
        for coder, against in _pairs(sentences)
        for category in (*categories, UNMARKED)
    ]


def between_coders(sentences: Sequence[Coded], categories: Sequence[str], seed: int) -> dict[str, Interval]:
    """Krippendorff's alpha of all coders, the machine aside, by category; nothing where there is one coder."""
    if len(_coders(sentences)) < 2:
        return {}
    found = {}
    for category in (*categories, UNMARKED):
        by_article: dict[int, list[list[Hashable]]] = defaultdict(list)
        for sentence in sentences:
            codes: list[Hashable] = [_has(code, category) for who, code in sentence.codes.items() if who != MACHINE]
            if len(codes) > 1:
                by_article[sentence.article].append(codes)
        articles = [_counts(coincidences(units)) for units in by_article.values()]
        (found[category],) = _intervals(articles, lambda drawn: (_alpha(_sum(drawn)),), seed)
    return found


def _coders(sentences: Iterable[Coded]) -> list[str]:
    return sorted({coder for sentence in sentences for coder in sentence.codes} - {MACHINE})


def _pairs(sentences: Sequence[Coded]) -> Iterator[tuple[str, str]]:
    coders = _coders(sentences)
    yield from ((coder, MACHINE) for coder in coders)
    yield from combinations(coders, 2)


def _has(code: frozenset[str], category: str) -> bool:
    return category in code if category != UNMARKED else not code


def _row(sentences: Iterable[Coded], category: str, coder: str, against: str, seed: int) -> CategoryAgreement:
    by_article: dict[int, Counter[tuple[Hashable, Hashable]]] = defaultdict(Counter)
    for sentence in sentences:
        if coder in sentence.codes and against in sentence.codes:
            pair = _has(sentence.codes[coder], category), _has(sentence.codes[against], category)
            by_article[sentence.article][pair] += 1
    articles = [_counts(counts) for counts in by_article.values()]
    both, alone, other_alone, neither = (round(count) for count in _sum(articles))
    figures = _intervals(articles, _figures, seed)
    return CategoryAgreement(
        category,
        coder,
        against,
        n=both + alone + other_alone + neither,
        marked=both + alone,
        against_marked=both + other_alone,
        **dict(zip(("precision", "recall", "kappa", "alpha"), figures, strict=True)),
    )


def _counts(found: Mapping[tuple[Hashable, Hashable], float]) -> _Counts:
    return tuple(found.get(pair, 0) for pair in _PAIRS)


def _sum(articles: Iterable[_Counts]) -> _Counts:
    return tuple(map(sum, zip(*articles, strict=True))) or (0,) * len(_PAIRS)


def _figures(articles: Sequence[_Counts]) -> _Figures:
    """Precision and recall of the second of a pair, kappa and alpha."""
    both, alone, other_alone, neither = counts = _sum(articles)
    tally = Tally(round(both), round(both + other_alone), round(both + alone))
    coincident = 2 * both, alone + other_alone, alone + other_alone, 2 * neither
    return (
        tally.precision if tally.given else None,
        tally.recall if tally.wanted else None,
        kappa(dict(zip(_PAIRS, counts, strict=True))),
        _alpha(coincident),
    )


def _alpha(coincident: _Counts) -> float | None:
    return alpha(dict(zip(_PAIRS, coincident, strict=True)))


def _intervals(
    articles: Sequence[_Counts], figures: Callable[[Sequence[_Counts]], _Figures], seed: int
) -> list[Interval]:
    drawn = drawn_anew(articles, figures, seed) if len(articles) > 1 else []
    found = []
    for number, value in enumerate(figures(articles)):
        defined = [score for one in drawn if (score := one[number]) is not None]
        enough = value is not None and len(defined) >= _DEFINED * DRAWS
        found.append(Interval(value, *(middle(defined) if enough else (None, None))))
    return found
