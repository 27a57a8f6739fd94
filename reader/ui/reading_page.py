"""The page where one article is read: its legend, the reading column, and the panels beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from reader.categories import Categories
from reader.domain.analysis import Analysis, Span
from reader.domain.article import Article
from reader.ui.count_in_turns import CountInTurns
from reader.ui.evidence_card import EvidenceCard
from reader.ui.left_out_panel import LeftOutPanel
from reader.ui.legend import Legend
from reader.ui.reading_pane import ReadingPane
from reader.ui.theme import Theme


class ReadingPage(QWidget):
    """Shows an article and its analysis. Gets frozen values; what has to be done with them is the window's."""

    #: The article with other blocks shown, to be analysed anew.
    reshaped = Signal(object)

    def __init__(self, known: Categories, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._categories = known
        self.article: Article | None = None
        self._in_turns = CountInTurns(self)
        self._sized = False
        self.legend = Legend(known, theme, self)
        self.pane = ReadingPane(known, theme, self)
        self.view = self.pane.view
        self.evidence = EvidenceCard(known, theme, self)
        self.left_out = LeftOutPanel(theme, self)
        self.side = QTabWidget(self)
        self.side.setDocumentMode(True)
        self.side.setUsesScrollButtons(True)
        self.side.tabBar().setDrawBase(False)
        self.side.setAccessibleName(self.tr("Side panel"))
        self.side.setMinimumWidth(240)
        self.side.addTab(self.evidence, self.tr("Evidence"))
        self.side.addTab(self.left_out, self.tr("Left out"))
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.pane)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.legend)
        column.addWidget(split, 1)
        self.legend.changed.connect(self.view.set_categories_on)
        self.view.selected.connect(self._show_evidence)
        self.view.hovered.connect(self._show_hovered)
        self.left_out.put_back.connect(self._put_back)
        self.set_article(None)

    # Values in

    def show_article(self, article: Article) -> None:
        """Show an article, without colours so far."""
        self.set_article(article)
        self.view.set_article(article)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_analysis(self, analysis: Analysis) -> None:
        """Colour the article."""
        self.view.set_spans(analysis.spans)
        self.count()

    def count(self) -> None:
        """Count the marks anew."""
        # The colours first, and nothing long in one turn of the event loop.
        QTimer.singleShot(20, self._count)
        QTimer.singleShot(40, self._count_unmarked)

    def set_looks(self, theme: Theme, zoom: float) -> None:
        """Set the colours and the size of the article's letters."""
        self.view.set_looks(theme, zoom)
        for panel in (self.legend, self.evidence, self.left_out):
            panel.set_theme(theme)

    def set_article(self, article: Article | None, keep_evidence: bool = False) -> None:
        """Make an article the one the panels speak of; None for the empty page."""
        self.article = article
        self._in_turns.stop()
        if article is not None:
            self.pane.show_article()
        if not keep_evidence:
            self.evidence.show_span(article, None)
            self.legend.set_counts(None, {})
            self.legend.set_unmarked(None)
        self.left_out.set_article(article)
        hidden = self.left_out.count()
        title = self.tr("Left out") + (f" ({hidden})" if hidden else "")
        self.side.setTabText(self.side.indexOf(self.left_out), title)
        if article is not None and article.cut_off:
            self.pane.cut_off.say(article.cut_off)
        else:
            self.pane.cut_off.clear()

    # Keys

    def toggle_side(self, panel: QWidget) -> None:
        """Bring a panel of the side up and give it the keys; put the side away if it is up already."""
        if self.side.isVisible() and self.side.currentWidget() is panel:
            self.side.hide()
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.show_side(panel)
        target = self.left_out.list if panel is self.left_out and self.left_out.count() else panel
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_side(self, panel: QWidget) -> None:
        """Bring a panel of the side up."""
        self.side.show()
        self.side.setCurrentWidget(panel)

    def back_to_article(self) -> None:
        """Give the keys to the article; where it has them, let go of the chosen passage."""
        if self.view.hasFocus():
            self.view.select(None)
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # From the panels

    @Slot()
    def _count(self) -> None:
        if self.view.spans.spans:
            self.legend.set_counts(*self.view.spans.counts(self._categories))

    @Slot()
    def _count_unmarked(self) -> None:
        if self.article is not None and self.view.spans.spans:
            self._in_turns.start(self.view.spans.unmarked_by_block(self.article), self.legend.set_unmarked)

    @Slot(object)
    def _put_back(self, block_ids: tuple[str, ...]) -> None:
        if self.article is None:
            return
        article = self.article.with_shown(block_ids)
        self.set_article(article, keep_evidence=True)
        self.view.set_article(article, keep_place=True)
        self.reshaped.emit(article)

    @Slot(object)
    def _show_evidence(self, span: Span | None) -> None:
        self.evidence.show_span(self.article, span)

    @Slot(object)
    def _show_hovered(self, span: Span | None) -> None:
        self.evidence.show_span(self.article, span or self.view.selected_span)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # A focus proxy would keep Tab from what stands before it on the page.
        (self.pane.open_button if self.article is None else self.view).setFocus(event.reason())

    def showEvent(self, event: QShowEvent) -> None:
        if not self._sized:
            self._sized = True
            width = self.window().width()  # the page itself has its size only later
            side = min(400, max(240, width * 30 // 100))
            self._split.setSizes([width - side, side])
        if self.article is None:
            self.pane.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        super().showEvent(event)
