"""A library on the disk: a folder with the database and its key file, and beside it backups and what was set aside.

    library.lock  library/{library.db, library.key, in-use, unclean}  backups/TIME.{db,key}  set-aside/TIME/

Whole folders are made under another name and renamed, so that at every moment there is a library or none.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Literal

from reader import paths
from reader.domain.errors import DamagedError, LibraryError, NoLibraryError
from reader.domain.progress import Progress, silent
from reader.storage import backups, connection, files, keyfile, place, rekeying, wal, ways_in
from reader.storage.backups import key_file_of
from reader.storage.database import Database
from reader.storage.keyfile import Access, KeyFile
from reader.storage.turns import Turn
from reader.storage.ways_in import Secret

_LIBRARY = "library"
_DATABASE = "library.db"
_IN_USE = "in-use"
_UNCLEAN = "unclean"
_BACKUPS = "backups"
_ASIDE = "set-aside"
_BEING_MADE = "library.creating"
_READY = "library.ready"

_CUT = (
    "The library was not closed properly, and what was being written then is not whole. If the last thing you did is "
    "missing, do it again."
)

#: Called with the recovery key in words; returns when the user has kept it, raises where not.
Keep = Callable[[str], None]


class Vault:
    """An opened library. `database` holds what is in it. notices: what the user should hear about it.

    unclean: a process that used it did not come to its end, and nobody has found it whole since.
    """

    def __init__(self, folder: Path, turn: Turn, database: Database, access: Access) -> None:
        """Use `open_vault`."""
        self.database = database
        self.notices: tuple[str, ...] = ()
        self._folder = folder
        self._access = access
        self._turn = turn

    @property
    def encrypted(self) -> bool:
        """Whether nobody without a key can read it."""
        return self.database.key is not None

    @property
    def unclean(self) -> bool:
        """Whether it should be checked."""
        return (self._folder / _LIBRARY / _UNCLEAN).exists()

    @property
    def backups(self) -> Path:
        """The folder of the backups."""
        return self._folder / _BACKUPS

    def back_up(self, kept: int, target: Path | None = None, progress: Progress = silent) -> Path:
        """Make a backup, at `target` or among the rotating ones, of which `kept` stay. Raises LibraryError.

        progress: in pages of the database.
        """
        if target is None:
            files.make_folder(self.backups)
            target = self.backups / f"{backups.now_as_name()}.db"
            backups.make(self.database, target, progress)
            backups.rotate(self.backups, kept)
        else:
            backups.make(self.database, target, progress)
        return target

    def copies(self) -> list[Path]:
        """The databases of the backups and of the libraries that were set aside."""
        return [*backups.in_folder(self.backups), *sorted(self._folder.glob(f"{_ASIDE}/*/{_DATABASE}"))]

    def key_of(self, copy: Path) -> Secret | None:
        """The key of a backup, or of a library that was set aside; None where it is unencrypted.

        Raises WrongKeyError or DamagedError where what opened this library does not open it.
        """
        key = self.database.key
        if not key_file_of(copy).exists() and connection.is_plain(copy):
            return None
        if key is not None and connection.opens(copy, key):
            return key
        return unlock(copy, self._access)

    def clear_unfinished(self) -> None:
        """Remove what crashes have left half made. Nobody else may be at work."""
        _take_up(self._folder)
        for one in (_READY, _BEING_MADE):
            shutil.rmtree(self._folder / one, ignore_errors=True)

    def faults(self, progress: Progress = silent) -> list[str]:
        """What is wrong inside the database. Raises LibraryError. progress: gets no figures."""
        with self.database.apart() as apart:
            found = connection.faults_seen_by(apart, progress)
        if self.encrypted:
            found += keyfile.faults(key_file_of(self.database.file))
        if not found:
            (self._folder / _LIBRARY / _UNCLEAN).unlink(missing_ok=True)
        return found

    def set_passphrase(self, secret: Secret) -> None:
        """Let this passphrase open the library, in place of an earlier one. Raises LibraryError."""
        self._change_key_file(lambda file, key: file.with_new("passphrase", secret, key))

    def renew_recovery_key(self, keep: Keep) -> None:
        """Let a new recovery key open the library, not the old one. Raises LibraryError, and what `keep` does."""
        secret = Secret.random()

        def change(file: KeyFile, key: Secret) -> KeyFile:
            changed = file.with_new("recovery", secret, key)
            keep(ways_in.recovery_text(secret))
            return changed

        self._change_key_file(change)

    def remember_in_keyring(self) -> None:
        """Let this system's keyring open the library. Raises LibraryError."""
        _refuse_keyring(self._folder)
        self._change_key_file(lambda file, key: file.with_keyring(key))

    def rekey(self) -> None:
        """Encrypt everything anew with a new key; every way in stays. Raises LibraryError."""
        key = self._need_key()
        with self.alone():
            file = self.database.file
            self.database = Database(file, rekeying.rekey(file, key), shared=self.database.shared)

    def close(self) -> None:
        """Give the library back."""
        self.database.close()
        if self._turn.alone_now():
            (self._folder / _LIBRARY / _IN_USE).unlink(missing_ok=True)
        self._turn.leave()

    def _change_key_file(self, change: Callable[[KeyFile, Secret], KeyFile]) -> None:
        key = self._need_key()
        with self.alone():
            file = key_file_of(self.database.file)
            change(keyfile.load(file), key).save(file)

    def _need_key(self) -> Secret:
        if self.database.key is None:
            raise LibraryError(
                "This library is not encrypted: it has no key.", "Make an encrypted one and import anew."
            )
        return self.database.key

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else has the library open meanwhile, and its key is the same still. Raises LibraryError."""
        key, file = self.database.key, self.database.file
        self.database.close()
        try:
            self._turn.alone()
            if not connection.opens(file, key):  # between two turns somebody else may have had one
                raise LibraryError("Another program has changed the library meanwhile.", "Open it again.")
            yield
        finally:
            self._turn.share()


def create(folder: Path, way: Literal["keyring", "none"] | Secret, keep: Keep | None) -> None:
    """Make an empty library: opened by the system's keyring, by a passphrase, or (unencrypted) by anybody.

    keep: gets the recovery key; None for a library without one. Raises LibraryError, and then there is no library.
    """
    with _making(folder) as made:
        if way == "keyring":
            _refuse_keyring(folder)
        if (folder / _LIBRARY).exists() or (folder / _READY).exists():
            raise LibraryError(f"There is a library in “{folder}” already.", "Use it, or choose another --data-dir.")
        key = None if way == "none" else Secret.random()
        if key is not None:
            ways = [ways_in.make("passphrase", way) if isinstance(way, Secret) else keyfile.keyring_way()]
            if keep is not None:
                recovery = Secret.random()
                ways.append(ways_in.make("recovery", recovery))
            KeyFile.of(ways, key).save(key_file_of(made / _DATABASE))
        files.make_file(made / _DATABASE)
        database = Database(made / _DATABASE, key, shared=False)
        database.upgrade()
        database.close()
        if key is not None and keep is not None:
            keep(ways_in.recovery_text(recovery))
        files.move(made, folder / _LIBRARY)


def open_vault(folder: Path, access: Access, kept_backups: int) -> Vault:
    """Open the library in a folder, bringing an older one to today's schema after a backup. Raises LibraryError."""
    try:
        return _open(folder, access, kept_backups)
    except DamagedError as error:
        newest = backups_of(folder)[-1:]
        remedy = f"Restore the last good backup: sayso restore “{newest[0]}”." if newest else error.remedy
        raise DamagedError(error.what, remedy) from error


