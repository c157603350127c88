"""The provider refuses a text, at once or after it took it."""

from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import organizations
from homing.store.organizations import NewSender
from plugin.embedded.mail import MailSink
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.faults.scenes import one_run, stands
from tests.invariants import check_books, check_never_again, check_texts, until
from tests.world import Company, Someone, found_company

pytestmark = pytest.mark.usefixtures("by_hand")

OTHER_SENDER: Final = "+34600000002"


async def next_outcome(company: Company, person: Someone) -> str:
    """What becomes of the person's next text, in another campaign."""
    run = await company.campaign([person])
    await run.send()
    [outcome] = await run.outcomes()
    return outcome


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
    code: int,
    reason: str,
    afterwards: str | None,
    alert: str | None,
    hasty_company: Company,
    carrier: Control,
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("error", to=person.number, next=1, code=code)

    await run.send()

    assert await run.outcomes() == {f"rejected:{reason}": 1}
    assert await hasty_company.alerts() == ({alert: 1} if alert else {})
    spend = await hasty_company.spend()
    assert (spend.reserved, spend.spent) == (0, 0)
    await check_never_again(run, carrier, person, 0)
    events = await run.events()
    assert [(event.kind, event.reason, event.cost_micros) for event in events] == [("FAILED", reason, 0)]
    outcome = await next_outcome(hasty_company, person)
    if afterwards is None:
        assert outcome in {"sent", "delivered"}
    else:
        assert outcome == afterwards
        assert await carrier.texts(person.number) == []


@pytest.mark.spec("P15")
async def test_an_opt_out_that_only_the_provider_knew_is_kept_in_the_registry(
    hasty_company: Company, carrier: Control
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("error", to=person.number, next=1, code=21610)
    await run.send()

    hmac = hasty_company.sending.vault.hash_identifier(person.number)
    async with hasty_company.sending.database.system() as connection:
        found = await connection.execute(text("select source from opt_outs where hmac = :h"), {"h": hmac})
        assert found.scalar_one() == "provider"


@pytest.mark.spec("X02", "P29", "P27")
@pytest.mark.parametrize("code", [21606, 21612])
async def test_a_refused_sender_is_replaced_once_by_another_one_of_the_country(
    code: int, hasty_company: Company, carrier: Control
) -> None:
    async with hasty_company.sending.database.app(hasty_company.id) as connection:
        other = NewSender(id=uuid4(), country="ES", number=OTHER_SENDER)
        await organizations.add_senders(connection, hasty_company.id, [other])
    lucky, unlucky = await hasty_company.hire(2)
    run = await hasty_company.campaign([lucky, unlucky])
    await carrier.fault("error", to=lucky.number, next=1, code=code)
    await carrier.fault("error", to=unlucky.number, code=code)

    await run.send()

    rows = await run.dispatches()
    assert rows[lucky.id].state in {"sent", "delivered"}
    assert (rows[unlucky.id].state, rows[unlucky.id].reason) == ("rejected", "sender_refused")
    assert {row.attempts for row in rows.values()} == {2}
    async with hasty_company.sending.database.app(hasty_company.id) as connection:
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
    one_price = (await hasty_company.spend()).reserved
    assert await next_outcome(hasty_company, lucky) in {"sent", "delivered"}
    assert (await hasty_company.spend()).reserved == 2 * one_price, "one text, one reservation"
    await check_never_again(run, carrier, unlucky, 0)


@pytest.mark.spec("P20", "X02")
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
    code: int, reason: str, hasty_company: Company, carrier: Control
) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("fail", to=person.number, code=code)

    await run.send()
    await stands(run, f"not_delivered:{reason}")

    await carrier.clear_faults()
    await check_never_again(run, carrier, person, 1)
    events = await run.events()
    assert [(event.kind, event.reason) for event in events] == [("SENT", None), ("BOUNCED", reason)]


@pytest.mark.spec("P29")
async def test_a_text_without_a_receipt_stays_sent(hasty_company: Company, carrier: Control) -> None:
    person, run = await one_run(hasty_company)
    await carrier.fault("silent", to=person.number)
    await run.send()

    async def reported() -> bool:
        [sent] = await carrier.texts(person.number)
        return [(one.status, one.answer) for one in sent.callbacks] == [("sent", 204)]

    await until(reported)
    assert await run.outcomes() == {"sent": 1}
    await check_never_again(run, carrier, person, 1)
