"""The column an article stands in: as wide as a line should be long, with room for the badges beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from reader.ui.article_document import PAD, ArticleDocument

#: 70 letters of running English, to measure the column with.
_SEVENTY = "The ministry said on Monday that the bridge would be closed to traffic"
_BADGES_WIDE, _BADGES_NARROW = 172, 92


class ArticleColumn(QTextEdit):
    """Shows the document, and knows which place of the article stands at the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = ArticleDocument(self)
        self._column = 0
        self.setDocument(self._document.qt)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        # A width of its own, so that a wider window moves the column and lays nothing out again.
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAcceptDrops(False)
        self.setAutoFillBackground(True)
        self.setTabChangesFocus(True)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(self.tr("Article"))

    def place(self) -> int | None:
        """The article's code point at the top of the view; None at the very top or without an article."""
        if self.verticalScrollBar().value() == 0:
            return None
        return self._document.point(self.cursorForPosition(QPoint(PAD, 4)).position())

    def face(self) -> QFont:
        """The reading face at its present size."""
        return self.document().defaultFont()

    def show_passage(self, start: int, end: int) -> None:
        """Bring these code points comfortably into view, and select them."""
        cursor = self.textCursor()
        for point, mode in ((start, cursor.MoveMode.MoveAnchor), (end, cursor.MoveMode.KeepAnchor)):
            row = self._document.row_at(point)
            if row is None:  # in what is left out of the column
                return
            self._document.fill_up_to(row)
            block = self._document.text_block(row)
            cursor.setPosition(block.position() + self._document.column(row, point), mode)
        self._go_to(start)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - self.viewport().height() * 3 // 10)
        self.setTextCursor(cursor)

    def measure_column(self, font: QFont) -> None:
        """Make the column as wide as a good line in this face."""
        self._column = round(QFontMetricsF(font).horizontalAdvance(_SEVENTY)) + 2 * PAD
        self._place_column()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_column()

    def _place_column(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - bar
        badges = _BADGES_WIDE if room >= self._column + _BADGES_WIDE else _BADGES_NARROW
        column = max(200, min(self._column, room - badges))
        left = max(badges, (room - column) // 2)
        right = max(0, room - left - column)
        rewrapped = self.lineWrapColumnOrWidth() != column
        if rewrapped:
            self.setLineWrapColumnOrWidth(column)
        margins = self.viewportMargins()
        if (margins.left(), margins.right()) != (left, right):
            self.setViewportMargins(left, 0, right, 0)
        self._columns_moved(left, rewrapped)

    def _columns_moved(self, left: int, rewrapped: bool) -> None:
        """The column begins so many pixels from the left. rewrapped: its lines are others than before."""

    def _go_to(self, place: int | None) -> None:
        row = None if place is None else self._document.row_at(place)
        if place is None or row is None:
            return
        block = self._document.text_block(row)
        self.document().documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(self._document.column(row, place))
        self.verticalScrollBar().setValue(round(block.layout().position().y() + (line.y() if line.isValid() else 0)))
