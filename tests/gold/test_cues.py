"""The shown reason is the reason: without its cues a span has another category or a lower confidence."""

from __future__ import annotations

import pytest

from reader.services.reading import Reading
from tests.benchmarks.cue_removal import GAP, Outcome, Trial, outcomes, rounds, share, without_cues
from tests.services.fakes import span

#: Rises to 0.90 when facts that somebody tells are no longer shown with the words of the telling as their cue.
FLOOR = 0.90


def test_without_its_cues_a_span_changes(reading: Reading) -> None:
    """One round of the benchmark, some 150 spans; `tests/benchmarks/cue_removal.py` tries all."""
    found = list(outcomes(reading, limit=1))
    assert len(found) >= 120
    assert share(found) >= FLOOR
    for category in ("speculation", "analyst-opinion"):
        assert share([o for o in found if o.trial.span.category == category]) >= 0.9


@pytest.mark.parametrize(
    ("cues", "without", "places"),
    [
        (["may"], "“It rain,” he said.", [(0, 3), (4, 10)]),
        (["It"], "“may rain,” he said.", [(1, 4), (5, 11)]),
        (["rain"], "“It may,” he said.", [(0, 3), (4, 7)]),
        (["said"], "“It may rain,” he.", [(0, 3), (4, 7), (8, 14)]),
        (["may rain"], "“It,” he said.", [(0, 3)]),
        (["It may"], "“rain,” he said.", [(1, 7)]),
        (["It may rain"], "“,” he said.", []),
    ],
)
def test_cues_are_taken_out_whole(cues: list[str], without: str, places: list[tuple[int, int]]) -> None:
    text = "“It may rain,” he said."
    at = [(text.index(cue), text.index(cue) + len(cue)) for cue in cues]
    found, kept = without_cues(text, (0, 14), at)
    assert found == without
    assert list(kept) == places


def test_changes_stand_apart() -> None:
    made = [Trial(row, "", span(0, 1), (), "", ()) for row in (0, 0, 1, GAP, GAP + 1)]
    assert [[t.row for t in group] for group in rounds(made)] == [[0, GAP], [0, GAP + 1], [1]]


@pytest.mark.parametrize(
    ("category", "confidence", "holds"),
    [("speculation", 0.8, False), ("speculation", 0.7, True), ("reported-fact", 0.9, True), ("", 0.0, True)],
)
def test_when_a_reason_holds(category: str, confidence: float, holds: bool) -> None:
    trial = Trial(0, "", span(0, 1, "speculation", confidence=0.8), (), "", ())
    assert Outcome(trial, category, confidence, "").holds is holds
