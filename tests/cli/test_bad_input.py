"""Whatever file is given, the real readers answer with a sentence and exit status 1, soon and without a traceback."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from reader.__main__ import main

GERMAN = (
    "Der Minister sagte am Montag, dass die Straße gesperrt sei. Die Bürger müssen über die Brücke gehen, sagte er.\n\n"
    "Es könnte regnen, und die Behörden warnen vor Überschwemmungen."
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("blank.html", b"  \n" * 1000),
        ("binary.txt", random.Random(1).randbytes(5000)),
        ("binary.html", random.Random(2).randbytes(5000)),
        ("nothing.html", b"<html><body></body></html>"),
        ("deep.html", b"<div>" * 20_000 + b"Hello" + b"</div>" * 20_000),
        ("huge.txt", b"The ministry said that the dam may fail.\n\n" * 1_250_000),
        ("german.txt", GERMAN.encode("latin-1")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_content(tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert main(["read", "--plain", str(file)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("sayso: ")
    assert "SAYSO_DEBUG" not in said.err
    assert said.out.startswith("Der Minister sagte am Montag, dass die Straße") == (name == "german.txt")


def test_what_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path, tmp_path / "none.html", tmp_path / ("x" * 300 + ".html")):
        assert main(["read", str(path)]) == 1
        assert "SAYSO_DEBUG" not in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("One fact.", encoding="utf-8")
    file.chmod(0)
    assert main(["read", str(file)]) == 1
    assert "SAYSO_DEBUG" not in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of a Unix shell")
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("The dam held through the night.\n\n" * 20_000, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "text", str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, errors = process.communicate()
    assert process.returncode == 0
    assert errors == b""
