"""Files that only their owner reads, and that are either whole on the disk or not there."""

from __future__ import annotations

import glob
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.domain.errors import LibraryError

_MINE = 0o600
_MY_FOLDER = 0o700
_PARTIAL = ".partial"


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner may enter, and wait until the disk has it.

    One that is in use for other things stays as it is. Raises LibraryError.
    """
    try:
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(mode=_MY_FOLDER, parents=True, exist_ok=True)
        for made in missing:
            sync_folder(made.parent)
        if sys.platform != "win32" and not any(folder.iterdir()):
            folder.chmod(_MY_FOLDER)
    except OSError as error:
        raise unwritable(folder, error) from error


def make_file(file: Path) -> None:
    """Make an empty file for its owner alone, so that whoever writes into it later cannot make it wider."""
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _MINE))


def write(file: Path, data: bytes) -> None:
    """Put `data` in place of whatever the file held, in one step that survives a crash. Raises LibraryError."""
    beside = partial(file)
    try:
        try:
            make_file(beside)
            with beside.open("r+b") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            move(beside, file)
        finally:
            clear(beside)
    except OSError as error:
        raise unwritable(file, error) from error


def partial(file: Path) -> Path:
    """Where a file is made before it takes its place. SQLite may put a journal beside it."""
    return file.with_name(f".{file.name}.{secrets.token_hex(4)}{_PARTIAL}")


def clear(made: Path) -> None:
    """Remove a `partial` file that came to nothing, with its journal."""
    for one in made.parent.glob(f"{glob.escape(made.name)}*"):
        one.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what dead processes have left half made. Nobody else may be at work."""
    for one in folder.glob(f".*{_PARTIAL}*"):
        one.unlink(missing_ok=True)


def move(source: Path, target: Path) -> None:
    """Rename within a folder, over `target` if it is there, and wait until the disk has it.

    What was removed there before is gone first: a database must not find the log of the one it took the place of.
    """
    sync_folder(target.parent)
    source.replace(target)
    sync_folder(target.parent)


def sync(file: Path) -> None:
    """Wait until a file's content is on the disk."""
    with file.open("r+b") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until a folder's names are on the disk. Windows writes them with the files."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_private(file: Path) -> bytes:
    """The content of a file that must be its owner's secret. Raises LibraryError where others may read it as well."""
    try:
        with file.open("rb") as handle:
            if sys.platform != "win32" and os.fstat(handle.fileno()).st_mode & 0o077:
                raise LibraryError(f"Others may read “{file}”.", f"Make it yours alone: chmod 600 “{file}”.")
            return handle.read()
    except OSError as error:
        raise LibraryError(f"“{file}” cannot be read: {error.strerror}.", "Check its name.") from error


@contextmanager
def writable(place: Path) -> Iterator[None]:
    """Turns the system's errors into a sentence. Raises LibraryError."""
    try:
        yield
    except OSError as error:
        raise unwritable(place, error) from error


def unwritable(path: Path, error: OSError) -> LibraryError:
    """The sentence for a place that cannot be written."""
    return LibraryError(
        f"“{path}” cannot be written: {error.strerror}.", "Check the permissions and the space on the disk."
    )
