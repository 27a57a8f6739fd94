"""Connections to a database file: its key, its safety, and what its errors mean."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlcipher3 import dbapi2

from reader.domain.errors import Cancelled, DamagedError, LibraryError
from reader.domain.progress import Progress, silent
from reader.storage.ways_in import Secret

#: Seconds to wait for another process to be done with the database.
PATIENCE = 10.0

#: Bytes left on a disk that may be why it took no more.
_SCARCE = 1_000_000

#: Steps of SQLite's between two questions whether to stop: some milliseconds.
_STEPS = 10_000

_PLAIN_START = b"SQLite format 3\x00"


def connect(file: Path, key: Secret | None) -> Any:
    """A connection without a transaction of its own; the file is not looked at yet. key: None for a plain file."""
    connection = dbapi2.connect(str(file), timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    if key is not None:
        # SQLCipher would write every wrong key to standard error.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.reveal().hex()}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")  # nothing is sorted in a file that anybody can read
    return connection


def make_durable(connection: Any, *, shared: bool) -> None:
    """Have every commit on the disk before it returns. shared: others may open the file too (a local disk).

    Without `shared` there is no write-ahead log, whose shared memory only works within one machine, and nobody else
    gets in: synchronising programs and network drives would take half of a change for the whole.
    """
    if not shared:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(f"PRAGMA journal_mode = {'WAL' if shared else 'DELETE'}")
    # Without a log a commit is a file removed: EXTRA syncs the folder then.
    connection.execute(f"PRAGMA synchronous = {'FULL' if shared else 'EXTRA'}")
    if not shared:
        connection.execute("BEGIN EXCLUSIVE")  # takes the lock, which stays
        connection.execute("COMMIT")
    connection.execute("PRAGMA fullfsync = ON")  # macOS: really to the disk, not into its cache
    connection.execute("PRAGMA foreign_keys = ON")


def fold_log(connection: Any) -> None:
    """Leave no log beside the file: it would be taken for that of a file that takes this one's place.

    Raises LibraryError where others have the database open.
    """
    if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
        raise LibraryError("Another program is using the library.", "Close it, then try again.")


def is_plain(file: Path) -> bool:
    """Whether a database file is unencrypted. Raises OSError."""
    with file.open("rb") as handle:
        return handle.read(len(_PLAIN_START)) == _PLAIN_START


def opens(file: Path, key: Secret | None) -> bool:
    """Whether this key opens the file. Raises LibraryError."""
    connection = connect(file, key)
    try:
        with translated(file):
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except DamagedError:
        return False
    finally:
        connection.close()
    return True


def faults(file: Path, key: Secret | None) -> list[str]:
    """What is wrong inside a database file that nobody else uses. Raises LibraryError."""
    connection = connect(file, key)
    try:
        with translated(file):
            return faults_seen_by(connection)
    finally:
        connection.close()


def faults_seen_by(connection: Any, progress: Progress = silent) -> list[str]:
    """What is wrong inside a database: broken pages, indexes, references. Others may read and write meanwhile.

    progress: asked now and then, with no figures; may raise Cancelled. Raises the driver's errors.
    """
    with _stoppable(connection, progress):
        try:
            found = [f"{row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += _broken_pages(connection)
            found += [
                f"{row[0]}, row {row[1]}: refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")
            ]
        except dbapi2.Error as error:
            if not _is_damage(error):
                raise
            return ["The file cannot be read to its end."]
    return found


def _broken_pages(connection: Any) -> list[str]:
    """The encrypted pages that somebody else than SQLCipher wrote."""
    pages = "PRAGMA cipher_integrity_check"  # gives nothing where there is no key
    if not connection.execute(pages).fetchall():
        return []
    # It reads the file past SQLite's locks, and may have come upon a page just as it was written. Once more, while
    # nobody writes.
    connection.execute("BEGIN IMMEDIATE")
    try:
        return [f"{row[0]}" for row in connection.execute(pages)]
    finally:
        connection.execute("ROLLBACK")


@contextmanager
def _stoppable(connection: Any, progress: Progress) -> Iterator[None]:
    """Lets `progress` put an end to a statement that takes long."""
    stopped: list[Cancelled] = []

    def stop() -> bool:
        try:
            progress(0, 0)
        except Cancelled as cancelled:
            stopped.append(cancelled)
        return bool(stopped)

    connection.set_progress_handler(stop, _STEPS)
    try:
        yield
    except dbapi2.OperationalError as error:
        raise stopped[0] if stopped else error from None
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turns the database's errors into sentences. Raises LibraryError."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise LibraryError("The text holds half a character, which cannot be kept.", "Take it out.") from error
    except dbapi2.Error as error:
        raise _sentence(file, error) from error
    except PoolTimeoutError as error:  # the one connection to a library that is not shared
        raise LibraryError("The library is busy with something else.", "Try again in a moment.") from error
    except DBAPIError as error:
        if not isinstance(error.orig, dbapi2.Error):
            raise
        raise _sentence(file, error.orig) from error


def _sentence(file: Path, error: Any) -> LibraryError:
    name = _name(error)
    if name.startswith("SQLITE_IOERR") and shutil.disk_usage(file.parent).free < _SCARCE:
        name = "SQLITE_FULL"
    for start, what, remedy in _SENTENCES:
        if name.startswith(start):
            return LibraryError(what.format(file), remedy)
    if _is_damage(error):
        return DamagedError(f"The database “{file}” is damaged.", "Restore the last good backup: sayso restore FILE.")
    raise error


def _is_damage(error: Any) -> bool:
    return _name(error).startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB"))


def _name(error: Any) -> str:
    """SQLite's name of an error. Those that end a copying of the whole database bear none that says what happened."""
    return _NAMES.get(str(error), str(getattr(error, "sqlite_errorname", "")))


_NAMES = {
    "database or disk is full": "SQLITE_FULL",
    "disk I/O error": "SQLITE_IOERR",
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "unable to open database file": "SQLITE_CANTOPEN",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "file is not a database": "SQLITE_NOTADB",
    "out of memory": "SQLITE_NOMEM",
}


_SENTENCES = (
    ("SQLITE_BUSY", "Another program is using the library.", "Close it, or try again in a moment."),
    ("SQLITE_LOCKED", "Another program is using the library.", "Close it, or try again in a moment."),
    ("SQLITE_FULL", "The disk is full. Nothing was changed.", "Free some space, then do it again."),
    ("SQLITE_READONLY", "“{}” may not be written. Nothing was changed.", "Check the permissions of its folder."),
    ("SQLITE_CANTOPEN", "“{}” cannot be opened.", "Check the permissions of its folder."),
    ("SQLITE_PERM", "“{}” may not be opened.", "Check the permissions of its folder."),
    ("SQLITE_IOERR", "The disk did not take or give “{}”. Nothing was changed.", "Check the disk and its free space."),
    ("SQLITE_NOMEM", "There is not enough memory for this.", "Close other programs and try again."),
)
