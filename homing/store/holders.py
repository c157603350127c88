"""What an organization knows of whose numbers are: whose they are said to be now, and whose they counted as
last. ``homing.domain.whose`` makes of it what a further word comes to."""

from collections.abc import Collection, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.traits import IdentifierKind
from homing.domain.whose import Held, used
from homing.store.people import hold_users

Key = tuple[UUID, str, str]
"""Of what is bound: user, kind, source."""

_HELD: Final = text("""
    select id, user_id, kind, source, state, hmac from reachabilities
     where org_id = :org and user_id = any(cast(:users as uuid[])) and ended_at is null
""")
# Whoever's it counted as last has it, whatever became of that since.
_HOLDERS: Final = text("""
    select distinct on (hmac) hmac, user_id from reachabilities
     where org_id = :org and hmac = any(cast(:hashes as bytea[])) and kind = 'phone'
       and verified_at is not null
     order by hmac, verified_at desc, id
""")
_VOUCHES: Final = text("select directory_vouches from organizations where id = :org")


async def read_held(connection: AsyncConnection, org: UUID, users: Collection[UUID]) -> dict[Key, Held]:
    """What users, whom the caller holds, are said to have now."""
    found = await connection.execute(_HELD, {"org": org, "users": list(users)})
    return {
        (row.user_id, row.kind, row.source): Held(
            row.id, row.user_id, row.source, IdentifierState(row.state), row.hmac
        )
        for row in found
    }


async def hold(connection: AsyncConnection, org: UUID, users: Collection[UUID]) -> dict[Key, Held]:
    """Lock users and say what they have now. Raises NotFoundError where one is gone."""
    if not users:
        return {}
    await hold_users(connection, org, users)
    return await read_held(connection, org, users)


async def read_holders(
    connection: AsyncConnection, org: UUID, hashes: Collection[bytes]
) -> dict[bytes, UUID]:
    """Whose numbers, whose rows the caller holds, counted as last; those that were nobody's are left out."""
    found = await connection.execute(_HOLDERS, {"org": org, "hashes": list(hashes)})
    return {row.hmac: row.user_id for row in found}


async def vouches(connection: AsyncConnection, org: UUID) -> bool:
    """Whether the directory's word counts whoever's a number was."""
    return bool((await connection.execute(_VOUCHES, {"org": org})).scalar_one_or_none())


def used_by(held: Mapping[Key, Held]) -> dict[UUID, Held]:
    """The number by which each user is reached, who has one."""
    phones: dict[UUID, list[Held]] = {}
    for (user, kind, _), one in held.items():
        if kind == IdentifierKind.PHONE:
            phones.setdefault(user, []).append(one)
    return {user: number for user, of_user in phones.items() if (number := used(of_user)) is not None}
