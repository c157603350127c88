"""Texts about numbers: what they carry, and that they are sent once."""

import asyncio
from dataclasses import replace

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point
from homing.domain.account_texts import AccountText
from homing.domain.outcome import EventKind
from homing.domain.phone import E164
from tests.dispatching.accounts import (
    ask,
    ask_again,
    ask_for_code,
    code_in,
    hire_unconfirmed,
)
from tests.dispatching.support import ProcessGoneError, gone_at, rows, until
from tests.invariants import check_books
from tests.world import Company


@pytest.mark.spec("P11", "Q13")
async def test_a_code_reaches_the_number_that_is_to_be_confirmed_and_stands_nowhere_else(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))

    assert await asked.send() == "sent"

    [body] = await asked.texts(carrier)
    code = code_in(body)
    assert await asked.counts(code)
    row, dispatch = await asked.row(), await asked.dispatch()
    assert (row.outcome, row.execution, row.done_at is None) == ("sent", "completed", False)
    assert (dispatch.channel, dispatch.state, dispatch.segments) == ("account_sms", "sent", 1)
    assert (dispatch.identifier_source, dispatch.identifier_state) == ("self", "unverified")
    kept = [str(tuple(one)) for one in (row, dispatch, *await asked.attempts())]
    assert not [one for one in kept if code in one]
    assert await asked.kinds() == [EventKind.SENT]
    await check_books(firm)


async def test_a_text_is_in_the_language_that_was_asked_for_or_else_in_its_readers(
    firm: Company, carrier: Control
) -> None:
    [reader] = await firm.hire(1, locale="de")
    for locale in (None, "fr"):
        assert await (await ask(firm, reader, AccountText.NUMBER_ADDED, locale=locale)).send() == "sent"
    german, french = [text.body for text in await carrier.texts(reader.number)]
    assert german.startswith("Pidgr: Ein Konto")
    assert french.startswith("Pidgr : un compte")


@pytest.mark.spec("P14")
async def test_a_stopped_number_gets_no_code_and_one_that_resumed_does(
    firm: Company, carrier: Control
) -> None:
    person = await hire_unconfirmed(firm)
    await withdraw.stop(firm.sending, E164(person.number))
    asked = await ask_for_code(firm, person)

    assert await asked.send() == "skipped:opted_out"

    assert await asked.texts(carrier) == []
    assert not await asked.attempts()
    await rows(firm.sending, "delete from opt_outs")
    assert await (await ask_again(asked)).send() == "sent"


@pytest.mark.spec("P14", "X05")
@pytest.mark.parametrize("what", [AccountText.CODE, AccountText.NUMBER_ADDED])
async def test_a_stop_between_decision_and_request_is_seen(
    firm: Company, carrier: Control, what: AccountText
) -> None:
    if what is AccountText.CODE:
        asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    else:
        asked = await ask(firm, (await firm.hire(1))[0], what)

    async def stop(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            await withdraw.stop(firm.sending, E164(asked.person.number))

    assert await asked.send(replace(firm.sending, reached=stop)) == "skipped:opted_out"

    assert await asked.texts(carrier) == []
    await check_books(firm)


@pytest.mark.spec("P14", "X05")
async def test_a_stop_is_answered_only_once_a_code_under_way_has_left(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    stopping: list[asyncio.Task[None]] = []
    answered_before_the_request = []

    async def stop(point: Point) -> None:
        if point is Point.AFTER_POSTING:
            stopping.append(asyncio.create_task(withdraw.stop(firm.sending, E164(asked.person.number))))

            async def recorded() -> bool:
                return bool(await rows(firm.sending, "select 1 from opt_outs limit 1"))

            await until(recorded)
        if point is Point.BEFORE_SETTLE:
            answered_before_the_request.append(stopping[0].done())

    await rows(firm.sending, "delete from opt_outs")
    assert await asked.send(replace(firm.sending, reached=stop)) == "sent"
    await stopping[0]

    assert answered_before_the_request == [False]
    assert len(await asked.texts(carrier)) == 1
    assert await (await ask_again(asked)).send() == "skipped:opted_out"


@pytest.mark.spec("X01", "P29")
async def test_two_who_send_one_message_at_once_send_one_text_with_the_code_that_counts(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))

    await asyncio.gather(*(asked.send() for _ in range(4)))
    assert await asked.send() == "sent"

    [body] = await asked.texts(carrier)
    assert await asked.counts(code_in(body))
    assert len(await asked.attempts()) == 1


@pytest.mark.spec("X01")
async def test_what_the_provider_turned_away_is_tried_again_with_a_fresh_code(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await carrier.fault("error", to=asked.person.number, next=2, code=20429, http_status=429)

    assert await asked.send() == "sent"

    [body] = await asked.texts(carrier)
    attempts = await asked.attempts()
    assert [one.state for one in attempts] == ["not_processed", "not_processed", "sent"]
    assert len({one.body_hash for one in attempts}) == 3, "a code was used again"
    assert await asked.counts(code_in(body))


@pytest.mark.spec("X01")
@pytest.mark.parametrize("texts", [0, 1])
async def test_a_code_whose_fate_is_not_known_is_never_sent_again(
    firm: Company, carrier: Control, texts: int
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await carrier.fault("reset", to=asked.person.number, next=1, accepted=bool(texts))

    assert await asked.send() == "unknown"
    assert await asked.send() == "unknown"

    assert len(await asked.texts(carrier)) == texts
    assert len(await asked.attempts()) == 1
    row = await asked.row()
    assert (row.outcome, row.execution) == ("unknown", "completed")


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize(
    ("last", "texts"),
    [
        (Point.AFTER_CLAIM, 0),
        (Point.INSIDE_POSTING, 0),
        (Point.AFTER_POSTING, 0),
        (Point.BEFORE_FIRST_BYTE, 0),
        (Point.AFTER_ACCEPTED, 1),
        (Point.BEFORE_SETTLE, 1),
    ],
)
async def test_a_process_that_goes_away_leaves_nobody_two_texts_and_no_code_that_was_not_sent_last(
    firm: Company, carrier: Control, last: Point, texts: int
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    with pytest.raises(ProcessGoneError):
        await asked.send(replace(firm.sending, reached=gone_at(last)))
    assert len(await asked.texts(carrier)) == texts

    again = await asked.send()

    before_the_lease = last in (Point.AFTER_CLAIM, Point.INSIDE_POSTING)
    assert again == ("sent" if before_the_lease else "posting")
    bodies = await asked.texts(carrier)
    assert len(bodies) == (1 if before_the_lease else texts)
    for body in bodies:
        assert await asked.counts(code_in(body))
