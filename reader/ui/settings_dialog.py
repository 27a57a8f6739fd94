"""The settings, as a form that is made from their declarations; each is saved when it is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from reader import settings
from reader.settings import Setting, Settings
from reader.ui import file_dialogs

_MOST = 10_000


class SettingsDialog(QDialog):
    """One row a setting: its title, its value, and a sentence about it."""

    #: The user has changed a setting: its name and its value (None: as Sayso ships). Answer with `show_state`.
    changed = Signal(str, object)

    def __init__(self, now: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Settings – Sayso"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fields: dict[str, QWidget] = {}
        body = QWidget(self)
        body.setObjectName("card")
        column = QVBoxLayout(body)
        column.setContentsMargins(22, 18, 22, 12)
        column.setSpacing(4)
        for one in settings.declared():
            self._add(one, getattr(now, one.name), column)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.state = QLabel(self)
        self.state.setWordWrap(True)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setContentsMargins(22, 0, 22, 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.setContentsMargins(22, 0, 22, 14)
        buttons.rejected.connect(self.close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area, 1)
        outer.addWidget(self.state)
        outer.addWidget(buttons)
        self.resize(520, 560)

    def show_state(self, text: str) -> None:
        """Say what became of a change."""
        self.state.setText(text)

    def _add(self, one: Setting, value: Any, column: QVBoxLayout) -> None:
        make: dict[str, Callable[[Setting, Any], QWidget]] = {
            "folder": self._folder,
            "ids": self._ids,
            "count": self._count,
            "words": self._words,
            "switch": self._switch,
        }
        field = make[one.kind](one, value)
        self.fields[one.name] = field
        field.setAccessibleDescription(one.help)
        if one.kind != "switch":
            label = QLabel(one.title, self)
            label.setBuddy(field)
            column.addWidget(label)
        holder = field if one.kind != "folder" else self._with_button(one, field)
        column.addWidget(holder)
        about = QLabel(one.help, self)
        about.setWordWrap(True)
        about.setProperty("role", "muted")
        column.addWidget(about)
        column.addSpacing(12)

    def _switch(self, one: Setting, value: Any) -> QWidget:
        box = QCheckBox(one.title, self)
        box.setChecked(value)
        box.toggled.connect(lambda on: self._tell(one, on))
        return box

    def _count(self, one: Setting, value: Any) -> QWidget:
        box = QSpinBox(self)
        box.setRange(1, _MOST)
        box.setValue(value)
        box.setAccessibleName(one.title)
        box.setMaximumWidth(120)
        box.editingFinished.connect(lambda: self._tell(one, box.value()))
        return box

    def _words(self, one: Setting, value: Any) -> QWidget:
        return self._line(one, value, lambda text: text)

    def _ids(self, one: Setting, value: Any) -> QWidget:
        line = self._line(one, ", ".join(value), lambda text: [one.strip() for one in text.split(",") if one.strip()])
        line.setPlaceholderText(self.tr("with commas between"))
        return line

    def _folder(self, one: Setting, value: Any) -> QWidget:
        return self._line(one, str(value or ""), lambda text: Path(text) if text else None)

    def _line(self, one: Setting, text: str, value_of: Callable[[str], Any]) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setAccessibleName(one.title)
        told = [text]

        def tell() -> None:
            if line.text().strip() != told[0]:
                told[0] = line.text().strip()
                self._tell(one, value_of(told[0]))

        line.editingFinished.connect(tell)
        return line

    def _with_button(self, one: Setting, line: QWidget) -> QWidget:
        assert isinstance(line, QLineEdit)
        holder = QWidget(self)
        button = QPushButton(self.tr("Choose…"), holder)
        button.setAccessibleName(self.tr("Choose a folder: {title}").format(title=one.title))
        button.setAutoDefault(False)

        def choose() -> None:
            file_dialogs.ask_folder(self, one.title, take)

        def take(folder: Path) -> None:
            line.setText(str(folder))
            line.editingFinished.emit()

        button.clicked.connect(lambda _=False: choose())
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(line, 1)
        row.addWidget(button)
        return holder

    def _tell(self, one: Setting, value: Any) -> None:
        same = (tuple(value) if isinstance(value, list) else value) == one.default
        self.changed.emit(one.name, None if same else value)
