"""Alembic's entry: runs on the connection that ``homing.store.schema`` hands over."""

from alembic import context

from homing.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
