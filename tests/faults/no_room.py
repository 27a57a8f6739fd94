"""A full disk, or a folder that may not be written: does each act, and looks that it is done or refused in a sentence.

    unshare -rm sh -c 'mount -t tmpfs -o size=4m none FOLDER && exec python tests/faults/no_room.py FOLDER'
    python tests/faults/no_room.py FOLDER --limit

    python tests/faults/no_room.py FOLDER --read-only     (not by root, who may write everywhere)

FOLDER is empty. Acts have ever less room; the second limits the size of each file, and needs no right to mount a disk.
Exit status 0 if what was refused had changed nothing, and each act was done afterwards.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.domain.errors import LibraryError
from reader.services import library
from reader.services.importing import Wishes
from reader.storage import ways_in
from tests.faults.damage import content
from tests.faults.kills import IN_KEPT, KEPT, PASSPHRASE, PlainReading, open_library, verify

#: Bytes left on the disk, or bytes that a file may have.
ROOM = (0, 4096, 12_000, 40_000, 80_000, 150_000, 220_000, 300_000, 420_000)


def note(folder: Path) -> None:
    with open_library(folder) as opened:
        opened.add_note(1, "The dam held", "a note " * 2000)


def imports(folder: Path) -> None:
    with open_library(folder) as opened:
        for outcome in opened.import_paths([folder.parent / "article.txt"], PlainReading(), Wishes()):
            if outcome.status == "failed":
                raise LibraryError(outcome.error)


def backup(folder: Path) -> None:
    with open_library(folder) as opened:
        opened.back_up()


def rekey(folder: Path) -> None:
    with open_library(folder) as opened:
        opened.rekey()


def passphrase(folder: Path) -> None:
    with open_library(folder) as opened:
        opened.set_passphrase(PASSPHRASE)


def restore(folder: Path) -> None:
    library.restore(folder, next(folder.glob("backups/*.db")), PASSPHRASE)


def migrate(folder: Path) -> None:
    open_library(folder.with_name("old")).close()


def create(folder: Path) -> None:
    library.create(folder.with_name("new"), PASSPHRASE)


def look_after(folder: Path) -> None:
    with open_library(folder) as opened:
        opened.look_after()
        if opened.notices:
            raise LibraryError(*opened.notices)


ACTS: tuple[Callable[[Path], None], ...] = (
    note, imports, backup, rekey, passphrase, restore, migrate, create, look_after
)  # fmt: skip


def all_there(folder: Path) -> object:
    """What is in the library, which is whole."""
    verify(folder, set())
    with open_library(folder) as opened:
        return content(opened)


def make(place: Path) -> None:
    """A library with a backup, one of the first schema, and something to import."""
    place.mkdir()
    (place / "article.txt").write_text("An article. " * 3000, encoding="utf-8")
    (place / "first.txt").write_text("The dam held.", encoding="utf-8")
    library.create(place / "data", PASSPHRASE)
    library.restore(place / "old", KEPT, PASSPHRASE)
    with open_library(place / "data") as opened:
        list(opened.import_paths([place / "first.txt"], PlainReading(), Wishes()))
        opened.back_up()


@contextmanager
def hindered(given: argparse.Namespace, place: Path, room: int) -> Iterator[None]:
    """Leave `room` bytes on the disk, or let no file grow beyond them, or let nothing be written in `place`."""
    ballast, unlimited = given.folder / "ballast", resource.getrlimit(resource.RLIMIT_FSIZE)
    if given.read_only:
        set_writable(place, writable=False)
    elif given.limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, unlimited[1]))
    else:
        with ballast.open("wb") as handle:
            os.posix_fallocate(handle.fileno(), 0, shutil.disk_usage(given.folder).free - room)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
        ballast.unlink(missing_ok=True)
        set_writable(place, writable=True)


def set_writable(place: Path, *, writable: bool) -> None:
    for one in [place, *place.rglob("*")]:
        mode = one.stat().st_mode
        one.chmod(mode | 0o200 if writable else mode & ~0o222)


def once(given: argparse.Namespace, act: Callable[[Path], None], room: int, before: object) -> str:
    """Try one act with so much room; what was said, or "". Raises AssertionError."""
    place, said = given.folder / "place", ""
    folder = place / "data"
    shutil.copytree(given.folder / "made", place)
    try:
        with hindered(given, place, room):
            act(folder)
    except LibraryError as error:
        said = str(error)
    if said:
        assert all_there(folder) == before, "what was refused was done"
        if act is migrate:
            verify(place / "old", IN_KEPT)
        act(folder)
    verify(folder, set())
    shutil.rmtree(place)
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", action="store_true", help="limit the size of each file (RLIMIT_FSIZE)")
    parser.add_argument("--read-only", action="store_true", help="let nothing be written in a folder")
    parser.add_argument("--short", action="store_true", help="only a third of it")
    given = parser.parse_args()
    ways_in.COST = ways_in.Cost(passes=1, lanes=1, memory_kib=8)
    refused, done, sentences = Counter[str](), 0, set[str]()
    make(given.folder / "made")
    before = all_there(given.folder / "made" / "data")
    for act in ACTS:
        for room in ROOM[:1] if given.read_only else ROOM[:: 4 if given.short else 1]:
            try:
                said = once(given, act, room, before)
            except Exception as error:
                raise AssertionError(f"{act.__name__} with {room} bytes: {error}") from error
            refused[act.__name__] += bool(said)
            done += not said
            sentences.add(re.sub("“.*”", "“…”", said))
    for sentence in sorted(sentences):
        print(sentence)
    words = ", ".join(f"{act} {n}" for act, n in refused.items())
    print(f"refused: {words}; done: {done}")
    return int(not all(refused.values()))


if __name__ == "__main__":
    sys.exit(main())
