"""The door between window and process."""

import sys
import threading
from pathlib import Path

import pytest

from reader.services.analysis_process import Analysed, ArticleRead
from reader.ui.worker import Worker


def door(fakes: list, make_analyser):
    def make(on_event):
        fakes.append(make_analyser(on_event))
        return fakes[-1]

    return Worker(make)


def test_events_come_out_as_signals_on_the_windows_thread(qtbot, draft, analyser_class) -> None:
    fakes: list = []
    worker = door(fakes, analyser_class)
    worker.open_file(Path("a.html"))
    seen: list[threading.Thread] = []
    worker.article_read.connect(lambda _: seen.append(threading.current_thread()))
    with qtbot.waitSignal(worker.article_read) as signal:
        thread = threading.Thread(target=lambda: fakes[0].on_event(ArticleRead(1, draft.article())))
        thread.start()
    thread.join()
    assert signal.args[0].text == draft.text
    assert seen == [threading.main_thread()]


def test_what_comes_late_for_an_older_job_is_dropped(qtbot, draft, analyser_class) -> None:
    fakes: list = []
    worker = door(fakes, analyser_class)
    worker.open_file(Path("first.html"))
    worker.open_file(Path("second.html"))
    with qtbot.assertNotEmitted(worker.analysed, wait=30):
        fakes[0].on_event(Analysed(1, draft.analysis()))
    with qtbot.waitSignal(worker.analysed):
        fakes[0].on_event(Analysed(2, draft.analysis()))


def test_nothing_is_heard_after_cancel(qtbot, draft, analyser_class) -> None:
    fakes: list = []
    worker = door(fakes, analyser_class)
    worker.open_file(Path("first.html"))
    fakes[0].on_event(ArticleRead(1, draft.article()))  # on its way when the user cancels
    with qtbot.assertNotEmitted(worker.article_read, wait=30):
        worker.cancel()
    assert ("cancel", None) in fakes[0].asked


@pytest.mark.usefixtures("qapp")
def test_qt_loses_no_reference_to_none() -> None:
    """PySide6 6.12.0 did on Python 3.11: after some thousands of calls the program died."""
    worker = Worker(lambda _: None)  # type: ignore[arg-type, return-value]
    before = sys.getrefcount(None)
    for _ in range(500):
        worker.setObjectName("x")
        worker.blockSignals(False)
    assert abs(sys.getrefcount(None) - before) < 250
