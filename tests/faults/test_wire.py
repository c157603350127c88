"""The wire breaks, the provider refuses: what is certain is tried again, what isn't never is."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import reconcile
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import campaigns, organizations
from homing.store.organizations import NewSender
from plugin import housekeeping
from plugin.embedded.mail import MailSink
from plugin.embedded.temporal import free_port
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.invariants import check_books, check_texts, until
from tests.world import Company, Run, Someone, found_company

OTHER_SENDER: Final = "+34600000002"
PATIENCE: Final = timedelta(seconds=0.5)
"""For an answer, and for a provider that is busy."""


@pytest.fixture(scope="module")
def hasty(settings: Settings) -> Settings:
    """Little patience with the provider, and much with what it has to say afterwards."""
    return settings.model_copy(
        update={
            "provider_timeout": PATIENCE,
            "busy_backoff": PATIENCE,
            "unknown_after": timedelta(seconds=20),
        }
    )


@pytest.fixture
async def company(hasty: Settings, sending: Sending, carrier: Control, api: str) -> AsyncIterator[Company]:
    """An organization that sends with little patience; what the carrier reports reaches it."""
    async with open_sending(hasty) as opened:
        yield await found_company(opened, SENDER)


async def one_run(company: Company) -> tuple[Someone, Run]:
    [person] = await company.hire(1)
    return person, await company.campaign([person])


async def stands(run: Run, outcome: str) -> None:
    """Wait until everybody stands there."""

    async def there() -> bool:
        return await run.outcomes() == {outcome: run.people}

    await until(there)


async def next_outcome(company: Company, person: Someone) -> str:
    """What becomes of the person's next text, in another campaign."""
    run = await company.campaign([person])
    await run.send()
    [outcome] = await run.outcomes()
    return outcome


