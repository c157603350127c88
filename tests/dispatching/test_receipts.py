"""Reports on messages: unordered, repeated, early, late, about the wrong message, and each applied once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.dispatching.prices import read_prices
from homing.dispatching.receipts import take_receipt
from homing.domain.outcome import EventKind, FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.store import organizations
from homing.store.organizations import NewSender
from tests.dispatching.support import arrived, attempt_in, attempts_of, kinds, rows, until
from tests.world import Company, Run, Someone

QUEUED, SENT, DELIVERED, UNDELIVERED = (
    ReceiptStatus.QUEUED,
    ReceiptStatus.SENT,
    ReceiptStatus.DELIVERED,
    ReceiptStatus.NOT_DELIVERED,
)


async def report(sending: Sending, attempt: Any, *statuses: ReceiptStatus) -> None:
    """What the provider would tell of an attempt, in this order."""
    for status in statuses:
        reason = FailureReason.UNREACHABLE if status is UNDELIVERED else None
        code = None if reason is None else 30003
        assert await take_receipt(
            sending, attempt.id, attempt.provider_id, status, error_code=code, reason=reason
        )


async def sent_to(company: Company, people: Sequence[Someone]) -> tuple[Run, dict[UUID, Any]]:
    """A run in which everybody's text was accepted, and the attempt for each user."""
    run = await company.campaign(people)
    await run.send()
    assert await run.outcomes() == {"sent": len(people)}
    return run, {attempt.user_id: attempt for attempt in await attempts_of(run)}


@pytest.mark.spec("X01", "Q08")
async def test_reports_in_any_order_end_in_the_state_of_the_highest_rank(firm: Company) -> None:
    orders = list(permutations((QUEUED, SENT, DELIVERED, UNDELIVERED)))
    people = await firm.hire(len(orders))
    run, attempts = await sent_to(firm, people)

    for person, order in zip(people, orders, strict=True):
        await report(firm.sending, attempts[person.id], *order)

    assert await run.outcomes() == {"delivered": len(orders)}
    told = await kinds(run)
    for person, order in zip(people, orders, strict=True):
        bounced = [EventKind.BOUNCED] * (order.index(UNDELIVERED) < order.index(DELIVERED))
        assert told[person.id] == [EventKind.SENT, *bounced, EventKind.DELIVERED], order


@pytest.mark.spec("Q08")
async def test_what_was_not_delivered_stays_so_whenever_the_lesser_news_comes(firm: Company) -> None:
    orders = list(permutations((QUEUED, SENT, UNDELIVERED)))
    people = await firm.hire(len(orders))
    run, attempts = await sent_to(firm, people)

    for person, order in zip(people, orders, strict=True):
        await report(firm.sending, attempts[person.id], *order)

    assert await run.outcomes() == {"not_delivered:unreachable": len(orders)}
    assert set(map(tuple, (await kinds(run)).values())) == {(EventKind.SENT, EventKind.BOUNCED)}


@pytest.mark.spec("Q08")
async def test_a_report_that_is_repeated_even_at_once_changes_nothing(firm: Company) -> None:
    [person] = await firm.hire(1)
    run, attempts = await sent_to(firm, [person])
    attempt = attempts[person.id]

    await asyncio.gather(
        *(report(firm.sending, attempt, status) for status in (SENT, DELIVERED, DELIVERED, SENT, DELIVERED))
    )
    once = (await run.dispatches())[person.id]
    await report(firm.sending, attempt, DELIVERED, SENT)

    assert (await run.dispatches())[person.id] == once
    assert once.state == "delivered"
    assert Counter((await kinds(run))[person.id]) == {EventKind.SENT: 1, EventKind.DELIVERED: 1}


@pytest.mark.spec("P29", "Q08")
async def test_a_callback_that_overtakes_the_answer_is_kept_and_the_text_counted_as_sent_once(
    company: Company, sending: Sending, api: str, carrier: Control
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])

    async def delivered() -> bool:
        found = await rows(
            sending,
            "select 1 from receipts r join attempts a on a.id = r.attempt_id"
            " join dispatches d on d.id = a.dispatch_id"
            " where d.execution_id = :execution and r.status = 'delivered'",
            execution=run.execution,
        )
        return bool(found)

    async def wait_for_callback(point: Point) -> None:
        if point is Point.AFTER_ACCEPTED:
            await until(delivered)

    await run.send(sending=replace(sending, reached=wait_for_callback))

    assert await run.outcomes() == {"delivered": 1}
    assert Counter((await kinds(run))[person.id]) == {EventKind.SENT: 1, EventKind.DELIVERED: 1}
    [attempt] = await attempts_of(run)
    [message] = await carrier.texts(person.number)
    assert (attempt.state, attempt.provider_id) == ("sent", message.sid)


