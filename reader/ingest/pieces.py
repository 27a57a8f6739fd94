"""What a format's reader hands over: the pieces of a page in reading order, and how they become an `Article`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from reader.domain.article import Article, Block, BlockKind, Metadata

#: Between two blocks in `Article.text`.
SEPARATOR = "\n\n"


@dataclass(slots=True)
class Piece:
    """One block to be. `kind` and `reason` may change until the article is assembled.

    reason: why it is left out, in words for the reader; empty where it stays.
    level: 1 to 6 for headings, else 0.
    sure: the file's own structure names the role, so no guess from the words may change it into another.
    wall: behind this piece the page hides the rest of the article.
    """

    text: str
    kind: BlockKind
    reason: str = ""
    level: int = 0
    sure: bool = False
    wall: bool = False

    @property
    def shown(self) -> bool:
        """Whether it stands in the reading column."""
        return self.kind is not BlockKind.FURNITURE

    def leave_out(self, reason: str) -> None:
        """Make it furniture, for this reason."""
        self.kind, self.reason, self.level = BlockKind.FURNITURE, reason, 0


def assemble(
    pieces: Sequence[Piece],
    metadata: Metadata,
    *,
    extractor: str,
    file_sha256: str,
    source_path: str = "",
    cut_off: str = "",
) -> Article:
    """The article of these pieces. Pieces without text are dropped; all others become one block each."""
    blocks: list[Block] = []
    texts: list[str] = []
    at = 0
    for piece in pieces:
        if not piece.text:
            continue
        if texts:
            at += len(SEPARATOR)
        end = at + len(piece.text)
        blocks.append(Block(f"b{len(blocks)}", piece.kind, at, end, piece.shown, piece.reason, piece.level))
        texts.append(piece.text)
        at = end
    return Article(SEPARATOR.join(texts), tuple(blocks), metadata, source_path, cut_off, file_sha256, extractor)


def sha256_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal; for articles that come from no file."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