async def check_never_again(run: Run, carrier: Control, person: Someone, texts: int) -> None:
    """The page may be run as often as one likes: the handset has this many texts and no more."""
    before = await run.dispatches()
    for _ in range(2):
        await run.send()
    assert len(await carrier.texts(person.number)) == texts
    after = await run.dispatches()
    assert {id_: row.attempts for id_, row in after.items()} == {
        id_: row.attempts for id_, row in before.items()
    }
    await check_books(run.company)


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
    fault: dict[str, object], company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault(to=person.number, next=1, **fault)  # type: ignore[arg-type]  # handed through
    await carrier.fault("delay_callbacks", to=person.number, seconds=1.0)

    await run.send()

    assert await run.outcomes() == {"unknown": 1}
    await check_never_again(run, carrier, person, 1)
    await stands(run, "delivered")
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("fault", AMBIGUOUS_AND_ACCEPTED.values(), ids=AMBIGUOUS_AND_ACCEPTED)
async def test_where_callbacks_are_lost_too_the_providers_listing_tells(
    fault: dict[str, object], company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault(to=person.number, next=1, **fault)  # type: ignore[arg-type]  # handed through
    await carrier.fault("drop_callbacks", to=person.number)
    await run.send()
    assert await run.outcomes() == {"unknown": 1}
    await carrier.wait(1, to=person.number, status="delivered")

    assert await housekeeping.once(company.sending)

    assert await run.outcomes() == {"delivered": 1}
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("X01", "P29")
async def test_a_listing_that_lags_proves_nothing_and_is_asked_again(
    company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("reset", to=person.number, next=1)
    await carrier.fault("drop_callbacks", to=person.number)
    try:
        await carrier.tune(listing_lag=1.0)
        await run.send()
        assert await reconcile.ask(company.sending) == 0
        assert await run.outcomes() == {"unknown": 1}

        async def found() -> bool:
            return await reconcile.ask(company.sending) > 0

        await until(found)
    finally:
        await carrier.tune(listing_lag=0)
    assert (await run.outcomes()).keys() <= {"sent", "delivered"}
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("fault", AMBIGUOUS_AND_LOST.values(), ids=AMBIGUOUS_AND_LOST)
async def test_what_the_provider_never_took_stays_unknown_and_the_steps_policy_decides(
    fault: dict[str, object], company: Company, carrier: Control, mail: MailSink
) -> None:
    person, run = await one_run(company)
    await carrier.fault(to=person.number, next=1, **fault)  # type: ignore[arg-type]  # handed through
    await run.send()
    await housekeeping.once(company.sending)
    assert await run.outcomes() == {"unknown": 1}
    await check_never_again(run, carrier, person, 0)

    await run.send("email", earlier=("sms",), unknown_seconds=None)  # ASSUME_SENT
    await run.send("email", earlier=("sms",), unknown_seconds=3600)  # FALL_THROUGH, not yet
    assert await run.outcomes("email") == {}
    assert person.mail not in mail.inbox
    await run.send("email", earlier=("sms",), unknown_seconds=0)  # FALL_THROUGH
    assert await run.outcomes("email") == {"sent": 1}
    assert len(mail.inbox[person.mail]) == 1
    assert (await company.spend()).reserved > 0, "it may have been sent after all, and cost"


# -- the request was certainly not processed


@pytest.mark.spec("P29")
@pytest.mark.parametrize("code", [20429, 21611])
async def test_a_busy_provider_is_asked_again_and_the_text_sent_once(
    code: int, company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("error", to=person.number, next=2, code=code)

    await run.send()

    assert (await run.outcomes()).keys() <= {"sent", "delivered"}
    [row] = (await run.dispatches()).values()
    assert row.attempts == 3
    await check_never_again(run, carrier, person, 1)


@pytest.mark.spec("P29", "X02")
async def test_a_provider_that_stays_busy_holds_the_text_until_it_is_decided_anew(
    company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("error", to=person.number, code=20429)

    await run.send()

    assert await run.outcomes() == {"held:provider_busy": 1}
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(text("select due_at > now() from dispatches"))
        assert found.scalar_one() is True
    assert (await company.spend()).reserved == 0
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
    company: Company, carrier: Control, hasty: Settings
) -> None:
    person, run = await one_run(company)
    closed = hasty.model_copy(update={"twilio_api_base_url": f"http://127.0.0.1:{free_port()}"})
    async with open_sending(closed) as cut_off:
        await run.send(sending=cut_off)
    assert await run.outcomes() == {"held:provider_busy": 1}
    assert (await company.spend()).reserved == 0

    async def sent() -> bool:
        await run.send()
        return (await run.outcomes()).keys() <= {"sent", "delivered"}

    await until(sent)
    await check_never_again(run, carrier, person, 1)


# -- the provider refused


@pytest.mark.spec("X02", "P29")
@pytest.mark.parametrize(
    ("code", "reason", "afterwards", "alert"),
    [
        (21610, "opted_out_at_provider", "skipped:opted_out", None),
        (21211, "number_refused", "skipped:number_invalid", None),
        (21614, "number_refused", "skipped:number_invalid", None),
        (21408, "country_refused", "skipped:country_not_allowed", "country_closed"),
        (21606, "sender_refused", None, None),
        (21612, "sender_refused", None, None),
        (21617, "content_refused", None, "content_refused"),
        (20003, "configuration", "skipped:channel_disabled", "channel_stopped"),
    ],
)
async def test_a_refusal_gives_the_money_back_and_teaches_what_it_says(
    code: int, reason: str, afterwards: str | None, alert: str | None, company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("error", to=person.number, next=1, code=code)

    await run.send()

    assert await run.outcomes() == {f"rejected:{reason}": 1}
    assert await company.alerts() == ({alert: 1} if alert else {})
    spend = await company.spend()
    assert (spend.reserved, spend.spent) == (0, 0)
    await check_never_again(run, carrier, person, 0)
    async with company.sending.database.app(company.id) as connection:
        events = await campaigns.read_events(connection, company.id, run.execution)
    assert [(event.kind, event.reason, event.cost_micros) for event in events] == [("FAILED", reason, 0)]
    outcome = await next_outcome(company, person)
    if afterwards is None:
        assert outcome in {"sent", "delivered"}
    else:
        assert outcome == afterwards
        assert await carrier.texts(person.number) == []


@pytest.mark.spec("P15")
async def test_an_opt_out_that_only_the_provider_knew_is_kept_in_the_registry(
    company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("error", to=person.number, next=1, code=21610)
    await run.send()

    hmac = company.sending.vault.hash_identifier(person.number)
    async with company.sending.database.system() as connection:
        found = await connection.execute(text("select source from opt_outs where hmac = :h"), {"h": hmac})
        assert found.scalar_one() == "provider"


@pytest.mark.spec("X02", "P29", "P27")
@pytest.mark.parametrize("code", [21606, 21612])
async def test_a_refused_sender_is_replaced_once_by_another_one_of_the_country(
    code: int, company: Company, carrier: Control
) -> None:
    async with company.sending.database.app(company.id) as connection:
        other = NewSender(id=uuid4(), country="ES", number=OTHER_SENDER)
        await organizations.add_senders(connection, company.id, [other])
    lucky, unlucky = await company.hire(2)
    run = await company.campaign([lucky, unlucky])
    await carrier.fault("error", to=lucky.number, next=1, code=code)
    await carrier.fault("error", to=unlucky.number, code=code)

    await run.send()

    rows = await run.dispatches()
    assert rows[lucky.id].state in {"sent", "delivered"}
    assert (rows[unlucky.id].state, rows[unlucky.id].reason) == ("rejected", "sender_refused")
    assert {row.attempts for row in rows.values()} == {2}
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(
            text(
                "select d.user_id, s.number from attempts a join dispatches d on d.id = a.dispatch_id"
                " join senders s on s.id = a.sender_id order by a.seq"
            )
        )
        tried = [(row.user_id, row.number) for row in found]
    for person in (lucky, unlucky):
        assert {number for user, number in tried if user == person.id} == {SENDER, OTHER_SENDER}
    [sent] = await carrier.texts(lucky.number)
    assert sent.sender == [number for user, number in tried if user == lucky.id][-1]
    one_price = (await company.spend()).reserved
    assert await next_outcome(company, lucky) in {"sent", "delivered"}
    assert (await company.spend()).reserved == 2 * one_price, "one text, one reservation"
    await check_never_again(run, carrier, unlucky, 0)


@pytest.mark.spec("P20", "P24", "X02")
async def test_refused_credentials_stop_the_channel_and_the_rest_of_the_page_falls_through(
    hasty: Settings, sending: Sending, carrier: Control, mail: MailSink
) -> None:
    async with open_sending(hasty.model_copy(update={"group_size": 4})) as small:
        company = await found_company(small, SENDER)
        staff = await company.hire(10)
        run = await company.campaign(staff)
        await carrier.fault("error", code=20003)

        await run.send()
        await run.send("email", earlier=("sms",))

        assert await run.outcomes() == {"rejected:configuration": 4, "skipped:channel_disabled": 6}
        assert await company.alerts() == {"channel_stopped": 4}
        assert {len(mail.inbox[one.mail]) for one in staff} == {1}
        assert (await check_texts(carrier, staff)).total() == 0
        assert (await company.spend()).reserved == 0
        await check_books(company)


# -- accepted, and not delivered


@pytest.mark.spec("P29", "Q08")
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (30003, "unreachable"),
        (30005, "number_unknown"),
        (30007, "filtered"),
        (30008, "carrier_unknown"),
        (30036, "expired"),
    ],
)
async def test_what_failed_after_acceptance_is_not_delivered_and_not_sent_again(
    code: int, reason: str, company: Company, carrier: Control
) -> None:
    person, run = await one_run(company)
    await carrier.fault("fail", to=person.number, code=code)

    await run.send()
    await stands(run, f"not_delivered:{reason}")

    await carrier.clear_faults()
    await check_never_again(run, carrier, person, 1)
    async with company.sending.database.app(company.id) as connection:
        events = await campaigns.read_events(connection, company.id, run.execution)
    assert [(event.kind, event.reason) for event in events] == [("SENT", None), ("BOUNCED", reason)]


@pytest.mark.spec("P29")
async def test_a_text_without_a_receipt_stays_sent(company: Company, carrier: Control) -> None:
    person, run = await one_run(company)
    await carrier.fault("silent", to=person.number)
    await run.send()

    async def reported() -> bool:
        [sent] = await carrier.texts(person.number)
        return [(one.status, one.answer) for one in sent.callbacks] == [("sent", 204)]

    await until(reported)
    assert await run.outcomes() == {"sent": 1}
    await check_never_again(run, carrier, person, 1)
