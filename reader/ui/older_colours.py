"""An article that was kept has the colours of its day: says so where the rules have changed, and compares."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from reader.categories import Categories
from reader.domain.analysis import Analysis, Stamp
from reader.domain.article import Article
from reader.domain.comparing import Comparison
from reader.ui.comparing.compare_page import ComparePage
from reader.ui.kept_article import KeptArticle
from reader.ui.library_desk import LibraryDesk
from reader.ui.reading_page import ReadingPage
from reader.ui.theme import Theme


class OlderColours(QObject):
    """Knows what today's analyses are made with from the last one that was made."""

    #: Analyse this article once more, aside; answer with `analysed`.
    analysis_asked = Signal(object)
    #: The article's colours are others now: it should be opened anew.
    taken = Signal(int)

    def __init__(
        self, desk: LibraryDesk, kept: KeptArticle, reading: ReadingPage, known: Categories, theme: Theme
    ) -> None:
        super().__init__(reading)
        self._desk, self._kept, self._reading = desk, kept, reading
        self._today: tuple[str, ...] | None = None
        self._aside: Article | None = None
        self._wants_page = False
        self._new: Analysis | None = None
        self.page = ComparePage(known, theme, reading)
        self.page.hide()
        self.page.kept.connect(self._leave)
        self.page.taken.connect(self._take)
        self.page.go_to.connect(reading.view.show_passage)
        self._bar = reading.pane.older
        self._bar.taken.connect(self._compare)
        kept.changed.connect(self._look)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self.page.set_theme(theme)

    def learn(self, stamp: Stamp) -> None:
        """An analysis was made just now."""
        self._today = _machine(stamp)

    def is_aside(self) -> bool:
        """Whether the analysis that is being made is one that was asked for here."""
        return self._aside is not None

    def analysed(self, analysis: Analysis) -> None:
        """The answer to `analysis_asked`."""
        article, self._aside = self._aside, None
        self.learn(analysis.stamp)
        old = self._kept.analysis
        if article is not self._kept.article or article is None:
            return
        if not self._wants_page:
            self._look()
            return
        from reader.services import comparing  # not needed for the first paint

        self._new = analysis
        before = old or Analysis((), analysis.stamp)
        self._desk.run(lambda: comparing.compare(article, before, analysis), self._show)

    def forget(self) -> None:
        """What was asked for aside will not be answered."""
        self._aside = None

    @Slot()
    def _look(self) -> None:
        kept = self._kept
        if kept.id is None or kept.article is None or kept.analysis is None:
            self._leave()
        elif self._today is None:
            self._ask(wants_page=False)
        elif _machine(kept.analysis.stamp) != self._today:
            self._bar.say(self.tr("These colours were made by older rules."), offer=self.tr("&Compare…"))
        else:
            self._leave()

    def _ask(self, *, wants_page: bool) -> None:
        self._wants_page = wants_page
        if self._aside is None:
            self._aside = self._kept.article
            self.analysis_asked.emit(self._aside)

    @Slot()
    def _compare(self) -> None:
        self._ask(wants_page=True)

    def _show(self, comparison: Comparison) -> None:
        side = self._reading.side
        self.page.show_comparison(comparison)
        if side.indexOf(self.page) < 0:
            side.addTab(self.page, self.tr("Compare"))
        self._reading.show_side(self.page)
        self.page.take_button.setFocus()

    @Slot()
    def _leave(self) -> None:
        self._new = None
        self._bar.clear()
        at = self._reading.side.indexOf(self.page)
        if at >= 0:
            self._reading.side.removeTab(at)

    @Slot()
    def _take(self) -> None:
        from reader.services import comparing

        article_id, new = self._kept.id, self._new
        if article_id is not None and new is not None:
            self._desk.ask(
                lambda library: comparing.take(library, article_id, new), lambda _: self.taken.emit(article_id)
            )


def _machine(stamp: Stamp) -> tuple[str, ...]:
    """What makes two analyses of one text differ."""
    return stamp.rules, stamp.model, stamp.model_version, stamp.spacy
