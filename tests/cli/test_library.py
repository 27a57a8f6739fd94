"""The commands that concern the library, with a reader that stands in for the real one."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader import paths
from reader.__main__ import main
from reader.cli import importing, library_access
from reader.storage import ways_in
from tests.services.test_library import TEXT, FakeReading

Run = Callable[..., Any]


@pytest.fixture(autouse=True)
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "Reading", FakeReading)
    monkeypatch.setattr(ways_in, "COST", ways_in.Cost(passes=1, lanes=1, memory_kib=8))


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return secret(tmp_path / "words", "open sesame\n")


@pytest.fixture
def run(tmp_path: Path, words: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an encrypted library with one article; gives what it says as JSON."""

    def one(*arguments: str | Path, status: int = 0) -> Any:
        common = ["--data-dir", tmp_path / "data", "--passphrase-file", words, "--json"]
        assert main([str(part) for part in (*arguments, *common)]) == status
        said = capsys.readouterr()
        assert "SAYSO_DEBUG" not in said.err
        return json.loads(said.out) if said.out else said.err

    one("library", "create", "--recovery-file", tmp_path / "paper")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert one("import", tmp_path / "a.txt") == [
        {"path": str(tmp_path / "a.txt"), "status": "imported", "article": 1, "error": ""}
    ]
    return one


def secret(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    file.chmod(0o600)
    return file


def test_list(run: Run) -> None:
    (found,) = run("library", "list")["articles"]
    assert list(found) == [
        "id", "title", "outlet", "author", "published", "saved", "url", "language", "words", "mix", "tags",
        "collections", "star", "state", "text_sha256",
    ]  # fmt: skip
    assert found["mix"]["speculation"] == 0.3


def test_import_fails_if_one_file_does(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_text("unreadable", encoding="utf-8")
    told = run("import", tmp_path / "a.txt", tmp_path / "bad.txt", status=1)
    assert [one["status"] for one in told] == ["duplicate", "failed"]
    assert told[1]["error"] == "There is no article in it. Save it again."


def test_notes(run: Run) -> None:
    made = run("notes", "add", "1", "--quote", "the ministry said", "--text", "a *b*\n", "--tag", "t")
    assert list(made) == [
        "id", "article", "quote", "prefix", "suffix", "start", "end", "text", "tags", "created", "modified", "orphan"
    ]  # fmt: skip
    assert (made["quote"], made["text"], made["tags"], made["orphan"]) == ("the ministry said", "a *b*\n", ["t"], False)
    start = TEXT.index("ministry")
    run("notes", "add", "1", "--start", str(start), "--end", str(start + 8), "--text", "x")
    run("notes", "add", "1", "--text", "on all of it")
    assert [note["quote"] for note in run("notes", "list")["notes"]] == ["the ministry said", "ministry", None]
    assert run("notes", "list", "--article", "2") == {"notes": []}
    assert run("notes", "edit", "1", "--text", "other")["text"] == "other"
    assert run("notes", "edit", "1", "--text", "third", "--seen", made["modified"])["id"] == 4
    assert run("notes", "remove", "4") == {"removed": 4}
    assert run("notes", "remove", "2") == {"removed": 2}
    assert [note["text"] for note in run("notes", "list")["notes"]] == ["other", "on all of it"]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["--quote", "It may rain"], 1, "2 times in the article"),
        (["--quote", "nowhere"], 1, "not in the article"),
        (["--start", "3"], 2, "needs both ends"),
        (["--quote", "x", "--start", "3", "--end", "4"], 2, "given twice"),
    ],
)
def test_passages_that_are_none(run: Run, arguments: list[str], status: int, says: str) -> None:
    assert says in run("notes", "add", "1", *arguments, "--text", "x", status=status)
    assert says in run("highlights", "add", "1", *arguments, status=status)


def test_an_orphan_stands_nowhere(run: Run, tmp_path: Path) -> None:
    address = "https://example.org/dam\n"
    file = tmp_path / "b.txt"
    file.write_text(address + "The lake is full.\n\nThe mayor spoke.", encoding="utf-8")
    run("import", file)
    run("notes", "add", "2", "--quote", "The mayor spoke.", "--text", "x")
    file.write_text(address + "The lake is full.\n\nNobody spoke.", encoding="utf-8")
    assert run("import", file)[0]["status"] == "version"
    (note,) = run("notes", "list")["notes"]
    assert (note["article"], note["quote"], note["start"], note["end"], note["orphan"]) == (
        3, "The mayor spoke.", None, None, True
    )  # fmt: skip


def test_highlights(run: Run) -> None:
    made = run("highlights", "add", "1", "--start", "4", "--end", "7")
    assert made["quote"] == "dam"
    assert run("highlights", "list") == {"highlights": [made]}
    assert run("highlights", "remove", "1") == {"removed": 1}
    assert "no highlight 1" in run("highlights", "remove", "1", status=1)
    assert "no passage" in run("highlights", "add", "1", status=2)


def test_backup_and_restore(run: Run, tmp_path: Path) -> None:
    run("notes", "add", "1", "--text", "before")
    assert run("backup", "-o", tmp_path / "mine.db") == {"backup": str(tmp_path / "mine.db")}
    assert Path(run("backup")["backup"]).parent == tmp_path / "data" / "backups"
    run("notes", "add", "1", "--text", "after")
    told = run("restore", tmp_path / "mine.db")
    assert Path(told["set_aside"], "library.db").is_file()
    assert [note["text"] for note in run("notes", "list")["notes"]] == ["before"]
    assert "There is no file" in run("restore", tmp_path / "none.db", status=1)


