"""Power cuts: rebuilds a library's folder as it could be on the disk after one, at many moments, and opens it.

    python tests/faults/lost_writes.py --moments 1000 [--seed N] [--synchronous OFF] [--no-fsync]

A kill cannot see that a sync is missing: the system still writes what the process has handed over. So a process works
on a library under strace, and from its writes and syncs this tells what the disk may hold at a given moment: what was
synced; of everything else any pieces. Exit status 0 if each time the library opened, was whole, and had in it all that
was acknowledged by then. With one of the last two arguments the syncs are left out, and it has to find losses.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.domain.errors import SaysoError
from reader.services import library
from reader.storage import connection, database, ways_in
from tests.faults.kills import IN_KEPT, KEPT, PASSPHRASE, Worker, open_library, verify
from tests.faults.tracing import CALLS, Call, calls, strace

#: Pieces of this size reach the disk whole or not at all: what a disk promises, and what most give.
PIECES = (512, 4096)

#: A moment amid a rename is tried once more for every so many moments.
_FOR_A_RENAME = 250

#: What is done with a library of the first schema, one after the other.
ACTS = ("migration", "notes", "imports", "rekey", "corrections", "backup", "imports", "backup", "rekey", "erase")


# -- the process that works ------------------------------------------------------------------------------------------


def work(root: Path, given: argparse.Namespace) -> None:
    """Every act that must survive, each acknowledged by a line in a file."""
    if given.synchronous == "OFF":
        durable = connection.make_durable

        def careless(opened: Any, *, shared: bool) -> None:
            durable(opened, shared=shared)
            opened.execute("PRAGMA synchronous = OFF")

        database.__dict__["make_durable"] = careless
    if given.no_fsync:
        os.fsync = lambda _: None
    folder = root / "data"
    worker = Worker(folder, os.open(root / "acknowledged", os.O_WRONLY | os.O_CREAT, 0o600))
    library.create(root / "made", PASSPHRASE)
    worker.told("made")
    library.restore(folder, KEPT, PASSPHRASE)
    for text in IN_KEPT:
        worker.told(text)
    for act in ACTS:
        with open_library(folder) as opened:
            worker.number += 1
            getattr(worker, act)(opened)


# -- the disk --------------------------------------------------------------------------------------------------------


@dataclass(eq=False)
class File:
    """synced: what the disk has for certain; since: what was done to it after that, as (offset, bytes) or (size,)."""

    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    since: list[tuple[int, bytes] | tuple[int]] = field(default_factory=list)

    def write(self, offset: int, data: bytes) -> None:
        self.since.append((offset, data))
        put(self.now, offset, data)

    def resize(self, size: int) -> None:
        self.since.append((size,))
        resize(self.now, size)

    def sync(self) -> None:
        self.synced, self.since = bytes(self.now), []

    def after_a_cut(self, dice: random.Random) -> bytes:
        """What could be in it: of each write since the last sync any pieces, and one of the sizes it has had."""
        if not self.since:
            return self.synced
        found, sizes = bytearray(self.synced), [len(self.synced)]
        piece, luck = dice.choice(PIECES), dice.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        whole = bytearray(self.synced)
        for change in self.since:
            if len(change) == 1:
                resize(whole, change[0])
            else:
                offset, data = change
                put(whole, offset, data)
                for start in range(offset - offset % piece, offset + len(data), piece):
                    if dice.random() < luck:
                        begin = max(start, offset)
                        put(found, begin, data[begin - offset : start + piece - offset])
            sizes.append(len(whole))
        resize(found, sizes[-1] if dice.random() < luck else dice.choice(sizes))
        return bytes(found)


@dataclass(eq=False)
class Folder:
    """Its names, as the running system has them."""

    now: dict[str, Node] = field(default_factory=dict)


Node = File | Folder


@dataclass(eq=False)
class Naming:
    """A name that was made, taken away, or both in one step; what is already on the disk is `synced`."""

    removed: tuple[Folder, str] | None
    added: tuple[Folder, str] | None
    node: Node
    synced: bool = False

    def apply(self, names: dict[Folder, dict[str, Node]]) -> None:
        if self.removed:
            folder, name = self.removed
            if names.setdefault(folder, {}).get(name) is self.node:
                del names[folder][name]
        if self.added:
            folder, name = self.added
            names.setdefault(folder, {})[name] = self.node


class Disk:
    """A folder on a disk: what the running system sees, and what is left of it when the power goes."""

    def __init__(self, root: Path) -> None:
        self.root, self.top = root, Folder()
        self.namings: list[Naming] = []

    def find(self, path: Path) -> Node | None:
        node: Node | None = self.top
        for part in path.relative_to(self.root).parts:
            node = node.now.get(part) if isinstance(node, Folder) else None
        return node

    def name(self, removed: Path | None, added: Path | None, node: Node) -> None:
        def place(path: Path | None) -> tuple[Folder, str] | None:
            if path is None:
                return None
            folder = self.find(path.parent)
            assert isinstance(folder, Folder), path
            return folder, path.name

        naming = Naming(place(removed), place(added), node)
        naming.apply({folder: folder.now for folder, _ in filter(None, (naming.removed, naming.added))})
        self.namings.append(naming)

    def sync(self, node: Node | None) -> None:
        """A sync of a folder keeps its names, a rename on both sides; a file's its content, and not its name."""
        if isinstance(node, File):
            node.sync()
        for naming in self.namings if isinstance(node, Folder) else ():
            naming.synced |= node in {place[0] for place in (naming.removed, naming.added) if place}

    def amid_a_rename(self) -> bool:
        """Whether a file has taken another one's place, and the folder is not synced yet: few moments are as tricky."""
        last = self.namings[-1] if self.namings else None
        return bool(last and last.removed and last.added and not last.synced)

    def after_a_cut(self, dice: random.Random, target: Path) -> None:
        """Write what could be left into a folder."""
        luck, in_order = dice.choice((0.0, 0.5, 0.9, 1.0)), dice.random() < 0.5
        names: dict[Folder, dict[str, Node]] = {}
        ended = False
        for naming in self.namings:
            lucky = dice.random() < luck
            ended |= in_order and not lucky  # a file system with a journal loses nothing in the middle
            if naming.synced or (lucky and not ended):
                naming.apply(names)
        self._write(self.top, target, names, lambda file: file.after_a_cut(dice))

    def as_seen(self, target: Path) -> None:
        """Write what the running system sees into a folder."""
        names: dict[Folder, dict[str, Node]] = {}
        for naming in self.namings:
            naming.apply(names)
        self._write(self.top, target, names, lambda file: bytes(file.now))

    def _write(self, folder: Folder, target: Path, names: dict[Folder, dict[str, Node]], content: Any) -> None:
        target.mkdir(mode=0o700)
        for name, node in names.get(folder, {}).items():
            if isinstance(node, Folder):
                self._write(node, target / name, names, content)
            else:
                (target / name).write_bytes(content(node))
                (target / name).chmod(0o600)


