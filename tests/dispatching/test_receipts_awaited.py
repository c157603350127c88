"""Until a receipt says delivered: what is awaited, for how long, how often it is looked at, and when the next
channel is tried."""

import asyncio
from itertools import pairwise
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio.testing import ActivityEnvironment

from activities.collecting import collect_activity
from activities.rules import rule_of
from homing.carrier.control import Control
from homing.domain.strategy import ChannelStrategy, OnUnknown
from homing.store import progress
from homing.store.ledger import StepKey
from plugin.embedded.mail import MailSink
from tests.dispatching.support import rows, until
from tests.engine import Engine
from tests.world import Company, Run
from workflows.ports import Collect, Manner, Standing, StepRef

WAIT: Final = 600.0
"""Seconds for which a receipt is awaited: far more than a test takes."""
DEAD: Final = 30003


def manner(strategy: ChannelStrategy = ChannelStrategy.UNTIL_DELIVERED, **changes: Any) -> Manner:
    return Manner(channels=["sms", "email"], strategy=strategy, receipt_seconds=WAIT, **changes)


async def standing(run: Run, how: Manner) -> Standing:
    """Where the step stands, as its workflow is told."""
    ref = StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=run.people)
    asked = Collect(ref=ref, manner=how, page_size=10)
    found: Standing = await ActivityEnvironment().run(collect_activity(run.company.sending), asked)
    return found


async def send_mail(run: Run, how: Manner) -> set[UUID]:
    """Try the second channel. Returns who has got a mail by now."""
    await run.send("email", earlier=("sms",), rule=rule_of(how))
    return set(await run.dispatches("email"))


async def arrive(run: Run, outcomes: dict[str, int]) -> None:
    """Wait until the carrier's reports have come."""

    async def reported() -> bool:
        return await run.outcomes() == outcomes

    await until(reported)


async def let_pass(run: Run, seconds: float) -> None:
    """Make what stands now have stood for so long."""
    await rows(
        run.company.sending,
        "update dispatches set changed_at = changed_at - make_interval(secs => :seconds)"
        " where execution_id = :execution",
        seconds=seconds,
        execution=run.execution,
    )


@pytest.mark.spec("Q14", "W01")
async def test_a_dead_handset_is_mailed_once_its_failure_is_reported_and_a_good_one_is_not(
    company: Company, carrier: Control, api: str
) -> None:
    good, dead = await company.hire(2)
    await carrier.fault("fail", to=dead.number, code=DEAD)
    run = await company.campaign([good, dead])

    await run.send()
    await arrive(run, {"delivered": 1, "not_delivered:unreachable": 1})

    stood = await standing(run, manner())
    assert stood.due == {"email": [0]}
    assert await send_mail(run, manner()) == {dead.id}
    after = await standing(run, manner())
    assert (after.due, after.wake_seconds) == ({}, None)


@pytest.mark.spec("Q14", "W01")
async def test_a_step_until_delivered_mails_the_dead_and_the_silent_and_texts_nobody_twice(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    good, dead, silent = staff = await company.hire(3)
    await carrier.fault("fail", to=dead.number, code=DEAD)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign(staff)

    step = engine.run(run, "sms", "email", strategy=ChannelStrategy.UNTIL_DELIVERED, receipt_seconds=5.0)
    result = await asyncio.wait_for(step, 60)

    assert result.counts["sms"] == {"delivered": 1, "not_delivered:unreachable": 1, "sent": 1}
    assert result.counts["email"] == {"sent": 2}
    assert set(await run.dispatches("email")) == {dead.id, silent.id}
    assert [len(mail.inbox[one.mail]) for one in (dead, silent)] == [1, 1]
    assert good.mail not in mail.inbox
    assert [len(await carrier.texts(one.number)) for one in staff] == [1, 1, 1]


@pytest.mark.spec("Q14")
async def test_until_a_receipt_has_had_its_time_nobody_is_tried_on_the_next_channel(
    firm: Company, carrier: Control
) -> None:
    silent, good = await firm.hire(2)
    await carrier.fault("silent", to=silent.number)
    run = await firm.campaign([silent, good])
    await run.send()
    await rows(
        firm.sending,
        "update dispatches set state = 'delivered' where execution_id = :execution and user_id = :user",
        execution=run.execution,
        user=good.id,
    )

    early = await standing(run, manner())
    mailed_early = await send_mail(run, manner())
    await let_pass(run, WAIT)
    late = await standing(run, manner())
    mailed_late = await send_mail(run, manner())

    assert early.due == {}
    assert early.wake_seconds is not None
    assert (late.due, late.wake_seconds) == ({"email": [0]}, None)
    assert (mailed_early, mailed_late) == (set(), {silent.id})
    assert (await standing(run, manner())).due == {}


@pytest.mark.spec("Q14")
@pytest.mark.parametrize("strategy", [ChannelStrategy.FIRST_REACHED, ChannelStrategy.ALL])
async def test_where_acceptance_is_enough_neither_a_failed_delivery_nor_silence_falls_through(
    firm: Company, carrier: Control, strategy: ChannelStrategy
) -> None:
    failed, silent = await firm.hire(2)
    run = await firm.campaign([failed, silent])
    await run.send()
    await rows(
        firm.sending,
        "update dispatches set state = 'not_delivered' where execution_id = :execution and user_id = :user",
        execution=run.execution,
        user=failed.id,
    )
    await let_pass(run, 2 * WAIT)

    assert (await standing(run, manner(strategy))).due == {}
    rule = rule_of(manner(ChannelStrategy.FIRST_REACHED))
    await run.send("email", earlier=("sms",), rule=rule)
    assert await run.outcomes("email") == {}


@pytest.mark.spec("Q14")
async def test_a_channel_without_receipts_has_reached_when_it_accepts(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])
    how = Manner(
        channels=["email", "sms"],
        strategy=ChannelStrategy.UNTIL_DELIVERED,
        receipt_seconds=WAIT,
    )
    await run.send("email")
    stood = await standing(run, how)
    await let_pass(run, 2 * WAIT)

    await run.send("sms", earlier=("email",), rule=rule_of(how))

    assert (stood.due, stood.wake_seconds) == ({}, None)
    assert (await standing(run, how)).due == {}
    assert await run.outcomes() == {}


