"""How many words an article's body has, and which share of them each category holds."""

from __future__ import annotations

import re
from collections import Counter

from reader import categories
from reader.domain.analysis import Analysis
from reader.domain.article import Article

_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def of_body(article: Article, analysis: Analysis) -> tuple[int, dict[str, float]]:
    """The words of the blocks that are read for claims, and each category's share; what is unmarked has none."""
    starts = words_of_body(article)
    counts: Counter[str] = Counter()
    spans = iter(analysis.spans)
    span = next(spans, None)
    for start in starts:
        while span is not None and span.end <= start:
            span = next(spans, None)
        if span is not None and span.start <= start:
            counts[span.category] += 1
    total = len(starts)
    return total, {c.id: round(counts[c.id] / total, 4) if total else 0.0 for c in categories.load().by_order}


def words_of_body(article: Article) -> list[int]:
    """Where the words of the blocks that are read for claims begin."""
    return [
        block.start + word.start()
        for block in article.claim_blocks()
        for word in _WORD.finditer(article.text_of(block))
    ]
