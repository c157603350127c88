"""What the commands for operators do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import aiohttp
import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from temporalio.client import Client
from temporalio.service import RPCError

from homing.dispatching.restore import reconcile
from homing.domain.errors import ConfigurationError, NotFoundError, RefusedError, StorageError
from homing.settings import Settings, load_keys, load_settings
from homing.store import keys, organizations, schema
from homing.store.administration import check_organization
from homing.store.organizations import NewOrganization
from homing.store.vault import Vault
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, result_console
from plugin.logs import configure_logs
from plugin.process import leave_after, run_worker
from plugin.services import open_sending
from plugin.setup import register_search_attributes, schedule_parity, schedule_retention
from plugin.temporal_address import client_options

DATABASE_ERRORS: Final = (OSError, StorageError, SQLAlchemyError, asyncpg.PostgresError)
_ANOTHER_AT_IT: Final = "reconciling"
_FIRST_KEY: Final = "first admin key"
_ABOUT_STRANGERS: Final = (
    "Messages to strangers were found. If people or senders were added since the backup, they may be texted "
    "again: leave the workers stopped and start the API alone, sync people and senders again, and run "
    "`homing reconcile` again with the same --since. Start the workers once this number falls no further."
)


@dataclass(frozen=True, slots=True)
class OrgWish:
    """An organization to be."""

    name: str
    product: str
    link_domain: str
    region: str | None
    time_zone: str
    locale: str
    currency: str


@dataclass(frozen=True, slots=True)
class KeyWish:
    """A key to be."""

    org: UUID
    scopes: tuple[str, ...]
    name: str
    user: UUID | None
    expires: datetime | None


def settings_or_failure() -> Settings:
    """Raises Failure, which names every setting at fault and shows no value."""
    try:
        return load_settings()
    except ConfigurationError as error:
        raise Failure(str(error), Exit.WRONG_USAGE) from None


@contextmanager
def reaching_database() -> Iterator[None]:
    """Whoever can't be reached, or doesn't let us in, is named; a reason that we know is said."""
    try:
        yield
    except RefusedError as error:
        raise Failure(f"refused: {error.reason}", Exit.WRONG_USAGE) from None
    except NotFoundError as error:
        raise Failure(f"there is no such {error}") from None
    except DATABASE_ERRORS as error:
        # Of the kind alone: messages of drivers quote addresses, and what was to be written.
        raise Failure(f"the database can't be used ({type(error).__name__})", Exit.UNREACHABLE) from None


def work() -> None:
    """Execute campaigns until told to end."""
    settings = settings_or_failure()
    configure_logs(settings)
    leave_after(run_worker(settings))


async def serve_api(host: str | None, port: int | None) -> None:
    """Answer requests until told to end."""
    from plugin.serving import run_api  # noqa: PLC0415  # the other commands need nothing of it

    settings = settings_or_failure()
    configure_logs(settings)
    changes: dict[str, Any] = {"api_host": host, "api_port": port}
    named = {name: value for name, value in changes.items() if value is not None}
    try:
        await run_api(settings.model_copy(update=named))
    except ConfigurationError as error:
        raise Failure(str(error), Exit.WRONG_USAGE) from None
    except RuntimeError as error:
        raise Failure(str(error)) from None


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


async def make_org(wish: OrgWish, *, as_json: bool) -> Exit:
    """An organization and its first key, both or none."""
    settings = settings_or_failure()
    org, key = uuid4(), keys.new_key_text()
    new = NewOrganization(
        id=org,
        name=wish.name,
        product_name=wish.product,
        link_domain=wish.link_domain,
        locale=wish.locale,
        region=wish.region,
        time_zone=wish.time_zone,
        currency=wish.currency,
    )
    with reaching_database():
        async with open_sending(settings) as sending:
            async with sending.database.system() as connection:
                await organizations.create_organization(connection, new)
            async with sending.database.app(org) as connection:
                await keys.create_key(
                    connection, org, sending.vault, id=uuid4(), name=_FIRST_KEY, key=key, scopes=["admin"]
                )
    if as_json:
        print_json({"orgId": str(org), "key": key})
    else:
        console = result_console()
        console.print(f"Organization {org}")
        console.print(f"Admin key    {key}")
        console.print("The key is not shown again.", style="dim")
    return Exit.DONE


async def make_key(wish: KeyWish, *, as_json: bool) -> Exit:
    """A key of an organization."""
    settings = settings_or_failure()
    if ("self" in wish.scopes) != (wish.user is not None):
        raise Failure("a key of scope self is a user's: give both --scope self and --user", Exit.WRONG_USAGE)
    id_, key = uuid4(), keys.new_key_text()

    with reaching_database():
        async with open_sending(settings) as sending, sending.database.app(wish.org) as connection:
            await check_organization(connection, wish.org)
            await keys.create_key(
                connection,
                wish.org,
                sending.vault,
                id=id_,
                name=wish.name,
                key=key,
                scopes=wish.scopes,
                user=wish.user,
                expires_at=wish.expires,
            )
    if as_json:
        print_json({"id": str(id_), "key": key, "scopes": list(wish.scopes)})
    else:
        result_console().print(f"Key {key}")
        result_console().print("It is not shown again.", style="dim")
    return Exit.DONE


async def reconcile_ledger(since: datetime, until: datetime | None, *, as_json: bool) -> Exit:
    """Learn what the restored database forgot, and switch texting on again."""
    settings = settings_or_failure()
    try:
        async with open_sending(settings) as sending:
            found = await reconcile(sending, since, until=until)
    except RefusedError as error:
        code = Exit.FAILED if error.reason == _ANOTHER_AT_IT else Exit.WRONG_USAGE
        raise Failure(f"refused: {error.reason}", code) from None
    except (*DATABASE_ERRORS, aiohttp.ClientError) as error:
        message = f"the database or a provider can't be used ({type(error).__name__})"
        raise Failure(message, Exit.UNREACHABLE) from None
    advice = _ABOUT_STRANGERS if found.strangers else None
    if as_json:
        print_json({**asdict(found), "advice": advice})
        return Exit.DONE
    for name, count in asdict(found).items():
        result_console().print(f"{name.replace('_', ' ')}: {count}")
    if advice is not None:
        result_console().print(advice, style="bold")
    return Exit.DONE
