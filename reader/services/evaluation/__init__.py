"""How well the labeller does on the gold corpus: every figure of `sayso evaluate` and of the *Accuracy* page."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from reader import categories, paths
from reader.domain.analysis import UNMARKED, Offsets, Span, Stamp
from reader.domain.errors import SetupError
from reader.domain.progress import Progress, silent
from reader.services import labelling
from reader.services.evaluation import gold, measures
from reader.services.evaluation.measures import Mark, Row, Share, Tally
from reader.services.reading import Analyses

#: The groups of documents that are reported apart: name, title, and how the documents' names begin.
GROUPS = (("all", "All documents", ""), ("news", "News (Wikinews)", "GUM_"), ("own", "Written for Sayso", "own-"))

_DIGITS = 4
#: A run of fewer wrong words is a matter of borders, not a confusion.
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Confusion:
    """Words of one gold span that got another category, and the rule that decided so."""

    id: str
    gold: str
    given: str
    text: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The gold's rows with their answers, and what they were made with."""

    rows: tuple[Row, ...]
    stamp: Stamp
    gold_sha256: str


def evaluate(analyses: Analyses, path: Path | None = None, progress: Progress = silent) -> Evaluation:
    """Label a gold corpus, without `path` the one that ships; `progress` counts rows. Raises InputError, SetupError."""
    path = path or gold.shipped()
    wanted = gold.read(path)
    rows: list[Row] = []
    for _, document in groupby(wanted, key=lambda row: row.doc):
        sentences = list(document)
        _, analysis, parts = labelling.analyse_sentences([row.text for row in sentences], analyses)
        for row, part in zip(sentences, parts, strict=True):
            rows.append(Row(row.id, row.doc, row.text, row.marks, _within(analysis.spans, part)))
        progress(len(rows), len(wanted))
    return Evaluation(tuple(rows), analysis.stamp, hashlib.sha256(path.read_bytes()).hexdigest())


def report(evaluation: Evaluation) -> dict[str, Any]:
    """All figures, as `sayso evaluate --json` writes them: of all documents, and of each group that has some."""
    stamp = evaluation.stamp
    groups = {}
    for name, _, start in GROUPS:
        rows = [row for row in evaluation.rows if row.doc.startswith(start)]
        if rows:
            groups[name] = figures(rows)
    return {
        "made_with": {part: getattr(stamp, part) for part in ("program", "spacy", "model", "model_version", "rules")},
        "gold_sha256": evaluation.gold_sha256,
        "groups": groups,
    }


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of some documents."""
    known = [category.id for category in categories.load().by_order]
    bins = measures.calibration(rows)
    confused = measures.confusion(rows)
    return {
        "documents": len({row.doc for row in rows}),
        "sentences": len(rows),
        "words": confused.total(),
        "spans": sum(len(row.gold) for row in rows),
        "sentence": _by_category(rows, known, measures.sentence_tallies),
        "word": _by_category(rows, known, measures.word_tallies),
        "confusion": {g: {p: confused[g, p] for p in (*known, UNMARKED)} for g in (*known, UNMARKED)},
        "borders": _tally(measures.borders(rows)),
        "source_words": _tally(measures.source_words(rows)),
        "source_kind": _share(measures.source_kind(rows)),
        "source_name": _share(measures.source_name(rows)),
        "content": _share(measures.official_share(rows, lambda mark: mark.content)),
        "certainty": _share(measures.official_share(rows, lambda mark: mark.certainty)),
        "calibration": {
            "error": round(measures.calibration_error(bins), _DIGITS),
            "bins": [
                {
                    "low": b.low,
                    "high": b.high,
                    "n": b.count,
                    "confidence": round(b.confidence, _DIGITS),
                    "right": round(b.right, _DIGITS),
                }
                for b in bins
            ],
        },
    }


def shipped_report() -> tuple[dict[str, Any], str]:
    """What `report` gave for the rules that ship, and their known failures in Markdown. Raises SetupError."""
    folder = paths.resources() / "accuracy"
    try:
        found = json.loads((folder / "accuracy.json").read_text(encoding="utf-8"))
        return found, (folder / "known-failures.md").read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise SetupError("The figures that ship with Sayso cannot be read.", "Install it again.") from error


def confusions(rows: Iterable[Row]) -> list[Confusion]:
    """What got a wrong category, three words or more: the commonest confusion first, and in it the surest answer."""
    found: dict[tuple[str, str], list[Confusion]] = defaultdict(list)
    for row in rows:
        for (want, given), words in groupby(row.words, key=lambda word: word[1:]):
            pair = (want.category if want else UNMARKED, given.category if given else UNMARKED)
            places = [place for place, *_ in words]
            if pair[0] != pair[1] and len(places) >= _FEWEST_WORDS:
                text = row.text[places[0][0] : places[-1][1]]
                rule, confidence = (given.rule, given.confidence) if given else ("", 0.0)
                found[pair].append(Confusion(row.id, *pair, text, rule, confidence))
    commonest = sorted(found.values(), key=lambda some: -len(some))
    return [one for some in commonest for one in sorted(some, key=lambda one: -one.confidence)]


def _within(spans: Iterable[Span], part: Offsets) -> tuple[Mark, ...]:
    start, end = part
    return tuple(
        Mark(
            start=s.start - start,
            end=s.end - start,
            category=s.category,
            content=s.content,
            certainty=s.certainty,
            kind=s.source.kind,
            source=s.source.text,
            name=s.source.name,
            confidence=s.confidence,
            rule=s.rule,
        )
        for s in spans
        if start <= s.start and s.end <= end
    )


def _by_category(
    rows: Sequence[Row], known: Sequence[str], tell: Callable[[Iterable[Row], Sequence[str]], Mapping[str, Tally]]
) -> dict[str, Any]:
    tallies = tell(rows, known)
    by_document: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_document[row.doc].append(row)
    bounds = measures.interval([tell(document, known) for document in by_document.values()])
    return {
        "macro_f1": round(measures.macro_f1(tallies), _DIGITS),
        "interval": [round(bound, _DIGITS) for bound in bounds],
        "categories": {category: _tally(tally) for category, tally in tallies.items()},
    }


def _tally(tally: Tally) -> dict[str, Any]:
    names = ("precision", "recall", "f1")
    return {**{name: round(getattr(tally, name), _DIGITS) for name in names}, "n": tally.wanted}


def _share(share: Share) -> dict[str, Any]:
    return {"share": round(share.value, _DIGITS), "n": share.of}
