"""Backups of a library: copies that were opened and checked, each with the key file of its day beside it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.domain.errors import DamagedError, LibraryError
from reader.domain.progress import Progress, silent
from reader.storage import files, keyfile
from reader.storage.connection import connect, faults
from reader.storage.database import Database
from reader.storage.ways_in import Secret

_SUFFIX = ".db"

#: Pages that are copied between two questions whether to stop: 4 MB.
_PAGES = 1000


def key_file_of(database: Path) -> Path:
    """Where the key file of a database stands: beside it, a library's or a backup's."""
    return database.with_suffix(".key")


def now_as_name() -> str:
    """The present moment for a file's name; names sort by time."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S-%fZ")


def in_folder(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    return sorted(folder.glob(f"*{_SUFFIX}"))


def made_today(folder: Path) -> bool:
    """Whether there is a backup of this day (UTC)."""
    return any(one.name.startswith(now_as_name()[:10]) for one in in_folder(folder))


def make(database: Database, target: Path, progress: Progress = silent) -> None:
    """Copy a library's database and key file to `target`, which is then known to be whole. Others may go on meanwhile.

    progress: in pages; may raise Cancelled. Raises LibraryError.
    """
    for file in (target, key_file_of(target)):
        if file.exists():
            raise LibraryError(f"“{file}” is there already.", "Choose another name; Sayso overwrites nothing.")
    with database.apart() as source:
        copy(source, key_file_of(database.file), database.key, target, progress)


def copy(source: Any, key_file: Path, key: Secret | None, target: Path, progress: Progress = silent) -> None:
    """As `make`, over whatever the target was. The key file comes before a database that is worth nothing without.

    source: a connection of the driver's; its errors are raised as they are.
    """
    partial = files.partial(target)
    try:
        files.make_file(partial)
        copy_pages(source, key, partial, progress)
        wrong = faults(partial, key)
        if wrong:
            raise DamagedError(f"The copy of the library is damaged: {wrong[0]}.", "Run: sayso library check.")
        files.sync(partial)
        if key is not None:
            keyfile.anew(key_file, key).save(key_file_of(target))
        files.move(partial, target)
    except OSError as error:
        raise files.unwritable(target, error) from error
    finally:
        files.clear(partial)


def rotate(folder: Path, kept: int) -> None:
    """Remove the oldest backups until `kept` are left."""
    for old in in_folder(folder)[:-kept]:
        old.unlink(missing_ok=True)
        key_file_of(old).unlink(missing_ok=True)


def set_aside(library: Path, folder: Path) -> Path:
    """Move a library's folder away from where it stood, and say where to."""
    files.make_folder(folder)
    away = folder / now_as_name()
    library.rename(away)
    files.sync_folder(folder)
    files.sync_folder(library.parent)
    return away


def copy_pages(source: Any, key: Secret | None, partial: Path, progress: Progress = silent) -> None:
    """Copy a database as it is into an empty file, without checking it. The errors are the driver's own.

    source: a connection of the driver's.
    """
    copied = connect(partial, key)
    try:
        copied.execute("PRAGMA synchronous = OFF")  # the file is synced as a whole afterwards
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # one state, whoever writes meanwhile
        source.backup(copied, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, that opens from a read-only disk too
    finally:
        if source.in_transaction:
            source.execute("ROLLBACK")
        copied.close()
