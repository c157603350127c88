"""Claim: decide for everybody on a page in one transaction, and reserve the worst-case price of each text."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import Channel, Rendered
from homing.dispatching.lateness import Waited, read_waited
from homing.dispatching.words import written
from homing.domain.account_texts import CODE_PLACEHOLDER
from homing.domain.decide import USABLE, Decision, Facts, Hold, IdentifierState, Send, Skip, decide
from homing.domain.errors import LedgerBehindError, where
from homing.domain.ids import dispatch_id
from homing.domain.outcome import DispatchState, EventKind, FailureReason, HoldReason, Reason, SkipReason
from homing.domain.strategy import MessageClass
from homing.domain.text import refusal
from homing.observing import Tally, get_logger
from homing.store import caps, denying, items, ledger, target_facts, unreached
from homing.store.account_facts import read_account_people
from homing.store.account_messages import AccountMessage
from homing.store.alerts import AlertKind, raise_alert
from homing.store.circumstances import Circumstances, Market, lock_circumstances, read_market
from homing.store.facts import Person, lock_page, quiet_until_of, read_people
from homing.store.items import NewItem
from homing.store.ledger import Claimed, PageKey
from homing.store.target_facts import Guard
from homing.store.unreached import FallThrough
from homing.store.vault import LINK_CODE_PLACEHOLDER, Vault

_LOG = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """A page on a channel. With ``earlier`` channels only those are taken whom, by the ``rule``, none of them
    reached. ``available``: whether there is a provider to send with; without one the channel is as if
    switched off. ``targets``: the page is of those who are told about others. ``account``: it is of the
    reader of this text about their number."""

    page: PageKey
    channel: Channel
    earlier: tuple[str, ...]
    rule: FallThrough | None
    available: bool = True
    targets: bool = False
    message_class: MessageClass = MessageClass.TRANSACTIONAL
    urgent: bool = False
    account: AccountMessage | None = None

    @property
    def usable(self) -> frozenset[IdentifierState]:
        return USABLE if self.account is None else self.account.what.usable

    @property
    def spared(self) -> int:
        """Hundredths of the cap that are left to others: notices, which may be many at once, leave half of
        theirs to codes."""
        return 0 if self.account is None or self.account.what.awaited else 50

    def dispatch_of(self, user: UUID, channel: str | None = None) -> UUID:
        step = self.page.step
        name = channel or self.channel.traits.name
        return dispatch_id(step.org_id, step.execution_id, step.step, step.occurrence, user, name)


@dataclass(frozen=True, slots=True)
class ClaimedPage:
    """What a claim did: ``market`` in which it decided, ``tally`` of those that are final or put off, and how
    long what is to be posted had been due."""

    market: Market
    tally: Tally = field(default_factory=Counter)
    waited: Waited = field(default_factory=Waited)


async def claim(connection: AsyncConnection, vault: Vault, request: ClaimRequest) -> ClaimedPage:
    """Write a dispatch for everybody on the page who has none yet, or whose hold is due.

    Who has one already keeps the earlier outcome, so claiming again is harmless. Raises LedgerBehindError
    where nothing may be decided until a ledger that was put back is reconciled.
    """
    page, traits = request.page, request.channel.traits
    org, execution = page.step.org_id, page.step.execution_id
    common = await lock_circumstances(connection, org, execution, traits)
    wait_for_ledger(common)
    common = replace(common, channel_enabled=common.channel_enabled and request.available)
    guard = await _guard(connection, request)
    users = await lock_page(connection, page, targets=request.targets)
    market = await read_market(connection, common, traits.market)
    undecided = await open_users(connection, request, list(users))
    if not undecided:
        return ClaimedPage(market)
    waited = Waited()
    if request.channel.provider is not None:
        waited = await read_waited(connection, page, undecided.values(), first=not request.earlier)
    if request.targets:
        people = await target_facts.read_targets(
            connection, page, list(undecided), traits, guard, request.message_class
        )
    elif request.account is not None:
        people = await read_account_people(connection, org, execution, list(undecided), traits)
    else:
        people = await read_people(connection, org, execution, list(undecided), traits, request.message_class)
    budget = None
    if traits.metered:
        budget = await caps.lock_budget(connection, org, traits.name, common.period, request.spared)
    claims, sends = _decide_page(vault, request, common, market, people, undecided, budget)
    written = await ledger.write_claims(connection, page, traits.name, claims)
    fresh = [claim for claim in claims if claim.id in written]
    await _record(connection, vault, request, fresh, sends, common.period)
    decided = ((one.state, one.reason) for one in fresh if one.state is not DispatchState.RESERVED)
    return ClaimedPage(market, Counter(decided), waited)


def wait_for_ledger(common: Circumstances) -> None:
    """Whoever is skipped now might have been texted already, or would be by a walk that begins anew."""
    if common.ledger_behind:
        raise LedgerBehindError("to be reconciled")


async def _guard(connection: AsyncConnection, request: ClaimRequest) -> Guard | None:
    """Locks for a notice that is posted by the very claim. Any other is looked at again before its post."""
    if not request.targets or request.channel.provider is not None:
        return None
    users = await target_facts.read_target_users(connection, request.page)
    return await target_facts.lock_targets(connection, request.page, users, [])


async def open_users(
    connection: AsyncConnection, request: ClaimRequest, users: Sequence[UUID]
) -> dict[UUID, UUID]:
    """Those whom this claim decides on, or on anew, and whom no earlier channel reached or still may; each
    with the dispatch's id."""
    ids = {user: request.dispatch_of(user) for user in users}
    closed = await ledger.read_closed(connection, list(ids.values()), request.page.cohort)
    still_open = {user: id_ for user, id_ in ids.items() if id_ not in closed}
    if not request.earlier or request.rule is None or not still_open:
        return still_open
    earlier = [request.dispatch_of(user, name) for user in still_open for name in request.earlier]
    fallen = await unreached.read_unreached(connection, earlier, len(request.earlier), request.rule)
    return {user: id_ for user, id_ in still_open.items() if user in fallen}


