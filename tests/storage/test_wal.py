"""What a broken write-ahead log says of itself: SQLite would leave out what it cannot read, and say nothing."""

from __future__ import annotations

import os
import shutil
import struct
from pathlib import Path

import pytest

from reader.domain.errors import DamagedError
from reader.storage import connection, vault, wal
from reader.storage.keyfile import Access

HEADER, FRAME = 32, 24 + 4096


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The log of a killed process: six changes, and half of one that was not done. Beside it stands library.db."""
    vault.create(tmp_path / "data", "none", None)
    at_work = connection.connect(tmp_path / "data" / "library" / "library.db", None)
    connection.make_durable(at_work, shared=True)
    for number in range(6):
        at_work.execute("INSERT INTO tags (name) VALUES (?)", (f"tag {number}",))
    shutil.copytree(tmp_path / "data", tmp_path / "killed")
    at_work.close()
    return tmp_path / "killed" / "library" / "library.db-wal"


def state(log: Path, *, index: bool) -> wal.State:
    """index: whether library.db-shm is there, in which processes tell each other how far the log goes."""
    database = log.with_name("library.db")
    if not index:
        database.with_name("library.db-shm").unlink(missing_ok=True)
    return wal.state(database)


def flip(log: Path, place: int) -> None:
    data = bytearray(log.read_bytes())
    data[place] ^= 4
    log.write_bytes(data)


@pytest.mark.parametrize("index", [True, False])
def test_a_log_that_was_not_touched_is_whole(log: Path, index: bool) -> None:
    assert state(log, index=index) == "whole"
    log.unlink()
    assert state(log, index=index) == "whole"


@pytest.mark.parametrize("place", [4, 17, HEADER, HEADER + 4, HEADER + 8, HEADER + 16, HEADER + 100])
def test_what_was_on_the_disk_and_broke_is_damage(log: Path, place: int) -> None:
    flip(log, place)
    assert state(log, index=False) == "damaged"
    with pytest.raises(DamagedError, match="which holds what was done last, is damaged"):
        vault.open_vault(log.parents[1], Access(), 3)


@pytest.mark.parametrize("place", [4, 8, 12, 16, 100])
def test_the_end_may_never_have_been_written(log: Path, place: int) -> None:
    """Only what the processes told each other says that it was."""
    flip(log, log.stat().st_size - FRAME + place)
    assert state(log, index=True) == "damaged"
    assert state(log, index=False) == "cut"
    library = vault.open_vault(log.parents[1], Access(), 3)
    assert "If the last thing you did is missing" in library.notices[0]
    assert library.faults() == []
    library.close()


@pytest.mark.parametrize("size", [0, 10, HEADER + 10, HEADER + FRAME, -10])
def test_a_log_cut_short(log: Path, size: int) -> None:
    os.truncate(log, size if size >= 0 else log.stat().st_size + size)
    assert state(log, index=True) == ("cut" if size == 0 else "damaged")


def test_what_an_older_round_left_is_no_damage(log: Path) -> None:
    data = log.read_bytes()
    salts = struct.pack(">II", 1, 2)
    older = data[-FRAME:][:8] + salts + data[-FRAME:][16:]
    log.write_bytes(data + older)
    assert state(log, index=True) == "whole"


def test_a_change_that_was_not_finished_is_no_damage(log: Path) -> None:
    frame = log.read_bytes()[-FRAME:]
    with log.open("ab") as handle:
        handle.write(frame[:100])
    assert state(log, index=True) == "cut"
