"""An article as a Qt document: one text block for each shown block, filled in slices so that the window stays awake."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextList,
    QTextListFormat,
)

from reader.domain.article import CLAIM_KINDS, Article, Block, BlockKind
from reader.ui.text_offsets import TextOffsets
from reader.ui.theme import Theme

#: A slice of filling should take this many seconds with its layout: an eighth of a frame at 60 Hz.
SLICE = 0.002
#: How many blocks of the document before are taken away in one turn of the event loop: a fifth of a millisecond.
_TAKEN_AWAY = 40
#: How many characters the first slice has; more than fit into a window. The next ones follow from how long it took.
_FIRST_SLICE = 4000
#: How tall a line is, in em of the face: room for the letters above the words and the underlines beneath.
LINE = 2.04

#: Empty space beside the words inside the column, for what a mark paints around them; above and below the article.
PAD, _TOP, _BOTTOM = 10, 26, 120

#: A paragraph longer than this is shown as several without space between: Qt lays a paragraph out in one go, and a mark
#: is looked for among all its lines.
_LONGEST_ROW = 4000

# One text block must stay one: what Qt takes for the end of a block becomes a line break inside it.
_ONE_BLOCK = str.maketrans(
    {"\n": "\u2028", "\r": "\u2028", "\u2029": "\u2028", "\x00": "\ufffd", "\ufdd0": "\ufffd", "\ufdd1": "\ufffd"}
)


class ArticleDocument(QObject):
    """Fills a `QTextDocument` with an article, and knows which place is where.

    A row is a text block of Qt's: one of the article's shown blocks, or a part of a very long one.

    The marks are no part of it: they are painted (`marks.py`), so that a filter never touches the document.
    """

    #: The whole article is in the document.
    filled = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.qt = self._new()
        self._old: list[QTextDocument] = []
        self.article: Article | None = None
        self._rows: list[Block] = []
        self._starts: list[int] = []
        self._offsets = TextOffsets("")
        self._next = 0
        self._slice = _FIRST_SLICE
        self._bullets: QTextList | None = None
        self._theme: Theme | None = None
        self._em = 18.0
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    def _new(self) -> QTextDocument:
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDocumentMargin(0)
        return made

    # Looks

    def set_looks(self, theme: Theme, font: QFont) -> None:
        """Set the colours and the face; what is already there changes with it."""
        self._theme = theme
        # The size of the letters as drawn: points become pixels by the screen's resolution.
        self._em = QFontMetricsF(font).height() / 1.17
        self.qt.setDefaultFont(font)
        cursor = QTextCursor(self.qt)
        cursor.beginEditBlock()
        for row in range(min(self._next, len(self._rows))):
            block = self._rows[row]
            cursor.setPosition(self.qt.findBlockByNumber(row).position())
            cursor.mergeBlockFormat(self._block_format(row))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(self._char_format(block))
        cursor.endEditBlock()

    def _block_format(self, row: int) -> QTextBlockFormat:
        block = self._rows[row]
        em, kind, made = self._em, block.kind, QTextBlockFormat()
        size = _size(block)
        pitch = LINE if block.kind in CLAIM_KINDS else 1.4
        made.setLineHeight(round(em * size * pitch), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        top, bottom = {
            BlockKind.TITLE: (0.6, 0.75),
            BlockKind.BYLINE: (0.0, 0.15),
            BlockKind.DATE: (0.0, 0.9),
            BlockKind.HEADING: (1.3, 0.25),
            BlockKind.LIST_ITEM: (0.1, 0.1),
            BlockKind.CAPTION: (0.35, 0.9),
        }.get(kind, (0.25, 0.7))
        made.setTopMargin(0 if row and self._rows[row - 1].id == block.id else em * top)
        made.setBottomMargin(0 if self._rows[row + 1 : row + 2] and self._rows[row + 1].id == block.id else em * bottom)
        if kind in (BlockKind.QUOTATION, BlockKind.CAPTION):
            made.setLeftMargin(em * 1.4)
        if kind is BlockKind.QUOTATION:
            made.setRightMargin(em)
        if kind in (BlockKind.TITLE, BlockKind.HEADING):
            made.setHeadingLevel(block.level or (1 if kind is BlockKind.TITLE else 2))
        return made

    def _char_format(self, block: Block) -> QTextCharFormat:
        made, kind = QTextCharFormat(), block.kind
        size = _size(block)
        if size != 1:
            made.setFontPointSize(self.qt.defaultFont().pointSizeF() * size)
        if kind in (BlockKind.TITLE, BlockKind.HEADING):
            made.setFontWeight(QFont.Weight.Bold)
        if kind in (BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE, BlockKind.FURNITURE) and self._theme:
            made.setForeground(QColor(self._theme.muted))
        if kind in (BlockKind.CAPTION, BlockKind.BYLINE, BlockKind.DATE):
            families = [self.qt.defaultFont().family()] if kind is BlockKind.CAPTION else [QFont().family()]
            made.setFontFamilies(families)
            made.setFontItalic(kind is BlockKind.CAPTION)
        return made

    # Filling

    def fill(self, article: Article) -> None:
        """Put this article into a new document, slice by slice while the event loop turns (or at once: `fill_up_to`).

        The document before is no longer `qt`, and is taken apart as slowly: emptying a long one takes a whole frame.
        """
        font = self.qt.defaultFont()
        self._old.append(self.qt)
        self.qt = self._new()
        self.qt.setDefaultFont(font)
        self.article = article
        self._rows = [part for b in article.blocks if b.shown and b.end > b.start for part in _parts(b, article.text)]
        self._starts = [b.start for b in self._rows]
        self._offsets = TextOffsets(article.text)
        self._next = 0
        self._slice = _FIRST_SLICE
        self._bullets = None
        frame = self.qt.rootFrame().frameFormat()
        frame.setMargin(PAD)
        frame.setTopMargin(_TOP)
        frame.setBottomMargin(_BOTTOM)
        self.qt.rootFrame().setFrameFormat(frame)
        self._timer.start()

    @property
    def is_filled(self) -> bool:
        """Whether the whole article is in the document."""
        return self._next >= len(self._rows)

    def fill_up_to(self, row: int) -> None:
        """Bring the document at least to this row, now."""
        while self._next <= min(row, len(self._rows) - 1):
            self._fill_slice()

    def _work(self) -> None:
        if self._next < len(self._rows):
            self._fill_slice()
            if self.is_filled:
                self.filled.emit()
        elif self._old:
            self._take_away_slice(self._old[-1])
        else:
            self._timer.stop()

    def _take_away_slice(self, document: QTextDocument) -> None:
        last = document.blockCount() - 1
        cursor = QTextCursor(document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        first = document.findBlockByNumber(max(0, last - _TAKEN_AWAY))
        cursor.setPosition(first.position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if document.blockCount() <= 1:
            self._old.remove(document)
            document.deleteLater()

    def _fill_slice(self) -> None:
        began, room = perf_counter(), self._slice
        cursor = QTextCursor(self.qt)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        while not self.is_filled and room > 0:
            block = self._rows[self._next]
            self._append(cursor, block)
            self._next += 1
            room -= block.end - block.start
        cursor.endEditBlock()  # lays out what is new, which takes longer than inserting it
        took = perf_counter() - began
        self._slice = round(min(max(self._slice * SLICE / max(took, 0.0005), 500), 20_000))

    def _append(self, cursor: QTextCursor, block: Block) -> None:
        block_format, char_format = self._block_format(self._next), self._char_format(block)
        if self._next == 0:
            cursor.setBlockFormat(block_format)
            cursor.setBlockCharFormat(char_format)
        else:
            cursor.insertBlock(block_format, char_format)
        assert self.article is not None
        cursor.insertText(self.article.text_of(block).translate(_ONE_BLOCK), char_format)
        if block.kind is not BlockKind.LIST_ITEM:
            self._bullets = None
        elif self._bullets is None:
            bullets = QTextListFormat()
            bullets.setStyle(QTextListFormat.Style.ListDisc)
            self._bullets = cursor.createList(bullets)
        else:
            self._bullets.add(cursor.block())

    # Places

    @property
    def row_count(self) -> int:
        """How many blocks the article shows."""
        return len(self._rows)

    def row(self, number: int) -> Block:
        """The article's block, or the part of it, that stands in this text block."""
        return self._rows[number]

    def row_at(self, point: int) -> int | None:
        """The row that holds this code point of the article; None if it stands in a block that was left out."""
        row = bisect_right(self._starts, point) - 1
        return row if row >= 0 and point <= self._rows[row].end else None

    def text_block(self, row: int) -> QTextBlock:
        """Qt's block of this row; it must be filled (`fill_up_to`)."""
        return self.qt.findBlockByNumber(row)

    def column(self, row: int, point: int) -> int:
        """Where in its row a code point of the article stands, in UTF-16 units; clipped to the row."""
        block = self._rows[row]
        clipped = min(max(point, block.start), block.end)
        return self._offsets.to_units(clipped) - self._offsets.to_units(block.start)

    def point(self, position: int) -> int | None:
        """The article's code point at this position of the document."""
        found = self.qt.findBlock(position)
        if not found.isValid() or found.blockNumber() >= min(self._next, len(self._rows)):
            return None
        start = self._rows[found.blockNumber()].start
        return self._offsets.to_points(self._offsets.to_units(start) + position - found.position())


def _parts(block: Block, text: str) -> Iterator[Block]:
    """The block itself; a very long one in parts, which end with a sentence or at least with a word."""
    start = block.start
    while block.end - start > _LONGEST_ROW:
        half, limit = start + _LONGEST_ROW // 2, start + _LONGEST_ROW
        cut = next((at + len(mark) for mark in (". ", " ") if (at := text.rfind(mark, half, limit)) >= 0), limit)
        yield replace(block, start=start, end=cut)
        start = cut
    yield block if start == block.start else replace(block, start=start)  # most are short: nothing to make anew


def _size(block: Block) -> float:
    """How large a block's letters are, in em of the body text."""
    if block.kind is BlockKind.HEADING:
        return {1: 1.35, 2: 1.22, 3: 1.12}.get(block.level or 2, 1.0)
    return {
        BlockKind.TITLE: 1.75,
        BlockKind.BYLINE: 0.82,
        BlockKind.DATE: 0.82,
        BlockKind.CAPTION: 0.84,
    }.get(block.kind, 1.0)
