"""Workflows go on as soon as what they wait for is there, long before their timers end."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from temporalio.api.enums.v1 import EventType

from homing.carrier.control import Control
from homing.dispatching import switching
from homing.domain.receipts import ReceiptStatus
from homing.store import organizations
from plugin.embedded.mail import MailSink
from plugin.nudging import nudging
from tests.campaigns.nudged import report
from tests.definitions import define, missed, remind
from tests.dispatching.support import attempts_of, rows, until
from tests.engine import Engine
from tests.workflows.support import PATIENCE, all_quiet, asleep
from tests.world import Company, Run
from workflows.ports import StepResult


async def signals(engine: Engine, workflow: str) -> int:
    history = await engine.client.get_workflow_handle(workflow).fetch_history()
    signalled = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED
    return [event.event_type for event in history.events].count(signalled)


@pytest.fixture
async def awake(company: Company, engine: Engine) -> AsyncIterator[None]:
    """Tells of what this test's process notes, beside whoever else does."""
    async with nudging(company.sending, engine.client):
        yield


async def switch_off(company: Company) -> None:
    async with company.sending.database.app(company.id) as connection:
        await organizations.set_channel(connection, company.id, "sms", enabled=False)
    await switching.empty(company.sending, company.id, "sms")


@pytest.mark.spec("U03")
@pytest.mark.usefixtures("awake")
async def test_a_step_that_sleeps_till_the_morning_goes_on_when_its_channel_goes_off(
    company: Company, engine: Engine, carrier: Control
) -> None:
    await all_quiet(company)
    run = await company.campaign(await company.hire(2))
    handle = await engine.start(run, "sms")
    await asleep(handle)
    assert await run.outcomes() == {"held:quiet_hours": 2}

    await switch_off(company)
    result: StepResult = await asyncio.wait_for(handle.result(), PATIENCE)

    assert result.counts["sms"] == {"skipped:channel_disabled": 2}
    assert await signals(engine, handle.id) == 1


@pytest.mark.spec("U03", "P20", "P24")
@pytest.mark.usefixtures("awake")
async def test_those_whom_a_campaign_holds_till_the_morning_fall_through_when_their_channel_goes_off(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    await all_quiet(company)
    people = await company.hire(2)
    run = await company.campaign(people)
    story = define(
        remind("remind", "sms", channelStrategy="FIRST_REACHED", ways={"skipped": "mail"}),
        remind("mail", "email", urgent=True, urgentReason="x", ways={}),
    )
    handle = await engine.walk(run, story)

    async def rests() -> bool:
        """Whether they are left to the campaign, no step's workflow being at it."""
        found = await rows(
            company.sending,
            "select 1 from visits where execution_id = :id and left_at is null and window_until is not null",
            id=run.execution,
        )
        return bool(found)

    await until(rests, seconds=PATIENCE)
    await switch_off(company)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert result.outcomes["remind"] == {"skipped": 2}
    assert [len(mail.inbox[one.mail]) for one in people] == [1, 1]
    assert [await carrier.texts(one.number) for one in people] == [[], []]


@pytest.mark.spec("W10", "W13")
async def test_the_flow_goes_on_with_the_last_receipt_long_before_its_wait_is_over(
    company: Company, engine: Engine, carrier: Control
) -> None:
    people = await company.hire(6)
    await carrier.fault("fail", to=people[0].number, code=30003)
    for person in people[1:]:
        await carrier.fault("silent", to=person.number)
    run = await company.campaign(people)
    story = define(
        remind("remind", "sms", deliveryWait="50m", ways={"delivered": "good", "not_delivered": "bad"}),
        missed("good", ways={}),
        missed("bad", ways={}),
    )
    handle = await engine.walk(run, story)
    step = engine.client.get_workflow_handle(f"step/{company.id}/{run.execution}/remind/1/0")
    for person in people:
        await carrier.wait(to=person.number, seconds=PATIENCE)
    await until(lambda: is_sent(run, 5), seconds=PATIENCE)
    await asleep(step, times=3)
    for attempt in await attempts_of(run):
        if attempt.user_id != people[0].id:
            await report(run, [attempt], ReceiptStatus.DELIVERED)

    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert result.outcomes["remind"] == {"delivered": 5, "not_delivered": 1}
    assert await signals(engine, step.id) <= 1, "of six receipts one is the last"


async def is_sent(run: Run, people: int) -> bool:
    return (await run.outcomes()).get("sent") == people
