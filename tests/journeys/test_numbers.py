"""Numbers that are wrong, dead or not welcome, everything real, told as conversations with handsets."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from homing.carrier.control import Control
from homing.dispatching import health
from homing.dispatching.denying import Denied, deny
from homing.domain.phone import E164
from homing.settings import Settings
from homing.store import denying, number_histories
from homing.store.denying import Direction, EntryRow
from tests.conftest import SENDER
from tests.engine import Engine
from tests.world import Company, Someone


@pytest.fixture
async def handsets(carrier: Control, settings: Settings, api: str) -> AsyncIterator[Control]:
    """The carrier, which hands over what handsets write."""
    inbound = settings.public("/twilio/inbound")
    assert inbound.startswith(api)
    await carrier.tune(inbound_url=inbound)
    yield carrier
    await carrier.tune(inbound_url=None)


async def remind(company: Company, engine: Engine, *people: Someone) -> dict[str, int]:
    """A new campaign that texts; what became of it on sms."""
    run = await company.campaign(people)
    await engine.run(run, "sms")
    return await run.texted()


async def until_told(company: Company, person: Someone, *kinds: str) -> None:
    """Wait until this is what is told of the number, the latest first."""
    async with asyncio.timeout(10):
        while True:
            async with company.sending.database.app(company.id) as connection:
                events = await number_histories.read_number_events(
                    connection, company.id, company.sending.vault, person.id, 0, 9
                )
            if tuple(one.kind for one in events) == kinds:
                return
            await asyncio.sleep(0.02)


async def unheard(company: Company) -> list[EntryRow]:
    async with company.sending.database.app(company.id) as connection:
        return await denying.list_entries(
            connection, company.id, company.sending.vault, Direction.INBOUND, None, 9
        )


@pytest.mark.spec("X15")
async def test_a_dead_number_is_texted_twice_and_then_only_after_an_admin_has_looked(
    company: Company, engine: Engine, handsets: Control
) -> None:
    ana, ben = await company.hire(2)
    await handsets.fault("fail", to=ana.number, code=30005)

    await remind(company, engine, ana, ben)
    await until_told(company, ana, "failed")
    await remind(company, engine, ana, ben)
    await until_told(company, ana, "quarantined", "failed", "failed")

    assert await remind(company, engine, ana, ben) == {"skipped:quarantined": 1, "texted": 1}
    assert len(await handsets.texts(ana.number)) == 2
    assert (await company.alerts())["number_quarantined"] == 1

    await handsets.clear_faults(to=ana.number)
    await health.release_number(company.sending, company.id, E164(ana.number), "a key's id")
    await remind(company, engine, ana)
    assert len(await handsets.wait(3, to=ana.number)) == 3


@pytest.mark.spec("X15")
async def test_whoever_writes_that_the_number_is_wrong_is_texted_no_more(
    company: Company, engine: Engine, handsets: Control
) -> None:
    [ana] = await company.hire(1)
    await remind(company, engine, ana)
    await handsets.wait(1, to=ana.number, status="delivered")

    reply = await handsets.reply(ana.number, "Wrong number")

    assert reply.webhook == 200
    await until_told(company, ana, "quarantined")
    assert await remind(company, engine, ana) == {"skipped:quarantined": 1}


@pytest.mark.spec("U12", "P14")
async def test_whoever_is_not_heard_gets_no_answer_and_can_still_stop(
    company: Company, engine: Engine, handsets: Control
) -> None:
    [ana] = await company.hire(1)
    await remind(company, engine, ana)
    await handsets.wait(1, to=ana.number, status="delivered")
    await deny(company.sending, company.id, Direction.INBOUND, [Denied(E164(ana.number))])

    for words in ("HELP", "who is this?", "STOP"):
        reply = await handsets.reply(ana.number, words, to=SENDER)
        assert (reply.webhook, reply.replies) == (200, ())

    [entry] = await unheard(company)
    assert entry.count == 3
    assert await remind(company, engine, ana) == {"skipped:opted_out": 1}
    assert len(await handsets.texts(ana.number)) == 1


@pytest.mark.spec("U12")
async def test_who_is_taken_off_the_list_is_heard_again(company: Company, handsets: Control) -> None:
    [ana] = await company.hire(1)
    ids = await deny(company.sending, company.id, Direction.INBOUND, [Denied(E164(ana.number))])
    async with company.sending.database.app(company.id) as connection:
        await denying.remove_entry(connection, company.id, Direction.INBOUND, ids[E164(ana.number)])

    reply = await handsets.reply(ana.number, "HELP", to=SENDER)

    assert len(reply.replies) == 1
