"""The drawer of what was left out of the reading column, why, and the way back."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader.domain.article import Article
from reader.ui.theme import Theme

_ID, _REASON = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
#: A block of furniture can be a whole menu; its beginning tells what it is.
_EXCERPT = 160


class LeftOutPanel(QWidget):
    """Lists the hidden blocks of an article; asks for chosen ones to be put back."""

    #: The ids (a tuple of str) of the blocks to show again.
    put_back = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = QLabel(self)
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Left out"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _TwoLines(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.itemSelectionChanged.connect(self._update_button)
        self.list.itemActivated.connect(self._ask)
        self.button = QPushButton(self.tr("&Put back"), self)
        self.button.setToolTip(self.tr("Show the chosen passages in the article again, and look for claims in them"))
        self.button.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 14, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._hint)
        column.addWidget(self.list, 1)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.set_article(None)

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._delegate.theme = theme
        self.list.viewport().update()

    def set_article(self, article: Article | None) -> None:
        """List what this article hides."""
        row = max(self.list.currentRow(), 0)
        self.list.clear()
        for block in article.blocks if article else ():
            if block.shown or article is None:
                continue
            words = " ".join(article.text[block.start : min(block.end, block.start + _EXCERPT)].split())
            item = QListWidgetItem(words + ("…" if block.end - block.start > _EXCERPT else ""))
            item.setData(_ID, block.id)
            item.setData(_REASON, block.reason or self.tr("not part of the article"))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()} – {item.data(_REASON)}")
            self.list.addItem(item)
        self._hint.setText(
            self.tr("These passages of the file are not shown in the article.")
            if self.list.count()
            else self.tr("Nothing was left out.")
        )
        self.list.setVisible(self.list.count() > 0)
        self.button.setVisible(self.list.count() > 0)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._update_button()

    def count(self) -> int:
        """How many blocks are listed."""
        return self.list.count()

    def _update_button(self) -> None:
        self.button.setEnabled(bool(self.list.selectedItems()))

    def _ask(self) -> None:
        ids = tuple(str(item.data(_ID)) for item in self.list.selectedItems())
        if ids:
            self.put_back.emit(ids)


class _TwoLines(QStyledItemDelegate):
    """Draws an item as up to two lines of its words and a line with the reason."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, 3 * QFontMetrics(option.font).height() + 18)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect.adjusted(2, 2, -2, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self.theme.border))
        painter.setBrush(QColor(self.theme.selection if chosen else self.theme.raised))
        painter.drawRoundedRect(box, 5, 5)
        inner = box.adjusted(10, 6, -10, -6)
        font = QFont(option.font)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text))
        words = metrics.elidedText(index.data(), Qt.TextElideMode.ElideRight, round(inner.width() * 1.85))
        top = QRect(inner.left(), inner.top(), inner.width(), 2 * metrics.height() + 1)
        painter.drawText(top, Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft, words)
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text if chosen else self.theme.muted))
        reason = metrics.elidedText(index.data(_REASON), Qt.TextElideMode.ElideRight, inner.width() - 4)
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, reason)
        painter.restore()
