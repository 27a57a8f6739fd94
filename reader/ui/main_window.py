"""The window: puts the pages together and passes values and requests between them. It does nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QMainWindow,
    QProgressBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from reader import categories, paths
from reader.domain.analysis import Analysis, Stamp
from reader.domain.article import Article
from reader.domain.errors import SaysoError
from reader.ui import commands, file_dialogs, theme
from reader.ui.incoming import Incoming, from_mime
from reader.ui.message_bar import MessageBar
from reader.ui.reading_page import ReadingPage
from reader.ui.room import LibraryRoom
from reader.ui.worker import Worker

if TYPE_CHECKING:
    from reader.ui.accuracy.window import AccuracyWindow

_ZOOMS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5)


class MainWindow(QMainWindow):
    """The pages, the menus, the bar for messages and the bar for states."""

    def __init__(self, worker: Worker, theme_id: str | None = None, data: Path | None = None) -> None:
        """data: the library's folder, where it is not the usual one."""
        super().__init__()
        self._worker = worker
        self._wanted_theme = theme_id
        self._zoom = 1.0
        self._fallback: Incoming | None = None
        self._stamp: Stamp | None = None
        self.accuracy: AccuracyWindow | None = None
        known = categories.load()
        now = theme.choose(theme_id)
        self._categories = known
        self.messages = MessageBar(self)
        self.reading = ReadingPage(known, now, self)
        self.room = LibraryRoom(data or paths.data(), self.reading, known, now, self)
        self._arrange()
        self._wire()
        self.actions_by_id = commands.install(self, self._handlers())
        self.actions_by_id[f"theme-{theme_id or 'system'}"].setChecked(True)
        names = ("star", "tags", "collections", "mark-unread", "mark-reading", "mark-read", "versions", "remove",
                 "put-back", "erase")  # fmt: skip
        self.room.page.set_actions([self.actions_by_id[name] for name in names])
        self._apply_theme()
        self._set_title(None)

    # Putting together

    def _arrange(self) -> None:
        self.setWindowIcon(QIcon(str(paths.resources() / "icons" / "sayso.svg")))
        self.setAcceptDrops(True)
        self.resize(QSize(1280, 840))
        self.setMinimumSize(560, 420)
        self.pages = QTabWidget(self)
        self.pages.setDocumentMode(True)
        self.pages.setObjectName("pages")
        self.pages.tabBar().setDrawBase(False)
        self.pages.setAccessibleName(self.tr("Pages"))
        self.pages.addTab(self.reading, self.tr("Article"))
        for page, title in (
            (self.room.page, self.tr("Library")),
            (self.room.search, self.tr("Search")),
            (self.room.all_notes, self.tr("Notes")),
            (self.room.samples, self.tr("Samples")),
        ):
            self.pages.addTab(page, title)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.messages)
        column.addWidget(self.pages, 1)
        self.setCentralWidget(body)
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._library_state = QLabel(self)
        self._library_state.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar(self)
        self._progress.setFixedWidth(180)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(self.tr("Progress of the analysis"))
        self._progress.hide()
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self._state, 1)
        self.statusBar().addPermanentWidget(self._progress)
        self.statusBar().addPermanentWidget(self._library_state)

    def _wire(self) -> None:
        self._worker.article_read.connect(self._show_article)
        self._worker.progressed.connect(self._show_progress)
        self._worker.analysed.connect(self._show_analysis)
        self._worker.failed.connect(self._show_failure)
        self.reading.reshaped.connect(self._analyse_anew)
        self.reading.pane.open_asked.connect(self.choose_file)
        self.reading.pane.sample_asked.connect(self.open_sample)
        self.room.said.connect(self.messages.say)
        self.room.page_asked.connect(self.pages.setCurrentWidget)
        self.room.kept.opened.connect(self._show_kept)
        self.room.kept.recoloured.connect(self._colour)
        self.room.older.analysis_asked.connect(self._worker.analyse)
        self.room.kept.page_asked.connect(lambda: self.pages.setCurrentWidget(self.reading))
        self.room.kept.changed.connect(self._enable)
        self.room.page.chosen_changed.connect(self._enable)
        self.room.desk.opened.connect(self._tell_library)
        self.pages.currentChanged.connect(self._change_page)
        self.room.history.moved.connect(self.messages.clear)  # "Ctrl+Z puts back" is over then
        stack = self.room.history.stack
        for changed in (stack.canUndoChanged, stack.canRedoChanged, stack.undoTextChanged, stack.redoTextChanged):
            changed.connect(lambda _: self._enable())
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply_theme)

    def _handlers(self) -> dict[str, commands.Handler]:
        return self.room.handlers() | {
            "open": self.choose_file,
            "paste": self.paste,
            "sample": self.open_sample,
            "quit": self._quit,
            "zoom-in": lambda: self._step_zoom(1),
            "zoom-out": lambda: self._step_zoom(-1),
            "zoom-normal": lambda: self._step_zoom(0),
            "evidence": lambda: self._toggle_side(self.reading.evidence),
            "left-out": lambda: self._toggle_side(self.reading.left_out),
            "notes": lambda: self._toggle_side(self.room.layers.notes),
            "corrections": lambda: self._toggle_side(self.room.layers.correcting.side),
            "theme-system": lambda: self.set_theme(None),
            "theme-light": lambda: self.set_theme("light"),
            "theme-dark": lambda: self.set_theme("dark"),
            "page-article": lambda: self.pages.setCurrentWidget(self.reading),
            "next": lambda: self.reading.view.step(1),
            "previous": lambda: self.reading.view.step(-1),
            "article": self._back_to_article,
            "accuracy": self.open_accuracy,
        }

    # Opening

    def open(self, incoming: Incoming) -> None:
        """Read and analyse what came in; what ran before is cancelled."""
        self.messages.clear()
        self.pages.setCurrentWidget(self.reading)
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
        file_dialogs.ask_file(self, self.tr("Open a saved article"), self.open_file, file_dialogs.article_filters())

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
        self.room.older.forget()
        self._set_title(article)
        self.room.kept.read(article)
        self.reading.show_article(article)
        self._say_analysing()

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    @Slot(object)
    def _show_analysis(self, analysis: Analysis) -> None:
        if self.room.older.is_aside():
            self._progress.hide()
            self.room.older.analysed(analysis)
            return
        self.room.older.learn(analysis.stamp)
        self._colour(analysis)
        self.room.kept.analysed(analysis)
        if analysis.notice:
            self.messages.say(analysis.notice)

    @Slot(object)
    def _colour(self, analysis: Analysis) -> None:
        self.reading.show_analysis(analysis)
        self._stamp = analysis.stamp
        if self.accuracy is not None:
            self.accuracy.set_stamp(analysis.stamp)
        self._say_done(self._marked(len(analysis.spans)))

    def _marked(self, count: int) -> str:
        return self.tr("Marked passages: {count}").format(count=count)

    @Slot(object)
    def _show_failure(self, error: SaysoError) -> None:
        if self._fallback is not None:
            self.open(self._fallback)
            return
        # The article before, if there is one, stays with its colours.
        count = len(self.reading.view.spans.spans)
        self._say_done(self._marked(count) if count else "")
        self.messages.say(error.what, error.remedy)

    # What the pages ask

    @Slot(object)
    def _analyse_anew(self, article: Article) -> None:
        self._say_analysing()
        self.room.older.forget()
        self.room.kept.reshape(article)
        self._worker.analyse(article)

    @Slot(object, object)
    def _show_kept(self, article: Article, analysis: Analysis | None) -> None:
        """An article of the library: no reading, no analysis."""
        self._worker.cancel()
        self.room.older.forget()
        self._set_title(article)
        self.reading.show_article(article)
        if analysis is not None:
            self._colour(analysis)
        else:
            self._say_done("")

    @Slot(bool)
    def _tell_library(self, is_open: bool) -> None:
        plain = is_open and not self.room.desk.encrypted
        self._library_state.setText(self.tr("This library is not encrypted") if plain else "")
        self._enable()

    @Slot(int)
    def _change_page(self, _: int) -> None:
        page = self.pages.currentWidget()
        self.messages.clear()  # they were of the page before
        if page is not self.reading:
            self.room.door.need(self.room.look_again)
        if not self.pages.tabBar().hasFocus():  # who walks along the tabs stays there
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._enable()

    @Slot()
    def _enable(self) -> None:
        """What cannot be done now is grey in the menus."""
        actions, stack = self.actions_by_id, self.room.history.stack
        reads = self.pages.currentWidget() is self.reading
        chosen = self.room.page.has_choice() if self.pages.currentWidget() is self.room.page else False
        target = chosen or (reads and self.room.kept.article is not None)
        for one in ("star", "tags", "collections", "mark-unread", "mark-reading", "mark-read"):
            actions[one].setEnabled(target)
        removed = self.room.page.model.filters.removed
        actions["remove"].setEnabled((chosen and not removed) or (reads and self.room.kept.id is not None))
        actions["put-back"].setEnabled(chosen and removed)
        actions["versions"].setEnabled(chosen or (reads and self.room.kept.id is not None))
        actions["erase"].setEnabled(chosen or (reads and self.room.kept.id is not None))
        actions["keep"].setEnabled(reads and self.room.kept.article is not None and self.room.kept.id is None)
        for one in ("evidence", "left-out", "next", "previous", "note", "highlight", "correct", "border"):
            actions[one].setEnabled(reads)
        for one, can, text, title in (
            ("undo", stack.canUndo(), stack.undoText(), self.tr("&Undo")),
            ("redo", stack.canRedo(), stack.redoText(), self.tr("&Redo")),
        ):
            actions[one].setEnabled(can)
            actions[one].setText(f"{title} ({text})" if text else title)

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
        self.reading.set_looks(now, self._zoom)
        self.room.set_theme(now)
        if self.accuracy is not None:
            self.accuracy.set_looks(now, self._zoom)

    def _step_zoom(self, step: int) -> None:
        if step == 0:
            self._zoom = 1.0
        else:
            at = min(range(len(_ZOOMS)), key=lambda i: abs(_ZOOMS[i] - self._zoom))
            self._zoom = _ZOOMS[min(max(at + step, 0), len(_ZOOMS) - 1)]
        now = theme.choose(self._wanted_theme)
        self.reading.set_looks(now, self._zoom)
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
        self.pages.setCurrentWidget(self.reading)
        self.reading.toggle_side(panel)

    def _back_to_article(self) -> None:
        self.pages.setCurrentWidget(self.reading)
        self.reading.back_to_article()

    # State

    def _set_title(self, article: Article | None) -> None:
        if article is None:
            self.setWindowTitle("Sayso")
        else:
            name = article.title or Path(article.source_path).name or self.tr("Untitled")
            self.setWindowTitle(f"{name} – Sayso")

    def _say_busy(self, text: str) -> None:
        self._state.setText(text)
        self.reading.pane.show_busy(text)
        self._progress.setRange(0, 0)
        self._progress.show()

    def _say_analysing(self) -> None:
        self._state.setText(self.tr("You can read already; the colours follow …"))
        self._progress.setRange(0, 0)
        self._progress.show()

    def _say_done(self, text: str) -> None:
        self._state.setText(text)
        self.reading.pane.show_busy("")
        self._progress.hide()

    def _quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.room.may_close():
            event.ignore()
            return
        self._worker.close()
        if self.accuracy is not None:
            self.accuracy.close()
        self.hide()  # what is under way in the library is waited for, out of sight
        self.room.close()
        super().closeEvent(event)
