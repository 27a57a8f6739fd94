"""Which schema a database has, and how an older one becomes today's."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from reader.domain.errors import DamagedError, NewerError

_FOLDER = Path(__file__).parent / "migrations"


def head() -> str:
    """The newest revision."""
    (found,) = ScriptDirectory.from_config(_config()).get_heads()
    return found


def is_current(connection: Connection) -> bool:
    """Whether a database has today's schema. Raises NewerError where it is newer, or no library at all."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise DamagedError("The database is no library of Sayso's.", "Restore the last good backup.")
    if found not in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}:
        raise NewerError("The library was made by a newer Sayso.", "Install the newest version. Nothing was changed.")
    return found == head()


def upgrade(connection: Connection) -> None:
    """Bring a database, or an empty file, to today's schema, in the caller's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    return config
