"""The library: what the user keeps, and every act on it, each on the disk before it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from reader import paths
from reader.domain.analysis import Analysis
from reader.domain.article import Article
from reader.domain.errors import DamagedError, LibraryError
from reader.domain.library import Highlight, Imported, LibraryArticle, Note, Original
from reader.domain.progress import Progress, silent
from reader.services import importing, passages
from reader.services.importing import Reads, Wishes
from reader.services.keys import Keys

if TYPE_CHECKING:
    from reader.storage.database import Database
    from reader.storage.vault import Vault

#: A passage of an article: its words, or its code points; None for the whole article.
Passage = str | tuple[int, int] | None


class Library:
    """An opened library; use it in a `with`. notices: what the user should hear about it, in sentences.

    All methods raise LibraryError where the disk or the database refuses, and then nothing is changed.
    """

    def __init__(self, vault: Vault, backups: int) -> None:
        """Use `open_library`."""
        self._vault = vault
        self._backups = backups
        self.notices = vault.notices

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give the library back to others."""
        self._vault.close()

    @property
    def database(self) -> Database:
        """What the services read and write."""
        return self._vault.database

    @property
    def vault(self) -> Vault:
        """The library's files, for the services that work on them."""
        return self._vault

    @property
    def encrypted(self) -> bool:
        """Whether nobody without a key can read it."""
        return self._vault.encrypted

    # -- articles ------------------------------------------------------------------------------------------------

    def articles(self) -> list[LibraryArticle]:
        """All articles, the newest first."""
        from reader.storage import articles

        with self.database.reading() as session:
            return articles.everything(session)

    def opened(self, article_id: int) -> tuple[Article, Analysis | None]:
        """An article and its analysis as they were kept. Raises InputError."""
        from reader.storage import articles

        with self.database.reading() as session:
            return articles.opened(session, article_id)

    def original(self, article_id: int) -> Original:
        """The file an article was read from. Raises InputError."""
        from reader.storage import articles

        with self.database.reading() as session:
            return articles.original(session, article_id)

    def import_paths(
        self, paths: Sequence[Path], reading: Reads, wishes: Wishes, progress: Progress = silent
    ) -> Iterator[Imported]:
        """Import files and what is in folders, one a step. Stop asking, or raise Cancelled in `progress`, to cancel."""
        files = importing.found_in(paths)
        progress(0, len(files))
        for done, outcome in enumerate(importing.import_files(self.database, files, reading, wishes), 1):
            yield outcome
            progress(done, len(files))

    # -- notes and highlights ------------------------------------------------------------------------------------

    def add_note(self, article_id: int, passage: Passage, text: str, tags: Sequence[str] = ()) -> Note:
        """Write a note. Raises InputError where the passage is not in the article, or is there more than once."""
        from reader.storage import articles, notes

        with self.database.writing() as session:
            article, _ = articles.opened(session, article_id)
            anchor = None if passage is None else passages.anchor(article, passage)
            return notes.add(session, article_id, anchor, text, tags)

    def notes(self, article_id: int | None = None) -> list[Note]:
        """The notes of all articles, or of one, in the order they were made."""
        from reader.storage import notes

        with self.database.reading() as session:
            return notes.everything(session, article_id)

    def edit_note(
        self, note_id: int, text: str | None = None, tags: Sequence[str] | None = None, seen: str = ""
    ) -> Note:
        """Give a note another text, other tags, or both. Raises InputError.

        seen: the note's `modified` when its text was read. If somebody else has changed it since, both texts are kept:
        the new one in a second note, which is given back.
        """
        from reader.storage import notes

        with self.database.writing() as session:
            return notes.edit(session, note_id, text, tags, seen)

    def remove_note(self, note_id: int) -> None:
        """Raises InputError."""
        from reader.storage import notes

        with self.database.writing() as session:
            notes.remove(session, note_id)

    def add_highlight(self, article_id: int, passage: str | tuple[int, int]) -> Highlight:
        """Mark a passage. Raises InputError as `add_note` does."""
        from reader.storage import articles, notes

        with self.database.writing() as session:
            article, _ = articles.opened(session, article_id)
            return notes.add_highlight(session, article_id, passages.anchor(article, passage))

    def highlights(self, article_id: int | None = None) -> list[Highlight]:
        """The highlights of all articles, or of one, in the order they were made."""
        from reader.storage import notes

        with self.database.reading() as session:
            return notes.highlights(session, article_id)

    def remove_highlight(self, highlight_id: int) -> None:
        """Raises InputError."""
        from reader.storage import notes

        with self.database.writing() as session:
            notes.remove_highlight(session, highlight_id)

    # -- keys, backups, health -----------------------------------------------------------------------------------

    def back_up(self, target: Path | None = None, progress: Progress = silent) -> Path:
        """Make a backup that is known to open, and say where it lies. target: a new file; None: the usual place.

        progress: in pages of the database; may raise Cancelled. May run in a thread of its own.
        """
        return self._vault.back_up(self._backups, target, progress)

    def check(self, progress: Progress = silent) -> list[str]:
        """What is wrong inside the database, in the database's words; nothing, if all is well.

        progress: asked now and then, with no figures; may raise Cancelled. May run in a thread of its own.
        """
        return self._vault.faults(progress)

    def rekey(self) -> None:
        """Encrypt everything with a new key. Keyring, passphrase and recovery key stay as they are."""
        self._vault.rekey()

    def set_passphrase(self, keys: Keys) -> None:
        """Let the passphrase in `keys` open the library, in place of an earlier one."""
        secret = keys.passphrase_secret()
        if secret is None:
            raise LibraryError("There is no new passphrase.", "Give one.")
        self._vault.set_passphrase(secret)

    def renew_recovery_key(self, keep: Callable[[str], None]) -> None:
        """Make a new recovery key; the old one opens nothing any more. keep: as for `create`."""
        self._vault.renew_recovery_key(keep)

    def remember_in_keyring(self) -> None:
        """Let this system's keyring open the library."""
        self._vault.remember_in_keyring()

    def look_after(self) -> None:
        """What is due when a library is opened: a check after an unclean exit, and the backup of the day.

        Raises DamagedError.
        """
        self.check_if_unclean()
        self.back_up_daily()

    def check_if_unclean(self, progress: Progress = silent) -> None:
        """Check the database if a process that used it did not come to its end, now or as often as this was cancelled.

        Takes long where the library is large: may run in a thread of its own, while others go on with the library until
        they close it. progress: as for `check`. Raises DamagedError.
        """
        if self._vault.unclean and (wrong := self.check(progress)):
            raise DamagedError(f"The library is damaged: {wrong[0]}.", "Restore the last good backup.")

    def back_up_daily(self, progress: Progress = silent) -> None:
        """Make a backup if there is none of this day, and tell in `notices` if that failed.

        progress: as for `back_up`. May run in a thread of its own.
        """
        from reader.storage import backups

        if not backups.made_today(self._vault.backups):
            try:
                self.back_up(progress=progress)
            except LibraryError as error:
                self.notices += (f"Today's backup could not be made. {error}",)


