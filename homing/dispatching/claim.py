"""Claim: decide for everybody on a page in one transaction, and reserve the worst-case price of each text."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import Channel, Rendered
from homing.dispatching.words import write
from homing.domain.decide import Decision, Facts, Hold, Send, Skip, decide
from homing.domain.errors import where
from homing.domain.ids import dispatch_id
from homing.domain.outcome import DispatchState, EventKind, FailureReason, Reason, SkipReason
from homing.domain.text import refusal
from homing.store import caps, ledger
from homing.store.alerts import AlertKind, raise_alert
from homing.store.facts import (
    Circumstances,
    Market,
    Person,
    lock_circumstances,
    lock_page,
    read_market,
    read_people,
)
from homing.store.ledger import Claimed, FallThrough, PageKey
from homing.store.vault import LINK_CODE_PLACEHOLDER

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """A page on a channel. With ``earlier`` channels only those are taken whom none of them reached.
    ``available``: whether there is a provider to send with; without one the channel is as if switched off."""

    page: PageKey
    channel: Channel
    earlier: tuple[str, ...]
    rule: FallThrough
    available: bool = True

    def dispatch_of(self, user: UUID, channel: str | None = None) -> UUID:
        step = self.page.step
        name = channel or self.channel.traits.name
        return dispatch_id(step.org_id, step.execution_id, step.step, step.occurrence, user, name)


async def claim(connection: AsyncConnection, request: ClaimRequest) -> Market:
    """Write a dispatch for everybody on the page who has none yet, or whose hold is due.

    Who has one already keeps the earlier outcome, so claiming again is harmless. Returns the market that
    the decisions were made in.
    """
    page, traits = request.page, request.channel.traits
    org, execution = page.step.org_id, page.step.execution_id
    common = await lock_circumstances(connection, org, execution, traits)
    common = replace(common, channel_enabled=common.channel_enabled and request.available)
    users = await lock_page(connection, org, execution, page.cohort, page.first, page.past)
    market = await read_market(connection, common, traits.name)
    undecided = await open_users(connection, request, users)
    if not undecided:
        return market
    people = await read_people(connection, org, execution, list(undecided), traits)
    budget = None
    if traits.metered:
        budget = await caps.lock_budget(connection, org, traits.name, common.period)
    claims, bodies = _decide_page(request, common, market, people, undecided, budget)
    written = await ledger.write_claims(connection, page, traits.name, claims)
    fresh = [claim for claim in claims if claim.id in written]
    await _record(connection, request, fresh, bodies, common.period)
    return market


async def open_users(
    connection: AsyncConnection, request: ClaimRequest, users: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Those without a dispatch, or with a hold that is due, whom no earlier channel reached or still may;
    each with the dispatch's id."""
    ids = {user: request.dispatch_of(user) for user in users}
    states = await ledger.read_states(connection, list(ids.values()))
    still_open = {user: id_ for user, id_ in ids.items() if states.get(id_, _NEW) in (_NEW, _DUE)}
    if not request.earlier or not still_open:
        return still_open
    earlier = [request.dispatch_of(user, name) for user in still_open for name in request.earlier]
    unreached = await ledger.read_unreached(connection, earlier, len(request.earlier), request.rule)
    return {user: id_ for user, id_ in still_open.items() if user in unreached}


_NEW = (None, True)
_DUE = (DispatchState.HELD, True)


def facts_of(  # what the two looks have in common
    channel: Channel,
    common: Circumstances,
    person: Person,
    rendered: Rendered,
    *,
    price: int | None,
    has_sender: bool,
    budget: int | None = None,
) -> Facts:
    """What ``decide`` must know of one person. ``price`` is of a segment; None where none may be sent."""
    return Facts(
        channel=channel.traits,
        execution=common.execution,
        user_active=person.active,
        removed=person.removed,
        channel_enabled=common.channel_enabled,
        org_suspended=common.suspended,
        acted=person.acted,
        identifier=person.state if channel.traits.identifier else None,
        switched_off=person.switched_off,
        opted_out=person.opted_out,
        country_allowed=price is not None,
        has_sender=has_sender,
        text_refused=refusal(rendered.body) is not None,
        estimate=(price or 0) * rendered.segments,
        budget=budget,
    )


