"""A channel that is off: nothing more is sent on it, and whatever waits is skipped, so that its steps go on
without it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import SENT_ON, sharing
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.outcome import DispatchState, SkipReason
from homing.observing import Tally
from homing.store import caps
from homing.store.awaited import CohortKey
from homing.store.ledger import StepKey

_CHUNK: Final = 2_000
"""Dispatches in a transaction: its locks are held for some tens of milliseconds."""
_READ: Final = 100_000
"""Found at a time: each search passes over what was skipped since the table was last tidied."""

# Not since a ledger is behind: that is reconciled first, and who is skipped now might have been texted.
_OFF: Final = "not oc.enabled and oc.disabled_reason is distinct from 'ledger_behind'"
_IS_OFF: Final = text(f"""
    select 1 from org_channels oc where oc.org_id = :org and oc.channel = :market and {_OFF} for share
""")  # noqa: S608  # a constant
_WAITING: Final = text("""
    select d.id, d.channel, d.period from executions e join dispatches d on d.execution_id = e.id
     where e.org_id = :org and e.state not in ('cancelled', 'completed')
       and d.channel = any(:channels) and d.state in ('reserved', 'held')
     limit :most
""")
_SKIP: Final = text("""
    with old as materialized (
        select d.id, d.period, d.reserved from dispatches d
         where d.id = any(:ids) and d.state in ('reserved', 'held')
           -- The others were claimed anew meanwhile: their days' budgets are not held here.
           and (d.period is null or d.period = any(:periods))
         order by d.id for update),
    moved as (
        update dispatches d
           set state = 'skipped', reason = 'channel_disabled', due_at = null, reserved = 0, changed_at = now()
          from old where d.id = old.id
        returning d.org_id, d.execution_id, d.id, d.user_id, d.step, d.occurrence, d.cohort, d.channel),
    freed as (
        update cost_caps k set reserved = k.reserved - f.amount
          from (select period, sum(reserved)::bigint as amount from old
                 where period is not null and reserved > 0 group by period) f
         where k.org_id = :org and k.channel = :channel and k.period = f.period),
    told as (
        insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason)
        select org_id, execution_id, id, user_id, step, channel, 'SKIPPED', 'channel_disabled' from moved)
    select execution_id, step, occurrence, cohort, count(*) as people from moved group by 1, 2, 3, 4
""")
_STILL_WAITING: Final = text(f"""
    select oc.org_id, oc.channel from org_channels oc
     where {_OFF}
       and exists (select 1 from executions e join dispatches d on d.execution_id = e.id
                    join unnest(cast(:names as text[]), cast(:markets as text[])) as c(name, market)
                      on c.name = d.channel and c.market = oc.channel
                    where e.org_id = oc.org_id and e.state not in ('cancelled', 'completed')
                      and d.state in ('reserved', 'held'))
     order by oc.org_id, oc.channel limit 100
""")  # noqa: S608  # a constant

_MARKETS: Final = {
    "names": [channel.traits.name for channel in SENT_ON],
    "markets": [channel.traits.market for channel in SENT_ON],
}


async def empty(sending: Sending, org: UUID, channel: str) -> int:
    """After a channel was switched off, and that was committed: once this returns no request on it begins,
    and nothing waits for it. Returns how many waited and are skipped: nearly all of them before anybody is
    waited for."""
    skipped = await skip_waiting(sending, org, channel)
    await withdraw.wait_for_channel(sending, org, channel)
    return skipped + await skip_waiting(sending, org, channel)


async def skip_waiting(sending: Sending, org: UUID, channel: str) -> int:
    """Skip what is reserved or held on a channel, and on those that go by its switch, as long as it is off;
    give reservations back, and have the steps concerned look again. Returns how many."""
    which = {"org": org, "channels": sharing(channel), "most": _READ}
    skipped = 0
    while True:
        async with sending.database.app(org) as connection:
            waiting = (await connection.execute(_WAITING, which)).all()
        before = skipped
        for name, chunk in _chunks(waiting):
            skip = partial(_skip, org=org, channel=name, market=channel, waiting=chunk)
            done = await sending.database.repeat_app(org, skip)
            if done is None:
                return skipped
            skipped += done.people
            sending.nudges.now(done.cohorts)
            tally: Tally = Counter({(DispatchState.SKIPPED, SkipReason.CHANNEL_DISABLED): done.people})
            sending.metrics.dispatched(name, tally)
        if skipped == before:  # nothing waited, or others had skipped it
            return skipped


def _chunks(waiting: Sequence[Row[Any]]) -> Iterator[tuple[str, Sequence[Row[Any]]]]:
    """What waits, by channel, in transactions' worth."""
    by_channel: dict[str, list[Row[Any]]] = {}
    for row in waiting:
        by_channel.setdefault(row.channel, []).append(row)
    for name, rows in by_channel.items():
        for first in range(0, len(rows), _CHUNK):
            yield name, rows[first : first + _CHUNK]


async def skip_disabled(sending: Sending) -> int:
    """Skip what waits on channels that are off all the same: it was claimed in the moment in which they went
    off, or the process went away that switched them. Returns how many."""
    async with sending.database.system() as connection:
        waiting: Sequence[tuple[UUID, str]] = [
            (row.org_id, row.channel) for row in await connection.execute(_STILL_WAITING, _MARKETS)
        ]
    return sum([await skip_waiting(sending, org, channel) for org, channel in waiting])


@dataclass(frozen=True, slots=True)
class _Skipped:
    """How many were skipped, and of which cohorts they are."""

    people: int
    cohorts: list[CohortKey]


async def _skip(
    connection: AsyncConnection, *, org: UUID, channel: str, market: str, waiting: Sequence[Row[Any]]
) -> _Skipped | None:
    """None where the channel whose switch it goes by is on."""
    if (await connection.execute(_IS_OFF, {"org": org, "market": market})).first() is None:
        return None
    periods = {row.period for row in waiting if row.period}
    await caps.lock_periods(connection, org, channel, periods)
    asked = {"org": org, "channel": channel, "ids": [row.id for row in waiting], "periods": sorted(periods)}
    moved = (await connection.execute(_SKIP, asked)).all()
    return _Skipped(
        sum(row.people for row in moved),
        [CohortKey(StepKey(org, row.execution_id, row.step, row.occurrence), row.cohort) for row in moved],
    )
