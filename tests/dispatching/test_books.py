"""What a cap's row says is what its dispatches say, whoever comes late: a new cap, a process with an old
reading, a delivery of what was thought unsent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.channels import BY_NAME
from homing.dispatching.context import Point, Sending
from homing.dispatching.giving_up import give_up
from homing.dispatching.prices import book_overdue, read_prices
from homing.dispatching.receipts import take_receipt
from homing.dispatching.reconcile import expire
from homing.dispatching.sweep import release_stale
from homing.domain.outcome import DispatchState, EventKind, HoldReason
from homing.domain.receipts import ReceiptStatus
from homing.store import ledger
from homing.store.attempts import Withdrawn
from homing.store.ledger import Reserved
from tests.dispatching.support import ProcessGoneError, attempts_of, gone_at, rows, until
from tests.invariants import check_books
from tests.world import Company, Run

ESTIMATE: Final = 95_000
"""Micros of a dollar for one segment to Spain, as the product's price list has it."""
REAL: Final = 76_900
"""What the carrier takes for it."""


async def books(company: Company) -> tuple[int, int]:
    """Reserved and spent today, in micros."""
    spend = await company.spend()
    return spend.reserved, spend.spent


async def read_reserved(run: Run) -> list[Reserved]:
    async with run.company.sending.database.app(run.company.id) as connection:
        return await ledger.read_reserved_page(connection, run.request().page, "sms")


@pytest.mark.spec("X02", "P23")
async def test_a_cap_that_is_lowered_during_the_days_first_claim_is_not_missed(
    firm: Company, owner: AsyncEngine, carrier: Control
) -> None:
    people = await firm.hire(2)
    run = await firm.campaign(people)

    async def claim_waits() -> bool:
        async with owner.connect() as connection:
            waiting = await connection.scalar(
                text(
                    "select count(*) from pg_stat_activity where datname = current_database()"
                    " and cardinality(pg_blocking_pids(pid)) > 0"
                )
            )
        return bool(waiting)

    async with owner.begin() as holding:
        await holding.execute(
            text("select 1 from recipients where execution_id = :execution for update"),
            {"execution": run.execution},
        )
        sent = asyncio.create_task(run.send())
        await until(claim_waits)
        first = await rows(firm.sending, "select 1 from cost_caps where org_id = :org", org=firm.id)
        await firm.set_cap(0)
    await sent

    assert first == []
    assert await run.outcomes() == {"skipped:cap_exhausted": 2}
    assert [await carrier.texts(one.number) for one in people] == [[], []]
    assert await books(firm) == (0, 0)


@pytest.mark.spec("X02")
async def test_a_process_that_gives_up_by_an_old_reading_gives_back_what_the_database_holds(
    firm: Company,
) -> None:
    run = await firm.campaign(await firm.hire(4))
    with pytest.raises(ProcessGoneError):
        await run.send(sending=replace(firm.sending, reached=gone_at(Point.AFTER_CLAIM)))
    old = await read_reserved(run)
    await rows(firm.sending, "update dispatches set changed_at = now() - interval '11 minutes'")
    assert await release_stale(firm.sending) == 4
    # A week later a text takes more segments: each dispatch is reserved anew, in another period, for more.
    for table in ("cost_caps", "dispatches"):
        await rows(firm.sending, f"update {table} set period = period - 7 where org_id = :org", org=firm.id)
    await rows(
        firm.sending,
        "update organizations set product_name = :name where id = :org",
        name="A product of a long name " * 6,
        org=firm.id,
    )
    with pytest.raises(ProcessGoneError):
        await run.send(sending=replace(firm.sending, reached=gone_at(Point.AFTER_CLAIM)))
    new = await read_reserved(run)
    held = [Withdrawn(one.id, DispatchState.HELD, HoldReason.PROVIDER_BUSY, None) for one in old]

    async with firm.sending.database.app(firm.id) as connection:
        await give_up(connection, firm.id, BY_NAME["sms"], old, held)

    assert {one.id for one in old} == {one.id for one in new}
    assert sum(one.reserved for one in new) > sum(one.reserved for one in old)
    await check_books(firm)
    assert {row.reserved for row in await rows(firm.sending, "select reserved from cost_caps")} == {0}
    assert await run.outcomes() == {"held:provider_busy": 4}


async def refused_though_sent(run: Run, carrier: Control, number: str) -> None:
    """The provider took it and answered with a refusal."""
    await carrier.fault("error", to=number, next=1, code=30007, http_status=400, accepted=True)
    await run.send()


