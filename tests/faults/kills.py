"""Kills a process at random moments while it works on a library; nothing it had acknowledged may be gone.

    python tests/faults/kills.py --kills 1000 [--seed N]

Exit status 0 if after every kill the library opened and every acknowledged note and article was in it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.domain.analysis import Analysis, Stamp
from reader.domain.article import Article, Block, BlockKind
from reader.domain.progress import Progress, silent
from reader.services import correcting, erasing, library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.services.library import Library
from reader.storage import ways_in

#: Begins what is acknowledged of an article that must not be there any more.
ERASED = "erased "

#: A library of the first schema, and what is in it.
KEPT = Path(__file__).resolve().parents[1] / "databases" / "0001.db"
IN_KEPT = {"Held, they *say*."}

PASSPHRASE = Keys(passphrase="open sesame")
STAMP = Stamp("sayso 0", "fake 1", "3", "fake", "1", "d" * 64, "f" * 64, "e" * 64)


class PlainReading:
    """Reads a text as one paragraph and finds nothing in it: what matters here is what the disk has."""

    def read_file(self, path: Path) -> Article:
        data = path.read_bytes()
        text = data.decode()
        block = Block("b0", BlockKind.PARAGRAPH, 0, len(text))
        return Article(text, (block,), file_sha256=hashlib.sha256(data).hexdigest(), extractor="fake 1")

    def analyse(self, article: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
        return Analysis((), STAMP)


class Worker:
    """What the process does that will be killed; it acknowledges each act through a pipe."""

    def __init__(self, folder: Path, pipe: int) -> None:
        self.folder, self.pipe = folder, pipe
        self.number = 0

    def told(self, word: str) -> None:
        os.write(self.pipe, f"{word}\n".encode())

    def run(self, kind: str, acknowledged: set[str]) -> None:
        if kind != "migration":
            verify(self.folder, acknowledged)
        self.told("began")
        act: Callable[[Library], None] = getattr(self, kind)
        while True:
            with open_library(self.folder) as opened:
                self.number += 1
                act(opened)

    def notes(self, opened: Library) -> None:
        text = f"note {os.getpid()} {self.number}"
        opened.add_note(1, "The dam held", text)
        self.told(text)

    def corrections(self, opened: Library) -> None:
        author = f"coder {os.getpid()} {self.number}"
        correcting.add(opened, 1, "The dam held", "none", author=author)
        self.told(author)

    def imports(self, opened: Library) -> None:
        self.told(self.new_article(opened))

    def new_article(self, opened: Library) -> str:
        """Import one; the hash of its text."""
        file = self.folder.parent / "article.txt"
        text = f"article {os.getpid()} {self.number}"
        file.write_text(text, encoding="utf-8")
        for outcome in opened.import_paths([file], PlainReading(), Wishes()):
            assert outcome.status == "imported", outcome
        return hashlib.sha256(text.encode()).hexdigest()

    def rekey(self, opened: Library) -> None:
        self.notes(opened)
        opened.rekey()
        self.notes(opened)

    def backup(self, opened: Library) -> None:
        self.notes(opened)
        made = opened.back_up()
        self.told(f"backup {made.name}")
        if self.number % 3 == 0:
            opened.close()
            aside = library.restore(self.folder, made, PASSPHRASE)
            assert aside is not None
            self.told(f"aside {aside.name}")

    def erase(self, opened: Library) -> None:
        digest = self.new_article(opened)
        opened.back_up()
        (article,) = (one for one in opened.articles() if one.text_sha256 == digest)
        erasing.erase(opened, [article.id])
        self.told(f"{ERASED}{digest}")

    def migration(self, opened: Library) -> None:
        """Opening it was the migration."""
        self.notes(opened)


KINDS = ("notes", "corrections", "imports", "rekey", "backup", "migration", "erase")

#: Seconds until a kill at the latest, where an act takes long.
LONGEST = {"erase": 1.0}


def open_library(folder: Path) -> Library:
    return library.open_library(folder, PASSPHRASE, 2)


def verify(folder: Path, acknowledged: set[str]) -> None:
    """Raises AssertionError, or what keeps the library from opening."""
    with open_library(folder) as opened:
        assert not (faults := opened.check()), faults
        there = {note.text for note in opened.notes()} | {article.text_sha256 for article in opened.articles()}
        there |= {correction.author for correction in correcting.corrections(opened)}
    anywhere = set(there)
    backups, aside = (sorted(folder.glob(what)) for what in ("backups/*.db", "set-aside/*"))
    for copy in (*backups[-1:], *(one / "library.db" for one in aside[-1:])):
        with tempfile.TemporaryDirectory() as other:
            library.restore(Path(other, "data"), copy, PASSPHRASE)
            with open_library(Path(other, "data")) as opened:
                assert not (faults := opened.check()), faults
                anywhere |= {article.text_sha256 for article in opened.articles()}
    # Older backups went to make room, so the newest one acknowledged has to be there, or one made since.
    names = sorted(word for word in acknowledged if word.startswith("backup "))
    newest = f"backup {backups[-1].name}" if backups else ""
    there |= {name for name in names if name <= newest} | {f"aside {one.name}" for one in aside}
    erased = {word for word in acknowledged if word.startswith(ERASED)}
    assert not (left := {word for word in erased if word.removeprefix(ERASED) in anywhere}), f"still there: {left}"
    assert not (lost := acknowledged - erased - there), f"lost: {sorted(lost)[:5]} of {len(acknowledged)}"


def one_kill(folder: Path, kind: str, acknowledged: set[str], patience: float) -> bool:
    """Let a child work, kill it, and add what it had acknowledged. False if it found the library broken."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        try:
            Worker(folder, writing).run(kind, acknowledged)
        except BaseException:
            traceback.print_exc()
        os._exit(1)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        began = pipe.readline()  # killed only once it is at work; a child that found damage is gone already
        time.sleep(patience)
        os.kill(child, signal.SIGKILL)
        told = pipe.read().decode().splitlines()
    _, status = os.waitpid(child, 0)
    acknowledged.update(told)
    return bool(began) and os.WIFSIGNALED(status)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ways_in.COST = ways_in.Cost(passes=1, lanes=1, memory_kib=8)  # every child opens the library anew
    dice, began = random.Random(given.seed), time.monotonic()
    root = Path(tempfile.mkdtemp(prefix="sayso-kills-"))
    folder, acknowledged, kills = root / "data", set[str](), Counter[str]()
    library.create(folder, PASSPHRASE)
    first = root / "first.txt"
    first.write_text("The dam held.", encoding="utf-8")
    with open_library(folder) as opened:
        list(opened.import_paths([first], PlainReading(), Wishes()))
    for number in range(given.kills):
        kind = KINDS[number % len(KINDS)]
        at, told = folder, acknowledged
        if kind == "migration":
            at, told = root / f"old {number}", set(IN_KEPT)
            library.restore(at, KEPT, PASSPHRASE)
        whole = one_kill(at, kind, told, dice.uniform(0, LONGEST.get(kind, 0.3)))
        if whole and kind == "migration":
            verify(at, told)
            shutil.rmtree(at)
        if not whole:
            print(f"kill {number} ({kind}): the library or the work broke; it is kept in {root}")
            return 1
        kills[kind] += 1
    verify(folder, acknowledged)
    shutil.rmtree(root)
    words = ", ".join(f"{kind} {n}" for kind, n in kills.items())
    print(f"{given.kills} kills ({words}), {len(acknowledged)} acknowledged acts, none lost, "
          f"in {time.monotonic() - began:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