@pytest.mark.spec("Q14")
async def test_an_unknown_outcome_falls_through_only_where_the_step_says_so(
    firm: Company, carrier: Control
) -> None:
    [person] = await firm.hire(1)
    await carrier.fault("reset", to=person.number, accepted=False)
    run = await firm.campaign([person])
    await run.send()
    assert await run.outcomes() == {"unknown": 1}
    await let_pass(run, 2 * WAIT)

    assumed = await standing(run, manner(on_unknown=OnUnknown.ASSUME_SENT))
    failed = await standing(run, manner(on_unknown=OnUnknown.FALL_THROUGH))

    assert (assumed.due, failed.due) == ({}, {"email": [0]})


async def test_each_strategy_has_its_rule_of_falling_through() -> None:
    assert rule_of(manner(ChannelStrategy.ALL)) is None
    first = rule_of(manner(ChannelStrategy.FIRST_REACHED, on_unknown=OnUnknown.FALL_THROUGH))
    delivered = rule_of(manner(ChannelStrategy.UNTIL_DELIVERED))
    assert first is not None
    assert delivered is not None
    assert (first.not_delivered, first.receipt_seconds, first.unknown_seconds) == (False, None, 600.0)
    assert (delivered.not_delivered, delivered.receipt_seconds, delivered.unknown_seconds) == (
        True,
        WAIT,
        None,
    )
    assert delivered.receipted == ("sms",)


async def wake_at_age(
    connection: AsyncConnection, run: Run, age: float, receipt_seconds: float | None = WAIT
) -> float | None:
    """When a step is looked at again whose texts were accepted so long ago. In one transaction the
    database's clock stands still."""
    await connection.execute(
        text(
            "update dispatches set changed_at = now() - make_interval(secs => :age) where execution_id = :e"
        ),
        {"age": age, "e": run.execution},
    )
    step = StepKey(run.company.id, run.execution, "remind", 1)
    return await progress.read_wake(
        connection,
        step,
        0,
        ["sms", "email"],
        unknown_seconds=WAIT,
        grace_seconds=1,
        receipt_seconds=receipt_seconds,
        receipted=["sms"],
    )


async def test_an_awaited_receipt_is_looked_at_at_doubling_intervals_and_once_more_at_its_end(
    firm: Company, carrier: Control
) -> None:
    run = await firm.campaign(await firm.hire(3))
    await run.send()
    looks: list[float] = []
    async with firm.sending.database.app(firm.id) as connection:
        while (wake := await wake_at_age(connection, run, sum(looks))) is not None:
            looks.append(wake)

    assert looks[0] == pytest.approx(1.1)
    assert all(later < 2.2 * earlier for earlier, later in pairwise(looks))
    assert WAIT < sum(looks) < WAIT + 1
    assert len(looks) < 15


@pytest.mark.parametrize("channel", ["sms", "email"])
async def test_nothing_is_awaited_where_no_receipt_is_asked_for_or_given(
    firm: Company, carrier: Control, channel: str
) -> None:
    run = await firm.campaign(await firm.hire(1))
    await run.send(channel)
    assert await run.outcomes(channel) == {"sent": 1}

    async with firm.sending.database.app(firm.id) as connection:
        wake = await wake_at_age(connection, run, 1, WAIT if channel == "email" else None)

    assert wake is None
