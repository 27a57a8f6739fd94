"""`sayso evaluate` and `sayso rules`: what they print, and which exit status tells what."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reader import paths, settings
from reader.__main__ import main
from reader.cli import commands, rulebook
from reader.domain.analysis import Analysis, Firing, RunnerUp, Source
from reader.domain.article import Article
from reader.domain.errors import RuleError
from reader.domain.progress import Progress, silent
from reader.services import rules
from reader.services.rules import RuleInfo
from reader.settings import Settings
from tests.services.fakes import STAMP, FakeEngine, article, span

INFOS = [
    RuleInfo(
        "hedge.may", "rule", {"speculative": 4.5}, "“{cue}” leaves it open.", "hedges.toml", 3, 2, {"scope": "own"}
    ),
    RuleInfo("mine.x", "source", {}, "Mine.", "mine.toml", 1, 2, {"kind": "expert"}, own=True, off=True),
]
MINISTRY = Source(0, 2, "It", "the ministry", "official", "state")
WHOLE = replace(
    span(0, 18, "official-statement", source=MINISTRY, content="speculation"),
    firings=(Firing("hedge.may", "speculative", 4.5, "“may” leaves it open.", (3, 6)),),
    runner_up=RunnerUp("speculation", "hedge.may", "It comes later."),
)


class FakeReading(FakeEngine):
    """Remembers its settings; finds a fact in every block."""

    made: list[Settings | None]

    def __init__(self, given: Settings | None = None) -> None:
        self.made.append(given)
        self.problem = "" if given else "Your rules are broken."

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:
        if given.text.startswith("It may"):
            return Analysis((WHOLE,), STAMP)
        if not given.text[0].isupper():
            return Analysis((), STAMP)
        return replace(super().analyse(given, progress), notice=self.problem)


@pytest.fixture(autouse=True)
def made(monkeypatch: pytest.MonkeyPatch) -> list[Settings | None]:
    """The settings that readings were made with."""
    found: list[Settings | None] = []
    monkeypatch.setattr(FakeReading, "made", found, raising=False)
    monkeypatch.setattr(commands, "Reading", FakeReading)
    monkeypatch.setattr(settings, "load", lambda: Settings(Path("own"), ("a", "gone")))
    monkeypatch.setattr(rules, "sound", lambda own: (replace(own, rules_off=("a",)), "“gone” is no rule."))
    return found


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """One fact that is one, and one that is an opinion."""
    source = {"text": "", "name": "", "kind": "writer", "subkind": ""}
    rows = []
    for number, category in enumerate(("reported-fact", "analyst-opinion")):
        one = {"start": 0, "end": 19, "category": category, "content": category, "certainty": "certain", "form": None}
        rows.append(
            {"id": f"r{number}", "doc": "d", "text": "One two thr\x1be four.", "spans": [{**one, "source": source}]}
        )
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_evaluate(gold: Path, tmp_path: Path, made: list[Settings | None], capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main(["evaluate", "--gold", str(gold), "--json", str(out), "--confusions", "1"]) == 0
    said = capsys.readouterr().out
    assert "== All documents: 1 documents, 2 sentences, 2 spans, 8 words ==" in said
    assert "Reported fact                0.500     1.000     0.667         1" in said
    assert "Opinion and analysis, labelled Reported fact: 1\n  r1 (0.60): One two thr\ufffde four." in said
    assert "News" not in said
    assert json.loads(out.read_text(encoding="utf-8"))["groups"]["all"]["borders"]["f1"] == 0.5
    assert made == [Settings()]  # the user's settings are not what is measured


def test_evaluate_without_a_gold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "reader")
    assert main(["evaluate"]) == 1
    assert "This installation has no gold corpus." in capsys.readouterr().err


def test_rules_list(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[Settings] = []
    monkeypatch.setattr(rules, "catalogue", lambda given: asked.append(given) or INFOS)
    assert main(["rules", "list"]) == 0
    assert capsys.readouterr().out == (
        "hedge.may  (rule; hedges.toml, line 3; 2 tests)\n"
        "    speculative +4.5, scope own\n    “{cue}” leaves it open.\n"
        "mine.x  (source, your own, switched off; mine.toml, line 1; 2 tests)\n    kind expert\n    Mine.\n2 rules\n"
    )
    assert main(["rules", "list", "--json", "--rules", "dir", "--without", "b", "--without", "c"]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out)[0]["axes"] == {"speculative": 4.5}
    assert said.err == "sayso: “gone” is no rule.\n"
    assert asked == [Settings(Path("own"), ("a",)), Settings(Path("dir"), ("a", "b", "c"))]


def test_rules_test(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    failing: list[str] = []
    monkeypatch.setattr(rules, "catalogue", lambda _: INFOS)
    monkeypatch.setattr(rules, "failing_tests", lambda _: failing)
    assert main(["rules", "test"]) == 0
    assert capsys.readouterr().out == "1 rules, 2 tests: all hold\n"
    failing.append("mine.toml, line 1: mine.x fires on: x")
    assert main(["rules", "test"]) == 1
    assert capsys.readouterr().out == "mine.toml, line 1: mine.x fires on: x\n1 rules, 2 tests: 1 do not hold\n"


def test_rules_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "explain", "It may well flood."]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "[S·? official: the ministry] It may well flood.",
        "    Official statement, confidence 0.60 (fair), certain",
        "    source: “It”, official (state), stands for “the ministry”",
        "    decided by: no rule: No mark found.",
        "    speculative +4.5  hedge.may on “may”: “may” leaves it open.",
        "    second: Speculation (hedge.may): It comes later.",
    ]
    assert main(["rules", "explain", "why?"]) == 0
    assert capsys.readouterr().out == "Unmarked: no claim is found here.\n"
    assert "no colours" in rulebook.explanation(article("x"), Analysis((), STAMP, "no colours"))


@pytest.mark.parametrize("command", ["read", "label"])
def test_read_and_label_take_rules(command: str, tmp_path: Path, made: list[Settings | None]) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "doc": 1, "text": "One fact."}\n', encoding="utf-8")
    argv = [command, str(file), *([str(tmp_path / "out.jsonl")] if command == "label" else [])]
    assert main([*argv, "--without", "b"]) == 0
    assert main([*argv, "--rules", "dir"]) == 0
    assert main(argv) == 0
    assert made == [Settings(Path("own"), ("a", "b")), Settings(Path("dir"), ("a",)), None]


def test_rules_that_are_left_out_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "doc": 1, "text": "One fact."}\n', encoding="utf-8")
    assert main(["label", str(file), str(tmp_path / "out.jsonl")]) == 0
    assert "sayso: Your rules are broken." in capsys.readouterr().err
    file.write_text("One fact.", encoding="utf-8")
    assert main(["read", "--plain", str(file)]) == 0
    said = capsys.readouterr()
    assert "sayso: Your rules are broken." in said.err
    assert "F Reported fact  1" in said.out


@pytest.mark.parametrize("argv", [["rules"], ["rules", "x"], ["rules", "explain"], ["evaluate", "--confusions", "-1"]])
def test_wrong_usage_is_2(argv: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(argv)


def test_an_unknown_rule_is_2_and_a_broken_one_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rules, "sound", lambda _: (Settings(), ""))
    assert main(["rules", "list", "--without", "nix"]) == 2
    assert "No rule is called “nix”" in capsys.readouterr().err

    def broken(_given: Settings) -> None:
        raise RuleError("mine.toml, line 2: unknown key “x”.")

    monkeypatch.setattr(rules, "catalogue", broken)
    assert main(["rules", "list"]) == 1
    assert capsys.readouterr().err == "sayso: mine.toml, line 2: unknown key “x”.\n"
