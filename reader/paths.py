"""Where things lie: resources in a checkout, an installed wheel or a frozen bundle, and the user's own files."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

#: The name of the folder that makes Sayso portable.
PORTABLE = "sayso-data"

PACKAGE = Path(__file__).resolve().parent


def resources() -> Path:
    """The folder `resources/`. Raises FileNotFoundError if the installation lacks it."""
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [PACKAGE.parent / "resources", PACKAGE / "_resources"]
    if bundle:
        candidates.insert(0, Path(bundle) / "resources")
    for folder in candidates:
        if (folder / "categories.toml").is_file():
            return folder
    raise FileNotFoundError(f"no resources folder beside {PACKAGE}")


def gold() -> Path:
    """The gold corpus that `sayso evaluate` runs. Raises FileNotFoundError if the installation lacks it."""
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [PACKAGE.parent / "tests" / "gold" / "gold.jsonl", PACKAGE / "_gold" / "gold.jsonl"]
    if bundle:
        candidates.insert(0, Path(bundle) / "gold" / "gold.jsonl")
    for file in candidates:
        if file.is_file():
            return file
    raise FileNotFoundError(f"no gold corpus beside {PACKAGE}")


def portable() -> Path:
    """The folder `sayso-data` beside the program. If it is there, the user's own files are in it and nowhere else.

    The program: a frozen one's executable (on macOS its .app); a checkout's root folder holds it; otherwise the command
    `sayso` where pip has put it.
    """
    if getattr(sys, "frozen", False):
        executable = Path(sys.executable).resolve()
        program = next((above for above in executable.parents if above.suffix == ".app"), executable)
        return program.parent / PORTABLE
    if (PACKAGE.parent / "pyproject.toml").is_file():
        return PACKAGE.parent / PORTABLE
    return Path(sysconfig.get_path("scripts")).resolve() / PORTABLE


def config() -> Path:
    """The folder of the user's settings and rules: beside the program, or as the platform has it. It need not exist."""
    if portable().is_dir():
        return portable()
    return _of_the_user("APPDATA", "AppData/Roaming", "XDG_CONFIG_HOME", ".config")


def data() -> Path:
    """The folder of the user's library, likewise. It need not exist."""
    if portable().is_dir():
        return portable()
    return _of_the_user("LOCALAPPDATA", "AppData/Local", "XDG_DATA_HOME", ".local/share")


def _of_the_user(windows: str, windows_default: str, xdg: str, xdg_default: str) -> Path:
    """Sayso's folder in the one that an environment variable names, or in the default one below the user's home."""
    if sys.platform == "win32":
        return Path(os.environ.get(windows) or Path.home() / windows_default) / "Sayso"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Sayso"
    named = Path(os.environ.get(xdg, ""))
    return (named if named.is_absolute() else Path.home() / xdg_default) / "sayso"