def _decide_page(  # the page and what it is decided by
    request: ClaimRequest,
    common: Circumstances,
    market: Market,
    people: Sequence[Person],
    ids: Mapping[UUID, UUID],
    budget: int | None,
) -> tuple[list[Claimed], dict[UUID, str]]:
    """Fold the page in order with the remaining budget. Returns the claims and the body of each send."""
    claims: list[Claimed] = []
    bodies: dict[UUID, str] = {}
    for person in people:
        try:
            claimed, body = _decide_person(request, common, market, person, ids[person.user_id], budget)
        except Exception as error:  # noqa: BLE001  # one person's failure fails nobody else
            _LOG.error("dispatch %s: %s", ids[person.user_id], where(error))  # no values
            claimed, body = _broken(person, ids[person.user_id]), ""
        claims.append(claimed)
        if claimed.state in (DispatchState.RESERVED, DispatchState.SENT):
            bodies[claimed.id] = body
            if budget is not None:
                budget -= claimed.reserved
    return claims, bodies


def _decide_person(  # one person and what they are decided by
    request: ClaimRequest,
    common: Circumstances,
    market: Market,
    person: Person,
    id_: UUID,
    budget: int | None,
) -> tuple[Claimed, str]:
    channel, traits = request.channel, request.channel.traits
    sender = market.sender_for(person.country) if traits.needs_sender else None
    price = market.price_to(person.country) if traits.metered else 0
    rendered = write(channel, common, person, LINK_CODE_PLACEHOLDER)
    facts = facts_of(
        channel, common, person, rendered, price=price, has_sender=sender is not None, budget=budget
    )
    decision = decide(facts)
    state, reason, due_at = _standing(decision, sent_here=channel.provider is None)
    sends = isinstance(decision, Send)
    claimed = Claimed(
        id=id_,
        user_id=person.user_id,
        position=person.position,
        state=state,
        reason=reason,
        due_at=due_at,
        reachability_id=person.reachability_id,
        source=person.source,
        hmac=person.hmac,
        country=person.country,
        sender_id=sender.id if sender and sends else None,
        period=common.period if traits.metered else None,
        reserved=facts.estimate if sends else 0,
        segments=rendered.segments if sends else 0,
    )
    return claimed, rendered.body


def _broken(person: Person, id_: UUID) -> Claimed:
    return Claimed(id_, person.user_id, person.position, DispatchState.REJECTED, FailureReason.INTERNAL_ERROR)


def _standing(decision: Decision, *, sent_here: bool) -> tuple[DispatchState, Reason | None, datetime | None]:
    """State, reason and due time that a decision gives a dispatch; a message that is a row of ours is sent
    as soon as it is decided."""
    match decision:
        case Skip(reason):
            return DispatchState.SKIPPED, reason, None
        case Hold(until, hold_reason):
            return DispatchState.HELD, hold_reason, until
        case Send():
            return (DispatchState.SENT if sent_here else DispatchState.RESERVED), None, None


async def _record(
    connection: AsyncConnection,
    request: ClaimRequest,
    fresh: Sequence[Claimed],
    bodies: dict[UUID, str],
    period: date,
) -> None:
    """Book the reservations, post what is a row of ours, write the events, tell of a reached cap."""
    org, name = request.page.step.org_id, request.channel.traits.name
    reserved = sum(claimed.reserved for claimed in fresh)
    if reserved:
        await caps.move(connection, org, name, period, reserved=reserved)
    here = [claimed for claimed in fresh if claimed.state is DispatchState.SENT]
    items = {claimed.id: (claimed.user_id, bodies[claimed.id]) for claimed in here}
    await ledger.write_items(connection, request.page.step, items)
    skipped = [claimed for claimed in fresh if claimed.state is DispatchState.SKIPPED]
    events = [ledger.Event(claimed.id, EventKind.SENT) for claimed in here]
    events += [ledger.Event(claimed.id, EventKind.SKIPPED, claimed.reason) for claimed in skipped]
    broken = [claimed for claimed in fresh if claimed.state is DispatchState.REJECTED]
    events += [ledger.Event(claimed.id, EventKind.FAILED, claimed.reason) for claimed in broken]
    await ledger.write_events(connection, events)
    await raise_alert(connection, org, AlertKind.INTERNAL_ERROR, name, len(broken))
    capped = sum(1 for claimed in skipped if claimed.reason is SkipReason.CAP_EXHAUSTED)
    await raise_alert(connection, org, AlertKind.CAP_EXHAUSTED, name, capped)
