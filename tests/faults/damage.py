"""Damaged files: cuts a file of a library or of a backup short, or turns bits of it over, and looks who notices.

    python tests/faults/damage.py --times 1000 [--seed N]

Exit status 0 if each time either Sayso told in a sentence what is damaged, or nothing was missing; and if the last good
backup could be restored, with what was there before set aside.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from reader.domain.errors import SaysoError
from reader.services import library
from reader.services.importing import Wishes
from reader.services.keys import Keys, keep_recovery_key
from reader.services.library import Library
from reader.storage import ways_in
from tests.faults.kills import PASSPHRASE, PlainReading, open_library


@dataclass(frozen=True)
class Made:
    """A library as a killed process left it, with a log, or as it was closed, without; the paper with its recovery key.

    backups: the older and the newer one. there, then: what is in it, and what was in it when the newer one was made.
    """

    folder: Path
    paper: Path
    backups: list[Path]
    there: object
    then: object


def make(root: Path, *, killed: bool) -> Made:
    at_work, folder, paper, file = root / "at work", root / "left", root / "paper", root / "article.txt"
    root.mkdir()
    library.create(at_work, PASSPHRASE, lambda key: keep_recovery_key(key, paper))
    with open_library(at_work) as opened:
        for number in range(12):
            file.write_text(f"Article {number}. The dam held." + " It rained." * 100 * number, encoding="utf-8")
            list(opened.import_paths([file], PlainReading(), Wishes(tags=(f"tag {number}",))))
            opened.add_note(number + 1, "The dam held", f"note {number}")
        backups = [opened.back_up()]
    with open_library(at_work) as opened:
        opened.add_note(1, "The dam held", "before the second backup")
        backups.append(opened.back_up())
        then = content(opened)
        for number in range(8):
            opened.add_note(2, "The dam held", f"after it {number}")
        there = content(opened)
        if killed:
            shutil.copytree(at_work, folder)
    if not killed:
        shutil.copytree(at_work, folder)
    return Made(folder, paper, [folder / "backups" / backup.name for backup in backups], there, then)


def content(opened: Library) -> object:
    """Everything that a user keeps."""
    articles = opened.articles()
    texts = [(opened.opened(one.id), opened.original(one.id).data) for one in articles]
    return articles, texts, opened.notes(), opened.highlights()


def damage(file: Path, dice: random.Random) -> str:
    """Do something to a file, and say what."""
    data = bytearray(file.read_bytes())
    what = dice.choice(("cut", "cut", "bits", "bits", "bits", "hole"))
    if what == "cut":
        size = dice.choice((dice.randrange(len(data)), dice.randrange(len(data)) // 4096 * 4096))
        os.truncate(file, size)
        return f"cut to {size} of {len(data)}"
    if what == "bits":
        places = [dice.randrange(len(data)) for _ in range(dice.choice((1, 1, 2, 8)))]
        for place in places:
            data[place] ^= 1 << dice.randrange(8)
    else:
        places = [dice.randrange(len(data)) // 512 * 512]
        data[places[0] : places[0] + 512] = bytes(min(512, len(data) - places[0]))
    file.write_bytes(data)
    return f"{what} at {places}"


def told(folder: Path, there: object, keys: Keys) -> str:
    """What Sayso says of a library that may be damaged; "" if it says nothing, and nothing is missing."""
    try:
        with library.open_library(folder, keys, 2) as opened:
            if opened.notices:
                return opened.notices[0]
            opened.check_if_unclean()
            if faults := opened.check():
                return faults[0]
            assert content(opened) == there, "something else is there, and nobody says so"
    except SaysoError as error:
        return str(error)
    return ""


def once(made: Made, root: Path, dice: random.Random) -> tuple[str, str]:
    """Damage one file; which it was, and what was said. Raises AssertionError."""
    folder = root / "damaged"
    shutil.copytree(made.folder, folder)
    older, newer = (folder / "backups" / backup.name for backup in made.backups)
    own = [one for one in (folder / "library").iterdir() if one.stat().st_size and not one.name.endswith("-shm")]
    file = dice.choice([*own, newer, newer.with_suffix(".key")])
    done = damage(file, dice)
    # After a power cut what processes told each other about the log may be gone. A log that then loses its end too,
    # exactly behind a change, is like one in which nothing more was done: nobody can tell.
    if dice.random() < 0.5 and not done.startswith("cut"):
        (folder / "library" / "library.db-shm").unlink(missing_ok=True)
    what = f"{file.relative_to(folder).parent}/{file.suffix}: {done}"
    try:
        if file in own:
            said = told(folder, made.there, PASSPHRASE)
            if not said and file.suffix == ".key":
                assert not told(folder, made.there, Keys(recovery_file=made.paper)), "the recovery key went unnoticed"
            assert library.restore(folder, newer, PASSPHRASE), "nothing was set aside"
            assert not told(folder, made.then, PASSPHRASE), "the backup is not as it was"
        else:
            try:
                library.restore(folder, newer, PASSPHRASE)
                said = told(folder, made.then, PASSPHRASE)
            except SaysoError as error:
                said = str(error)
                assert not told(folder, made.there, PASSPHRASE), "the library suffered"
            library.restore(folder, older, PASSPHRASE)
        with open_library(folder) as opened:
            assert not opened.check()
    except Exception as error:
        raise AssertionError(f"{what}: {type(error).__name__}: {error}") from error
    shutil.rmtree(folder)
    return what.split(":")[0], said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    ways_in.COST = ways_in.Cost(passes=1, lanes=1, memory_kib=8)
    dice, began = random.Random(given.seed), time.monotonic()
    root = Path(tempfile.mkdtemp(prefix="sayso-damage-"))
    libraries = [make(root / "killed", killed=True), make(root / "closed", killed=False)]
    noticed, all_ = Counter[str](), Counter[str]()
    for number in range(given.times):
        try:
            file, said = once(libraries[number % 2], root, dice)
        except AssertionError as error:
            print(f"{number}: {error}; it is kept in {root}")
            return 1
        all_[file] += 1
        noticed[file] += bool(said)
    shutil.rmtree(root)
    words = ", ".join(f"{file} {noticed[file]} of {n}" for file, n in sorted(all_.items()))
    print(f"{given.times} damaged files, told of: {words}; the others had everything in them; all restored, "
          f"in {time.monotonic() - began:.0f} s")  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
