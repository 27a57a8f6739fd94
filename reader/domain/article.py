"""A saved file, read: one text, and the blocks it is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum


class BlockKind(StrEnum):
    """The role a block plays on the page."""

    TITLE = "title"
    BYLINE = "byline"
    DATE = "date"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    QUOTATION = "quotation"
    CAPTION = "caption"
    FURNITURE = "furniture"


#: The kinds whose sentences are read for claims. All others are unmarked (codebook, order of decision, 1).
CLAIM_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTATION})


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text with one role.

    id: unique in its article, stable for the same file and extractor ("b0", "b1", ... in reading order).
    start, end: code points of `Article.text`, end exclusive; blocks are in order and do not overlap.
    shown: False for what was left out of the reading column.
    reason: why it was left out, or why it has its role, in plain words; "" where there is nothing to explain.
    level: 1 to 6 for headings, 0 otherwise.
    """

    id: str
    kind: BlockKind
    start: int
    end: int
    shown: bool = True
    reason: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. Empty strings where it says nothing.

    Dates are ISO 8601 ("2022-10-10" or with a time) where they could be read, else as they stand in the file.
    `language` is a BCP 47 tag ("en"), guessed from the text where the file does not say it.
    """

    title: str = ""
    author: str = ""
    outlet: str = ""
    url: str = ""
    published: str = ""
    saved: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A saved article. `text` holds every block, the left-out ones too; blocks are ranges of code points in it.

    cut_off: "" or the sentence that says why the article may be incomplete ("The save ends at a sign-up wall ...").
    file_sha256: of the file's bytes (of the UTF-8 text where there was no file).
    extractor: name and version of what read the file ("sayso-html 1, trafilatura 2.3.1").
    """

    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    source_path: str = ""
    cut_off: str = ""
    file_sha256: str = ""
    extractor: str = ""

    @property
    def title(self) -> str:
        """The title block's text, else the file's own metadata, else ""."""
        for block in self.blocks:
            if block.kind is BlockKind.TITLE:
                return self.text_of(block)
        return self.metadata.title

    def text_of(self, block: Block) -> str:
        """The words of one block."""
        return self.text[block.start : block.end]

    def claim_blocks(self) -> Iterator[Block]:
        """The shown blocks that are read for claims, in reading order."""
        return (b for b in self.blocks if b.shown and b.kind in CLAIM_KINDS)

    def with_shown(self, block_ids: Iterable[str], shown: bool = True) -> Article:
        """The same article with these blocks put back (as paragraphs, if they were furniture) or left out.

        No offset changes.
        """
        ids = set(block_ids)

        def changed(block: Block) -> Block:
            if block.id not in ids:
                return block
            kind = BlockKind.PARAGRAPH if shown and block.kind is BlockKind.FURNITURE else block.kind
            return replace(
                block, shown=shown, kind=kind, reason="put back by the reader" if shown else "left out by the reader"
            )

        return replace(self, blocks=tuple(changed(b) for b in self.blocks))
