"""What all the door's sheets have: a heading, a text, a line for what went wrong, and buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader.services.keys import Keys
from reader.ui import file_dialogs


class Sheet(QWidget):
    """One step of the dialog. `body` is where its own controls stand."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        heading = QLabel(title, self)
        font = heading.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setWeight(QFont.Weight.DemiBold)
        heading.setFont(font)
        heading.setWordWrap(True)
        self._wrong = QLabel(self)
        self._wrong.setProperty("role", "wrong")
        self._wrong.setWordWrap(True)
        self._wrong.setTextFormat(Qt.TextFormat.PlainText)
        self._wrong.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        self._buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 22, 26, 20)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addLayout(self.body, 1)
        column.addWidget(self._wrong)
        column.addLayout(self._buttons)

    def words(self, text: str, *, muted: bool = False) -> QLabel:
        """Put a paragraph into the body."""
        label = QLabel(text, self)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if muted:
            label.setProperty("role", "muted")
        self.body.addWidget(label)
        return label

    def line(self, name: str, *, secret: bool = False) -> QLineEdit:
        """Put a line to type in into the body, its name above it."""
        label = QLabel(name, self)
        edit = QLineEdit(self)
        edit.setAccessibleName(name)
        label.setBuddy(edit)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(label)
        self.body.addWidget(edit)
        return edit

    def button(self, text: str, act: Callable[[], object], *, primary: bool = False) -> QPushButton:
        """Put a button below; the primary one answers Enter."""
        button = QPushButton(text, self)
        button.setProperty("primary", primary)
        button.setAutoDefault(primary)
        button.setDefault(primary)
        button.clicked.connect(lambda _checked=False: act())
        self._buttons.addWidget(button)
        return button

    def say_wrong(self, text: str) -> None:
        """Say what went wrong; "" for nothing."""
        self._wrong.setText(text)
        self._wrong.setVisible(bool(text))

    def wrong_text(self) -> str:
        """What went wrong, or ""."""
        return self._wrong.text()

    def start(self) -> None:
        """Made ready to be shown (again): what was typed before is gone."""
        for edit in self.findChildren(QLineEdit):
            edit.clear()
        self.say_wrong("")


class KeyRow(QWidget):
    """A passphrase to type, or a recovery key's file to choose."""

    #: The `Keys` that were chosen by file, at once.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.passphrase = QLineEdit(self)
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName(self.tr("Passphrase"))
        self.passphrase.setPlaceholderText(self.tr("Passphrase"))
        self.file_button = QPushButton(self.tr("Use the &recovery key…"), self)
        self.file_button.setAutoDefault(False)
        self.file_button.clicked.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.file_button)

    def keys(self) -> Keys:
        """What was typed; the system's keyring where nothing was."""
        return Keys(passphrase=self.passphrase.text())

    def _choose(self) -> None:
        file_dialogs.ask_file(
            self,
            self.tr("The file with the recovery key"),
            lambda file: self.chosen.emit(Keys(recovery_file=file)),
        )
