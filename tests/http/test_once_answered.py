"""Once the API has answered, no text begins that the answer forbids."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Final

import httpx
import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point
from tests.faults.withdrawals import at
from tests.http.conftest import Http, expect
from tests.invariants import moment
from tests.world import Someone, new_number

Word = Callable[[Http, Someone], Awaitable[httpx.Response]]


async def switch_off(http: Http, _person: Someone) -> httpx.Response:
    return await http.call("PUT", "/v1/channels/sms", json={"enabled": False, "dailyCapMicros": 7_000_000})


async def unbind(http: Http, person: Someone) -> httpx.Response:
    return await http.call("DELETE", f"/v1/users/{person.id}/phone?source=directory")


async def bind_another(http: Http, person: Someone) -> httpx.Response:
    number = {"number": new_number(), "source": "directory"}
    return await http.call("PUT", f"/v1/users/{person.id}/phone", json=number)


WORDS: Final[tuple[Word, ...]] = (switch_off, unbind, bind_another)
each_word: Final = pytest.mark.parametrize("word", WORDS, ids=[word.__name__ for word in WORDS])


class Said:
    """A word that is said to the API while a text is being sent, and when it was answered."""

    def __init__(self, http: Http, word: Word, person: Someone) -> None:
        self._saying = partial(word, http, person)
        self.task: asyncio.Task[float] | None = None

    async def begin(self) -> None:
        """Say it, and give it the time in which it would be answered if it waited for nothing."""
        self.task = asyncio.create_task(self._answered())
        await asyncio.wait({self.task}, timeout=0.5)

    async def _answered(self) -> float:
        answer = await self._saying()
        assert answer.is_success, answer.text
        return moment()

    @property
    def is_answered(self) -> bool:
        assert self.task is not None
        return self.task.done()

    async def answer(self) -> float:
        assert self.task is not None
        return await asyncio.wait_for(self.task, 20)


BEGUN: Final = (Point.AFTER_POSTING, Point.BEFORE_FIRST_BYTE)


@pytest.mark.parametrize(
    ("word", "point"),
    [
        # A channel's row is locked by no post: who is still being looked at is skipped under its hands.
        *((word, point) for word in WORDS for point in BEGUN),
        *((word, Point.INSIDE_POSTING) for word in WORDS if word is not switch_off),
    ],
)
async def test_what_had_begun_is_over_when_the_answer_comes(
    http: Http, carrier: Control, word: Word, point: Point
) -> None:
    [person] = await http.company.hire(1)
    run = await http.company.campaign([person])
    await carrier.fault("drop_callbacks", to=person.number)
    await carrier.fault("delay", to=person.number, seconds=0.3)
    said = Said(http, word, person)
    early: list[bool] = []

    async def say() -> None:
        await said.begin()
        early.append(said.is_answered)

    async def look() -> None:
        early.append(said.is_answered)

    hook = at({point: say, Point.AFTER_ACCEPTED: look, Point.BEFORE_SETTLE: look})
    await run.send(sending=replace(http.company.sending, reached=hook))
    answered = await said.answer()

    assert early == [False, False, False]
    [sent] = await carrier.texts(person.number)
    assert sent.received_at < answered
    assert await run.outcomes() == {"sent": 1}
    await carrier.clear_faults()
    await run.send(occurrence=2)
    assert len(await carrier.texts(person.number)) == 1


async def test_who_is_being_looked_at_when_the_channel_goes_off_is_not_texted(
    http: Http, carrier: Control
) -> None:
    [person] = await http.company.hire(1)
    run = await http.company.campaign([person])
    said = Said(http, switch_off, person)
    early: list[bool] = []

    async def say() -> None:
        await said.begin()
        early.append(said.is_answered)

    await run.send(sending=replace(http.company.sending, reached=at({Point.INSIDE_POSTING: say})))
    await said.answer()

    assert early == [False]
    assert await carrier.texts(person.number) == []
    assert await run.outcomes() == {"skipped:channel_disabled": 1}


@each_word
async def test_a_word_before_the_second_look_is_seen_by_it(http: Http, carrier: Control, word: Word) -> None:
    [person] = await http.company.hire(1)
    run = await http.company.campaign([person])
    said = Said(http, word, person)

    async def say() -> None:
        await said.begin()
        await said.answer()

    await run.send(sending=replace(http.company.sending, reached=at({Point.AFTER_CLAIM: say})))

    assert await carrier.texts(person.number) == []
    [outcome] = await run.outcomes()
    assert outcome in {"skipped:channel_disabled", "skipped:no_identifier", "held:facts_changed"}


async def test_a_channel_that_is_switched_off_has_the_cap_that_was_set_with_it(http: Http) -> None:
    [person] = await http.company.hire(1)

    shown = expect(await switch_off(http, person), 200)

    assert (shown["enabled"], shown["dailyCapMicros"]) == (False, 7_000_000)


async def test_switching_a_channel_off_waits_for_no_other_organizations_texts(
    http: Http, other: Http, carrier: Control
) -> None:
    [person] = await other.company.hire(1)
    run = await other.company.campaign([person])
    await carrier.fault("hang", to=person.number)
    hanging = asyncio.create_task(run.send())
    await carrier.wait(1, to=person.number)

    expect(await switch_off(http, person), 200)

    assert not hanging.done()
    await hanging
