"""Texts about numbers that are not sent at once: by night, by nobody, too late, or for nobody."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching.account import send_account_message, send_account_messages
from homing.domain.account_texts import AccountText
from homing.domain.errors import NotFoundError
from homing.domain.outcome import DispatchState, EventKind
from homing.store import account_messages
from homing.store.account_messages import NewAccountMessage
from tests.dispatching.accounts import (
    Asked,
    ask,
    ask_again,
    ask_for_code,
    code_in,
    hire_unconfirmed,
    just_now,
    long_since,
)
from tests.dispatching.support import rows, until
from tests.dispatching.switched import be_quiet
from tests.world import Company, found_company


@pytest.mark.spec("X13")
async def test_a_code_is_sent_by_night_and_a_notice_in_the_morning(firm: Company, carrier: Control) -> None:
    await be_quiet(firm)
    [person] = await firm.hire(1)
    code = await ask_for_code(firm, await hire_unconfirmed(firm))
    notice = await ask(firm, person, AccountText.NUMBER_ADDED, lasts=timedelta(days=1))
    assert await code.send() == "sent"
    assert await notice.send() == "held:quiet_hours"
    await long_since(notice)
    assert await send_account_messages(firm.sending) == 0

    await firm.change(quiet_from=None, quiet_until=None)
    await rows(firm.sending, "update dispatches set due_at = now() where state = 'held'")
    assert await send_account_messages(firm.sending) == 1

    assert len(await notice.texts(carrier)) == 1
    assert (await notice.row()).execution == "completed"


async def test_what_nobody_sends_the_housekeeping_sends_once(firm: Company, carrier: Control) -> None:
    asked = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED)
    await just_now(asked)
    assert await send_account_messages(firm.sending) == 0, "whoever asked is given time"
    assert await asked.texts(carrier) == []
    await long_since(asked)

    both = await asyncio.gather(*(send_account_messages(firm.sending) for _ in range(2)))

    assert max(both) == 1
    assert len(await asked.texts(carrier)) == 1
    assert await send_account_messages(firm.sending) == 0


async def test_what_is_pointless_by_now_is_never_sent(firm: Company, carrier: Control) -> None:
    late = await ask_for_code(firm, await hire_unconfirmed(firm), lasts=timedelta(seconds=-1))
    await be_quiet(firm)
    waited = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED)
    assert await waited.send() == "held:quiet_hours"
    await rows(firm.sending, "update account_messages set until = now() where id = :id", id=waited.id)

    for asked in (late, waited):
        await long_since(asked)
    assert await send_account_messages(firm.sending) == 2

    for asked in (late, waited):
        assert (await asked.row()).outcome == "skipped:execution_over"
        assert await asked.kinds() == [EventKind.SKIPPED]
        assert await asked.texts(carrier) == []


@pytest.mark.spec("P11")
async def test_a_later_code_is_sent_instead_of_one_that_was_not_sent_yet(
    firm: Company, carrier: Control
) -> None:
    first = await ask_for_code(firm, await hire_unconfirmed(firm))
    second = await ask_again(first)

    assert await second.send() == "sent"
    assert await first.send() == "skipped:execution_over"

    [body] = await first.texts(carrier)
    assert await second.counts(code_in(body))


async def test_codes_of_a_verification_that_is_over_are_not_sent(firm: Company, carrier: Control) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    async with firm.sending.database.app(firm.id) as connection:
        await account_messages.withdraw_codes(connection, firm.id, str(asked.verification))
    assert await asked.send() == "skipped:execution_over"
    assert await asked.texts(carrier) == []


async def test_asking_twice_for_the_same_message_is_asking_once(firm: Company, carrier: Control) -> None:
    asked = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED)
    row = await asked.row()
    again = NewAccountMessage(
        asked.id, asked.person.id, row.reachability_id, AccountText.NUMBER_ADDED, None, row.until
    )
    async with firm.sending.database.app(firm.id) as connection:
        await account_messages.request(connection, firm.id, [again])
        await account_messages.request(connection, firm.id, [])
    assert await asked.send() == "sent"
    assert await asked.send() == "sent"
    assert len(await asked.texts(carrier)) == 1


def test_a_code_needs_the_verification_that_it_is_of() -> None:
    some, now = uuid4(), datetime.now(UTC)
    with pytest.raises(ValueError, match="UUID"):
        NewAccountMessage(some, some, some, AccountText.CODE, None, now)


async def test_a_reader_who_is_gone_is_told_nothing(
    firm: Company, owner: AsyncEngine, carrier: Control
) -> None:
    asked = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED)
    async with owner.begin() as connection:
        gone = text("delete from recipients where execution_id = :id")
        await connection.execute(gone, {"id": asked.id})
    assert await asked.send() == "skipped:removed"
    assert (await asked.row()).execution == "completed"


async def test_a_message_that_nobody_asked_for_is_not_found(firm: Company) -> None:
    asked = await ask(firm, (await firm.hire(1))[0], AccountText.NUMBER_ADDED)
    with pytest.raises(NotFoundError):
        await send_account_message(firm.sending, asked.person.id, asked.id)
    outcome = await send_account_message(firm.sending, firm.id, asked.id)
    assert (outcome.state, outcome.done) == (DispatchState.SENT, True)


@pytest.mark.spec("P11")
async def test_a_code_that_is_asked_for_anew_while_the_provider_is_busy_is_not_sent_after_the_new_one(
    firm: Company, carrier: Control
) -> None:
    first = await ask_for_code(firm, await hire_unconfirmed(firm))
    await carrier.fault("error", to=first.person.number, next=1_000, code=20429, http_status=429)
    sending = asyncio.create_task(first.send())
    await until(lambda: _tried(first), seconds=60)

    await ask_again(first)

    assert await sending == "skipped:execution_over"


async def _tried(asked: Asked) -> bool:
    return bool(await asked.attempts())


@pytest.mark.spec("X18")
async def test_one_organizations_notices_delay_neither_its_codes_nor_anothers_notices(firm: Company) -> None:
    many = [await ask(firm, one, AccountText.NUMBER_ADDED) for one in await firm.hire(5)]
    code = await ask_for_code(firm, await hire_unconfirmed(firm))
    other = await found_company(firm.sending, "+34600000088")
    last = await ask(other, (await other.hire(1))[0], AccountText.NUMBER_ADDED)
    for asked in (*many, code, last):
        await long_since(asked)

    due = await _due(firm, 100)
    first = {asked.id: due.index((asked.company.id, asked.id)) for asked in (*many, code, last)}
    of_many = [first[one.id] for one in many]
    assert max(first[code.id], first[last.id]) < min(of_many)
    assert await _due(firm, 3) == due[:3]


async def _due(company: Company, most: int) -> list[tuple[UUID, UUID]]:
    async with company.sending.database.system() as connection:
        return await account_messages.read_due(connection, 5, most)
