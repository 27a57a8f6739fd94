"""A new key for a library, so that no crash at any point locks anyone out.

The key file first holds both keys; then a copy under the new key, checked, takes the database's place; then the key
file holds the new one alone. Whoever opens the library tries every key the key file holds.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from reader.domain.errors import DamagedError, LibraryError
from reader.storage import files, keyfile
from reader.storage.backups import key_file_of
from reader.storage.connection import connect, faults, fold_log, translated
from reader.storage.keyfile import KeyFile
from reader.storage.ways_in import Secret


def rekey(file: Path, key: Secret) -> Secret:
    """Give the new key. Nobody may have the database open. Raises LibraryError, and then the old key opens it still."""
    beside = key_file_of(file)
    present = keyfile.load(beside)
    new = Secret.random()
    keyfile.pending(present, key, new).save(beside)
    copy = files.partial(file)
    try:
        files.make_file(copy)
        with translated(file):
            _encrypt_anew(file, key, copy, new)
        wrong = faults(copy, new)
        if wrong:
            raise DamagedError(f"The copy under the new key is damaged: {wrong[0]}.", "Run: sayso library check.")
        files.sync(copy)
        files.move(copy, file)
    except OSError as error:
        raise files.unwritable(file, error) from error
    finally:
        files.clear(copy)
    with suppress(LibraryError):  # the old key may stay in the key file: it opens nothing any more
        KeyFile.of(present.ways, new).save(beside)
    return new


def _encrypt_anew(file: Path, key: Secret, copy: Path, new: Secret) -> None:
    old = connect(file, key)
    try:
        fold_log(old)
        old.execute(f"ATTACH ? AS anew KEY \"x'{new.reveal().hex()}'\"", (str(copy),))
        old.execute("PRAGMA anew.journal_mode = OFF")  # a copy that is cut short is thrown away,
        old.execute("PRAGMA anew.synchronous = OFF")  # and a whole one is synced as a whole
        old.execute("SELECT sqlcipher_export('anew')")
        version = old.execute("PRAGMA user_version").fetchone()[0]
        old.execute(f"PRAGMA anew.user_version = {version}")  # which the export leaves out
        old.execute("DETACH anew")
    finally:
        old.close()
