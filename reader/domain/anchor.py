"""Where a note stands in a text, told so that the place is found again when the text has changed.

The W3C's text quote and text position selectors: the words themselves, some context, and where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Code points of context on either side.
CONTEXT = 32

#: A quotation as long as this is found again without its context; a shorter one may be anywhere.
_TELLING = 24
#: Code points of context, both sides together, that speak for a place.
_ENOUGH = 8
#: How alike what stands between prefix and suffix must be to what stood there.
_ALIKE = 0.75
#: Code points of the longest passage that is compared so: the time grows with their square.
_LONGEST = 4000

_EQUAL = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage: its words, what stands before and after them, and its code points in the article's text."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def at(text: str, start: int, end: int) -> Anchor:
    """The anchor of text[start:end]."""
    return Anchor(text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end)


def occurrences(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quotation stands: exactly, else with other blanks, quotation marks or dashes."""
    return list(_exactly(text, quote)) or list(_nearly(text, quote))


def find(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Where the passage stands in `text` now, or None where it cannot be told."""
    if at(text, anchor.start, anchor.end) == anchor:
        return anchor.start, anchor.end
    best: tuple[int, int, tuple[int, int]] | None = None
    for start, end in occurrences(text, anchor.exact):
        agrees = _agreement(text, start, end, anchor)
        if len(anchor.exact) >= _TELLING or agrees >= min(_ENOUGH, len(anchor.prefix) + len(anchor.suffix)):
            one = (agrees, -abs(start - anchor.start), (start, end))
            best = one if best is None else max(best, one)
    return best[2] if best else _reworded(text, anchor)


def _exactly(text: str, quote: str) -> Iterator[tuple[int, int]]:
    start = text.find(quote)
    while quote and start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + 1)


def _nearly(text: str, quote: str) -> Iterator[tuple[int, int]]:
    words = quote.translate(_EQUAL).split()
    if words:
        for found in re.finditer(r"\s+".join(map(re.escape, words)), text.translate(_EQUAL)):
            yield found.span()


def _agreement(text: str, start: int, end: int, anchor: Anchor) -> int:
    """How many code points of the context are the same, counted outwards from the passage."""
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return _alike(before[::-1], anchor.prefix[::-1]) + _alike(after, anchor.suffix)


def _alike(a: str, b: str) -> int:
    pairs = zip(a.translate(_EQUAL), b.translate(_EQUAL), strict=False)
    return next((n for n, (x, y) in enumerate(pairs) if x != y), min(len(a), len(b)))


def _reworded(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Between the context, where that is found once and holds something like the passage."""
    before, after = occurrences(text, anchor.prefix), occurrences(text, anchor.suffix)
    if len(before) != 1 or len(after) != 1:
        return None
    start, end = before[0][1], after[0][0]
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    if (
        start >= end
        or len(anchor.exact) > _LONGEST
        or not len(anchor.exact) / 2 <= end - start <= len(anchor.exact) * 2
    ):
        return None
    alike = SequenceMatcher(None, text[start:end], anchor.exact, autojunk=False).ratio()
    return (start, end) if alike >= _ALIKE else None
