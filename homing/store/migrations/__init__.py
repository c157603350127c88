"""The schema's history, applied by Alembic as the database's owner."""
