"""How things stand: what an operator watches that lies in the database and not in any process."""

import asyncio
import time
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import SENT_ON
from homing.dispatching.context import Sending
from homing.dispatching.reconcile import grace_seconds
from homing.observing import Levels, get_logger

_LOG = get_logger(__name__)

_FRESH: Final = timedelta(seconds=5)
"""What was read so lately is shown again, however many ask."""
_PATIENCE: Final = timedelta(seconds=5)
_UNTOLD: Final = timedelta(seconds=30)
_OVERDUE: Final = timedelta(minutes=5)

POSTING, ASKED, LEFT = "posting", "asked", "left"
"""Past its lease and not given up yet; unknown and still asked after; unknown for good, unless late news
comes."""

_UNKNOWNS: Final = text("""
    select channel,
           case when state = 'posting' then 'posting'
                when changed_at > now() - make_interval(secs => :until) then 'asked' else 'left' end as state,
           count(*) as dispatches
      from dispatches
     where state = 'unknown'
        or (state = 'posting' and due_at < clock_timestamp() - make_interval(secs => :grace))
     group by 1, 2
""")
_SPEND: Final = text("""
    select k.channel, o.currency, sum(k.reserved)::bigint as reserved, sum(k.spent)::bigint as spent
      from cost_caps k join organizations o on o.id = k.org_id
     where k.period between (now() - interval '1 day')::date and (now() + interval '1 day')::date
       and k.period = (now() at time zone o.time_zone)::date
     group by 1, 2
""")
_ALERTS: Final = text("""
    select kind, channel, sum(count)::bigint as times from admin_alerts
     where last_at > now() - interval '1 day' group by 1, 2
""")
_EXECUTIONS: Final = text("""
    select (select count(*) from executions
             where told is distinct from state and definition_id is not null
               and state not in ('draft', 'frozen')
               and (told is distinct from 'failed' or state in ('cancelled', 'completed'))
               and changed_at < now() - make_interval(secs => :untold))
         + (select count(*) from executions
             where everybody_acted_at is not null and told_acted_at is null and definition_id is not null
               and state in ('scheduled', 'running', 'paused')
               and everybody_acted_at < now() - make_interval(secs => :untold)) as untold,
           (select count(*) from visits v join executions e on e.id = v.execution_id
             where v.left_at is null and e.state = 'running'
               and v.wake_at < now() - make_interval(secs => :overdue)) as overdue
""")


class Standing:
    """Reads how things stand, at most once in five seconds."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._reading = asyncio.Lock()
        self._levels: Levels | None = None
        self._fresh_until = 0.0

    async def read(self) -> Levels | None:
        """None where the database can't be asked."""
        async with self._reading:
            if time.monotonic() >= self._fresh_until:
                self._levels = await self._ask()
                self._fresh_until = time.monotonic() + _FRESH.total_seconds()
            return self._levels

    async def _ask(self) -> Levels | None:
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()), self._sending.database.system() as opened:
                return await read_levels(opened, self._sending)
        except Exception as error:  # noqa: BLE001  # of any kind: what else is known is still shown
            _LOG.warning("the database could not be read for metrics", error=error)
            return None


async def read_levels(connection: AsyncConnection, sending: Sending) -> Levels:
    """Across organizations (the system role). What there is none of is zero, not absent."""
    limits = sending.limits
    posted = [channel.traits.name for channel in SENT_ON if channel.provider in sending.providers]
    unknowns = {(channel, state): 0 for channel in posted for state in (POSTING, ASKED, LEFT)}
    seconds = {"until": limits.unknown_after.total_seconds(), "grace": grace_seconds(limits)}
    for row in await connection.execute(_UNKNOWNS, seconds):
        unknowns[row.channel, row.state] = row.dispatches
    spend = {}
    for row in await connection.execute(_SPEND):
        spend[row.channel, row.currency, "reserved"] = row.reserved
        spend[row.channel, row.currency, "spent"] = row.spent
    alerts = {(row.kind, row.channel): row.times for row in await connection.execute(_ALERTS)}
    late: Any = await connection.execute(
        _EXECUTIONS, {"untold": _UNTOLD.total_seconds(), "overdue": _OVERDUE.total_seconds()}
    )
    untold, overdue = late.one()
    return Levels(unknowns=unknowns, spend=spend, alerts=alerts, untold=untold, overdue=overdue)
