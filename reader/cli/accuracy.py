"""The figures of an evaluation as tables of plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from reader import categories
from reader.domain.analysis import UNMARKED
from reader.services import evaluation
from reader.services.evaluation import Evaluation

_LONGEST = 160


def text(report: dict[str, Any]) -> str:
    """All groups, one after the other."""
    made = report["made_with"]
    lines = [f"{made['program']}, {made['model']} {made['model_version']}, rule set {made['rules'][:12]}"]
    for name, title, _ in evaluation.GROUPS:
        if name in report["groups"]:
            lines += _group(title, report["groups"][name])
    return "\n".join(lines) + "\n"


def examples(found: Evaluation, most: int) -> str:
    """Some examples of each confusion, the commonest confusion first."""
    everything = evaluation.confusions(found.rows)
    counts = Counter((one.gold, one.given) for one in everything)
    lines: list[str] = []
    shown: Counter[tuple[str, str]] = Counter()
    for one in everything:
        pair = (one.gold, one.given)
        if not shown[pair]:
            lines += ["", f"{_title(one.gold)}, labelled {_title(one.given)}: {counts[pair]}"]
        shown[pair] += 1
        if shown[pair] <= most:
            words = one.text if len(one.text) <= _LONGEST else one.text[: _LONGEST - 1] + "…"
            why = f"{one.confidence:.2f} {one.rule}".strip()
            lines.append(f"  {one.id} ({why}): {words}")
    return "\n".join(lines) + "\n"


def _group(title: str, of: dict[str, Any]) -> Iterator[str]:
    size = f"{of['documents']} documents, {of['sentences']:,} sentences, {of['spans']:,} spans, {of['words']:,} words"
    yield from ("", f"== {title}: {size} ==")
    for unit, name in (("sentence", "Sentences"), ("word", "Words")):
        yield from ("", _columns(name, ("precision", "recall", "F1", "n")))
        for category, figures in of[unit]["categories"].items():
            yield _columns(_title(category), _prf(figures))
        low, high = of[unit]["interval"]
        yield f"{'macro-F1':28}{of[unit]['macro_f1']:.3f}  (95 % of draws of documents: {low:.3f} to {high:.3f})"
    yield from ("", _columns("Spans and sources", ("precision", "recall", "F1", "n")))
    yield _columns("exact borders", _prf(of["borders"]))
    yield _columns("exact source words", _prf(of["source_words"]))
    yield from ("", _columns("", ("right", "n")))
    for key, name in (
        ("source_kind", "kind of source (words)"),
        ("source_name", "resolved name"),
        ("content", "official: content"),
        ("certainty", "official: certainty"),
    ):
        yield _columns(name, (f"{of[key]['share']:.3f}", f"{of[key]['n']:,}"))
    yield from ("", "Words: rows are the gold, columns what Sayso says")
    letters = [_letter(category) for category in of["confusion"]]
    yield _columns("", letters)
    for category, given in of["confusion"].items():
        yield _columns(f"{_letter(category)} {_title(category)}", [f"{n:,}" for n in given.values()])
    yield from ("", "Calibration: of the spans shown with this confidence, so many are right")
    yield _columns("confidence", ("spans", "mean", "right"))
    for one in of["calibration"]["bins"]:
        if one["n"]:
            name = f"{one['low']:.1f} to {one['high']:.1f}"
            yield _columns(name, (f"{one['n']:,}", f"{one['confidence']:.3f}", f"{one['right']:.3f}"))
    yield f"expected calibration error  {of['calibration']['error']:.3f}"


def _columns(name: str, values: Sequence[str]) -> str:
    return (f"{name:24}" + "".join(f"{value:>10}" for value in values)).rstrip()


def _prf(figures: dict[str, Any]) -> tuple[str, ...]:
    return (*(f"{figures[name]:.3f}" for name in ("precision", "recall", "f1")), f"{figures['n']:,}")


def _title(category: str) -> str:
    return UNMARKED if category == UNMARKED else categories.load()[category].title


def _letter(category: str) -> str:
    return "–" if category == UNMARKED else categories.load()[category].letter
