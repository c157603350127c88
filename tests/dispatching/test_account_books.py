"""What becomes of texts about numbers once sent: prices, late news, and a ledger that was put back."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching.account import send_account_messages
from homing.dispatching.prices import read_prices
from homing.dispatching.receipts import take_receipt
from homing.dispatching.reconcile import ask as ask_provider
from homing.domain.account_texts import AccountText
from homing.domain.errors import LedgerBehindError
from homing.domain.receipts import ReceiptStatus
from tests.dispatching.accounts import ask, ask_for_code, hire_unconfirmed, long_since
from tests.dispatching.restored import forget, restore, texts_of
from tests.dispatching.support import arrived, far, rows
from tests.invariants import check_books
from tests.world import Company


@pytest.mark.spec("P22", "X02")
async def test_the_real_price_of_a_code_is_booked_against_the_allowance_of_codes(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await asked.send()
    await arrived(carrier, asked.person.number)

    assert await read_prices(firm.sending) == 1

    [books] = await rows(
        firm.sending, "select channel, reserved, spent from cost_caps where org_id = :org", org=firm.id
    )
    assert (books.channel, books.reserved) == ("account_sms", 0)
    assert books.spent == (await asked.dispatch()).cost > 0
    await check_books(firm)


@pytest.mark.spec("X01")
async def test_news_that_comes_after_a_message_is_over_is_taken(firm: Company, carrier: Control) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await asked.send()
    [sent] = await arrived(carrier, asked.person.number)
    [attempt] = await asked.attempts()
    assert (await asked.row()).execution == "completed"

    assert await take_receipt(firm.sending, attempt.id, sent.sid, ReceiptStatus.DELIVERED)

    assert (await asked.dispatch()).state == "delivered"
    assert await asked.send() == "delivered"
    assert len(await asked.texts(carrier)) == 1


@pytest.mark.spec("X01")
async def test_a_code_whose_fate_is_not_known_is_found_in_the_providers_list(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    await carrier.fault("reset", to=asked.person.number, next=1, accepted=True)
    assert await asked.send() == "unknown"
    await rows(
        firm.sending,
        "update dispatches set changed_at = changed_at - interval '1 hour' where execution_id = :id",
        id=asked.id,
    )
    await rows(firm.sending, "update attempts set posted_at = posted_at - interval '1 second'")

    assert await ask_provider(firm.sending) == 1

    assert (await asked.dispatch()).state in ("sent", "delivered")
    assert len(await asked.texts(carrier)) == 1


@pytest.mark.spec("X01", "P29")
async def test_what_may_have_been_sent_before_the_database_was_put_back_is_not_sent_again(
    house: Company, handsets: Control, owner: AsyncEngine
) -> None:
    notice = await ask(house, (await house.hire(1))[0], AccountText.NUMBER_ADDED, lasts=timedelta(days=1))
    assert await notice.send() == "sent"
    await texts_of(handsets, [notice.person])
    await forget(owner)
    async with owner.begin() as connection:
        for statement in (
            "update account_messages set done_at = null, outcome = null where id = :id",
            "update executions set state = 'running', told = 'running', ended_at = null where id = :id",
        ):
            await connection.execute(text(statement), {"id": notice.id})

    done = await restore(house)
    await long_since(notice)
    await send_account_messages(house.sending)

    assert (done.listed, done.strangers) == (1, 1), "it has no link to be recalled by"
    assert len(await handsets.texts(notice.person.number)) == 1
    assert (await notice.row()).outcome == "skipped:execution_over"


@pytest.mark.spec("X01")
async def test_a_code_finds_out_that_the_database_was_put_back_and_waits(
    firm: Company, carrier: Control
) -> None:
    asked = await ask_for_code(firm, await hire_unconfirmed(firm))
    firm.sending.heights.rise(firm.id, far(0))

    for _ in range(2):
        with pytest.raises(LedgerBehindError):
            await asked.send()

    assert await asked.texts(carrier) == []
    [channel] = await rows(
        firm.sending,
        "select disabled_reason from org_channels where org_id = :org and channel = 'sms'",
        org=firm.id,
    )
    assert channel.disabled_reason == "ledger_behind"
    await long_since(asked)
    assert await send_account_messages(firm.sending) == 0
