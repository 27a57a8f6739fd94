"""The list itself: values in, the chosen and the opened one out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from reader.categories import Categories
from reader.ui.passages.delegate import ROW, RowDelegate
from reader.ui.passages.row import Row
from reader.ui.theme import Theme

_VALUE = ROW + 1
#: So many rows are placed in one turn of the event loop: a few milliseconds.
_BATCH = 500


class PassageModel(QAbstractListModel):
    """Values, each told as a `Row` only when it is painted or read out."""

    def __init__(self, describe: Callable[[Any], Row], parent: QWidget) -> None:
        super().__init__(parent)
        self._describe = describe
        self._values: list[Any] = []

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._values)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value = self._values[index.row()]
        if role == _VALUE:
            return value
        if role == ROW:
            return self._describe(value)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._describe(value).spoken
        return None

    @property
    def values(self) -> tuple[Any, ...]:
        """What is listed."""
        return tuple(self._values)

    def set_values(self, values: Sequence[Any]) -> None:
        """List these instead."""
        self.beginResetModel()
        self._values = list(values)
        self.endResetModel()

    def append(self, values: Sequence[Any]) -> None:
        """List these too."""
        if values:
            self.beginInsertRows(QModelIndex(), len(self._values), len(self._values) + len(values) - 1)
            self._values += values
            self.endInsertRows()

    def replace(self, number: int, value: Any) -> None:
        """Put another value into a row."""
        self._values[number] = value
        place = self.index(number)
        self.dataChanged.emit(place, place)


class PassageList(QListView):
    """Shows values as rows. describe: a value as a `Row`. lines: of words in each row, None for as many as it needs.

    A list that can be long must have a number of lines: then no row is measured before it is seen. one_click: a click
    opens a row, not a double click.
    """

    #: The value that is chosen now, or None.
    chosen = Signal(object)
    #: The value on which Enter was pressed, or that was clicked.
    opened = Signal(object)

    def __init__(
        self,
        known: Categories,
        theme: Theme,
        describe: Callable[[Any], Row],
        lines: int | None = None,
        one_click: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = PassageModel(describe, self)
        self._delegate = RowDelegate(known, theme, lines, self)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        if lines is not None:
            self.setUniformItemSizes(True)
            self.setLayoutMode(QListView.LayoutMode.Batched)  # a hundred thousand rows take Qt a second
            self.setBatchSize(_BATCH)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumHeight(80)
        self.setTabKeyNavigation(False)
        clicked = self.clicked if one_click else self.doubleClicked
        clicked.connect(lambda index: self.opened.emit(index.data(_VALUE)))

    def set_theme(self, theme: Theme) -> None:
        """Set the colours."""
        self._delegate.set_theme(theme)
        self.viewport().update()

    @property
    def values(self) -> tuple[Any, ...]:
        """What is listed."""
        return self._rows.values

    def set_values(self, values: Sequence[Any], current: int = -1) -> None:
        """List these instead, with the one of this number chosen; -1 for none."""
        self._rows.set_values(values)
        self._delegate.forget()
        self.choose(current)
        if current < 0:  # Qt says nothing of it where the list was emptied
            self.chosen.emit(None)

    def append(self, values: Sequence[Any]) -> None:
        """List these too."""
        self._rows.append(values)

    def replace(self, number: int, value: Any) -> None:
        """Put another value into a row."""
        self._rows.replace(number, value)
        if not self.uniformItemSizes():
            self._delegate.sizeHintChanged.emit(self._rows.index(number))

    def choose(self, number: int) -> None:
        """Choose a row, -1 for none."""
        self.setCurrentIndex(self._rows.index(number) if number >= 0 else QModelIndex())

    def current(self) -> Any:
        """The chosen value, or None."""
        return self.currentIndex().data(_VALUE) if self.currentIndex().isValid() else None

    def spoken(self) -> list[str]:
        """What a screen reader says of each row."""
        return [str(self._rows.index(n).data(Qt.ItemDataRole.AccessibleTextRole)) for n in range(self._rows.rowCount())]

    def currentChanged(  # noqa: N802
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.data(_VALUE) if current.isValid() else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._delegate.forget()
        super().resizeEvent(event)
