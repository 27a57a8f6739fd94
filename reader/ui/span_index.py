"""The spans of one article, found by place, by order and by filter. No Qt in here."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from reader.categories import Categories
from reader.domain.analysis import Span
from reader.domain.article import Article

_WORD = re.compile(r"\w")


def letters(span: Span, categories: Categories) -> tuple[str, ...]:
    """The ids of the categories whose letters the span bears: its own, and its content's where that tells more."""
    return letter_ids(span.category, span.content, categories)


def letter_ids(category: str, content: str, categories: Categories) -> tuple[str, ...]:
    """The same for a mark that is known by its category and its content ("" for none) only."""
    return (category, content) if content and _tells(category, content, categories) else (category,)


def _tells(category: str, content: str, categories: Categories) -> bool:
    """That an official's statement is stated flatly is no news; that it hedges or judges is."""
    return content != category and bool(categories[content].axis)


class SpanIndex:
    """Spans in order, not overlapping. Offsets are code points."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self.spans = tuple(sorted(spans, key=attrgetter("start")))
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

    def counts(self, categories: Categories) -> tuple[Counter[str], Counter[str]]:
        """How many spans each category has, and how many of *other* categories have it as their telling content."""
        own: Counter[str] = Counter()
        inner: Counter[str] = Counter()
        for (category, content), count in Counter((s.category, s.content) for s in self.spans).items():
            own[category] += count
            if _tells(category, content, categories):
                inner[content] += count
        return own, inner

    def unmarked(self, article: Article) -> int:
        """How many stretches of the shown text, with at least one word, bear no mark."""
        return sum(self.unmarked_by_block(article))

    def unmarked_by_block(self, article: Article) -> Iterator[int]:
        """The same, block after block, for those who have no time to count them all at once."""
        text = article.text
        spans = iter(self.spans)
        span = next(spans, None)
        for block in article.blocks:
            place, count = block.start, 0
            while span is not None and span.start < block.end:
                # Neighbours stand a space apart: most gaps need no search.
                if block.shown and span.start - place > 1 and _WORD.search(text, place, span.start):
                    count += 1
                place = max(place, span.end)
                span = next(spans, None)
            if block.shown and block.end - place > 1 and _WORD.search(text, place, block.end):
                count += 1
            yield count