@pytest.mark.spec("X01", "Q08")
async def test_a_late_callback_turns_an_unknown_outcome_into_sent(firm: Company, carrier: Control) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("reset", to=person.number, next=1)
    run = await firm.campaign([person])
    await run.send()
    unknown, told_before = await run.outcomes(), await kinds(run)
    [message] = await arrived(carrier, person.number)

    taken = await take_receipt(firm.sending, attempt_in(message), message.sid, SENT)
    await run.send()

    assert taken
    assert (unknown, told_before) == ({"unknown": 1}, {})
    assert await run.outcomes() == {"sent": 1}
    assert await kinds(run) == {person.id: [EventKind.SENT]}
    assert len(await carrier.texts(person.number)) == 1


@pytest.mark.spec("X01")
async def test_a_second_message_of_one_attempt_is_told_to_admins_and_moves_nothing(firm: Company) -> None:
    [person] = await firm.hire(1)
    run, attempts = await sent_to(firm, [person])
    attempt = attempts[person.id]

    second = f"SM{uuid4().hex}"
    taken = [await take_receipt(firm.sending, attempt.id, second, DELIVERED) for _ in range(2)]

    assert taken == [True, True]
    assert await run.outcomes() == {"sent": 1}
    assert await firm.alerts() == {"second_message": 1}
    [after] = await attempts_of(run)
    assert after == attempt


@pytest.mark.spec("X01", "P29", "X02")
async def test_a_text_that_was_said_not_to_exist_is_told_paid_for_and_not_sent_again(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("error", to=person.number, next=1, code=20429, accepted=True)
    run = await firm.campaign([person])
    impatient = replace(firm.sending, limits=replace(firm.sending.limits, busy_backoff=timedelta(0)))
    await run.send(sending=impatient)
    held = await run.outcomes()
    [message] = await arrived(carrier, person.number)

    await take_receipt(firm.sending, attempt_in(message), message.sid, SENT)
    await run.send()
    told = await run.outcomes()
    await read_prices(firm.sending)

    assert (held, told) == ({"held:provider_busy": 1}, {"sent": 1})
    assert await run.outcomes() == {"delivered": 1}, "the list of prices shows how it stands as well"
    assert len(await carrier.texts(person.number)) == 1
    # Nothing was reserved for it any more, but its price is what had been expected of it.
    assert await firm.alerts() == {"second_message": 1}
    spend = await firm.spend()
    assert (spend.reserved, spend.spent) == (0, 76_900)


@pytest.mark.spec("X01", "P29")
async def test_a_callback_for_a_refused_first_attempt_does_not_move_the_second(
    firm: Company, carrier: Control
) -> None:
    async with firm.sending.database.app(firm.id) as connection:
        other = NewSender(id=uuid4(), country="ES", number="+34600000002")
        await organizations.add_senders(connection, firm.id, [other])
    [person] = await firm.hire(1)
    await carrier.fault("error", to=person.number, next=1, code=21606)
    run = await firm.campaign([person])
    await run.send()
    first, second = await attempts_of(run)
    [message] = await carrier.texts(person.number)

    await take_receipt(firm.sending, first.id, f"SM{uuid4().hex}", DELIVERED)
    after_first = await run.outcomes()
    await take_receipt(firm.sending, second.id, message.sid, DELIVERED)

    assert attempt_in(message) == second.id
    assert (first.state, second.state) == ("rejected", "sent")
    assert first.sender_id != second.sender_id
    assert after_first == {"sent": 1}
    assert await run.outcomes() == {"delivered": 1}
    assert await firm.alerts() == {"second_message": 1}
    assert Counter((await kinds(run))[person.id]) == {EventKind.SENT: 1, EventKind.DELIVERED: 1}


async def test_a_report_on_nobodys_attempt_is_not_taken(firm: Company) -> None:
    assert not await take_receipt(firm.sending, uuid4(), f"SM{uuid4().hex}", DELIVERED)


@pytest.mark.spec("Q08")
async def test_what_was_not_delivered_is_told_with_our_reason_and_the_contracts(firm: Company) -> None:
    [person] = await firm.hire(1)
    run, attempts = await sent_to(firm, [person])
    attempt = attempts[person.id]

    await take_receipt(
        firm.sending,
        attempt.id,
        attempt.provider_id,
        UNDELIVERED,
        error_code=21610,
        reason=FailureReason.OPTED_OUT_AT_PROVIDER,
    )
    again = await firm.campaign([person])
    await again.send()

    events = await run.events()
    assert [(e.kind, e.reason, e.contract_reason) for e in events] == [
        ("SENT", None, None),
        ("BOUNCED", "opted_out_at_provider", "OPTED_OUT"),
    ]
    assert await again.outcomes() == {"skipped:opted_out": 1}
