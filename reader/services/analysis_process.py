"""Reading and analysing in a process of its own, so that no caller ever waits for spaCy.

The contract, used by `ui/worker.py`: every request gets a job number; every event carries it. One child is kept warm;
cancelling kills it, since nothing gentler stops spaCy at once, and the next one warms up in the background.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from reader.domain.article import Article
from reader.domain.errors import AnalysisError
from reader.services.analysis_child import EngineFactory, Part, Request, serve
from reader.services.analysis_events import Analysed, ArticleRead, Event, Failed, Progressed
from reader.services.reading import Reading

__all__ = ["Analysed", "AnalysisProcess", "ArticleRead", "Event", "Failed", "Progressed"]

#: Seconds to leave the interpreter to other threads after each slice.
_BREATH = 0.002


class AnalysisProcess:
    """One child process and the thread that talks to it. Only the newest job counts; its events reach `on_event`.

    `on_event` is called from that thread. All methods return at once and may be called from any thread.
    """

    def __init__(self, on_event: Callable[[Event], None], engine: EngineFactory = Reading) -> None:
        self._on_event = on_event
        self._engine = engine
        self._context = multiprocessing.get_context("spawn")
        self._wake_in, self._wake_out = self._context.Pipe(duplex=False)
        self._thread = threading.Thread(target=self._keep, name="sayso-analysis", daemon=True)
        self._lock = threading.Lock()
        # All of the following only with the lock held.
        self._last_job = 0
        self._current: int | None = None  # the job whose events are passed on
        self._pending: Request | None = None  # not yet sent to the child
        self._busy: int | None = None  # the job the child works on
        self._process: multiprocessing.process.BaseProcess | None = None
        self._doomed = False  # the child has been killed, or is to be
        self._closing = False

    def start(self) -> None:
        """Start the child and let it warm up."""
        self._thread.start()

    def open_file(self, path: Path) -> int:
        """Read and analyse a file: ArticleRead, Progressed ..., Analysed; or Failed. Cancels a running job."""
        return self._submit("read_file", path)

    def open_text(self, text: str, name: str = "pasted text") -> int:
        """Read and analyse plain text, likewise."""
        return self._submit("read_text", text, name)

    def open_html(self, html: str, name: str) -> int:
        """Read and analyse a page's HTML, likewise."""
        return self._submit("read_html", html, name)

    def read_file(self, path: Path) -> int:
        """Read a file and leave it at that: ArticleRead; or Failed. Cancels a running job."""
        return self._submit("read_file", path, only_read=True)

    def analyse(self, article: Article) -> int:
        """Analyse an article that has been read: Progressed ..., Analysed; or Failed. Cancels a running job."""
        return self._submit("", article)

    def cancel(self) -> None:
        """Forget the running job, if any: none of its events follow."""
        with self._lock:
            self._drop()
        self._wake()

    def close(self) -> None:
        """End the child and the thread. No events follow."""
        with self._lock:
            already, self._closing = self._closing, True
            self._current = self._pending = None
            self._kill()
        if already:
            return
        self._wake()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout=5)  # a callback that waits for our caller must not hold it for ever

    # -- for callers' threads ------------------------------------------------------------------------------------

    def _submit(self, method: str, *arguments: Any, only_read: bool = False) -> int:
        with self._lock:
            self._drop()
            self._last_job += 1
            if not self._closing:
                self._current = self._last_job
                self._pending = Request(self._last_job, method, arguments, only_read)
            job = self._last_job
        self._wake()
        return job

    def _drop(self) -> None:
        self._current = self._pending = None
        if self._busy is not None:
            self._kill()

    def _kill(self) -> None:
        self._doomed = True
        if self._process is not None:
            self._process.kill()

    def _wake(self) -> None:
        with suppress(OSError):  # closed
            self._wake_out.send_bytes(b"")

    # -- the thread ----------------------------------------------------------------------------------------------

    def _keep(self) -> None:
        eager = True
        while eager or self._wait_for_need():
            if self._closing:
                break
            eager = self._one_child()
        self._wake_in.close()
        self._wake_out.close()

    def _wait_for_need(self) -> bool:
        """Wait until there is something to do. False when closing."""
        while not (self._closing or self._pending):
            self._wake_in.recv_bytes()
        return not self._closing

    def _one_child(self) -> bool:
        """Start a child, serve it until it is gone. True if the next one should start at once."""
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=serve, args=(theirs, self._engine), name="sayso-analysis", daemon=True)
        try:
            process.start()
        except OSError as error:
            ours.close()
            with self._lock:
                job, self._pending = self._current, None
            self._fail(job, f"The analysis could not be started ({error.strerror}).")
            return False
        finally:
            theirs.close()
        with self._lock:
            self._process, self._doomed = process, self._closing
        self._talk(ours)
        with self._lock:
            self._process = None  # from here on nobody may kill it: its number could be another's
            killed = self._doomed
            job, self._busy = self._busy, None
        process.kill()
        process.join()
        ours.close()
        if not killed:
            self._fail(job, _why(process.exitcode))
        process.close()
        # A child that dies with nothing to do would do so again: the next one waits for a request.
        return killed or job is not None

    def _fail(self, job: int | None, what: str) -> None:
        with self._lock:
            if job is None or job != self._current:
                return
            self._current = None
        self._on_event(Failed(job, AnalysisError(what, "The text stays readable; open it again to try once more.")))

    def _talk(self, pipe: Connection) -> None:
        """Send requests and pass on events until the child is gone or doomed."""
        parts: dict[str, list[Any]] = {}
        with suppress(EOFError, OSError):
            while True:
                with self._lock:
                    if self._doomed:
                        return
                    request = None
                    if self._busy is None and self._pending is not None:
                        request, self._pending = self._pending, None
                        self._busy = request.job
                if request is not None:
                    pipe.send(request)
                ready = wait([pipe, self._wake_in])
                if self._wake_in in ready:
                    self._wake_in.recv_bytes()
                if pipe in ready:
                    self._receive(pipe.recv(), parts)

    def _receive(self, message: Part | Event, parts: dict[str, list[Any]]) -> None:
        match message:
            case Part():
                parts.setdefault(message.field, []).extend(message.items)
                time.sleep(_BREATH)
                return
            case ArticleRead():
                message = replace(message, article=replace(message.article, **_taken(parts)))
            case Analysed():
                message = replace(message, analysis=replace(message.analysis, **_taken(parts)))
        last = isinstance(message, Analysed | Failed) or (isinstance(message, ArticleRead) and message.last)
        with self._lock:
            wanted = message.job == self._current
            if last:
                self._busy = None
                if wanted:
                    self._current = None
        if wanted:
            self._on_event(message)


def _taken(parts: dict[str, list[Any]]) -> dict[str, Any]:
    """The fields that came in parts, each whole; none is left behind."""
    fields = {field: tuple(items) for field, items in parts.items()}
    parts.clear()
    return fields


def _why(exit_code: int | None) -> str:
    if exit_code == -9:
        return "The system ended the analysis, most likely because memory ran out."
    return f"The analysis ended unexpectedly (exit status {exit_code})."
