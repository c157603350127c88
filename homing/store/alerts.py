"""What admins must know: one alert a day for each kind and channel, counting what it stands for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.vault import Vault


class AlertKind(StrEnum):
    """Each has a row in docs/operations.md that says what to do."""

    CAP_EXHAUSTED = "cap_exhausted"
    PRICE_ABOVE_ESTIMATE = "price_above_estimate"
    CHANNEL_STOPPED = "channel_stopped"
    COUNTRY_CLOSED = "country_closed"
    CONTENT_REFUSED = "content_refused"
    SENDER_CONGESTED = "sender_congested"
    PUMPING = "pumping"
    ACCOUNT_LIMITED = "account_limited"
    LATE_REQUEST = "late_request"
    SECOND_MESSAGE = "second_message"
    INTERNAL_ERROR = "internal_error"
    LEDGER_BEHIND = "ledger_behind"
    UNKNOWN_CURRENCY = "unknown_currency"
    CODES_UNCONFIRMED = "codes_unconfirmed"
    NUMBER_QUARANTINED = "number_quarantined"
    DIRECTORY_UNREADABLE = "directory_unreadable"
    EVENTS_UNDELIVERED = "events_undelivered"
    WORKFLOW_RESTARTED = "workflow_restarted"
    WORKFLOW_TERMINATED = "workflow_terminated"
    WORKFLOW_FAILED = "workflow_failed"


_RAISE: Final = text("""
    insert into admin_alerts as a (org_id, kind, channel, day, count, detail)
    select v.org, :kind, v.channel, (now() at time zone o.time_zone)::date, v.count, cast(:detail as jsonb)
      from unnest(cast(:orgs as uuid[]), cast(:channels as text[]), cast(:counts as int[]))
           as v(org, channel, count) join organizations o on o.id = v.org
     order by v.org, v.channel
    on conflict (org_id, kind, channel, day) do update
       set count = a.count + excluded.count, last_at = now(), detail = a.detail || excluded.detail
""")


async def raise_alert(
    connection: AsyncConnection,
    org: UUID,
    kind: AlertKind,
    channel: str,
    count: int = 1,
    *,
    sender: UUID | None = None,
) -> None:
    """Raise today's alert, or count further. Last in a transaction: its row is shared by everybody.
    ``sender``: which it names."""
    if count:
        await raise_alerts(connection, kind, {(org, channel): count}, sender=sender)


async def raise_alerts(
    connection: AsyncConnection,
    kind: AlertKind,
    counts: Mapping[tuple[UUID, str], int],
    *,
    sender: UUID | None = None,
) -> None:
    """``raise_alert`` for several organizations and channels, by how often."""
    if counts:
        listed = {
            "orgs": [org for org, _ in counts],
            "channels": [channel for _, channel in counts],
            "counts": list(counts.values()),
            "detail": json.dumps({} if sender is None else {str(sender): "sender"}),
        }
        await connection.execute(_RAISE, {"kind": kind, **listed})


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """Somebody to whom nothing was sent, because the cap of this local day was reached."""

    id: UUID
    user_id: UUID
    external_id: str | None = field(repr=False)
    execution_id: UUID
    step: str
    occurrence: int
    day: date
    at: datetime


_SKIPPED: Final = text("""
    select d.id, d.user_id, u.sealed_external_id, d.execution_id, d.step, d.occurrence, d.period, d.changed_at
      from organizations o join dispatches d on d.org_id = o.id
           join users u on u.org_id = d.org_id and u.id = d.user_id
     where o.id = :org and d.channel = :channel
       and d.period = coalesce(cast(:day as date), (now() at time zone o.time_zone)::date)
       and d.state = 'skipped' and d.reason = 'cap_exhausted'
       and (cast(:at as timestamptz) is null or (d.changed_at, d.id) > (cast(:at as timestamptz), :id))
     order by d.changed_at, d.id limit :limit
""")


async def read_skipped_by_cap(  # whose, of which day, and which page
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    channel: str,
    day: date | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[SkippedRow]:
    """Who was not notified on a day (None: today) because the cap was reached, in the order in which that
    happened: the list behind the alert. ``after``: when the last one of the page before was, and its id."""
    at, key = after or (None, None)
    which = {"org": org, "channel": channel, "day": day, "at": at, "id": key, "limit": limit}
    found = await connection.execute(_SKIPPED, which)
    return [SkippedRow(id_, user, vault.open(external), *rest) for id_, user, external, *rest in found]
