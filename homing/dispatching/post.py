"""Post: look a second time under locks, take a lease, and make the requests while it lasts."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import Channel
from homing.dispatching.adopting import adopt_forgotten, answer_of
from homing.dispatching.claim import ClaimRequest, decide_guarded, facts_of, wait_for_ledger
from homing.dispatching.context import Point, Sending
from homing.dispatching.giving_up import give_up
from homing.dispatching.keeping_codes import keep_codes
from homing.dispatching.words import written
from homing.domain.decide import Decision, ExecutionState, Hold, Send, Skip
from homing.domain.errors import LedgerBehindError, where
from homing.domain.outcome import DispatchState, FailureReason, HoldReason
from homing.observing import Tally, get_logger
from homing.providers.base import Accepted, Ambiguous, Answer, NotProcessed, Outbound, Rejected, Result
from homing.store import attempts, target_facts
from homing.store.account_facts import read_account_group
from homing.store.account_messages import is_over
from homing.store.attempts import NewAttempt, Withdrawn
from homing.store.circumstances import Circumstances, Market, lock_circumstances
from homing.store.facts import Person, lock_people, read_group
from homing.store.forgotten import Adopted
from homing.store.height import mark
from homing.store.ledger import Reserved
from homing.store.vault import Vault, new_link_code, new_one_time_code

_LOG = get_logger(__name__)

_RESULTS: Final[Mapping[type[Result], str]] = {
    Accepted: "accepted",
    NotProcessed: "not_processed",
    Rejected: "rejected",
    Ambiguous: "ambiguous",
}


@dataclass(frozen=True, slots=True)
class Posting:
    """A dispatch whose request may begin until ``deadline`` (seconds of ``time.monotonic``). ``adopted``: it
    was made before the ledger was put back, and is not made again."""

    dispatch: Reserved
    outbound: Outbound
    deadline: float
    adopted: Adopted | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A posting and what became of its request."""

    posting: Posting
    answer: Answer

    @property
    def late(self) -> bool:
        """Whether its first byte left after the lease: a process that froze in between."""
        return self.answer.first_byte_at is not None and self.answer.first_byte_at > self.posting.deadline


@dataclass(frozen=True, slots=True)
class _Looked:
    """One reserved dispatch after the second look: its decision, and the message where it is to be sent.
    No decision: a bug or a lost key kept this one from being looked at, and no other. ``code``: made
    for the message, which only a text of a code has in it."""

    dispatch: Reserved
    decision: Decision | None
    attempt: NewAttempt | None = None
    outbound: Outbound | None = None
    person: Person | None = None
    code: str | None = field(default=None, repr=False)


async def begin_group(
    sending: Sending, request: ClaimRequest, market: Market, group: Sequence[Reserved]
) -> list[Posting]:
    """Turn what may still be sent from ``reserved`` to ``posting``; give the rest's reservations back.

    The rows of the execution, the people and the numbers are locked for share until the commit. STOP,
    acting, removing, deactivating and cancelling lock them for update: whichever comes first, the other
    sees it. Raises LedgerBehindError where the ledger was put back, and not reconciled.
    """
    org, channel = request.page.step.org_id, request.channel

    async def look(connection: AsyncConnection) -> tuple[list[Posting], Tally, int]:
        begun = time.monotonic()
        looked = await _look_again(sending, connection, request, market, group)
        await sending.reached(Point.INSIDE_POSTING)
        withdrawn = await _withdraw(connection, org, channel, looked)
        new = [one.attempt for one in looked if one.attempt is not None]
        lease = sending.limits.lease.total_seconds()
        moved = await attempts.begin_posting(
            connection, org, new, lease, sending.heights.of(org), channel.traits.market
        )
        continuous = all(begun.continuous for begun in moved.values())
        if channel.traits.metered and not continuous:
            raise LedgerBehindError("the ledger lacks an attempt of before")
        owed = {one.id: one.attempt_id for one in new if one.id in moved and moved[one.id].forgotten}
        adopted = await adopt_forgotten(connection, request, group, owed) if owed else {}
        # The database's lease starts later than ``begun``: ours ends first.
        deadline = begun + sending.limits.lease.total_seconds()
        postings = [
            Posting(
                one.dispatch,
                replace(one.outbound, begin_by=deadline),
                deadline,
                adopted.get(one.outbound.attempt_id),
            )
            for one in looked
            if one.outbound is not None and one.dispatch.id in moved
        ]
        codes = [one.code for one in looked if one.dispatch.id in moved and not adopted]
        await keep_codes(connection, sending.vault, request.account, codes)
        marks = [mark(moved[one.id].seq, one.attempt_id) for one in new if one.id in moved]
        # What is missing stays remembered: a metered channel's page is to find out.
        return postings, withdrawn, max(marks, default=0) if continuous else 0

    postings, withdrawn, top = await sending.database.repeat_app(org, look)
    sending.heights.rise(org, top)
    sending.metrics.dispatched(channel.traits.name, withdrawn)
    return postings


