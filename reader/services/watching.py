"""A watched folder: what is saved into it is to be imported, each file once for each content."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from reader.services import importing
from reader.services.library import Library

#: What browsers hang on to the name of a file that they are still fetching.
_UNFINISHED = (".part", ".crdownload", ".download", ".tmp")

#: Size and time of the last change, in nanoseconds.
_State = tuple[int, int]


class Watch:
    """Looks into a folder and its subfolders whenever it is asked; it starts nothing by itself."""

    def __init__(self, folder: Path, seen: Collection[str] = ()) -> None:
        """seen: SHA-256 (hex) of the contents that need not be tried; see `seen`."""
        self._folder = folder
        self._seen = set(seen)
        self._last: dict[Path, _State] = {}
        self._done: dict[Path, _State] = {}

    @property
    def problem(self) -> str:
        """Why nothing can be found now, in a sentence; "" if the folder is there. It may come back."""
        return "" if self._folder.is_dir() else f"The watched folder “{self._folder}” is not there."

    def new_files(self) -> list[Path]:
        """The files that have stood still since the last time this was asked, and whose content was not tried yet.

        Hidden files, empty ones and downloads under way wait.
        """
        now: dict[Path, _State] = {}
        found = []
        for file in [] if self.problem else importing.found_in([self._folder]):
            if (state := _state(file)) is None:
                continue
            now[file] = state
            if self._last.get(file) == state != self._done.get(file):
                self._done[file] = state
                content = _content(file)
                if content not in self._seen:
                    found.append(file)
                if content:
                    self._seen.add(content)
        self._last = now
        return found


def seen(library: Library) -> set[str]:
    """The contents (SHA-256, hex) of all files in the library, those of removed articles among them."""
    from reader.storage import articles

    with library.database.reading() as session:
        return articles.file_contents(session)


def _state(file: Path) -> _State | None:
    if any(file.with_name(file.name + suffix).exists() for suffix in _UNFINISHED):
        return None
    try:
        about = file.stat()
    except OSError:  # it went away between two looks
        return None
    return (about.st_size, about.st_mtime_ns) if about.st_size else None


def _content(file: Path) -> str:
    """The file's SHA-256; "" where it cannot be read: whoever tries to import it is told why."""
    try:
        with file.open("rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""
