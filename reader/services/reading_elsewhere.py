"""Reading and analysing in a child process for a caller that waits: as `Reading` does it, and to be stopped at once."""

from __future__ import annotations

import queue
from pathlib import Path

from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import Cancelled
from reader.domain.progress import Progress, silent
from reader.services.analysis_child import EngineFactory
from reader.services.analysis_events import Analysed, ArticleRead, Event, Failed, Progressed
from reader.services.analysis_process import AnalysisProcess
from reader.services.reading import Reading


class ReadingElsewhere:
    """For one thread that imports; `close` may be called from any other and ends what it waits for."""

    def __init__(self, engine: EngineFactory = Reading) -> None:
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._process = AnalysisProcess(self._events.put, engine)
        self._process.start()

    def read_file(self, path: Path) -> Article:
        """The article in a saved file. Raises InputError, AnalysisError; Cancelled after `close`."""
        event = self._answer(self._process.read_file(path), silent)
        assert isinstance(event, ArticleRead)
        return event.article

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:
        """The spans of an article. Raises AnalysisError; Cancelled after `close`."""
        event = self._answer(self._process.analyse(article), progress)
        assert isinstance(event, Analysed)
        return event.analysis

    def close(self) -> None:
        """End the process. Whoever waits for it gets Cancelled."""
        self._process.close()
        self._events.put(None)

    def _answer(self, job: int, progress: Progress) -> Event:
        while (event := self._events.get()) is not None:
            if event.job != job:
                continue
            match event:
                case Progressed():
                    progress(event.done, event.total)
                case Failed():
                    raise event.error
                case _:
                    return event
        self._events.put(None)  # for the next one who asks
        raise Cancelled
