"""Words of handsets that no webhook took in: they are found in the provider's list, and hold."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final, cast
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point, Sending
from homing.dispatching.inbound import Reply, take_reply
from homing.dispatching.listening import AN_HOUR, hear
from homing.dispatching.recalling import CLOCKS_DIFFER
from homing.domain.phone import E164
from homing.providers.base import ListsReceived, Received
from homing.store import optouts, organizations
from homing.store.organizations import NewSender
from plugin.housekeeping import Listener, keep_house
from tests.dispatching.support import Around, ProcessGoneError, gone_at, rows, until
from tests.world import Company, Run, Someone

A_DAY: Final = timedelta(days=1) + AN_HOUR + CLOCKS_DIFFER


async def events_of(company: Company) -> list[tuple[str, str, str | None]]:
    """What became of the company's people, in order."""
    async with company.sending.database.app(company.id) as connection:
        events = await optouts.read_opt_events(connection, company.id)
    return [(one.kind, one.source, one.word) for one in events]


async def is_texted(company: Company, person: Someone) -> bool:
    run = await company.campaign([person])
    await run.send()
    [row] = (await run.dispatches()).values()
    assert (row.state == "skipped", row.reason) in ((False, None), (True, "opted_out"))
    return row.state != "skipped"


async def by_webhook(company: Company, person: Someone, word: str, sid: str) -> str | None:
    """The webhook takes in a text, however late."""
    reply = Reply("twilio", sid, E164(person.number), company.sender, word, None, lambda _: False)
    return await take_reply(company.sending, reply)


@pytest.fixture
async def person(house: Company) -> Someone:
    [hired] = await house.hire(1)
    return hired


async def lost(handsets: Control, company: Company, person: Someone, *words: str) -> list[str]:
    """Write texts to the company that nobody takes in. Returns their ids."""
    written = [await handsets.reply(person.number, word, to=company.sender) for word in words]
    assert {one.webhook for one in written} <= {"none", "unreachable"}
    return [one.sid for one in written]


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


class Later(Around):
    """The provider as it answers in two hours."""

    def __init__(self, sending: Sending) -> None:
        super().__init__(sending.providers["twilio"])

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        passed = timedelta(hours=2)
        real = cast(ListsReceived, self.real)
        async for one in real.received_since(since + passed, until + passed, recipient):
            yield one


class Ears(Around):
    """The provider, which can't be asked for one of the numbers; ``asked``: for which it was, and how long a
    time."""

    def __init__(self, sending: Sending, deaf_to: str | None = None) -> None:
        super().__init__(sending.providers["twilio"])
        self.deaf_to = deaf_to
        self.asked: list[tuple[str | None, timedelta]] = []

    def spans(self, number: str) -> list[timedelta]:
        return [span for one, span in self.asked if one == number]

    async def received_since(
        self, since: datetime, until: datetime, recipient: str | None = None
    ) -> AsyncIterator[Received]:
        self.asked.append((recipient, until - since))
        if recipient is not None and recipient == self.deaf_to:
            message = "no answer"
            raise ConnectionError(message)
        async for one in cast(ListsReceived, self.real).received_since(since, until, recipient):
            yield one


def heard_by(company: Company, ears: Ears) -> Sending:
    return replace(company.sending, providers={"twilio": ears})


async def test_what_one_number_was_written_is_obeyed_though_another_cannot_be_asked_for(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "STOP")
    other = NewSender(id=uuid4(), country="ES", number=f"+99{uuid4().int % 10**9:09d}")
    async with house.sending.database.app(house.id) as connection:
        await organizations.add_senders(connection, house.id, [other])
    ears = Ears(house.sending, other.number)

    with pytest.raises(ConnectionError):
        await hear(heard_by(house, ears))

    assert not await is_texted(house, person)


async def test_senders_that_nobody_can_write_to_are_not_asked_for(house: Company) -> None:
    named = [
        NewSender(id=uuid4(), country="ES", number=number, kind=kind)
        for number, kind in (("PIDGR", "alphanumeric"), ("217950", "short_code"))
    ]
    async with house.sending.database.app(house.id) as connection:
        await organizations.add_senders(connection, house.id, named)
    ears = Ears(house.sending)

    await hear(heard_by(house, ears))

    asked = [number for number, _ in ears.asked]
    assert {house.sender, "217950"} <= set(asked)
    assert "PIDGR" not in asked
    assert len(asked) == len(set(asked))


# -- how often


async def test_it_is_listened_at_once_and_then_seldom_as_far_back_as_nobody_did(house: Company) -> None:
    ears = Ears(house.sending)
    sending = heard_by(house, ears)
    seldom, always = Listener(), Listener(timedelta(0))

    for _ in range(3):
        await seldom(sending)
    assert ears.spans(house.sender) == [A_DAY]

    for _ in range(2):
        await always(sending)
    first, second = ears.spans(house.sender)[1:]
    assert first == A_DAY
    assert AN_HOUR <= second - CLOCKS_DIFFER < A_DAY


async def test_after_a_failure_it_is_listened_as_far_back_again(house: Company) -> None:
    ears = Ears(house.sending, house.sender)
    listener = Listener(timedelta(0))
    with pytest.raises(ConnectionError):
        await listener(heard_by(house, ears))
    ears.deaf_to = None

    await listener(heard_by(house, ears))

    assert ears.spans(house.sender) == [A_DAY, A_DAY]


async def test_the_housekeeping_of_a_process_listens_in_few_of_its_turns(house: Company) -> None:
    ears = Ears(house.sending)
    keeping = asyncio.create_task(keep_house(heard_by(house, ears), timedelta(milliseconds=1)))
    try:
        for _ in range(2):
            run = await house.campaign(await house.hire(1))
            with pytest.raises(ProcessGoneError):
                await run.send(sending=replace(house.sending, reached=gone_at(Point.AFTER_CLAIM)))
            await rows(
                house.sending,
                "update dispatches set changed_at = changed_at - interval '1 hour' where state = 'reserved'",
            )

            async def is_released(run: Run = run) -> bool:
                return await run.outcomes() == {"held:interrupted": 1}

            await until(is_released)
    finally:
        keeping.cancel()
        await asyncio.wait({keeping})

    assert ears.spans(house.sender) == [A_DAY]
