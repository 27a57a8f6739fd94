"""Imports, one after the other: what they are asked for by, and the panel that shows how they go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from reader.services.importing import Wishes
from reader.ui.library.import_run import ImportRun
from reader.ui.library.imports import ImportPanel
from reader.ui.library_desk import LibraryDesk


class ImportQueue(QObject):
    """Starts an import, or lets it wait for the one that is under way."""

    #: The library has other articles now.
    ended = Signal()

    def __init__(self, desk: LibraryDesk, panel: ImportPanel, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._waiting: list[Path] = []
        #: Keep only where files lie, not a copy of them.
        self.link = False
        #: The one that is under way.
        self.run: ImportRun | None = None
        panel.cancelled.connect(self.cancel)

    @Slot(object)
    def start(self, paths: Sequence[Path]) -> None:
        """Import files and what is in folders; the library is open."""
        if self.run is not None:
            self._waiting += paths
            return
        self.run = run = ImportRun(self._desk, paths, Wishes(link=self.link), self)
        run.progressed.connect(self._panel.show_progress)
        run.imported.connect(self._panel.add)
        run.ended.connect(self._end)
        self._panel.begin()
        run.start()

    @Slot()
    def cancel(self) -> None:
        """Stop, and forget what waits."""
        self._waiting.clear()
        if self.run is not None:
            self.run.cancel()

    def join(self) -> None:
        """Wait for the thread of the one that was cancelled."""
        if self.run is not None:
            self.run.join()

    @Slot(bool)
    def _end(self, whole: bool) -> None:
        self._panel.end(whole)
        if self.run is not None:
            self.run.deleteLater()
            self.run = None
        self.ended.emit()
        waiting, self._waiting = self._waiting, []
        if waiting:
            self.start(waiting)
