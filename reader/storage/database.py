"""A library's database, opened: sessions that read, and sessions whose changes are on the disk when they end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from reader.storage import schema, search
from reader.storage.connection import PATIENCE, connect, make_durable, translated
from reader.storage.ways_in import Secret

_WRITES = "sayso_writes"
#: KiB of pages a connection may keep: a search in a large library reads tens of megabytes, and to decrypt them again
#: takes longer than to search them.
_CACHE = 131_072


class Database:
    """One database file. May be used from any thread; each session from one."""

    def __init__(self, file: Path, key: Secret | None, *, shared: bool) -> None:
        """shared: whether other processes may have it open too. Nothing is read yet."""
        self.file = file
        self.key = key
        self.shared = shared

        def creator() -> Any:
            connection = connect(file, key)
            make_durable(connection, shared=shared)
            connection.execute(f"PRAGMA cache_size = -{_CACHE}")
            return connection

        # SQLAlchemy's own choice for SQLite without a file name in its URL, SingletonThreadPool, closes connections
        # that other threads still use when there are many. This one closes only what was given back. An exclusive
        # lock leaves room for one connection alone.
        self._engine = create_engine(
            "sqlite://",
            creator=creator,
            module=dbapi2,
            poolclass=QueuePool,
            pool_size=4 if shared else 1,
            max_overflow=-1 if shared else 0,
            pool_timeout=PATIENCE,
            hide_parameters=True,  # in the texts of errors
        )
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database. Raises LibraryError."""
        with translated(self.file), Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that nobody else writes beside. When it ends without an error, the disk has what it changed.

        Raises LibraryError, and then nothing is changed.
        """
        with translated(self.file), self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with Session(connection) as session, session.begin():
                session.connection()  # begins now, not with the first statement
                yield session

    @contextmanager
    def apart(self) -> Iterator[Any]:
        """A connection of the driver's for what takes long. Others go on meanwhile, where the file is shared.

        Raises LibraryError.
        """
        with translated(self.file), self._engine.connect() as connection:
            yield connection.connection.driver_connection

    def is_current(self) -> bool:
        """Whether the schema and the search's index are today's. Raises LibraryError where the schema is newer."""
        with self.reading() as session:
            return schema.is_current(session.connection()) and search.is_current(session)

    def upgrade(self) -> None:
        """Bring the schema and the search's index to today's, in one step. Raises LibraryError."""
        with translated(self.file), self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                schema.upgrade(connection)
                session = Session(connection)
                if not search.is_current(session):
                    search.rebuild(session)

    def close(self) -> None:
        """Give the file back; the last one to do so folds the log into it."""
        self._engine.dispose()


def _begin(connection: Connection) -> None:
    """A session that is going to write says so at once: otherwise it may have to give up half way to another one."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
