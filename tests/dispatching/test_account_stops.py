"""A text about a number and a STOP that meet at the number: whichever comes second waits for the first."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point
from homing.domain.account_texts import AccountText
from homing.domain.phone import E164
from homing.store import optouts
from tests.dispatching.accounts import Asked, ask, ask_for_code, hire_unconfirmed
from tests.dispatching.standing import Done, standing, uncommitted
from tests.faults.withdrawals import at
from tests.invariants import check_books, moment, waiting
from tests.world import Company

each_text = pytest.mark.parametrize("what", [AccountText.CODE, AccountText.NUMBER_ADDED])


async def asked_for(firm: Company, what: AccountText) -> Asked:
    if what is AccountText.CODE:
        return await ask_for_code(firm, await hire_unconfirmed(firm))
    return await ask(firm, (await firm.hire(1))[0], what)


def stopping(asked: Asked) -> AbstractAsyncContextManager[Done]:
    """A STOP of the number's."""
    hmac = asked.sending.vault.hash_identifier(asked.person.number)
    return uncommitted(asked.sending.database.system(), lambda c: optouts.record(c, hmac, "keyword"))


@pytest.mark.spec("P14", "X05")
@each_text
async def test_a_text_about_a_number_that_finds_a_stop_being_written_waits_and_is_not_sent(
    firm: Company, carrier: Control, what: AccountText
) -> None:
    asked = await asked_for(firm, what)
    async with standing(
        lambda stand: asked.send(replace(firm.sending, reached=at({Point.AFTER_CLAIM: stand})))
    ) as posting:
        async with stopping(asked) as commit:
            posting.go_on()
            await waiting(firm.sending.database)
            await commit()
        assert await posting.end() == "skipped:opted_out"
    assert await asked.texts(carrier) == []
    assert not await asked.attempts()
    await check_books(firm)


@pytest.mark.spec("P14", "X05")
@each_text
async def test_a_stop_that_finds_a_text_about_its_number_being_posted_is_answered_when_that_has_left(
    firm: Company, carrier: Control, what: AccountText
) -> None:
    asked = await asked_for(firm, what)
    word: list[asyncio.Task[float]] = []
    alive: list[bool] = []

    async def stop() -> float:
        await withdraw.stop(firm.sending, E164(asked.person.number))
        return moment()

    async def begin() -> None:
        word.append(asyncio.create_task(stop()))
        await waiting(firm.sending.database)

    async def look() -> None:
        alive.append(not word[0].done())

    hook = at({Point.INSIDE_POSTING: begin, Point.AFTER_POSTING: look, Point.BEFORE_SETTLE: look})
    assert await asked.send(replace(firm.sending, reached=hook)) == "sent"
    answered = await asyncio.wait_for(word[0], 10)

    assert alive == [True, True]
    [sent] = await carrier.texts(asked.person.number)
    assert sent.received_at < answered
    await check_books(firm)
