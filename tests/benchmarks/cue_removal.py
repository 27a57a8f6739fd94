"""Whether the shown reason is the reason: what becomes of a gold span when its cues are taken out of the text.

    python tests/benchmarks/cue_removal.py [--rounds N] [--limit 0.9] [--failures N]

For each span of the gold corpus that Sayso gives cues to, the cue words are removed from its sentence, the document is
labelled again, and the words that remain are looked up. The reason holds if most of them have another category, or the
same with a lower confidence. One analysis changes several spans of a document, as long as they stand GAP sentences
apart; a round is one analysis of every document. Without --rounds all spans are tried. Exit status 1 below `--limit`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from reader import paths
from reader.domain.analysis import Offsets, Span
from reader.services import labelling
from reader.services.evaluation import gold
from reader.services.evaluation.measures import trim, words_of
from reader.services.reading import Analyses

#: Sentences between two changes in one analysis.
GAP = 6


@dataclass(frozen=True)
class Trial:
    """One span, with what its words were without the cues. `places`: of the words that remain, in the new text."""

    row: int
    text: str
    span: Span
    cues: tuple[str, ...]
    without: str
    places: tuple[Offsets, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of a span: the category of most of its words ("" for none), their confidence, their source's kind."""

    trial: Trial
    category: str
    confidence: float
    kind: str

    @property
    def holds(self) -> bool:
        """Whether the reason was one."""
        return self.category != self.trial.span.category or self.confidence < self.trial.span.confidence - 1e-9


def without_cues(text: str, span: Offsets, cues: Iterable[Offsets]) -> tuple[str, tuple[Offsets, ...]]:
    """The sentence without the words that a cue touches, and where the other words of the span stand in it.

    Marks are no cue: they stay, and join the word beside them.
    """
    gone: set[int] = set()
    kept: list[Offsets] = []
    for start, end in words_of(text):
        if not any(start < b and a < end for a, b in cues):
            kept.append((start, end))
            continue
        first, last = trim(text, start, end)
        gone.update(range(first, last))
        before, after = start - 1, end
        if first == start and last < end:
            while before >= 0 and (before in gone or text[before].isspace()):
                gone.add(before)
                before -= 1
        else:
            while after < len(text) and text[after].isspace():
                gone.add(after)
                after += 1
    left = [i for i in range(len(text)) if i not in gone]
    at = {i: n for n, i in enumerate(left)}
    places = [(at[a], at[b - 1] + 1) for a, b in kept if span[0] <= a and b <= span[1]]
    return "".join(text[i] for i in left), tuple(places)


def trials(texts: Sequence[str], spans: Sequence[Span], parts: Sequence[Offsets]) -> Iterator[Trial]:
    """The spans of one document that have cues, and words besides."""
    for row, (start, end) in enumerate(parts):
        for span in spans:
            if not span.cues or not (start <= span.start and span.end <= end):
                continue
            cues = [(a - start, b - start) for a, b in span.cues if start <= a and b <= end]
            text, places = without_cues(texts[row], (span.start - start, span.end - start), cues)
            if cues and places:
                yield Trial(row, texts[row], span, tuple(texts[row][a:b] for a, b in cues), text, places)


def rounds(of: Sequence[Trial]) -> list[list[Trial]]:
    """The trials of one document in groups whose sentences stand GAP apart."""
    found: list[list[Trial]] = []
    for trial in of:
        for group in found:
            if all(abs(trial.row - other.row) >= GAP for other in group):
                group.append(trial)
                break
        else:
            found.append([trial])
    return found


def outcomes(analyses: Analyses, limit: int | None = None, path: Path | None = None) -> Iterator[Outcome]:
    """What becomes of every cued span of the gold, or of those of the first `limit` rounds."""
    for _, rows in groupby(gold.read(path or paths.gold()), key=lambda row: row.doc):
        texts = [row.text for row in rows]
        _, analysis, parts = labelling.analyse_sentences(texts, analyses)
        for group in rounds(list(trials(texts, analysis.spans, parts)))[:limit]:
            changed = list(texts)
            for trial in group:
                changed[trial.row] = trial.without
            _, again, new_parts = labelling.analyse_sentences(changed, analyses)
            for trial in group:
                yield _outcome(trial, again.spans, new_parts[trial.row][0])


def _outcome(trial: Trial, spans: Sequence[Span], offset: int) -> Outcome:
    votes: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    confidence: dict[str, float] = {"": 0.0}
    for start, end in trial.places:
        for span in spans:
            if span.start < end + offset and start + offset < span.end:
                votes[span.category] += 1
                kinds[span.source.kind] += 1
                confidence[span.category] = confidence.get(span.category, 0.0) + span.confidence
                break
        else:
            votes[""] += 1
    category = _most(votes)
    return Outcome(trial, category, confidence[category] / votes[category], _most(kinds) if kinds else "")


def _most(votes: Counter[str]) -> str:
    return votes.most_common(1)[0][0]


def share(of: Sequence[Outcome]) -> float:
    """How many reasons hold."""
    return sum(one.holds for one in of) / len(of) if of else 0.0


def main() -> int:
    """Try all spans, and tell which rules' reasons hold least."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--limit", type=float, default=0.9)
    parser.add_argument("--failures", type=int, default=3, help="examples a rule")
    given = parser.parse_args()

    from reader.services.reading import Reading
    from reader.settings import Settings

    found = list(outcomes(Reading(Settings()), given.rounds))
    changed = sum(o.category != o.trial.span.category for o in found)
    print(f"{len(found)} spans: {share(found):.3f} hold ({changed} change category, the others' confidence falls)")
    lost = sum(o.holds or o.kind != o.trial.span.source.kind for o in found) / len(found)
    print(f"{lost:.3f} if losing the kind of source counted as well")
    for category, of in _grouped(found, lambda o: o.trial.span.category):
        print(f"  {category:20} {share(of):.3f} of {len(of)}")
    failing = [(rule, of) for rule, of in _grouped(found, lambda o: o.trial.span.rule) if share(of) < 1]
    for rule, of in sorted(failing, key=lambda one: -sum(not o.holds for o in one[1])):
        wrong = [o for o in of if not o.holds]
        print(f"\n{rule}: {len(wrong)} of {len(of)} fail")
        for o in wrong[: given.failures]:
            cues = ", ".join(f"“{cue}”" for cue in o.trial.cues)
            print(f"  {o.trial.span.category} {o.trial.span.confidence:.3f} → {o.confidence:.3f}  without {cues}")
            print(f"    {o.trial.text}")
    return 0 if share(found) >= given.limit else 1


def _grouped(found: Sequence[Outcome], key: Callable[[Outcome], str]) -> list[tuple[str, list[Outcome]]]:
    return [(name, list(of)) for name, of in groupby(sorted(found, key=key), key=key)]


if __name__ == "__main__":
    sys.exit(main())