def put(data: bytearray, offset: int, what: bytes) -> None:
    resize(data, max(len(data), offset + len(what)))
    data[offset : offset + len(what)] = what


def resize(data: bytearray, size: int) -> None:
    del data[size:]
    data.extend(bytes(size - len(data)))


# -- what happens to it ----------------------------------------------------------------------------------------------


def replay(trace: Path, disk: Disk) -> Iterator[str]:
    """Let a disk go through what strace saw, step by step; gives what was acknowledged in a step, or ""."""
    positions: dict[File, int] = {}
    for call in calls(trace):
        assert call.result is not None, f"more than one thread: {call.name}"
        told = step(disk, positions, call, call.result)
        if told is not None:
            yield told


def step(disk: Disk, positions: dict[File, int], made: Call, result: int) -> str | None:
    """One call of the system's; None where it has nothing to do with the disk's folder.

    positions: where in each file the next `write` goes.
    """
    call, texts, paths, words = made.name, made.texts, made.paths, made.words

    def named(number: int) -> Path:
        """A path that the call names, beside an open folder where it does."""
        path = Path(os.fsdecode(texts[number]))
        return (paths[min(number, len(paths) - 1)] if paths else disk.root) / path

    if call in ("open", "openat", "creat"):
        path, flags = named(0), " ".join(words)
        if not path.is_relative_to(disk.root) or path == disk.root:
            return None
        node = disk.find(path)
        if node is None:
            assert "O_CREAT" in flags, path
            disk.name(None, path, node := File())
        if isinstance(node, File):
            positions[node] = 0
            if "O_TRUNC" in flags:
                node.resize(0)
        return ""
    about = named(0) if texts and call.startswith(("rename", "unlink", "mkdir", "rmdir", "link", "symlink")) else None
    about = about or (paths[0] if paths else None)
    if about is None or not about.is_relative_to(disk.root) or str(about).endswith("-shm"):
        return None
    if call == "mmap":
        assert "PROT_WRITE" not in "".join(words) or "MAP_PRIVATE" in "".join(words), f"{about} is written unseen"
        return None
    node = disk.find(about)
    if call == "write" and about == disk.root / "acknowledged":
        return texts[0].decode()
    if call in ("mkdir", "mkdirat"):
        disk.name(None, about, Folder())
        return ""
    if node is None:
        assert str(about).endswith(" (deleted)"), (call, about)
        return None
    if call in ("write", "pwrite64"):
        assert isinstance(node, File)
        offset = int(words[-1]) if call == "pwrite64" else positions[node]
        node.write(offset, texts[0][:result])
        if call == "write":
            positions[node] = offset + result
    elif call == "ftruncate":
        assert isinstance(node, File)
        node.resize(int(words[-1], 0))
    elif call in ("fsync", "fdatasync"):
        disk.sync(node)
    elif call in ("rename", "renameat", "renameat2"):
        disk.name(about, named(1), node)
    elif call in ("unlink", "unlinkat", "rmdir"):
        disk.name(about, None, node)
    else:
        raise AssertionError(f"{call} is not understood")
    return ""


