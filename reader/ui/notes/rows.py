"""Notes and highlights as rows of a list."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from reader.domain.library import Highlight, Note
from reader.ui.markdown_view import plain
from reader.ui.passages.row import Row, Run, elided, joined

_QUOTE, _TEXT = 140, 280


def place(item: Note | Highlight) -> str:
    """Where it stands, where that is not plain from its quotation."""
    if item.anchor is None:
        return QCoreApplication.translate("notes", "On the whole article")
    if item.orphan:
        return QCoreApplication.translate("notes", "Orphan: the passage is no longer in the article")
    return ""


def row(item: Note | Highlight, heading: str = "", state: str = "") -> Row:
    """A note or a highlight. heading: the article, where that is not plain. state: whether it is saved."""
    translate = QCoreApplication.translate
    runs = [Run(f"“{elided(item.anchor.exact, _QUOTE)}”", dim=isinstance(item, Note))] if item.anchor else []
    footer = [place(item)]
    if isinstance(item, Note):
        text = elided(plain(item.text), _TEXT) or translate("notes", "(nothing written yet)")
        runs += [Run("\n"), Run(text)] if runs else [Run(text)]
        footer += [" ".join(f"#{tag}" for tag in item.tags), state]
        kind = translate("notes", "Note")
    else:
        kind = translate("notes", "Highlight")
    spoken = ". ".join(part for part in (kind, heading, *(run.text.strip() for run in runs), joined(footer)) if part)
    return Row(heading or kind, tuple(runs), joined(footer), spoken)


def in_reading_order(items: list[Note | Highlight]) -> list[Note | Highlight]:
    """What stands on the whole article first, then by place; what has lost its place last."""
    return sorted(items, key=lambda i: (i.orphan, i.anchor.start if i.anchor else -1, i.created))
