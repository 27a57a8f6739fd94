"""When Python looks for garbage: never while an article is on its way, and only on the window's thread.

Left alone, the collector starts in the middle of an analysis, walks through a hundred thousand objects and holds the
window for a tenth of a second; and it may start on the thread that talks to the analysing process, where Qt's objects
must not die.
"""

from __future__ import annotations

import gc
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

#: Seconds that a look may take again and again.
_LONG = 0.01


class GarbageTimes(QObject):
    """Takes the collector's timing into its own hands, for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # all that was imported stays
        self._timer = QTimer(self)
        self._timer.setInterval(2000)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        began = perf_counter()
        gc.collect()
        if perf_counter() - began > _LONG:
            gc.freeze()  # what is left stays long: a list of notes, the steps that can be undone

    def job_began(self) -> None:
        """Look no more: little is new, and what is can wait."""
        self._timer.stop()

    def job_ended(self) -> None:
        """Go on looking, but not through what has just arrived: it has no cycles and goes when nobody holds it."""
        gc.freeze()
        self._timer.start()
