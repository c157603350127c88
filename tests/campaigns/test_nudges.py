"""Of whom it is told that what they wait for is there: once however much news there is, and of nobody who
waits for something else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.dispatching.leaving import Leaving, leave
from homing.dispatching.nudges import Nudges
from homing.domain.receipts import ReceiptStatus
from homing.observing import Metrics
from homing.store import cohorts
from homing.store.awaited import CohortKey, News
from homing.store.cohorts import Place
from homing.store.judging import Judgement
from homing.store.ledger import StepKey
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from plugin.nudging import Nudger
from plugin.telling import AWAY
from tests.campaigns.nudged import WAIT, awaiting, report, restate, texted
from tests.conftest import SENDER
from tests.dispatching.support import rows
from tests.measuring import values
from tests.world import Company, found_company


@pytest.fixture
async def firm(apart: Sending) -> Company:
    """A company on the quiet database, whose news nobody else takes."""
    return await found_company(replace(apart, nudges=Nudges(), metrics=Metrics()), SENDER)


@pytest.fixture
async def nudger(firm: Company, temporal: EmbeddedTemporal) -> Nudger:
    return Nudger(firm.sending, await Client.connect(temporal.address, lazy=True))


def told(company: Company) -> dict[tuple[str, ...], float]:
    """How often Temporal was told, by its answer. Nobody's workflow runs on the quiet database: the step's is
    asked for first and then the campaign's."""
    return values(company.sending, "homing_nudges_total", "answer")


