"""Settle: write down what became of a group's requests, and draw the consequences of refusals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import Channel
from homing.dispatching import health
from homing.dispatching.context import Sending
from homing.dispatching.post import Answered
from homing.domain.outcome import DispatchState, EventKind, FailureReason
from homing.observing import Tally, get_logger
from homing.providers.base import Accepted, Ambiguous, NotProcessed, Rejected
from homing.store import attempts, caps
from homing.store.alerts import AlertKind, raise_alert
from homing.store.attempts import LATE, Freed, Settlement
from homing.store.circumstances import Market
from homing.store.health import Verdict

_LOG = get_logger(__name__)


async def settle_group(
    sending: Sending, org: UUID, channel: Channel, market: Market, answered: Sequence[Answered]
) -> set[UUID]:
    """Settle in one transaction. Returns the dispatches that are reserved again and may be posted anew."""
    settlements = [_settlement(one, market) for one in answered]
    hard = health.hard_of(_verdicts(org, channel, answered))

    async def work(connection: AsyncConnection) -> list[tuple[Freed, DispatchState]]:
        await health.hold(connection, hard)
        moved = await _settle(connection, org, channel, answered, settlements)
        # Here and not afterwards: of a refusal at once there is no later news by which it would be counted.
        await health.count(connection, hard)
        return moved

    moved = await sending.database.repeat_app(org, work)
    sending.metrics.dispatched(channel.traits.name, _tally(settlements, moved))
    _tell(channel, settlements)
    late = sum(1 for one in answered if one.late)
    if late:
        sending.metrics.began_late(channel.traits.name, late)
        async with sending.database.app(org) as connection:
            await raise_alert(connection, org, AlertKind.LATE_REQUEST, channel.traits.name, late)
    return {freed.id for freed, state in moved if state is DispatchState.RESERVED}


def _tally(settlements: Sequence[Settlement], moved: Sequence[tuple[Freed, DispatchState]]) -> Tally:
    """Those that this settling moved to an end; what came of the others was counted by who moved them."""
    reasons = {one.id: one.reason for one in settlements}
    tally: Tally = Counter()
    for freed, state in moved:
        reason = reasons[freed.id]
        if state is DispatchState.REJECTED and reason is None:
            reason = FailureReason.NOT_SENT
        tally[state, reason] += state is not DispatchState.RESERVED
    return +tally


def _tell(channel: Channel, settlements: Sequence[Settlement]) -> None:
    """A line for each that was refused, or whose fate is not known."""
    for one in settlements:
        if one.attempt_state in ("rejected", "unknown"):
            _LOG.warning(
                "request not accepted",
                channel=channel.traits.name,
                dispatch=one.id,
                attempt=one.attempt_id,
                result=one.attempt_state,
                detail=one.detail,
                code=one.error_code,
            )


def _settlement(answered: Answered, market: Market) -> Settlement:
    """Translate an answer into the dispatch's and the attempt's next states."""
    dispatch, attempt = answered.posting.dispatch, answered.posting.outbound.attempt_id
    base = Settlement(  # as it stands if the provider accepted
        id=dispatch.id,
        attempt_id=attempt,
        state=DispatchState.SENT,
        attempt_state="sent",
        reserved=dispatch.reserved,
        sender_id=dispatch.sender_id,
        kind=EventKind.SENT,
        cost=dispatch.reserved,
    )
    ended = replace(base, kind=None, cost=None)
    match answered.answer.result:
        case Accepted(provider_id):
            return replace(base, provider_id=provider_id, detail=LATE if answered.late else None)
        case Ambiguous(detail):
            return replace(ended, state=DispatchState.UNKNOWN, attempt_state="unknown", detail=detail)
        case NotProcessed(detail):
            return replace(ended, state=DispatchState.RESERVED, attempt_state="not_processed", detail=detail)
        case Rejected(reason, code, other_sender):
            refused = replace(ended, attempt_state="rejected", detail=reason.value, error_code=code)
            other = market.sender_for(dispatch.country, other_than=dispatch.sender_id)
            if other_sender and dispatch.refusals == 0 and other is not None:
                # A second attempt, from another sender, and no third. The first one's price comes back and is
                # reserved again for it in one step: the amount is the country's, whoever sends.
                return replace(refused, state=DispatchState.RESERVED, sender_id=other.id)
            return replace(
                refused,
                state=DispatchState.REJECTED,
                reason=reason,
                reserved=0,
                kind=EventKind.FAILED,
                cost=0,
            )
        case _ as never:
            assert_never(never)


async def _settle(
    connection: AsyncConnection,
    org: UUID,
    channel: Channel,
    answered: Sequence[Answered],
    settlements: Sequence[Settlement],
) -> list[tuple[Freed, DispatchState]]:
    name = channel.traits.name
    dispatches = {one.posting.dispatch.id: one.posting.dispatch for one in answered}
    keeping = (DispatchState.SENT, DispatchState.UNKNOWN)
    may_free = [dispatches[one.id].period for one in settlements if one.state not in keeping]
    await caps.lock_periods(connection, org, name, {day for day in may_free if day is not None})
    moved = await attempts.settle(connection, settlements)
    rejected = [freed for freed, state in moved if state is DispatchState.REJECTED]
    await caps.give_back(connection, org, name, rejected)
    return moved


def _verdicts(org: UUID, channel: Channel, answered: Sequence[Answered]) -> list[Verdict]:
    name = channel.traits.name
    return [
        Verdict(org, name, dispatch.user_id, dispatch.hmac, one.posting.outbound.attempt_id, reason)
        for one, reason in refusals(answered)
        for dispatch in (one.posting.dispatch,)
    ]


def refusals(answered: Sequence[Answered]) -> list[tuple[Answered, FailureReason]]:
    """The requests that the provider definitely refused, for their consequences."""
    return [(one, one.answer.result.reason) for one in answered if isinstance(one.answer.result, Rejected)]
