"""What `homing migrate` and `homing setup` do."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from temporalio.client import Client
from temporalio.service import RPCError

from homing.domain.errors import ConfigurationError
from homing.settings import load_keys
from homing.store import organizations, schema
from homing.store.vault import Vault
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, result_console
from plugin.cli.reaching import reaching_database, settings_or_failure
from plugin.services import open_sending
from plugin.setup import register_search_attributes, schedule_parity, schedule_retention
from plugin.temporal_address import client_options


async def bring_up_to_date(owner_url: str, login_role: str, *, as_json: bool) -> Exit:
    """Migrate, and say from where to where."""
    with reaching_database(), _naming_settings():
        before = await _revision(owner_url)
        await schema.migrate(owner_url, login_role, _vault())
        after = await _revision(owner_url)
    if as_json:
        print_json({"before": before, "after": after, "loginRole": login_role})
    elif before == after:
        result_console().print(f"The database is at {after} already; {login_role} may be the application.")
    else:
        result_console().print(
            f"The database went from {before or 'nothing'} to {after}; {login_role} may be the application."
        )
    return Exit.DONE


@contextmanager
def _naming_settings() -> Iterator[None]:
    try:
        yield
    except ConfigurationError as error:
        raise Failure(str(error), Exit.WRONG_USAGE) from None


def _vault() -> Vault | None:
    """Where data is to be encrypted; an empty database needs none."""
    with _naming_settings():
        keys = load_keys()
    return None if keys is None else Vault(keys.key_ring, keys.hmac_secret)


async def _revision(owner_url: str) -> str | None:
    engine = create_async_engine(owner_url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            found = await connection.execute(text("select to_regclass('alembic_version')"))
            if found.scalar_one() is None:
                return None
            revision = await connection.execute(text("select version_num from alembic_version"))
            return str(revision.scalar_one())
    finally:
        await engine.dispose()


async def set_up(prices: Path | None, *, as_json: bool) -> Exit:
    """Search attributes, the schedule, and the price list."""
    settings = settings_or_failure()
    try:
        client = await Client.connect(**client_options())
        registered = await register_search_attributes(client)
        scheduled = await schedule_parity(client, settings.task_queue)
        letting_go = await schedule_retention(client, settings.task_queue)
    except (RPCError, RuntimeError) as error:
        message = f"Temporal can't be reached, or refuses ({type(error).__name__})"
        raise Failure(message, Exit.UNREACHABLE) from None
    path = prices or organizations.DEFAULT_PRICES
    try:
        with reaching_database():
            async with open_sending(settings) as sending, sending.database.system() as connection:
                loaded = await organizations.load_prices(connection, path)
    except ValueError as error:
        raise Failure(f"{path}: {error}", Exit.WRONG_USAGE) from None
    if as_json:
        print_json(
            {
                "registeredSearchAttributes": registered,
                "scheduledParity": scheduled,
                "scheduledRetention": letting_go,
                "prices": loaded,
            }
        )
    else:
        console = result_console()
        console.print(f"Registered search attributes: {', '.join(registered) or 'none, all were there'}.")
        console.print(f"The daily comparison with the provider {'is' if scheduled else 'was'} scheduled.")
        console.print(f"Letting go of old data, daily, {'is' if letting_go else 'was'} scheduled.")
        console.print(f"Loaded {loaded} prices from {path.name}.")
    return Exit.DONE
