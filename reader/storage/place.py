"""What kind of folder a library lies in: a network or a synchronising program breaks what a local disk allows."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

Place = Literal["local", "network", "synchronised"]

_NETWORK = re.compile(
    r"nfs\d?|cifs|afpfs|webdav|smb\d?|smbfs|afs|ceph|9p|ncpfs|davfs2?|glusterfs|lustre|vboxsf|"
    r"fuse\.(?:sshfs|rclone|s3fs|gvfsd-fuse|glusterfs|davfs2?|vmhgfs-fuse|google-drive-ocamlfuse|onedriver)"
)
_SYNCHRONISED = re.compile(
    r"dropbox( \(.*\))?|onedrive( - .*)?|google ?drive|my drive|icloud ?drive|mobile documents|cloudstorage|nextcloud|"
    r"owncloud|pcloud ?drive|mega ?sync|seafile|synology ?drive|sync|syncthing|tresorit|box( sync)?",
    re.IGNORECASE,
)
#: What synchronising programs put into the folders they look after.
_MARKS = (".stfolder", ".dropbox", ".dropbox.cache", ".owncloudsync.log", ".sync")

_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE_DRIVE = 4


def kind(folder: Path) -> Place:
    """Where a folder lies, as far as the system tells: its name, its drive, what stands beside it."""
    folder = folder.resolve()
    if _on_network(folder):
        return "network"
    parents = [folder, *folder.parents]
    if any(_SYNCHRONISED.fullmatch(one.name) for one in parents):
        return "synchronised"
    if any((one / mark).exists() for one in parents for mark in _MARKS):
        return "synchronised"
    return "local"


def _on_network(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE or folder.anchor.startswith("\\\\")
    above = [(len(point.parts), name) for point, name in _mounted() if folder.is_relative_to(point)]
    return bool(above and _NETWORK.fullmatch(max(above, key=lambda one: one[0])[1]))


def _mounted() -> Iterator[tuple[Path, str]]:
    """The mounted file systems, the latest first: where, and of which type."""
    if sys.platform == "darwin":
        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, errors="replace", check=False).stdout
        found = re.findall(r"^.* on (.*) \((\w+).*\)$", listed, re.MULTILINE)
        yield from ((Path(point), name) for point, name in reversed(found))
        return
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in reversed(lines):
        before, _, after = line.partition(" - ")
        point = re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), before.split()[4])
        yield Path(point), after.split()[0]
