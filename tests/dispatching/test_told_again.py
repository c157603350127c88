"""People who are told of two cohorts, or are recipients of the step as well: one message for all of it."""

from datetime import UTC, datetime

import pytest
from temporalio.testing import ActivityEnvironment

from activities.collecting import collect_activity
from activities.rules import judgement_of
from homing.carrier.control import Control
from homing.domain.strategy import ChannelStrategy
from homing.domain.ways import OUTCOMES
from homing.store import campaigns, cohorts, judging
from homing.store.cohorts import Place
from homing.store.ledger import StepKey
from tests.dispatching.notices import MANAGER, TOLD, act, second_cohort, tally, tell, user
from tests.dispatching.support import kinds, rows
from tests.invariants import check_books
from tests.world import Company, Run
from workflows.ports import Collect, Manner, Standing, StepRef


async def pause(run: Run, *, paused: bool) -> None:
    async with run.company.sending.database.app(run.company.id) as connection:
        await campaigns.set_paused(connection, run.company.id, run.execution, paused=paused)


async def refuse(run: Run) -> None:
    """Have the provider refuse whatever text it accepted."""
    await rows(
        run.company.sending,
        "update dispatches set state = 'rejected' where execution_id = :execution and state = 'sent'",
        execution=run.execution,
    )


async def due(run: Run, cohort: int) -> dict[str, list[int]]:
    """Where there is work for a cohort of one target, whose channels are tried in order, as its workflow is
    told."""
    ref = StepRef(
        org=str(run.company.id),
        execution=str(run.execution),
        step="remind",
        cohort=cohort,
        people=1,
        targets=True,
    )
    manner = Manner(channels=["sms", "email"], strategy=ChannelStrategy.FIRST_REACHED)
    asked = Collect(ref=ref, manner=manner, page_size=10)
    stood: Standing = await ActivityEnvironment().run(collect_activity(run.company.sending), asked)
    return stood.due


@pytest.mark.spec("P29")
async def test_a_target_who_got_the_steps_own_text_is_already_notified(
    firm: Company, carrier: Control
) -> None:
    boss, late, other = await firm.hire(3)
    run = await firm.campaign([boss, late])
    await run.send()
    await run.tell(user(boss), user(other))

    await tell(run)

    assert await tally(run) == {"skipped:already_notified": 1, "sent": 1}
    assert len(await carrier.texts(boss.number)) == 1
    assert {one.step for one in (await run.dispatches()).values()} == {"remind"}
    assert (await kinds(run))[boss.id] == ["SENT"]


@pytest.mark.spec("P02")
async def test_a_recipient_who_has_acted_is_told_about_those_who_have_not(
    firm: Company, carrier: Control
) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([boss, late])
    await act(run, boss)
    for channel in ("sms", "in_app"):
        await run.send(channel)
    before = await run.outcomes()
    await run.tell(user(boss))

    for _ in range(2):
        for channel in ("sms", "in_app"):
            await tell(run, channel)

    assert before == {"sent": 1, "skipped:acted": 1}
    assert await tally(run) == {"sent": 1}
    assert await tally(run, channel="in_app") == {"sent": 1}
    assert len(await carrier.texts(boss.number)) == 1
    assert (await kinds(run))[boss.id] == ["SKIPPED", "SENT"]
    await run.send()
    assert await tally(run) == {"sent": 1}
    await check_books(firm)


@pytest.mark.spec("P02", "P29")
async def test_a_manager_of_people_in_two_cohorts_gets_one_text(firm: Company, carrier: Control) -> None:
    boss, here, there = await firm.hire(3)
    await firm.put_under(boss, [here, there])
    run = await firm.campaign([here])
    await second_cohort(run, [there], cohort=1)
    for about, cohort in ((0, 2), (1, 3)):
        assert await run.tell(MANAGER, about=about, cohort=cohort) == 1

    for cohort in (2, 3, 2):
        await tell(run, cohort=cohort)

    assert await tally(run, 2) == {"sent": 1}
    assert await tally(run, 3) == {"skipped:already_notified": 1}
    assert len(await carrier.texts(boss.number)) == 1


