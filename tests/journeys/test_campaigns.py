"""Campaigns from their first step to their last, everything real, told by handsets and a clock that runs
fast: a day passes in a second."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.client import WorkflowFailureError

from homing.carrier.control import Control
from homing.domain.decide import IdentifierState
from plugin.embedded.mail import MailSink
from tests.definitions import define, escalate, manager, missed, notify, remind, user, wait
from tests.engine import Engine
from tests.invariants import until
from tests.world import PLANTED_TITLE, Company, Run, Someone

DAY_A_SECOND: Final = 86_400.0
PATIENCE: Final = 60.0
"""Seconds for a whole campaign, on a machine that is busy."""


async def missed_by(run: Run) -> set[UUID]:
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("select user_id from recipients where execution_id = :id and missed_at is not null"),
            {"id": run.execution},
        )
        return set(found.scalars())


async def report_to(company: Company, boss: Someone, people: Sequence[Someone]) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(
            text("update users set manager_id = :boss where id = any(:people)"),
            {"boss": boss.id, "people": [one.id for one in people]},
        )


async def acts(engine: Engine, run: Run, person: Someone) -> None:
    await engine.campaigns(run).act(run.company.id, run.execution, person.id)


async def texts_to(carrier: Control, people: Sequence[Someone]) -> list[int]:
    """How many texts each of them was sent."""
    return [len(await carrier.texts(one.number)) for one in people]


@pytest.mark.spec("P01", "Q02", "Q03", "Q04", "Q07")
async def test_who_is_late_after_three_days_is_reminded_and_nobody_else(
    company: Company, engine: Engine, carrier: Control
) -> None:
    prompt, late, stranger = await company.hire(3)
    run = await company.campaign([prompt, late])
    story = define(
        notify(), wait("three-days", "72h"), remind("remind", "sms"), wait("a-day", "24h"), missed()
    )

    handle = await engine.walk(run, story, scale=DAY_A_SECOND)
    await until(lambda: _has_item(company, prompt), seconds=PATIENCE)
    await acts(engine, run, prompt)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert [len(await carrier.texts(one.number)) for one in (prompt, late, stranger)] == [0, 1, 0]
    assert len(await company.inbox(late)) == 2, "the first delivery, and the reminder's item"
    assert len(await company.inbox(prompt)) == 1
    assert await missed_by(run) == {late.id}
    assert result.outcomes["three-days"] == {"acted": 1, "completed": 1}
    assert result.outcomes["missed"] == {"acted": 1, "completed": 1}


async def _has_item(company: Company, person: Someone) -> bool:
    return bool(await company.inbox(person))


@pytest.mark.spec("W01", "P24", "P28", "Q14")
async def test_whom_a_text_cannot_reach_gets_mail_and_goes_on_with_the_others(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    [good] = await company.hire(1)
    [unverified] = await company.hire(1, state=IdentifierState.UNVERIFIED, source="self")
    run = await company.campaign([good, unverified])
    story = define(
        remind("remind", "sms", "email", channelStrategy="FIRST_REACHED"), wait("a-day", "24h"), missed()
    )

    handle = await engine.walk(run, story, scale=DAY_A_SECOND)
    await asyncio.wait_for(handle.result(), PATIENCE)

    assert [len(await carrier.texts(one.number)) for one in (good, unverified)] == [1, 0]
    assert [len(mail.inbox.get(one.mail, [])) for one in (good, unverified)] == [0, 1]
    assert await missed_by(run) == {good.id, unverified.id}


@pytest.mark.spec("P02", "Q05", "D01")
async def test_the_manager_of_twelve_late_people_gets_one_text(
    company: Company, engine: Engine, carrier: Control
) -> None:
    boss, *team = await company.hire(13)
    await report_to(company, boss, team)
    run = await company.campaign(team)
    story = define(wait("a-day", "24h"), escalate("escalate", "sms", targets=[manager()]))

    handle = await engine.walk(run, story, scale=DAY_A_SECOND)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    [told] = await carrier.texts(boss.number)
    assert PLANTED_TITLE in told.body
    assert "you have a pending action" not in told.body
    assert [await carrier.texts(one.number) for one in team] == [[]] * 12
    assert len(await company.inbox(boss)) == 1
    assert result.outcomes["escalate"] in ({"sent": 12}, {"delivered": 12})


@pytest.mark.spec("Q04")
async def test_those_who_are_to_be_told_of_a_reminder_get_a_notice_and_not_about_themselves(
    company: Company, engine: Engine, carrier: Control
) -> None:
    late, colleague, lone = await company.hire(3)
    run = await company.campaign([late])
    story = define(remind("remind", "sms", targets=[user(late.id), user(colleague.id)]))

    handle = await engine.walk(run, story, scale=DAY_A_SECOND)
    await asyncio.wait_for(handle.result(), PATIENCE)

    [reminder], [notice] = [await carrier.texts(one.number) for one in (late, colleague)]
    assert "you have a pending action" in reminder.body
    assert "you have a pending action" not in notice.body
    assert await carrier.texts(lone.number) == []


@pytest.mark.spec("W10", "W13", "Q14")
async def test_the_flow_parts_on_delivery_for_a_dead_handset_a_silent_one_and_a_good_one(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    good, dead, silent = await company.hire(3)
    await carrier.fault("fail", to=dead.number, code=30003)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign([good, dead, silent])
    story = define(
        remind(
            "text",
            "sms",
            deliveryWait="72h",
            window="72h",
            ways={"delivered": "wait", "not_delivered": "mail", "no_receipt": "ask-again"},
        ),
        wait("wait", "24h", ways={}),
        remind("mail", "email", ways={}),
        remind("ask-again", "sms", ways={}),
    )

    handle = await engine.walk(run, story, scale=DAY_A_SECOND / 3)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert result.outcomes["text"] == {"delivered": 1, "not_delivered": 1, "no_receipt": 1}
    assert [len(await carrier.texts(one.number)) for one in (good, dead, silent)] == [1, 1, 2]
    assert [len(mail.inbox.get(one.mail, [])) for one in (good, dead, silent)] == [0, 1, 0]


@pytest.mark.spec("Q05", "P02")
async def test_an_escalation_is_repeated_until_the_last_has_acted(
    company: Company, engine: Engine, carrier: Control
) -> None:
    boss, first, last = await company.hire(3)
    await report_to(company, boss, [first, last])
    run = await company.campaign([first, last])
    story = define(
        escalate("escalate", "sms", targets=[manager()], repeats=5, minutes=5 * 24 * 60),
        missed(),
    )

    handle = await engine.walk(run, story, scale=DAY_A_SECOND)
    await carrier.wait(1, to=boss.number, seconds=PATIENCE)
    await acts(engine, run, first)
    await carrier.wait(2, to=boss.number, seconds=PATIENCE)
    assert len(await company.inbox(boss)) == 2
    await acts(engine, run, last)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert await texts_to(carrier, [boss, first, last]) == [2, 0, 0]
    assert await company.inbox(boss) == [], "nobody is left of whom there is something to tell"
    assert result.outcomes == {"escalate": {"acted": 2}, "missed": {"acted": 2}}
    assert await missed_by(run) == set()


@pytest.mark.spec("Q03", "Q12")
async def test_when_everybody_has_acted_nothing_is_waited_for(
    company: Company, engine: Engine, carrier: Control
) -> None:
    people = await company.hire(2)
    run = await company.campaign(people)
    story = define(notify(), wait("half-a-year", "4380h"), remind("remind", "sms"), missed())

    handle = await engine.walk(run, story)
    await until(lambda: _has_item(company, people[1]), seconds=PATIENCE)
    for person in people:
        await acts(engine, run, person)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert result.outcomes["half-a-year"] == result.outcomes["remind"] == {"acted": 2}
    assert await texts_to(carrier, people) == [0, 0]


async def live_in(company: Company, person: Someone, zone: str) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(
            text("update users set time_zone = :zone where id = :person"), {"zone": zone, "person": person.id}
        )


@pytest.mark.spec("Q14", "Q10")
async def test_quiet_hours_hold_one_person_while_the_others_go_on(
    company: Company, engine: Engine, carrier: Control
) -> None:
    """It is quiet from three hours ago till nine hours from now where one lives, and long past that where
    the other does."""
    night, day = await company.hire(2)
    now = datetime.now(UTC)
    await live_in(company, night, "Etc/GMT")
    await live_in(company, day, "Etc/GMT-12")
    begin, end = (now - timedelta(hours=3)).time(), (now + timedelta(hours=9)).time()
    await company.change(quiet_from=begin, quiet_until=end)
    run = await company.campaign([night, day])
    story = define(remind("remind", "sms"), remind("mail", "email"), missed())

    handle = await engine.walk(run, story, scale=DAY_A_SECOND / 24)
    await carrier.wait(1, to=day.number, seconds=PATIENCE)
    await until(lambda: _has_missed(run, day), seconds=PATIENCE)
    held = await run.outcomes()
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert held.pop("held:quiet_hours") == 1
    assert await texts_to(carrier, [night, day]) == [1, 1]
    [text_at_night], [text_by_day] = [await carrier.texts(one.number) for one in (night, day)]
    assert text_at_night.received_at - text_by_day.received_at > 1
    assert sum(result.outcomes["remind"].values()) == sum(result.outcomes["mail"].values()) == 2
    assert await missed_by(run) == {night.id, day.id}


async def _has_missed(run: Run, person: Someone) -> bool:
    return person.id in await missed_by(run)


@pytest.mark.spec("Q15", "Q11")
async def test_a_campaign_that_is_paused_over_a_deadline_sends_when_it_is_resumed(
    company: Company, engine: Engine, carrier: Control
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])
    story = define(wait("a-day", "24h"), missed(), remind("remind", "sms"))

    handle = await engine.walk(run, story, scale=DAY_A_SECOND / 2)
    await engine.campaigns(run).pause(company.id, run.execution)
    await until(lambda: _is_past_its_wait(run), seconds=PATIENCE)
    assert await texts_to(carrier, [person]) == [0]
    assert await missed_by(run) == set(), "what fell due is done at the resume, and not before"
    await engine.campaigns(run).resume(company.id, run.execution)
    await asyncio.wait_for(handle.result(), PATIENCE)

    assert await texts_to(carrier, [person]) == [1]
    assert await missed_by(run) == {person.id}


async def _is_past_its_wait(run: Run) -> bool:
    """Whether the wait of the cohort has been over for a second."""
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("select wake_at < now() - interval '1 second' from visits where execution_id = :id"),
            {"id": run.execution},
        )
        return bool(found.scalar())


@pytest.mark.spec("Q03", "Q14")
async def test_when_everybody_has_acted_no_receipt_is_awaited(
    company: Company, engine: Engine, carrier: Control
) -> None:
    [silent] = await company.hire(1)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])

    handle = await engine.walk(run, define(remind("remind", "sms", deliveryWait="72h"), wait("a-day", "24h")))
    await carrier.wait(1, to=silent.number, seconds=PATIENCE)
    await acts(engine, run, silent)
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert result.outcomes == {"remind": {"acted": 1}, "a-day": {"acted": 1}}


@pytest.mark.spec("Q05")
async def test_notices_are_repeated_at_their_interval_though_receipts_are_awaited_for_longer(
    company: Company, engine: Engine, carrier: Control
) -> None:
    boss, late = await company.hire(2)
    await carrier.fault("silent", to=boss.number)
    run = await company.campaign([late])
    story = define(
        escalate("escalate", "sms", targets=[user(boss.id)], repeats=2, minutes=60, deliveryWait="72h")
    )

    handle = await engine.walk(run, story, scale=DAY_A_SECOND / 48)  # an hour is two seconds
    await carrier.wait(2, to=boss.number, seconds=PATIENCE)
    first, second = (await carrier.texts(boss.number))[:2]
    await engine.campaigns(run).cancel(company.id, run.execution)

    assert second.received_at - first.received_at < 72 * 2
    with pytest.raises(WorkflowFailureError):
        await asyncio.wait_for(handle.result(), PATIENCE)
