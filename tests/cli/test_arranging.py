"""`library set`, `remove`, `removed`, `put-back`, and the commands on tags and collections."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.__main__ import main
from tests.cli.test_library import Run, run, stand_ins, words

__all__ = ["run", "stand_ins", "words"]  # fixtures


def test_many_are_set_at_once(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Another one.\n\nIt may snow tonight.", encoding="utf-8")
    run("import", tmp_path / "b.txt")
    options = ["--star", "--state", "read", "--tag", "a", "--tag", "b", "--collection", "Box"]
    assert run("library", "set", "1", "2", *options) == {"changed": [1, 2]}
    run("library", "set", "2", "--no-star", "--untag", "a", "--leave", "Box")
    second, first = run("library", "list")["articles"]
    assert (first["star"], first["state"], first["tags"], first["collections"]) == (True, "read", ["a", "b"], ["Box"])
    assert (second["star"], second["state"], second["tags"], second["collections"]) == (False, "read", ["b"], [])
    assert "nothing to change" in run("library", "set", "1", status=2)
    assert "no article 9" in run("library", "set", "9", "--star", status=1)


def test_remove_and_put_back(run: Run) -> None:
    assert run("library", "remove", "1") == {"removed": [1]}
    assert run("library", "list") == {"articles": []}
    assert [one["id"] for one in run("library", "removed")["articles"]] == [1]
    assert run("library", "put-back", "1") == {"put_back": [1]}
    assert len(run("library", "list")["articles"]) == 1


def test_erase(run: Run, tmp_path: Path) -> None:
    run("backup")
    assert "cannot be undone" in run("library", "erase", "1", status=2)
    told = run("library", "erase", "1", "--yes")
    assert ([one["id"] for one in told["articles"]], told["notes"], told["deleted"]) == ([1], 0, [])
    assert len(told["purged"]) == 1
    assert told["files"] == [str(tmp_path / "a.txt")]
    assert run("library", "list") == run("library", "removed") == {"articles": []}
    assert "no article 1" in run("library", "erase", "1", "--yes", status=1)


def test_at_a_terminal_the_word_is_asked_for(
    run: Run, tmp_path: Path, words: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data" / "backups" / "odd.db").write_bytes(b"no database")
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    run("notes", "add", "1", "--text", "x")
    erase = ["library", "erase", "1", "--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
    assert main(erase) == 1
    said = capsys.readouterr()
    assert "The dam held through the night." in said.out
    assert "and on them: notes 1" in said.out
    assert "cannot be opened: " in said.out
    assert "Nothing was erased" in said.err
    monkeypatch.setattr("builtins.input", lambda _: "erase")
    assert main(erase) == 0
    assert "The file it came from is still there" in capsys.readouterr().out
    assert run("library", "list") == {"articles": []}


def test_tags_and_collections(run: Run) -> None:
    run("library", "set", "1", "--tag", "a", "--collection", "Box")
    assert run("tags", "list") == {"tags": {"a": 1}}
    assert run("tags", "rename", "a", "b") == {"renamed": "a", "to": "b"}
    assert run("collections", "list") == {"collections": {"Box": 1}}
    assert run("collections", "remove", "Box") == {"removed": "Box"}
    assert run("collections", "list") == {"collections": {}}
    assert "no tag “a”" in run("tags", "remove", "a", status=1)
