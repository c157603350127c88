"""What the carrier says steers the flow, and what it says too late changes what is known and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any, Final
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from twilio.request_validator import RequestValidator

from homing.carrier.control import Control
from homing.domain.outcome import EventKind
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from tests.conftest import ACCOUNT, TOKEN
from tests.definitions import define, missed, notify, remind, wait
from tests.dispatching.support import attempts_of, kinds
from tests.engine import Engine
from tests.http.conftest import Http, opened
from tests.http.drafts import is_in, started
from tests.invariants import until
from tests.workflows.support import PATIENCE, all_quiet
from tests.world import Company, Run, Someone

MINUTE_A_SECOND: Final = 60.0


@pytest.fixture
async def http(api: str, company: Company) -> AsyncIterator[Http]:
    async with httpx.AsyncClient(base_url=api, timeout=60) as client:
        yield await opened(client, company)


async def report(settings: Settings, attempt: Any, status: str, *, key: str = TOKEN) -> int:
    """A signed callback about a message, and how it is answered."""
    url = f"{str(settings.public_url).rstrip('/')}/twilio/status?a={attempt.id}"
    form = {"MessageSid": attempt.provider_id, "MessageStatus": status, "AccountSid": ACCOUNT}
    signature = RequestValidator(key).compute_signature(url, form)
    async with httpx.AsyncClient() as client:
        answer = await client.post(url, data=form, headers={"X-Twilio-Signature": signature})
    return answer.status_code


async def outcome_of(run: Run, step: str) -> dict[UUID, str]:
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("select user_id, outcome from step_outcomes where execution_id = :id and step = :step"),
            {"id": run.execution, "step": step},
        )
        return {row.user_id: row.outcome for row in found}


async def mails_to(mail: MailSink, people: Sequence[Someone]) -> list[int]:
    return [len(mail.inbox.get(one.mail, [])) for one in people]


@pytest.mark.spec("W10", "W13", "Q14", "P29")
async def test_a_delivery_that_is_told_after_the_fall_through_is_known_and_sends_nothing_again(
    company: Company, engine: Engine, carrier: Control, mail: MailSink, settings: Settings
) -> None:
    [silent] = await company.hire(1)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    story = define(
        remind("remind", "sms", "email", channelStrategy="UNTIL_DELIVERED", deliveryWait="2m"),
        wait("a-while", "30m"),
        missed(),
    )

    handle = await engine.walk(run, story, scale=MINUTE_A_SECOND)
    await until(lambda: is_mailed(mail, silent), seconds=PATIENCE)
    await until(lambda: is_through(run, "remind"), seconds=PATIENCE)
    [attempt, _] = await attempts_of(run)
    for status in ("delivered", "sent", "undelivered", "delivered"):
        assert await report(settings, attempt, status) == 204
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert await run.outcomes() == {"delivered": 1}
    assert await run.outcomes("email") == {"sent": 1}
    assert (await kinds(run))[silent.id] == [EventKind.SENT, EventKind.DELIVERED]
    assert await outcome_of(run, "remind") == {silent.id: "sent"}, "as it stood when they went on"
    assert result.outcomes["remind"] == {"sent": 1}
    assert len(await carrier.texts(silent.number)) == 1
    assert await mails_to(mail, [silent]) == [1]


async def is_mailed(mail: MailSink, person: Someone) -> bool:
    return person.mail in mail.inbox


async def is_through(run: Run, step: str) -> bool:
    return bool(await outcome_of(run, step))


@pytest.mark.spec("W10", "W13", "P29")
async def test_of_two_who_part_by_their_receipts_neither_comes_back_when_the_news_turns(
    company: Company, engine: Engine, carrier: Control, mail: MailSink, settings: Settings
) -> None:
    failed, good = people = await company.hire(2)
    await carrier.fault("fail", to=failed.number, code=30003)
    run = await company.campaign(people)
    story = define(
        remind("remind", "sms", deliveryWait="60m", ways={"delivered": "good", "not_delivered": "mail"}),
        missed("good", ways={}),
        remind("mail", "email", ways={}),
    )

    handle = await engine.walk(run, story)
    result = await asyncio.wait_for(handle.result(), PATIENCE)
    attempts = {one.user_id: one for one in await attempts_of(run) if one.provider == "twilio"}
    assert await report(settings, attempts[failed.id], "delivered") == 204
    assert await report(settings, attempts[good.id], "undelivered") == 204

    assert result.outcomes["remind"] == {"delivered": 1, "not_delivered": 1}
    assert await run.outcomes() == {"delivered": 2}, "a delivery outranks a failure, whichever comes first"
    assert await outcome_of(run, "remind") == {failed.id: "not_delivered", good.id: "delivered"}
    assert await mails_to(mail, people) == [1, 0]
    assert [len(await carrier.texts(one.number)) for one in people] == [1, 1]


@pytest.mark.spec("W10")
async def test_reports_that_nobody_signed_or_of_no_message_steer_nothing(
    company: Company, engine: Engine, carrier: Control, settings: Settings
) -> None:
    [silent] = await company.hire(1)
    await carrier.fault("silent", to=silent.number)
    run = await company.campaign([silent])
    story = define(
        remind("remind", "sms", deliveryWait="5m", ways={"delivered": "missed", "no_receipt": "mail"}),
        missed("missed", ways={}),
        remind("mail", "email", ways={}),
    )

    handle = await engine.walk(run, story, scale=MINUTE_A_SECOND)
    await carrier.wait(to=silent.number, seconds=PATIENCE)
    await until(lambda: is_sent(run), seconds=PATIENCE)
    [attempt] = await attempts_of(run)
    stranger = type("Stranger", (), {"id": UUID(int=7), "provider_id": attempt.provider_id})
    answers = [
        await report(settings, attempt, "delivered", key="another"),
        await report(settings, stranger, "delivered"),
    ]
    result = await asyncio.wait_for(handle.result(), PATIENCE)

    assert answers == [403, 404]
    assert result.outcomes["remind"] == {"no_receipt": 1}


async def is_sent(run: Run) -> bool:
    return await run.outcomes() == {"sent": 1}


@pytest.mark.spec("U03", "P20")
async def test_when_an_admin_switches_texts_off_at_night_those_who_wait_are_mailed_at_once(
    http: Http, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    people = await http.company.hire(3)
    await all_quiet(http.company)
    story = define(
        notify(),
        remind("remind", "sms", ways={"sent": "missed", "skipped": "mail"}),
        missed("missed", ways={}),
        remind("mail", "email", urgent=True, urgentReason="a test", ways={}),
    )
    path = await started(http, people, story)
    await until(lambda: all_held(http, path, people), seconds=PATIENCE)

    switched = await http.call("PUT", "/v1/channels/sms", json={"enabled": False})
    why = [await http.get(f"{path}/recipients/{one.id}") for one in people]
    await until(lambda: is_in(http, path, "completed"), seconds=PATIENCE)

    assert switched.status_code == 200
    assert ["channel_disabled" in str(one) for one in why] == [True] * 3, "when it is answered, none waits"
    assert await mails_to(mail, people) == [1, 1, 1]
    assert [await carrier.texts(one.number) for one in people] == [[], [], []]


async def all_held(http: Http, path: str, people: Sequence[Someone]) -> bool:
    told = [str(await http.get(f"{path}/recipients/{one.id}")) for one in people]
    return all("quiet_hours" in one and "'held'" in one for one in told)
