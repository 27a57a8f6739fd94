"""What can happen to a library in the world: kills, two processes at once, people who look into its files."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader.services import library
from reader.services.importing import Wishes
from reader.services.keys import Keys
from reader.storage import ways_in
from tests.faults.kills import IN_KEPT, KEPT, PASSPHRASE
from tests.services.test_library import FakeReading

HERE = Path(__file__).resolve().parent


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills.py forks")
def test_nothing_acknowledged_is_lost_when_killed() -> None:
    done = subprocess.run(
        [sys.executable, HERE / "kills.py", "--kills", "14"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.match(r"14 kills \(.*\), \d+ acknowledged acts, none lost", done.stdout)


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here (Debian: apt-get install strace)")
@pytest.mark.parametrize(
    ("careless", "losses"),
    [([], "0"), (["--synchronous", "OFF"], "[1-9][0-9]*"), (["--no-fsync"], "[1-9][0-9]*")],
    ids=["as it is", "without SQLite's syncs", "without Sayso's syncs"],
)
def test_a_power_cut_loses_nothing_acknowledged_but_without_syncs(careless: list[str], losses: str) -> None:
    done = subprocess.run(
        [sys.executable, HERE / "lost_writes.py", "--moments", "20", *careless],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == (1 if careless else 0), done.stdout + done.stderr
    assert re.search(rf"^20 moments of \d+ steps, \d+ acknowledged acts: {losses} losses", done.stdout, re.MULTILINE)


def test_damage_is_told_and_the_last_good_backup_restored() -> None:
    done = subprocess.run(
        [sys.executable, HERE / "damage.py", "--times", "16"], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("16 damaged files, told of: ")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of Unix")
def test_without_room_nothing_is_changed(tmp_path: Path) -> None:
    program = [sys.executable, str(HERE / "no_room.py"), str(tmp_path), "--short"]
    full = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=4m none "$0" && "$@"', str(tmp_path)]
    mounts = (
        shutil.which("unshare") and not subprocess.run([*full, "true"], capture_output=True, check=False).returncode
    )
    command = [*full, *program] if mounts else [*program, "--limit"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert ("The disk is full. Nothing was changed." if mounts else "The disk did not take") in done.stdout
    assert re.search("done: [1-9]", done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_what_cannot_be_written_is_told_and_done_later(tmp_path: Path) -> None:
    root = os.geteuid() == 0
    if root and not shutil.which("setpriv"):
        pytest.skip("root may write everywhere")
    like_anybody = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if root else []
    done = subprocess.run(
        [*like_anybody, sys.executable, HERE / "no_room.py", tmp_path, "--read-only"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("done: 0\n")


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    library.create(folder, "unencrypted")
    (tmp_path / "a.txt").write_text("An article.", encoding="utf-8")
    with library.open_library(folder, Keys(), 3) as opened:
        list(opened.import_paths([tmp_path / "a.txt"], FakeReading(), Wishes()))
    program = """
import sys
from pathlib import Path
from reader.services import library
from reader.services.keys import Keys
for number in range(10):
    with library.open_library(Path(sys.argv[1]), Keys(), 3) as opened:
        for again in range(3):
            opened.add_note(1, None, f"{sys.argv[2]} {number} {again}")
"""
    children = [subprocess.Popen([sys.executable, "-c", program, str(folder), name]) for name in "ab"]
    assert [child.wait(60) for child in children] == [0, 0]
    with library.open_library(folder, Keys(), 3) as opened:
        assert len({note.text for note in opened.notes()}) == 60
        assert not opened._vault.unclean


#: What the other does meanwhile, again and again; each opens the library anew.
MEANWHILE = {
    "rekeys": "with opened() as found: found.rekey()",
    "backs up": "with opened() as found: found.back_up()",
    "restores": """
with opened() as found: made = found.back_up()
library.restore(folder, made, WORDS)
""",
    "makes a recovery key": "with opened() as found: found.renew_recovery_key(lambda text: None)",
}
COMMON = """
import sys
from pathlib import Path
from reader.domain.errors import LibraryError
from reader.services import library
from reader.services.keys import Keys
WORDS = Keys(passphrase="open sesame")
folder = Path(sys.argv[1])
def opened(): return library.open_library(folder, WORDS, 3)
def patiently(act):
    while True:
        try:
            return act()
        except LibraryError as error:
            assert "Another program" in str(error), error
"""
WRITES = """
for number in range(8):
    def note():
        with opened() as found: found.add_note(1, None, f"note {number}")
    patiently(note)
"""


def start(program: str, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", COMMON + program, str(folder)], stderr=subprocess.PIPE, text=True)


def ended(child: subprocess.Popen[str]) -> None:
    _, said = child.communicate(timeout=120)
    assert child.returncode == 0, said


@pytest.mark.parametrize("act", MEANWHILE)
def test_one_writes_while_the_other(act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways_in, "COST", ways_in.Cost(passes=1, lanes=1, memory_kib=8))
    folder = tmp_path / "data"
    library.restore(folder, KEPT, PASSPHRASE)
    body = "\n".join(f"        {line}" for line in MEANWHILE[act].strip().splitlines())
    others = f"for again in range(2):\n    def act():\n{body}\n    patiently(act)"
    for child in [start(WRITES, folder), start(others, folder)]:
        ended(child)
    found = set()
    aside = sorted(folder.glob("set-aside/*/library.db"))
    for number, file in enumerate(aside):
        library.restore(tmp_path / f"aside {number}", file, PASSPHRASE)
    for place in (folder, *(tmp_path / f"aside {number}" for number in range(len(aside)))):
        with library.open_library(place, PASSPHRASE, 3) as opened:
            assert opened.check() == []
            found |= {note.text for note in opened.notes()}
    assert found >= {f"note {number}" for number in range(8)} | IN_KEPT
    assert len(aside) == (2 if act == "restores" else 0)


def test_many_open_a_library_of_an_older_version_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    library.restore(folder, KEPT, PASSPHRASE)
    for child in [start(WRITES, folder) for _ in range(3)]:
        ended(child)
    with library.open_library(folder, PASSPHRASE, 3) as opened:
        assert opened.check() == []
        assert len(opened.notes()) == 3 * 8 + len(IN_KEPT)
