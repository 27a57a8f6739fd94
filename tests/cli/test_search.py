"""`sayso search`, on a library with one article that a stand-in has read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reader.__main__ import main
from reader.cli import importing
from tests.services.test_library import TEXT, FakeReading

KEYS = ["kind", "article", "note", "start", "end", "text", "category", "content", "source", "certainty"]
RAIN = "It may rain, the ministry said."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setattr(importing, "Reading", FakeReading)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    data = ["--data-dir", str(tmp_path / "data")]
    assert main(["library", "create", "--unencrypted", *data]) == 0
    assert main(["import", str(tmp_path / "a.txt"), "--tag", "water", *data]) == 0
    assert main(["notes", "add", "1", "--quote", "ministry", "--text", "A ministry?", *data]) == 0
    capsys.readouterr()
    return tmp_path


@pytest.fixture
def search(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Searches, and gives what was found as JSON, or what was said."""
    import json

    def one(*arguments: str, status: int = 0) -> Any:
        assert main(["search", *arguments, "--json", "--data-dir", str(folder / "data")]) == status
        said = capsys.readouterr()
        return json.loads(said.out) if said.out else said.err

    return one


def test_json(search: Any) -> None:
    told = search("ministry")
    assert list(told) == ["total", "hits"]
    assert told["total"] == 2
    assert [list(hit) for hit in told["hits"]] == [KEYS, KEYS]
    by_kind = {hit["kind"]: hit for hit in told["hits"]}
    assert by_kind["sentence"] == dict(
        zip(KEYS, ["sentence", 1, None, 33, 64, RAIN, "speculation", "speculation", "", "certain"], strict=True)
    )
    assert by_kind["note"] == dict(zip(KEYS, ["note", 1, 1, 50, 58, "A ministry?", "", "", "", ""], strict=True))
    assert search("nowhere") == {"total": 0, "hits": []}
    assert search("") == search('"') == {"total": 0, "hits": []}


@pytest.mark.parametrize("category", ["speculation", "?", "Spec", "SPECULATION"])
def test_categories_by_id_letter_and_title(search: Any, category: str) -> None:
    assert [hit["text"] for hit in search("--category", category)["hits"]] == [RAIN]
    assert [hit["text"] for hit in search("rain", "--content", category)["hits"]] == [RAIN]


def test_facets(search: Any) -> None:
    for arguments, total in (
        (["--category", "unmarked"], 2),
        (["--category", "unmarked", "--category", "?"], 3),
        (["--category", "F"], 0),
        (["--category", "opinion"], 0),
        (["--kind", "writer", "--certainty", "certain"], 1),
        (["--voice", "nobody"], 0),
        (["ministry", "--outlet", "the gazette"], 2),
        (["ministry", "--tag", "Water"], 2),
        (["ministry", "--from", "2026", "--to", "2026-01"], 2),
        (["ministry", "--to", "2025"], 0),
    ):
        assert search(*arguments)["total"] == total, arguments
    told = search("ministry", "--limit", "1")
    assert (told["total"], len(told["hits"])) == (2, 1)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--category", "gossip"], "“gossip” is no category. There are: official-statement (S), "),
        (["--category", ""], "is no category"),
        (["--content", "S"], "“S” is no category"),
        (["--kind", "priest"], "There is no kind “priest”. There are: official, "),
        (["--certainty", "maybe"], "There is no certainty “maybe”. There are: certain, "),
        (["--outlet", "The Gazette", "--outlet", "Times"], "no outlet “Times” in the library. There are: The Gazette."),
        (["--tag", "fire"], "no tag “fire” in the library. There are: water."),
        (["--from", "soon"], "“soon” is no date"),
    ],
)
def test_what_there_is_not(search: Any, arguments: list[str], says: str) -> None:
    assert says in search("dam", *arguments, status=2)


@pytest.mark.parametrize("limit", ["-1", "many", "9" * 99, "٣"])
def test_a_limit_that_is_no_number(limit: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["search", "dam", f"--limit={limit}"])
    assert ended.value.code == 2
    assert "whole number" in capsys.readouterr().err


def test_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "ministry", "--data-dir", str(folder / "data")]) == 0
    said = capsys.readouterr().out
    where = "The dam held through the night. - The Gazette - 2026-01-02"
    assert f"article 1, 33-64: {where}\n    [?] {RAIN}\n" in said
    assert f"note 1 on article 1: {where}\n    A ministry?\n" in said
    assert said.endswith("\n\n2 of 2 hits.\n")


def test_into_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = ["--data-dir", str(folder / "data")]
    file = folder / "hits.csv"
    assert main(["search", "rain", "-o", str(file), *data]) == 0
    assert capsys.readouterr().out == f"2 of 2 hits are in {file}.\n"
    assert file.read_text(encoding="utf-8-sig").splitlines()[0].startswith("kind,article,note,start,end,text,category")
    assert main(["search", "rain", "-o", str(file), *data]) == 1
    assert "overwrites nothing" in capsys.readouterr().err
    assert main(["search", "rain", "-o", str(folder / "hits.jsonl"), "--format", "jsonl", "--limit", "1", *data]) == 0
    assert len((folder / "hits.jsonl").read_text(encoding="utf-8").splitlines()) == 1
