"""Those who are told about others: one notice each while somebody has yet to act, and none afterwards."""

from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.failing import fail_page
from homing.domain.definition import Target, TargetType
from homing.domain.phone import E164
from homing.store import groups
from homing.store.groups import NewGroup
from tests.dispatching.notices import MANAGER, TOLD, act, tally, tell, user
from tests.dispatching.support import rows
from tests.invariants import check_books
from tests.world import Company


@pytest.mark.spec("P02", "P03", "P29", "Q05")
async def test_a_manager_of_twelve_late_people_gets_one_text_about_them(
    firm: Company, carrier: Control
) -> None:
    [boss] = await firm.hire(1, locale="en")
    late = await firm.hire(12)
    await firm.put_under(boss, late)
    run = await firm.campaign(late)
    reminder = await firm.campaign([boss])
    await reminder.send()

    assert await run.tell(MANAGER) == 1
    for _ in range(2):
        await tell(run)

    about_self, about_others = [message.body for message in await carrier.texts(boss.number)]
    assert about_self.splitlines()[0] != about_others.splitlines()[0]
    assert "Pidgr" in about_others
    assert about_others.endswith("Reply STOP to opt out.")
    assert await tally(run) == {"sent": 1}
    assert set(await run.dispatches()) == {boss.id}
    await check_books(firm)


@pytest.mark.spec("P02", "P29")
async def test_users_members_of_groups_and_holders_of_roles_are_told_once_each(
    firm: Company, carrier: Control
) -> None:
    late, one, member, holder, everything = await firm.hire(5)
    group = uuid4()
    async with firm.sending.database.app(firm.id) as connection:
        await groups.add_groups(connection, firm.id, [NewGroup(id=group, name="Night shift")])
        await groups.set_members(connection, firm.id, group, [member.id, everything.id])
        await groups.set_roles(connection, firm.id, {holder.id: ["safety"], everything.id: ["safety"]})
    await firm.put_under(everything, [late])
    run = await firm.campaign([late])
    told = [
        user(one),
        user(everything),
        Target(TargetType.GROUP, str(group)),
        Target(TargetType.ROLE, "safety"),
        MANAGER,
    ]

    assert await run.tell(*told) == 4
    await tell(run)

    assert await tally(run) == {"sent": 4}
    for someone in (one, member, holder, everything):
        assert len(await carrier.texts(someone.number)) == 1
    assert await carrier.texts(late.number) == []


@pytest.mark.spec("Q05")
@pytest.mark.parametrize("may_act", [True, False])
async def test_a_target_can_act_on_the_item_where_the_step_lets_them(firm: Company, *, may_act: bool) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(user(boss), may_act=may_act)

    await run.send("in_app")
    await tell(run, "in_app")

    found = await rows(
        firm.sending,
        "select user_id, may_act from in_app_items where execution_id = :execution",
        execution=run.execution,
    )
    assert dict(found) == {late.id: True, boss.id: may_act}


@pytest.mark.parametrize("end", ["acted", "removed", "deactivated"])
async def test_nobody_is_told_once_there_is_nobody_left_to_be_told_about(
    firm: Company, carrier: Control, end: str
) -> None:
    boss, first, last = await firm.hire(3)
    run = await firm.campaign([boss, first, last])
    await run.tell(user(boss))
    await act(run, first)
    org = firm.id
    match end:
        case "acted":
            await act(run, last)
        case "removed":
            await withdraw.remove(firm.sending, org, run.execution, last.id)
        case _:
            await withdraw.deactivate(firm.sending, org, last.id)

    for channel in ("sms", "email", "in_app"):
        await tell(run, channel)

    for channel in ("sms", "email", "in_app"):
        assert await tally(run, channel=channel) == {"skipped:acted": 1}, "the target alone has yet to act"
    assert await carrier.texts(boss.number) == []
    await check_books(firm)


@pytest.mark.spec("Q18")
async def test_a_target_who_was_taken_out_of_the_campaign_is_told_nothing(
    firm: Company, carrier: Control
) -> None:
    boss, gone, late = await firm.hire(3)
    run = await firm.campaign([boss, late])
    await run.tell(user(boss), user(gone))
    await withdraw.remove(firm.sending, firm.id, run.execution, boss.id)
    await withdraw.deactivate(firm.sending, firm.id, gone.id)

    await tell(run)

    assert await tally(run) == {"skipped:removed": 1, "skipped:user_deactivated": 1}
    assert await carrier.texts(boss.number) == await carrier.texts(gone.number) == []


@pytest.mark.spec("Q05")
async def test_all_who_are_told_of_a_whole_cohort_are_as_long_as_one_of_it_has_not_acted(
    firm: Company, carrier: Control
) -> None:
    boss, manager, first, last = await firm.hire(4)
    await firm.put_under(manager, [first])
    run = await firm.campaign([first, last])
    await act(run, first)
    await run.tell(user(boss), MANAGER, whole=True)

    await tell(run)

    assert await tally(run) == {"sent": 2}
    assert [len(await carrier.texts(one.number)) for one in (boss, manager)] == [1, 1]


@pytest.mark.spec("P08", "P14", "P24", "W01")
async def test_targets_fall_through_and_are_refused_as_anybody_is(firm: Company, carrier: Control) -> None:
    late, with_number, stopped, beyond = await firm.hire(4)
    [without] = await firm.hire(1, number=False)
    run = await firm.campaign([late])
    await withdraw.stop(firm.sending, E164(stopped.number))
    assert await run.tell(user(with_number), user(without), user(stopped)) == 3
    await tell(run)
    await tell(run, "email", earlier=("sms",))
    await firm.set_cap(0)
    capped = await firm.campaign([late])
    await capped.tell(user(beyond))

    await tell(capped)

    assert await tally(run) == {"sent": 1, "skipped:no_identifier": 1, "skipped:opted_out": 1}
    assert set(await run.dispatches("email")) == {without.id, stopped.id}
    assert await tally(run, channel="email") == {"sent": 2}
    assert await tally(capped) == {"skipped:cap_exhausted": 1}
    assert await carrier.texts(beyond.number) == []


async def test_pages_of_targets_are_taken_by_position(firm: Company, carrier: Control) -> None:
    late, *bosses = await firm.hire(4)
    run = await firm.campaign([late])
    await run.tell(*map(user, bosses))

    await tell(run, first=0, past=2)
    first = await tally(run)
    await tell(run, first=2, past=4)

    assert (first, await tally(run)) == ({"sent": 2}, {"sent": 3})


async def test_a_page_of_targets_that_meets_a_bug_is_marked(firm: Company, carrier: Control) -> None:
    late, boss = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(user(boss))

    await fail_page(firm.sending, run.request(told=True, cohort=TOLD))
    await tell(run)

    assert await tally(run) == {"rejected:internal_error": 1}
    assert await carrier.texts(boss.number) == []
    assert (await firm.alerts())["internal_error"] == 1