def create(
    folder: Path, way: Literal["keyring", "unencrypted"] | Keys, keep: Callable[[str], None] | None = None
) -> None:
    """Make an empty library, opened by the system's keyring, by the passphrase in some Keys, or by anybody.

    keep: gets the recovery key and returns when it is kept; None for a library without one. Raises LibraryError, and
    then there is no library.
    """
    from reader.storage import vault

    if not isinstance(way, Keys):
        vault.create(folder, "keyring" if way == "keyring" else "none", keep)
    elif (secret := way.passphrase_secret()) is not None:
        vault.create(folder, secret, keep)
    else:
        raise LibraryError("There is no passphrase.", "Give one.")


def open_library(folder: Path, keys: Keys, backups: int) -> Library:
    """Open the library in a folder. backups: how many are kept. Raises LibraryError."""
    from reader.storage import vault

    return Library(vault.open_vault(folder, keys.access(), backups), backups)


def restore(folder: Path, backup: Path, keys: Keys) -> Path | None:
    """Put a backup in the library's place; where the present library was set aside, if there was one.

    Raises LibraryError, and then the present library stays.
    """
    from reader.storage import vault

    return vault.restore(folder, backup, keys.access())


def has_keyring() -> bool:
    """Whether this system's keyring can open a library in the usual place."""
    return not no_keyring(paths.data())


def no_keyring(folder: Path) -> str:
    """Why a library in this folder cannot be opened by the system's keyring, in a sentence; "" if it can."""
    from reader.storage import system_keyring, vault

    return vault.no_keyring(folder) or ("" if system_keyring.name() else "There is no system keyring here.")
