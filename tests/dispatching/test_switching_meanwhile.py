"""A channel that goes off while something is being sent on it, or is being reserved for it."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import switching
from homing.dispatching.context import Point
from tests.dispatching.accounts import ask_for_code, hire_unconfirmed
from tests.dispatching.support import until
from tests.dispatching.switched import reserved, switch
from tests.faults.withdrawals import at
from tests.invariants import moment
from tests.world import Company


@pytest.mark.spec("U03")
async def test_what_was_reserved_by_whoever_did_not_know_of_it_yet_is_skipped_before_the_answer(
    firm: Company, carrier: Control
) -> None:
    known, unseen = await reserved(firm, 2), await reserved(firm, 1)

    async def is_skipped() -> bool:
        return await known.outcomes() == {"skipped:channel_disabled": 2}

    async with firm.sending.database.system() as connection:
        await connection.execute(text("set local idle_in_transaction_session_timeout = 0"))
        away = text("update dispatches set state = 'rejected' where execution_id = :run")
        back = text("update dispatches set state = 'reserved' where execution_id = :run")
        which = {"run": unseen.execution}
        async with firm.sending.database.system() as other:
            await other.execute(away, which)
        await switch(firm, enabled=False)
        emptying = asyncio.create_task(switching.empty(firm.sending, firm.id, "sms"))
        await until(is_skipped)
        await connection.execute(back, which)

    assert await emptying == 3
    assert await unseen.outcomes() == {"skipped:channel_disabled": 1}


@pytest.mark.spec("U03")
async def test_texts_off_is_answered_once_a_code_that_is_being_posted_has_left(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    word: list[asyncio.Task[float]] = []
    alive: list[bool] = []

    async def go_off() -> float:
        await switch(firm, enabled=False)
        await switching.empty(firm.sending, firm.id, "sms")
        return moment()

    async def begin() -> None:
        word.append(asyncio.create_task(go_off()))
        await asyncio.wait(word, timeout=0.5)
        alive.append(not word[0].done())

    hook = at({Point.AFTER_POSTING: begin})
    assert await asked.send(replace(firm.sending, reached=hook)) == "sent"
    answered = await asyncio.wait_for(word[0], 10)

    assert alive == [True]
    [sent] = await carrier.texts(asked.person.number)
    assert sent.received_at < answered
