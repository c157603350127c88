"""The route by which Twilio reports, spoken to as Twilio does and as others might."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr
from starlette.datastructures import ImmutableMultiDict
from temporalio.client import Client
from twilio.request_validator import RequestValidator

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.domain.outcome import EventKind
from homing.settings import Settings
from plugin.http import create_app
from tests.conftest import TOKEN
from tests.dispatching.support import attempts_of, kinds
from tests.world import PLANTED_NAME, PLANTED_TITLE, Company, Run

SIGNATURE: Final = "X-Twilio-Signature"


@dataclass(frozen=True, slots=True)
class Reported:
    """A text that was sent, whose carrier says nothing, and Twilio's place beside it."""

    run: Run
    user: UUID
    number: str = field(repr=False)
    attempt: UUID
    sid: str
    url: str
    client: httpx.AsyncClient

    def form(self, status: str = "delivered", **more: str) -> dict[str, str]:
        return {"MessageSid": self.sid, "MessageStatus": status, "To": self.number, **more}

    def signature(self, form: Mapping[str, Any], *, url: str | None = None, token: str = TOKEN) -> str:
        return str(RequestValidator(token).compute_signature(url or self.address(), form))

    def address(self, attempt: object = None) -> str:
        return f"{self.url}?a={attempt or self.attempt}"

    async def post(
        self, form: Mapping[str, str] | None = None, *, attempt: object = None, signature: str | None = None
    ) -> httpx.Response:
        """Post a callback, rightly signed unless said otherwise."""
        form = self.form() if form is None else form
        address = self.address(attempt)
        signed = self.signature(form, url=address) if signature is None else signature
        return await self.client.post(address, data=dict(form), headers={SIGNATURE: signed})

    async def told(self) -> Counter[EventKind]:
        return Counter((await kinds(self.run))[self.user])


ONLY_SENT: Final = Counter({EventKind.SENT: 1})
DELIVERED: Final = Counter({EventKind.SENT: 1, EventKind.DELIVERED: 1})


@pytest.fixture
async def reported(
    company: Company, api: str, settings: Settings, carrier: Control
) -> AsyncIterator[Reported]:
    assert settings.status_callback_url.startswith(api)
    [person] = await company.hire(1)
    await carrier.fault("drop_callbacks", to=person.number)
    run = await company.campaign([person])
    await run.send()
    [attempt] = await attempts_of(run)
    async with httpx.AsyncClient() as client:
        yield Reported(
            run=run,
            user=person.id,
            number=person.number,
            attempt=attempt.id,
            sid=attempt.provider_id,
            url=settings.status_callback_url,
            client=client,
        )


@pytest.mark.spec("Q08")
async def test_a_signed_report_is_taken_once_however_often_it_is_replayed(reported: Reported) -> None:
    answers = [await reported.post() for _ in range(3)]
    answers += await asyncio.gather(*(reported.post() for _ in range(3)))

    assert {answer.status_code for answer in answers} == {204}
    assert await reported.told() == DELIVERED


@pytest.mark.parametrize("signature", [None, "", "d3Jvbmc=", "ünsigned"])
async def test_a_report_without_the_right_signature_is_refused(
    reported: Reported, signature: str | None
) -> None:
    headers = [] if signature is None else [(SIGNATURE.encode(), signature.encode("latin-1"))]
    answer = await reported.client.post(reported.address(), data=reported.form(), headers=headers)

    assert answer.status_code == 403
    assert await reported.told() == ONLY_SENT


async def test_a_signature_over_another_host_or_by_another_token_is_refused(reported: Reported) -> None:
    elsewhere = f"https://other.invalid/twilio/status?a={reported.attempt}"

    host = await reported.post(signature=reported.signature(reported.form(), url=elsewhere))
    token = await reported.post(signature=reported.signature(reported.form(), token="another"))
    status = await reported.post(signature=reported.signature(reported.form("sent")))

    assert [host.status_code, token.status_code, status.status_code] == [403, 403, 403]
    assert await reported.told() == ONLY_SENT


async def test_behind_a_proxy_the_configured_address_is_what_counts(reported: Reported) -> None:
    answer = await reported.client.post(
        reported.address(),
        data=reported.form(),
        headers={SIGNATURE: reported.signature(reported.form()), "Host": "10.0.0.7:8080"},
    )

    assert answer.status_code == 204


async def test_an_attempt_exchanged_in_the_address_is_refused(reported: Reported) -> None:
    signature = reported.signature(reported.form())

    other = await reported.post(attempt=uuid4(), signature=signature)
    none = await reported.client.post(reported.url, data=reported.form(), headers={SIGNATURE: signature})

    assert [other.status_code, none.status_code] == [403, 403]


