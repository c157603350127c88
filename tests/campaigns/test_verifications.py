"""A request to confirm a number stands in the database first; Temporal is told, if need be later."""

from datetime import timedelta

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.domain.ids import verification_workflow_id
from plugin.campaigns import Campaigns
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.verification import Confirmed, Started, Verifications, tell_verifications
from tests.campaigns.support import QUEUE
from tests.campaigns.test_temporal_away import NOW, away
from tests.confirming import let_pass, requests_of
from tests.dispatching.verifying import CODE, post
from tests.world import Company

TOLD = {
    EventType.Name(kind)
    for kind in (
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
    )
}


def use_case(sending: Sending, client: Client, seconds: float = 60) -> Verifications:
    return Verifications(sending, client, QUEUE, patience=timedelta(seconds=seconds))


async def begun(client: Client, firm: Company, started: Started) -> list[str]:
    """What Temporal was told of a request: its beginning, and to look."""
    handle = client.get_workflow_handle(verification_workflow_id(firm.id, started.verification))
    names = [EventType.Name(event.event_type) for event in (await handle.fetch_history()).events]
    return [name for name in names if name in TOLD]


async def sweep(firm: Company, desk: Campaigns) -> int:
    """Tell of everything that is untold, other tests' requests too."""
    told = 0
    while some := await tell_verifications(firm.sending, desk.teller, NOW):
        told += some
    return told


@pytest.mark.spec("P11")
async def test_a_request_is_answered_while_temporal_is_away_and_told_later(
    apart: Sending, firm: Company, desk: Campaigns, client: Client, server: EmbeddedTemporal
) -> None:
    [ana] = await firm.hire(1, number=False)
    hasty = use_case(apart, client, 0.3)
    async with away(server):
        started = await hasty.start(firm.id, ana.id, ana.number)
        assert (started.told, await requests_of(firm, ana.id)) == (False, ["open"])

    assert await sweep(firm, desk) >= 1
    assert set(await begun(client, firm, started)) == TOLD
    assert await sweep(firm, desk) == 0, "nothing is left untold"


async def test_another_code_is_told_of_like_the_first(
    apart: Sending, firm: Company, desk: Campaigns, client: Client, server: EmbeddedTemporal
) -> None:
    [ana] = await firm.hire(1, number=False)
    started = await use_case(apart, client).start(firm.id, ana.id, ana.number)
    assert started.told
    told = await begun(client, firm, started)
    await let_pass(firm, timedelta(minutes=1))
    async with away(server):
        again = await use_case(apart, client, 0.3).resend(firm.id, ana.id)
    assert (again.verification, again.told) == (started.verification, False)

    assert await sweep(firm, desk) >= 1
    assert len(await begun(client, firm, started)) > len(told)


async def test_a_confirmation_is_told_so_that_its_workflow_waits_no_longer(
    apart: Sending, firm: Company, client: Client
) -> None:
    [ana] = await firm.hire(1, number=False)
    own = use_case(apart, client)
    started = await own.start(firm.id, ana.id, ana.number)
    await post(firm, started.verification)
    told = await begun(client, firm, started)

    assert await own.confirm(firm.id, ana.id, CODE) == Confirmed(started.verification)

    assert len(await begun(client, firm, started)) > len(told)


async def test_the_sweep_ends_at_the_first_that_shows_that_temporal_is_away(
    apart: Sending, firm: Company, client: Client, server: EmbeddedTemporal, hasty: Campaigns
) -> None:
    hurried = use_case(apart, client, 0.3)
    async with away(server):
        for one in await firm.hire(2, number=False):
            await hurried.start(firm.id, one.id, one.number)
        assert await tell_verifications(apart, hasty.teller, NOW) == 0
    assert await tell_verifications(apart, hasty.teller, NOW) >= 2
