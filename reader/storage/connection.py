"""Connections to a database file: its key, its safety, and what its errors mean."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from reader.domain.errors import DamagedError, LibraryError
from reader.storage.ways_in import Secret

#: Seconds to wait for another process to be done with the database.
PATIENCE = 10.0

#: Bytes left on a disk that may be why it took no more.
_SCARCE = 1_000_000

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
    """What is wrong inside a database file: broken pages, indexes, references. Raises LibraryError."""
    connection = connect(file, key)
    try:
        with translated(file):
            found = [f"{row[0]}" for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            if key is not None:
                found += [f"{row[0]}" for row in connection.execute("PRAGMA cipher_integrity_check")]
            found += [
                f"{row[0]}, row {row[1]}: refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")
            ]
    except DamagedError:
        return ["The file cannot be read to its end."]
    finally:
        connection.close()
    return found


@contextmanager
def translated(file: Path) -> Iterator[None]:
    """Turns the database's errors into sentences. Raises LibraryError."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise LibraryError("The text holds half a character, which cannot be kept.", "Take it out.") from error
    except dbapi2.Error as error:
        raise _sentence(file, error) from error
    except DBAPIError as error:
        if not isinstance(error.orig, dbapi2.Error):
            raise
        raise _sentence(file, error.orig) from error


def _sentence(file: Path, error: Any) -> LibraryError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith("SQLITE_IOERR") and shutil.disk_usage(file.parent).free < _SCARCE:
        name = "SQLITE_FULL"
    for start, what, remedy in _SENTENCES:
        if name.startswith(start):
            return LibraryError(what.format(file), remedy)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedError(f"The database “{file}” is damaged.", "Restore the last good backup: sayso restore FILE.")
    raise error


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
