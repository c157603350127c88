"""What an act, a removal and a deactivation bring about: notices vanish, and the last one is noticed."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID, uuid4

import pytest
from temporalio.client import Client

from homing.dispatching import withdraw
from homing.dispatching.claim import claim
from homing.domain.definition import Target, TargetType
from homing.domain.errors import NotFoundError
from plugin.campaigns import Campaigns
from tests.campaigns.support import Case, draft, started
from tests.dispatching.support import rows, until
from tests.world import Company, Run, Someone

MANAGER = Target(TargetType.MANAGER, None)

Close = Callable[[Company, Run, Someone], Coroutine[Any, Any, object]]
CLOSE: dict[str, Close] = {
    "act": lambda firm, run, one: withdraw.act(firm.sending, firm.id, run.execution, one.id),
    "remove": lambda firm, run, one: withdraw.remove(firm.sending, firm.id, run.execution, one.id),
    "deactivate": lambda firm, run, one: withdraw.deactivate(firm.sending, run.company.id, one.id),
}


def user(one: Someone) -> Target:
    return Target(TargetType.USER, str(one.id))


async def inbox(firm: Company, one: Someone) -> int:
    return len(await firm.inbox(one))


@pytest.mark.spec("Q04")
@pytest.mark.parametrize("close", CLOSE.values(), ids=CLOSE)
async def test_a_notice_vanishes_when_the_last_whom_it_is_about_has_acted(
    firm: Company, close: Close
) -> None:
    first, second, other, boss, observer = await firm.hire(5)
    await firm.put_under(boss, [first, second])
    run = await firm.campaign([first, second, other])
    assert await run.tell(MANAGER, user(observer)) == 2
    await run.send("in_app", told=True, cohort=1)

    await close(firm, run, first)
    assert (await inbox(firm, boss), await inbox(firm, observer)) == (1, 1)
    await close(firm, run, second)
    assert (await inbox(firm, boss), await inbox(firm, observer)) == (0, 1)
    await close(firm, run, other)
    assert (await inbox(firm, boss), await inbox(firm, observer)) == (0, 0)


@pytest.mark.spec("Q04")
async def test_of_two_who_act_at_once_one_takes_the_notice_back(firm: Company) -> None:
    staff = await firm.hire(9)
    boss = staff.pop()
    await firm.put_under(boss, staff)
    run = await firm.campaign(staff)
    await run.tell(MANAGER)
    await run.send("in_app", told=True, cohort=1)

    closed = await asyncio.gather(
        *(withdraw.act(firm.sending, firm.id, run.execution, one.id) for one in staff)
    )
    assert closed.count(True) == 1
    assert await inbox(firm, boss) == 0


@pytest.mark.spec("Q04")
@pytest.mark.parametrize("close", CLOSE.values(), ids=CLOSE)
async def test_the_answer_waits_for_a_notice_that_is_being_posted(firm: Company, close: Close) -> None:
    person, boss = await firm.hire(2)
    await firm.put_under(boss, [person])
    run = await firm.campaign([person])
    await run.tell(MANAGER)
    async with firm.sending.database.app(firm.id) as connection:
        await claim(connection, run.company.sending.vault, run.request("sms", told=True, cohort=1))
    await post(run, "posting", "1 hour")

    closing = asyncio.create_task(close(firm, run, person))
    await until(lambda: closed(run, person), seconds=60)
    assert not closing.done()
    await post(run, "sent", "0 seconds")
    await closing


async def post(run: Run, state: str, lease: str) -> None:
    """Bring the one text to where a worker would have."""
    changed = await rows(
        run.company.sending,
        "update dispatches set state = :state, due_at = now() + cast(:lease as text)::interval"
        " where execution_id = :id and channel = 'sms' returning id",
        state=state,
        lease=lease,
        id=run.execution,
    )
    assert len(changed) == 1


async def closed(run: Run, one: Someone) -> bool:
    found = await rows(
        run.company.sending,
        "select 1 from recipients r join users u on u.id = r.user_id and u.org_id = r.org_id"
        " where r.execution_id = :id and u.id = :user"
        "   and (r.acted_at is not null or r.removed_at is not null or not u.active)",
        id=run.execution,
        user=one.id,
    )
    return bool(found)


async def test_a_recipients_own_item_stays_when_a_notice_about_others_would_not(firm: Company) -> None:
    boss, clerk = await firm.hire(2)
    await firm.put_under(boss, [clerk])
    run = await firm.campaign([boss, clerk])
    await run.send("in_app")
    await run.tell(MANAGER)
    await run.send("in_app", told=True, cohort=1)
    await withdraw.act(firm.sending, firm.id, run.execution, clerk.id)
    assert await inbox(firm, boss) == 1


@pytest.mark.spec("Q05")
async def test_who_was_told_and_may_act_acts_for_themself(firm: Company) -> None:
    late, boss = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(user(boss), may_act=True)
    await run.send("in_app", told=True, cohort=1)
    assert await inbox(firm, boss) == 1

    for _ in range(2):
        assert not await withdraw.act(firm.sending, firm.id, run.execution, boss.id)

    assert await inbox(firm, boss) == 0
    [row] = await rows(
        firm.sending,
        "select t.acted_at is not null, r.acted_at from targets t"
        " join recipients r using (execution_id) where t.execution_id = :id",
        id=run.execution,
    )
    assert tuple(row) == (True, None)


async def test_who_was_only_alerted_cannot_act(firm: Company) -> None:
    late, boss = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(user(boss))
    with pytest.raises(NotFoundError):
        await withdraw.act(firm.sending, firm.id, run.execution, boss.id)


async def test_acting_twice_is_the_same_as_once_and_a_stranger_is_told_so(
    desk: Campaigns, firm: Company
) -> None:
    person, other = await firm.hire(2)
    case = await started(desk, firm, [person, other])
    moments = []
    for _ in range(2):
        await desk.act(firm.id, case.id, person.id)
        moments += [tuple(row) for row in await acted(case)]
    assert len(set(moments)) == 1
    with pytest.raises(NotFoundError):
        await desk.act(firm.id, case.id, uuid4())


async def acted(case: Case) -> list[tuple[UUID, object]]:
    found = await rows(
        case.company.sending,
        "select user_id, acted_at from recipients where execution_id = :id and acted_at is not null",
        id=case.id,
    )
    return [(row.user_id, row.acted_at) for row in found]


async def test_the_last_act_tells_temporal_once_and_no_other_does(
    desk: Campaigns, firm: Company, client: Client
) -> None:
    gone, removed, *staff = await firm.hire(6)
    case = await started(desk, firm, [gone, removed, *staff])
    await desk.deactivate(firm.id, gone.id)
    await desk.remove(firm.id, case.id, removed.id)
    assert not (await case.row()).acted

    await asyncio.gather(*(desk.act(firm.id, case.id, one.id) for one in staff))
    await desk.act(firm.id, case.id, staff[0].id)

    row = await case.row()
    assert (row.acted, row.told_acted) == (True, True)
    assert await case.said(client) == ["started", "everybody_acted"]


@pytest.mark.spec("Q18")
@pytest.mark.parametrize("last", ["remove", "deactivate"])
async def test_that_nobody_is_left_is_told_whoever_left_last(
    desk: Campaigns, firm: Company, client: Client, last: str
) -> None:
    done, person = await firm.hire(2)
    case = await started(desk, firm, [done, person])
    await desk.act(firm.id, case.id, done.id)
    if last == "remove":
        await desk.remove(firm.id, case.id, person.id)
    else:
        await desk.deactivate(firm.id, person.id)
    assert await case.said(client) == ["started", "everybody_acted"]


async def test_an_act_before_the_start_counts(desk: Campaigns, firm: Company, client: Client) -> None:
    person = (await firm.hire(1))[0]
    case = await draft(desk, firm, [person])
    await desk.act(firm.id, case.id, person.id)
    assert not (await case.row()).acted

    await desk.start(firm.id, case.id)
    assert (await case.row()).acted
    assert [who for who, _ in await acted(case)] == [person.id]
