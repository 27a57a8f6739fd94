"""`corrections add`, `list` and `remove`."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.__main__ import main
from tests.cli.test_library import Run, run, stand_ins, words
from tests.services.test_library import TEXT

__all__ = ["run", "stand_ins", "words"]  # fixtures

START = TEXT.index("It may rain,")


def test_corrections(run: Run) -> None:
    made = run("corrections", "add", "1", "--quote", "It may rain,", "--category", "O", "--by", "ada")
    assert list(made) == [
        "id", "article", "quote", "prefix", "suffix", "start", "end", "verdict", "category", "content", "source",
        "kind", "certainty", "author", "created", "machine", "stamp", "orphan",
    ]  # fmt: skip
    assert (made["quote"], made["start"], made["verdict"], made["author"]) == ("It may rain,", START, "changed", "ada")
    assert (made["category"], made["content"], made["kind"]) == ("analyst-opinion", "analyst-opinion", "writer")
    assert [mark["category"] for mark in made["machine"]] == ["speculation"]
    assert made["stamp"]["rules"] == "d" * 64
    where = ["--start", str(START), "--end", str(START + 12)]
    source = run("corrections", "add", "1", *where, "--source", "Lopez", "--kind", "person", "--certainty", "denied")
    assert (source["category"], source["source"], source["kind"], source["certainty"]) == (
        "analyst-opinion", "Lopez", "person", "denied"
    )  # fmt: skip
    said = run("corrections", "add", "1", *where, "--category", "official-statement", "--content", "speculation")
    assert (said["content"], said["kind"]) == ("speculation", "official")
    assert run("corrections", "add", "1", "--quote", "The dam", "--right")["verdict"] == "right"
    assert run("corrections", "add", "1", *where, "--none")["verdict"] == "none"
    assert run("corrections", "add", "1", *where, "--category", "none")["verdict"] == "none"
    listed = run("corrections", "list", "--article", "1")
    assert [one["id"] for one in listed["corrections"]] == [1, 2, 3, 4, 5, 6]
    assert listed["corrections"][0] == made
    assert listed["counts"] == {
        "speculation": {"analyst-opinion": 1, "unmarked": 1},
        "unmarked": {"right": 1},
    }  # fmt: skip
    assert run("corrections", "list", "--article", "2")["corrections"] == []
    assert run("corrections", "remove", "1") == {"removed": 1}
    assert "no correction 1" in run("corrections", "remove", "1", status=1)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["--category", "speculation"], 2, "There is no passage"),
        (["--quote", "The dam"], 2, "nothing to correct"),
        (["--quote", "It may rain", "--none"], 1, "2 times"),
        (["--quote", "The dam", "--category", "fact"], 1, "no category “fact”"),
        (["--quote", "The dam", "--none", "--kind", "person"], 1, "Only a change"),
        (["--quote", "It may rain,", "--category", "speculation"], 1, "marked so already"),
    ],
)
def test_what_cannot_be_corrected(run: Run, arguments: list[str], status: int, says: str) -> None:
    assert says in run("corrections", "add", "1", *arguments, status=status)
    assert run("corrections", "list") == {"corrections": [], "counts": {}}


def test_in_words(run: Run, tmp_path: Path, words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("corrections", "add", "1", "--quote", "It may rain,", "--certainty", "possible", "--by", "ada")
    run("corrections", "add", "1", "--quote", "the ministry said", "--category", "official-statement", "--by", "ada",
        "--source", "the ministry", "--content", "speculation")  # fmt: skip
    run("corrections", "add", "1", "--quote", "It may rain again.", "--right", "--by", "ada")
    assert main(["corrections", "list", "--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]) == 0
    assert capsys.readouterr().out.splitlines()[:8] == [
        "    1  article 1: “It may rain,”",
        "       speculation, source writer, possible (ada); the machine: speculation",
        "    2  article 1: “the ministry said”",
        "       official statement, content speculation, source the ministry (official), certain (ada); "
        "the machine: unmarked",
        "    3  article 1: “It may rain again.”",
        "       right (ada); the machine: unmarked",
        "The machine's speculation: kept, with something else changed 1.",
        "Unmarked by the machine: changed to official statement 1, right 1.",
    ]
