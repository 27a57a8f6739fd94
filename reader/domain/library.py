"""What a library holds, as frozen values. Times are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.domain.anchor import Anchor

State = Literal["unread", "reading", "read"]
ImportStatus = Literal["imported", "duplicate", "version", "failed"]


@dataclass(frozen=True, slots=True)
class LibraryArticle:
    """One article in the list. words: of its body. mix: each category's share of these words, 0 to 1."""

    id: int
    title: str
    outlet: str
    author: str
    published: str
    saved: str
    url: str
    language: str
    words: int
    mix: dict[str, float]
    tags: tuple[str, ...]
    collections: tuple[str, ...]
    star: bool
    state: State
    text_sha256: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the user wrote on a passage, or on a whole article (anchor None); Markdown.

    orphan: the passage is no longer in the article; the anchor says where it was.
    """

    id: int
    article: int
    anchor: Anchor | None
    text: str
    tags: tuple[str, ...]
    created: str
    modified: str
    orphan: bool


@dataclass(frozen=True, slots=True)
class Highlight:
    """A marked passage; orphan: as for a note."""

    id: int
    article: int
    anchor: Anchor
    created: str
    orphan: bool


@dataclass(frozen=True, slots=True)
class Original:
    """The file an article was read from. data: its bytes, or None where it is only linked."""

    path: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased for good, or would be.

    articles: as the list showed them. versions: other versions of them, which stay. notes, highlights, corrections: how
    many go along. purged: backups and set-aside libraries that are written anew without them. deleted: those that
    cannot be opened, and so are deleted whole. files: from where the articles were imported, if they are still there:
    Sayso leaves them alone.
    """

    articles: tuple[LibraryArticle, ...]
    versions: tuple[int, ...]
    notes: int
    highlights: int
    corrections: int
    files: tuple[str, ...]
    purged: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file. article: where it is now, None if it failed. error: why it failed, else ""."""

    path: str
    status: ImportStatus
    article: int | None = None
    error: str = ""
