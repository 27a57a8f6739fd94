"""Which folders are on a network, which a program synchronises."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reader.storage import place

MOUNTS = """\
22 1 0:20 / / rw,relatime - ext4 /dev/sda1 rw
30 22 0:30 / {0}/net rw - nfs4 server:/home rw
31 22 0:31 / {0}/with\\040blank rw - fuse.sshfs me@there: rw
32 30 0:32 / {0}/net/usb rw - vfat /dev/sdb1 rw
"""


@pytest.mark.skipif(sys.platform == "win32", reason="mounts of Linux")
@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("here", "local"),
        ("net", "network"),
        ("net/home/sayso", "network"),
        ("network", "local"),
        ("net/usb/sayso", "local"),
        ("with blank/x", "network"),
        ("Dropbox/sayso", "synchronised"),
        ("OneDrive - Somewhere/x/y", "synchronised"),
        ("Dropboxes", "local"),
    ],
)
def test_kinds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, kind: str) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS.format(tmp_path.resolve()))
    monkeypatch.setattr(place, "_MOUNTS", mounts)
    assert place.kind(tmp_path / folder) == kind


def test_a_mark_of_a_synchronising_program(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert place.kind(tmp_path / "a" / "b") == "synchronised"


def test_without_a_list_of_mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_MOUNTS", tmp_path / "none")
    assert place.kind(tmp_path) == "local"


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Unix")
def test_what_macos_has_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = tmp_path.resolve()
    told = f"/dev/disk1 on / (apfs, local)\n//me@there/my share on {here}/my share (smbfs, nodev)\n"
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr("subprocess.run", lambda *_, **__: subprocess.CompletedProcess([], 0, told))
    assert place.kind(tmp_path / "my share" / "sayso") == "network"
    assert place.kind(tmp_path / "my") == "local"
