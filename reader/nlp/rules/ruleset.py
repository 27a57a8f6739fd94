"""The rule set: every rule and word list of `resources/rules/en/` and of the user's folder, checked and compiled."""

from __future__ import annotations

import hashlib
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from reader.domain.errors import RuleError
from reader.nlp.parse import Parse
from reader.nlp.rules.conditions import compile_conditions
from reader.nlp.rules.pattern import Pattern, PatternError, Test, compile_pattern
from reader.rulefile import Entry, Shape, read_entries

#: The axes that rules weigh; the others (official, speech, writer_opinion) follow from who holds a content.
WEIGHED_AXES = ("attributed", "speculative", "uncertain", "opinion")
SCOPES = ("clause", "own", "complement", "governor", "sentence")
KINDS = ("official", "expert", "witness", "person", "media", "document", "unnamed")
FRAMES = (
    *("clause", "quotation", "infinitive", "object", "passive", "adjective"),
    *("noun", "according", "viewpoint", "colon"),
)
MANNERS = ("speech", "writing", "claim", "belief", "attitude", "intention", "finding")
CERTAINTIES = ("", "certain", "probable", "possible", "denied")
VOICES = ("any", "writer", "holder", "reported")

_SHAPES = {
    "axis": Shape({"name": str, "bias": (int, float)}, {}),
    "calibration": Shape({"category": str, "measured": (int, float), "right": (int, float)}, {}),
    "setting": Shape({"id": str, "axis": str, "weight": (int, float), "of": str, "why": str}, {}),
    "prior": Shape({"id": str, "axis": str, "share": (int, float), "weight": (int, float), "why": str}, {}),
    "list": Shape({"name": str, "words": list}, {"origin": str}),
    "rule": Shape(
        {"id": str, "axes": dict, "pattern": (str, list), "why": str, "matches": list, "ignores": list},
        {"scope": str, "where": dict, "certainty": str, "voice": str},
    ),
    "mask": Shape(
        {"id": str, "pattern": (str, list), "why": str, "matches": list, "ignores": list}, {"where": dict, "of": str}
    ),
    "attribution": Shape(
        {
            "id": str,
            "pattern": (str, list),
            "frames": list,
            "manner": str,
            "why": str,
            "matches": list,
            "ignores": list,
        },
        {"where": dict, "axes": dict, "certainty": str},
    ),
    "source": Shape(
        {"id": str, "kind": str, "heads": list, "why": str, "matches": list, "ignores": list},
        {"axes": dict, "subkind": str, "people": bool, "institution": bool, "rank": int},
    ),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds the marks of a unit. of: "sentence" (each unit of weight in the rest of the sentence, same voice)
    or "length" (each ten words of the unit).
    """

    id: str
    axis: str
    weight: float
    of: str
    why: str


def fill(why: str, cue: str, source: str = "") -> str:
    """A rule's sentence with {cue} and {source} in their places."""
    return why.replace("{cue}", cue).replace("{source}", source or "somebody unnamed")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule. `axes`: weights in log-odds. `of`: for a pseudo-cue, whose words it takes away ("" for everybody's)."""

    id: str
    why: str
    patterns: tuple[Pattern, ...]
    condition: Test | None
    matches: tuple[str, ...]
    ignores: tuple[str, ...]
    place: str
    axes: Mapping[str, float] = field(default_factory=dict)
    scope: str = "clause"
    certainty: str = ""
    voice: str = "any"
    frames: tuple[str, ...] = ()
    manner: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SourceRule:
    """Words that tell what kind of source a noun phrase is. `rank`: the higher is asked first.

    people: whether persons speak (not an organisation as such, not a paper). institution: whether it speaks for one
    (an agency's figures are a document, and official).
    """

    id: str
    kind: str
    subkind: str
    heads: frozenset[str]
    why: str
    matches: tuple[str, ...]
    ignores: tuple[str, ...]
    place: str
    people: bool
    institution: bool
    rank: int
    axes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Prior:
    """The shift of an axis for an article in which this share of the writer's clauses has that axis."""

    id: str
    axis: str
    share: float
    weight: float
    why: str
    place: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """One rule found in a parse: the tokens of its cue, and the token its conditions and scope refer to."""

    rule: Rule
    tokens: tuple[int, ...]
    anchor: int


class Index:
    """Rules by the words that must occur in them, so that a sentence costs only the rules it could hold."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._by_key: dict[str, list[tuple[Rule, Pattern]]] = {}
        for rule in rules:
            for pattern in rule.patterns:
                for key in pattern.items[pattern.index_at].keys:
                    self._by_key.setdefault(key, []).append((rule, pattern))

    def find(self, parse: Parse, i: int) -> Iterator[Match]:
        """Every rule with a pattern whose index item is token `i`."""
        seen: set[int] = set()
        for key in (f"w:{parse.lower[i]}", f"l:{parse.lemma[i]}", f"t:{parse.tag[i]}"):
            for rule, pattern in self._by_key.get(key, ()):
                if id(pattern) in seen:
                    continue
                seen.add(id(pattern))
                found = pattern.matches_at(parse, i)
                if found is None:
                    continue
                tokens, anchor = found
                if rule.condition is None or rule.condition(parse, anchor):
                    yield Match(rule, tuple(tokens), anchor)


class RuleSet:
    """All rules in effect. `switched_off`: ids left out at the user's wish; they count in `version` all the same."""

    def __init__(self, folders: Iterable[Path], switched_off: Iterable[str] = ()) -> None:
        """Read every `*.toml` of the folders, in order of folder and name. Raises RuleError."""
        entries: list[Entry] = []
        digest = hashlib.sha256()
        for folder in folders:
            for path in sorted(folder.glob("*.toml")):
                if path.name == "furniture.toml":  # belongs to reading files, not to labelling sentences
                    continue
                digest.update(path.read_bytes())
                entries += read_entries(path, _SHAPES)
        off = frozenset(switched_off)
        digest.update("\n".join(sorted(off)).encode())
        self.version = digest.hexdigest()
        #: Switched-off ids that no rule has.
        self.unknown = off - {e.values.get("id") for e in entries}
        self.lists: dict[str, frozenset[str]] = {}
        for entry in entries:
            if entry.table == "list":
                name = entry.values["name"]
                words = frozenset(_strings(entry, "words"))
                self.lists[name] = self.lists.get(name, frozenset()) | words
        _refuse_twins(entries)
        kept = [e for e in entries if e.values.get("id") not in off]
        self.biases = {
            _one_of(e, "name", e.values["name"], WEIGHED_AXES): float(e.values["bias"])
            for e in entries
            if e.table == "axis"
        }
        #: (measured, right) by category, rising.
        self.calibration: dict[str, list[tuple[float, float]]] = {}
        for e in entries:
            if e.table == "calibration":
                point = (float(e.values["measured"]), float(e.values["right"]))
                insort(self.calibration.setdefault(e.values["category"], []), point)
        self.settings = [_setting(e) for e in kept if e.table == "setting"]
        self.priors = sorted((_prior(e) for e in kept if e.table == "prior"), key=lambda p: p.share)
        self.rules = [self._rule(e) for e in kept if e.table == "rule"]
        self.masks = [self._rule(e) for e in kept if e.table == "mask"]
        self.attributions = [self._rule(e) for e in kept if e.table == "attribution"]
        self.sources = sorted((_source(e) for e in kept if e.table == "source"), key=lambda s: -s.rank)

    @cached_property
    def cue_index(self) -> Index:
        """Rules that shift an axis."""
        return Index(self.rules)

    @cached_property
    def mask_index(self) -> Index:
        """Pseudo-cues: matches whose words no cue rule may use."""
        return Index(self.masks)

    @cached_property
    def attribution_index(self) -> Index:
        """Rules that put content in somebody's mouth."""
        return Index(self.attributions)

    @cached_property
    def attribution_order(self) -> dict[Rule, int]:
        """The place of each attribution rule in the files: of two that fit, the first is tried first."""
        return {rule: n for n, rule in enumerate(self.attributions)}

    @cached_property
    def by_id(self) -> dict[str, Rule | SourceRule]:
        """Every rule by its id."""
        found: list[Rule | SourceRule] = [*self.rules, *self.masks, *self.attributions, *self.sources]
        return {rule.id: rule for rule in found}

    def _rule(self, entry: Entry) -> Rule:
        v = entry.values
        written = _strings(entry, "pattern") if isinstance(v["pattern"], list) else (v["pattern"],)
        try:
            patterns = tuple(p for w in written for p in compile_pattern(w, self.lists))
            condition = compile_conditions(v.get("where", {}), self.lists)
        except PatternError as error:
            raise RuleError(f"{entry.place}: {error}.", "Correct the pattern.") from error
        return Rule(
            id=v["id"],
            why=v["why"],
            patterns=patterns,
            condition=condition,
            matches=_strings(entry, "matches"),
            ignores=_strings(entry, "ignores"),
            place=entry.place,
            axes=_axes(entry),
            scope=_one_of(entry, "scope", v.get("scope", "clause"), SCOPES),
            certainty=_one_of(entry, "certainty", v.get("certainty", ""), CERTAINTIES),
            voice=_one_of(entry, "voice", v.get("voice", "any"), VOICES),
            frames=tuple(_one_of(entry, "frames", f, FRAMES) for f in v.get("frames", [])),
            manner=_one_of(entry, "manner", v.get("manner", ""), ("", *MANNERS)),
            of=_one_of(entry, "of", v.get("of", ""), ("", "cues", "attribution")),
        )


def _setting(entry: Entry) -> Setting:
    _one_of(entry, "axis", entry.values["axis"], WEIGHED_AXES)
    _one_of(entry, "of", entry.values["of"], ("sentence", "length"))
    return Setting(**entry.values)


def _prior(entry: Entry) -> Prior:
    _one_of(entry, "axis", entry.values["axis"], WEIGHED_AXES)
    return Prior(**entry.values, place=entry.place)


def _source(entry: Entry) -> SourceRule:
    v = entry.values
    return SourceRule(
        id=v["id"],
        kind=_one_of(entry, "kind", v["kind"], KINDS),
        subkind=v.get("subkind", ""),
        heads=frozenset(_strings(entry, "heads")),
        why=v["why"],
        matches=_strings(entry, "matches"),
        ignores=_strings(entry, "ignores"),
        place=entry.place,
        people=v.get("people", v["kind"] in ("witness", "person", "expert")),
        institution=v.get("institution", v["kind"] == "official"),
        rank=v.get("rank", 0),
        axes=_axes(entry),
    )


def _axes(entry: Entry) -> dict[str, float]:
    """The weights of an entry. Only axes that add up weights can have one; the others follow from the voices."""
    weights: dict[str, float] = {}
    for axis, weight in entry.values.get("axes", {}).items():
        if isinstance(weight, bool) or not isinstance(weight, (int, float)):
            raise RuleError(f"{entry.place}: the weight of “{axis}” is no number.", "Write a number.")
        weights[_one_of(entry, "axes", axis, WEIGHED_AXES)] = float(weight)
    return weights


def _strings(entry: Entry, key: str) -> tuple[str, ...]:
    values: list[Any] = entry.values[key]
    if not values or not all(isinstance(v, str) for v in values):
        raise RuleError(f"{entry.place}: “{key}” must be a list of texts.", "Correct the file.")
    return tuple(values)


def _one_of(entry: Entry, key: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        known = ", ".join(a for a in allowed if a)
        raise RuleError(f"{entry.place}: “{key}” cannot be “{value}”.", f"Allowed: {known}.")
    return value


def _refuse_twins(entries: Iterable[Entry]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        rule_id = entry.values.get("id")
        if rule_id is None:
            continue
        if rule_id in seen:
            raise RuleError(f"{entry.place}: the id “{rule_id}” is taken by {seen[rule_id]}.", "Choose another id.")
        seen[rule_id] = entry.place
