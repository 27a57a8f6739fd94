"""Adds up many numbers a few at a time, so that the window stays awake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

#: Seconds of counting in one turn of the event loop.
_TURN = 0.001


class CountInTurns(QObject):
    """One sum at a time: a new one, or `stop`, drops the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers: Iterator[int] = iter(())
        self._sum = 0
        self._tell: Callable[[int], None] = lambda _: None
        self._timer = QTimer(self)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._count_some)

    def start(self, numbers: Iterator[int], tell: Callable[[int], None]) -> None:
        """Add these up while the event loop turns, then tell the sum."""
        self._numbers, self._tell, self._sum = numbers, tell, 0
        self._timer.start()

    def stop(self) -> None:
        """Tell nobody."""
        self._timer.stop()

    def _count_some(self) -> None:
        until = perf_counter() + _TURN
        for number in self._numbers:
            self._sum += number
            if perf_counter() > until:
                return
        self._timer.stop()
        self._tell(self._sum)
