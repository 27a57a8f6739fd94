"""Asks which tags, or which collections, articles shall have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_CHECKS = {True: Qt.CheckState.Checked, False: Qt.CheckState.Unchecked, None: Qt.CheckState.PartiallyChecked}


class LabelsDialog(QDialog):
    """A list of names to switch on and off; what only some of the articles have is half on until it is touched.

    A name can be changed (F2), for all articles and notes that bear it, into one that is not there yet.
    """

    #: The names to add and the names to take (two tuples of str), as they are called now.
    chosen = Signal(object, object)
    #: A name, and what it is called from now on; comes before `chosen`.
    renamed = Signal(str, str)

    def __init__(self, title: str, every: Iterable[str], borne: Sequence[Iterable[str]], parent: QWidget) -> None:
        """every: the names there are. borne: those of each article."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        sets = [set(one) for one in borne]
        self._before: dict[str, Qt.CheckState] = {}
        self._called: dict[int, str] = {}  # the row of a name, as it was
        for name in every:
            having = sum(name in one for one in sets)
            self._before[name] = _CHECKS[True if having == len(sets) else None if having else False]
            item = self._add(name, self._before[name])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self._called[self.list.row(item)] = name
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.list.itemChanged.connect(self._check_name)
        self.new = QLineEdit(self)
        self.new.setAccessibleName(self.tr("A new name"))
        self.new.setPlaceholderText(self.tr("A new one"))
        self.new.returnPressed.connect(self._take_new)
        add = QPushButton(self.tr("&Add"), self)
        add.setAutoDefault(False)
        add.clicked.connect(self._take_new)
        row = QHBoxLayout()
        row.addWidget(self.new, 1)
        row.addWidget(add)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        for button in buttons.buttons():
            if isinstance(button, QPushButton):
                button.setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 14)
        column.setSpacing(10)
        articles = QLabel(self.tr("Articles: {count}").format(count=len(borne)), self)
        articles.setProperty("role", "muted")
        column.addWidget(articles)
        if self.list.count():
            how = QLabel(self.tr("F2 changes a name wherever it stands."), self)
            how.setProperty("role", "muted")
            how.setWordWrap(True)
            column.addWidget(how)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(buttons)
        self.resize(360, 420)
        (self.list if self.list.count() else self.new).setFocus()

    def accept(self) -> None:
        self._take_new()
        changed: dict[str, Qt.CheckState] = {}
        for row in range(self.list.count()):
            item, name = self.list.item(row), self._called.get(row, "")
            if name and name != item.text():
                self.renamed.emit(name, item.text())
            if self._before.get(name) != item.checkState():
                changed[item.text()] = item.checkState()
        add = tuple(name for name, state in changed.items() if state is Qt.CheckState.Checked)
        remove = tuple(name for name, state in changed.items() if state is Qt.CheckState.Unchecked)
        if add or remove:
            self.chosen.emit(add, remove)
        super().accept()

    def _check_name(self, item: QListWidgetItem) -> None:
        """No name is empty, and none is there twice."""
        row = self.list.row(item)
        wanted = " ".join(item.text().split())
        others = {self.list.item(i).text().casefold() for i in range(self.list.count()) if i != row}
        if not wanted or wanted.casefold() in others:
            wanted = self._called.get(row, item.text())
        if wanted != item.text():
            item.setText(wanted)

    def _take_new(self) -> None:
        name = " ".join(self.new.text().split())
        self.new.clear()
        if not name:
            return
        there = self.list.findItems(name, Qt.MatchFlag.MatchFixedString)
        item = there[0] if there else self._add(name, Qt.CheckState.Checked)
        item.setCheckState(Qt.CheckState.Checked)
        self.list.setCurrentItem(item)

    def _add(self, name: str, state: Qt.CheckState) -> QListWidgetItem:
        item = QListWidgetItem(name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self.list.addItem(item)
        return item
