"""Alembic runs this. The connection comes from `reader.storage.schema`, which alone knows the key."""

from alembic import context

from reader.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
