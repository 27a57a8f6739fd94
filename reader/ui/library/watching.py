"""Looks into the watched folder every few seconds, while the library is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from reader.services import watching
from reader.services.library import Library
from reader.services.watching import Watch
from reader.ui.library_desk import LibraryDesk

#: Milliseconds between two looks; a file that stood still for so long is whole.
PAUSE = 4000


class FolderWatch(QObject):
    """Tells what has come into the folder; the looking is done on the library's thread."""

    #: New files (a list of paths).
    found = Signal(object)
    #: A sentence for the window's bar.
    said = Signal(str)

    def __init__(self, desk: LibraryDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._folder: Path | None = None
        self._watch: Watch | None = None  # the library thread's
        self._problem = ""
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.look)
        desk.opened.connect(lambda _: self.set_folder(self._folder))

    def set_folder(self, folder: Path | None) -> None:
        """Watch this folder from now on; None for none."""
        self._folder = folder
        self._watch = None
        if folder is not None and self._desk.is_open:
            self._timer.start()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Look now."""
        folder = self._folder
        if folder is None:
            return

        def act(library: Library) -> tuple[list[Path], str]:
            watch = self._watch
            if watch is None:
                watch = self._watch = Watch(folder, watching.seen(library))
            return watch.new_files(), watch.problem

        self._desk.ask(act, self._tell, latest="watched folder")

    def _tell(self, answer: tuple[list[Path], str]) -> None:
        files, problem = answer
        if problem != self._problem:
            self._problem = problem
            if problem:
                self.said.emit(problem)
        if files:
            self.found.emit(files)
