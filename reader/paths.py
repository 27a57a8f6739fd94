"""Where things lie: resources in a checkout, an installed wheel or a frozen bundle, and the user's own files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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


def config() -> Path:
    """The folder of the user's settings and rules, as the platform has it. It need not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "Sayso"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Sayso"
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".config") / "sayso"


def data() -> Path:
    """The folder of the user's library, as the platform has it. It need not exist."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Sayso"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Sayso"
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "share") / "sayso"
