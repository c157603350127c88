"""A STOP that a START overtakes while what had begun is waited for, or while nobody is there to answer it."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.phone import E164
from homing.settings import Settings
from homing.store.optouts import Said
from tests.http.conftest import Http
from tests.http.handset import STARTED, STOPPED, Office, answer_in, open_office
from tests.world import Run

_LEASE = text("""
    update dispatches set state = 'posting', due_at = clock_timestamp() + make_interval(secs => :lease)
     where execution_id = :run
""")


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def lease(office: Office, run: Run, seconds: int) -> None:
    """Let the texts of a campaign be on their way to the provider for so long."""
    async with office.company.sending.database.system() as connection:
        await connection.execute(_LEASE, {"run": run.execution, "lease": seconds})


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + 60
    while not await what():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


@pytest.mark.spec("D20", "A15", "P31")
async def test_a_stop_that_is_overtaken_while_it_waits_is_not_confirmed(
    office: Office, carrier: Control
) -> None:
    run = await office.company.campaign([office.person])
    await run.send()
    await carrier.idle()  # of this text nothing is told any more
    await lease(office, run, 3600)

    stop = asyncio.create_task(office.write("STOP"))
    await until(office.is_out)
    assert await office.write("START") == STARTED
    assert not stop.done()
    await lease(office, run, -1)

    assert await stop is None
    assert not await office.is_out()
    assert [event.kind for event in await office.events()] == ["opted_out", "opted_in"]


@pytest.mark.spec("D20", "A15", "P31")
async def test_a_stop_that_comes_again_after_nobody_could_answer_it_is_confirmed_only_where_it_stands(
    office: Office,
) -> None:
    async def recorded_and_not_answered() -> dict[str, str]:
        form = office.form("STOP")
        said = Said("STOP", "twilio", form["MessageSid"], rule="word", sender=office.company.sender)
        await withdraw.stop(office.company.sending, E164(office.person.number), "keyword", said)
        return form

    stop = await recorded_and_not_answered()
    assert answer_in(await office.post(stop)) == STOPPED
    assert await office.write("START") == STARTED

    overtaken = await recorded_and_not_answered()
    assert await office.write("START") == STARTED
    assert answer_in(await office.post(overtaken)) is None
    assert not await office.is_out()
