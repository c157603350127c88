"""Daily budgets. ``reserved + spent`` is never taken past ``cap`` by an admission."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.attempts import Freed

_OPEN: Final = text("""
    insert into cost_caps (org_id, channel, period, cap)
    select oc.org_id, oc.channel, cast(:period as date), oc.daily_cap_micros from org_channels oc
     where oc.org_id = :org and oc.channel = :channel
       and not exists (select 1 from cost_caps k
                        where k.org_id = :org and k.channel = :channel and k.period = :period)
       for share of oc
    on conflict do nothing
""")
_LOCK: Final = text("""
    select case when closed then 0
                else greatest(cap - cap * :spared / 100 - reserved - spent, 0) end as budget
      from cost_caps where org_id = :org and channel = :channel and period = :period for update
""")


async def lock_budget(
    connection: AsyncConnection, org: UUID, channel: str, period: date, spared: int = 0
) -> int:
    """Lock the period's row, made where it is missing, and return what may still be reserved, in micros:
    nothing on a channel that the organization has not set up. ``spared``: so many hundredths of the cap are
    for others.

    The row takes its cap from the channel under a lock, so that a cap that is set meanwhile is not missed.
    """
    key = {"org": org, "channel": channel, "period": period}
    await connection.execute(_OPEN, key)
    return int((await connection.execute(_LOCK, {**key, "spared": spared})).scalar_one_or_none() or 0)


_LOCK_MANY: Final = text("""
    select period from cost_caps where org_id = :org and channel = :channel and period = any(:periods)
     order by period for update
""")


async def lock_periods(connection: AsyncConnection, org: UUID, channel: str, periods: set[date]) -> None:
    """Lock rows that exist, by period, before the dispatches whose money will move."""
    if periods:
        await connection.execute(_LOCK_MANY, {"org": org, "channel": channel, "periods": sorted(periods)})


_MOVE: Final = text("""
    update cost_caps set reserved = reserved + :reserved, spent = spent + :spent
     where org_id = :org and channel = :channel and period = :period
""")


async def move(  # a row's key and its changes
    connection: AsyncConnection,
    org: UUID,
    channel: str,
    period: date,
    *,
    reserved: int = 0,
    spent: int = 0,
) -> None:
    """Add to what is reserved and spent (negative gives back)."""
    await connection.execute(
        _MOVE,
        {
            "org": org,
            "channel": channel,
            "period": period,
            "reserved": reserved,
            "spent": spent,
        },
    )


_CLOSE_TODAY: Final = text("""
    insert into cost_caps as k (org_id, channel, period, cap, closed)
    select oc.org_id, oc.channel, (now() at time zone o.time_zone)::date, oc.daily_cap_micros, true
      from org_channels oc join organizations o on o.id = oc.org_id
     where oc.org_id = :org and oc.channel = :channel
    on conflict (org_id, channel, period) do update set closed = true
""")


async def close_today(connection: AsyncConnection, org: UUID, channel: str) -> None:
    """Admit nothing more today: what it would reserve is known to be too little."""
    await connection.execute(_CLOSE_TODAY, {"org": org, "channel": channel})


async def give_back(connection: AsyncConnection, org: UUID, channel: str, freed: Iterable[Freed]) -> None:
    """Release reservations, each in its own period; the rows are locked already."""
    amounts: dict[date, int] = {}
    for one in freed:
        if one.period is not None:
            amounts[one.period] = amounts.get(one.period, 0) + one.reserved
    for period in sorted(amounts):
        if amounts[period]:
            await move(connection, org, channel, period, reserved=-amounts[period])


_SET: Final = text("""
    update cost_caps set cap = :cap
     where org_id = :org and channel = :channel
       and period >= (select (now() at time zone time_zone)::date from organizations where id = :org)
""")
_SET_CHANNEL: Final = text("""
    insert into org_channels (org_id, channel, daily_cap_micros) values (:org, :channel, :cap)
    on conflict (org_id, channel) do update set daily_cap_micros = excluded.daily_cap_micros
""")


async def set_daily_cap(connection: AsyncConnection, org: UUID, channel: str, micros: int) -> None:
    """From now on, today included."""
    # The channel first: whoever opens today's row after this reads it, and one opened before is changed next.
    await connection.execute(_SET_CHANNEL, {"org": org, "channel": channel, "cap": micros})
    await connection.execute(_SET, {"org": org, "channel": channel, "cap": micros})
