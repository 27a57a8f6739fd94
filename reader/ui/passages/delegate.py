"""Paints a row: its words laid out in the present width, with wash, underline and letters of the categories."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reader.categories import Categories
from reader.ui.marks import pieces
from reader.ui.passages.row import Row
from reader.ui.theme import Theme
from reader.ui.underlines import Underline

ROW = Qt.ItemDataRole.UserRole
#: Around a card, and inside it.
_AROUND, _ACROSS, _DOWN = 3, 11, 8
#: Between two lines of words: room for the underlines.
_LEADING = 7
#: Room for the dots where a row has fewer lines than its words need.
_ELLIPSIS = 14
#: Between the words and the small lines.
_GAP = 4


class RowDelegate(QStyledItemDelegate):
    """Draws rows as cards. lines: how many lines of words each has, or None for as many as it needs."""

    def __init__(self, known: Categories, theme: Theme, lines: int | None, view: QListView) -> None:
        super().__init__(view)
        self._known, self._theme, self._lines, self._view = known, theme, lines, view
        self._underlines: dict[str, Underline] = {}
        self._heights: dict[tuple[Row, int], int] = {}

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._theme = theme
        self._underlines.clear()

    def forget(self) -> None:
        """Measure anew: the width or the letters have changed."""
        self._heights.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        metrics = QFontMetrics(option.font)
        frame = 2 * (_AROUND + _DOWN)
        if self._lines is not None:
            return QSize(width, frame + self._lines * (metrics.height() + _LEADING) + 2 * (metrics.height() + _GAP))
        row: Row = index.data(ROW)
        key = (row, width)
        if key not in self._heights:
            layout = self._layout(row, option.font, width - 2 * (_AROUND + _ACROSS))
            small = bool(row.heading) + bool(row.footer)
            self._heights[key] = (
                round(layout.boundingRect().height()) + _LEADING + frame + small * (metrics.height() + _GAP)
            )
        return QSize(width, self._heights[key])

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        theme = self._theme
        box: QRect = option.rect.adjusted(_AROUND, _AROUND, -_AROUND, -_AROUND)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), 2) if chosen else QPen(QColor(theme.border), 1))
        painter.setBrush(QColor(theme.page))
        painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(_ACROSS, _DOWN, -_ACROSS, -_DOWN)
        painter.setClipRect(inner.adjusted(-3, 0, 3, 4))
        metrics = QFontMetrics(option.font)
        top = inner.top()
        if row.heading:
            self._small(painter, QRect(inner.left(), top, inner.width(), metrics.height()), option.font, row.heading)
            top += metrics.height() + _GAP
        layout = self._layout(row, option.font, inner.width())
        self._words(painter, layout, row, QPointF(inner.left(), top))
        if row.footer:
            foot = QRect(inner.left(), inner.bottom() - metrics.height(), inner.width(), metrics.height() + 1)
            self._small(painter, foot, option.font, row.footer)
        painter.restore()

    def _small(self, painter: QPainter, box: QRect, font: QFont, text: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted))
        words = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)

    def _words(self, painter: QPainter, layout: QTextLayout, row: Row, at: QPointF) -> None:
        painter.translate(at)
        start = 0
        for run in row.runs:
            end = start + _units(run.text)
            if run.category:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._theme.ink_of(self._known[run.category]).wash))
                for line, left, right in pieces(layout, start, end):
                    painter.drawRoundedRect(QRectF(left - 1, line.y(), right - left + 2, line.height()), 2, 2)
                    self._underline(run.category).draw(painter, left - 1, right + 1, line.y() + line.height() + 1)
            start = end
        painter.setPen(QColor(self._theme.text))
        layout.draw(painter, QPointF(0, 0))
        last = layout.lineAt(layout.lineCount() - 1)
        if last.isValid() and last.textStart() + last.textLength() < start:  # there was no room for all
            painter.drawText(QPointF(last.naturalTextRect().right() + 1, last.y() + last.ascent()), "…")
        painter.translate(-at)

    def _underline(self, category: str) -> Underline:
        if category not in self._underlines:
            made = self._known[category]
            ink, ratio = self._theme.ink_of(made), self._view.devicePixelRatioF()
            self._underlines[category] = Underline(made.underline, made.underline_width, ink.line, ratio)
        return self._underlines[category]

    def _layout(self, row: Row, font: QFont, width: int) -> QTextLayout:
        layout = QTextLayout("".join(run.text for run in row.runs).replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        formats, start = [], 0
        for run in row.runs:
            one = QTextLayout.FormatRange()
            one.start, one.length = start, _units(run.text)
            made = QTextCharFormat()
            if run.letter:
                made.setForeground(QColor(self._theme.ink_of(self._known[run.category]).line))
            elif run.dim:
                made.setForeground(QColor(self._theme.muted))
            if run.strong or run.letter:
                made.setFontWeight(QFont.Weight.Bold)
            made.setFontUnderline(run.added)
            made.setFontStrikeOut(run.struck)
            one.format = made
            formats.append(one)
            start += one.length
        layout.setFormats(formats)
        layout.beginLayout()
        top, count = 0.0, 0
        while count != self._lines and (line := layout.createLine()).isValid():
            line.setLineWidth(max(20, width - _ELLIPSIS if count + 1 == self._lines else width))
            line.setPosition(QPointF(0, top))
            top += line.height() + _LEADING
            count += 1
        layout.endLayout()
        return layout


def _units(text: str) -> int:
    """How many UTF-16 units a text has: Qt's measure."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
