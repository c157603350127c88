"""A channel that stops by itself: nobody waits for it, and once it was mended nothing of before stops it."""

from typing import Any

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import switching
from homing.dispatching.receipts import Report, take_receipts
from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from tests.dispatching.support import attempts_of, rows
from tests.dispatching.switched import held, switch, switched_on_again
from tests.world import Company


def suspended(attempt: Any) -> Report:
    """The provider's word that an accepted message was not delivered, since it has suspended the account."""
    reason = FailureReason.ACCOUNT_SUSPENDED
    return Report(attempt.id, attempt.provider_id, ReceiptStatus.NOT_DELIVERED, 30002, reason)


async def sent_one(company: Company) -> Any:
    """The attempt of a text that the provider accepted."""
    run = await company.campaign(await company.hire(1))
    await run.send()
    [attempt] = await attempts_of(run)
    return attempt


async def is_on(company: Company) -> bool:
    found = "select 1 from org_channels where org_id = :org and channel = 'sms' and enabled"
    return bool(await rows(company.sending, found, org=company.id))


@pytest.mark.spec("U03", "P20")
async def test_a_channel_that_stops_by_itself_lets_nobody_wait_but_the_callback_skips_nobody(
    firm: Company, carrier: Control
) -> None:
    attempt = await sent_one(firm)
    waiting = await held(firm, 2)

    await take_receipts(firm.sending, [suspended(attempt)])
    assert await waiting.outcomes() == {"held:quiet_hours": 2}, "there may be hundreds of thousands"
    assert await switching.skip_disabled(firm.sending) == 2

    assert await waiting.outcomes() == {"skipped:channel_disabled": 2}
    assert await firm.alerts() == {"channel_stopped": 1}
    async with firm.sending.database.app(firm.id) as connection:
        off = await connection.execute(
            text("select disabled_reason from org_channels where channel = 'sms' and not enabled")
        )
        assert off.scalar_one() == FailureReason.ACCOUNT_SUSPENDED


@pytest.mark.spec("P20", "X01")
async def test_a_report_that_is_repeated_does_not_stop_a_channel_that_was_mended_since(
    firm: Company, carrier: Control
) -> None:
    told = suspended(await sent_one(firm))
    await take_receipts(firm.sending, [told])
    await switch(firm, enabled=True)
    waiting = await held(firm, 2)

    await take_receipts(firm.sending, [told])
    await switching.skip_disabled(firm.sending)

    assert await is_on(firm)
    assert await waiting.outcomes() == {"held:quiet_hours": 2}
    assert await firm.alerts() == {"channel_stopped": 1}


async def test_a_first_report_of_what_was_sent_before_it_was_mended_does_not_stop_it(
    firm: Company, carrier: Control
) -> None:
    early, late = [await sent_one(firm) for _ in range(2)]
    await take_receipts(firm.sending, [suspended(early)])
    await switch(firm, enabled=True)

    await take_receipts(firm.sending, [suspended(late)])

    assert await is_on(firm)
    assert await firm.alerts() == {"channel_stopped": 1}


async def test_what_was_sent_since_it_was_mended_stops_it_also_where_it_is_reported_with_older_ones(
    firm: Company, carrier: Control
) -> None:
    early = await sent_one(firm)
    await switched_on_again(firm)
    late = await sent_one(firm)

    await take_receipts(firm.sending, [suspended(early), suspended(late)])

    assert not await is_on(firm)


async def test_switching_on_what_is_on_mends_nothing(firm: Company, carrier: Control) -> None:
    attempt = await sent_one(firm)
    await switch(firm, enabled=True)

    await take_receipts(firm.sending, [suspended(attempt)])

    assert not await is_on(firm)