async def _look_again(
    sending: Sending,
    connection: AsyncConnection,
    request: ClaimRequest,
    market: Market,
    group: Sequence[Reserved],
) -> list[_Looked]:
    step, channel = request.page.step, request.channel
    common = await lock_circumstances(connection, step.org_id, step.execution_id, channel.traits)
    wait_for_ledger(common)
    if channel.provider not in sending.providers:
        common = replace(common, channel_enabled=False)
    current, locked = await _lock_group(connection, request, group)
    if request.account is not None and await is_over(connection, step.org_id, request.account.id):
        # Given up, or asked for anew, while the provider was busy: the former code must not come last.
        common = replace(common, execution=ExecutionState.COMPLETED)
    looked = []
    for dispatch, person in current:
        try:
            found = _look(sending.vault, request, common, market, dispatch, person, locked)
            looked.append(replace(found, person=person))
        except Exception as error:  # noqa: BLE001  # one person's failure fails nobody else
            _LOG.error("dispatch failed", dispatch=dispatch.id, error=where(error))
            looked.append(_Looked(dispatch, None))
    return looked


async def _lock_group(
    connection: AsyncConnection, request: ClaimRequest, group: Sequence[Reserved]
) -> tuple[list[tuple[Reserved, Person]], set[bytes]]:
    """Those who are still to be texted, as known under the locks, and the numbers that are locked.

    They are read anew: between the page's read and the locks another process may have moved some of them on.
    """
    page, traits = request.page, request.channel.traits
    step = page.step
    ids, users = [one.id for one in group], [one.user_id for one in group]
    hashes = [one.hmac for one in group if one.hmac is not None] if traits.opt_out else []
    if request.targets:
        guard = await target_facts.lock_targets(connection, page, users, hashes)
        current = await target_facts.read_target_group(
            connection, page, ids, traits, guard, request.message_class
        )
        return current, guard.numbers
    locked = await lock_people(connection, step.org_id, step.execution_id, users, hashes)
    if request.account is not None:
        return await read_account_group(connection, step.org_id, ids, traits), locked
    current = await read_group(connection, step.org_id, ids, traits, request.message_class)
    return current, locked


