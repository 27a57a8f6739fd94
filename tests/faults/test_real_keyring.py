"""A library that a real Secret Service opens: gnome-keyring on a message bus, with a home and a keyring of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import subprocess, sys
from reader.__main__ import main
from reader.services import doctor
subprocess.run(["gnome-keyring-daemon", "--unlock", "--components=secrets"], input=b"pw", stdout=subprocess.DEVNULL)
assert [f.value for f in doctor.examine() if f.name == "keyring"][-1] == "SecretService Keyring"
home = sys.argv[1]
for arguments in (
    ["library", "create", "--keyring", "--recovery-file", home + "/paper"],
    ["library", "rekey"],
    ["library", "check"],
    ["library", "passphrase", "--new-passphrase-file", home + "/words"],
    ["library", "unlock", "--recovery-file", home + "/paper"],
    ["library", "list"],
):
    assert main(arguments) == 0, arguments
"""


@pytest.mark.skipif(
    not (shutil.which("gnome-keyring-daemon") and shutil.which("dbus-run-session")), reason="no Secret Service to start"
)
def test_the_keyring_opens_as_long_as_it_is_there(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.write_text("open sesame", encoding="utf-8")
    words.chmod(0o600)
    (tmp_path / "run").mkdir(mode=0o700)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"} | {
        "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run"), "XDG_DATA_HOME": str(tmp_path / "share")
    }  # fmt: skip
    session = ["dbus-run-session", "--", sys.executable, "-c", PROGRAM, str(tmp_path)]
    done = subprocess.run(session, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    without = subprocess.run(
        [sys.executable, "-m", "reader", "library", "list"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert without.returncode == 1
    assert "needs its passphrase" in without.stderr
