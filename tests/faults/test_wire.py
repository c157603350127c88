"""The wire breaks: what is certain is tried again, what isn't never is."""

from collections.abc import Awaitable, Callable
from typing import Final

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import prices, reconcile
from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import free_port
from plugin.services import open_sending
from tests.faults.scenes import one_run, stands
from tests.invariants import check_never_again, until
from tests.world import Company

pytestmark = pytest.mark.usefixtures("by_hand")

# -- nobody knows what became of the request


AMBIGUOUS_AND_ACCEPTED: Final = {
    "no answer": {"kind": "hang"},
    "connection reset": {"kind": "reset"},
    "truncated answer": {"kind": "truncate"},
    "500 after acceptance": {"kind": "error", "code": 20500, "accepted": True},
}
AMBIGUOUS_AND_LOST: Final = {
    "no answer": {"kind": "hang", "accepted": False},
    "connection reset": {"kind": "reset", "accepted": False},
    "503 before acceptance": {"kind": "error", "code": 20503},
}


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("fault", AMBIGUOUS_AND_ACCEPTED.values(), ids=AMBIGUOUS_AND_ACCEPTED)
async def test_a_text_whose_answer_was_lost_is_not_sent_again_and_a_late_callback_tells(
    fault: dict[str, object], hasty_company: Company, carrier: Control
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault(to=person.number, next=1, **fault)  # type: ignore[arg-type]  # handed through
    await carrier.fault("delay_callbacks", to=person.number, seconds=1.0)

    await run.send()

    assert await run.outcomes() == {"unknown": 1}
    await check_never_again(run, carrier, person, 1)
    await stands(run, "delivered")
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("fault", AMBIGUOUS_AND_ACCEPTED.values(), ids=AMBIGUOUS_AND_ACCEPTED)
@pytest.mark.parametrize("ask", [reconcile.ask, prices.read_prices])
async def test_where_callbacks_are_lost_too_the_providers_listing_tells(
    fault: dict[str, object],
    ask: Callable[[Sending], Awaitable[int]],
    hasty_company: Company,
    carrier: Control,
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault(to=person.number, next=1, **fault)  # type: ignore[arg-type]  # handed through
    await carrier.fault("drop_callbacks", to=person.number)
    await run.send()
    assert await run.outcomes() == {"unknown": 1}
    await carrier.wait(1, to=person.number, status="delivered")

    await ask(hasty_company.sending)

    assert await run.outcomes() == {"delivered": 1}
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("X01", "P29")
async def test_a_listing_that_lags_proves_nothing_and_is_asked_again(
    hasty_company: Company, carrier: Control
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("reset", to=person.number, next=1)
    await carrier.fault("drop_callbacks", to=person.number)
    try:
        await carrier.tune(listing_lag=1.0)
        await run.send()
        assert await reconcile.ask(hasty_company.sending) == 0
        assert await run.outcomes() == {"unknown": 1}

        async def found() -> bool:
            return await reconcile.ask(hasty_company.sending) > 0

        await until(found)
    finally:
        await carrier.tune(listing_lag=0)
    assert (await run.outcomes()).keys() <= {"sent", "delivered"}
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("fault", AMBIGUOUS_AND_LOST.values(), ids=AMBIGUOUS_AND_LOST)
async def test_what_the_provider_never_took_stays_unknown_and_the_steps_policy_decides(
    fault: dict[str, object], hasty_company: Company, carrier: Control, mail: MailSink
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault(to=person.number, next=1, **fault)  # type: ignore[arg-type]  # handed through
    await run.send()
    assert await reconcile.ask(hasty_company.sending) == 0
    assert await run.outcomes() == {"unknown": 1}
    await check_never_again(run, carrier, person, 0)

    await run.send("email", earlier=("sms",), unknown_seconds=None)  # ASSUME_SENT
    await run.send("email", earlier=("sms",), unknown_seconds=3600)  # FALL_THROUGH, not yet
    assert await run.outcomes("email") == {}
    assert person.mail not in mail.inbox
    await run.send("email", earlier=("sms",), unknown_seconds=0)  # FALL_THROUGH
    assert await run.outcomes("email") == {"sent": 1}
    assert len(mail.inbox[person.mail]) == 1
    assert (await hasty_company.spend()).reserved > 0, "it may have been sent after all, and cost"


# -- the request was certainly not processed


@pytest.mark.spec("P29")
@pytest.mark.parametrize("code", [20429, 21611])
async def test_a_busy_provider_is_asked_again_and_the_text_sent_once(
    code: int, hasty_company: Company, carrier: Control
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("error", to=person.number, next=2, code=code)

    await run.send()

    assert (await run.outcomes()).keys() <= {"sent", "delivered"}
    [row] = (await run.dispatches()).values()
    assert row.attempts == 3
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("P29", "X02")
async def test_a_provider_that_stays_busy_holds_the_text_until_it_is_decided_anew(
    hasty_company: Company, carrier: Control
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("error", to=person.number, code=20429)

    await run.send()

    assert await run.outcomes() == {"held:provider_busy": 1}
    async with hasty_company.sending.database.app(hasty_company.id) as connection:
        found = await connection.execute(text("select due_at > now() from dispatches"))
        assert found.scalar_one() is True
    assert (await hasty_company.spend()).reserved == 0
    await run.send()  # not due
    assert await run.outcomes() == {"held:provider_busy": 1}

    await carrier.clear_faults()

    async def sent() -> bool:
        await run.send()
        return (await run.outcomes()).keys() <= {"sent", "delivered"}

    await until(sent)
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("P29", "X02")
async def test_a_refused_connection_holds_the_text_and_another_try_sends_it(
    hasty_company: Company, carrier: Control, hasty: Settings
) -> None:
    person, run = await one_run(hasty_company)
    closed = hasty.model_copy(update={"twilio_api_base_url": f"http://127.0.0.1:{free_port()}"})
    async with open_sending(closed) as cut_off:
        await run.send(sending=cut_off)
    assert await run.outcomes() == {"held:provider_busy": 1}
    assert (await hasty_company.spend()).reserved == 0

    async def sent() -> bool:
        await run.send()
        return (await run.outcomes()).keys() <= {"sent", "delivered"}

    await until(sent)
    await check_never_again(run, carrier, person, 1)
