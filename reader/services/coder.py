"""Under which name corrections and codings are kept."""

from __future__ import annotations

import getpass

from reader import settings


def name() -> str:
    """The setting `coder`, else the system's name for whoever is at it, "" where it has none. Raises SettingsError."""
    try:
        return settings.load().coder or getpass.getuser()
    except (OSError, KeyError, ImportError):  # what getpass raises, by system and version of Python
        return ""
