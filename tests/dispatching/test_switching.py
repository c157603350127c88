"""A channel that goes off: what waits is skipped at once, in any number, and nothing else is."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import switching
from homing.dispatching.nudges import Nudges
from homing.domain.outcome import EventKind
from homing.observing import Metrics
from homing.store.alerts import AlertKind
from homing.store.awaited import CohortKey
from homing.store.ledger import StepKey
from plugin.housekeeping import keep_house
from tests.conftest import SENDER
from tests.dispatching.support import kinds, rows, until
from tests.dispatching.switched import held, many_more, reserved, switch, switched_on_again
from tests.measuring import values
from tests.world import Company, found_company


def apart_from_others(company: Company) -> Company:
    """The same, counting and noting for itself alone."""
    own = replace(company.sending, metrics=Metrics(), nudges=Nudges())
    return Company(own, company.id, company.sender)


@pytest.mark.spec("U03", "P20", "X02")
async def test_what_is_held_and_what_is_reserved_is_skipped_with_events_and_its_money_back(
    firm: Company, carrier: Control
) -> None:
    firm = apart_from_others(firm)
    asleep, waiting = await held(firm, 2), await reserved(firm, 3)
    assert (await firm.spend()).reserved > 0

    await switch(firm, enabled=False)
    skipped = await switching.empty(firm.sending, firm.id, "sms")

    assert skipped == 5
    assert await asleep.outcomes() == {"skipped:channel_disabled": 2}
    assert await waiting.outcomes() == {"skipped:channel_disabled": 3}
    assert (await firm.spend()).reserved == 0
    told = [*(await kinds(asleep)).values(), *(await kinds(waiting)).values()]
    assert told == [[EventKind.SKIPPED]] * 5
    counted = values(firm.sending, "homing_dispatches_total", "channel", "outcome", "reason")
    assert counted["sms", "skipped", "channel_disabled"] == 5
    perhaps, now = firm.sending.nudges.take()
    assert perhaps == []
    assert set(now) == {
        CohortKey(StepKey(firm.id, run.execution, "remind", 1), 0) for run in (asleep, waiting)
    }


@pytest.mark.spec("U03")
async def test_nothing_of_another_channel_or_organization_is_skipped_and_nothing_that_is_sent(
    firm: Company, carrier: Control
) -> None:
    other = await found_company(firm.sending, SENDER)
    theirs, sent = await reserved(other, 1), await firm.campaign(await firm.hire(1))
    await sent.send()
    ours = await reserved(firm, 1)

    await switch(firm, enabled=False, channel="email")
    assert await switching.empty(firm.sending, firm.id, "email") == 0
    await switch(firm, enabled=False)
    assert await switching.empty(firm.sending, firm.id, "sms") == 1

    assert await ours.outcomes() == {"skipped:channel_disabled": 1}
    assert (await theirs.outcomes(), await sent.outcomes()) == ({"reserved": 1}, {"sent": 1})


@pytest.mark.spec("U03", "X02")
async def test_more_than_one_transactions_worth_is_skipped_once_each_though_several_are_at_it(
    firm: Company, carrier: Control
) -> None:
    run = await reserved(firm, 3)
    many = 4_500
    await many_more(run, many)
    await switch(firm, enabled=False)

    at_it = [switching.skip_waiting(firm.sending, firm.id, "sms") for _ in range(3)]
    skipped = await asyncio.gather(*at_it)
    await switching.skip_disabled(firm.sending)

    assert sum(skipped) <= many + 3
    [stood] = await rows(
        firm.sending,
        "select count(*) filter (where state = 'skipped') as skipped, count(*) as all,"
        " (select count(*) from channel_events e where e.execution_id = :execution) as told"
        " from dispatches where execution_id = :execution",
        execution=run.execution,
    )
    assert tuple(stood) == (many + 3, many + 3, many + 3)
    assert (await firm.spend()).reserved == 0


Change = Callable[[Company], Awaitable[None]]


async def behind(company: Company) -> None:
    await switch(company, enabled=False)
    await rows(
        company.sending,
        "update org_channels set disabled_reason = :reason where org_id = :org and channel = 'sms'",
        reason=AlertKind.LEDGER_BEHIND.value,
        org=company.id,
    )


@pytest.mark.parametrize("change", [switched_on_again, behind])
async def test_what_waits_stays_where_the_channel_is_on_again_or_its_ledger_is_behind(
    firm: Company, carrier: Control, change: Change
) -> None:
    run = await reserved(firm, 1)
    await change(firm)

    assert await switching.skip_waiting(firm.sending, firm.id, "sms") == 0
    assert await switching.skip_disabled(firm.sending) == 0
    assert await run.outcomes() == {"reserved": 1}


@pytest.mark.spec("U03")
async def test_what_whoever_switched_it_off_left_behind_is_swept(firm: Company, carrier: Control) -> None:
    run = await reserved(firm, 2)
    await switch(firm, enabled=False)

    assert await switching.skip_disabled(firm.sending) == 2
    assert await switching.skip_disabled(firm.sending) == 0
    assert await run.outcomes() == {"skipped:channel_disabled": 2}


@pytest.mark.spec("U03")
async def test_what_waits_is_skipped_though_others_are_at_work_who_may_not_know_of_it_yet(
    firm: Company, carrier: Control
) -> None:
    run = await reserved(firm, 2)
    await switch(firm, enabled=False)

    async def is_skipped() -> bool:
        return await run.outcomes() == {"skipped:channel_disabled": 2}

    async with firm.sending.database.system() as connection:
        await connection.execute(text("set local idle_in_transaction_session_timeout = 0"))
        emptying = asyncio.create_task(switching.empty(firm.sending, firm.id, "sms"))
        await until(is_skipped)
        assert not emptying.done(), "they might reserve more"

    assert await emptying == 2


async def test_what_was_claimed_for_another_day_in_the_same_moment_moves_no_budget_that_is_not_held(
    firm: Company, carrier: Control
) -> None:
    run = await reserved(firm, 1)
    await switch(firm, enabled=False)

    async with firm.sending.database.system() as connection:
        for moved in ("cost_caps", "dispatches"):
            change = f"update {moved} set period = period + 1 where org_id = :org"
            await connection.execute(text(change), {"org": firm.id})
        skipping = asyncio.create_task(switching.skip_waiting(firm.sending, firm.id, "sms"))

        async def waits() -> bool:
            blocked = "select 1 from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))"
            return (await connection.execute(text(blocked))).first() is not None

        await until(waits)

    assert await skipping == 0
    assert await run.outcomes() == {"reserved": 1}
    assert await switching.skip_disabled(firm.sending) == 1
    assert (
        await rows(firm.sending, "select 1 from cost_caps where org_id = :org and reserved <> 0", org=firm.id)
        == []
    )


@pytest.mark.spec("U03")
async def test_what_waits_is_searched_for_once_and_not_again_for_each_transaction(
    firm: Company, carrier: Control
) -> None:
    """Each search passes over all that was skipped before it."""
    run = await reserved(firm, 1)
    await many_more(run, 4_500)
    await switch(firm, enabled=False)
    searches: list[str] = []

    def note(*executed: Any) -> None:
        if re.search(r"for update|for share|^\s*with", executed[2]) is None and "'held'" in executed[2]:
            searches.append(executed[2])

    engine = firm.sending.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert await switching.skip_waiting(firm.sending, firm.id, "sms") == 4_501
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert len(searches) == 2, "what was found, and that it was all"


@pytest.mark.spec("U03")
async def test_what_waits_is_skipped_in_a_turn_of_its_own_beside_the_rest_of_the_housekeeping(
    firm: Company, owner: AsyncEngine, carrier: Control
) -> None:
    run = await reserved(firm, 2)
    await switch(firm, enabled=False)

    async def is_skipped() -> bool:
        return await run.outcomes() == {"skipped:channel_disabled": 2}

    async with owner.connect() as connection:
        await connection.execute(text("select pg_advisory_lock(hashtext('homing.housekeeping'))"))
        keeping = asyncio.create_task(keep_house(firm.sending, timedelta(seconds=0.1)))
        try:
            await until(is_skipped)
        finally:
            keeping.cancel()
            await asyncio.wait({keeping})
