"""What every test needs: Qt without a display, and no settings, library or keyring of whoever runs it."""

import os
import tempfile
from pathlib import Path

import pytest

from reader import paths

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A developer's own rules are no part of what is tested. Children get this too.
os.environ["XDG_CONFIG_HOME"] = os.environ["APPDATA"] = str(Path(tempfile.gettempdir(), "sayso-no-settings"))
os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(Path(tempfile.gettempdir(), "sayso-no-library"))
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"


@pytest.fixture(autouse=True)
def not_portable(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's checkout may be; its library is no part of what is tested."""
    monkeypatch.setattr(paths, "PORTABLE", "sayso-data-of-no-test")
