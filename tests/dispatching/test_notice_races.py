"""Acting while a notice about oneself is being sent: it is not sent once nobody is left to be told about."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.channels import BY_NAME
from homing.dispatching import withdraw
from homing.dispatching.context import Point
from homing.domain.definition import Target, TargetType
from homing.store import target_facts
from tests.dispatching.standing import Done, Standing, standing, uncommitted
from tests.dispatching.support import kinds
from tests.faults.withdrawals import at
from tests.invariants import check_books, moment, waiting
from tests.world import Company, Run, Someone

TOLD = 1


async def noticed(firm: Company, late: int) -> tuple[Run, Someone, list[Someone]]:
    """A run in which somebody is to be told about so many late people."""
    [boss] = await firm.hire(1)
    staff = await firm.hire(late)
    run = await firm.campaign(staff)
    assert await run.tell(Target(TargetType.USER, str(boss.id)), cohort=TOLD) == 1
    return run, boss, staff


def acting(run: Run, one: Someone) -> AbstractAsyncContextManager[Done]:
    """Somebody's acting."""
    statement = text("update recipients set acted_at = now() where execution_id = :e and user_id = :u")
    which = {"e": run.execution, "u": one.id}
    database = run.company.sending.database
    return uncommitted(database.app(run.company.id), lambda c: c.execute(statement, which))


def claimed(run: Run) -> AbstractAsyncContextManager[Standing]:
    """A notice that is being sent and stands still after its claim."""
    sending = run.company.sending
    return standing(
        lambda stand: run.send(
            told=True, cohort=TOLD, sending=replace(sending, reached=at({Point.AFTER_CLAIM: stand}))
        )
    )


@pytest.mark.spec("X07", "X02")
async def test_a_notice_is_withdrawn_when_the_last_it_is_about_acts_before_the_post(
    firm: Company, carrier: Control
) -> None:
    run, boss, late = await noticed(firm, 2)
    reserved: list[int] = []

    async def act() -> None:
        reserved.append((await firm.spend()).reserved)
        for one in late:
            await withdraw.act(firm.sending, firm.id, run.execution, one.id)

    hook = at({Point.AFTER_CLAIM: act})
    await run.send(told=True, cohort=TOLD, sending=replace(firm.sending, reached=hook))

    assert await run.outcomes() == {"skipped:acted": 1}
    assert (reserved[0] > 0, (await firm.spend()).reserved) == (True, 0)
    assert await carrier.texts(boss.number) == []
    assert await kinds(run) == {boss.id: ["SKIPPED"]}
    await check_books(firm)


@pytest.mark.spec("X07")
async def test_a_notice_is_sent_when_but_one_of_those_it_is_about_acts_before_the_post(
    firm: Company, carrier: Control
) -> None:
    run, boss, late = await noticed(firm, 2)
    act = at({Point.AFTER_CLAIM: lambda: withdraw.act(firm.sending, firm.id, run.execution, late[0].id)})

    await run.send(told=True, cohort=TOLD, sending=replace(firm.sending, reached=act))

    assert await run.outcomes() == {"sent": 1}
    assert len(await carrier.texts(boss.number)) == 1


@pytest.mark.spec("X07")
async def test_a_notice_that_finds_the_last_acting_waits_and_is_not_sent(
    firm: Company, carrier: Control
) -> None:
    run, boss, [late] = await noticed(firm, 1)
    async with claimed(run) as notice, acting(run, late) as commit:
        notice.go_on()
        await waiting(firm.sending.database)
        await commit()

    assert await run.outcomes() == {"skipped:acted": 1}
    assert await carrier.texts(boss.number) == []
    await check_books(firm)


