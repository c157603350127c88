"""Events that start a campaign for users: each event once for each of them."""

import asyncio
from collections import Counter
from uuid import uuid4

import pytest
from temporalio.client import Client

from homing.domain.errors import NotFoundError, RefusedError
from homing.store.triggers import Answer
from plugin.campaigns import Campaigns
from tests.campaigns.support import Case, draft, triggered_case
from tests.dispatching.support import rows
from tests.world import Company


@pytest.mark.spec("W15", "D29")
async def test_many_users_are_started_in_one_request_with_an_answer_for_each(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    first, second, third, gone = await firm.hire(4)
    await rows(firm.sending, "update users set active = false where id = :id", id=gone.id)
    campaign = (await triggered_case(desk, firm)).campaign
    stranger = uuid4()
    [before] = await desk.trigger(firm.id, campaign, "hired", [second.id])

    asked = [third.id, stranger, second.id, gone.id, first.id, third.id]
    answers = await desk.trigger(firm.id, campaign, "hired", asked)

    new = answers[0].execution_id
    assert [(one.user_id, one.answer, one.execution_id) for one in answers] == [
        (third.id, Answer.STARTED, new),
        (stranger, Answer.UNKNOWN, None),
        (second.id, Answer.ALREADY_STARTED, before.execution_id),
        (gone.id, Answer.INACTIVE, None),
        (first.id, Answer.STARTED, new),
    ]
    assert new not in (None, before.execution_id)
    assert new is not None
    case = Case(firm, campaign, new)
    people = await rows(
        firm.sending,
        "select user_id from recipients where execution_id = :id order by position",
        id=new,
    )
    assert [row.user_id for row in people] == [third.id, first.id]
    assert await case.said(client) == ["started"]
    assert (await case.row()).version == 1


@pytest.mark.spec("D29")
async def test_the_same_event_starts_once_for_a_user_and_another_event_again(
    desk: Campaigns, firm: Company
) -> None:
    [person] = await firm.hire(1)
    campaign, other = [(await triggered_case(desk, firm)).campaign for _ in range(2)]
    asked = [(campaign, "hired"), (campaign, "hired"), (campaign, "moved"), (other, "hired")]
    answers = [(await desk.trigger(firm.id, which, event, [person.id]))[0] for which, event in asked]
    assert [one.answer for one in answers] == [
        Answer.STARTED,
        Answer.ALREADY_STARTED,
        Answer.STARTED,
        Answer.STARTED,
    ]
    assert len({one.execution_id for one in answers}) == 3


@pytest.mark.spec("W15", "D29")
async def test_requests_at_once_start_each_user_once(desk: Campaigns, firm: Company, client: Client) -> None:
    staff = [one.id for one in await firm.hire(12)]
    campaign = (await triggered_case(desk, firm)).campaign
    asked = [staff, staff[::-1], staff[4:] + staff[:4], staff[::2]]

    answers = await asyncio.gather(*(desk.trigger(firm.id, campaign, "hired", users) for users in asked))

    started = Counter(one.user_id for request in answers for one in request if one.answer is Answer.STARTED)
    assert started == dict.fromkeys(staff, 1)
    for user in staff:
        assert len({one.execution_id for request in answers for one in request if one.user_id == user}) == 1
    for execution in {one.execution_id for request in answers for one in request}:
        assert execution is not None
        assert await Case(firm, campaign, execution).said(client) == ["started"]


async def test_an_event_for_nobody_starts_nothing(desk: Campaigns, firm: Company) -> None:
    campaign = (await triggered_case(desk, firm)).campaign
    assert await desk.trigger(firm.id, campaign, "hired", []) == []
    [answer] = await desk.trigger(firm.id, campaign, "hired", [uuid4()])
    assert answer.answer is Answer.UNKNOWN
    found = await rows(firm.sending, "select 1 from executions where campaign_id = :id", id=campaign)
    assert list(found) == []


async def test_what_no_event_starts_is_refused(desk: Campaigns, firm: Company) -> None:
    [person] = await firm.hire(1)
    once = await draft(desk, firm, [person])
    campaign = (await triggered_case(desk, firm)).campaign
    with pytest.raises(RefusedError, match="not_started_by_events"):
        await desk.trigger(firm.id, once.campaign, "hired", [person.id])
    with pytest.raises(NotFoundError):
        await desk.trigger(firm.id, uuid4(), "hired", [person.id])
    with pytest.raises(NotFoundError):
        await desk.trigger(uuid4(), campaign, "hired", [person.id])
    for event in ("", "x" * 201, "nul\0", "half \ud800 of a letter"):
        with pytest.raises(RefusedError, match="event_name"):
            await desk.trigger(firm.id, campaign, event, [person.id])
    with pytest.raises(RefusedError, match="too_many_users"):
        await desk.trigger(firm.id, campaign, "hired", [uuid4()] * 10_001)
