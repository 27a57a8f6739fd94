"""Rows that stand on a passage: notes, highlights, corrections."""

from __future__ import annotations

from reader.domain import anchor as anchors
from reader.domain.anchor import Anchor
from reader.storage.tables import CorrectionRow, HighlightRow, NoteRow

Anchored = NoteRow | HighlightRow | CorrectionRow


def put(row: Anchored, anchor: Anchor) -> None:
    """Let the row stand on this passage."""
    for name in Anchor.__slots__:
        setattr(row, name, getattr(anchor, name))


def anchor_of(row: Anchored) -> Anchor:
    """The passage of a row that has one."""
    return Anchor(*(getattr(row, name) for name in Anchor.__slots__))


def find_again(row: Anchored, text: str) -> None:
    """Take the row to its passage's place in a new text; without one it is an orphan, and keeps the old place."""
    place = anchors.find(text, anchor_of(row))
    row.orphan = place is None
    if place is not None:
        put(row, anchors.at(text, *place))
