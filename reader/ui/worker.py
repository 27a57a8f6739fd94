"""The one door between the window and the analysis: requests go in, signals on the window's thread come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from reader.domain.article import Article
from reader.services.analysis_process import Analysed, ArticleRead, Event, Failed, Progressed


class Analyser(Protocol):
    """What `services.analysis_process.AnalysisProcess` offers; tests put a fake in its place."""

    def start(self) -> None: ...
    def open_file(self, path: Path) -> int: ...
    def open_text(self, text: str, name: str = ...) -> int: ...
    def open_html(self, html: str, name: str) -> int: ...
    def analyse(self, article: Article) -> int: ...
    def cancel(self) -> None: ...
    def close(self) -> None: ...


class Worker(QObject):
    """Asks for articles and analyses. Only the newest request is answered; what comes late is dropped."""

    #: A request has been sent.
    began = Signal()
    #: An `Article`: the text can be read.
    article_read = Signal(object)
    #: Words done, words in all.
    progressed = Signal(int, int)
    #: An `Analysis` of the article that was read or handed in last.
    analysed = Signal(object)
    #: A `SaysoError`.
    failed = Signal(object)

    _arrived = Signal(object)

    def __init__(self, make: Callable[[Callable[[Event], None]], Analyser], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: int | None = None
        # Queued: the process calls back from a thread of its own, and widgets live on this one.
        self._arrived.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._analyser = make(self._arrived.emit)

    def start(self) -> None:
        """Start the process and let it warm up; returns at once."""
        self._analyser.start()

    def open_file(self, path: Path) -> None:
        """Read and analyse a file; what ran before is cancelled."""
        self._ask(self._analyser.open_file(path))

    def open_text(self, text: str, name: str) -> None:
        """Read and analyse pasted text; what ran before is cancelled."""
        self._ask(self._analyser.open_text(text, name))

    def open_html(self, html: str, name: str) -> None:
        """Read and analyse a pasted part of a page; what ran before is cancelled."""
        self._ask(self._analyser.open_html(html, name))

    def analyse(self, article: Article) -> None:
        """Analyse an article that is open already, after the reader changed which blocks it shows."""
        self._ask(self._analyser.analyse(article))

    def cancel(self) -> None:
        """Stop what is running; nothing more is heard of it."""
        self._job = None
        self._analyser.cancel()

    def close(self) -> None:
        """End the process."""
        self._job = None
        self._analyser.close()

    def _ask(self, job: int) -> None:
        self._job = job
        self.began.emit()

    @Slot(object)
    def _pass_on(self, event: Event) -> None:
        if event.job != self._job:
            return
        match event:
            case ArticleRead():
                self.article_read.emit(event.article)
            case Progressed():
                self.progressed.emit(event.done, event.total)
            case Analysed():
                self._job = None
                self.analysed.emit(event.analysis)
            case Failed():
                self._job = None
                self.failed.emit(event.error)
