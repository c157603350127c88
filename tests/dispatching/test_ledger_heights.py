"""How it is noticed that a ledger was put back: by what the workflow knows, the page's heartbeats, and the
process itself."""

import asyncio
from dataclasses import replace
from typing import Final

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import send_activities
from activities.heartbeat import heartbeating
from homing.carrier.control import Control
from homing.channels import BY_NAME, CHANNELS
from homing.dispatching.context import Heights, Sending
from tests.dispatching.support import far, rows
from tests.world import Company, Run
from workflows.ports import Manner, Page, PageResult, StepRef

FAR: Final = far(0)
"""Above any number of an attempt."""


async def send_page(
    sending: Sending, run: Run, *, channel: str = "sms", ledger: int = 0, beaten: int | None = None
) -> PageResult:
    """The activity of a page, which was ``beaten`` by before with this height."""
    activities = dict(zip(CHANNELS, send_activities(sending), strict=True))
    environment = ActivityEnvironment()
    if beaten is not None:
        environment.info = replace(environment.info, heartbeat_details=[beaten])
    page = Page(
        ref=StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=run.people),
        manner=Manner(channels=[channel]),
        first=0,
        past=run.people,
        channel=channel,
        earlier=[],
        ledger=ledger,
    )
    result: PageResult = await environment.run(activities[BY_NAME[channel]], page)
    return result


async def reason(company: Company) -> str | None:
    """Why sms is off."""
    [row] = await rows(
        company.sending,
        "select disabled_reason from org_channels where channel = 'sms' and org_id = :org",
        org=company.id,
    )
    return None if row[0] is None else str(row[0])


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("by", ["the workflow", "a heartbeat", "the process"])
async def test_a_page_waits_where_any_of_them_knows_more_than_the_ledger(
    company: Company, carrier: Control, by: str
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])
    own = replace(company.sending, heights=Heights())
    if by == "the process":
        own.heights.rise(company.id, FAR)
    ledger = FAR if by == "the workflow" else 0

    for _ in range(2):
        with pytest.raises(ApplicationError) as waits:
            await send_page(own, run, ledger=ledger, beaten=FAR if by == "a heartbeat" else None)
        assert (waits.value.type, waits.value.non_retryable) == ("ledger_behind", False)

    assert await reason(company) == "ledger_behind"
    assert await company.alerts() == {"ledger_behind": 1, "channel_stopped": 1}
    assert await run.outcomes() == {}
    assert await carrier.texts(person.number) == []


@pytest.mark.spec("X01")
async def test_heartbeats_tell_the_height_that_the_process_knows_at_that_moment() -> None:
    heights, told, enough = iter(range(5, 100)), list[int](), asyncio.Event()

    def beaten(*details: int) -> None:
        told.extend(details)
        if len(told) > 1:
            enough.set()

    async def work() -> None:
        async with heartbeating(lambda: next(heights), every=0.001):
            await asyncio.wait_for(enough.wait(), 10)

    environment = ActivityEnvironment()
    environment.on_heartbeat = beaten
    await environment.run(work)

    assert told[:2] == [5, 6]


@pytest.mark.spec("X01")
async def test_a_process_that_made_the_latest_attempt_itself_finds_nothing_amiss(
    company: Company, carrier: Control
) -> None:
    people = await company.hire(2)
    own = replace(company.sending, heights=Heights())
    results = [await send_page(own, await company.campaign(people)) for _ in range(2)]
    again = await send_page(
        own, await company.campaign(people), ledger=results[0].ledger, beaten=results[1].ledger
    )

    assert own.heights.of(company.id) == again.ledger > results[1].ledger
    assert await reason(company) is None
    assert [len(await carrier.texts(one.number)) for one in people] == [3, 3]
