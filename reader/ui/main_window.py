"""The window: puts the panels together and passes values and requests between them. It does nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QMainWindow,
    QProgressBar,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader import categories, paths
from reader.domain.analysis import Analysis, Span, Stamp
from reader.domain.article import Article
from reader.domain.errors import SaysoError
from reader.services import file_types
from reader.ui import commands, theme
from reader.ui.count_in_turns import CountInTurns
from reader.ui.evidence_card import EvidenceCard
from reader.ui.incoming import Incoming, from_mime
from reader.ui.left_out_panel import LeftOutPanel
from reader.ui.legend import Legend
from reader.ui.message_bar import MessageBar
from reader.ui.reading_pane import ReadingPane
from reader.ui.worker import Worker

if TYPE_CHECKING:
    from reader.ui.accuracy.window import AccuracyWindow

_ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)


class MainWindow(QMainWindow):
    """One article, its legend, its evidence, and what was left out of it."""

    def __init__(self, worker: Worker, theme_id: str | None = None) -> None:
        super().__init__()
        self._worker = worker
        self._wanted_theme = theme_id
        self._zoom = 1.0
        self._article: Article | None = None
        self._fallback: Incoming | None = None
        self._stamp: Stamp | None = None
        self.accuracy: AccuracyWindow | None = None
        known = categories.load()
        now = theme.choose(theme_id)
        self._categories = known
        self._in_turns = CountInTurns(self)

        self.messages = MessageBar(self)
        self.legend = Legend(known, now, self)
        self.pane = ReadingPane(known, now, self)
        self.view = self.pane.view
        self.evidence = EvidenceCard(known, now, self)
        self.left_out = LeftOutPanel(now, self)
        self.side = QTabWidget(self)
        self.side.setDocumentMode(True)
        self.side.tabBar().setDrawBase(False)
        self.side.setAccessibleName(self.tr("Side panel"))
        self.side.addTab(self.evidence, self.tr("Evidence"))
        self.side.addTab(self.left_out, self.tr("Left out"))
        self._arrange()
        self._wire()
        self.actions_by_id = commands.install(self, self._handlers())
        self.actions_by_id[f"theme-{theme_id or 'system'}"].setChecked(True)
        self._apply_theme()
        self._set_article(None)

    # Putting together

    def _arrange(self) -> None:
        self.setWindowIcon(QIcon(str(paths.resources() / "icons" / "sayso.svg")))
        self.setAcceptDrops(True)
        self.resize(QSize(1280, 840))
        self.setMinimumSize(560, 420)
        self._split = split = QSplitter(Qt.Orientation.Horizontal)
        split.setHandleWidth(1)
        split.setChildrenCollapsible(False)
        split.addWidget(self.pane)
        split.addWidget(self.side)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        self.side.setMinimumWidth(240)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.legend)
        column.addWidget(self.messages)
        column.addWidget(split, 1)
        self.setCentralWidget(body)
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar(self)
        self._progress.setFixedWidth(180)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress of the analysis"))
        self._progress.hide()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._state, 1)
        self.statusBar().addPermanentWidget(self._progress)

    def _wire(self) -> None:
        self._worker.article_read.connect(self._show_article)
        self._worker.progressed.connect(self._show_progress)
        self._worker.analysed.connect(self._show_analysis)
        self._worker.failed.connect(self._show_failure)
        self.legend.changed.connect(self.view.set_categories_on)
        self.view.selected.connect(self._show_evidence)
        self.view.hovered.connect(self._show_hovered)
        self.left_out.put_back.connect(self._put_back)
        self.pane.open_asked.connect(self.choose_file)
        self.pane.sample_asked.connect(self.open_sample)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply_theme)

    def _handlers(self) -> dict[str, commands.Handler]:
        return {
            "open": self.choose_file,
            "paste": self.paste,
            "sample": self.open_sample,
            "quit": self._quit,
            "zoom-in": lambda: self._step_zoom(1),
            "zoom-out": lambda: self._step_zoom(-1),
            "zoom-normal": lambda: self._step_zoom(0),
            "evidence": lambda: self._toggle_side(self.evidence),
            "left-out": lambda: self._toggle_side(self.left_out),
            "theme-system": lambda: self.set_theme(None),
            "theme-light": lambda: self.set_theme("light"),
            "theme-dark": lambda: self.set_theme("dark"),
            "next": lambda: self.view.step(1),
            "previous": lambda: self.view.step(-1),
            "article": self._back_to_article,
            "accuracy": self.open_accuracy,
        }

    # Opening

    def open(self, incoming: Incoming) -> None:
        """Read and analyse what came in; what ran before is cancelled."""
        self.messages.clear()
        self._fallback = None
        if incoming.path is not None:
            self._say_busy(self.tr("Reading {name} …").format(name=incoming.path.name))
            self._worker.open_file(incoming.path)
        elif incoming.html:
            # What a browser copied may be too little of a page to find an article in; then its words are taken.
            self._fallback = Incoming(text=incoming.text) if incoming.text.strip() else None
            self._say_busy(self.tr("Reading what was pasted …"))
            self._worker.open_html(incoming.html, self.tr("pasted text"))
        else:
            self._say_busy(self.tr("Reading what was pasted …"))
            self._worker.open_text(incoming.text, self.tr("pasted text"))

    def open_file(self, path: Path) -> None:
        """Read and analyse a file."""
        self.open(Incoming(path=path))

    def open_sample(self) -> None:
        """Read the article that ships with Sayso."""
        found = sorted((paths.resources() / "samples").glob("*.html"))
        if found:
            self.open_file(found[0])
        else:
            self.messages.say(self.tr("This installation has no sample."), self.tr("Open a file of your own."))

    def choose_file(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, self.tr("Open a saved article"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(self._name_filters())
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.open()

    def _name_filters(self) -> list[str]:
        known = file_types.readable()

        def name_filter(label: str, suffixes: Iterable[str]) -> str:
            return f"{label} ({' '.join('*' + suffix for suffix in suffixes)})"

        everything = name_filter(self.tr("Articles"), (suffix for each in known for suffix in each.suffixes))
        return [everything, *(name_filter(each.label, each.suffixes) for each in known), self.tr("All files (*)")]

    def paste(self) -> None:
        """Open what is on the clipboard."""
        incoming = from_mime(QGuiApplication.clipboard().mimeData())
        if incoming is None:
            self.messages.say(self.tr("There is no text on the clipboard."), self.tr("Copy an article first."))
        else:
            self.open(incoming)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if from_mime(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        incoming = from_mime(event.mimeData())
        if incoming is not None:
            event.acceptProposedAction()
            self.open(incoming)

    # What the worker says

    @Slot(object)
    def _show_article(self, article: Article) -> None:
        self._set_article(article)
        self.view.set_article(article)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_analysing()

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    @Slot(object)
    def _show_analysis(self, analysis: Analysis) -> None:
        self.view.set_spans(analysis.spans)
        self._stamp = analysis.stamp
        if self.accuracy is not None:
            self.accuracy.set_stamp(analysis.stamp)
        # The colours first, and nothing long in one turn of the event loop.
        QTimer.singleShot(20, self._count)
        QTimer.singleShot(40, self._count_unmarked)
        self._say_done(self._marked(len(analysis.spans)))
        if analysis.notice:
            self.messages.say(analysis.notice)

    def _marked(self, count: int) -> str:
        return self.tr("Marked passages: {count}").format(count=count)

    @Slot()
    def _count(self) -> None:
        if self.view.spans.spans:
            self.legend.set_counts(*self.view.spans.counts(self._categories))

    @Slot()
    def _count_unmarked(self) -> None:
        if self._article is not None and self.view.spans.spans:
            self._in_turns.start(self.view.spans.unmarked_by_block(self._article), self.legend.set_unmarked)

    @Slot(object)
    def _show_failure(self, error: SaysoError) -> None:
        if self._fallback is not None:
            self.open(self._fallback)
            return
        # The article before, if there is one, stays with its colours.
        count = len(self.view.spans.spans)
        self._say_done(self._marked(count) if count else "")
        self.messages.say(error.what, error.remedy)

    # What the panels ask

    @Slot(object)
    def _put_back(self, block_ids: Iterable[str]) -> None:
        if self._article is None:
            return
        article = self._article.with_shown(block_ids)
        self._set_article(article, keep_evidence=True)
        self.view.set_article(article, keep_place=True)
        self._say_analysing()
        self._worker.analyse(article)

    @Slot(object)
    def _show_evidence(self, span: Span | None) -> None:
        self.evidence.show_span(self._article, span)

    @Slot(object)
    def _show_hovered(self, span: Span | None) -> None:
        self.evidence.show_span(self._article, span or self.view.selected_span)

    # Looks

    def set_theme(self, theme_id: str | None) -> None:
        """Choose a theme; None follows the system."""
        self._wanted_theme = theme_id
        self._apply_theme()

    @Slot()
    def _apply_theme(self) -> None:
        now = theme.choose(self._wanted_theme)
        QApplication.setPalette(theme.palette(now))
        self.setStyleSheet(theme.style_sheet(now))
        self.view.set_looks(now, self._zoom)
        for panel in (self.legend, self.evidence, self.left_out):
            panel.set_theme(now)
        if self.accuracy is not None:
            self.accuracy.set_looks(now, self._zoom)

    def _step_zoom(self, step: int) -> None:
        if step == 0:
            self._zoom = 1.0
        else:
            at = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self._zoom))
            self._zoom = _ZOOMS[min(max(at + step, 0), len(_ZOOMS) - 1)]
        now = theme.choose(self._wanted_theme)
        self.view.set_looks(now, self._zoom)
        if self.accuracy is not None:
            self.accuracy.set_looks(now, self._zoom)

    def open_accuracy(self) -> None:
        """Show the *Accuracy* page, which stays open beside this window until it is closed."""
        if self.accuracy is None:
            from reader.ui.accuracy.window import AccuracyWindow  # only now: nobody needs it for the first paint

            self.accuracy = AccuracyWindow(self._categories, theme.choose(self._wanted_theme), self._zoom)
            self.accuracy.set_stamp(self._stamp)
            # The letters are as large in both windows, so the keys for them work in both.
            self.accuracy.addActions([self.actions_by_id[i] for i in ("zoom-in", "zoom-out", "zoom-normal", "quit")])
        self.accuracy.bring_up()

    def _toggle_side(self, panel: QWidget) -> None:
        if self.side.isVisible() and self.side.currentWidget() is panel:
            self.side.hide()
            self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        self.side.show()
        self.side.setCurrentWidget(panel)
        target = self.left_out.list if panel is self.left_out and self.left_out.count() else panel
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _back_to_article(self) -> None:
        if self.view.hasFocus():
            self.view.select(None)
        self.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # State

    def _set_article(self, article: Article | None, keep_evidence: bool = False) -> None:
        self._article = article
        self._in_turns.stop()
        if article is not None:
            self.pane.show_article()
            name = article.title or Path(article.source_path).name or self.tr("Untitled")
            self.setWindowTitle(f"{name} – Sayso")
        else:
            self.setWindowTitle("Sayso")
        if not keep_evidence:
            self.evidence.show_span(article, None)
            self.legend.set_counts(None, {})
            self.legend.set_unmarked(None)
        self.left_out.set_article(article)
        hidden = self.left_out.count()
        self.side.setTabText(1, self.tr("Left out") + (f" ({hidden})" if hidden else ""))
        if article is not None and article.cut_off:
            self.pane.cut_off.say(article.cut_off)
        else:
            self.pane.cut_off.clear()

    def _say_busy(self, text: str) -> None:
        self._state.setText(text)
        self.pane.show_busy(text)
        self._progress.setRange(0, 0)
        self._progress.show()

    def _say_analysing(self) -> None:
        self._state.setText(self.tr("You can read already; the colours follow …"))
        self._progress.setRange(0, 0)
        self._progress.show()

    def _say_done(self, text: str) -> None:
        self._state.setText(text)
        self.pane.show_busy("")
        self._progress.hide()

    def _quit(self) -> None:
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        side = min(340, max(240, self.width() * 27 // 100))
        self._split.setSizes([self.width() - side, side])
        if self._article is None:
            self.pane.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        super().showEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._worker.close()
        if self.accuracy is not None:
            self.accuracy.close()
        super().closeEvent(event)
