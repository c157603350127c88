"""Whose workflow waits for what becomes of messages, and for whom nothing is left to come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.ledger import StepKey


@dataclass(frozen=True, slots=True)
class CohortKey:
    """A cohort at one occurrence of a step."""

    step: StepKey
    cohort: int


@dataclass(frozen=True, slots=True)
class News:
    """What became of a message of a cohort's. ``sent_at``: since when it was known to be sent, so that only a
    receipt was to come; None where it was not."""

    key: CohortKey
    sent_at: datetime | None


_AWAIT: Final = text("""
    update visits set awaits_seconds = :seconds
     where org_id = :org and execution_id = :execution and cohort = :cohort and step = :step
       and left_at is null and awaits_seconds is distinct from :seconds
""")


async def write_awaits(connection: AsyncConnection, key: CohortKey, receipt_seconds: float | None) -> None:
    """Note that a workflow is about to look how a cohort stands at a step, and will then wait: for receipts
    so long (None: for none). Committed before that look, so that what comes after it is told."""
    await connection.execute(
        _AWAIT,
        {
            "org": key.step.org_id,
            "execution": key.step.execution_id,
            "cohort": key.cohort,
            "step": key.step.step,
            "seconds": receipt_seconds or 0.0,
        },
    )


# The latest of a cohort are the likeliest to be open still: read from the end, one is found at once, and
# everybody is looked at only when nobody is open. A receipt that was not awaited, or no longer, ends no wait:
# where somebody is held, each of a whole cohort's would have its workflow look again. Whoever leaves a visit
# holds it for as long as a large cohort takes: nobody else's news waits for that.
_TAKE: Final = text("""
    with asked as (
        select * from unnest(
            cast(:executions as uuid[]), cast(:steps as text[]), cast(:occurrences as int[]),
            cast(:cohorts as int[]), cast(:sent as timestamptz[]))
            as t(execution_id, step, occurrence, cohort, sent_at)),
    complete as materialized (
        select v.org_id, v.execution_id, v.step, v.occurrence, v.cohort
          from asked a join visits v
            on v.execution_id = a.execution_id and v.cohort = a.cohort and v.step = a.step
           and v.occurrence = a.occurrence
         where v.left_at is null and v.awaits_seconds is not null
           and (a.sent_at is null or a.sent_at > now() - make_interval(secs => v.awaits_seconds))
           and not exists (
               select 1
                 from unnest(cast(:channels as text[])) as c(channel)
                cross join lateral (
                      select 1 from dispatches d
                       where d.execution_id = v.execution_id and d.step = v.step
                         and d.occurrence = v.occurrence and d.cohort = v.cohort and d.channel = c.channel
                         and (d.state in ('reserved', 'posting')
                              or (d.state = 'unknown'
                                  and d.changed_at > now() - make_interval(secs => :unknown))
                              or (d.state = 'sent' and c.channel = any(:receipted)
                                  and d.changed_at > now() - make_interval(secs => v.awaits_seconds)))
                       order by d.position desc limit 1) still_open)),
    free as materialized (
        select v.execution_id, v.cohort, v.step
          from complete c join visits v using (execution_id, cohort, step)
         where v.left_at is null and v.awaits_seconds is not null
         order by v.execution_id, v.cohort, v.step
           for update of v skip locked),
    taken as (
        update visits v set awaits_seconds = null
          from free f
         where v.execution_id = f.execution_id and v.cohort = f.cohort and v.step = f.step)
    select c.*, f.step is not null as taken
      from complete c left join free f using (execution_id, cohort, step)
""")


@dataclass(frozen=True, slots=True)
class Complete:
    """Cohorts of which nothing is left to come. ``busy``: those whose visit is somebody else's at the moment,
    who are to be asked for again."""

    taken: list[CohortKey]
    busy: list[CohortKey]


async def take_complete(
    connection: AsyncConnection,
    news: Collection[News],
    *,
    channels: Collection[str],
    receipted: Collection[str],
    unknown_seconds: float,
) -> Complete:
    """Those of the cohorts that waited for what is news of theirs, and of whose messages on these channels
    nothing is left to come: no request, no fate that is asked after, and on those ``receipted`` no receipt.
    Each is given once for each time that its workflow begins to wait. Needs the system role."""
    if not news:
        return Complete([], [])
    keys = [one.key for one in news]
    found = await connection.execute(
        _TAKE,
        {
            "executions": [key.step.execution_id for key in keys],
            "steps": [key.step.step for key in keys],
            "occurrences": [key.step.occurrence for key in keys],
            "cohorts": [key.cohort for key in keys],
            "sent": [one.sent_at for one in news],
            "channels": list(channels),
            "receipted": list(receipted),
            "unknown": unknown_seconds,
        },
    )
    complete = Complete([], [])
    for row in found:
        key = CohortKey(StepKey(row.org_id, row.execution_id, row.step, row.occurrence), row.cohort)
        (complete.taken if row.taken else complete.busy).append(key)
    return complete
