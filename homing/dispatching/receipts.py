"""Receipts: late news of a message, by callback or by asking, applied by rank."""

from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.consequences import learn
from homing.dispatching.context import Sending
from homing.domain.outcome import DispatchState, EventKind, FailureReason
from homing.domain.receipts import RANK, STATE, ReceiptStatus
from homing.store import ledger, news
from homing.store.alerts import AlertKind, raise_alert
from homing.store.news import AttemptRow

_BEFORE_ACCEPTANCE: Final = frozenset(
    {
        DispatchState.POSTING,
        DispatchState.UNKNOWN,
        DispatchState.REJECTED,
        DispatchState.RESERVED,
        DispatchState.HELD,
        DispatchState.SKIPPED,
    }
)


async def take_receipt(  # one report
    sending: Sending,
    attempt: UUID,
    provider_id: str,
    status: ReceiptStatus,
    *,
    error_code: int | None = None,
    reason: FailureReason | None = None,
) -> bool:
    """Apply a report on an attempt. False where no such attempt exists.

    Repeated and outdated reports change nothing. The first news of acceptance, from whichever side, makes
    the dispatch ``sent``.
    """

    async def work(connection: AsyncConnection) -> AttemptRow | None:
        row = await news.lock_attempt(connection, attempt)
        if row is None:
            return None
        if await news.write_receipt(connection, row, provider_id, status.value, error_code):
            await _apply(connection, row, provider_id, status, error_code, reason)
        return row

    row = await sending.database.repeat_system(work)
    if row is None:
        return False
    # Also of a report that is repeated: the process may have gone away before it learned.
    if status is ReceiptStatus.NOT_DELIVERED and reason is not None:
        await learn(
            sending.database,
            row.org_id,
            row.channel,
            reason,
            user=row.user_id,
            hmac=row.identifier_hmac,
            country=row.country,
        )
    return True


async def _apply(  # one report
    connection: AsyncConnection,
    row: AttemptRow,
    provider_id: str,
    status: ReceiptStatus,
    error_code: int | None,
    reason: FailureReason | None,
) -> None:
    second = row.provider_id not in (None, provider_id) or row.attempt_state in ("rejected", "not_processed")
    if second:
        # Two messages of one attempt, or one that was said not to exist: the very thing that must not be.
        await raise_alert(connection, row.org_id, AlertKind.SECOND_MESSAGE, row.channel)
    if row.provider_id not in (None, provider_id):
        return
    await news.write_attempt(connection, row, provider_id, RANK[status], error_code)
    if not row.current or RANK[status] <= row.receipt_rank:
        return
    state, events = STATE[status], []
    if row.state in _BEFORE_ACCEPTANCE:
        events.append(ledger.Event(row.dispatch_id, EventKind.SENT, cost=row.estimate))
    if status is ReceiptStatus.DELIVERED:
        events.append(ledger.Event(row.dispatch_id, EventKind.DELIVERED))
    failed = reason or FailureReason.CARRIER_UNKNOWN if status is ReceiptStatus.NOT_DELIVERED else None
    if failed is not None:
        events.append(ledger.Event(row.dispatch_id, EventKind.BOUNCED, failed))
    if state is not row.state:
        await news.write_dispatch(connection, row, state, failed)
    await ledger.write_events(connection, events)