def _open(folder: Path, access: Access, kept_backups: int) -> Vault:
    if not (folder / _LIBRARY).exists() and not (folder / _READY).exists():
        raise NoLibraryError(f"There is no library in “{folder}”.", "Make one: sayso library create.")
    turn = Turn(folder)
    with ExitStack() as undo, files.writable(folder):
        undo.callback(turn.leave)
        file = folder / _LIBRARY / _DATABASE
        log: wal.State = "whole"
        if turn.alone_now():
            _take_up(folder)
            log = _log(file)
            if (in_use := folder / _LIBRARY / _IN_USE).exists():
                in_use.replace(folder / _LIBRARY / _UNCLEAN)
        turn.share()  # before the key file is read: somebody may be changing it
        database = Database(file, unlock(file, access), shared=place.kind(folder) == "local")
        undo.callback(database.close)
        vault = Vault(folder, turn, database, access)
        if not database.is_current():
            database.close()
            turn.alone()
            if connection.opens(file, database.key):  # between two turns somebody else may have had one
                vault.back_up(kept_backups)
                database.upgrade()
            undo.close()
            vault = _open(folder, access, kept_backups)
        else:
            (folder / _LIBRARY / _IN_USE).touch(0o600)
            files.sync_folder(folder / _LIBRARY)
            undo.pop_all()
    if log == "cut":
        vault.notices += (_CUT,)
    return vault


