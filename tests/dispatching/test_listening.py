"""Words of handsets that no webhook took in: they are found in the provider's list, and hold."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.inbound import Reply, take_reply
from homing.dispatching.listening import hear
from homing.domain.phone import E164
from homing.store import optouts
from tests.dispatching.listened import Later, is_texted, lost
from tests.world import Company, Someone


async def events_of(company: Company) -> list[tuple[str, str, str | None]]:
    """What became of the company's people, in order."""
    async with company.sending.database.app(company.id) as connection:
        events = await optouts.read_opt_events(connection, company.id)
    return [(one.kind, one.source, one.word) for one in events]


async def by_webhook(company: Company, person: Someone, word: str, sid: str) -> str | None:
    """The webhook takes in a text, however late."""
    reply = Reply("twilio", sid, E164(person.number), company.sender, word, None, lambda _: False)
    return await take_reply(company.sending, reply)


@pytest.fixture
async def person(house: Company) -> Someone:
    [hired] = await house.hire(1)
    return hired


@pytest.mark.spec("P14", "P15")
async def test_a_stop_that_met_with_nobody_is_found_and_holds_and_is_not_answered(
    house: Company, handsets: Control, person: Someone
) -> None:
    await handsets.tune(inbound_url="http://127.0.0.1:9/twilio/inbound#rc=1&rp=all")
    await lost(handsets, house, person, "Stop!")
    texts = len(await handsets.texts(person.number))

    taken = [await hear(house.sending) for _ in range(2)]

    assert taken == [1, 0]
    assert await events_of(house) == [("opted_out", "listing", "STOP")]
    assert not await is_texted(house, person)
    assert len(await handsets.texts(person.number)) == texts


@pytest.mark.spec("P14", "P31")
@pytest.mark.parametrize(
    ("words", "texted"),
    [(("STOP", "START"), True), (("START", "STOP"), False), (("STOP", "unstop", "End"), False)],
)
async def test_of_several_words_that_were_lost_the_last_holds(
    house: Company, handsets: Control, person: Someone, words: Sequence[str], *, texted: bool
) -> None:
    await lost(handsets, house, person, *words)

    assert await hear(house.sending) == len(words)
    assert await hear(house.sending) == 0
    assert await is_texted(house, person) is texted


@pytest.mark.spec("P14")
async def test_a_start_that_was_lost_does_not_undo_a_later_stop(
    house: Company, handsets: Control, person: Someone
) -> None:
    _, stop = await lost(handsets, house, person, "START", "STOP")
    await by_webhook(house, person, "STOP", stop)

    assert await hear(house.sending) == 0
    assert not await is_texted(house, person)


@pytest.mark.spec("P14")
async def test_a_start_that_was_lost_does_not_undo_an_opt_out_that_came_another_way_since(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "START")
    await withdraw.stop(house.sending, E164(person.number), "provider")

    assert await hear(house.sending) == 0
    assert await events_of(house) == [("opted_out", "provider", None)]
    assert not await is_texted(house, person)


@pytest.mark.spec("P31")
async def test_a_stop_that_was_lost_does_not_undo_a_later_start(
    house: Company, handsets: Control, person: Someone
) -> None:
    _, start = await lost(handsets, house, person, "STOP", "START")
    await by_webhook(house, person, "START", start)

    assert await hear(house.sending) == 0
    assert await is_texted(house, person)


@pytest.mark.spec("P31")
async def test_a_start_that_was_lost_holds_though_the_stop_before_it_was_recorded_later(
    house: Company, handsets: Control, person: Someone, owner: AsyncEngine
) -> None:
    stop, _ = await lost(handsets, house, person, "STOP", "START")
    await by_webhook(house, person, "STOP", stop)
    async with owner.begin() as connection:
        await connection.execute(text("update opt_events set at = at + interval '1 minute'"))

    assert await hear(house.sending) == 1
    assert await is_texted(house, person)


@pytest.mark.spec("D20")
async def test_a_webhook_that_comes_after_all_is_answered_and_changes_nothing(
    house: Company, handsets: Control, person: Someone
) -> None:
    [stop] = await lost(handsets, house, person, "STOP")
    await hear(house.sending)

    answers = [await by_webhook(house, person, "STOP", stop) for _ in range(2)]

    assert answers[0] is not None
    assert answers[0].startswith("Pidgr: You are opted out")
    assert answers == [answers[0]] * 2
    assert await events_of(house) == [("opted_out", "listing", "STOP")]


async def test_what_says_no_such_word_or_is_too_old_is_not_obeyed(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "stop by at five", "HELP", "YES")
    assert await hear(house.sending) == 0
    await lost(handsets, house, person, "STOP")

    assert await hear(replace(house.sending, providers={"twilio": Later(house.sending)})) == 0
    assert await hear(house.sending) == 1
