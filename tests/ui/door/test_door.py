"""Making, unlocking and repairing a library in the window."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.domain.errors import DamagedError, LibraryError, WrongKeyError
from reader.services import library
from reader.services.keys import Keys
from reader.storage import ways_in
from reader.ui.door.flow import Door
from reader.ui.library_desk import LibraryDesk

#: Off screen, Qt says of every dialog that it cannot be given a size.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class House:
    """A desk and a door on a folder."""

    def __init__(self, folder: Path, window: QWidget) -> None:
        self.folder = folder
        self.desk = LibraryDesk(folder, 3)
        self.door = Door(self.desk, window)
        self.inside: list[bool] = []
        self.said: list[str] = []
        self.door.said.connect(self.said.append)

    def ring(self) -> None:
        self.door.need(lambda: self.inside.append(True))

    def close(self) -> None:
        self.door.close()
        self.desk.close()


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id is made weaker through this name, and in tests alone."""
    monkeypatch.setattr(ways_in, "COST", ways_in.Cost(passes=1, lanes=1, memory_kib=8))


@pytest.fixture
def build(qtbot, tmp_path: Path) -> Iterator[Callable[[], House]]:
    made: list[House] = []
    window = QWidget()
    qtbot.addWidget(window)

    def make() -> House:
        made.append(House(tmp_path / "data", window))
        return made[-1]

    yield make
    for house in made:
        house.close()


@pytest.fixture
def house(build) -> House:
    return build()


def sheet_is(house: House, sheet: QWidget) -> Callable[[], bool]:
    return lambda: house.door.dialog.sheet() is sheet


def make_locked(folder: Path) -> str:
    """A library with a passphrase; its recovery key."""
    kept: list[str] = []
    library.create(folder, Keys(passphrase="open sesame"), kept.append)
    return kept[0]


def test_a_passphrase_is_typed_twice_and_the_recovery_key_confirmed(qtbot, house) -> None:
    house.ring()
    make, recovery = house.door.make, house.door.recovery
    qtbot.waitUntil(sheet_is(house, make))
    assert make.keyring.isHidden()
    make.lines.first.setText("open sesame")
    make.lines.second.setText("open sesam")
    make.make.click()
    assert "not the same" in make.wrong_text()
    make.lines.second.setText("open sesame")
    make.make.click()
    qtbot.waitUntil(sheet_is(house, recovery))
    assert not (house.folder / "library").exists()
    assert not recovery.done.isEnabled()
    key = recovery.key.text().replace("\n", "")
    assert re.fullmatch(r"[A-Z2-7]{4}(-[A-Z2-7]{4})+", key)
    recovery.last.setText("0000")
    assert not recovery.done.isEnabled()
    recovery.last.setText(key[-4:].lower())
    recovery.done.click()
    qtbot.waitUntil(lambda: house.inside == [True])
    assert house.door.dialog.isHidden()
    assert house.desk.encrypted
    assert recovery.key.text() == ""


def test_a_recovery_key_that_is_saved_is_confirmed_and_opens(qtbot, house, tmp_path) -> None:
    house.ring()
    qtbot.waitUntil(sheet_is(house, house.door.make))
    house.door.make.lines.first.setText("open sesame")
    house.door.make.lines.second.setText("open sesame")
    house.door.make.make.click()
    recovery = house.door.recovery
    qtbot.waitUntil(sheet_is(house, recovery))
    (tmp_path / "there.txt").write_text("mine")
    recovery.save_asked.emit(tmp_path / "there.txt")
    qtbot.waitUntil(lambda: "is there already" in recovery.wrong_text())
    assert not recovery.done.isEnabled()
    recovery.save_asked.emit(tmp_path / "KEY.txt")
    qtbot.waitUntil(recovery.done.isEnabled)
    recovery.done.click()
    qtbot.waitUntil(lambda: house.inside == [True])
    house.close()
    with library.open_library(house.folder, Keys(recovery_file=tmp_path / "KEY.txt"), 3) as found:
        assert found.encrypted


def test_calling_off_the_recovery_key_makes_no_library(qtbot, house) -> None:
    house.ring()
    qtbot.waitUntil(sheet_is(house, house.door.make))
    house.door.make.lines.first.setText("open sesame")
    house.door.make.lines.second.setText("open sesame")
    house.door.make.make.click()
    qtbot.waitUntil(sheet_is(house, house.door.recovery))
    house.door.recovery.ended.emit(False)
    assert house.door.dialog.sheet() is house.door.make
    with qtbot.waitSignal(house.door.refused):
        house.door.dialog.close()
    house.close()
    assert not (house.folder / "library").exists()
    assert house.inside == []


def test_closing_the_window_while_the_key_is_shown_waits_for_nobody(qtbot, house) -> None:
    house.ring()
    qtbot.waitUntil(sheet_is(house, house.door.make))
    house.door.make.lines.first.setText("open sesame")
    house.door.make.lines.second.setText("open sesame")
    house.door.make.make.click()
    house.close()
    assert not (house.folder / "library").exists()


def test_an_unencrypted_library_is_made_only_when_it_is_chosen_and_says_what_that_means(qtbot, house) -> None:
    house.ring()
    make = house.door.make
    qtbot.waitUntil(sheet_is(house, make))
    assert not make.unencrypted.isChecked()
    assert make._warning.isHidden()
    make.unencrypted.setChecked(True)
    assert "can read everything" in make._warning.text()
    assert not make._warning.isHidden()
    make.make.click()
    qtbot.waitUntil(lambda: house.inside == [True])
    assert not house.desk.encrypted