@pytest.mark.spec("P02")
async def test_whoever_had_nothing_to_be_told_of_one_cohort_is_told_of_the_next(
    firm: Company, carrier: Control
) -> None:
    boss, here, there = await firm.hire(3)
    await firm.put_under(boss, [here, there])
    run = await firm.campaign([here])
    await run.tell(MANAGER, about=0, cohort=2)
    await act(run, here)
    await tell(run, cohort=2)
    before = await tally(run, 2)
    await second_cohort(run, [there], cohort=1)
    await run.tell(MANAGER, about=1, cohort=3)

    for cohort in (3, 2):
        await tell(run, cohort=cohort)

    assert before == {"skipped:acted": 1}
    assert await tally(run, 3) == {"sent": 1}
    assert await tally(run, 2) == {"skipped:already_notified": 1}
    assert len(await carrier.texts(boss.number)) == 1


async def test_what_is_due_for_a_target_of_two_cohorts_is_done_by_one_and_then_due_for_neither(
    firm: Company, carrier: Control
) -> None:
    boss, here, there = await firm.hire(3)
    run = await firm.campaign([here])
    await second_cohort(run, [there], cohort=1)
    for about, cohort in ((0, 2), (1, 3)):
        await run.tell(user(boss), about=about, cohort=cohort)
    await tell(run, cohort=2)
    before = await due(run, 2), await due(run, 3)
    await refuse(run)
    refused = await due(run, 2), await due(run, 3)

    await tell(run, "email", cohort=3, earlier=("sms",))

    assert (before, refused) == (({}, {}), ({"email": [0]}, {"email": [0]}))
    assert (await due(run, 2), await due(run, 3)) == ({}, {})
    assert await tally(run, 3, "email") == {"sent": 1}
    assert await tally(run, 2, "email") == {"skipped:already_notified": 1}


async def test_a_target_falls_through_to_a_channel_that_was_closed_to_them_as_a_recipient(
    firm: Company, carrier: Control
) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([boss, late])
    await act(run, boss)
    for channel in ("sms", "email"):
        await run.send(channel, past=1)
    await run.tell(user(boss))
    await tell(run)
    await refuse(run)
    refused = await due(run, TOLD)

    await tell(run, "email", earlier=("sms",))

    assert refused == {"email": [0]}
    assert await due(run, TOLD) == {}
    assert await tally(run, channel="email") == {"sent": 1}


@pytest.mark.spec("P29")
async def test_what_is_held_for_one_cohort_is_left_to_it_by_another(firm: Company, carrier: Control) -> None:
    boss, here, there = await firm.hire(3)
    run = await firm.campaign([here])
    await second_cohort(run, [there], cohort=1)
    for about, cohort in ((0, 2), (1, 3)):
        await run.tell(user(boss), about=about, cohort=cohort)
    await pause(run, paused=True)
    await tell(run, cohort=2)
    await pause(run, paused=False)

    await tell(run, cohort=3)
    left = await tally(run, 2), await tally(run, 3)
    await tell(run, cohort=2)

    assert left == ({"held:paused": 1}, {"skipped:already_notified": 1})
    assert await tally(run, 2) == {"sent": 1}
    assert len(await carrier.texts(boss.number)) == 1


@pytest.mark.spec("P29")
async def test_a_recipient_who_was_told_about_others_at_the_same_step_has_got_its_one_message(
    firm: Company, carrier: Control
) -> None:
    late, boss = await firm.hire(2)
    run = await firm.campaign([late])
    step = StepKey(firm.id, run.execution, "remind", 1)
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    await run.tell(user(boss))
    await tell(run)
    await second_cohort(run, [boss], cohort=2)

    await run.send(cohort=2)
    async with firm.sending.database.app(firm.id) as connection:
        told = Place(TOLD, "remind", 1, 1, noon, noon, targets=True, about=0)
        await cohorts.enter(connection, firm.id, run.execution, told)
        judgement = judgement_of(Manner(channels=["sms"]), giving_up=False)
        await judging.judge_sent(connection, step, 2, judgement, dict.fromkeys(OUTCOMES))
        [group] = await cohorts.read_groups(connection, firm.id, run.execution, 2, "remind")

    assert (group.through, group.outcome, group.people) == (True, "sent", 1)
    assert len(await carrier.texts(boss.number)) == 1