async def test_while_a_token_is_rotated_both_sign(
    reported: Reported, settings: Settings, sending: Sending
) -> None:
    rotating = settings.model_copy(update={"twilio_auth_tokens": SecretStr(f"the-next-one, {TOKEN}")})
    temporal_away = await Client.connect("127.0.0.1:9", lazy=True)
    transport = httpx.ASGITransport(create_app(rotating, sending, temporal_away))
    async with httpx.AsyncClient(transport=transport) as client:

        async def signed_by(token: str) -> int:
            headers = {SIGNATURE: reported.signature(reported.form(), token=token)}
            answer = await client.post(reported.address(), data=reported.form(), headers=headers)
            return answer.status_code

        answers = [await signed_by(token) for token in ("the-next-one", TOKEN, "the-one-before")]

    assert answers == [204, 204, 403]
    assert await reported.told() == DELIVERED


@pytest.mark.parametrize("attempt", [UUID(int=7), "no-uuid", "%00", "7" * 400])
async def test_a_signed_report_on_nobodys_attempt_is_not_found(reported: Reported, attempt: object) -> None:
    assert (await reported.post(attempt=attempt)).status_code == 404


@pytest.mark.parametrize("form", [{}, {"MessageStatus": "delivered"}, {"MessageSid": ""}])
async def test_a_signed_report_on_no_message_is_not_found(reported: Reported, form: dict[str, str]) -> None:
    assert (await reported.post(form)).status_code == 404
    assert await reported.told() == ONLY_SENT


@pytest.mark.parametrize("word", ["partially_delivered", "received", "", "DELIVERED"])
async def test_a_status_that_is_no_receipt_is_taken_and_changes_nothing(
    reported: Reported, word: str
) -> None:
    assert (await reported.post(reported.form(word))).status_code == 204
    assert await reported.told() == ONLY_SENT


async def test_fields_that_are_not_known_change_nothing(reported: Reported) -> None:
    answer = await reported.post(reported.form(ErrorCode="", ChannelToAddress="+1", Neu="Ünïcode €"))

    assert answer.status_code == 204
    assert await reported.told() == DELIVERED


async def test_a_field_that_comes_twice_is_signed_as_twilio_signs_it(reported: Reported) -> None:
    pairs = [*reported.form().items(), ("Note", "b"), ("Note", "a"), ("MessageStatus", "failed")]
    signature = reported.signature(ImmutableMultiDict(pairs))

    answer = await reported.client.post(
        reported.address(),
        content=urlencode(pairs),
        headers={SIGNATURE: signature, "Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status_code == 204
    assert await reported.told() == DELIVERED


@pytest.mark.parametrize("length", [16_385, 200_000])
async def test_a_body_of_more_than_16_kib_is_not_read(reported: Reported, length: int) -> None:
    form = reported.form(Padding="x" * length)

    assert (await reported.post(form)).status_code == 413
    assert await reported.told() == ONLY_SENT


async def test_a_body_of_a_report_may_be_as_long_as_16_kib(reported: Reported) -> None:
    short = len(urlencode(reported.form(Padding="")))

    answer = await reported.post(reported.form(Padding="x" * (16_384 - short)))

    assert answer.status_code == 204


@pytest.mark.parametrize(
    "body", [b"\xff\xfe=\x80&MessageSid=\xc3", b"MessageSid=%FF%FE&%00=%80", b"=&=&&", b""]
)
async def test_a_body_that_is_no_utf8_or_no_form_is_answered_without_failing(
    reported: Reported, body: bytes
) -> None:
    unsigned = await reported.client.post(reported.address(), content=body, headers={SIGNATURE: "x"})

    assert unsigned.status_code == 403


async def test_a_signed_message_id_that_is_no_text_is_answered_without_failing(reported: Reported) -> None:
    answers = [
        await reported.post({"MessageSid": sid, "MessageStatus": "delivered"})
        for sid in ("SM\x00", "\ufffd", "x" * 5000)
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


async def test_an_address_that_is_no_utf8_is_answered_without_failing(settings: Settings, api: str) -> None:
    assert api
    host, port = settings.public_url.host, settings.public_url.port
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        b"POST /twilio/status?a=\xff\xfe HTTP/1.1\r\nHost: x\r\n"
        b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    )
    answer = await reader.read()
    writer.close()

    assert int(answer.split(b" ")[1]) in (400, 403)


@pytest.mark.spec("Q13")
async def test_no_answer_holds_anything_personal(reported: Reported) -> None:
    answers = [
        await reported.post(),
        await reported.post(attempt=uuid4()),
        await reported.post(attempt=reported.number),
        await reported.post({}),
        await reported.post(signature="wrong"),
        await reported.post(reported.form(Padding="x" * 20_000)),
        await reported.client.get(reported.address()),
        await reported.client.get(reported.url.replace("status", reported.number)),
    ]

    assert [answer.status_code for answer in answers] == [204, 404, 404, 404, 403, 413, 405, 404]
    shown = "".join(f"{answer.headers}{answer.text}" for answer in answers)
    for personal in (reported.number[1:], PLANTED_NAME, PLANTED_TITLE, reported.sid, str(reported.attempt)):
        assert personal not in shown
