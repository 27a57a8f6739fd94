"""What a process does to files, as strace saw it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: What changes a file or a folder, makes it safe, or would change it unseen.
CALLS = (
    "open,openat,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,copy_file_range,sendfile,"
    "rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,"
    "fsync,fdatasync,msync,sync_file_range,mmap"
)

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)(?:\) += (-?\d+|0x[0-9a-f]+)(<.*>)?(?: .*)?| <unfinished \.\.\.>)$")
_ARGUMENT = re.compile(r'"(?P<text>(?:\\x[0-9a-f]{2})*)"(?P<cut>\.\.\.)?|[^,"<]*<(?P<path>[^>]*)>|(?P<word>[^,<"]+)')


@dataclass(frozen=True)
class Call:
    """A call of the system's.

    texts, paths, words: its arguments: strings, what open files and folders are called, all others.
    result: None where another thread came between: strace tells it later, apart.
    """

    name: str
    texts: list[bytes]
    paths: list[Path]
    words: list[str]
    result: int | None


def calls(trace: Path) -> Iterator[Call]:
    """What strace saw, but for what failed."""
    for line in trace.read_text(encoding="ascii").splitlines():
        found = _CALL.match(line)
        if not found or (found[3] or "").startswith("-"):
            continue
        texts, paths, words = [], [], []
        for part in _ARGUMENT.finditer(found[2]):
            assert not part["cut"], "strace cut a text short"
            if part["text"] is not None:
                texts.append(unhex(part["text"]))
            elif part["path"] is not None:
                paths.append(Path(os.fsdecode(unhex(part["path"]))))
            elif part["word"].strip():
                words.append(part["word"].strip())
        yield Call(found[1], texts, paths, words, None if found[3] is None else int(found[3], 0))


def strace(trace: Path, names: str) -> list[str]:
    """What to put before a command, so that these calls of it are written into a file."""
    options = ["-f", "-y", "-xx", "-s", "10000000", "-e", f"trace={names}", "-e", "signal=none", "-o", str(trace)]
    return ["strace", *options]


def unhex(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