def _look(  # the parts of one look
    vault: Vault,
    request: ClaimRequest,
    common: Circumstances,
    market: Market,
    dispatch: Reserved,
    person: Person,
    locked: set[bytes],
) -> _Looked:
    channel = request.channel
    traits = channel.traits
    sender = market.senders.get(dispatch.sender_id) if dispatch.sender_id else None
    price = market.price_to(dispatch.country) if traits.metered else 0
    if traits.needs_sender and sender is None and market.sender_for(dispatch.country) is not None:
        return _Looked(dispatch, Hold(common.now, HoldReason.FACTS_CHANGED))
    link, code = new_link_code(), new_one_time_code()
    rendered = written(vault, channel, common, person, link, request.account, code)
    facts = facts_of(request, common, person, rendered, price=price, has_sender=sender is not None)
    decision = decide_guarded(facts, common, person)
    if not isinstance(decision, Send):
        return _Looked(dispatch, decision)
    other_number = dispatch.hmac != person.hmac or (traits.opt_out and dispatch.hmac not in locked)
    dearer = facts.estimate > dispatch.reserved
    if other_number or dearer:
        return _Looked(dispatch, Hold(common.now, HoldReason.FACTS_CHANGED))
    attempt = uuid4()
    provider = channel.provider or ""
    return _Looked(
        dispatch,
        decision,
        NewAttempt(
            id=dispatch.id,
            attempt_id=attempt,
            provider=provider,
            sender_id=dispatch.sender_id,
            estimate=dispatch.reserved,
            body_hash=vault.hash_body(rendered.body),
            link_hash=vault.hash_link(link),
            # Of what is metered the provider is asked later, whoever's number it is by then.
            key_id=person.key_id if traits.metered else None,
            sealed=person.sealed if traits.metered else None,
        ),
        Outbound(
            attempt_id=attempt,
            recipient=vault.decrypt(person.key_id or "", person.sealed or b""),
            sender=sender.number if sender else "",
            body=rendered.body,
            subject=rendered.subject,
        ),
        code=code,
    )


async def _withdraw(
    connection: AsyncConnection, org: UUID, channel: Channel, looked: Sequence[_Looked]
) -> Tally:
    rows = [_withdrawn(one) for one in looked if not isinstance(one.decision, Send)]
    return await give_up(connection, org, channel, [one.dispatch for one in looked], rows)


def _withdrawn(one: _Looked) -> Withdrawn:
    match one.decision:
        case Skip(reason):
            return _with_identifier(one, Withdrawn(one.dispatch.id, DispatchState.SKIPPED, reason, None))
        case Hold(until, hold_reason):
            return Withdrawn(one.dispatch.id, DispatchState.HELD, hold_reason, until)
        case Send():
            message = "a send is not withdrawn"
            raise AssertionError(message)
        case None:
            broken = FailureReason.INTERNAL_ERROR
            return Withdrawn(one.dispatch.id, DispatchState.REJECTED, broken, None)


def _with_identifier(one: _Looked, row: Withdrawn) -> Withdrawn:
    """By another number than at the claim, or by the same in another state: that is what is recorded."""
    person = one.person
    if person is None:
        return row
    return replace(
        row,
        reachability_id=person.reachability_id,
        source=person.source,
        identifier_state=person.state,
        hmac=person.hmac,
    )


async def transmit(sending: Sending, channel: Channel, postings: Sequence[Posting]) -> list[Answered]:
    """Make the requests side by side, each begun only while its lease lasts."""
    provider = sending.providers[channel.provider or ""]

    async def one(posting: Posting) -> Answered:
        if posting.adopted is not None:
            return Answered(posting, Answer(answer_of(posting.adopted), None))
        await sending.reached(Point.BEFORE_FIRST_BYTE)
        if time.monotonic() > posting.deadline:
            return Answered(posting, Answer(NotProcessed("lease_over"), None))
        begun = time.monotonic()
        try:
            answer = await provider.send(posting.outbound)
        except Exception as error:  # noqa: BLE001  # whatever went wrong here, it may have been sent
            _LOG.error("request failed", dispatch=posting.dispatch.id, error=where(error))
            answer = Answer(Ambiguous("internal_error"), None)
        result = _RESULTS[type(answer.result)]
        sending.metrics.requested(channel.provider or "", result, time.monotonic() - begun)
        await sending.reached(Point.AFTER_ACCEPTED)
        return Answered(posting, answer)

    return list(await asyncio.gather(*(one(posting) for posting in postings)))
