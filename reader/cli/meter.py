"""How far long work is, on the terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType


class Meter:
    """Says on a terminal how far long work is; says nothing into a pipe."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        self._told = 0.0

    def __enter__(self) -> Meter:
        return self

    def __call__(self, done: int, total: int) -> None:
        """The Progress callback."""
        if self._live and total and time.monotonic() - self._told > 0.2:
            self._told = time.monotonic()
            print(f"\r{self._what} {100 * done // total} %", end="", file=sys.stderr, flush=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._told:
            print("\r" + " " * (len(self._what) + 6) + "\r", end="", file=sys.stderr, flush=True)
