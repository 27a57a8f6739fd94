"""Every setting, declared once: its name, its type, what it is without the user's file, and how a form calls it.

The user's file is `settings.toml` in `paths.config()`; a folder `rules` beside it holds the user's own rules.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from reader import paths
from reader.domain.errors import SettingsError

FILE = "settings.toml"
_RULES = "rules"

#: "folder": a Path or None. "ids": a tuple of rules' ids. "count": a whole number from 1. "words": a str on one line.
#: "switch": a bool.
Kind = Literal["folder", "ids", "count", "words", "switch"]

#: What the file must hold for each kind, in words and as a test.
_KINDS: dict[Kind, tuple[str, Callable[[Any], bool]]] = {
    "folder": ("a path between quotation marks", lambda value: isinstance(value, str) and value != ""),
    "ids": ("a list of rule ids", lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value)),
    "count": ("a whole number from 1", lambda value: type(value) is int and value >= 1),
    "words": (
        "words between quotation marks, on one line",
        lambda value: isinstance(value, str) and value.isprintable(),
    ),
    "switch": ("true or false", lambda value: isinstance(value, bool)),
}


def _form(kind: Kind, title: str, help_: str) -> dict[str, str]:
    return {"kind": kind, "title": title, "help": help_}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. Without arguments: as Sayso ships. In the file a relative path counts from its folder."""

    rules_folder: Path | None = field(
        default=None,
        metadata=_form("folder", "Own rules", "A folder with rule files of your own, which are read after Sayso’s."),
    )
    rules_off: tuple[str, ...] = field(
        default=(), metadata=_form("ids", "Rules switched off", "The ids of rules that are not used.")
    )
    backups: int = field(
        default=7,
        metadata=_form(
            "count", "Backups", "How many backups of the library are kept; the oldest goes when a new one is made."
        ),
    )
    watch_folder: Path | None = field(
        default=None,
        metadata=_form("folder", "Watched folder", "What you save into this folder comes into the library by itself."),
    )
    coder: str = field(
        default="", metadata=_form("words", "Your name", "Your corrections and codings are kept under this name.")
    )
    keep_originals: bool = field(
        default=True,
        metadata=_form(
            "switch", "Keep the files", "Keep a copy of each imported file in the library, not only where it lies."
        ),
    )


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting, as a form shows it. help: a sentence."""

    name: str
    kind: Kind
    default: Any
    title: str
    help: str


def declared() -> tuple[Setting, ...]:
    """All settings, in the order of a form."""
    return tuple(Setting(name=one.name, default=one.default, **one.metadata) for one in fields(Settings))


def load(folder: Path | None = None) -> Settings:
    """The user's settings, from `settings.toml` in `folder` (`paths.config()`). Raises SettingsError."""
    file = (folder or paths.config()) / FILE
    try:
        return _checked(tomllib.loads(_read(file)), file)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}.", "Correct the file.") from error


def save(changes: Mapping[str, Any], folder: Path | None = None) -> Settings:
    """Write changed settings (None: as Sayso ships) into the user's file, and give all of them as they are then.

    The file's comments and its other settings stay. Raises SettingsError, and then the file is as it was.
    """
    import tomlkit

    folder = folder or paths.config()
    load(folder)  # what is wrong with the file is said, not written over
    file = folder / FILE
    document = tomlkit.parse(_read(file))
    for name, value in changes.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = str(value) if isinstance(value, Path) else value
    text = tomlkit.dumps(document)
    saved = _checked(tomllib.loads(text), file)
    _write(file, text)
    return saved


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.", "Check the permissions.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}.", "Correct the file.") from error


def _checked(found: Mapping[str, Any], file: Path) -> Settings:
    known = {one.name: one for one in declared()}
    values: dict[str, Any] = {}
    for name, value in found.items():
        if name not in known:
            raise SettingsError(f"{file}: there is no setting “{name}”.", f"Known: {', '.join(sorted(known))}.")
        must_be, fits = _KINDS[known[name].kind]
        if not fits(value):
            raise SettingsError(f"{file}: “{name}” must be {must_be}.", "Correct the file.")
        values[name] = tuple(value) if isinstance(value, list) else value
        if known[name].kind == "folder":
            values[name] = file.parent / Path(value).expanduser()
    usual = file.parent / _RULES
    if usual.is_dir():
        values.setdefault("rules_folder", usual)
    return Settings(**values)


def _write(file: Path, text: str) -> None:
    """In one step, so that a crash leaves the old file or the new one; a link to a file elsewhere stays a link."""
    file = file.resolve()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{FILE}.", dir=file.parent)
        beside = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(text.encode())
                out.flush()
                os.fsync(out.fileno())
            if file.exists():
                shutil.copymode(file, beside)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(
            f"{file} cannot be written: {error.strerror}.", "Check the permissions and the space on the disk."
        ) from error
