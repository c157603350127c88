"""What the commands for operators do."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import aiohttp

from homing.dispatching.restore import reconcile
from homing.domain.errors import RefusedError
from homing.store import keys, organizations
from homing.store.administration import check_organization
from homing.store.organizations import NewOrganization
from plugin.cli.ending import Exit, Failure
from plugin.cli.output import print_json, result_console
from plugin.cli.reaching import DATABASE_ERRORS, reaching_database, settings_or_failure
from plugin.services import open_sending

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
