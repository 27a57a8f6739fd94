"""The user's layer over the machine's: what is seen from above."""

from __future__ import annotations

import pytest

from reader.domain import anchor as anchors
from reader.domain.corrections import Correction, Verdict, shown
from tests.services.fakes import span

TEXT = "It may rain, and the dam, they said, will hold."
MACHINE = [span(0, 12, "speculation"), span(13, 47, "reported-fact")]


def correction(start: int, end: int, verdict: Verdict = "changed", category: str = "analyst-opinion") -> Correction:
    said = (category, category, "she", "person", "certain") if verdict == "changed" else ("", "", "", "", "")
    return Correction(1, 1, anchors.at(TEXT, start, end), verdict, *said, "me", "2026", (), {}, False)


@pytest.mark.parametrize(
    ("corrections", "seen"),
    [
        ([], [(0, 12, "speculation", False), (13, 47, "reported-fact", False)]),
        ([correction(0, 12)], [(0, 12, "analyst-opinion", True), (13, 47, "reported-fact", False)]),
        ([correction(0, 12, "none")], [(13, 47, "reported-fact", False)]),
        ([correction(0, 12, "right")], [(0, 12, "speculation", False), (13, 47, "reported-fact", False)]),
        (
            [correction(17, 24)],
            [(0, 12, "speculation", False), (13, 17, "reported-fact", False), (17, 24, "analyst-opinion", True),
             (24, 47, "reported-fact", False)],
        ),
        ([correction(0, 46)], [(0, 46, "analyst-opinion", True)]),  # the full stop alone is worth no colour
        ([correction(0, 12), correction(0, 24, "none")], [(24, 47, "reported-fact", False)]),
        (
            [correction(0, 12), correction(17, 24, "none"), correction(0, 24, "right")],
            [(0, 12, "speculation", False), (13, 47, "reported-fact", False)],
        ),
        ([correction(0, 47), correction(0, 12, "right")], [(0, 47, "analyst-opinion", True)]),
    ],
)  # fmt: skip
def test_the_later_word_covers_the_earlier(
    corrections: list[Correction], seen: list[tuple[int, int, str, bool]]
) -> None:
    marks = shown(TEXT, MACHINE, corrections)
    assert [(m.start, m.end, m.category, m.by_user) for m in marks] == seen


def test_an_orphan_covers_nothing() -> None:
    lost = Correction(1, 1, anchors.at(TEXT, 0, 12), "none", "", "", "", "", "", "me", "2026", (), {}, True)
    assert len(shown(TEXT, MACHINE, [lost])) == 2


def test_the_users_mark_holds_what_the_user_said() -> None:
    (mark, _) = shown(TEXT, MACHINE, [correction(0, 12)])
    assert (mark.source_name, mark.source_kind, mark.content, mark.certainty) == (
        "she", "person", "analyst-opinion", "certain"
    )  # fmt: skip
