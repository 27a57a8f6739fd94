"""Rules as a service: ours and the user's, switched on and off; a user's fault never takes the colours away."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from reader import settings
from reader.domain.analysis import Analysis
from reader.domain.errors import RuleError, SettingsError, UsageError
from reader.nlp import model
from reader.services import rules
from reader.services.reading import Reading
from reader.settings import Settings
from tests.services.fakes import article

OWN = """[[rule]]
id = "mine.zorch"
pattern = "~zorch"
axes = { opinion = 6.0 }
why = "“{cue}” is mine."
matches = ["They zorch it."]
ignores = ["They left."]
"""


_load_once = cache(model.load)


@pytest.fixture(autouse=True)
def _one_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model is loaded once for all analysers here."""
    monkeypatch.setattr(model, "load", _load_once)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's rules."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.toml").write_text(OWN, encoding="utf-8")
    return tmp_path / "rules"


def users(monkeypatch: pytest.MonkeyPatch, found: Settings | Exception) -> None:
    """Let the user have these settings."""

    def load() -> Settings:
        if isinstance(found, Exception):
            raise found
        return found

    monkeypatch.setattr(settings, "load", load)


def analysed(reading: Reading, text: str = "They zorch the roof.") -> Analysis:
    return reading.analyse(article(text))


def test_the_catalogue_has_every_rule(folder: Path) -> None:
    found = {info.id: info for info in rules.catalogue(Settings(folder, ("hedge.may", "mine.zorch")))}
    mine, may = found["mine.zorch"], found["hedge.may"]
    assert (mine.file, mine.line, mine.tests, mine.axes) == ("mine.toml", 1, 2, {"opinion": 6.0})
    assert (mine.own, mine.off, may.own, may.off) == (True, True, False, True)
    assert {info.table for info in found.values()} == {"rule", "mask", "attribution", "source", "prior"}
    assert all(info.why and info.line and (info.tests or info.table == "prior") for info in found.values())
    assert found["say.clause"].does["frames"]
    assert not [info for info in rules.catalogue(Settings()) if info.own or info.off]


def test_unknown_ids_and_folders_are_refused(tmp_path: Path) -> None:
    for call in (rules.rule_set, rules.analyser, rules.catalogue, rules.failing_tests):
        with pytest.raises(UsageError, match="No rule is called “nix”"):
            call(Settings(rules_off=("nix", "hedge.may")))  # type: ignore[operator]
        with pytest.raises(RuleError, match="no folder"):
            call(Settings(tmp_path / "none"))  # type: ignore[operator]


def test_failing_tests_are_named(folder: Path) -> None:
    (folder / "mine.toml").write_text(OWN.replace('"They left."', '"You zorch."'), encoding="utf-8")
    (message,) = rules.failing_tests(Settings(folder))
    assert message == "mine.toml, line 1: mine.zorch fires on: You zorch."
    assert rules.failing_tests(Settings(folder, ("mine.zorch",))) == []


def test_the_users_rules_take_effect(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    users(monkeypatch, Settings(folder))
    found = analysed(Reading())
    assert [s.rule for s in found.spans] == ["mine.zorch"]
    assert found.notice == ""
    users(monkeypatch, Settings(folder, ("mine.zorch",)))
    assert [s.category for s in analysed(Reading()).spans] == ["reported-fact"]


@pytest.mark.parametrize(
    ("broken", "says"),
    [("axes = 3", "mine.toml, line 2: “axes”"), ("nonsense", "mine.toml is not valid TOML")],
)
def test_with_a_broken_rule_ours_go_on(folder: Path, monkeypatch: pytest.MonkeyPatch, broken: str, says: str) -> None:
    (folder / "mine.toml").write_text(f"[[rule]]\n{broken}\n", encoding="utf-8")
    users(monkeypatch, Settings(folder))
    found = analysed(Reading(), "The bridge may open.")
    assert found.notice.startswith(f"Only Sayso's own rules are used. {says}")
    assert [s.category for s in found.spans] == ["speculation"]
    with pytest.raises(RuleError, match=r"mine\.toml"):
        Reading(Settings(folder)).warm()


def test_with_other_faults_ours_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    users(monkeypatch, Settings(tmp_path / "none"))
    assert "There is no folder of rules" in analysed(Reading()).notice
    users(monkeypatch, SettingsError("settings.toml is not valid TOML."))
    assert "not valid TOML" in analysed(Reading()).notice
    users(monkeypatch, Settings(rules_off=("nix", "hedge.may")))
    found = analysed(Reading(), "The bridge may open.")
    assert found.notice == "settings.toml: No rule is called “nix”, so it cannot be switched off."
    assert [s.category for s in found.spans] == ["reported-fact"]
