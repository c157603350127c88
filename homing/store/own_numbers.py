"""A user's numbers as their user sees and changes them: those that are said to be theirs now, and the one
that takes the place of another once it is confirmed."""

from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.whose import Held

# In the order in which sending takes them (``facts.PERSON_JOINS``); what is being confirmed comes last.
_PHONES: Final = text("""
    select id, source, state, country, hmac, key_id, sealed from reachabilities
     where org_id = :org and user_id = :user and kind = 'phone' and ended_at is null
     order by array_position(array['directory', 'api', 'import', 'self', 'pending'], source)
""")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that is said to be a user's now."""

    id: UUID
    source: str
    state: str
    country: str | None
    hmac: bytes = field(repr=False)
    key_id: str
    sealed: bytes = field(repr=False)


async def read_phones(connection: AsyncConnection, org: UUID, user: UUID) -> list[Phone]:
    """A user's numbers, those first that are taken first."""
    return [Phone(*row) for row in await connection.execute(_PHONES, {"org": org, "user": user})]


_REGION: Final = text("""
    select coalesce(u.country, o.region) from users u join organizations o on o.id = u.org_id
     where u.org_id = :org and u.id = :user
""")


async def read_region(connection: AsyncConnection, org: UUID, user: UUID) -> str | None:
    """Where a national number of a user's is read; None: nowhere."""
    region: str | None = (await connection.execute(_REGION, {"org": org, "user": user})).scalar_one_or_none()
    return region


_END_OWN: Final = text("""
    with own as materialized (
        select r.id, r.user_id, r.source, r.state, r.hmac
          from reachabilities p
          join reachabilities r on r.org_id = p.org_id and r.user_id = p.user_id and r.kind = p.kind
         where p.org_id = :org and p.id = :id and p.source = 'pending' and p.ended_at is null
           and r.source = 'self' and r.ended_at is null
           for update of r),
    ended as (
        update reachabilities r set ended_at = clock_timestamp(), state = 'superseded'
          from own where r.org_id = :org and r.id = own.id)
    select id, user_id, source, state, hmac from own
""")
_ADOPT: Final = text("""
    update reachabilities set source = 'self'
     where org_id = :org and id = :id and source = 'pending' and ended_at is null
""")


async def adopt(connection: AsyncConnection, org: UUID, reachability: UUID) -> Held | None:
    """Let a number that was given in place of a user's own take its place. Returns which it replaced, as that
    stood until then; None where it replaced none."""
    which = {"org": org, "id": reachability}
    row = (await connection.execute(_END_OWN, which)).first()
    await connection.execute(_ADOPT, which)
    if row is None:
        return None
    return Held(row.id, row.user_id, row.source, IdentifierState(row.state), row.hmac)


_START_TO: Final = text("""
    select s.number from senders s join organizations o on o.id = s.org_id
     where s.org_id = :org and s.channel = 'sms' and s.active and s.kind <> 'alphanumeric'
       and (s.country = :country or s.id = o.default_sender_id)
     order by s.country = :country desc, s.id limit 1
""")


async def read_start_to(connection: AsyncConnection, org: UUID, country: str) -> str | None:
    """The organization's number to which somebody in a country would text START; None where it has none."""
    found = await connection.execute(_START_TO, {"org": org, "country": country})
    number: str | None = found.scalar_one_or_none()
    return number
