"""`library set`, `remove`, `removed`, `put-back`, and the commands on tags and collections."""

from __future__ import annotations

from pathlib import Path

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


def test_tags_and_collections(run: Run) -> None:
    run("library", "set", "1", "--tag", "a", "--collection", "Box")
    assert run("tags", "list") == {"tags": {"a": 1}}
    assert run("tags", "rename", "a", "b") == {"renamed": "a", "to": "b"}
    assert run("collections", "list") == {"collections": {"Box": 1}}
    assert run("collections", "remove", "Box") == {"removed": "Box"}
    assert run("collections", "list") == {"collections": {}}
    assert "no tag “a”" in run("tags", "remove", "a", status=1)