@pytest.mark.spec("W10")
async def test_only_the_last_receipt_of_a_cohort_is_told_and_once(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, attempts = await texted(firm, carrier, 5)
    await awaiting(run)

    said = []
    for attempt in attempts:
        await report(run, [attempt], ReceiptStatus.DELIVERED)
        said.append(await nudger.once())
    await report(run, attempts, ReceiptStatus.DELIVERED)
    said.append(await nudger.once())

    assert said == [0, 0, 0, 0, 1, 0]
    assert told(firm) == {("none",): 2}


async def test_news_that_ends_nobodys_waiting_is_told_to_nobody(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, attempts = await texted(firm, carrier, 2)
    await report(run, attempts, ReceiptStatus.DELIVERED)
    assert await nudger.once() == 0, "its workflow has not begun to wait"

    later, attempts = await texted(firm, carrier, 2)
    await awaiting(later)
    await report(later, attempts, ReceiptStatus.SENT)
    assert await nudger.once() == 0, "a receipt that is not the last word"


@pytest.mark.parametrize(
    ("state", "complete"), [("posting", 0), ("reserved", 0), ("unknown", 0), ("held", 1), ("rejected", 1)]
)
async def test_whatever_else_is_still_to_come_of_a_cohort_is_waited_for(
    firm: Company, carrier: Control, nudger: Nudger, state: str, complete: int
) -> None:
    run, [first, other] = await texted(firm, carrier, 2)
    await restate(run, other, state)
    await awaiting(run)

    await report(run, [first], ReceiptStatus.DELIVERED)

    assert await nudger.once() == complete


@pytest.mark.spec("W10")
async def test_while_somebody_is_held_receipts_that_nobody_awaits_are_told_to_nobody(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, [held, *others] = await texted(firm, carrier, 4)
    await restate(run, held, "held")

    said = []
    for attempt in others:
        await awaiting(run, None)  # as after each look
        await report(run, [attempt], ReceiptStatus.DELIVERED)
        said.append(await nudger.once())

    assert said == [0, 0, 0]


async def test_receipts_that_come_when_they_are_awaited_no_longer_are_told_to_nobody(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, attempts = await texted(firm, carrier, 2)
    for attempt in attempts:
        await restate(run, attempt, "sent", hours_ago=2)
    await awaiting(run)

    await report(run, attempts, ReceiptStatus.DELIVERED)

    assert await nudger.once() == 0


@pytest.mark.spec("W10")
@pytest.mark.parametrize("state", ["posting", "unknown", "held"])
async def test_where_no_receipt_is_awaited_news_of_what_was_not_known_to_be_sent_is_told(
    firm: Company, carrier: Control, nudger: Nudger, state: str
) -> None:
    run, [sent, other] = await texted(firm, carrier, 2)
    await restate(run, other, state)
    await awaiting(run, None)

    await report(run, [sent, other], ReceiptStatus.DELIVERED)

    assert await nudger.once() == 1


@pytest.mark.spec("W10")
async def test_news_of_a_cohort_that_is_just_on_its_way_is_told_afterwards(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, attempts = await texted(firm, carrier, 1)
    await awaiting(run)

    async with firm.sending.database.app(firm.id) as connection:
        await cohorts.lock_visit(connection, firm.id, run.execution, 0, "remind")
        await report(run, attempts, ReceiptStatus.DELIVERED)
        said = [await nudger.once(), await nudger.once()]
    said += [await nudger.once(), await nudger.once()]

    assert said == [0, 0, 1, 0]


@pytest.mark.spec("W10")
async def test_the_last_receipt_of_those_who_were_left_behind_is_told(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, [first, silent] = await texted(firm, carrier, 2)
    await awaiting(run)
    await report(run, [first], ReceiptStatus.DELIVERED)
    now = (await rows(firm.sending, "select now()"))[0][0]
    async with firm.sending.database.app(firm.id) as connection:
        gone = await leave(
            connection,
            Leaving(
                org=firm.id,
                execution=run.execution,
                place=Place(0, "remind", 2, 2, now, now),
                transitions={"delivered": "next"},
                waits={},
                due=now,
                window_until=now + timedelta(days=1),
                grace_seconds=1.0,
                sent=Judgement(
                    channels=["sms"],
                    receipted=["sms"],
                    ordered=False,
                    until_delivered=False,
                    receipt_seconds=WAIT,
                    unknown_seconds=WAIT,
                    unknown_failed=False,
                    giving_up=False,
                ),
            ),
        )
    assert {(place.step, place.left) for place in gone.places} == {("next", False), ("remind", True)}
    assert await nudger.once() == 0

    await report(run, [silent], ReceiptStatus.DELIVERED)

    assert await nudger.once() == 1


@pytest.mark.spec("W10")
async def test_a_workflow_that_can_not_be_told_keeps_no_other_from_it(firm: Company, nudger: Nudger) -> None:
    execution = uuid4()
    resting = CohortKey(StepKey(firm.id, execution, "remind", 1), 0)
    refused = CohortKey(StepKey(firm.id, execution, "\ud800", 1), 0)  # what no request can hold
    firm.sending.nudges.now([refused, resting])

    with pytest.raises(UnicodeEncodeError):
        await nudger.once()

    assert told(firm) == {("none",): 2}, "the step, and then its campaign"
    assert firm.sending.nudges.take() == ([], [refused])


async def test_a_receipt_that_was_awaited_long_enough_keeps_nobody_waiting(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, [first, silent] = await texted(firm, carrier, 2)
    await restate(run, silent, "sent", hours_ago=2)
    await awaiting(run)

    await report(run, [first], ReceiptStatus.DELIVERED)

    assert await nudger.once() == 1


@pytest.mark.spec("W10")
async def test_where_temporal_is_away_it_is_told_later(
    firm: Company, carrier: Control, nudger: Nudger
) -> None:
    run, attempts = await texted(firm, carrier, 1)
    await awaiting(run)
    await report(run, attempts, ReceiptStatus.DELIVERED)
    gone = Nudger(firm.sending, await Client.connect(f"127.0.0.1:{free_port()}", lazy=True))

    with pytest.raises(AWAY):
        await gone.once()

    assert await nudger.once() == 1
    assert told(firm)[("none",)] == 2


def test_of_more_cohorts_than_are_kept_the_first_are_kept_and_each_once() -> None:
    keys = [CohortKey(StepKey(UUID(int=1), UUID(int=n), "remind", 1), 0) for n in range(5)]
    news = [News(key, None) for key in keys]
    nudges = Nudges(most=3)

    for _ in range(2):
        nudges.perhaps(news)
    nudges.now(keys[4:])

    assert nudges.take() == (news[:3], keys[4:])
    assert nudges.take() == ([], [])


def test_of_a_cohorts_news_that_is_kept_which_is_the_likeliest_to_be_awaited() -> None:
    key = CohortKey(StepKey(UUID(int=1), UUID(int=2), "remind", 1), 0)
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    late, later, fate = News(key, noon), News(key, noon + timedelta(hours=1)), News(key, None)
    nudges = Nudges()

    for news, kept in ([later, late], later), ([late, later], later), ([later, fate, late], fate):
        nudges.perhaps(news)
        assert nudges.take() == ([kept], [])
