"""Reading files and analysing articles, in this process."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.progress import Progress, silent
from reader.services import rules
from reader.settings import Settings


class Analyses(Protocol):
    """Whatever finds the spans of an article: `reader.nlp.analyser.Analyser`, or a fake in a test."""

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        """The spans of an article. Raises Cancelled where `progress` does."""
        ...


class Reading:
    """Reads articles and analyses them. Both loaders come in only when first needed: spaCy takes seconds to import."""

    def __init__(self, settings: Settings | None = None) -> None:
        """`settings`: exactly these, and what is wrong with them is raised. None: the user's, as far as they are sound.

        In the second case `problem` says, once the analyser is loaded, what is wrong with them ("" for nothing).
        """
        self._settings = settings
        self._analyser: Analyses | None = None
        self.problem = ""

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
        """Load what analysing needs: the language model and the rules.

        Raises SetupError; with settings of the caller RuleError and UsageError as well.
        """
        if self._analyser is not None:
            return
        if self._settings is None:
            self._analyser, self.problem = rules.users_analyser()
        else:
            self._analyser = rules.analyser(self._settings)

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        """The spans of an article. Raises Cancelled where `progress` does."""
        self.warm()
        assert self._analyser is not None
        analysis = self._analyser.analyse(article, progress)
        return replace(analysis, notice=analysis.notice or self.problem)
