"""Admins are told of opt-outs and opt-ins by mail: each address by itself, whatever becomes of the others."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from homing.providers.base import Answer, NotProcessed, Outbound
from homing.providers.webhooks import WebhookSender
from plugin.embedded.mail import MailSink
from tests.dispatching.support import Around, rows
from tests.dispatching.telling import AT_ONCE, alerts, says, tell
from tests.providers.receivers import sender
from tests.world import Company


@pytest.fixture
async def webhooks() -> AsyncIterator[WebhookSender]:
    async with sender() as opened:
        yield opened


@pytest.mark.spec("A18")
async def test_a_digest_is_mailed_to_each_address_without_numbers(
    firm: Company, webhooks: WebhookSender, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    admins = [f"{uuid4().hex}@admins.test" for _ in range(2)]
    await firm.know(person, external_id="emp-7")
    await firm.change(events_mail=admins)
    for word in ("STOP", "START", "STOP"):
        await says(firm, person, word)

    assert await tell(firm, webhooks) == 3 * len(admins)
    assert await tell(firm, webhooks) == 0

    for address in admins:
        [message] = mail.inbox[address]
        body = message.get_content()
        assert message["Subject"] == "Pidgr: 2 opt-outs, 1 opt-in"
        assert [line.count(f"user {person.id} (emp-7)") for line in body.splitlines()][2:] == [1, 1, 1]
        assert "by keyword STOP" in body
        assert person.number[1:] not in message.as_string()


class FullMailbox(Around):
    """A mail server that has no room for one of its addresses for now."""

    name = "smtp"

    async def send(self, message: Outbound) -> Answer:
        if message.recipient.startswith("full"):
            return Answer(NotProcessed("http_452"), None)
        return await self.real.send(message)


class Broken(Around):
    """A provider with a defect."""

    async def send(self, message: Outbound) -> Answer:
        raise ZeroDivisionError(message.subject)


class Hanging(Around):
    """A provider that never ends."""

    async def send(self, message: Outbound) -> Answer:
        await asyncio.Event().wait()
        return await self.real.send(message)


def with_mail(company: Company, kind: type[Around]) -> Company:
    """The company, whose mails go by another server."""
    providers = company.sending.providers
    return replace(
        company, sending=replace(company.sending, providers={**providers, "smtp": kind(providers["smtp"])})
    )


@pytest.mark.spec("A18")
async def test_an_address_that_is_full_has_its_digest_later_and_the_others_have_theirs_once(
    firm: Company, webhooks: WebhookSender, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    full, fine = [f"{name}-{uuid4().hex}@admins.test" for name in ("full", "fine")]
    await firm.change(events_mail=[full, fine])
    filled = with_mail(firm, FullMailbox)
    for word in ("STOP", "START", "STOP"):
        await says(firm, person, word)
        await tell(filled, webhooks)

    assert [one["Subject"] for one in mail.inbox[fine]] == [
        "Pidgr: 1 opt-out",
        "Pidgr: 1 opt-in",
        "Pidgr: 1 opt-out",
    ]
    assert await alerts(firm) == {"email": 1}
    assert await tell(firm, webhooks) == 3
    assert [one["Subject"] for one in mail.inbox[full]] == ["Pidgr: 2 opt-outs, 1 opt-in"]
    assert len(mail.inbox[fine]) == 3


@pytest.mark.spec("A18")
async def test_an_address_in_place_of_one_that_took_nothing_gets_what_that_missed(
    firm: Company, webhooks: WebhookSender, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    full, fine, late = [f"{name}-{uuid4().hex}@admins.test" for name in ("full", "fine", "late")]
    await firm.change(events_mail=[full])
    await says(firm, person, "STOP")
    await tell(with_mail(firm, FullMailbox), webhooks)

    await firm.change(events_mail=[fine])
    await firm.change(events_mail=[fine, late])
    await tell(firm, webhooks)

    assert len(mail.inbox[fine]) == 1
    assert late not in mail.inbox


@pytest.mark.spec("A18")
@pytest.mark.parametrize(("kind", "problem"), [(Broken, "internal_error"), (Hanging, "timeout")])
async def test_what_nobody_foresaw_counts_as_a_failure_and_alarms(
    firm: Company, webhooks: WebhookSender, kind: type[Around], problem: str
) -> None:
    [person] = await firm.hire(1)
    await firm.change(events_mail=["ana@admins.test"])
    await says(firm, person, "STOP")
    hurried = replace(AT_ONCE, call=timedelta(seconds=0.5)) if kind is Hanging else AT_ONCE
    for _ in range(3):
        assert await tell(with_mail(firm, kind), webhooks, hurried) == 0

    query = "select failures, problem from event_cursors where org_id = :org"
    assert [tuple(one) for one in await rows(firm.sending, query, org=firm.id)] == [(3, problem)]
    assert await alerts(firm) == {"email": 1}
    await firm.change(events_mail=[])


@pytest.mark.spec("A18")
async def test_a_digest_says_of_somebody_who_was_never_out_that_they_opted_in(
    firm: Company, webhooks: WebhookSender, mail: MailSink
) -> None:
    [person] = await firm.hire(1)
    address = f"{uuid4().hex}@admins.test"
    await firm.change(events_mail=[address])
    await says(firm, person, "START")

    assert await tell(firm, webhooks) == 1

    [message] = mail.inbox[address]
    assert f"  opted in  user {person.id}  by keyword START" in message.get_content()
    assert "again" not in message.get_content()
