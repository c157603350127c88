"""Giving up: what was reserved is not sent, or not now, and its money goes back."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import Channel
from homing.domain.outcome import DispatchState, EventKind, FailureReason, SkipReason
from homing.observing import Tally
from homing.store import attempts, caps, denying, ledger
from homing.store.alerts import AlertKind, raise_alert
from homing.store.attempts import Withdrawn
from homing.store.ledger import Reserved


async def give_up(
    connection: AsyncConnection,
    org: UUID,
    channel: Channel,
    dispatches: Sequence[Reserved],
    rows: Sequence[Withdrawn],
) -> Tally:
    """Skip or hold reserved dispatches and give their money back, caps locked first. Returns what became of
    those that were still reserved."""
    if not rows:
        return Counter()
    listed = {row.id for row in rows}
    name = channel.traits.name
    periods = {one.period for one in dispatches if one.id in listed and one.period is not None}
    await caps.lock_periods(connection, org, name, periods)
    freed = await attempts.withdraw(connection, rows)
    await caps.give_back(connection, org, name, freed)
    withdrawn = {one.id for one in freed}
    ended = {DispatchState.SKIPPED: EventKind.SKIPPED, DispatchState.REJECTED: EventKind.FAILED}
    await ledger.write_events(
        connection,
        [
            ledger.Event(row.id, ended[row.state], row.reason)
            for row in rows
            if row.id in withdrawn and row.state in ended
        ],
    )
    denied = {row.id for row in rows if row.reason is SkipReason.DENY_LISTED} & withdrawn
    await denying.count_outbound(connection, org, [one.hmac for one in dispatches if one.id in denied])
    broken = sum(row.reason is FailureReason.INTERNAL_ERROR for row in rows)
    await raise_alert(connection, org, AlertKind.INTERNAL_ERROR, name, broken)
    return Counter((row.state, row.reason) for row in rows if row.id in withdrawn)
