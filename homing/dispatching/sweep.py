"""Sweep: what stayed half done in the database is brought to where a workflow or a receipt finds it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.outcome import DispatchState, HoldReason, Reason, SkipReason
from homing.observing import Metrics, Tally

_STALE: Final = text("""
    select id, org_id, channel, period from dispatches
     where state = 'reserved' and changed_at < now() - make_interval(secs => :seconds)
     order by id limit 1000
""")
_LOCK_CAPS: Final = text("""
    select 1 from cost_caps k
     where (org_id, channel, period) in (
        select * from unnest(cast(:orgs as uuid[]), cast(:channels as text[]), cast(:periods as date[])))
     order by org_id, channel, period for update
""")
# A held dispatch has no reservation: it is decided anew, and reserved in the period that is current then.
_RELEASE: Final = text("""
    with old as (
        select d.id, d.org_id, d.channel, d.period, d.reserved,
               e.state in ('cancelled', 'completed') as over
          from dispatches d join executions e on e.id = d.execution_id
         where d.id = any(:ids) and d.state = 'reserved'
           and d.changed_at < now() - make_interval(secs => :seconds)
         order by d.id for update of d),
    moved as (
        update dispatches d
           set state = case when old.over then 'skipped' else 'held' end,
               reason = case when old.over then 'execution_over' else 'interrupted' end,
               due_at = case when old.over then null else now() end, reserved = 0, changed_at = now()
          from old where d.id = old.id
        returning d.id, d.channel, d.state),
    freed as (
        update cost_caps k set reserved = k.reserved - f.amount
          from (select org_id, channel, period, sum(reserved) as amount from old group by 1, 2, 3) f
         where k.org_id = f.org_id and k.channel = f.channel and k.period = f.period),
    told as (
        insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason)
        select d.org_id, d.execution_id, d.id, d.user_id, d.step, d.channel, 'SKIPPED', 'execution_over'
          from old join dispatches d on d.id = old.id where old.over)
    select channel, state from moved
""")


# What is held has no reservation, and nobody will decide it anew: its workflow was told to end.
_END_HELD: Final = text("""
    with ended as (
        update dispatches d
           set state = 'skipped', reason = 'execution_over', due_at = null, changed_at = now()
          from executions e
         where d.state = 'held' and e.id = d.execution_id and e.state in ('cancelled', 'completed')
        returning d.org_id, d.execution_id, d.id, d.user_id, d.step, d.channel)
    insert into channel_events (org_id, execution_id, dispatch_id, user_id, step, channel, kind, reason)
    select org_id, execution_id, id, user_id, step, channel, 'SKIPPED', 'execution_over' from ended
    returning channel, 'skipped' as state
""")


async def end_held(sending: Sending) -> int:
    """Skip what is still held in executions that are over. Returns how many."""

    async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
        return (await connection.execute(_END_HELD)).all()

    return _count(sending.metrics, await sending.database.repeat_system(work))


async def release_stale(sending: Sending) -> int:
    """Take back reservations that nobody posted in time: held and due at once, or skipped where the
    execution is over. Returns how many."""
    seconds = sending.limits.stale_reservation.total_seconds()

    async def work(connection: AsyncConnection) -> Sequence[Row[Any]]:
        stale = (await connection.execute(_STALE, {"seconds": seconds})).all()
        if not stale:
            return []
        metered = [row for row in stale if row.period is not None]
        await connection.execute(
            _LOCK_CAPS,
            {
                "orgs": [row.org_id for row in metered],
                "channels": [row.channel for row in metered],
                "periods": [row.period for row in metered],
            },
        )
        ids = [row.id for row in stale]
        return (await connection.execute(_RELEASE, {"ids": ids, "seconds": seconds})).all()

    return _count(sending.metrics, await sending.database.repeat_system(work))


_REASONS: Final[dict[DispatchState, Reason]] = {
    DispatchState.HELD: HoldReason.INTERRUPTED,
    DispatchState.SKIPPED: SkipReason.EXECUTION_OVER,
}


def _count(metrics: Metrics, moved: Sequence[Row[Any]]) -> int:
    tallies: dict[str, Tally] = defaultdict(Counter)
    for row in moved:
        state = DispatchState(row.state)
        tallies[row.channel][state, _REASONS[state]] += 1
    for channel, tally in tallies.items():
        metrics.dispatched(channel, tally)
    return len(moved)
