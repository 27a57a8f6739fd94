"""Erasing articles for good: from the library, from its backups, from what was set aside, and from all free space.

A file that holds them is copied, the copy is rid of them and written anew without a free page, checked, and moved into
the file's place. The library itself comes last: as long as it has the article, erasing can be done again.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from reader.domain.errors import DamagedError, NewerError, WrongKeyError
from reader.domain.progress import Progress
from reader.storage import arranging, articles, backups, files, search
from reader.storage.connection import connect, faults, fold_log, translated
from reader.storage.database import Database
from reader.storage.tables import ArticleRow, CorrectionRow, HighlightRow, NoteRow, OriginalRow
from reader.storage.vault import Vault
from reader.storage.ways_in import Secret

#: What the user wrote on articles; it may have gone along to another version since a backup was made.
_WRITTEN: tuple[type[NoteRow] | type[HighlightRow] | type[CorrectionRow], ...] = (NoteRow, HighlightRow, CorrectionRow)

_ORIGIN = select(OriginalRow.path)
#: Why a backup is deleted whole.
_CANNOT_OPEN = (WrongKeyError, DamagedError, NewerError)


@dataclass(frozen=True, slots=True)
class Doomed:
    """What is to be erased, as it is known in every copy of the library.

    texts: hashes of the articles' texts. written: number and time of notes, highlights and corrections, by table.
    """

    texts: tuple[str, ...]
    written: dict[str, tuple[tuple[int, str], ...]]


def with_versions(session: Session, article_ids: Sequence[int]) -> list[int]:
    """These articles and all their older and newer versions."""
    found: set[int] = set()
    more = set(article_ids)
    while more:
        found |= more
        near: set[int | None] = set()
        for lot in arranging.lots(sorted(more)):
            near.update(session.scalars(select(ArticleRow.id).where(ArticleRow.version_of.in_(lot))))
            near.update(session.scalars(select(ArticleRow.version_of).where(ArticleRow.id.in_(lot))))
        more = {one for one in near if one is not None} - found
    return sorted(found)


def doomed(session: Session, article_ids: Sequence[int]) -> Doomed:
    """What goes when these articles are erased. Raises InputError where one is not there."""
    written: dict[str, tuple[tuple[int, str], ...]] = {}
    for table in _WRITTEN:
        rows = [
            (row_id, created)
            for article_id in article_ids
            for row_id, created in session.execute(
                select(table.id, table.created).where(table.article_id == article_id)
            )
        ]
        written[table.__tablename__] = tuple(rows)
    return Doomed(tuple(one.text_sha256 for one in arranging.chosen(session, article_ids)), written)


def origins(session: Session, article_ids: Sequence[int]) -> list[str]:
    """The files from which these articles were imported."""
    return [path for one in article_ids for path in session.scalars(_ORIGIN.where(OriginalRow.article_id == one))]


def survey(vault: Vault, what: Doomed) -> tuple[list[Path], list[Path]]:
    """The backups and set-aside libraries that hold any of it, and those that cannot be opened. Raises LibraryError."""
    holding, closed = [], []
    for file in vault.copies():
        try:
            key = vault.key_of(file)
            database = Database(file, key, shared=False)
            try:
                database.is_current()
            finally:
                database.close()
            if _holds(file, key, what):
                holding.append(file)
        except _CANNOT_OPEN:
            closed.append(file)
    return holding, closed


def erase(vault: Vault, what: Doomed, progress: Progress) -> tuple[list[Path], list[Path]]:
    """Erase it everywhere; say which copies were purged, and which were deleted because they cannot be opened.

    To be called within `vault.alone()`, with the database closed. Raises LibraryError, and what `progress` does: then
    the library has the articles still. `progress` counts files.
    """
    with files.writable(vault.backups.parent):
        vault.clear_unfinished()
        holding, closed = survey(vault, what)
        purged = []
        for file in closed:
            _delete(vault, file)
        for done, file in enumerate(holding):
            progress(done, len(holding) + 1)
            try:
                _purge(file, vault.key_of(file), what)
                purged.append(file)
            except DamagedError:
                _delete(vault, file)
                closed.append(file)
        progress(len(holding), len(holding) + 1)
        _purge(vault.database.file, vault.database.key, what)
    return purged, closed


def _purge(file: Path, key: Secret | None, what: Doomed) -> None:
    copy, anew = files.partial(file), files.partial(file)
    try:
        with translated(file):
            files.make_file(copy)
            _copy(file, key, copy)
            _take_out_of(Database(copy, key, shared=False), what)
            files.make_file(anew)
            _without_free_space(copy, key, anew)
            wrong = faults(anew, key)
            if wrong or _holds(anew, key, what):
                raise DamagedError(f"“{file}” is damaged: {[*wrong, 'it cannot be changed'][0]}.", "Restore a backup.")
        files.sync(anew)
        files.move(anew, file)
    finally:
        files.clear(copy)
        files.clear(anew)


def _copy(file: Path, key: Secret | None, copy: Path) -> None:
    connection = connect(file, key)
    try:
        fold_log(connection)
        backups.copy_pages(connection, key, copy)
    finally:
        connection.close()


def _take_out_of(database: Database, what: Doomed) -> None:
    try:
        if not database.is_current():
            database.upgrade()
        with database.writing() as session:
            _take_out(session, what)
    finally:
        database.close()


def _take_out(session: Session, what: Doomed) -> None:
    for text in what.texts:
        if (article_id := articles.with_text(session, text)) is not None:
            _take_out_article(session, article_id)
    changed: set[int] = set()
    for table in _WRITTEN:
        for row_id, created in what.written[table.__tablename__]:
            there = select(table.article_id).where(table.id == row_id, table.created == created)
            if (article_id := session.scalar(there)) is not None:
                changed.add(article_id)
                if table is NoteRow:
                    search.forget_note(session, row_id)
                session.execute(delete(table).where(table.id == row_id))
    for article_id in changed:
        search.reindex(session, article_id)
    arranging.forget_empty(session)
    search.purge(session)


def _take_out_article(session: Session, article_id: int) -> None:
    """All else that belongs to it goes along with its row: see `tables.py`."""
    search.forget_article(session, article_id)
    older = session.scalar(select(ArticleRow.version_of).where(ArticleRow.id == article_id))
    session.execute(update(ArticleRow).where(ArticleRow.version_of == article_id).values(version_of=older))
    for table in _WRITTEN:
        session.execute(delete(table).where(table.article_id == article_id))
    session.execute(delete(ArticleRow).where(ArticleRow.id == article_id))


def _without_free_space(copy: Path, key: Secret | None, anew: Path) -> None:
    connection = connect(copy, key)
    try:
        connection.execute("VACUUM INTO ?", (str(anew),))
    finally:
        connection.close()


def _holds(file: Path, key: Secret | None, what: Doomed) -> bool:
    connection = connect(file, key)
    try:
        with translated(file):
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return any(
                connection.execute("SELECT 1 FROM articles WHERE text_sha256 = ?", (text,)).fetchone()
                for text in what.texts
            ) or any(
                connection.execute(f"SELECT 1 FROM {table} WHERE id = ? AND created = ?", one).fetchone()
                for table, rows in what.written.items()
                if table in tables
                for one in rows
            )
    finally:
        connection.close()


def _delete(vault: Vault, file: Path) -> None:
    if file.parent == vault.backups:
        for one in (*file.parent.glob(f"{file.name}*"), backups.key_file_of(file)):
            one.unlink(missing_ok=True)
        files.sync_folder(file.parent)
    else:
        shutil.rmtree(file.parent)
        files.sync_folder(file.parent.parent)