def test_a_locked_library_takes_its_passphrase(qtbot, house) -> None:
    make_locked(house.folder)
    house.ring()
    unlock = house.door.unlock
    qtbot.waitUntil(sheet_is(house, unlock))
    assert unlock.wrong_text() == ""
    unlock.row.passphrase.setText("open says me")
    unlock.open.click()
    qtbot.waitUntil(lambda: unlock.wrong_text() != "")
    assert "sayso" not in unlock.wrong_text()
    assert unlock.row.passphrase.text() == ""
    unlock.row.passphrase.setText("open sesame")
    qtbot.keyClick(unlock.row.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: house.inside == [True])


def test_the_recovery_key_opens_and_a_new_passphrase_does_from_then_on(qtbot, house, tmp_path) -> None:
    (tmp_path / "KEY.txt").write_text(make_locked(house.folder))
    house.ring()
    qtbot.waitUntil(sheet_is(house, house.door.unlock))
    house.door.unlock.row.chosen.emit(Keys(recovery_file=tmp_path / "KEY.txt"))
    new = house.door.new_way
    qtbot.waitUntil(sheet_is(house, new))
    assert house.inside == [True]
    new.lines.first.setText("mellon")
    new.lines.second.setText("mellon")
    new.chosen.emit(Keys(passphrase="mellon"))
    qtbot.waitUntil(lambda: house.said == ["The new passphrase opens the library from now on."])
    house.close()
    with pytest.raises(WrongKeyError):
        library.open_library(house.folder, Keys(passphrase="open sesame"), 3)
    library.open_library(house.folder, Keys(passphrase="mellon"), 3).close()


def test_a_damaged_library_offers_its_backups_and_is_set_aside(qtbot, house) -> None:
    library.create(house.folder, "unencrypted")
    with library.open_library(house.folder, Keys(), 3) as found:
        found.back_up()
    (house.folder / "library" / "library.db").write_bytes(b"nothing of a database" * 400)
    house.ring()
    trouble, restore = house.door.trouble, house.door.restore
    qtbot.waitUntil(sheet_is(house, trouble))
    assert "damaged" in trouble.text()
    assert "Restore the last good backup" in trouble.text()
    trouble.restore_asked.emit()
    qtbot.waitUntil(sheet_is(house, restore))
    assert restore.list.count() == 1
    restore.restore.click()
    qtbot.waitUntil(lambda: house.inside == [True])
    assert list((house.folder / "set-aside").iterdir())
    assert "set-aside" in house.said[0]


def test_trouble_that_no_backup_helps_says_its_own_remedy(qtbot, house, monkeypatch) -> None:
    def busy(*_: object) -> None:
        raise LibraryError("Another program is using the library.", "Close it, or try again in a moment.")

    library.create(house.folder, "unencrypted")
    with monkeypatch.context() as patch:
        patch.setattr(library, "open_library", busy)
        house.ring()
        qtbot.waitUntil(sheet_is(house, house.door.trouble))
        assert house.door.trouble.text().endswith("Close it, or try again in a moment.")
    house.door.trouble.tried_again.emit()
    qtbot.waitUntil(lambda: house.inside == [True])


def test_after_an_unclean_exit_the_library_is_checked_while_it_is_used(qtbot, house, monkeypatch) -> None:
    def damaged(*_: object) -> None:
        raise DamagedError("The library is damaged: a page.", "")

    monkeypatch.setattr(library.Library, "check_if_unclean", damaged)
    library.create(house.folder, "unencrypted")
    house.ring()
    qtbot.waitUntil(lambda: house.inside == [True])
    qtbot.waitUntil(sheet_is(house, house.door.trouble))


def test_the_backup_of_the_day_is_made_beside(qtbot, house) -> None:
    library.create(house.folder, "unencrypted")
    house.ring()
    qtbot.waitUntil(lambda: len(list((house.folder / "backups").glob("*.db"))) == 1, timeout=10000)


def test_a_new_recovery_key_takes_the_old_ones_place(qtbot, house, tmp_path) -> None:
    old = make_locked(house.folder)
    house.ring()
    qtbot.waitUntil(sheet_is(house, house.door.unlock))
    house.door.unlock.tried.emit(Keys(passphrase="open sesame"))
    qtbot.waitUntil(lambda: house.inside == [True])
    house.door.renew_recovery_key()
    qtbot.waitUntil(sheet_is(house, house.door.recovery))
    house.door.recovery.save_asked.emit(tmp_path / "NEW.txt")
    qtbot.waitUntil(house.door.recovery.done.isEnabled)
    house.door.recovery.done.click()
    qtbot.waitUntil(lambda: len(house.said) == 1)
    house.close()
    (tmp_path / "OLD.txt").write_text(old)
    with pytest.raises(WrongKeyError):
        library.open_library(house.folder, Keys(recovery_file=tmp_path / "OLD.txt"), 3)
    library.open_library(house.folder, Keys(recovery_file=tmp_path / "NEW.txt"), 3).close()


def test_a_new_key_leaves_every_way_in(qtbot, house) -> None:
    make_locked(house.folder)
    house.ring()
    qtbot.waitUntil(sheet_is(house, house.door.unlock))
    house.door.unlock.tried.emit(Keys(passphrase="open sesame"))
    qtbot.waitUntil(lambda: house.inside == [True])
    before = (house.folder / "library" / "library.db").read_bytes()
    house.door.rekey()
    qtbot.waitUntil(lambda: "has a new key" in house.said[-1], timeout=10000)
    house.close()
    assert (house.folder / "library" / "library.db").read_bytes()[:4096] != before[:4096]
    library.open_library(house.folder, Keys(passphrase="open sesame"), 3).close()
