"""From evidence to a label: pure functions that decide by the codebook's order.

An axis is a small linear model over rule firings: sigmoid(bias + sum of the weights of the rules that fired). A rule
that fires twice in a unit counts one and a half times. Each contribution is kept and shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader.categories import Categories, Category
from reader.domain.analysis import Certainty, Firing, RunnerUp
from reader.nlp.reading import Stack, Voice

FLAT = "flat"
FLAT_WHY = "No mark found: stated flatly."
CARRIED = "quotation.carried"
CARRIED_WHY = "The quotation goes on: these are still the words of {source}."
INTRODUCED_WHY = "A colon gives the floor: these are the words of {source}."

#: The most an opinion can reach where no word marks it: surroundings alone do not make a judgement.
UNMARKED = 0.25
#: Nor do marks below SLIGHT, unless they add up to ENOUGH.
SLIGHT, ENOUGH = 0.3, 0.45

#: How much each manner of attribution tells that an institution speaks: plain speech most.
_TRUST = {"speech": 0.95, "writing": 0.93, "finding": 0.9, "claim": 0.86, "belief": 0.78, "intention": 0.8}

_CERTAINTIES: tuple[Certainty, ...] = ("denied", "possible", "probable", "certain")


def logistic(x: float) -> float:
    """The logistic function, to four decimals (so that results do not differ between machines)."""
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, x)))), 4)


def axis_value(axis: str, firings: Iterable[Firing], bias: float) -> float:
    """The value of one axis from the rules that fired."""
    weights: dict[str, list[float]] = {}
    for firing in firings:
        if firing.axis == axis:
            weights.setdefault(firing.rule, []).append(firing.weight)
    total = bias
    for values in weights.values():
        values.sort(key=abs, reverse=True)
        total += values[0] + (0.5 * values[1] if len(values) > 1 else 0.0)
    return logistic(total)


def _attributed(stack: Stack, unnamed: float) -> float:
    """`unnamed`: how far rules say that somebody who is not named holds it ("is thought to")."""
    if not stack:
        return unnamed
    return max(0.8 if v.rule is None else 0.65 if v.unsaid else 0.93 for v in stack)


def _official(stack: Stack) -> float:
    """Whether an institution speaks. Of nested holders the outermost decides, but media and papers only pass on."""
    relayed = [v for v in stack if v.kind.institution or v.kind.kind not in ("media", "document")]
    if not relayed or not relayed[0].kind.institution:
        return 0.03
    return max(_official_voice(v) for v in relayed if v.kind.institution)


def _official_voice(voice: Voice) -> float:
    if voice.unsaid and voice.manner != "intention":
        return 0.3
    if reads_mind(voice):
        return 0.3
    value = _TRUST.get(voice.manner, 0.86) - (0.0 if voice.kind.sure else 0.2)
    return round(value if voice.rule is not None else value - 0.1, 4)


def _speech(stack: Stack) -> float:
    """Words given as spoken by people: a plain verb of saying, or a quotation (papers are written, beliefs held)."""
    spoken = (v.kind.people and (v.manner == "speech" or (v.quoted and v.manner == "claim")) for v in stack)
    return 0.9 if any(spoken) else 0.04


def reads_mind(voice: Voice) -> bool:
    """Whether the writer tells what somebody feels or wants, which is the writer's own reading."""
    return voice.manner == "attitude" or (voice.manner == "belief" and voice.individual)


def axes_of(firings: Sequence[Firing], stack: Stack, biases: Mapping[str, float]) -> dict[str, float]:
    """All axes of one unit."""
    opinion = axis_value("opinion", firings, biases["opinion"])
    marks = [f.weight for f in firings if f.axis == "opinion" and f.weight > 0 and f.cue is not None]
    if max(marks, default=0.0) < SLIGHT and sum(marks) < ENOUGH:
        opinion = min(opinion, UNMARKED)
    return {
        "attributed": _attributed(stack, axis_value("attributed", firings, biases["attributed"])),
        "speech": _speech(stack),
        "official": _official(stack),
        "speculative": axis_value("speculative", firings, biases["speculative"]),
        "uncertain": axis_value("uncertain", firings, biases["uncertain"]),
        "opinion": opinion,
        "writer_opinion": opinion if all(reads_mind(v) for v in stack) else round(min(opinion, 0.4), 4),
    }


@dataclass(frozen=True, slots=True)
class Decision:
    """The label of a unit, before its words are known."""

    category: str
    content: str
    confidence: float
    runner_up: RunnerUp | None


def _value(category: Category, axes: Mapping[str, float], categories: Categories, content_only: bool) -> float:
    if category.axis:
        return axes[category.axis]
    others = [axes[c.axis] for c in categories.by_order if c.axis and (c.content or not content_only)]
    return round(1.0 - max(others), 4)


def _first(axes: Mapping[str, float], candidates: Sequence[Category]) -> Category:
    """The first category in the order of decision whose axis is reached; the one without an axis remains."""
    for category in candidates:
        if not category.axis or axes[category.axis] >= 0.5:
            return category
    return candidates[-1]


def decide(
    axes: Mapping[str, float],
    firings: Sequence[Firing],
    categories: Categories,
    calibration: Mapping[str, Sequence[tuple[float, float]]] | None = None,
) -> Decision:
    """Category, content, confidence and runner-up of one unit (codebook, "Order of decision")."""
    winner = _first(axes, categories.by_order)
    content = _first(axes, [c for c in categories.by_order if c.content])
    points = (calibration or {}).get(winner.id, ())
    confidence = calibrated(_value(winner, axes, categories, content_only=False), points)
    others = [c for c in categories.by_order if c is not winner]
    second = max(others, key=lambda c: _value(c, axes, categories, content_only=True))
    marks = (f for f in firings if f.axis == second.axis and f.weight > 0)
    strongest = max(marks, key=lambda f: (f.cue is not None, f.weight), default=None)
    if second.axis and axes[second.axis] >= 0.5:
        why = f"“{winner.title}” comes first in the order of decision."
    elif strongest is not None:
        why = "Its marks were too weak to decide."
    else:
        why = "Nothing in the words marks it."
    runner_up = RunnerUp(second.id, strongest.rule if strongest else "", why)
    return Decision(winner.id, content.id, confidence, runner_up)


def calibrated(value: float, points: Sequence[tuple[float, float]]) -> float:
    """A value as the share of spans of that value that were right; the value itself where nothing was measured."""
    return on_lines(value, points) if len(points) > 1 else value


def on_lines(x: float, points: Sequence[tuple[float, float]]) -> float:
    """The height at `x` of the straight lines between points in order; beyond the outer points it stays as there."""
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            along = max(0.0, (x - x0) / (x1 - x0))
            return round(y0 + along * (y1 - y0), 4)
    return points[-1][1]


def shown(confidence: float) -> str:
    """The word the screen uses for a confidence: two in three right is clear, every other is fair."""
    return "clear" if confidence >= 0.68 else "fair" if confidence >= 0.5 else "unsure"


def certainty_of(marks: Iterable[str], speculative: float) -> Certainty:
    """The strongest certainty mark; an open content without one is possible."""
    found = set(marks)
    for name in _CERTAINTIES[:-1]:
        if name in found and (name == "denied" or speculative >= 0.5):
            return name
    return "possible" if speculative >= 0.5 else "certain"
