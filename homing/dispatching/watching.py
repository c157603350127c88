"""What is nothing by itself and tells something when there is more and more of it."""

import time
from collections import Counter
from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.store.alerts import AlertKind, raise_alerts

EVERY: Final = timedelta(minutes=5)
FEWEST: Final = 5
"""In an hour; fewer are chance."""
_TIMES: Final = 2.0
"""So many times the share of the day before is a rise."""

# Of those alone who have some: what they sent is counted by an index that is in order of time.
_RISING: Final = text("""
    with pumped as materialized (
        select org_id, channel,
               count(*) filter (where changed_at > now() - interval '1 hour') as late, count(*) as since
          from dispatches
         where state = 'not_delivered' and reason = 'pumping'
           and changed_at > now() - interval '25 hours'
         group by org_id, channel)
    select p.org_id, p.channel
      from pumped p cross join lateral (
           select count(*) filter (where d.created_at > now() - interval '1 hour') as late,
                  count(*) as since
             from dispatches d
            where d.org_id = p.org_id and d.channel = p.channel and d.attempts > 0
              and d.created_at > now() - interval '25 hours') sent
     where p.late >= :fewest
       and p.late * greatest(sent.since - sent.late, 1)
           >= :times * (p.since - p.late) * greatest(sent.late, 1)
     order by 1, 2
""")


class Watcher:
    """Looks for a rising share of texts that are held for pumped traffic (30450): at most ``every`` so
    long."""

    def __init__(self, every: timedelta = EVERY) -> None:
        self._every = every.total_seconds()
        self._looked: float | None = None

    async def __call__(self, sending: Sending) -> int:
        """Nothing before its turn. Returns of how many organizations' channels it told."""
        now = time.monotonic()
        if self._looked is not None and now - self._looked < self._every:
            return 0
        self._looked = now
        return await watch_pumping(sending)


async def watch_pumping(sending: Sending, fewest: int = FEWEST) -> int:
    """Alert admins where the share of texts that the provider held for pumped traffic in the last hour is at
    least twice that of the day before it. Returns how many channels."""

    async def work(connection: AsyncConnection) -> int:
        found = await connection.execute(_RISING, {"fewest": fewest, "times": _TIMES})
        rising = Counter((row.org_id, row.channel) for row in found)
        await raise_alerts(connection, AlertKind.PUMPING, rising)
        return len(rising)

    return await sending.database.repeat_system(work)
