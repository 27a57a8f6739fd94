"""The thread that owns the library."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, InputError, LibraryError
from reader.services import library
from reader.services.keys import Keys
from reader.ui.library_desk import LibraryDesk


@pytest.fixture
def desk(qtbot, tmp_path: Path) -> Iterator[LibraryDesk]:
    library.create(tmp_path / "data", "unencrypted")
    made = LibraryDesk(tmp_path / "data", 3)
    with qtbot.waitSignal(made.opened):
        made.open(Keys())
    yield made
    made.close()


def test_answers_come_on_the_windows_thread_from_another(qtbot, desk) -> None:
    seen: list[object] = []
    desk.ask(lambda _: threading.current_thread(), lambda worked: seen.extend([worked, threading.current_thread()]))
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_a_problem_goes_to_whoever_wants_it_else_to_the_window(qtbot, desk) -> None:
    def act(_: object) -> None:
        raise InputError("No.")

    heard: list[str] = []
    desk.ask(act, failed=lambda error: heard.append(error.what))
    qtbot.waitUntil(lambda: heard == ["No."])
    with qtbot.waitSignal(desk.failed) as signal:
        desk.ask(act)
    assert signal.args[0].what == "No."


def test_a_fault_is_a_sentence(qtbot, desk) -> None:
    with qtbot.waitSignal(desk.failed) as signal:
        desk.ask(lambda _: 1 / 0)
    assert signal.args[0].what == "A fault in Sayso: ZeroDivisionError."


def test_of_questions_of_one_name_only_the_newest_is_answered(qtbot, desk) -> None:
    gate, answers, done = threading.Event(), [], []
    desk.ask(lambda _: gate.wait(5))
    for number in range(3):
        desk.ask(lambda _, n=number: done.append(n) or n, answers.append, latest="list")
    desk.ask(lambda _: 9, answers.append)
    gate.set()
    qtbot.waitUntil(lambda: answers == [2, 9])
    assert done == [2]


def test_long_work_beside_holds_nobody_up_and_is_stopped_by_work_alone(qtbot, desk) -> None:
    began, told = threading.Event(), []

    def long(_: object, progress) -> None:
        began.set()
        while True:
            progress(0, 0)

    desk.ask_beside(long, lambda _: told.append("long"))
    assert began.wait(5)
    desk.ask(lambda _: "short", told.append)
    qtbot.waitUntil(lambda: told == ["short"])
    desk.ask_alone(lambda _: "alone", told.append)
    qtbot.waitUntil(lambda: told == ["short", "alone"])


def test_another_thread_can_wait_for_its_turn(desk) -> None:
    answers: list[object] = []

    def work() -> None:
        answers.append(desk.wait(lambda opened: opened.encrypted))
        try:
            desk.wait(lambda _: 1 / 0)
        except ZeroDivisionError as error:
            answers.append(type(error))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(5)
    assert answers == [False, ZeroDivisionError]


def test_closing_waits_for_acts_and_turns_away_who_comes_after(desk) -> None:
    gate, done = threading.Event(), []
    desk.ask(lambda _: gate.wait(5))
    desk.ask(lambda _: done.append(True))
    threading.Timer(0.05, gate.set).start()
    desk.close()
    assert done == [True]
    with pytest.raises(Cancelled):
        desk.wait(lambda _: 1)


def test_without_an_open_library_there_is_a_sentence(qtbot, tmp_path) -> None:
    shut = LibraryDesk(tmp_path, 3)
    with qtbot.waitSignal(shut.failed) as signal:
        shut.ask(lambda _: 1)
    assert isinstance(signal.args[0], LibraryError)
    shut.close()
