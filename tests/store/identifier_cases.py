"""As ``tenants.CASES``, of the repositories of identifiers: whose they are, were, and are told of."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.whose import Change, Held
from homing.store import holders, identifier_histories, identifiers, number_changes
from tests.store.tenants import Case, Tenant


async def bound(t: Tenant) -> UUID:
    """The owner's own number, whose id a stranger has guessed."""
    async with t.company.sending.database.app(t.id) as own:
        found = await own.execute(
            text(
                "select id from reachabilities where user_id = :user and kind = 'phone' and ended_at is null"
            ),
            {"user": t.users[0]},
        )
        return UUID(str(found.scalar_one()))


async def confirm(connection: AsyncConnection, org: UUID, t: Tenant) -> None:
    await identifiers.confirm(connection, org, t.users[0], await bound(t))


async def tell(connection: AsyncConnection, org: UUID, t: Tenant) -> None:
    await number_changes.tell(connection, org, [Change(t.users[0], await bound(t))])


async def tell_confirmed(connection: AsyncConnection, org: UUID, t: Tenant) -> None:
    number = Held(await bound(t), t.users[0], "self", IdentifierState.VERIFIED, b"another")
    await number_changes.tell_confirmed(connection, org, number)


IDENTIFIER_CASES: Final[dict[str, Case]] = {
    "holders.hold": lambda c, o, t: holders.hold(c, o, t.users),
    "holders.read_held": lambda c, o, t: holders.read_held(c, o, t.users),
    "holders.read_holders": lambda c, o, t: holders.read_holders(c, o, [t.number]),
    "holders.vouches": lambda c, o, _: holders.vouches(c, o),
    "identifier_histories.list_identifiers": lambda c, o, t: identifier_histories.list_identifiers(
        c, o, t.vault, t.users[0], None, 9
    ),
    "identifiers.confirm": confirm,
    "number_changes.tell": tell,
    "number_changes.tell_confirmed": tell_confirmed,
}
"""Every function of these repositories, likewise."""
