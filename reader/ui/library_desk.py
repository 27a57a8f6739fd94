"""The one door between the window and the library: acts go in, answers on the window's thread come out.

One thread owns the opened library, so acts happen one after the other and the window waits for none of them. An answer
means that the act is on the disk. A second thread does what takes long and needs nobody's turn: checks and backups.
"""

from __future__ import annotations

import os
import queue
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from reader.domain.errors import Cancelled, LibraryError, SaysoError
from reader.domain.progress import Progress
from reader.services import library
from reader.services.keys import Keys
from reader.services.library import Library

_Value = TypeVar("_Value")
Then = Callable[[Any], None]
Failed = Callable[[SaysoError], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """An act and who hears of it. latest: what it is the newest of, and which one it is."""

    act: Callable[[], Any]
    then: Then | None
    failed: Failed | None
    latest: tuple[str, int] | None = None


class LibraryDesk(QObject):
    """The library in one folder, opened or not. All methods are for the window's thread, but for `wait`."""

    #: The library stands open, or does no longer: a bool.
    opened = Signal(bool)
    #: A `SaysoError` that nobody asked to hear of.
    failed = Signal(object)

    _arrived = Signal(object, object)

    def __init__(self, folder: Path, backups: int, parent: QObject | None = None) -> None:
        """backups: how many are kept."""
        super().__init__(parent)
        self.folder = folder
        self.backups = backups
        #: Whether the library stands open, and whether nobody without a key can read it, as far as the window knows.
        self.is_open = False
        self.encrypted = True
        self._library: Library | None = None  # the thread's
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._newest: dict[str, int] = {}
        self._closing = False
        self._thread: threading.Thread | None = None
        self._beside: threading.Thread | None = None  # the first thread's, as is the next
        self._stopping = threading.Event()
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    # Asking

    def ask(
        self,
        act: Callable[[Library], _Value],
        then: Callable[[_Value], None] | None = None,
        failed: Failed | None = None,
        latest: str = "",
    ) -> None:
        """Do something with the opened library; `then` gets what it gives, `failed` (or the signal) what it raises.

        latest: a name for questions of which only the newest matters; older ones are not answered any more.
        """
        self._post(lambda: act(self._opened_library()), then, failed, latest)

    def ask_alone(
        self,
        act: Callable[[Library], _Value],
        then: Callable[[_Value], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """As `ask`, while nothing is done beside: what is under way there is stopped and not answered."""

        def alone() -> _Value:
            self._stop_beside()
            return act(self._opened_library())

        self._post(alone, then, failed)

    def ask_beside(
        self,
        act: Callable[[Library, Progress], _Value],
        then: Callable[[_Value], None] | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Do something long that other acts need not wait for, once what is done there already is done."""
        job = _Job(lambda: None, then, failed)

        def start() -> None:
            opened, before = self._opened_library(), self._beside

            def work() -> None:
                if before is not None:
                    before.join()
                self._answer(job, lambda: act(opened, self._progress_beside))

            self._stopping.clear()
            self._beside = threading.Thread(target=work, name="sayso-library-beside", daemon=True)
            self._beside.start()

        self._post(start, None, failed)

    def run(
        self, act: Callable[[], _Value], then: Callable[[_Value], None] | None = None, failed: Failed | None = None
    ) -> None:
        """Do something that needs no opened library."""
        self._post(act, then, failed)

    def wait(self, act: Callable[[Library], _Value]) -> _Value:
        """For other threads than the window's: do something and wait for it. Raises Cancelled where the desk closes."""
        answer: Future[_Value] = Future()

        def settle() -> None:
            try:
                answer.set_result(act(self._opened_library()))
            except BaseException as error:  # whoever waits has to hear of it
                answer.set_exception(error)

        self._put(_Job(settle, None, None))
        while True:
            with suppress(TimeoutError):
                return answer.result(0.2)
            if self._closing and not (self._thread and self._thread.is_alive()):
                raise Cancelled

    # Opening and closing

    def open(self, keys: Keys, then: Callable[[None], None] | None = None, failed: Failed | None = None) -> None:
        """Open the library; `opened` is heard before `then`."""

        def act() -> bool:
            self._shut()
            self._library = library.open_library(self.folder, keys, self.backups)
            return self._library.encrypted

        def told(encrypted: bool) -> None:
            self.encrypted = encrypted
            self.is_open = True
            self.opened.emit(True)
            if then is not None:
                then(None)

        self._post(act, told, failed)

    def shut(self, then: Callable[[None], None] | None = None) -> None:
        """Give the library back, after the acts before."""

        def told(_: None) -> None:
            self.is_open = False
            self.opened.emit(False)
            if then is not None:
                then(None)

        self._post(self._shut, told, None)

    def close(self) -> None:
        """Wait for the acts under way, give the library back and end the thread. Nothing is heard afterwards."""
        self._closing = True
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()

    # The window's side

    def _post(self, act: Callable[[], Any], then: Then | None, failed: Failed | None, latest: str = "") -> None:
        number = None
        if latest:
            self._newest[latest] = self._newest.get(latest, 0) + 1
            number = (latest, self._newest[latest])
        self._put(_Job(act, then, failed, number))

    def _put(self, job: _Job) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="sayso-library", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def _stale(self, job: _Job) -> bool:
        return job.latest is not None and self._newest[job.latest[0]] != job.latest[1]

    @Slot(object, object)
    def _deliver(self, job: _Job, value: object) -> None:
        if self._closing or self._stale(job):
            return
        if not isinstance(value, SaysoError):
            if job.then is not None:
                job.then(value)
        elif job.failed is not None:
            job.failed(value)
        else:
            self.failed.emit(value)

    # The thread's side

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if self._stale(job):
                continue
            self._answer(job, job.act)
            del job  # what it holds belongs to the window now
        with suppress(SaysoError):
            self._shut()

    def _answer(self, job: _Job, act: Callable[[], Any]) -> None:
        try:
            value = act()
        except Cancelled:
            return
        except SaysoError as error:
            value = error
        except Exception as error:
            if os.environ.get("SAYSO_DEBUG"):
                traceback.print_exc()
            value = LibraryError(
                f"A fault in Sayso: {type(error).__name__}.", "Start Sayso with SAYSO_DEBUG=1 to see the detail."
            )
        self._arrived.emit(job, value)

    def _progress_beside(self, _done: int, _total: int) -> None:
        if self._stopping.is_set():
            raise Cancelled

    def _stop_beside(self) -> None:
        if self._beside is not None:
            self._stopping.set()
            self._beside.join()
            self._beside = None

    def _opened_library(self) -> Library:
        if self._library is None:
            raise LibraryError("The library is closed.", "Open it first: show the library page.")
        return self._library

    def _shut(self) -> None:
        self._stop_beside()
        if self._library is not None:
            opened, self._library = self._library, None
            opened.close()
