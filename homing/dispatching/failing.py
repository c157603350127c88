"""When a page meets a bug: it is marked, admins are told, and the rest of the step goes on."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.claim import ClaimRequest, open_users
from homing.dispatching.context import Sending
from homing.domain.outcome import DispatchState, EventKind, FailureReason
from homing.store import caps, ledger
from homing.store.alerts import AlertKind, raise_alert
from homing.store.ledger import Claimed

_PEOPLE: Final = text("""
    select user_id, position from recipients
     where org_id = :org and execution_id = :execution and cohort = :cohort
       and position >= :first and position < :past
     order by user_id for update
""")
_PERIODS: Final = text("""
    select id, period, reserved from dispatches where id = any(:ids) and state = 'reserved' order by id
""")
_FAIL: Final = text("""
    update dispatches set state = 'rejected', reason = 'internal_error', reserved = 0, changed_at = now()
     where id = any(:ids) and state = 'reserved' returning id
""")


async def fail_page(sending: Sending, request: ClaimRequest) -> None:
    """Reject, as ``internal_error``, whatever of a page is not under way or over already."""
    org = request.page.step.org_id
    await sending.database.repeat_app(org, lambda connection: _fail(connection, request))


async def _fail(connection: AsyncConnection, request: ClaimRequest) -> None:
    page, org, name = request.page, request.page.step.org_id, request.channel.traits.name
    people = await connection.execute(_PEOPLE, ledger.page_parameters(page, name))
    ids = {request.dispatch_of(row.user_id): row for row in people}
    reserved = (await connection.execute(_PERIODS, {"ids": list(ids)})).all()
    await caps.lock_periods(connection, org, name, {row.period for row in reserved if row.period})
    failed = set((await connection.execute(_FAIL, {"ids": list(ids)})).scalars())
    for row in reserved:
        if row.id in failed and row.period is not None:
            await caps.give_back(connection, org, name, {row.period: row.reserved})
    unclaimed = await open_users(connection, request, [row.user_id for row in ids.values()])
    missing = [
        Claimed(id_, user, ids[id_].position, DispatchState.REJECTED, FailureReason.INTERNAL_ERROR)
        for user, id_ in unclaimed.items()
    ]
    failed |= await ledger.write_claims(connection, page, name, missing)
    events = [ledger.Event(id_, EventKind.FAILED, FailureReason.INTERNAL_ERROR) for id_ in sorted(failed)]
    await ledger.write_events(connection, events)
    await raise_alert(connection, org, AlertKind.INTERNAL_ERROR, name)
