"""Every setting, declared once: its name, its type and what it is without the user's file.

The user's file is `settings.toml` in `paths.config()`; a folder `rules` beside it holds the user's own rules.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from reader import paths
from reader.domain.errors import SettingsError

FILE = "settings.toml"
_RULES = "rules"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can set. Without arguments: as Sayso ships.

    rules_folder: rule files that are read after ours; a relative path counts from the file's folder.
    rules_off: ids of rules that are switched off.
    backups: how many backups of the library are kept; the oldest goes when a new one is made.
    """

    rules_folder: Path | None = None
    rules_off: tuple[str, ...] = ()
    backups: int = 7


def load(folder: Path | None = None) -> Settings:
    """The user's settings, from `settings.toml` in `folder` (`paths.config()`). Raises SettingsError."""
    folder = folder or paths.config()
    file = folder / FILE
    found: dict[str, Any] = {}
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.", "Check the permissions.") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise SettingsError(f"{file} is not valid TOML: {error}.", "Correct the file.") from error
    known = {f.name for f in fields(Settings)}
    for name in found.keys() - known:
        raise SettingsError(f"{file}: there is no setting “{name}”.", f"Known: {', '.join(sorted(known))}.")
    rules, off, backups = (
        found.get("rules_folder"),
        found.get("rules_off", []),
        found.get("backups", Settings().backups),
    )
    if not isinstance(rules, str | None):
        raise SettingsError(f"{file}: “rules_folder” must be a path between quotation marks.", "Correct the file.")
    if not isinstance(off, list) or not all(isinstance(one, str) for one in off):
        raise SettingsError(f"{file}: “rules_off” must be a list of rule ids.", "Correct the file.")
    if not isinstance(backups, int) or isinstance(backups, bool) or backups < 1:
        raise SettingsError(f"{file}: “backups” must be a whole number from 1.", "Correct the file.")
    usual = folder / _RULES
    if rules is not None:
        return Settings(folder / Path(rules).expanduser(), tuple(off), backups)
    return Settings(usual if usual.is_dir() else None, tuple(off), backups)
