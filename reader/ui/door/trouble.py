"""The sheets for a library that does not open: what is wrong, and the backups."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from reader.domain.errors import DamagedError, SaysoError
from reader.services.keys import Keys
from reader.ui import file_dialogs
from reader.ui.door.sheet import KeyRow, Sheet

_FILE = Qt.ItemDataRole.UserRole
_NAME_TIME = "%Y-%m-%dT%H-%M-%S-%f%z"


class TroubleSheet(Sheet):
    """The library does not open."""

    tried_again = Signal()
    restore_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("The library does not open"), parent)
        self._what = self.words("")
        self._remedy = self.words("")
        self.body.addStretch(1)
        self.button(self.tr("Close"), lambda: self.window().close())
        self.button(self.tr("&Restore a backup…"), self.restore_asked.emit)
        self.button(self.tr("&Try again"), self.tried_again.emit, primary=True)

    def show_error(self, error: SaysoError) -> None:
        """Say what is wrong, and what can be done here about it."""
        self._what.setText(error.what)
        restore = self.tr("Restore the last good backup. What is there now is set aside, not deleted.")
        self._remedy.setText(restore if isinstance(error, DamagedError) else error.remedy)

    def text(self) -> str:
        """What is said."""
        return f"{self._what.text()} {self._remedy.text()}"


class RestoreSheet(Sheet):
    """Puts a backup in the library's place."""

    #: The backup's file, and `Keys`.
    chosen = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Restore a backup"), parent)
        self.words(
            self.tr(
                "The backup takes the library’s place. The present library is set aside in a folder of its own; "
                "nothing is deleted."
            )
        )
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Backups"))
        self.body.addWidget(self.list, 1)
        self.words(self.tr("Where the keyring does not open it, give what opened the library when it was made:"))
        self.row = KeyRow(self)
        self.row.chosen.connect(self._choose)
        self.list.itemActivated.connect(lambda _: self._choose(self.row.keys()))
        self.body.addWidget(self.row)
        self.button(self.tr("Cancel"), lambda: self.window().close())
        self.button(self.tr("Another &file…"), self._ask_file)
        self.restore = self.button(self.tr("&Restore"), lambda: self._choose(self.row.keys()), primary=True)

    def show_backups(self, files: list[Path]) -> None:
        """List these backups, the newest first."""
        self.list.clear()
        for file in files:
            self._add(file)
        self.list.setCurrentRow(0)
        self.restore.setEnabled(bool(files))
        if not files:
            self.say_wrong(self.tr("There are no backups in the usual place. Choose a file."))

    def _add(self, file: Path) -> None:
        item = QListWidgetItem(_name(file))
        item.setData(_FILE, file)
        item.setToolTip(str(file))
        self.list.addItem(item)

    def _ask_file(self) -> None:
        def take(file: Path) -> None:
            self._add(file)
            self.list.setCurrentRow(self.list.count() - 1)
            self.restore.setEnabled(True)
            self.say_wrong("")

        file_dialogs.ask_file(self, self.tr("A backup, its key file beside it"), take, [self.tr("Backups (*.db)")])

    def _choose(self, keys: Keys) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(_FILE), keys)


def _name(file: Path) -> str:
    """The moment a backup was made, as people write it; another file's name."""
    try:
        made = datetime.strptime(file.stem.replace("Z", "+0000"), _NAME_TIME)
    except ValueError:
        return str(file)
    moment = QDateTime.fromSecsSinceEpoch(int(made.timestamp()))
    return QLocale().toString(moment, QLocale.FormatType.LongFormat)
