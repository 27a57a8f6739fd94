"""What kind of folder a library lies in: a network or a synchronising program breaks what a local disk allows."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Literal

Place = Literal["local", "network", "synchronised"]

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afs|ceph|9p|ncpfs|davfs2?|glusterfs|lustre|vboxsf|"
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
    return bool(_NETWORK.fullmatch(_file_system(folder, _mounts())))


def _mounts() -> str:
    """The system's list of mounted file systems; "" where it has none (macOS)."""
    try:
        return _MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _file_system(folder: Path, mounts: str) -> str:
    """The type of the file system a folder is on, by the longest mount point above it."""
    found, longest = "", -1
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(re.sub(r"\\(\d{3})", lambda code: chr(int(code[1], 8)), before.split()[4]))
        if len(point.parts) >= longest and folder.is_relative_to(point):
            found, longest = after.split()[0], len(point.parts)
    return found
