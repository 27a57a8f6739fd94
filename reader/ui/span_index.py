"""The spans of one article, found by place, by order and by filter. No Qt in here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence

from reader.categories import Categories
from reader.domain.analysis import Span
from reader.domain.article import Article

_WORD = re.compile(r"\w")


def letters(span: Span, categories: Categories) -> tuple[str, ...]:
    """The ids of the categories whose letters the span bears: its own, and its content's where that tells more.

    That an official's statement is stated flatly is no news; that it hedges or judges is.
    """
    flat = next(c.id for c in categories.by_order if not c.axis)
    if span.content in (span.category, flat):
        return (span.category,)
    return (span.category, span.content)


class SpanIndex:
    """Spans in order, not overlapping. Offsets are code points."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans = tuple(sorted(spans, key=lambda s: s.start))
        self._starts = [s.start for s in self.spans]

    def at(self, offset: int) -> Span | None:
        """The span that holds this place."""
        found = bisect_right(self._starts, offset) - 1
        if found >= 0 and offset < self.spans[found].end:
            return self.spans[found]
        return None

    def between(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans that share a place with this stretch."""
        first = bisect_right(self._starts, start) - 1
        if first < 0 or self.spans[first].end <= start:
            first += 1
        return self.spans[first : bisect_left(self._starts, end)]

    def next_from(self, offset: int, step: int, wanted: Callable[[Span], bool]) -> Span | None:
        """The first wanted span that starts after (step 1) or before (step -1) this place."""
        index = bisect_right(self._starts, offset) if step > 0 else bisect_left(self._starts, offset) - 1
        while 0 <= index < len(self.spans):
            if wanted(self.spans[index]):
                return self.spans[index]
            index += step
        return None

    def by_id(self, span_id: str) -> Span | None:
        """The span of this id; after a new analysis an old id may name nothing."""
        return next((s for s in self.spans if s.id == span_id), None)

    def counts(self) -> Counter[str]:
        """How many spans each category has."""
        return Counter(s.category for s in self.spans)

    def inner_counts(self, categories: Categories) -> Counter[str]:
        """How many spans of *other* categories have each category as their telling content."""
        return Counter(ids[1] for s in self.spans if len(ids := letters(s, categories)) > 1)

    def unmarked(self, article: Article) -> int:
        """How many stretches of the shown text, with at least one word, bear no mark."""
        count = 0
        for block in article.blocks:
            if not block.shown:
                continue
            place = block.start
            for span in self.between(block.start, block.end):
                count += bool(_WORD.search(article.text, place, span.start))
                place = span.end
            count += bool(_WORD.search(article.text, place, block.end))
        return count
