"""Draws the mix of an article as a bar: each category's share of its words, the rest left empty."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader.categories import Categories
from reader.ui.library.table_model import MIX_ROLE
from reader.ui.theme import Theme


class MixBar(QStyledItemDelegate):
    """Shares in the categories' colours, with their letters where there is room; the tooltip says them in words."""

    def __init__(self, known: Categories, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._categories = known.as_shown
        self.theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)  # the background of a chosen row
        mix = index.data(MIX_ROLE)
        if mix is None:
            return
        box = QRectF(option.rect).adjusted(8, 0, -8, 0)
        height = min(16.0, box.height() - 8)
        box = QRectF(box.left(), box.center().y() - height / 2, box.width(), height)
        painter.save()
        font = painter.font()
        font.setPixelSize(round(height * 0.7))
        font.setBold(True)
        painter.setFont(font)
        left = box.left()
        for category in self._categories:
            width = box.width() * mix.get(category.id, 0.0)
            if width <= 0:
                continue
            ink, part = self.theme.ink_of(category), QRectF(left, box.top(), width, height)
            painter.fillRect(part, QColor(ink.wash))
            painter.fillRect(QRectF(left, box.bottom() - 3, max(1.0, width - 1), 3), QColor(ink.line))
            if width >= height * 0.9:
                painter.setPen(QColor(ink.line))
                painter.drawText(part.adjusted(0, 0, 0, -2), Qt.AlignmentFlag.AlignCenter, category.letter)
            left += width
        painter.setPen(QColor(self.theme.border))
        painter.drawRect(box)
        painter.restore()
