"""Reading files and analysing articles, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.progress import Progress, silent


class Analyses(Protocol):
    """Whatever finds the spans of an article: `reader.nlp.analyser.Analyser`, or a fake in a test."""

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        """The spans of an article. Raises Cancelled where `progress` does."""
        ...


class Reading:
    """Reads articles and analyses them. Both loaders come in only when first needed: spaCy takes seconds to import."""

    def __init__(self) -> None:
        self._analyser: Analyses | None = None

    def read_file(self, path: Path) -> Article:
        """The article in a saved file. Raises InputError."""
        from reader.ingest import formats

        return formats.read_file(path)

    def read_text(self, text: str, name: str = "pasted text") -> Article:
        """The article in plain text. Raises InputError."""
        from reader.ingest import formats

        return formats.read_text(text, name)

    def read_html(self, html: str, name: str) -> Article:
        """The article in a page's HTML. Raises InputError."""
        from reader.ingest import formats

        return formats.read_html(html, name=name)

    def warm_ingest(self) -> None:
        """Load what reading needs."""
        from reader.ingest import formats  # noqa: F401 - importing it is the point

    def warm(self) -> None:
        """Load what analysing needs: the language model and the rules. Raises SetupError or RuleError."""
        if self._analyser is None:
            from reader.nlp.analyser import Analyser

            self._analyser = Analyser.load()

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        """The spans of an article. Raises Cancelled where `progress` does."""
        self.warm()
        assert self._analyser is not None
        return self._analyser.analyse(article, progress)
