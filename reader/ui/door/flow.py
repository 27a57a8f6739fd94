"""Gets the library open for whoever needs it, step by step, in a dialog that holds nothing up."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QStackedLayout, QWidget

from reader.domain.errors import Cancelled, DamagedError, NoLibraryError, SaysoError, WrongKeyError
from reader.services import library
from reader.services.keys import Keys, keep_recovery_key
from reader.services.library import Library
from reader.ui.door.sheet import Sheet
from reader.ui.door.sheets import MakeSheet, NewWaySheet, RecoverySheet, UnlockSheet, Way
from reader.ui.door.trouble import RestoreSheet, TroubleSheet
from reader.ui.library_desk import LibraryDesk


class DoorDialog(QDialog):
    """Shows one sheet at a time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Library – Sayso"))
        self._stack = QStackedLayout(self)
        self.resize(560, 430)

    def add(self, sheet: Sheet) -> None:
        """Have a sheet that can be shown."""
        self._stack.addWidget(sheet)

    def show_sheet(self, sheet: Sheet, first: QWidget | None = None) -> None:
        """Show a sheet, the keys going to this control."""
        self._stack.setCurrentWidget(sheet)
        if self.isHidden():
            self.show()
        self.raise_()
        self.activateWindow()
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def sheet(self) -> QWidget | None:
        """The sheet that is shown, if any."""
        return None if self.isHidden() else self._stack.currentWidget()


