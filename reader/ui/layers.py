"""The user's marks over the machine's, as spans: what is read, chosen and counted is what is shown. No Qt in here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.domain.analysis import AXES, Source, Span
from reader.domain.corrections import Mark
from reader.ui.span_index import SpanIndex

_USERS = "user-"


def shown(marks: Iterable[Mark], machine: Sequence[Span], why: str) -> tuple[Span, ...]:
    """Marks (`domain.corrections.shown`) as spans: the machine's as they are or cut, the user's for this reason."""
    index = SpanIndex(machine)
    found = []
    for mark in marks:
        span = _of_user(mark, why) if mark.by_user else index.at(mark.start)
        if span is None:  # of another analysis
            continue
        found.append(span if (span.start, span.end) == (mark.start, mark.end) else _cut(span, mark.start, mark.end))
    return tuple(found)


def is_users(span: Span) -> bool:
    """Whether the user said so, and not the machine."""
    return span.id.startswith(_USERS)


def _of_user(mark: Mark, why: str) -> Span:
    source = Source(None, None, mark.source_name, mark.source_name, mark.source_kind or "writer")  # type: ignore[arg-type]
    return Span(
        f"{_USERS}{mark.start}", mark.start, mark.end, mark.category, mark.content or mark.category,
        dict.fromkeys(AXES, 0.0), source, None, mark.certainty or "certain", (), "", why, 1.0, "clear", None,  # type: ignore[arg-type]
    )  # fmt: skip


def _cut(span: Span, start: int, end: int) -> Span:
    cues = tuple(cue for cue in span.cues if start <= cue[0] and cue[1] <= end)
    return replace(span, id=f"{span.id}-{start}", start=start, end=end, cues=cues)
