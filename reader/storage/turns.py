"""Who may use a library's folder: many processes at once, or one alone for what nobody else may watch.

A file that is always empty, and SQLite's own locks on it: they work alike on every system, and go when a process dies.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from reader.domain.errors import LibraryError
from reader.storage import connection, files

_FILE = "library.lock"


class Turn:
    """One process's hold on a folder. Not shared between threads."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryError where the folder cannot be written."""
        file = folder / _FILE
        try:
            if not file.exists():
                files.make_file(file)
        except FileExistsError:
            pass
        except OSError as error:
            raise files.unwritable(folder, error) from error
        self._file = file
        self._lock: Any = None

    def share(self) -> None:
        """Let others in as well. Raises LibraryError where one is at work alone."""
        self._take(connection.PATIENCE, "BEGIN", "SELECT count(*) FROM sqlite_master")

    def alone(self) -> None:
        """Keep all others out. Raises LibraryError where they do not leave in time."""
        self._take(connection.PATIENCE, "BEGIN EXCLUSIVE")

    def alone_now(self) -> bool:
        """Keep all others out if none is in; what was held before is given up either way."""
        try:
            self._take(0, "BEGIN EXCLUSIVE")
        except LibraryError:
            return False
        return True

    def leave(self) -> None:
        """Give up what is held."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take(self, patience: float, *statements: str) -> None:
        self.leave()
        lock = dbapi2.connect(str(self._file), timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            with connection.translated(self._file):
                for statement in statements:
                    lock.execute(statement).fetchall()
        except LibraryError:
            lock.close()
            raise
        self._lock = lock