def test_check(run: Run, tmp_path: Path) -> None:
    assert run("library", "check") == {"faults": [], "encrypted": True}
    file = tmp_path / "data" / "library" / "library.db"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert run("library", "check", status=1)["faults"]


def test_portable(
    tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    beside = tmp_path / "program" / "sayso-data"
    monkeypatch.setattr(paths, "portable", lambda: beside)
    create = ["library", "create", "--portable"]
    assert main([*create, "--data-dir", str(tmp_path)]) == 2
    assert main([*create]) == 2
    assert "they do not know this keyring" in capsys.readouterr().err
    assert main([*create, "--keyring"]) == 1
    assert "Use a passphrase" in capsys.readouterr().err
    assert main([*create, "--passphrase-file", str(words)]) == 0
    assert main(["import", str(write_article(tmp_path)), "--passphrase-file", str(words)]) == 0
    assert (beside / "library" / "library.db").is_file()
    assert main(["doctor"]) in (0, 1)
    assert f"{beside} (portable)" in capsys.readouterr().out


def write_article(tmp_path: Path) -> Path:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_keys(run: Run, tmp_path: Path, words: Path) -> None:
    new = secret(tmp_path / "new", "another")
    assert run("library", "rekey", "--recovery-file", tmp_path / "paper2") == {"rekeyed": True}
    assert "recovery key does not open" in run("library", "unlock", "--recovery-file", tmp_path / "paper", status=1)
    assert run("library", "rekey") == {"rekeyed": True}
    assert run("library", "passphrase", "--new-passphrase-file", new) == {"opened_by": "passphrase"}
    assert "does not open" in run("library", "list", status=1)
    assert run("library", "unlock", "--recovery-file", tmp_path / "paper2") == {"opened_by": "passphrase"}
    assert len(run("library", "list")["articles"]) == 1
    words.chmod(0o644)
    if os.name == "posix":
        assert "Others may read" in run("library", "list", status=1)
        assert stat.S_IMODE((tmp_path / "paper").stat().st_mode) == 0o600


def test_without_a_terminal_nothing_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str], run: Run) -> None:
    common = ["--data-dir", str(tmp_path / "data")]
    assert main(["library", "list", *common]) == 1
    assert "needs its passphrase" in capsys.readouterr().err
    assert main(["library", "passphrase", *common]) == 2
    assert main(["library", "unlock", "--recovery-file", str(tmp_path / "paper"), *common]) == 1
    assert "no system keyring" in capsys.readouterr().err
    assert main(["library", "create", "--data-dir", str(tmp_path / "other")]) == 2
    assert not (tmp_path / "other").exists()
    assert "already" in run("library", "create", status=1)
    unwise = ["library", "create", "--unencrypted", "--recovery-file", str(tmp_path / "x")]
    assert main([*unwise, "--data-dir", str(tmp_path / "other")]) == 2


def test_at_a_terminal_what_is_needed_is_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def last_letters(_: str) -> str:
        shown.append(capsys.readouterr().out.split()[-1])
        return shown[-1][-4:].lower()

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr(library_access, "getpass", lambda _: "typed")
    monkeypatch.setattr("builtins.input", lambda _: "????")
    common = ["--data-dir", str(tmp_path / "data")]
    assert main(["library", "create", *common]) == 1
    assert "No library was made" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", last_letters)
    assert main(["library", "create", *common]) == 0
    assert main(["library", "list", *common]) == 0
    paper = secret(tmp_path / "paper", shown[0])
    monkeypatch.setattr(library_access, "getpass", lambda _: "new")
    assert main(["library", "unlock", "--recovery-file", str(paper), *common]) == 0
    assert main(["library", "passphrase", *common]) == 0

    def nothing(_: str) -> str:
        raise EOFError

    monkeypatch.setattr(library_access, "getpass", nothing)
    assert main(["library", "list", *common]) == 1
    assert "Nothing was typed" in capsys.readouterr().err
    answers = iter("ab")
    monkeypatch.setattr(library_access, "getpass", lambda _: next(answers))
    assert main(["library", "create", "--data-dir", str(tmp_path / "other")]) == 1
    assert "not the same" in capsys.readouterr().err


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for arguments, says in (
        (["library", "create", "--unencrypted"], "unencrypted: whoever has the file can read it"),
        (["import", str(tmp_path / "a.txt")], "imported   "),
        (["library", "list"], "The dam held through the night.  (The Gazette, 2026-01-02, 10 words)"),
        (["notes", "add", "1", "--quote", "The dam", "--text", "hm"], "Note 1 is kept."),
        (["notes", "list"], "1  article 1: “The dam”\n       hm"),
        (["notes", "edit", "1", "--tag", "t"], "Note 1 is changed."),
        (["highlights", "add", "1", "--quote", "held"], "Mark 1 is kept."),
        (["highlights", "list"], "1  article 1: “held”"),
        (["library", "check"], "The database is whole, and not encrypted."),
    ):
        assert main([*arguments, "--data-dir", str(tmp_path / "data")]) == 0
        assert says in capsys.readouterr().out
    assert main(["notes", "edit", "1", "--data-dir", str(tmp_path / "data")]) == 2


def test_the_usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["library", "list"]) == 1
    assert f"There is no library in “{tmp_path / 'sayso'}”" in capsys.readouterr().err
