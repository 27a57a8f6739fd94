"""`library compare` and `library versions`."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.cli import comparing
from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.progress import Progress, silent
from tests.cli.test_library import Run, run, stand_ins, words
from tests.services.fakes import STAMP
from tests.services.test_library import TEXT, FakeReading

__all__ = ["run", "stand_ins", "words"]  # fixtures


class OtherRules(FakeReading):
    """Doubts what it said before."""

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:
        (one,) = super().analyse(given, progress).spans
        stamp = replace(STAMP, text_sha256=hashlib.sha256(TEXT.encode()).hexdigest())
        return Analysis((replace(one, certainty="possible"),), stamp, notice="One rule is left out.")


class NoMarks(FakeReading):
    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:  # noqa: ARG002
        return Analysis((), STAMP)


def test_compare_and_take(
    run: Run, tmp_path: Path, words: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    common = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
    monkeypatch.setattr(comparing, "Reading", NoMarks)
    assert main(["library", "compare", "1", *common]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "33-45  speculation → unmarked",
        "       “It may rain,”",
        "speculation → unmarked: 3 words",
        "3 of 10 words would be marked in another way.",
    ]
    monkeypatch.setattr(comparing, "Reading", OtherRules)
    told = run("library", "compare", "1")
    mark = {"category": "speculation", "content": "speculation", "source": "", "kind": "writer", "certainty": "certain"}
    assert told == {
        "changes": [
            {"start": 33, "end": 45, "text": "It may rain,", "was": mark, "becomes": {**mark, "certainty": "possible"}}
        ],
        "counts": [
            {"was": "speculation", "becomes": "speculation", "words": 3},
            {"was": "unmarked", "becomes": "unmarked", "words": 7},
        ],
        "changed": 3, "words": 10, "taken": False,
    }  # fmt: skip
    assert run("library", "compare", "1", "--take")["taken"] is True
    assert run("library", "compare", "1")["changes"] == []
    assert main(["library", "compare", "1", *common]) == 0
    said = capsys.readouterr()
    assert said.out == "0 of 10 words would be marked in another way.\n"
    assert "One rule is left out." in said.err
    assert "no article 9" in run("library", "compare", "9", status=1)


def test_versions(run: Run, tmp_path: Path, words: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "b.txt"
    for text in ("The dam held.\n\nNobody was hurt.", "The dam burst.\n\nNobody was hurt."):
        file.write_text(f"https://example.org/dam\n{text}", encoding="utf-8")
        run("import", file)
    told = run("library", "versions", "3")
    assert [one["id"] for one in told["versions"]] == [2, 3]
    assert list(told) == ["versions"]
    (change,) = run("library", "versions", "2", "--with", "3")["changes"]
    assert change == {
        "kind": "changed",
        "pieces": [
            {"kind": "same", "text": "The dam"},
            {"kind": "removed", "text": "held."},
            {"kind": "added", "text": "burst."},
        ],
        "old": [0, 13],
        "new": [0, 14],
    }
    assert "Article 1 is no version of 2." in run("library", "versions", "2", "--with", "1", status=1)
    common = ["--data-dir", str(tmp_path / "data"), "--passphrase-file", str(words)]
    assert main(["library", "versions", "3", "--with", "2", *common]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "    2  2026-01-02  The dam held.  (3 words)",
        "    3  2026-01-02  The dam burst.  (3 words)",
        "",
        "The dam [-burst.-] {+held.+}",
        "",
        "1 paragraph differs.",
    ]
    assert main(["library", "versions", "3", "--with", "3", *common]) == 0
    assert "The shown texts are the same." in capsys.readouterr().out
