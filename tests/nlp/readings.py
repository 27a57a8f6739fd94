"""An analysed text, asked by its words instead of by offsets."""

from __future__ import annotations

from dataclasses import dataclass

from reader.domain.analysis import Analysis, Span
from reader.domain.article import Article

LETTERS = {"reported-fact": "F", "official-statement": "S", "speculation": "P", "analyst-opinion": "O"}


@dataclass(frozen=True)
class Read:
    """An article and its analysis."""

    article: Article
    analysis: Analysis

    @property
    def spans(self) -> tuple[Span, ...]:
        return self.analysis.spans

    @property
    def letters(self) -> str:
        """The categories of all spans in order, one letter each: "FSP"."""
        return "".join(LETTERS[s.category] for s in self.spans)

    def text(self, span: Span) -> str:
        """The span's words."""
        return self.article.text[span.start : span.end]

    def at(self, words: str) -> Span:
        """The one span that holds these words; they stand once in the text."""
        assert self.article.text.count(words) == 1, f"“{words}” should stand once in the text"
        start = self.article.text.index(words)
        for span in self.spans:
            if span.start <= start and start + len(words) <= span.end:
                return span
        raise AssertionError(f"no span holds “{words}”: {[self.text(s) for s in self.spans]}")

    def cues(self, span: Span) -> list[str]:
        """The words of a span's cues."""
        return [self.article.text[a:b] for a, b in span.cues]
