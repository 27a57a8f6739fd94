"""A library's folder: made whole or not at all, opened, backed up, restored, given a new key."""

from __future__ import annotations

import json
import os
import stat
import sys
import threading
from itertools import count
from pathlib import Path

import pytest

from reader.domain.errors import Cancelled, DamagedError, LibraryError, WrongKeyError
from reader.storage import backups, connection, files, keyfile, place, rekeying, vault, ways_in
from reader.storage.articles import tags
from reader.storage.keyfile import Access
from reader.storage.vault import Vault
from reader.storage.ways_in import Secret
from tests.storage.fakes import FakeKeyring

WORDS = Access(passphrase=Secret(b"open sesame"))
NOBODY = Access()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an encrypted library; its recovery key is in recovery.txt beside it."""
    made = tmp_path / "data"
    assert WORDS.passphrase is not None
    vault.create(made, WORDS.passphrase, (tmp_path / "recovery.txt").write_text)  # type: ignore[arg-type]
    return made


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0.2)


def opened(folder: Path, access: Access = WORDS, kept: int = 3) -> Vault:
    return vault.open_vault(folder, access, kept)


def keep(library: Vault, name: str) -> None:
    """Any act will do: a tag."""
    with library.database.writing() as session:
        session.add_all(tags(session, [name]))


def kept(library: Vault) -> set[str]:
    with library.database.reading() as session:
        return {row[0] for row in session.connection().exec_driver_sql("SELECT name FROM tags")}


def test_what_is_kept_is_there_when_opened_again(folder: Path) -> None:
    library = opened(folder)
    keep(library, "water")
    library.close()
    library = opened(folder)
    assert kept(library) == {"water"}
    assert library.encrypted
    library.close()


def test_the_disk_has_what_the_issue_asks_for(folder: Path) -> None:
    library = opened(folder)
    with library.database.reading() as session:
        pragmas = {
            name: session.connection().exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_nobody_else_may_look(folder: Path) -> None:
    library = opened(folder)
    keep(library, "water")
    library.back_up(3)
    for one in [folder, *folder.rglob("*")]:
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600), one
    library.close()


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_a_folder_in_use_for_other_things_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "other").touch()
    tmp_path.chmod(0o755)
    vault.create(tmp_path, "none", None)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "library").stat().st_mode) == 0o700


def test_a_second_library_is_not_made_over_the_first(folder: Path) -> None:
    with pytest.raises(LibraryError, match="already"):
        vault.create(folder, "none", None)


def test_without_the_recovery_key_kept_there_is_no_library(tmp_path: Path) -> None:
    def refuse(_: str) -> None:
        raise LibraryError("not kept")

    with pytest.raises(LibraryError, match="not kept"):
        vault.create(tmp_path, Secret(b"x"), refuse)
    assert not [one for one in tmp_path.rglob("*") if one.name != "library.lock"]
    with pytest.raises(LibraryError, match="There is no library"):
        opened(tmp_path)


def test_the_recovery_key_opens(folder: Path) -> None:
    recovery = ways_in.recovery_secret((folder.parent / "recovery.txt").read_text())
    opened(folder, Access(recovery=recovery)).close()


def test_the_keyring_opens(tmp_path: Path, fake_keyring: FakeKeyring) -> None:
    vault.create(tmp_path, "keyring", None)
    opened(tmp_path, NOBODY).close()
    fake_keyring.kept.clear()
    with pytest.raises(WrongKeyError, match="does not know the library"):
        opened(tmp_path, NOBODY)


@pytest.mark.usefixtures("fake_keyring")
def test_a_keyring_is_added_and_a_passphrase_changed(folder: Path) -> None:
    library = opened(folder)
    library.remember_in_keyring()
    library.set_passphrase(Secret(b"new"))
    keep(library, "water")
    library.close()
    for access in (NOBODY, Access(passphrase=Secret(b"new"))):
        library = opened(folder, access)
        assert kept(library) == {"water"}
        library.close()
    with pytest.raises(WrongKeyError):
        opened(folder)


@pytest.mark.usefixtures("fake_keyring")
def test_no_keyring_for_a_folder_on_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "kind", lambda _: "network")
    with pytest.raises(LibraryError, match="on a network"):
        vault.create(tmp_path, "keyring", None)


def test_a_synchronised_folder_has_no_log_and_one_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "kind", lambda _: "synchronised")
    library = opened(folder)
    keep(library, "water")
    assert not (folder / "library" / "library.db-wal").exists()
    assert library.faults() == []
    library.back_up(3)
    library.rekey()
    assert kept(library) == {"water"}
    with pytest.raises(LibraryError, match="Another program is using the library"):
        opened(folder)
    library.close()


def test_two_may_write_in_turns(folder: Path) -> None:
    first, second = opened(folder), opened(folder)
    for number in range(3):
        keep(first, f"a{number}")
        keep(second, f"b{number}")
    assert kept(first) == kept(second) == {f"{letter}{number}" for letter in "ab" for number in range(3)}
    first.close()
    second.close()


def test_who_waits_too_long_is_told(folder: Path) -> None:
    first, second = opened(folder), opened(folder)
    with first.database.writing(), pytest.raises(LibraryError, match="Another program"), second.database.writing():
        pass
    with pytest.raises(LibraryError, match="Another program"):
        first.rekey()
    second.close()
    first.rekey()
    first.close()


def test_many_threads_write_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 20)
    library = opened(folder)
    threads = [threading.Thread(target=keep, args=(library, f"t{number}")) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept(library)) == 12
    library.close()


def test_a_full_disk_is_a_sentence_and_changes_nothing(folder: Path) -> None:
    library = opened(folder)
    keep(library, "before")
    with library.database.reading() as session:
        raw = session.connection()
        raw.exec_driver_sql(f"PRAGMA max_page_count = {raw.exec_driver_sql('PRAGMA page_count').scalar()}")
    with pytest.raises(LibraryError, match="The disk is full"):
        keep(library, "x" * 100_000)
    assert kept(library) == {"before"}
    library.close()


def test_half_a_character_is_a_sentence(folder: Path) -> None:
    library = opened(folder)
    with pytest.raises(LibraryError, match="half a character"):
        keep(library, "\ud83d")
    library.close()


def test_an_unclean_end_is_noticed_by_the_next(folder: Path) -> None:
    library = opened(folder)
    assert not library.unclean
    library.back_up(3)
    library.database.close()
    library._turn.leave()  # as a killed process does
    left = [f"library/.library.key.1{suffix}" for suffix in (".partial", ".partial-journal")]
    for name in (*left, "backups/.9.db.2.partial"):
        (folder / name).touch()
    library = opened(folder)
    assert library.unclean
    assert not list(folder.glob("*/.*"))
    assert len(list((folder / "backups").iterdir())) == 2
    assert library.faults() == []
    library.close()
    library = opened(folder)
    assert not library.unclean
    library.close()


def killed(folder: Path) -> None:
    """What a killed process leaves."""
    library = opened(folder)
    library.database.close()
    library._turn.leave()


@pytest.mark.parametrize("where", ["local", "synchronised"])
def test_a_check_is_stopped_and_due_again(folder: Path, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: int) -> None:
        raise Cancelled

    killed(folder)
    monkeypatch.setattr(place, "kind", lambda _: where)
    monkeypatch.setattr(connection, "_STEPS", 1)
    library = opened(folder)
    for act in (lambda: library.faults(stop), lambda: library.back_up(3, progress=stop)):
        with pytest.raises(Cancelled):
            act()
    assert not list(library.backups.iterdir())
    keep(library, "water")
    library.close()
    library = opened(folder)
    assert library.unclean
    assert library.faults() == []
    assert not library.unclean
    library.close()


def test_acts_go_on_beside_a_check_and_a_backup(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_STEPS", 100)
    monkeypatch.setattr(backups, "_PAGES", 10)
    library = opened(folder)
    numbers = count()

    def act(*_: int) -> None:
        """In the middle of it somebody else writes."""
        writer = threading.Thread(target=keep, args=(library, f"t{next(numbers)}"))
        writer.start()
        writer.join()

    assert library.faults(act) == []
    before = len(kept(library))
    backup = library.back_up(3, progress=act)
    assert 0 < before < len(kept(library)) == next(numbers)
    library.close()
    vault.restore(folder, backup, WORDS)
    library = opened(folder)
    assert len(kept(library)) == before  # as it was when the backup began
    library.close()


def test_damage_is_told_until_it_is_gone(folder: Path) -> None:
    library = opened(folder)
    with library.database.writing() as session:
        session.add_all(tags(session, [f"tag {number} " + "x" * 100 for number in range(500)]))
    library.close()
    killed(folder)
    flip(folder / "library" / "library.db", where=0.95)
    for _ in range(2):
        library = opened(folder)
        assert library.unclean
        assert library.faults()
        library.close()


# -- a new key -------------------------------------------------------------------------------------------------------


def test_a_new_key_and_all_ways_in_as_before(folder: Path) -> None:
    library = opened(folder)
    keep(library, "water")
    old = library.database.key
    library.rekey()
    assert library.database.key != old
    keep(library, "fire")
    library.close()
    recovery = ways_in.recovery_secret((folder.parent / "recovery.txt").read_text())
    for access in (WORDS, Access(recovery=recovery)):
        library = opened(folder, access)
        assert kept(library) == {"water", "fire"}
        library.close()
    assert old is not None
    assert not connection.opens(folder / "library" / "library.db", old)
    assert len(keyfile.load(folder / "library" / "library.key").keys) == 1


class Crash(BaseException):
    """The process is gone."""


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [
        (rekeying, "_encrypt_anew", 1),
        (files, "move", 1),
        (files, "move", 2),
        (files, "move", 3),
        (files, "sync", 1),
    ],
    ids=["before the copy", "at the key file", "at the database", "at the new key file", "after the copy"],
)
def test_a_crash_while_the_key_changes_locks_nobody_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: object, name: str, call: int
) -> None:
    library = opened(folder)
    keep(library, "water")
    real, calls = getattr(module, name), []

    def crash(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == call:
            raise Crash
        real(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, crash)
        with pytest.raises(Crash):
            library.rekey()
    library.close()
    for _ in range(2):
        library = opened(folder)
        assert kept(library) == {"water"}
        library.rekey()
        library.close()


def test_who_had_the_old_key_does_not_spoil_the_new_one(folder: Path) -> None:
    first, second = opened(folder), opened(folder)
    keep(first, "water")
    second._turn.leave()
    second.database.close()
    first.rekey()
    first.close()
    with pytest.raises(LibraryError, match="changed the library meanwhile"):
        second.rekey()
    second.close()
    library = opened(folder)
    assert kept(library) == {"water"}
    library.close()


def test_an_unencrypted_library_has_no_key(tmp_path: Path) -> None:
    vault.create(tmp_path, "none", None)
    library = opened(tmp_path, NOBODY)
    keep(library, "water")
    assert not library.encrypted
    with pytest.raises(LibraryError, match="has no key"):
        library.rekey()
    library.close()
    assert (tmp_path / "library" / "library.db").read_bytes().startswith(b"SQLite format 3")


# -- backups ---------------------------------------------------------------------------------------------------------


def test_backups_rotate(folder: Path) -> None:
    library = opened(folder)
    made = [library.back_up(2) for _ in range(4)]
    assert backups.in_folder(library.backups) == made[2:]
    assert sorted(library.backups.glob("*.key")) == [backups.key_file_of(one) for one in made[2:]]
    library.close()


def test_a_backup_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    library = opened(folder)
    target = library.back_up(3, tmp_path / "mine.db")
    with pytest.raises(LibraryError, match="is there already"):
        library.back_up(3, target)
    with pytest.raises(LibraryError, match="cannot be written"):
        library.back_up(3, tmp_path / "none" / "mine.db")
    library.close()


def test_a_backup_of_a_damaged_library_is_not_kept(folder: Path) -> None:
    library = opened(folder)
    with library.database.writing() as session:
        session.add_all(tags(session, [f"tag {number} " + "x" * 100 for number in range(500)]))
    library.close()
    flip(folder / "library" / "library.db", where=0.95)
    library = opened(folder)
    assert library.faults()
    with pytest.raises(DamagedError):
        library.back_up(3)
    assert not list(library.backups.iterdir())
    library.close()


def test_restoring_sets_the_present_library_aside(folder: Path) -> None:
    library = opened(folder)
    keep(library, "water")
    backup = library.back_up(3)
    keep(library, "fire")
    with pytest.raises(LibraryError, match="Another program"):
        vault.restore(folder, backup, WORDS)
    library.close()
    aside = vault.restore(folder, backup, WORDS)
    library = opened(folder)
    assert kept(library) == {"water"}
    library.close()
    assert aside is not None
    vault.restore(folder, aside / "library.db", WORDS)
    library = opened(folder)
    assert kept(library) == {"water", "fire"}
    library.close()


@pytest.mark.parametrize("call", [1, 2, 3])
def test_a_crash_while_restoring_leaves_one_library_or_the_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    library = opened(folder)
    keep(library, "water")
    backup = library.back_up(3)
    keep(library, "fire")
    library.close()
    real, calls = Path.rename, []

    def crash(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == call:
            raise Crash
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", crash)
        patch.setattr(Path, "replace", crash)
        with pytest.raises(Crash):
            vault.restore(folder, backup, WORDS)
    library = opened(folder)
    assert kept(library) in ({"water"}, {"water", "fire"})
    library.close()


def test_a_library_is_carried_to_another_folder_and_opened_with_its_recovery_key(folder: Path, tmp_path: Path) -> None:
    library = opened(folder)
    keep(library, "water")
    backup = library.back_up(3)
    library.close()
    recovery = Access(recovery=ways_in.recovery_secret((tmp_path / "recovery.txt").read_text()))
    assert vault.restore(tmp_path / "elsewhere", backup, recovery) is None
    library = opened(tmp_path / "elsewhere", recovery)
    assert kept(library) == {"water"}
    library.close()


# -- damage ----------------------------------------------------------------------------------------------------------


def flip(file: Path, where: float) -> None:
    data = bytearray(file.read_bytes())
    data[int(len(data) * where)] ^= 0x10
    file.write_bytes(data)


def truncate(file: Path, where: float) -> None:
    os.truncate(file, int(file.stat().st_size * where))


@pytest.mark.parametrize("damage", [flip, truncate])
@pytest.mark.parametrize("where", [0.0, 0.01, 0.3, 0.7, 0.999])
@pytest.mark.parametrize("name", ["library.db", "library.key"])
def test_damage_is_a_sentence_and_a_backup_helps(folder: Path, damage: object, where: float, name: str) -> None:
    library = opened(folder)
    keep(library, "water")
    backup = library.back_up(3)
    library.close()
    assert callable(damage)
    damage(folder / "library" / name, where)
    faults: list[str] = []
    try:
        library = opened(folder)
    except LibraryError as error:
        faults = [str(error)]
    else:
        faults = library.faults()
        library.close()
    assert faults
    vault.restore(folder, backup, WORDS)
    library = opened(folder)
    assert kept(library) == {"water"}
    assert library.faults() == []
    library.close()


def test_a_damaged_backup_is_not_restored(folder: Path) -> None:
    library = opened(folder)
    keep(library, "water")
    backup = library.back_up(3)
    library.close()
    flip(backup, 0.6)
    with pytest.raises(DamagedError, match=r"The backup “.*” is damaged"):
        vault.restore(folder, backup, WORDS)
    library = opened(folder)
    assert kept(library) == {"water"}
    library.close()
    with pytest.raises(LibraryError, match="There is no file"):
        vault.restore(folder, folder / "none.db", WORDS)


def test_an_encrypted_library_that_became_plain_is_refused(folder: Path, tmp_path: Path) -> None:
    vault.create(tmp_path / "plain", "none", None)
    plain = (tmp_path / "plain" / "library" / "library.db").read_bytes()
    (folder / "library" / "library.db").write_bytes(plain)
    with pytest.raises(DamagedError, match="should be encrypted"):
        opened(folder)
    (folder / "library" / "library.key").unlink()
    with pytest.raises(LibraryError, match="is not encrypted"):
        opened(folder)


def test_decay_of_another_way_in_is_found_by_a_check_and_not_taken_along(folder: Path) -> None:
    file = folder / "library" / "library.key"
    data = json.loads(file.read_bytes())
    recovery = next(way["id"] for way in data["ways"] if way["kind"] == "recovery")
    box = data["keys"][0]["sealed"][recovery]
    data["keys"][0]["sealed"][recovery] = ("B" if box[0] == "A" else "A") + box[1:]
    file.write_text(json.dumps(data))
    library = opened(folder)
    assert library.faults() == ["The key file is damaged; a new key makes it anew: sayso library rekey"]
    backup = library.back_up(3)
    library.rekey()
    assert library.faults() == []
    library.close()
    recovery = Access(recovery=ways_in.recovery_secret((folder.parent / "recovery.txt").read_text()))
    opened(folder, recovery).close()
    vault.restore(folder, backup, recovery)
    opened(folder, recovery).close()


def test_a_missing_key_file_is_named(folder: Path) -> None:
    (folder / "library" / "library.key").unlink()
    with pytest.raises(DamagedError, match=r"key file “library\.key” is missing"):
        opened(folder)
