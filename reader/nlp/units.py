"""The units of decision: a clause, or the part of one that the same voices hold, with every rule that speaks for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.categories import Categories
from reader.domain.analysis import Firing, Offsets
from reader.nlp.cues import Cue, find_cues
from reader.nlp.reading import Reading, Stack
from reader.nlp.resolve import Decision, axes_of, decide
from reader.nlp.rules.ruleset import Rule, RuleSet, SourceRule, fill

_LONGEST = 40  # words from which a clause counts as no longer
#: One strong adjective inside a dependent clause leaves it with its governor (codebook, "Coloured news prose").
_CLEAR_OPINION = 0.62


@dataclass(slots=True)
class Unit:
    """Tokens of one clause under one stack of voices. `certainties`: the certainty marks of the rules that fired."""

    sent: int
    clause: int
    stack: Stack
    tokens: list[int]
    firings: list[Firing] = field(default_factory=list)
    certainties: set[str] = field(default_factory=set)
    axes: dict[str, float] = field(default_factory=dict)
    decision: Decision | None = None
    reporting: bool = False

    @property
    def marked(self) -> bool:
        """Whether the content is clearly marked here, so that a dependent clause has a label of its own."""
        return self.axes["speculative"] >= 0.5 or self.axes["opinion"] >= _CLEAR_OPINION


def units_of(reading: Reading, rules: RuleSet) -> list[Unit]:
    """All units of a block with their firings; axes and decisions are still to come."""
    parse = reading.parse
    cues = _by_sentence(reading, rules)
    by_key: dict[tuple[int, int], Unit] = {}
    for i in range(len(parse)):
        if parse.is_punct(i):
            continue
        stack = reading.stacks[i]
        key = (reading.clause_of[i], id(stack) if stack else 0)
        unit = by_key.get(key)
        if unit is None:
            unit = by_key[key] = Unit(parse.sent_of[i], reading.clause_of[i], stack, [])
        unit.tokens.append(i)
    units = list(by_key.values())
    for unit in units:
        unit.reporting = all(t in reading.reporting for t in unit.tokens)
        _fire(unit, cues.get(unit.sent, ()), reading, rules.by_id)
    _set(units, rules)
    return units


def _by_sentence(reading: Reading, rules: RuleSet) -> dict[int, list[tuple[Cue, Offsets, str]]]:
    """The cues of each sentence, with where their words stand and what they say."""
    parse = reading.parse
    found: dict[int, list[tuple[Cue, Offsets, str]]] = {}
    for cue in find_cues(reading, rules):
        first, last = cue.tokens[0], cue.tokens[-1]
        why = fill(cue.rule.why, parse.words(first, last))
        found.setdefault(parse.sent_of[cue.anchor], []).append((cue, (parse.start[first], parse.end[last]), why))
    return found


def _set(units: Sequence[Unit], rules: RuleSet) -> None:
    """Add what the surroundings of the marks weigh: the rest of the sentence, and the length of the clause."""
    marks = {rule.id for rule in rules.rules}
    for setting in rules.settings:
        own = [sum(f.weight for f in u.firings if f.axis == setting.axis and f.rule in marks) for u in units]
        sentences: defaultdict[tuple[int, bool], float] = defaultdict(float)
        for weight, unit in zip(own, units, strict=True):
            sentences[unit.sent, bool(unit.stack)] += weight
        for weight, unit in zip(own, units, strict=True):
            if not any(f.axis == setting.axis and f.weight > 0 for f in unit.firings):
                continue  # nothing here for the surroundings to strengthen or weaken
            if setting.of == "length":
                measure = min(len(unit.tokens), _LONGEST) / 10
            else:
                measure = max(-2.0, min(3.0, sentences[unit.sent, bool(unit.stack)] - weight))
            if measure:
                unit.firings.append(Firing(setting.id, setting.axis, round(setting.weight * measure, 3), setting.why))


def _fire(
    unit: Unit, cues: Iterable[tuple[Cue, Offsets, str]], reading: Reading, by_id: Mapping[str, Rule | SourceRule]
) -> None:
    own = set(unit.tokens)
    for cue, where, why in cues:
        if unit.clause not in cue.clauses:
            continue
        at = reading.stacks[cue.anchor]
        if cue.anchor not in own and len(at) > len(unit.stack):
            continue
        if not _fits(cue.rule.voice, unit.stack, reading.quoted[cue.anchor] >= 0):
            continue
        _add(unit, cue.rule, where, why)
    for voice in unit.stack:
        if voice.rule is not None:
            _add(unit, voice.rule, voice.cue, voice.why)
        source = voice.source
        place = None if source.start is None or source.end is None else (source.start, source.end)
        kind_rule = by_id.get(voice.kind.rule)
        if isinstance(kind_rule, SourceRule):
            for axis, weight in kind_rule.axes.items():
                unit.firings.append(Firing(kind_rule.id, axis, weight, kind_rule.why, place))


def _fits(voice: str, stack: Stack, quoted: bool) -> bool:
    """Whether a rule's `voice` fits: any; the writer; a holder; a holder in backshifted speech ("reported")."""
    if voice == "writer":  # what stands in quotation marks are somebody's words, also where nobody is named
        return not stack and not quoted
    if voice == "holder":
        return bool(stack)
    if voice == "any" or not stack:
        return voice == "any"
    rule = stack[-1].rule
    return not quoted and rule is not None and "clause" in rule.frames


def _add(unit: Unit, rule: Rule, where: tuple[int, int] | None, why: str) -> None:
    for axis, weight in rule.axes.items():
        unit.firings.append(Firing(rule.id, axis, float(weight), why, where))
    if rule.certainty:
        unit.certainties.add(rule.certainty)


def decide_units(units: Sequence[Unit], extra: Sequence[Firing], rules: RuleSet, categories: Categories) -> None:
    """Axes and decision of every unit; `extra`: firings that hold for the whole article (voice of the writer only)."""
    for unit in units:
        firings = [*unit.firings, *(extra if not unit.stack else ())]
        unit.axes = axes_of(firings, unit.stack, rules.biases)
        unit.decision = decide(unit.axes, firings, categories, rules.calibration)
