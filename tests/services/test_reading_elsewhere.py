"""Reading in a child process, waited for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.domain.errors import AnalysisError, Cancelled, InputError
from reader.services.reading_elsewhere import ReadingElsewhere
from tests.services.fakes import FakeEngine, article


@pytest.fixture
def reading() -> Iterator[ReadingElsewhere]:
    made = ReadingElsewhere(FakeEngine)
    yield made
    made.close()


def test_it_reads_then_analyses_as_reading_does(reading, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.\n\nTwo.")
    read = reading.read_file(tmp_path / "a.txt")
    assert read == FakeEngine().read_file(tmp_path / "a.txt")
    told: list[tuple[int, int]] = []
    assert reading.analyse(read, lambda *given: told.append(given)) == FakeEngine().analyse(read)
    assert told[-1] == (2, 2)


def test_a_file_that_is_only_read_is_not_analysed(reading, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hangs")
    assert reading.read_file(tmp_path / "a.txt").text == "hangs"
    assert len(reading.analyse(article("Quick.")).spans) == 1


def test_problems_are_raised_and_a_dead_child_is_followed_by_another(reading, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no file b\.txt"):
        reading.read_file(tmp_path / "b.txt")
    with pytest.raises(AnalysisError):
        reading.analyse(article("dies"))
    assert len(reading.analyse(article("lives")).spans) == 1


def test_closing_ends_what_is_waited_for(reading) -> None:
    threading.Timer(0.2, reading.close).start()
    with pytest.raises(Cancelled):
        reading.analyse(article("hangs"))
    with pytest.raises(Cancelled):
        reading.analyse(article("quick"))
