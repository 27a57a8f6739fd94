"""Planted words: whoever looks into the files that Sayso has written, wherever they are, finds none of them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader import paths
from reader.services import library
from reader.services.importing import Wishes
from reader.services.keys import Keys, keep_recovery_key
from tests.faults.tracing import CALLS, calls, strace
from tests.services.test_library import FakeReading

WORDS = Keys(passphrase="open sesame")
PLANTED = ("Xanthippopotamus", "Quizzaciously", "Zyzzogeton", "Vlfprtnqk")

#: A day with Sayso on the command line. Runs all in one process, so as to load the language model once.
PROGRAM = """
import sys
from pathlib import Path
from reader.__main__ import main
home = Path(sys.argv[1])
def sayso(*arguments, status=0):
    data = ["--data-dir", str(home / "data")]
    assert main([*arguments, *data]) == status, arguments
words = ["--passphrase-file", str(home / "words")]
note = ["--quote", "the largest Quizzaciously", "--text", "Vlfprtnqk *said* so", "--tag", "Zyzzogeton"]
sayso("library", "create", *words, "--recovery-file", str(home / "paper"))
sayso("import", str(home / "Xanthippopotamus.html"), "--tag", "Vlfprtnqk", "--collection", "Zyzzogeton", *words)
sayso("notes", "add", "1", *note, *words)
sayso("highlights", "add", "1", "--quote", "Xanthippopotamus", *words, status=1)
sayso("highlights", "add", "1", "--quote", "the largest Quizzaciously", *words)
right = ["--quote", "the largest Quizzaciously"]
sayso("corrections", "add", "1", *right, "--category", "official-statement", "--source", "Zyzzogeton", *words)
sayso("search", "Vlfprtnqk", "--json", *words)
sayso("search", "Xanthippopotamus OR", *words)
sayso("notes", "edit", "1", "--text", "Zyzzogeton after all", *words)
sayso("sample", "draw", "--name", "Quizzaciously", "--size", "3", *words)
sayso("backup", *words)
sayso("backup", "-o", str(home / "mine.db"), *words)
sayso("library", "rekey", *words)
sayso("restore", str(home / "mine.db"), *words)
sayso("library", "check", *words)
sayso("library", "erase", "1", "--yes", *words)
"""


def test_planted_words_are_in_no_file(tmp_path: Path) -> None:
    folder, source = tmp_path / "data", tmp_path / "source"
    source.mkdir()
    text = f"https://example.org/{PLANTED[0]}\n{PLANTED[1]} spoke.\n\nIt was {PLANTED[2]}, they said."
    (source / "a.txt").write_text(text, encoding="utf-8")
    library.create(folder, WORDS, lambda key: keep_recovery_key(key, source / "paper"))
    with library.open_library(folder, WORDS, 3) as opened:
        list(opened.import_paths([source], FakeReading(), Wishes(tags=(PLANTED[3],), collections=(PLANTED[0],))))
        opened.add_note(1, PLANTED[2], f"A note on {PLANTED[3]}", [PLANTED[1]])
        looked_at = hidden(folder)  # while the write-ahead log is there
        opened.rekey()
        opened.add_highlight(1, PLANTED[2])
        library_of_backup = opened.back_up()
    library.restore(folder, library_of_backup, WORDS)
    looked_at |= hidden(folder)
    assert {name.split(".")[-1] for name in looked_at} >= {"db", "key", "db-wal", "lock"}


def hidden(folder: Path) -> set[str]:
    """The names of all files in a folder, none of which holds a planted word or a secret."""
    names = set()
    for file in folder.rglob("*"):
        if file.is_file():
            assert not found_in(file.read_bytes()), file
            names.add(file.name)
    return names


def found_in(data: bytes) -> list[str]:
    """The planted words, and the passphrase, that stand in some bytes, or in what is packed in them."""
    texts = [one.lower() for one in (data, *unpacked(data))]
    return [
        word
        for word in (*PLANTED, "open sesame")
        if any(word.lower().encode(code) in text for text in texts for code in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


def unpacked(data: bytes) -> Iterator[bytes]:
    """What is packed in a file as zlib, gzip or a member of a zip archive has it."""
    starts = [(0, 15), (0, 31), (0, -15)]
    at = -1
    while (at := data.find(b"PK\x03\x04", at + 1)) >= 0:
        names = int.from_bytes(data[at + 26 : at + 28], "little") + int.from_bytes(data[at + 28 : at + 30], "little")
        starts.append((at + 30 + names, -15))
    starts += [(place, 31) for place in places(data, b"\x1f\x8b\x08")]
    starts += [(place, 15) for head in (b"\x78\x01", b"\x78\x9c", b"\x78\xda") for place in places(data, head)]
    for start, kind in starts:
        packer, found = zlib.decompressobj(kind), b""
        try:
            found = packer.decompress(data[start:], 10_000_000)
        except zlib.error:
            continue
        yield found


def places(data: bytes, what: bytes) -> Iterator[int]:
    at = -1
    while (at := data.find(what, at + 1)) >= 0:
        yield at


def test_what_is_packed_is_found() -> None:
    import gzip
    import io
    import zipfile

    text = "… xanthippopotamus …".encode("utf-16-le")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("other", "nothing")
        made.writestr("member", text)
    for data in (text, zlib.compress(text), b"before" + gzip.compress(text) + b"after", archive.getvalue()):
        assert found_in(data) == ["Xanthippopotamus"]
    assert not found_in(b"nothing")


@pytest.mark.skipif(not shutil.which("strace"), reason="no strace here (Debian: apt-get install strace)")
def test_a_day_on_the_command_line_leaves_no_planted_word_anywhere(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in (home, home / "tmp"):
        folder.mkdir(mode=0o700)
    page = (paths.resources() / "samples" / "harbour-closure.html").read_text(encoding="utf-8")
    page = page.replace("the largest harbour", "the largest Quizzaciously").replace("Kestria", "Xanthippopotamus")
    (home / "Xanthippopotamus.html").write_text(page, encoding="utf-8")
    (home / "words").write_text("open sesame", encoding="utf-8")
    (home / "words").chmod(0o600)
    trace = tmp_path / "trace"
    environment = {**os.environ, "HOME": str(home), "TMPDIR": str(home / "tmp"), "OPENBLAS_NUM_THREADS": "1"}
    for kind in ("CACHE_HOME", "CONFIG_HOME", "DATA_HOME", "STATE_HOME", "RUNTIME_DIR"):
        environment[f"XDG_{kind}"] = str(home / kind)
    done = subprocess.run(
        [*strace(trace, f"{CALLS},connect,sendto,sendmsg,memfd_create"), sys.executable, "-c", PROGRAM, home],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Zyzzogeton" in done.stdout
    written: dict[str, bytes] = defaultdict(bytes)
    for call in calls(trace):
        if call.name in ("connect", "sendto", "sendmsg"):
            assert "AF_INET" not in "".join(call.words), call
        if call.name.startswith(("write", "pwrite")) and str(call.paths[0]).startswith("/"):
            written[str(call.paths[0]).removesuffix(" (deleted)")] += b"".join(call.texts)
    ours = {file for file in written if not file.endswith(".pyc") and "/__pycache__/" not in file}
    assert [file for file in ours if not Path(file).is_relative_to(home)] == []
    assert {Path(file).suffix for file in ours} >= {".db", ".db-wal", ".partial"}
    for file, data in written.items():
        assert not found_in(data), file
    for one in home.rglob("*"):
        if one.is_relative_to(home / "data") or str(one) in ours:
            assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600), one
        if one.is_file() and one.name not in ("words", "Xanthippopotamus.html"):
            assert not found_in(one.read_bytes()), one
