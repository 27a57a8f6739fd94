"""Where things lie: resources in a checkout, an installed wheel or a frozen bundle."""

from __future__ import annotations

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