# -- both ------------------------------------------------------------------------------------------------------------


def traced(root: Path, given: argparse.Namespace) -> Path:
    """Let another process work in `root` under strace; its trace."""
    trace = root.with_name("trace")
    options = [*(["--synchronous", "OFF"] if given.synchronous == "OFF" else []), *["--no-fsync"] * given.no_fsync]
    subprocess.run([*strace(trace, CALLS), sys.executable, __file__, "--work", root, *options], check=True)
    return trace


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files."""

    def content(folder: Path) -> dict[Path, bytes | None]:
        return {
            path.relative_to(folder): None if path.is_dir() else path.read_bytes()
            for path in folder.rglob("*")
            if not path.name.endswith("-shm") and path.name != "acknowledged"
        }

    return content(one) == content(other)


def loss(root: Path, acknowledged: set[str]) -> str:
    """What is missing or broken in a rebuilt folder, or ""."""
    try:
        if "made" in acknowledged:
            verify(root / "made", set())
        if acknowledged - {"made"}:
            verify(root / "data", acknowledged - {"made"})
        elif (root / "data" / "library").exists():
            verify(root / "data", set())
    except (AssertionError, SaysoError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moments", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", choices=("FULL", "OFF"), default="FULL", help="SQLite's syncs")
    parser.add_argument("--no-fsync", action="store_true", help="leave Sayso's own syncs out")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    ways_in.COST = ways_in.Cost(passes=1, lanes=1, memory_kib=8)
    if given.work:
        work(given.work, given)
        return 0
    began, dice = time.monotonic(), random.Random(given.seed)
    place = Path(tempfile.mkdtemp(prefix="sayso-lost-writes-")).resolve()
    root, rebuilt = place / "root", place / "rebuilt"
    root.mkdir()
    trace = traced(root, given)
    steps = sum(1 for _ in replay(trace, Disk(root)))
    moments, tried = Counter(dice.randrange(1, steps) for _ in range(given.moments)), 0
    disk, acknowledged, losses = Disk(root), set[str](), []
    for number, told in enumerate(replay(trace, disk)):
        acknowledged.update(told.splitlines())
        tries = moments[number] + (given.moments // _FOR_A_RENAME if disk.amid_a_rename() else 0)
        for _ in range(tries):
            tried += 1
            disk.after_a_cut(dice, rebuilt)
            if lost := loss(rebuilt, acknowledged):
                losses.append(f"after step {number}: {lost}")
            shutil.rmtree(rebuilt)
    disk.as_seen(rebuilt)
    assert same(root, rebuilt), f"the trace does not tell what became of {root}"
    shutil.rmtree(place)
    for lost in losses[:5]:
        print(lost)
    print(f"{tried} moments of {steps} steps, {len(acknowledged)} acknowledged acts: {len(losses)} losses, "
          f"in {time.monotonic() - began:.0f} s")  # fmt: skip
    return int(bool(losses))


if __name__ == "__main__":
    sys.exit(main())
