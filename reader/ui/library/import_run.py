"""One import under way: a thread that waits for a reading process and for the library, so that the window does not."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from reader.domain.errors import Cancelled
from reader.services import importing
from reader.services.importing import Wishes
from reader.services.reading_elsewhere import ReadingElsewhere
from reader.ui.library_desk import LibraryDesk


class ImportRun(QObject):
    """Files on their way into the library: each read in another process, then written between two acts of the desk."""

    #: Files done, files in all.
    progressed = Signal(int, int)
    #: What became of one: an `Imported`.
    imported = Signal(object)
    #: No more comes. False: it was cancelled.
    ended = Signal(bool)

    _told = Signal(str, object)

    def __init__(
        self,
        desk: LibraryDesk,
        paths: Sequence[Path],
        wishes: Wishes,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._paths = list(paths)
        self._wishes = wishes
        self._reader: ReadingElsewhere | None = None
        self._lock = threading.Lock()
        self._cancelled = False
        self._thread = threading.Thread(target=self._work, name="sayso-import", daemon=True)
        self._told.connect(
            lambda signal, values: getattr(self, signal).emit(*values), Qt.ConnectionType.QueuedConnection
        )

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop at once; what was told of is in the library."""
        with self._lock:
            self._cancelled = True
            reader = self._reader
        if reader is not None:
            reader.close()

    def join(self) -> None:
        """Wait for its thread, which ends soon after `cancel`."""
        self._thread.join(timeout=5)

    @Slot(str, object)
    def _tell(self, signal: str, values: tuple[object, ...]) -> None:
        getattr(self, signal).emit(*values)

    def _work(self) -> None:
        whole = False
        try:
            self._import()
            whole = True
        except Cancelled:
            pass
        finally:
            if self._reader is not None:
                self._reader.close()
            self._told.emit("ended", (whole,))

    def _import(self) -> None:
        with self._lock:
            if self._cancelled:
                raise Cancelled
            self._reader = reader = ReadingElsewhere()
        files = importing.found_in(self._paths)
        self._told.emit("progressed", (0, len(files)))
        outcomes = importing.import_files(
            lambda work: self._desk.wait(lambda library: work(library.database)), files, reader, self._wishes
        )
        for done, outcome in enumerate(outcomes, 1):
            self._told.emit("imported", (outcome,))
            self._told.emit("progressed", (done, len(files)))
            if self._cancelled:
                raise Cancelled
