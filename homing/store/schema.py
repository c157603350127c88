"""Bring a database up to date, as its owner."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.vault import Vault


async def migrate(owner_url: str, login_role: str, vault: Vault | None = None) -> None:
    """Apply every outstanding migration and let ``login_role`` become the application's two roles.

    The role is created without a password where it doesn't exist. Repeating this changes nothing. Raises
    ConfigurationError without a vault where data that is there is to be encrypted.
    """
    engine = create_async_engine(owner_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, vault)
            await connection.run_sync(_admit, login_role)
    finally:
        await engine.dispose()


def alembic_config(connection: Connection, vault: Vault | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["vault"] = vault
    return config


def _upgrade(connection: Connection, vault: Vault | None) -> None:
    # Two processes that start together take turns; the second finds nothing left to do.
    connection.execute(text("select pg_advisory_xact_lock(hashtext('homing.migrate'))"))
    command.upgrade(alembic_config(connection, vault), "head")


def _admit(connection: Connection, login_role: str) -> None:
    name = connection.dialect.identifier_preparer.quote(login_role)
    found = connection.execute(text("select 1 from pg_roles where rolname = :name"), {"name": login_role})
    if found.first() is None:
        connection.execute(text(f"create role {name} login noinherit nobypassrls"))
    for role in ("homing_app", "homing_system"):
        # Membership without inheritance: whoever forgets to become a role can read no table.
        connection.execute(text(f"grant {role} to {name} with inherit false, set true"))
