"""How long work tells how far it is, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

#: Called with (done, total), in the unit of the work at hand; may raise `Cancelled`.
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """A progress callback for callers that do not care."""
