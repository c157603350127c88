"""Switching a channel of a company off and on, and whom it concerns."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from homing.dispatching.context import Point
from homing.store import organizations
from tests.dispatching.support import ProcessGoneError, gone_at, rows
from tests.world import Company, Run


async def be_quiet(company: Company) -> None:
    """Let it be quiet at a company for hours."""
    now = datetime.now(UTC)
    begin, end = (now - timedelta(hours=3)).time(), (now + timedelta(hours=9)).time()
    await company.change(quiet_from=begin, quiet_until=end)


async def switch(company: Company, *, enabled: bool, channel: str = "sms") -> None:
    async with company.sending.database.app(company.id) as connection:
        await organizations.set_channel(connection, company.id, channel, enabled=enabled)


async def switched_on_again(company: Company) -> None:
    await switch(company, enabled=False)
    await switch(company, enabled=True)


async def reserved(company: Company, people: int) -> Run:
    """A run whose process went away between claim and post."""
    run = await company.campaign(await company.hire(people))
    with pytest.raises(ProcessGoneError):
        await run.send(sending=replace(company.sending, reached=gone_at(Point.AFTER_CLAIM)))
    assert await run.outcomes() == {"reserved": people}
    return run


async def held(company: Company, people: int) -> Run:
    """A run whose people sleep."""
    await be_quiet(company)
    run = await company.campaign(await company.hire(people))
    await run.send()
    await company.change(quiet_from=None, quiet_until=None)
    assert await run.outcomes() == {"held:quiet_hours": people}
    return run


async def many_more(run: Run, people: int) -> None:
    """Let so many others sleep in a run."""
    await rows(
        run.company.sending,
        "insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,"
        " channel, state, reason, due_at) select gen_random_uuid(), d.org_id, d.execution_id, d.step, 1, 0,"
        " 100 + n, gen_random_uuid(), 'sms', 'held', 'quiet_hours', now() + interval '1 hour'"
        " from generate_series(1, :many) n, dispatches d where d.execution_id = :execution"
        " and d.position = 0",
        many=people,
        execution=run.execution,
    )
