"""Which kinds of file can be opened, for whoever offers files to choose from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileType:
    """One kind of file. label: its name for people. suffixes: in lower case, with the dot."""

    label: str
    suffixes: tuple[str, ...]


def readable() -> tuple[FileType, ...]:
    """What Sayso reads, in the order of ingest's READERS: a line there is all that a new format needs."""
    from reader.ingest import formats

    return tuple(FileType(reader.label, reader.suffixes) for reader in formats.READERS)
