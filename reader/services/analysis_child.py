"""The child's side of `analysis_process`: answers one request after the other until the pipe ends.

Long lists cross the pipe in slices, so that unpickling never holds the parent's interpreter for long; and the child
stands back where the window and it want the same processor.
"""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Protocol

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import AnalysisError, SaysoError
from reader.domain.progress import Progress
from reader.services.analysis_events import Analysed, ArticleRead, Failed, Progressed

#: 25 spans are some 10 kB and a third of a millisecond of unpickling: nobody who scrolls meanwhile sees that.
SLICE = 25

#: How much the child stands back (`nice`): enough for the window to go first, too little to starve on a busy machine.
_NICE = 5
_BELOW_NORMAL = 0x4000  # the priority class of Windows

#: One thread each: the model's matrices are too small to share out, and the window needs a processor too.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

#: Seconds between two reports of progress.
_PAUSE = 0.05


class Engine(Protocol):
    """What the child works with: `reader.services.reading.Reading`, or a fake in a test."""

    def read_file(self, path: Path) -> Article: ...
    def read_text(self, text: str, name: str) -> Article: ...
    def read_html(self, html: str, name: str) -> Article: ...
    def analyse(self, article: Article, progress: Progress) -> Analysis: ...
    def warm_ingest(self) -> None: ...
    def warm(self) -> None: ...


#: Makes the engine in the child; must be picklable (a class or a function of a module).
EngineFactory = Callable[[], Engine]


@dataclass(frozen=True, slots=True)
class Request:
    """One job. method: the engine's method that reads the article, or "" where `arguments` holds the article itself.

    only_read: the article is not analysed.
    """

    job: int
    method: str
    arguments: tuple[Any, ...]
    only_read: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A slice of a field that the next ArticleRead or Analysed is still without: blocks, spans, ..."""

    field: str
    items: Sequence[Any]


def serve(pipe: Connection, make_engine: EngineFactory) -> None:
    """Warm up while nobody waits, then answer requests until the parent goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    _stand_back()
    engine = make_engine()
    for step in (engine.warm_ingest, engine.warm):
        if pipe.poll():
            break
        with suppress(Exception):  # what fails here fails again in a job, where somebody hears of it
            step()
    with suppress(EOFError, OSError):
        while True:
            _answer(pipe, engine, pipe.recv())


def _stand_back() -> None:
    """Let the window go first. Before numpy is imported: it counts its threads only once."""
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass(ctypes.c_void_p(kernel.GetCurrentProcess()), _BELOW_NORMAL)
    else:
        with suppress(OSError):  # a wish, not a need
            os.nice(_NICE)


def _answer(pipe: Connection, engine: Engine, request: Request) -> None:
    try:
        _work(pipe, engine, request)
    except (EOFError, BrokenPipeError):
        raise  # the parent is gone
    except SaysoError as error:
        pipe.send(Failed(request.job, error))
    except Exception as error:
        if os.environ.get("SAYSO_DEBUG"):
            traceback.print_exc()
        pipe.send(Failed(request.job, _plain(error)))


def _work(pipe: Connection, engine: Engine, request: Request) -> None:
    if request.method:
        article: Article = getattr(engine, request.method)(*request.arguments)
        _send_parts(pipe, "blocks", article.blocks)
        pipe.send(ArticleRead(request.job, replace(article, blocks=()), request.only_read))
        if request.only_read:
            return
    else:
        (article,) = request.arguments
    told = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal told
        if done >= total or time.monotonic() - told >= _PAUSE:
            told = time.monotonic()
            pipe.send(Progressed(request.job, done, total))

    analysis = engine.analyse(article, progress)
    for field in ("spans", "questions", "sentences"):
        _send_parts(pipe, field, getattr(analysis, field))
    pipe.send(Analysed(request.job, replace(analysis, spans=(), questions=(), sentences=())))


def _send_parts(pipe: Connection, field: str, items: Sequence[Any]) -> None:
    for start in range(0, len(items), SLICE):
        pipe.send(Part(field, items[start : start + SLICE]))


def _plain(error: Exception) -> AnalysisError:
    if isinstance(error, MemoryError):
        return AnalysisError("There is not enough memory for this article.", "Close other programs and open it again.")
    return AnalysisError(
        f"The article could not be worked through: a fault in Sayso ({type(error).__name__}).",
        "Start Sayso with SAYSO_DEBUG=1 to see the detail.",
    )
