"""When a page meets a bug: it is marked, admins are told, and the rest of the step goes on."""

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.claim import ClaimRequest, open_users
from homing.dispatching.context import Sending
from homing.dispatching.giving_up import give_up
from homing.domain.outcome import DispatchState, EventKind, FailureReason
from homing.observing import Tally
from homing.store import ledger
from homing.store.alerts import AlertKind, raise_alert
from homing.store.attempts import Withdrawn
from homing.store.facts import lock_page
from homing.store.ledger import Claimed


async def fail_page(sending: Sending, request: ClaimRequest) -> None:
    """Reject, as ``internal_error``, whatever of a page is not under way or over already."""
    org = request.page.step.org_id
    failed = await sending.database.repeat_app(org, lambda connection: _fail(connection, request))
    sending.metrics.dispatched(request.channel.traits.name, failed)


async def _fail(connection: AsyncConnection, request: ClaimRequest) -> Tally:
    page, org, name = request.page, request.page.step.org_id, request.channel.traits.name
    broken = FailureReason.INTERNAL_ERROR
    positions = await lock_page(connection, page, targets=request.targets)
    reserved = await ledger.read_reserved_page(connection, page, name)
    rows = [Withdrawn(one.id, DispatchState.REJECTED, broken, None) for one in reserved]
    given_up = await give_up(connection, org, request.channel, reserved, rows)
    unclaimed = await open_users(connection, request, list(positions))
    missing = [
        Claimed(id_, user, positions[user], DispatchState.REJECTED, broken) for user, id_ in unclaimed.items()
    ]
    failed = await ledger.write_claims(connection, page, name, missing)
    await ledger.write_events(
        connection, [ledger.Event(id_, EventKind.FAILED, broken) for id_ in sorted(failed)]
    )
    await raise_alert(connection, org, AlertKind.INTERNAL_ERROR, name)
    given_up[DispatchState.REJECTED, broken] += len(failed)
    return given_up