@pytest.mark.spec("X07")
async def test_the_last_who_acts_while_a_notice_is_being_posted_is_answered_when_its_request_is_over(
    firm: Company, carrier: Control
) -> None:
    run, boss, [late] = await noticed(firm, 1)
    await carrier.fault("delay", to=boss.number, seconds=0.3)
    word: list[asyncio.Task[float]] = []
    alive: list[bool] = []

    async def act() -> float:
        await withdraw.act(firm.sending, firm.id, run.execution, late.id)
        return moment()

    async def begin() -> None:
        word.append(asyncio.create_task(act()))
        await waiting(firm.sending.database)

    async def look() -> None:
        alive.append(not word[0].done())

    hook = at({Point.INSIDE_POSTING: begin, Point.AFTER_POSTING: look, Point.AFTER_ACCEPTED: look})
    await run.send(told=True, cohort=TOLD, sending=replace(firm.sending, reached=hook))
    answered = await asyncio.wait_for(word[0], 10)

    assert alive == [True, True]
    assert await run.outcomes() == {"sent": 1}
    [sent] = await carrier.texts(boss.number)
    assert sent.received_at < answered


@pytest.mark.spec("X07", "P29")
async def test_a_notice_whose_chosen_subject_acts_meanwhile_is_decided_anew_though_another_has_not(
    firm: Company, carrier: Control
) -> None:
    """Only one of those it is about is locked. Once that one has acted, another might be acting unseen."""
    run, boss, late = await noticed(firm, 2)
    page = run.request(told=True, cohort=TOLD).page
    async with firm.sending.database.app(firm.id) as connection:
        guard = await target_facts.lock_targets(connection, page, [boss.id], [])
    [chosen] = [one for one in late if one.id in guard.subjects]

    async with claimed(run) as notice, acting(run, chosen) as commit:
        notice.go_on()
        await waiting(firm.sending.database)
        await commit()
    first, freed = await run.outcomes(), (await firm.spend()).reserved
    await run.send(told=True, cohort=TOLD)

    assert (first, freed) == ({"held:facts_changed": 1}, 0)
    assert await run.outcomes() == {"sent": 1}
    assert len(await carrier.texts(boss.number)) == 1
    await check_books(firm)


@pytest.mark.spec("X07")
async def test_an_item_about_somebody_who_is_acting_waits_and_is_not_posted(firm: Company) -> None:
    run, boss, [late] = await noticed(firm, 1)

    async with acting(run, late) as commit:
        posting = asyncio.create_task(run.send("in_app", told=True, cohort=TOLD))
        await waiting(firm.sending.database)
        await commit()
    await asyncio.wait_for(posting, 10)

    assert await run.outcomes("in_app") == {"skipped:acted": 1}
    assert await firm.inbox(boss) == []


async def test_a_target_without_a_guarded_subject_is_not_guarded(firm: Company) -> None:
    run, boss, late = await noticed(firm, 2)
    page, traits = run.request(told=True, cohort=TOLD).page, BY_NAME["sms"].traits

    async with firm.sending.database.app(firm.id) as connection:
        guard = await target_facts.lock_targets(connection, page, [boss.id], [])
        held = await target_facts.read_targets(connection, page, [boss.id], traits, guard)
        nobody = replace(guard, subjects=[])
        unheld = await target_facts.read_targets(connection, page, [boss.id], traits, nobody)

    assert len(set(guard.subjects) & {one.id for one in late}) == 1
    assert [(one.guarded, one.acted, one.about_others) for one in held] == [(True, False, True)]
    assert [(one.guarded, one.acted) for one in unheld] == [(False, False)]


@pytest.mark.spec("X07")
async def test_whoever_is_deactivated_while_a_notice_to_them_is_being_posted_is_so_when_its_request_is_over(
    firm: Company, carrier: Control
) -> None:
    run, boss, _ = await noticed(firm, 1)
    word: list[asyncio.Task[float]] = []
    alive: list[bool] = []

    async def leave() -> float:
        await withdraw.deactivate(firm.sending, firm.id, boss.id)
        return moment()

    async def begin() -> None:
        word.append(asyncio.create_task(leave()))
        await waiting(firm.sending.database)

    async def look() -> None:
        alive.append(not word[0].done())

    async def look_later() -> None:
        await asyncio.wait(word, timeout=0.3)
        await look()

    hook = at({Point.INSIDE_POSTING: begin, Point.AFTER_POSTING: look_later, Point.AFTER_ACCEPTED: look})
    await run.send(told=True, cohort=TOLD, sending=replace(firm.sending, reached=hook))
    answered = await asyncio.wait_for(word[0], 10)

    assert alive == [True, True]
    [sent] = await carrier.texts(boss.number)
    assert sent.received_at < answered
