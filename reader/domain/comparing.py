"""What differs between two analyses of one article, and between two versions of its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.domain.analysis import Offsets
from reader.domain.corrections import Mark


@dataclass(frozen=True, slots=True)
class Remark:
    """A passage that is marked in another way. was, becomes: the marks, of which it may be a part; None: no mark."""

    start: int
    end: int
    text: str
    was: Mark | None
    becomes: Mark | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two analyses side by side. remarks: in reading order, not overlapping; what is in none of them stays as it is.

    counts: words by (category before, category after), "unmarked" among them, of all words that are read for claims.
    changed, words: how many of these words are in a remark, and how many there are.
    """

    remarks: tuple[Remark, ...]
    counts: dict[tuple[str, str], int]
    changed: int
    words: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a paragraph that stand in both versions, only in the older or only in the newer one.

    text: the words with one blank between them; one stands between two pieces as well.
    """

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph that differs. old, new: where it stands in each version, None where it does not."""

    kind: Literal["changed", "removed", "added"]
    pieces: tuple[Piece, ...]
    old: Offsets | None
    new: Offsets | None