class Door(QObject):
    """Opens the library when it is first needed; whoever needs it goes on then."""

    #: A sentence for the window's bar.
    said = Signal(str)
    #: Whoever waited for the library waits in vain.
    refused = Signal()

    _key_made = Signal(str)
    _key_saved = Signal(object, str)

    def __init__(self, desk: LibraryDesk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._waiting: list[Callable[[], None]] = []
        self._trying = False
        self._answers: queue.SimpleQueue[Path | bool] = queue.SimpleQueue()
        self._closing = False
        self._keys = Keys()
        self._back_to: Sheet | None = None
        self.dialog = DoorDialog(window)
        self.make = MakeSheet(desk.folder)
        self.recovery = RecoverySheet()
        self.unlock = UnlockSheet()
        self.new_way = NewWaySheet()
        self.trouble = TroubleSheet()
        self.restore = RestoreSheet()
        for sheet in (self.make, self.recovery, self.unlock, self.new_way, self.trouble, self.restore):
            self.dialog.add(sheet)
        self.make.chosen.connect(self._make)
        self.recovery.save_asked.connect(self._answers.put)
        self.recovery.ended.connect(self._end_recovery)
        self.unlock.tried.connect(self._try)
        self.new_way.chosen.connect(self._take_new_way)
        self.trouble.tried_again.connect(lambda: self._try(self._keys))
        self.trouble.restore_asked.connect(self.ask_restore)
        self.restore.chosen.connect(self._restore)
        self.dialog.finished.connect(lambda _: self._give_up())
        self._key_made.connect(self._show_key, Qt.ConnectionType.QueuedConnection)
        self._key_saved.connect(self._tell_saved, Qt.ConnectionType.QueuedConnection)

    # Opening

    def need(self, then: Callable[[], None]) -> None:
        """Go on once the library is open; never, if the user does not open it."""
        if self._desk.is_open:
            then()
            return
        self._waiting.append(then)
        if self.dialog.isVisible():
            self.dialog.raise_()
            self.dialog.activateWindow()
        elif not self._trying:
            self._try(Keys())

    def show_trouble(self, error: SaysoError) -> None:
        """Say that the library is damaged, and offer the backups."""
        self.trouble.show_error(error)
        self.dialog.show_sheet(self.trouble)

    def close(self) -> None:
        """The window closes: nobody will answer any more."""
        self._closing = True
        self._answers.put(False)
        self.dialog.close()

    @Slot(object)
    def _try(self, keys: Keys) -> None:
        self._trying = True
        self._keys = keys
        self._desk.open(keys, self._opened, self._not_opened)

    def _opened(self, _: None) -> None:
        self._trying = False
        by_recovery, self._keys = self._keys.recovery_file is not None, Keys()
        waiting, self._waiting = self._waiting, []
        if by_recovery:
            self.ask_new_way()
        else:
            self.dialog.close()
        for then in waiting:
            then()
        self._desk.ask_beside(lambda found, progress: found.check_if_unclean(progress), None, self.show_trouble)
        self._desk.ask_beside(_back_up_daily, self._tell)

    def _not_opened(self, error: SaysoError) -> None:
        self._trying = False
        if isinstance(error, NoLibraryError):
            self._desk.run(library.has_keyring, self._ask_make)
        elif isinstance(error, WrongKeyError):
            given = self._keys != Keys()
            self.unlock.start()
            self.unlock.say_wrong(error.what if given else "")
            self.dialog.show_sheet(self.unlock, self.unlock.row.passphrase)
        else:
            self.show_trouble(error)

    def _give_up(self) -> None:
        if self._waiting:
            self._waiting.clear()
            self.refused.emit()
        if self._back_to is not None:
            self._end_recovery(False)

    def _tell(self, notices: tuple[str, ...]) -> None:
        for notice in notices:
            self.said.emit(notice)

    # Making

    def _ask_make(self, has_keyring: bool) -> None:
        self.make.start()
        self.make.set_keyring(has_keyring)
        self.dialog.show_sheet(self.make, self.make.keyring if has_keyring else self.make.lines.first)

    @Slot(object)
    def _make(self, way: Way) -> None:
        self._keys = Keys()
        keep = self._keep
        if isinstance(way, Keys):
            self._keys = way
        self._back_to = self.make
        self.make.say_busy(True)

        def failed(error: SaysoError) -> None:
            self._back_to = None
            self.make.say_busy(False)
            self.make.say_wrong(str(error))
            self.dialog.show_sheet(self.make)

        def made(_: None) -> None:
            self._back_to = None
            self.make.start()
            self.make.say_busy(False)
            self._try(self._keys)

        self._desk.run(
            lambda: library.create(self._desk.folder, way, None if way == "unencrypted" else keep), made, failed
        )

    # Keys

    def rekey(self) -> None:
        """Encrypt everything with a new key; what opens the library stays."""
        self.said.emit(self.tr("The library is being encrypted with a new key …"))

        def failed(error: SaysoError) -> None:
            self.said.emit(str(error))

        done = self.tr("The library has a new key. What opened it opens it still; older backups are opened as before.")
        self._desk.ask_alone(lambda found: found.rekey(), lambda _: self.said.emit(done), failed)

    def renew_recovery_key(self) -> None:
        """Make a new recovery key; the old one opens nothing any more."""

        def renewed(_: None) -> None:
            self._back_to = None
            self.dialog.close()
            self.said.emit(self.tr("The new recovery key opens the library; the old one does not any more."))

        def failed(error: SaysoError) -> None:
            self._back_to = None
            self.dialog.close()
            self.said.emit(str(error))

        self._back_to = self.recovery
        self._desk.ask_alone(lambda found: found.renew_recovery_key(self._keep), renewed, failed)

    def _keep(self, text: str) -> None:
        """On the library's thread: show the key, write it where that is asked, and wait until it is kept."""
        while not self._answers.empty():
            self._answers.get()
        if self._closing:
            raise Cancelled
        self._key_made.emit(text)
        while not isinstance(answer := self._answers.get(), bool):
            try:
                keep_recovery_key(text, answer)
                self._key_saved.emit(answer, "")
            except SaysoError as error:
                self._key_saved.emit(answer, str(error))
        if not answer:
            raise Cancelled

    @Slot(str)
    def _show_key(self, text: str) -> None:
        self.recovery.show_key(text)
        self.dialog.show_sheet(self.recovery, self.recovery.save)

    @Slot(object, str)
    def _tell_saved(self, file: Path, wrong: str) -> None:
        if wrong:
            self.recovery.say_wrong(wrong)
        else:
            self.recovery.saved(file)

    @Slot(bool)
    def _end_recovery(self, kept: bool) -> None:
        self._answers.put(kept)
        self.recovery.forget()
        if kept:
            return
        before, self._back_to = self._back_to, None
        self.make.say_busy(False)
        if before is self.make and self.dialog.isVisible():
            self.dialog.show_sheet(self.make)
        else:
            self.dialog.close()

    # Other keys

    def ask_new_way(self) -> None:
        """Ask what opens the library from now on."""

        def ask(has_keyring: bool) -> None:
            self.new_way.start()
            self.new_way.set_keyring(has_keyring)
            self.dialog.show_sheet(self.new_way)

        self._desk.run(library.has_keyring, ask)

    @Slot(object)
    def _take_new_way(self, way: Way) -> None:
        def act(found: Library) -> None:
            if isinstance(way, Keys):
                found.set_passphrase(way)
            else:
                found.remember_in_keyring()

        def done(_: None) -> None:
            self.dialog.close()
            how = self.tr("The new passphrase") if isinstance(way, Keys) else self.tr("The keyring")
            self.said.emit(self.tr("{how} opens the library from now on.").format(how=how))

        self._desk.ask_alone(act, done, lambda error: self.new_way.say_wrong(str(error)))

    # Restoring

    def ask_restore(self) -> None:
        """Offer the backups."""

        def ask(files: list[Path]) -> None:
            self.restore.start()
            self.restore.show_backups(files)
            self.dialog.show_sheet(self.restore, self.restore.list)

        self._desk.run(lambda: library.backups(self._desk.folder), ask)

    @Slot(object, object)
    def _restore(self, backup: Path, keys: Keys) -> None:
        def restored(aside: Path | None) -> None:
            if aside is not None:
                self.said.emit(
                    self.tr("The backup is the library now. What was there is in {folder}.").format(folder=aside)
                )
            self._try(keys)

        def failed(error: SaysoError) -> None:
            self.restore.say_wrong(error.what if isinstance(error, WrongKeyError | DamagedError) else str(error))

        self._desk.shut()
        self._desk.run(lambda: library.restore(self._desk.folder, backup, keys), restored, failed)


def _back_up_daily(found: Library, progress: Callable[[int, int], None]) -> tuple[str, ...]:
    found.back_up_daily(progress)
    return found.notices
