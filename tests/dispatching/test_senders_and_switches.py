"""Who is texted from which number, and what switches sending off: pausing, suspending, disabling."""

from dataclasses import replace
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Point
from homing.store import campaigns, organizations
from homing.store.organizations import NewSender
from plugin.embedded.mail import MailSink
from tests.conftest import SENDER
from tests.dispatching.support import kinds, rows
from tests.world import Company, Run, Someone, new_number

FRENCH_SENDER = "+33700000001"


async def hire_abroad(company: Company) -> Someone:
    """Somebody with a French mobile number."""
    [person] = await company.hire(1, numbers=[f"+33{new_number().removeprefix('+34')}"])
    return person


async def send_to(company: Company, person: Someone) -> Run:
    run = await company.campaign([person])
    await run.send()
    return run


async def add_sender(company: Company, sender: NewSender, *, default: bool = False) -> None:
    async with company.sending.database.app(company.id) as connection:
        await organizations.add_senders(connection, company.id, [sender])
    if default:
        await company.change(default_sender_id=sender.id)


async def set_paused(run: Run, *, paused: bool) -> None:
    async with run.company.sending.database.app(run.company.id) as connection:
        await campaigns.set_paused(connection, run.company.id, run.execution, paused=paused)


@pytest.mark.spec("P26")
async def test_a_country_without_a_sender_gets_no_text_and_the_step_falls_through(
    firm: Company, carrier: Control, mail: MailSink
) -> None:
    person = await hire_abroad(firm)
    run = await send_to(firm, person)
    await run.send("email", earlier=("sms",))

    assert await run.outcomes() == {"skipped:no_sender_for_country": 1}
    assert await carrier.texts(person.number) == []
    assert len(mail.inbox[person.mail]) == 1


@pytest.mark.spec("P26", "P27")
async def test_the_default_sender_stands_in_and_a_local_number_comes_before_it(
    firm: Company, carrier: Control
) -> None:
    person, at_home = await hire_abroad(firm), (await firm.hire(1))[0]
    short = NewSender(id=uuid4(), country="US", number="+15005550006", kind="toll_free")
    await add_sender(firm, short, default=True)
    await send_to(firm, person)
    await send_to(firm, at_home)
    await add_sender(firm, NewSender(id=uuid4(), country="FR", number=FRENCH_SENDER))
    await send_to(firm, person)

    assert [text.sender for text in await carrier.texts(person.number)] == [short.number, FRENCH_SENDER]
    assert [text.sender for text in await carrier.texts(at_home.number)] == [SENDER]


async def test_a_suspended_organization_sends_nothing_on_any_channel(
    firm: Company, carrier: Control, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    await rows(firm.sending, "update organizations set suspended = true where id = :id", id=firm.id)
    run = await firm.campaign([person])

    for channel in ("sms", "email", "in_app"):
        await run.send(channel)
        assert await run.outcomes(channel) == {"skipped:org_suspended": 1}

    assert {event.contract_reason for event in await run.events()} == {"ORG_SUSPENDED"}
    assert await firm.inbox(person) == []
    assert await carrier.texts(person.number) == []
    assert person.mail not in mail.inbox


@pytest.mark.spec("Q15")
async def test_what_a_pause_holds_is_due_at_resume_and_sent_once(firm: Company, carrier: Control) -> None:
    people = await firm.hire(3)
    run = await firm.campaign(people)
    await set_paused(run, paused=True)
    await run.send()
    await run.send()
    held, spend = await run.outcomes(), await firm.spend()
    texts = [len(await carrier.texts(one.number)) for one in people]

    await set_paused(run, paused=False)
    await run.send()
    await run.send()

    assert (held, texts, spend.reserved) == ({"held:paused": 3}, [0, 0, 0], 0)
    assert await run.outcomes() == {"sent": 3}
    assert [len(await carrier.texts(one.number)) for one in people] == [1, 1, 1]
    assert {tuple(told) for told in (await kinds(run)).values()} == {("SENT",)}


@pytest.mark.spec("Q15", "X02")
async def test_a_pause_between_claim_and_post_holds_what_was_reserved_and_frees_its_budget(
    firm: Company, carrier: Control
) -> None:
    people = await firm.hire(2)
    run = await firm.campaign(people)

    async def pause(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            await set_paused(run, paused=True)

    await run.send(sending=replace(firm.sending, reached=pause))

    assert await run.outcomes() == {"held:paused": 2}
    assert (await firm.spend()).reserved == 0
    assert [await carrier.texts(one.number) for one in people] == [[], []]


@pytest.mark.spec("P20", "U03", "X02")
async def test_a_channel_switched_off_between_claim_and_post_skips_what_waits(
    firm: Company, carrier: Control, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    run = await firm.campaign([person])

    async def switch_off(point: Point) -> None:
        if point is Point.AFTER_CLAIM:
            async with firm.sending.database.app(firm.id) as connection:
                await organizations.set_channel(connection, firm.id, "sms", enabled=False)

    await run.send(sending=replace(firm.sending, reached=switch_off))
    await run.send("email", earlier=("sms",))

    assert await run.outcomes() == {"skipped:channel_disabled": 1}
    assert (await firm.spend()).reserved == 0
    assert await carrier.texts(person.number) == []
    assert len(mail.inbox[person.mail]) == 1
