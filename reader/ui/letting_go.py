"""Lets many objects go a few at a time: ten thousand at once would hold the window for a whole frame."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer

#: So many spans are freed in half a millisecond.
_AT_ONCE = 300


class LettingGo(QObject):
    """Holds what is no longer wanted, and lets go of it while the event loop turns."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: list[object] = []
        self._timer = QTimer(self)
        self._timer.setInterval(2)
        self._timer.timeout.connect(self._let_some_go)

    def let_go(self, items: Iterable[object]) -> None:
        """Take these over from an owner who drops them now."""
        self._held.extend(items)
        if self._held:
            self._timer.start()

    def _let_some_go(self) -> None:
        del self._held[-_AT_ONCE:]
        if not self._held:
            self._timer.stop()
