"""The rules in effect: ours and the user's own, what they say, and whether they hold their own tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import settings
from reader.domain.errors import RuleError, SettingsError, UsageError
from reader.settings import Settings

if TYPE_CHECKING:
    from reader.nlp.analyser import Analyser
    from reader.nlp.rules.ruleset import RuleSet


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """One rule, for people and for other programs.

    table: "rule", "mask", "attribution", "source" or "prior". does: what it does besides `axes`, by the names of the
    rule files (kind, frames, scope ...). tests: how many sentences it is tested on. own: from the user's folder.
    """

    id: str
    table: str
    axes: dict[str, float]
    why: str
    file: str
    line: int
    tests: int
    does: dict[str, Any] = field(default_factory=dict)
    own: bool = False
    off: bool = False


def rule_set(given: Settings) -> RuleSet:
    """The rules in effect. Raises RuleError, and UsageError where an id is switched off that no rule has."""
    from reader.nlp import analyser

    found = analyser.rules_with(_folder(given), given.rules_off)
    if found.unknown:
        raise UsageError(_unknown(found.unknown), "`sayso rules list` shows the ids.")
    return found


def analyser(given: Settings) -> Analyser:
    """An analyser with these settings. Raises SetupError, and RuleError and UsageError as `rule_set` does."""
    from reader.nlp import analyser as station
    from reader.nlp import model

    rules = rule_set(given)  # first: what is wrong with them is known at once
    return station.Analyser(model.load(), rules)


def users_analyser() -> tuple[Analyser, str]:
    """An analyser with the user's settings, and "" or what of them could not be used. Raises SetupError."""
    from reader.nlp import analyser as station

    try:
        own, problem = sound(settings.load())
        return station.Analyser.load(own.rules_folder, own.rules_off), problem
    except (SettingsError, RuleError) as error:
        return station.Analyser.load(), f"Only Sayso's own rules are used. {error}"


def sound(own: Settings) -> tuple[Settings, str]:
    """The user's settings without switched-off ids that no rule has, and "" or the sentence that names these.

    An update may take a rule away; that is no fault of the user's. Raises RuleError.
    """
    from reader.nlp import analyser

    unknown = analyser.rules_with(_folder(own), own.rules_off).unknown
    if not unknown:
        return own, ""
    kept = tuple(one for one in own.rules_off if one not in unknown)
    return replace(own, rules_off=kept), f"{settings.FILE}: {_unknown(unknown)}"


def catalogue(given: Settings) -> list[RuleInfo]:
    """Every rule, in the order of table and file, the switched-off ones too. Raises as `rule_set` does."""
    from reader.nlp import analyser

    rule_set(given)
    ours = {info.id for info in _infos(analyser.shipped_rules(), frozenset(), frozenset(given.rules_off))}
    return list(_infos(analyser.rules_with(given.rules_folder), ours, frozenset(given.rules_off)))


def failing_tests(given: Settings) -> list[str]:
    """One sentence for each test of a rule that does not hold. Raises SetupError, RuleError and UsageError."""
    from reader.nlp import model
    from reader.nlp.rules import selftest

    rules = rule_set(given)
    return list(selftest.failures(model.load(), rules))


def _folder(given: Settings) -> Path | None:
    if given.rules_folder is not None and not given.rules_folder.is_dir():
        raise RuleError(f"There is no folder of rules {given.rules_folder}.", "Check the name.")
    return given.rules_folder


def _unknown(ids: Iterable[str]) -> str:
    names = ", ".join(f"“{one}”" for one in sorted(ids))
    return f"No rule is called {names}, so it cannot be switched off."


def _infos(rules: RuleSet, ours: frozenset[str] | set[str], off: frozenset[str]) -> Iterator[RuleInfo]:
    def info(table: str, rule: Any, tests: int, axes: dict[str, float], **does: Any) -> RuleInfo:
        file, _, line = rule.place.rpartition(", line ")
        kept = {name: value for name, value in does.items() if value}
        own = bool(ours) and rule.id not in ours
        return RuleInfo(rule.id, table, axes, rule.why, file, int(line), tests, kept, own, rule.id in off)

    for table, members in (("rule", rules.rules), ("mask", rules.masks), ("attribution", rules.attributions)):
        for r in members:
            does = {"frames": r.frames, "manner": r.manner, "certainty": r.certainty, "of": r.of}
            if table == "rule":
                does |= {"scope": r.scope, "voice": r.voice}
            yield info(table, r, len(r.matches) + len(r.ignores), dict(r.axes), **does)
    for s in rules.sources:
        tests = len(s.matches) + len(s.ignores)
        yield info("source", s, tests, dict(s.axes), kind=s.kind, subkind=s.subkind, rank=s.rank)
    for p in rules.priors:
        yield info("prior", p, 0, {p.axis: p.weight}, share=p.share)
