"""The sheets on which a library is made and unlocked."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QRadioButton, QWidget

from reader.services.keys import Keys
from reader.ui import file_dialogs
from reader.ui.door.sheet import KeyRow, Sheet

Way = Literal["keyring", "unencrypted"] | Keys


class PassphraseLines:
    """A new passphrase, typed twice."""

    def __init__(self, sheet: Sheet) -> None:
        self.first = sheet.line(sheet.tr("Passphrase"), secret=True)
        self.second = sheet.line(sheet.tr("The same again"), secret=True)

    def set_enabled(self, on: bool) -> None:
        """Whether there is something to type."""
        self.first.setEnabled(on)
        self.second.setEnabled(on)

    def keys(self, sheet: Sheet) -> Keys | None:
        """What was typed; None, and the sheet says why, where it cannot be taken."""
        if not self.first.text():
            sheet.say_wrong(sheet.tr("Type a passphrase: some words that nobody guesses."))
        elif self.first.text() != self.second.text():
            sheet.say_wrong(sheet.tr("The two are not the same. Type them again."))
        else:
            return Keys(passphrase=self.first.text())
        return None


class MakeSheet(Sheet):
    """No library yet: how should it be locked?"""

    #: A `Way`.
    chosen = Signal(object)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Make a library"), parent)
        self.words(
            self.tr(
                "Articles that you keep, and what you write on them, go into a library on this computer. It is "
                "encrypted: without its key nobody can read it."
            )
        )
        where = self.words(self.tr("It will lie in {folder}.").format(folder=folder), muted=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.keyring = QRadioButton(self.tr("This computer’s &keyring opens it, with my login"), self)
        self.passphrase = QRadioButton(self.tr("A &passphrase opens it"), self)
        self.unencrypted = QRadioButton(self.tr("Do &not encrypt it"), self)
        self.body.addWidget(self.keyring)
        self.body.addWidget(self.passphrase)
        self.lines = PassphraseLines(self)
        self.body.addWidget(self.unencrypted)
        self._warning = self.words(
            self.tr(
                "Whoever gets hold of the file, of this computer or of a backup can read everything in it. "
                "It stays so: an unencrypted library cannot be encrypted later."
            )
        )
        self.body.addStretch(1)
        self.button(self.tr("Cancel"), lambda: self.window().close())
        self.make = self.button(self.tr("&Make the library"), self._choose, primary=True)
        for choice in (self.keyring, self.passphrase, self.unencrypted):
            choice.toggled.connect(self._show_lines)
        self.set_keyring(False)

    def set_keyring(self, there: bool) -> None:
        """Say whether this system has a keyring that can be trusted."""
        self.keyring.setVisible(there)
        (self.keyring if there else self.passphrase).setChecked(True)
        self._show_lines()

    def say_busy(self, busy: bool) -> None:
        """While the library is made nothing else can be chosen."""
        self.make.setEnabled(not busy)

    def _show_lines(self) -> None:
        self.lines.set_enabled(self.passphrase.isChecked())
        self._warning.setVisible(self.unencrypted.isChecked())
        self.say_wrong("")

    def _choose(self) -> None:
        if self.keyring.isChecked():
            self.chosen.emit("keyring")
        elif self.unencrypted.isChecked():
            self.chosen.emit("unencrypted")
        elif (keys := self.lines.keys(self)) is not None:
            self.chosen.emit(keys)


class RecoverySheet(Sheet):
    """The recovery key, until it is known to be kept."""

    #: A file to write it to; whoever writes it says `saved` or `say_wrong`.
    save_asked = Signal(object)
    #: True when it is kept, False when all is called off.
    ended = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The recovery key"), parent)
        self._text = ""
        self.words(
            self.tr(
                "It opens the library when the keyring or the passphrase is gone, and on another computer. "
                "Keep it where you keep papers, not beside the library. It is shown only now."
            )
        )
        self.key = QLabel(self)
        self.key.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.key.setWordWrap(True)
        self.key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setObjectName("recovery")
        self.body.addWidget(self.key)
        row = QHBoxLayout()
        row.setSpacing(10)
        self.save = QPushButton(self.tr("&Save it as a file…"), self)
        self.save.clicked.connect(self._ask_file)
        copy = QPushButton(self.tr("&Copy"), self)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text))
        for button in (self.save, copy):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.last = self.line(self.tr("If you wrote it down, type its last four characters:"))
        self.last.textChanged.connect(self._look)
        self._saved = self.words("", muted=True)
        self.body.addStretch(1)
        self.button(self.tr("Cancel"), lambda: self.ended.emit(False))
        self.done = self.button(self.tr("&Done"), lambda: self.ended.emit(True), primary=True)

    def show_key(self, text: str) -> None:
        """Show this key."""
        self.start()
        self._text = text
        groups = text.split("-")
        half = (len(groups) + 1) // 2
        self.key.setText("-".join(groups[:half]) + "-\n" + "-".join(groups[half:]))
        self.key.setAccessibleName(self.tr("Recovery key {text}").format(text=text))
        self._saved.clear()
        self._look()

    def saved(self, file: Path) -> None:
        """It is kept in this file."""
        self.say_wrong("")
        self._saved.setText(self.tr("It is saved as {file}.").format(file=file))
        self._look()

    def forget(self) -> None:
        """The key is not needed here any more."""
        self._text = ""
        self.key.clear()
        self.key.setAccessibleName("")

    def _look(self) -> None:
        typed = self.last.text().strip().upper()
        self.done.setEnabled(bool(self._saved.text()) or (bool(typed) and typed == self._text[-4:]))

    def _ask_file(self) -> None:
        file_dialogs.ask_new_file(
            self, self.tr("Save the recovery key"), "sayso-recovery-key.txt", self.save_asked.emit
        )


class UnlockSheet(Sheet):
    """The library is locked."""

    #: The `Keys` to try.
    tried = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The library is locked"), parent)
        self.words(self.tr("Type its passphrase, or open it with the recovery key."))
        self.row = KeyRow(self)
        self.row.chosen.connect(self.tried)
        self.body.addWidget(self.row)
        self.body.addStretch(1)
        self.button(self.tr("Cancel"), lambda: self.window().close())
        self.open = self.button(self.tr("&Open"), self._try, primary=True)

    def _try(self) -> None:
        if self.row.passphrase.text():
            self.tried.emit(self.row.keys())
        else:
            self.say_wrong(self.tr("Type the passphrase first."))


class NewWaySheet(Sheet):
    """The recovery key has opened the library, or the passphrase shall be another: what opens it from now on?"""

    #: "keyring", or `Keys` with a passphrase.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("What opens the library from now on?"), parent)
        self.keyring = QRadioButton(self.tr("This computer’s &keyring, with my login"), self)
        self.passphrase = QRadioButton(self.tr("A new &passphrase, in place of the old one"), self)
        self.body.addWidget(self.keyring)
        self.body.addWidget(self.passphrase)
        self.lines = PassphraseLines(self)
        self.words(self.tr("The recovery key goes on opening it."), muted=True)
        self.body.addStretch(1)
        self.button(self.tr("Leave it as it is"), lambda: self.window().close())
        self.button(self.tr("&Take it"), self._choose, primary=True)
        self.passphrase.toggled.connect(self.lines.set_enabled)

    def set_keyring(self, there: bool) -> None:
        """Say whether this system has a keyring that can be trusted."""
        self.keyring.setVisible(there)
        (self.keyring if there else self.passphrase).setChecked(True)
        self.lines.set_enabled(self.passphrase.isChecked())

    def _choose(self) -> None:
        if self.keyring.isChecked():
            self.chosen.emit("keyring")
        elif (keys := self.lines.keys(self)) is not None:
            self.chosen.emit(keys)
