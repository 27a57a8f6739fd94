"""Whether a write-ahead log can be read to its end.

SQLite takes over what a dead process left in it up to the first frame that is broken, and says nothing of the rest.
The formats: https://sqlite.org/fileformat2.html#walformat and https://sqlite.org/walformat.html.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Literal

#: cut: its last transaction is not whole; it may never have been, if the power went while it was written.
#: damaged: something in it is broken that once was on the disk.
State = Literal["whole", "cut", "damaged"]

_HEADER = struct.Struct(">8I")  # magic, version, page size, checkpoints, two salts, two checksums
_FRAME = struct.Struct(">6I")  # page, size of the database after a commit or 0, two salts, two checksums
_INDEX = struct.Struct("=8xIB3xI12x8s8x")  # change, whether it is in use, number of frames, salts
_MAGIC = (0x377F0682, 0x377F0683)
_WORD = 0xFFFFFFFF


def state(database: Path) -> State:
    """What is in the log beside a database that nobody has open. Raises OSError."""
    try:
        with database.with_name(f"{database.name}-wal").open("rb") as log:
            return _state(log, database.with_name(f"{database.name}-shm"))
    except FileNotFoundError:
        return "whole"


def _state(log: BinaryIO, index: Path) -> State:
    header = log.read(_HEADER.size)
    if not header.strip(b"\0"):  # made, and nothing written yet; or emptied
        return "damaged" if log.read(1) else "cut" if _frames_known(index) else "whole"
    if len(header) < _HEADER.size:
        return "damaged"
    magic, _, page_size, _, *salts, first, second = _HEADER.unpack(header)
    order = ">" if magic & 1 else "<"
    if magic not in _MAGIC or _checksum(header[:24], (0, 0), order) != (first, second):
        return "damaged"
    checksum, kept = (first, second), 0
    rest = _frames(log, page_size)
    for number, frame in enumerate(rest, 1):
        _, commit, *found, first, second = _FRAME.unpack_from(frame)
        if found != salts or len(frame) < _FRAME.size + page_size:
            break
        checksum = _checksum(frame[_FRAME.size :], _checksum(frame[:8], checksum, order), order)
        if checksum != (first, second):
            break
        kept = number if commit else kept
    else:
        frame = b""
    if _frames_known(index, header[16:24]) > kept:
        return "damaged"
    return _broken(chain([frame], rest), salts) if frame else "whole"


def _broken(frames: Iterable[bytes], salts: list[int]) -> State:
    """What the first frame that does not fit, and those after it, say."""
    committed, ours = False, False
    for frame in frames:
        page, commit, *found, _, _ = _FRAME.unpack_from(frame)
        if found == salts:
            if committed:  # a transaction is begun when the one before it is on the disk
                return "damaged"
            committed = bool(commit)
        # What is left of an older round has both other salts.
        ours |= found[0] == salts[0] or found[1] == salts[1] or not page
    return "cut" if ours else "whole"


def _frames(log: BinaryIO, page_size: int) -> Iterator[bytes]:
    """The frames; of the last perhaps only a part."""
    while len(frame := log.read(_FRAME.size + page_size)) >= _FRAME.size:
        yield frame


def _frames_known(index: Path, salts: bytes = b"") -> int:
    """How many frames were on the disk, as the processes that used the log told each other; 0 where that is gone.

    salts: of the log's present round, or any.
    """
    size = _INDEX.size
    with suppress(FileNotFoundError), index.open("rb") as handle:
        both = handle.read(2 * size)
        if len(both) == 2 * size and both[:size] == both[size:]:
            _, used, frames, found = _INDEX.unpack(both[:size])
            if used and found.startswith(salts):
                return int(frames)
    return 0


def _checksum(data: bytes, so_far: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = so_far
    for one, other in struct.iter_unpack(f"{order}II", data):
        first = (first + one + second) & _WORD
        second = (second + other + first) & _WORD
    return first, second
