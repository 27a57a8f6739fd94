"""The process: events in order, cancel, death, close; with an engine that does as its text says."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.domain.errors import AnalysisError, InputError
from reader.services.analysis_child import SLICE
from reader.services.analysis_process import Analysed, AnalysisProcess, ArticleRead, Event, Failed, Progressed
from tests.services.fakes import BrokenWarmUp, FailingWarmUp, FakeEngine, article

Make = Callable[..., tuple[AnalysisProcess, "queue.Queue[Event]"]]


@pytest.fixture
def make() -> Iterator[Make]:
    """Starts processes and closes them after the test, quickly and without a trace."""
    made: list[AnalysisProcess] = []

    def start(engine: type[FakeEngine] = FakeEngine) -> tuple[AnalysisProcess, queue.Queue[Event]]:
        events: queue.Queue[Event] = queue.Queue()
        process = AnalysisProcess(events.put, engine)
        process.start()
        made.append(process)
        return process, events

    yield start
    for process in made:
        child = process._process
        pid = child.pid if child is not None else None
        began = time.monotonic()
        process.close()
        assert time.monotonic() - began < 3
        assert not process._thread.is_alive()
        assert pid is None or not running(pid)


def running(pid: int) -> bool:
    """Whether a process is there, a zombie included."""
    if os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until_end(events: queue.Queue[Event]) -> list[Event]:
    found: list[Event] = []
    while not found or not isinstance(found[-1], Analysed | Failed):
        found.append(events.get(timeout=30))
    return found


def pid_of_child(process: AnalysisProcess, events: queue.Queue[Event]) -> int:
    process.open_text("pid")
    last = until_end(events)[-1]
    assert isinstance(last, Analysed)
    return int(last.analysis.notice)


def test_a_file_is_read_then_analysed(make: Make, tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_text("One.\n\nTwo 😀.", encoding="utf-8")
    process, events = make()
    job = process.open_file(file)
    found = until_end(events)
    assert [type(e) for e in found] == [ArticleRead, Progressed, Progressed, Analysed]
    assert {e.job for e in found} == {job}
    assert isinstance(found[0], ArticleRead)
    assert isinstance(found[-1], Analysed)
    assert found[0].article == article("One.", "Two 😀.")
    assert [(s.start, s.end) for s in found[-1].analysis.spans] == [(0, 4), (6, 12)]


def test_an_article_that_was_read_is_analysed_alone(make: Make) -> None:
    process, events = make()
    process.analyse(article("One."))
    assert [type(e) for e in until_end(events)] == [Progressed, Progressed, Analysed]


def test_html_goes_the_same_way(make: Make) -> None:
    process, events = make()
    process.open_html("<p>One.", "page")
    assert isinstance(until_end(events)[0], ArticleRead)


def test_many_spans_arrive_whole(make: Make) -> None:
    process, events = make()
    count = 5 * SLICE + 1
    process.open_text("\n\n".join("Word." for _ in range(count)))
    found = until_end(events)
    assert isinstance(found[0], ArticleRead)
    assert isinstance(found[-1], Analysed)
    assert len(found[0].article.blocks) == len(found[-1].analysis.spans) == count


def test_an_idle_child_is_used_again(make: Make) -> None:
    process, events = make()
    assert pid_of_child(process, events) == pid_of_child(process, events)


def test_cancel_kills_the_child_and_nothing_follows(make: Make) -> None:
    process, events = make()
    first = pid_of_child(process, events)
    process.open_text("hangs")
    assert isinstance(events.get(timeout=30), ArticleRead)
    assert isinstance(events.get(timeout=30), Progressed)
    process.cancel()
    second = pid_of_child(process, events)
    assert second != first
    assert not running(first)
    assert events.empty()


def test_cancel_of_an_idle_child_leaves_it(make: Make) -> None:
    process, events = make()
    first = pid_of_child(process, events)
    process.cancel()
    assert pid_of_child(process, events) == first


def test_a_new_job_ends_the_running_one(make: Make) -> None:
    process, events = make()
    process.open_text("hangs")
    assert isinstance(events.get(timeout=30), ArticleRead)
    assert isinstance(events.get(timeout=30), Progressed)
    last = [process.open_text(f"One {n}.") for n in range(20)][-1]
    found = until_end(events)
    assert {e.job for e in found} == {last}
    assert isinstance(found[-1], Analysed)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_killed_child_is_reported_and_replaced(make: Make) -> None:
    process, events = make()
    process.open_text("dies")
    last = until_end(events)[-1]
    assert isinstance(last, Failed)
    assert isinstance(last.error, AnalysisError)
    assert "memory" in last.error.what
    assert pid_of_child(process, events) > 0


def test_a_crashed_child_is_reported_and_replaced(make: Make) -> None:
    process, events = make()
    process.open_text("exits")
    last = until_end(events)[-1]
    assert isinstance(last, Failed)
    assert "exit status 3" in last.error.what
    assert pid_of_child(process, events) > 0


def test_errors_of_the_reader_pass_through(make: Make, tmp_path: Path) -> None:
    process, events = make()
    process.open_file(tmp_path / "none.html")
    (failed,) = until_end(events)
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, InputError)
    assert failed.error.remedy == "Check the name."


@pytest.mark.parametrize("text", ["unreadable", "a bug"])
def test_a_fault_becomes_a_sentence(make: Make, text: str) -> None:
    process, events = make()
    process.open_text(text)
    last = until_end(events)[-1]
    assert isinstance(last, Failed)
    assert isinstance(last.error, AnalysisError)
    assert "ValueError" in last.error.what


def test_a_child_that_dies_warming_up_is_not_started_over_and_over(make: Make) -> None:
    process, events = make(BrokenWarmUp)
    time.sleep(1)
    assert process._process is None
    assert process._thread.is_alive()
    process.open_text("One.")
    assert until_end(events)  # either served before the warm-up or reported


def test_a_warm_up_that_fails_leaves_the_reader_working(make: Make) -> None:
    process, events = make(FailingWarmUp)
    process.open_text("One.")
    assert isinstance(until_end(events)[-1], Analysed)


@pytest.mark.parametrize("wait_for_work", [True, False])
def test_close_during_work(make: Make, wait_for_work: bool) -> None:
    process, events = make()
    process.open_text("hangs")
    if wait_for_work:
        assert isinstance(events.get(timeout=30), ArticleRead)
    process.close()
    process.close()
    assert process.open_text("too late") > 0
    process.cancel()
    while not events.empty():
        assert not isinstance(events.get(), Failed)


def test_the_callback_may_close() -> None:
    closed: list[AnalysisProcess] = []

    def on_event(event: Event) -> None:
        if isinstance(event, Analysed):
            process.close()
            closed.append(process)

    process = AnalysisProcess(on_event, FakeEngine)
    process.start()
    process.open_text("One.")
    process._thread.join(timeout=30)
    assert closed
    assert not process._thread.is_alive()


@pytest.mark.skipif(os.name != "posix", reason="looks at process numbers")
def test_no_child_outlives_a_killed_program() -> None:
    program = (
        "import queue, sys, time\n"
        "from reader.services.analysis_process import AnalysisProcess, Progressed\n"
        "from tests.services.fakes import FakeEngine\n"
        "if __name__ == '__main__':\n"
        "    events = queue.Queue()\n"
        "    process = AnalysisProcess(events.put, FakeEngine); process.start()\n"
        "    process.open_text('pid'); [events.get() for _ in range(2)]\n"
        "    print(events.get().analysis.notice, flush=True)\n"
        "    time.sleep(600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 10
    while running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not running(child)
