"""A real table, with rows, columns and headers for screen readers, that is as high as its rows."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from reader.categories import Categories, Category
from reader.ui.accuracy.figures import Table
from reader.ui.marks import draw_sample
from reader.ui.theme import Theme


class FigureTable(QTableWidget):
    """Shows one `Table`. The names are a column of their own, before the figures."""

    def __init__(self, table: Table, known: Categories, parent: QWidget | None = None) -> None:
        super().__init__(len(table.rows), len(table.columns) + 1, parent)
        self._table, self._known = table, known
        self._items: list[list[QTableWidgetItem]] = []
        self.setAccessibleName(table.title)
        self.setAccessibleDescription(table.note)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)  # Tab goes on to the next table, arrows walk in this one
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustToContents)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().hide()  # but its names are read out
        self._fill()

    def _fill(self) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        first = QTableWidgetItem(self._table.first)
        first.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self.setHorizontalHeaderItem(0, first)
        for column, title in enumerate(self._table.columns, 1):
            item = QTableWidgetItem("\n".join(title.split(" ", 1)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, title)
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
            self.setHorizontalHeaderItem(column, item)
        for number, row in enumerate(self._table.rows):
            self.setVerticalHeaderItem(number, QTableWidgetItem(row.name))
            name = QTableWidgetItem(row.name)
            if row.category:
                spoken = self.tr("{name}, letter {letter}")
                letter = self._known[row.category].letter
                name.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.format(name=row.name, letter=letter))
            items = [name]
            for cell in row.cells:
                item = QTableWidgetItem(cell.text)
                item.setTextAlignment(right)
                if cell.spoken:
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, cell.spoken)
                    item.setToolTip(cell.spoken)
                items.append(item)
            for column, item in enumerate(items):
                self.setItem(number, column, item)
            self._items.append(items)

    def set_looks(self, theme: Theme, font: QFont) -> None:
        """Set the colours and the letters."""
        strong = QFont(font)
        strong.setWeight(QFont.Weight.Bold)
        self.setFont(font)
        self.horizontalHeader().setFont(font)
        side = math.ceil(QFontMetricsF(font).height() * 1.7)
        marked = any(row.category for row in self._table.rows)
        self.setIconSize(QSize(side, side))
        blank = QPixmap(side, side)
        blank.fill(Qt.GlobalColor.transparent)
        for number, row in enumerate(self._table.rows):
            if marked:
                picture = self._sample(self._known[row.category], theme, strong, side) if row.category else blank
                icon = QIcon(picture)
                icon.addPixmap(picture, QIcon.Mode.Selected)
                self._items[number][0].setIcon(icon)
            for cell, item in zip(row.cells, self._items[number][1:], strict=True):
                item.setFont(strong if cell.strong else font)
        for widget in (self, self.horizontalHeader()):
            widget.ensurePolished()  # the style's spaces count
        self.resizeColumnsToContents()
        self.resizeRowsToContents()
        self.setMaximumWidth(self.sizeHint().width())
        self.updateGeometry()
        self._fit()

    def _sample(self, category: Category, theme: Theme, font: QFont, side: int) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(math.ceil(side * ratio), math.ceil(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with QPainter(picture) as painter:
            draw_sample(painter, category, theme, QRectF(1, 2, side - 2, side - 10), font, on=True)
        return picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Take the height of all rows, and of the scroll bar where the columns have not all room."""
        wanted = self.sizeHint()
        bar = self.horizontalScrollBar().sizeHint().height() if self.width() < wanted.width() else 0
        frame = 2 * self.frameWidth()
        rows = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(rows + frame + bar)