async def busy_though_sent(run: Run, carrier: Control, number: str) -> None:
    """The provider took it and answered that it was too busy to."""
    await carrier.fault("error", to=number, next=1, code=20429, accepted=True)
    sending = run.company.sending
    hasty = replace(sending, limits=replace(sending.limits, busy_backoff=timedelta(0)))
    await run.send(sending=hasty)


async def not_sent_though_sent(run: Run, carrier: Control, number: str) -> None:
    """A process that was given up for lost comes back and says that the provider did not process it."""
    await carrier.fault("error", to=number, next=1, code=20429, accepted=True)
    sending = run.company.sending

    async def given_up(point: Point) -> None:
        if point is Point.BEFORE_SETTLE:
            await rows(sending, "update dispatches set due_at = due_at - interval '1 hour'")
            await expire(sending)

    await run.send(sending=replace(sending, reached=given_up))


@pytest.mark.spec("X02")
@pytest.mark.parametrize(
    ("disowned", "outcome"),
    [
        (refused_though_sent, "rejected:"),
        (busy_though_sent, "held:provider_busy"),
        (not_sent_though_sent, "rejected:not_sent"),
    ],
    ids=["rejected", "held", "not_sent"],
)
async def test_what_was_thought_unsent_and_is_delivered_without_a_price_is_booked_at_its_estimate(
    firm: Company,
    carrier: Control,
    disowned: Callable[[Run, Control, str], Awaitable[None]],
    outcome: str,
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    await disowned(run, carrier, person.number)
    [before] = await run.outcomes()
    freed = await books(firm)
    [message] = await carrier.texts(person.number)
    [attempt] = await attempts_of(run)

    await take_receipt(firm.sending, attempt.id, message.sid, ReceiptStatus.DELIVERED)
    impatient = replace(firm.sending, limits=replace(firm.sending.limits, price_deadline=timedelta(0)))
    booked = [await book_overdue(impatient), await book_overdue(impatient)]

    assert before.startswith(outcome)
    assert (freed, booked) == ((0, 0), [1, 0])
    assert await books(firm) == (0, ESTIMATE)
    assert [row.cost for row in (await run.dispatches()).values()] == [ESTIMATE]
    events = await run.events()
    assert [one.cost_micros for one in events if one.kind == EventKind.SENT] == [ESTIMATE]
    await check_books(firm)


@pytest.mark.spec("X02", "P22")
async def test_two_messages_of_one_dispatch_that_are_priced_together_cost_their_sum(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("error", to=person.number, next=1, code=20429, accepted=True)
    run = await firm.campaign([person])
    await run.send()
    messages = await carrier.wait(to=person.number, texts=2, status="delivered")
    first, second = await attempts_of(run)
    [unlisted] = [one for one in messages if one.sid != second.provider_id]
    await take_receipt(firm.sending, first.id, unlisted.sid, ReceiptStatus.DELIVERED)
    before = await books(firm)

    booked = [await read_prices(firm.sending), await read_prices(firm.sending)]

    assert [first.state, second.state] == ["not_processed", "sent"]
    assert (before, booked) == ((ESTIMATE, 0), [2, 0])
    assert await books(firm) == (0, 2 * REAL)
    assert [row.cost for row in (await run.dispatches()).values()] == [2 * REAL]
    assert await firm.alerts() == {"second_message": 1}
    await check_books(firm)


@pytest.mark.spec("X02")
async def test_two_messages_of_one_dispatch_without_a_price_are_booked_at_both_estimates(
    firm: Company, tuned: Control, apart: Sending
) -> None:
    await tuned.tune(price_delay=3600)
    [person] = await firm.hire(1)
    await tuned.fault("error", to=person.number, next=1, code=20429, accepted=True)
    run = await firm.campaign([person])
    await run.send()
    messages = await tuned.wait(to=person.number, texts=2, status="delivered")
    first, second = await attempts_of(run)
    [unlisted] = [one for one in messages if one.sid != second.provider_id]
    await take_receipt(apart, first.id, unlisted.sid, ReceiptStatus.DELIVERED)

    booked = await book_overdue(replace(apart, limits=replace(apart.limits, price_deadline=timedelta(0))))

    assert booked == 2
    assert await books(firm) == (0, 2 * ESTIMATE)
    assert [row.cost for row in (await run.dispatches()).values()] == [2 * ESTIMATE]
    await check_books(firm)
