"""What admins must know: one alert a day for each kind and channel, counting what it stands for."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


class AlertKind(StrEnum):
    """Each has a row in docs/operations.md that says what to do."""

    CAP_EXHAUSTED = "cap_exhausted"
    PRICE_ABOVE_ESTIMATE = "price_above_estimate"
    CHANNEL_STOPPED = "channel_stopped"
    COUNTRY_CLOSED = "country_closed"
    CONTENT_REFUSED = "content_refused"
    ACCOUNT_LIMITED = "account_limited"
    LATE_REQUEST = "late_request"
    SECOND_MESSAGE = "second_message"
    INTERNAL_ERROR = "internal_error"
    LEDGER_BEHIND = "ledger_behind"
    UNKNOWN_CURRENCY = "unknown_currency"
    WORKFLOW_RESTARTED = "workflow_restarted"
    WORKFLOW_TERMINATED = "workflow_terminated"
    WORKFLOW_FAILED = "workflow_failed"


_RAISE: Final = text("""
    insert into admin_alerts as a (org_id, kind, channel, day, count)
    select v.org, :kind, v.channel, (now() at time zone o.time_zone)::date, v.count
      from unnest(cast(:orgs as uuid[]), cast(:channels as text[]), cast(:counts as int[]))
           as v(org, channel, count) join organizations o on o.id = v.org
     order by v.org, v.channel
    on conflict (org_id, kind, channel, day) do update
       set count = a.count + excluded.count, last_at = now()
""")


async def raise_alert(
    connection: AsyncConnection, org: UUID, kind: AlertKind, channel: str, count: int = 1
) -> None:
    """Raise today's alert, or count further. Last in a transaction: its row is shared by everybody."""
    if count:
        await raise_alerts(connection, kind, {(org, channel): count})


async def raise_alerts(
    connection: AsyncConnection, kind: AlertKind, counts: Mapping[tuple[UUID, str], int]
) -> None:
    """``raise_alert`` for several organizations and channels, by how often."""
    if counts:
        listed = {
            "orgs": [org for org, _ in counts],
            "channels": [channel for _, channel in counts],
            "counts": list(counts.values()),
        }
        await connection.execute(_RAISE, {"kind": kind, **listed})


_SKIPPED: Final = text("""
    select user_id from dispatches
     where org_id = :org and channel = :channel and period = :period
       and state = 'skipped' and reason = 'cap_exhausted'
     order by created_at, id
""")
_DAY: Final = text("select (now() at time zone time_zone)::date from organizations where id = :org")


async def read_skipped_by_cap(connection: AsyncConnection, org: UUID, channel: str) -> list[UUID]:
    """Who was not notified today because the cap was reached: the list behind the alert."""
    day = (await connection.execute(_DAY, {"org": org})).scalar_one()
    found = await connection.execute(_SKIPPED, {"org": org, "channel": channel, "period": day})
    return list(found.scalars())
