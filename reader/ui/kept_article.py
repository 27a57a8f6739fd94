"""Which article of the library the reading page shows, if any, and how it gets there or into the library."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import SaysoError
from reader.domain.library import Imported
from reader.services import importing
from reader.services.importing import Wishes
from reader.services.library import Library
from reader.ui.door.flow import Door
from reader.ui.library_desk import LibraryDesk


class KeptArticle(QObject):
    """`id` is that of the library's article on the page; None for a file that is only read."""

    #: `id`, `article` or `analysis` are others now.
    changed = Signal()
    #: An article of the library came with the colours it was kept with: `Article`, `Analysis` or None.
    opened = Signal(object, object)
    #: The file on the page is in the library, with these colours (an `Analysis`).
    recoloured = Signal(object)
    #: The page should be seen.
    page_asked = Signal()
    #: Code points that should be brought into view.
    place_asked = Signal(int, int)
    #: A sentence for the window's bar.
    said = Signal(str)
    #: The library has one article more.
    added = Signal()

    def __init__(self, desk: LibraryDesk, door: Door, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._door = door
        self._after: list[Callable[[int], None]] = []
        self.id: int | None = None
        self.article: Article | None = None
        self.analysis: Analysis | None = None
        desk.opened.connect(self._look_up)
        door.refused.connect(self._after.clear)

    # From the window

    def read(self, article: Article) -> None:
        """A file is on the page."""
        self._set(None, article, None)

    def reshape(self, article: Article) -> None:
        """The article on the page shows other blocks now; its text is the same."""
        self.article = article

    def analysed(self, analysis: Analysis) -> None:
        """What is on the page has colours, or others."""
        self.analysis = analysis
        self._look_up()
        self.changed.emit()

    def open(self, article_id: int, start: int = -1, end: int = -1) -> None:
        """Show an article of the library, and a place in it; start -1: wherever."""

        def show() -> None:
            self.page_asked.emit()
            if start >= 0:
                self.place_asked.emit(start, end)

        def then(found: tuple[Article, Analysis | None]) -> None:
            if before is not self.article:  # a file was opened meanwhile
                return
            self.id, (self.article, self.analysis) = article_id, found
            self.opened.emit(*found)
            self.changed.emit()
            show()

        before = self.article
        if self.id == article_id:
            show()
            return
        self._door.need(lambda: self._desk.ask(lambda library: library.opened(article_id), then, latest="open article"))

    def open_anew(self, article_id: int) -> None:
        """The article has other colours now."""
        self.id = None
        self.open(article_id)

    # Into the library

    def need(self, then: Callable[[int], None]) -> None:
        """Go on with the id of the article on the page, which is put into the library where it is not yet."""
        if self.id is not None:
            then(self.id)
            return
        if self.article is None:
            self.said.emit(self.tr("There is no article to keep. Open one first."))
        elif self.analysis is None:
            self.said.emit(self.tr("The article can be kept when its colours are there. Wait a moment."))
        else:
            self._after.append(then)
            if len(self._after) == 1:
                self._door.need(self._keep)

    def keep(self) -> None:
        """Put the article on the page into the library, and say so."""
        told = self.tr("The article is in the library.")
        self.need(lambda _: self.said.emit(told))

    def forget(self, article_ids: list[int]) -> None:
        """These are not in the library any more; if one is on the page, it stays there as it is."""
        if self.id in article_ids:
            self._set(None, self.article, self.analysis)

    def _keep(self) -> None:
        article, analysis = self.article, self.analysis
        if article is None or analysis is None:
            self._after.clear()
            return

        def then(outcome: Imported) -> None:
            waiting = list(self._after)
            self._after.clear()
            self.added.emit()
            if article is self.article and outcome.article is not None:
                self._set(outcome.article, article, analysis)
                for each in waiting:
                    each(outcome.article)

        def failed(error: SaysoError) -> None:
            self._after.clear()
            self._desk.failed.emit(error)

        self._desk.ask(lambda library: importing.keep(library.database, article, analysis, Wishes()), then, failed)

    def _look_up(self) -> None:
        """A file that is read may be in the library already; then it has the colours it was kept with."""
        article = self.article
        if not self._desk.is_open or article is None or self.analysis is None or self.id is not None:
            if not self._desk.is_open and self.id is not None:
                self._set(None, self.article, self.analysis)
            return

        def act(library: Library) -> tuple[int, Analysis | None] | None:
            found = importing.kept_as(library.database, article)
            return None if found is None else (found, library.opened(found)[1])

        def then(found: tuple[int, Analysis | None] | None) -> None:
            if found is None or article is not self.article or self.id is not None:
                return
            article_id, analysis = found
            if analysis is not None and analysis.spans != (self.analysis and self.analysis.spans):
                self.recoloured.emit(analysis)
            self._set(article_id, article, analysis or self.analysis)

        self._desk.ask(act, then, latest="look up")

    def _set(self, article_id: int | None, article: Article | None, analysis: Analysis | None) -> None:
        self.id, self.article, self.analysis = article_id, article, analysis
        self.changed.emit()
