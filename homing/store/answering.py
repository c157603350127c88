"""What limits answers to replies: how many a number was given lately, and what they may cost a day."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

ALLOWANCE: Final = "sms_answers"
"""What takes the place of the channel in the books."""


@dataclass(frozen=True, slots=True)
class Lately:
    """The answers that a number was given: in a day, of one kind in an hour, and whether one of that kind by
    that organization in a day; ``confirmed``: one of them to a STOP."""

    in_a_day: int
    alike_in_an_hour: int
    asked: bool
    confirmed: bool


_LATELY: Final = text("""
    select count(*), count(*) filter (where kind = :kind and at > now() - interval '1 hour'),
           coalesce(bool_or(kind = :kind and org_id is not distinct from cast(:org as uuid)), false),
           coalesce(bool_or(kind = 'stop'), false)
      from inbound_messages
     where hmac = :hmac and answer is not null and at > now() - interval '24 hours'
""")


async def read_lately(connection: AsyncConnection, hmac: bytes, kind: str, org: UUID | None) -> Lately:
    """Of all organizations, since it is one number that is answered. Needs the system role."""
    return Lately(*(await connection.execute(_LATELY, {"hmac": hmac, "kind": kind, "org": org})).one())


_PRICE: Final = text("""
    select coalesce(max(micros) filter (where country = :country), max(micros), 0) from estimated_prices
     where channel = 'sms' and currency = :currency
""")


async def read_price(connection: AsyncConnection, country: str | None, currency: str) -> int:
    """What a segment to a country may cost, in micros; the dearest where it has no price, and nothing where
    nothing has one in the currency."""
    found = await connection.execute(_PRICE, {"country": country, "currency": currency})
    return int(found.scalar_one())


# The organization first: whoever sets the allowance after this finds the day's row, and is read if before.
_OPEN: Final = text("""
    insert into cost_caps (org_id, channel, period, cap)
    select o.id, :channel, (now() at time zone o.time_zone)::date, o.answers_daily_micros
      from organizations o where o.id = :org for share
    on conflict do nothing
""")
_LOCK: Final = text("""
    select k.period, greatest(k.cap - k.reserved - k.spent, 0) as left
      from cost_caps k join organizations o on o.id = k.org_id
     where k.org_id = :org and k.channel = :channel and k.period = (now() at time zone o.time_zone)::date
       for update of k
""")


async def lock_allowance(connection: AsyncConnection, org: UUID) -> tuple[date, int]:
    """Lock today's row, made where it is missing: the organization's day, and what answers may still cost in
    it, in micros."""
    key = {"org": org, "channel": ALLOWANCE}
    await connection.execute(_OPEN, key)
    row = (await connection.execute(_LOCK, key)).one()
    return row.period, row.left


_SET: Final = text("""
    update cost_caps k set cap = o.answers_daily_micros from organizations o
     where o.id = :org and k.org_id = o.id and k.channel = :channel
       and k.period >= (now() at time zone o.time_zone)::date
""")


async def adopt_allowance(connection: AsyncConnection, org: UUID) -> None:
    """Let what the organization, whose row is held, has set for answers hold from now on, today included."""
    await connection.execute(_SET, {"org": org, "channel": ALLOWANCE})
