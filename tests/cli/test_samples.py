"""`sample draw`, `list`, `show`, `code`, `agreement` and `remove`."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.__main__ import main
from reader.cli import importing
from tests.cli.test_library import Run, run, stand_ins, words
from tests.services.test_sampling import CATEGORIES, WORDS, SentenceReading, right

__all__ = ["run", "stand_ins", "words"]  # fixtures


@pytest.fixture
def sampled(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A library with a sample of ten sentences, from two articles."""
    monkeypatch.setattr(importing, "Reading", SentenceReading)
    for number in range(2):
        text = "\n".join(f"Article {number}: {words}." for words in WORDS)
        (tmp_path / f"{number}_Gazette_2022-05-01_en.txt").write_text(f"Title\n\n{text}", encoding="utf-8")
        run("import", tmp_path / f"{number}_Gazette_2022-05-01_en.txt")
    options = ["--outlet", "gazette", "--from", "2022-05", "--to", "2022", "--language", "en"]
    made = run("sample", "draw", "--name", "first", "--size", "10", "--seed", "7", *options)
    assert (made["id"], made["name"], made["seed"], made["size"], made["frame"]["sentences"]) == (
        1,
        "first",
        7,
        10,
        "10",
    )
    return run


def test_draw_and_list(sampled: Run) -> None:
    (listed,) = sampled("sample", "list")["samples"]
    assert (listed["name"], listed["coders"]) == ("first", {})
    assert "draw from: 10." in sampled("sample", "draw", "--name", "x", "--size", "99", status=1)
    assert "draw from: 0." in sampled("sample", "draw", "--name", "x", "--size", "1", "--tag", "none", status=1)
    assert sampled("sample", "remove", "1") == {"removed": 1}
    assert sampled("sample", "list") == {"samples": []}


def test_coding_is_blind(sampled: Run) -> None:
    shown = sampled("sample", "show", "1", "--coder", "ada")
    assert len(shown["sentences"]) == 10
    assert list(shown["sentences"][0]) == ["number", "article", "before", "text", "after", "code"]
    assert not any(category in str(shown) for category in CATEGORIES)
    coder = ["sample", "code", "1", "--coder", "ada"]
    assert sampled(*coder, "--sentence", "3", "?", "F") == {"coded": [3]}
    assert sampled(*coder, "--sentence", "1", "none") == {"coded": [1]}
    assert sampled(*coder, "--sentence", "2", "analyst-opinion") == {"coded": [2]}
    codes = [one["code"] for one in sampled("sample", "show", "1", "--coder", "ada")["sentences"]]
    assert codes[:4] == [[], ["analyst-opinion"], ["speculation", "reported-fact"], None]
    assert {one["code"] for one in sampled("sample", "show", "1", "--coder", "grace")["sentences"]} == {None}
    assert sampled(*coder, "--take-back", "3") == {"coded": [3]}
    assert sampled("sample", "list")["samples"][0]["coders"] == {"ada": 2}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("number,categories\n1,F\n2,fact\n", "Sentence 2: there is no category “fact”"),
        ("number,categories\n1,F\n77,F\n", "no sentence 77"),
        ("number,categories\n1,F\nx,F\n", "line 3: there is no sentence's number"),
        ("number;categories\n1;F\n", "line 2: there is no sentence's number"),
        ("number,categories\n1,F none\n", "makes no claim has no category"),
        (b"number,categories\n1,\xff\n", "no table in UTF-8"),
        (None, "cannot be read"),
    ],
)
def test_a_table_is_taken_whole_or_not_at_all(
    sampled: Run, tmp_path: Path, table: str | bytes | None, says: str
) -> None:
    file = tmp_path / "codes.csv"
    if table is not None:
        file.write_bytes(table if isinstance(table, bytes) else table.encode())
    assert says in sampled("sample", "code", "1", "--coder", "ada", "--from", file, status=1)
    assert sampled("sample", "list")["samples"][0]["coders"] == {}


def test_agreement(sampled: Run, tmp_path: Path, words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = sampled("sample", "show", "1", "--coder", "ada")["sentences"]
    rows = [f"{one['number']},{' '.join(right(one['text'])) or 'none'},a remark" for one in shown]
    (tmp_path / "codes.csv").write_text("\ufeffnumber,categories,why\n" + "\n".join(rows[:9]), encoding="utf-8")
    assert sampled("sample", "code", "1", "--coder", "ada", "--from", tmp_path / "codes.csv")["coded"] == [
        *range(1, 10)
    ]
    (tmp_path / "codes.csv").write_text(f"number,categories\n10,\n{rows[0]}\n", encoding="utf-8")
    assert sampled("sample", "code", "1", "--coder", "grace", "--from", tmp_path / "codes.csv") == {"coded": [1]}
    told = sampled("sample", "agreement", "1")
    assert list(told) == ["rows", "between_coders", "methods"]
    assert [(row["coder"], row["against"]) for row in told["rows"][::5]] == [
        ("ada", "machine"), ("grace", "machine"), ("ada", "grace")
    ]  # fmt: skip
    assert {row["kappa"]["value"] for row in told["rows"][:5]} == {1}
    assert told["rows"][10]["kappa"] == {"value": None, "low": None, "high": None}
    common = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
    assert main(["sample", "agreement", "1", *common]) == 0
    said = capsys.readouterr().out
    assert "ada and machine, n = 9\n" in said
    assert "ada and grace, n = 1\n" in said
    assert said.rstrip().endswith(told["methods"])


@pytest.mark.usefixtures("sampled")
def test_in_words(tmp_path: Path, words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
    coder = ["sample", "code", "1", "--coder", "ada"]
    for arguments, status, says in (
        (["sample", "list"], 0, "    1  first: 10 of 10 sentences (articles: 2), seed 7, "),
        ([*coder, "--sentence", "1", "none"], 0, "1 sentence is coded."),
        ([*coder, "--take-back", "2"], 0, "1 sentence is not coded any more."),
        ([*coder, "--sentence", "1"], 2, "Write --sentence 3 speculation, say."),
        (["sample", "show", "1", "--coder", "ada"], 0, "    1  (no claim)\n"),
        (["sample", "show", "1", "--coder", "ada"], 0, "   none: The sentence makes no claim.\n"),
        (["sample", "show", "first", "--coder", "ada"], 0, "    1  (no claim)\n"),
        (["sample", "draw", "--size", "1"], 0, "Sample 2 is drawn: 1 of 10 sentences (articles: 2)"),
        (["sample", "remove", "2"], 0, "Sample 2 is removed."),
        (["sample", "show", "2", "--coder", "ada"], 1, "There is no sample “2”."),
    ):
        assert main([*arguments, *common]) == status
        said = capsys.readouterr()
        assert says in said.out + said.err