def backups_of(folder: Path) -> list[Path]:
    """The backups of the library in a folder, the oldest first."""
    return backups.in_folder(folder / _BACKUPS)


def restore(folder: Path, backup: Path, access: Access) -> Path | None:
    """Put a backup in the library's place, and say where the present library, if any, was set aside.

    Raises LibraryError, and then the present library stays.
    """
    if not backup.is_file():
        raise LibraryError(f"There is no file “{backup}”.", "Backups lie in the folder “backups” beside the library.")
    with _making(folder) as made:
        _take_up(folder)
        try:
            _log(backup)
            key = unlock(backup, access)
            with closing(connection.connect(backup, key)) as source, connection.translated(backup):
                backups.copy(source, key_file_of(backup), key, made / _DATABASE)
        except DamagedError as error:
            raise DamagedError(f"The backup “{backup}” is damaged.", "Restore an older one.") from error
        _refuse_newer(made / _DATABASE, key)
        shutil.rmtree(folder / _READY, ignore_errors=True)
        files.move(made, folder / _READY)
        library = folder / _LIBRARY
        aside = backups.set_aside(library, folder / _ASIDE) if library.exists() else None
        files.move(folder / _READY, library)
    return aside


def unlock(file: Path, access: Access) -> Secret | None:
    """The key of a database; None where it is unencrypted. Raises LibraryError."""
    beside = key_file_of(file)
    try:
        plain = connection.is_plain(file)
    except OSError as error:
        raise DamagedError(f"“{file}” cannot be read: {error.strerror}.", "Restore the last good backup.") from error
    if plain and not beside.exists():
        if access != Access():  # who gives a passphrase takes the library for an encrypted one
            raise LibraryError(f"“{file}” is not encrypted.", "If you made it so, leave the passphrase out.")
        return None
    if not beside.exists():
        raise DamagedError(
            f"“{file}” is damaged, or its key file “{beside.name}” is missing.",
            "Put the key file of a backup beside it, or restore a backup.",
        )
    if plain:
        raise DamagedError(f"“{file}” should be encrypted and is not.", "Somebody changed it: restore a backup.")
    for key in keyfile.load(beside).keys_for(access):
        if connection.opens(file, key):
            return key
    raise DamagedError(f"The database “{file}” is damaged.", "Restore the last good backup: sayso restore FILE.")


def _take_up(folder: Path) -> None:
    """For the first process to come: finish what a crash cut short."""
    library, ready = folder / _LIBRARY, folder / _READY
    if ready.exists() and not library.exists():
        files.move(ready, library)
    for one in (library, folder / _BACKUPS, *folder.glob(f"{_ASIDE}/*")):
        files.sweep(one)


def _log(file: Path) -> wal.State:
    """The state of the log that a dead process left beside a database. Raises DamagedError where it lost something."""
    log = wal.state(file)
    if log == "damaged":
        raise DamagedError(f"“{file.name}-wal”, which holds what was done last, is damaged.", "Restore a backup.")
    return log


def no_keyring(folder: Path) -> str:
    """Why no system's keyring may open a library in this folder, in a sentence; "" if one may."""
    if place.kind(folder) == "network":
        return "This folder is on a network: other computers do not know this keyring."
    if folder.resolve() == paths.portable():
        return "A portable library goes to other computers: they do not know this keyring."
    return ""


def _refuse_keyring(folder: Path) -> None:
    if why := no_keyring(folder):
        raise LibraryError(why, "Use a passphrase.")


@contextmanager
def _making(folder: Path) -> Iterator[Path]:
    """A new folder to make a library in, while nobody else is here. What is still in it at the end goes."""
    files.make_folder(folder)
    turn, made = Turn(folder), folder / _BEING_MADE
    turn.alone()
    try:
        with files.writable(folder):
            shutil.rmtree(made, ignore_errors=True)
            files.make_folder(made)
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        turn.leave()


def _refuse_newer(file: Path, key: Secret | None) -> None:
    database = Database(file, key, shared=False)
    try:
        database.is_current()
    finally:
        database.close()
