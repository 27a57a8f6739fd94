"""Asks which tags, or which collections, articles shall have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
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
    """A list of names to switch on and off; what only some of the articles have is half on until it is touched."""

    #: The names to add and the names to take (two tuples of str).
    chosen = Signal(object, object)

    def __init__(self, title: str, every: Iterable[str], borne: Sequence[Iterable[str]], parent: QWidget) -> None:
        """every: the names there are. borne: those of each article."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        sets = [set(one) for one in borne]
        self._before: dict[str, Qt.CheckState] = {}
        for name in every:
            having = sum(name in one for one in sets)
            self._before[name] = _CHECKS[True if having == len(sets) else None if having else False]
            self._add(name, self._before[name])
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
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(buttons)
        self.resize(360, 420)
        (self.list if self.list.count() else self.new).setFocus()

    def accept(self) -> None:
        self._take_new()
        now = {self.list.item(i).text(): self.list.item(i).checkState() for i in range(self.list.count())}
        changed = {name: state for name, state in now.items() if self._before.get(name) != state}
        add = tuple(name for name, state in changed.items() if state is Qt.CheckState.Checked)
        remove = tuple(name for name, state in changed.items() if state is Qt.CheckState.Unchecked)
        if add or remove:
            self.chosen.emit(add, remove)
        super().accept()

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