def facts_of(  # what the two looks have in common
    request: ClaimRequest,
    common: Circumstances,
    person: Person,
    rendered: Rendered,
    *,
    price: int | None,
    has_sender: bool,
    budget: int | None = None,
) -> Facts:
    """What ``decide`` must know of one person. ``price`` is of a segment; None where none may be sent."""
    traits = request.channel.traits
    return Facts(
        channel=traits,
        execution=common.execution,
        user_active=person.active,
        removed=person.removed,
        channel_enabled=common.channel_enabled,
        org_suspended=common.suspended,
        acted=person.acted,
        identifier=person.state if traits.identifier else None,
        switched_off=person.switched_off,
        opted_out=person.opted_out,
        deny_listed=person.deny_listed,
        country_allowed=price is not None,
        has_sender=has_sender,
        usable=request.usable,
        text_refused=refusal(rendered.body) is not None,
        message_class=request.message_class,
        urgent=request.urgent,
        consent=person.consented,
        quiet_until=quiet_until_of(common, person),
        estimate=(price or 0) * rendered.segments,
        budget=budget,
    )


def decide_guarded(facts: Facts, common: Circumstances, person: Person) -> Decision:
    """What ``decide`` says, unless everybody whom a notice is about may be acting at this moment: then it is
    to be decided anew, at once."""
    decision = decide(facts)
    if isinstance(decision, Send) and not person.guarded:
        return Hold(common.now, HoldReason.FACTS_CHANGED)
    return decision


def _decide_page(  # the page and what it is decided by
    vault: Vault,
    request: ClaimRequest,
    common: Circumstances,
    market: Market,
    people: Sequence[Person],
    ids: Mapping[UUID, UUID],
    budget: int | None,
) -> tuple[list[Claimed], dict[UUID, NewItem]]:
    """Fold the page in order with the remaining budget. Returns the claims, and each send as an item."""
    claims: list[Claimed] = []
    sends: dict[UUID, NewItem] = {}
    for person in people:
        try:
            claimed, body = _decide_person(
                vault, request, common, market, person, ids[person.user_id], budget
            )
        except Exception as error:  # noqa: BLE001  # one person's failure fails nobody else
            _LOG.error("dispatch failed", dispatch=ids[person.user_id], error=where(error))
            claimed, body = _broken(person, ids[person.user_id]), ""
        claims.append(claimed)
        if claimed.state in (DispatchState.RESERVED, DispatchState.SENT):
            sends[claimed.id] = NewItem(claimed.id, person.user_id, body, person.may_act)
            if budget is not None:
                budget -= claimed.reserved
    return claims, sends


def _decide_person(  # one person and what they are decided by
    vault: Vault,
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
    rendered = written(
        vault, channel, common, person, LINK_CODE_PLACEHOLDER, request.account, CODE_PLACEHOLDER
    )
    facts = facts_of(
        request, common, person, rendered, price=price, has_sender=sender is not None, budget=budget
    )
    decision = decide_guarded(facts, common, person)
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
        identifier_state=person.state,
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
    vault: Vault,
    request: ClaimRequest,
    fresh: Sequence[Claimed],
    sends: dict[UUID, NewItem],
    period: date,
) -> None:
    """Book the reservations, post what is a row of ours, write the events, tell of a reached cap."""
    org, name = request.page.step.org_id, request.channel.traits.name
    reserved = sum(claimed.reserved for claimed in fresh)
    if reserved:
        await caps.move(connection, org, name, period, reserved=reserved)
    here = [claimed for claimed in fresh if claimed.state is DispatchState.SENT]
    await items.write_items(connection, vault, request.page.step, [sends[claimed.id] for claimed in here])
    skipped = [claimed for claimed in fresh if claimed.state is DispatchState.SKIPPED]
    events = [ledger.Event(claimed.id, EventKind.SENT) for claimed in here]
    events += [ledger.Event(claimed.id, EventKind.SKIPPED, claimed.reason) for claimed in skipped]
    broken = [claimed for claimed in fresh if claimed.state is DispatchState.REJECTED]
    events += [ledger.Event(claimed.id, EventKind.FAILED, claimed.reason) for claimed in broken]
    await ledger.write_events(connection, events)
    denied = [claimed.hmac for claimed in skipped if claimed.reason is SkipReason.DENY_LISTED]
    await denying.count_outbound(connection, org, denied)
    await raise_alert(connection, org, AlertKind.INTERNAL_ERROR, name, len(broken))
    capped = sum(1 for claimed in skipped if claimed.reason is SkipReason.CAP_EXHAUSTED)
    await raise_alert(connection, org, AlertKind.CAP_EXHAUSTED, name, capped)
