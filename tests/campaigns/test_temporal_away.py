"""Temporal is away at each transition of the two stores: the wish stands, the caller is answered, and the
sweep tells what stayed untold."""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.domain.decide import ExecutionState
from homing.store.triggers import Answer
from plugin.campaigns import Campaigns
from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal
from plugin.looking_after import tell_again
from tests.campaigns.support import QUEUE, Case, draft, started, triggered_case
from tests.world import Company

NOW = timedelta(0)


@asynccontextmanager
async def away(server: EmbeddedTemporal) -> AsyncIterator[None]:
    """The server hangs: it takes connections, and answers nothing."""
    os.kill(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server.pid, signal.SIGCONT)


async def sweep(sending: Sending, desk: Campaigns) -> None:
    await tell_again(sending, desk.teller, NOW)


Wish = Callable[[Campaigns, Case], Awaitable[object]]


@pytest.mark.spec("Q11", "Q15", "Q16")
@pytest.mark.parametrize(
    ("wish", "state", "said"),
    [
        (lambda desk, case: desk.pause(case.org, case.id), "paused", ["started", "pause"]),
        (lambda desk, case: desk.cancel(case.org, case.id), "cancelled", ["started", "cancelled"]),
    ],
)
async def test_what_is_wished_of_a_running_campaign_stands_and_is_told_later(
    desk: Campaigns,
    hasty: Campaigns,
    firm: Company,
    client: Client,
    server: EmbeddedTemporal,
    wish: Wish,
    state: str,
    said: list[str],
) -> None:
    case = await started(desk, firm, await firm.hire(1))
    async with away(server):
        await wish(hasty, case)
        row = await case.row()
        assert (row.state, row.told == row.state) == (state, False)

    await sweep(firm.sending, desk)
    assert (await case.row()).told == state
    assert (await case.said(client))[:2] == said
    assert set(await case.said(client)) == set(said)


@pytest.mark.spec("Q11", "Q16")
@pytest.mark.parametrize("delay", [None, timedelta(days=1)])
async def test_a_start_is_answered_at_once_and_told_later_exactly_once(
    desk: Campaigns,
    hasty: Campaigns,
    firm: Company,
    client: Client,
    server: EmbeddedTemporal,
    delay: timedelta | None,
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    at = None if delay is None else datetime.now(UTC) + delay
    async with away(server):
        answer = await hasty.start(firm.id, case.id, at=at)
        assert (answer.already, answer.told) == (False, False)
        again = await hasty.start(firm.id, case.id)
        assert (again.already, again.told) == (True, False)

    await sweep(firm.sending, desk)
    assert (await case.row()).told == ("running" if delay is None else "scheduled")
    assert await case.said(client) == ["started"]


@pytest.mark.spec("Q11")
async def test_a_campaign_that_was_started_paused_and_resumed_unheard_runs(
    desk: Campaigns, hasty: Campaigns, firm: Company, client: Client, server: EmbeddedTemporal
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    async with away(server):
        for ask in (hasty.start, hasty.pause, hasty.resume):
            await ask(firm.id, case.id)

    await sweep(firm.sending, desk)
    row = await case.row()
    assert (row.state, row.told) == (ExecutionState.RUNNING, "running")
    assert (await case.said(client))[0] == "started"


@pytest.mark.spec("Q11")
async def test_a_campaign_that_was_started_and_cancelled_unheard_is_never_walked(
    desk: Campaigns, hasty: Campaigns, firm: Company, server: EmbeddedTemporal
) -> None:
    case = await draft(desk, firm, await firm.hire(1))
    async with away(server):
        await hasty.start(firm.id, case.id)
        assert await hasty.cancel(firm.id, case.id)

    await sweep(firm.sending, desk)
    row = await case.row()
    assert (row.state, row.told) == (ExecutionState.CANCELLED, "cancelled")


async def test_that_everybody_acted_is_told_later(
    desk: Campaigns, hasty: Campaigns, firm: Company, client: Client, server: EmbeddedTemporal
) -> None:
    [person] = await firm.hire(1)
    case = await started(desk, firm, [person])
    async with away(server):
        await hasty.act(firm.id, case.id, person.id)
        row = await case.row()
        assert (row.acted, row.told_acted) == (True, False)

    await sweep(firm.sending, desk)
    assert (await case.row()).told_acted
    assert set(await case.said(client)) == {"started", "everybody_acted"}


@pytest.mark.spec("D29")
async def test_an_event_that_came_while_temporal_was_away_starts_its_campaign_later(
    desk: Campaigns, hasty: Campaigns, firm: Company, client: Client, server: EmbeddedTemporal
) -> None:
    [person] = await firm.hire(1)
    campaign = (await triggered_case(desk, firm)).campaign
    async with away(server):
        [answer] = await hasty.trigger(firm.id, campaign, "joined", [person.id])
    assert (answer.answer, answer.execution_id is None) == (Answer.STARTED, False)
    assert answer.execution_id is not None

    await sweep(firm.sending, desk)
    assert await Case(firm, campaign, answer.execution_id).said(client) == ["started"]


async def test_a_server_that_ended_and_came_back_is_told_everything(folder: Path, firm: Company) -> None:
    home = folder / "temporal-that-ends"
    async with embedded_temporal(home) as first:
        port = int(first.address.rpartition(":")[2])
        client = await Client.connect(first.address)
        desk = Campaigns(firm.sending, client, QUEUE, patience=timedelta(minutes=1))
        kept = await started(desk, firm, await firm.hire(1))
        late = await draft(desk, firm, await firm.hire(1))
    hasty = Campaigns(firm.sending, client, QUEUE, patience=timedelta(seconds=0.3))
    assert not (await hasty.start(firm.id, late.id)).told
    assert await hasty.cancel(firm.id, kept.id)
    assert await tell_again(firm.sending, hasty.teller, NOW) == 0

    async with embedded_temporal(home, port=port) as second:
        client = await Client.connect(second.address)
        again = Campaigns(firm.sending, client, QUEUE, patience=timedelta(minutes=1))
        assert await tell_again(firm.sending, again.teller, NOW) >= 2
        assert await kept.said(client) == ["started", "cancelled"]
        assert await late.said(client) == ["started"]
