"""Texts from handsets, handed over as others might, or with what nobody expects in them."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from twilio.request_validator import RequestValidator

from homing.dispatching.context import Sending
from homing.dispatching.inbound import Reply, take_reply
from homing.domain.phone import E164
from homing.settings import Settings
from plugin.embedded.postgres import EmbeddedPostgres
from tests.conftest import TOKEN
from tests.databases import named
from tests.http.conftest import Http
from tests.http.handset import SIGNATURE, STOPPED, Office, answer_in, new_sid, open_office
from tests.world import new_number


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


@pytest.mark.parametrize("signature", ["", "d3Jvbmc=", "wrong"])
async def test_a_text_that_twilio_did_not_sign_is_refused(office: Office, signature: str) -> None:
    assert (await office.post(office.form("STOP"), signature)).status_code == 403
    assert (await office.client.post(office.url, data=office.form("STOP"))).status_code == 403
    assert (await office.client.get(office.url)).status_code == 405
    assert await office.kept() == []
    assert await office.is_texted()


async def test_a_text_to_another_account_is_refused(office: Office) -> None:
    form = office.form("STOP", AccountSid="AC" + "f" * 32)
    signature = RequestValidator("the token of another account").compute_signature(office.url, form)

    assert (await office.post(form, signature)).status_code == 403
    assert not await office.is_out()


async def test_a_text_that_was_changed_on_its_way_is_refused(office: Office) -> None:
    form = office.form("START")
    signature = RequestValidator(TOKEN).compute_signature(office.url, form)

    assert (await office.post({**form, "Body": "STOP"}, signature)).status_code == 403
    assert (await office.post({**form, "From": new_number()}, signature)).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM\x00"},
        {"MessageSid": "x" * 34},
        {"MessageSid": "SM" + "0" * 33},
        {"From": ""},
    ],
)
async def test_what_names_no_message_or_no_writer_is_refused(office: Office, changes: dict[str, str]) -> None:
    assert (await office.post({**office.form("STOP"), **changes})).status_code == 400
    assert await office.kept() == []


@pytest.mark.parametrize(
    "writer",
    ["22395", "PIDGR", "+1", "+34 600 000 001", "+0123456789", "whatsapp:+34600000001", "\x00", "+" * 99],
)
async def test_a_writer_that_is_no_subscribers_number_is_answered_nothing(
    office: Office, writer: str
) -> None:
    assert await office.write("STOP", From=writer) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "\x00\x01\x1b",
        "🙂" * 1600,
        "\u202e\u200b\ufeff",
        "'; drop table people; --",
        "<Response>",
        "\ufffd" * 99,
    ],
)
async def test_a_body_of_any_signs_is_kept(office: Office, body: str) -> None:
    assert await office.write(body) is None
    assert [kept.kind for kept in await office.kept()] == ["reply"]


async def test_a_body_longer_than_any_text_is_refused(office: Office) -> None:
    assert await office.write("STOP" * 5_000) is None
    assert (await office.post(office.form("STOP" * 10_000))).status_code == 413


async def test_a_body_that_is_no_utf8_is_answered_without_failing(office: Office) -> None:
    headers = {SIGNATURE: "x", "Content-Type": "application/x-www-form-urlencoded"}
    answer = await office.client.post(office.url, content=b"Body=%FF%FE&\xff=\xc3", headers=headers)

    assert answer.status_code == 403


async def test_a_media_message_without_words_is_taken(office: Office) -> None:
    form = {key: value for key, value in office.form("").items() if key != "Body"}

    assert answer_in(await office.post({**form, "MessageSid": f"MM{uuid4().hex}", "NumMedia": "1"})) is None
    assert len(await office.kept()) == 1


@pytest.mark.spec("P14")
async def test_an_opt_out_is_recorded_although_nothing_else_can_be_kept(
    apart: Sending, postgres: EmbeddedPostgres, quiet_database: str
) -> None:
    number = E164(new_number())
    reply = Reply("twilio", new_sid(), number, None, "STOP", lambda *_: None)
    owner = create_async_engine(named(postgres.owner_url, quiet_database), poolclass=NullPool)
    try:
        async with owner.begin() as connection:
            await connection.execute(text("revoke insert on inbound_messages from homing_system"))
        with pytest.raises(DBAPIError):
            await take_reply(apart, reply)
    finally:
        async with owner.begin() as connection:
            await connection.execute(text("grant insert on inbound_messages to homing_system"))
            opted_out = "select exists (select 1 from opt_outs where hmac = :hmac)"
            hmac = {"hmac": apart.vault.hash_identifier(number)}
            held = (await connection.execute(text(opted_out), hmac)).scalar_one()
        await owner.dispose()

    assert held
    repeated = await take_reply(apart, reply)
    assert repeated == STOPPED.removeprefix("Pidgr: ")


@pytest.mark.parametrize("to", ["+34699999999", "12345", "", "\x00", "x" * 300, "whatsapp:+34699999999"])
async def test_a_stop_to_nobodys_number_counts_and_is_answered_in_nobodys_name(
    office: Office, to: str
) -> None:
    answer = await office.write("STOP", To=to)

    assert answer == STOPPED.removeprefix("Pidgr: ")
    assert not await office.is_texted()
    assert [kept.org_id for kept in await office.kept()] == [None]


async def test_an_unknown_handset_is_answered_too(office: Office) -> None:
    assert await office.write("STOP", From=new_number()) == STOPPED
    assert [event.users for event in await office.events()] == [[]]


async def test_names_are_escaped_in_the_answer(office: Office) -> None:
    await office.set(product_name='A&B <Ltd> "it\'s"', support_contact="</Message>&amp;")

    response = await office.post(office.form("HELP"))

    assert answer_in(response) == (
        'A&B <Ltd> "it\'s": Reminders of pending actions. Help: </Message>&amp;. Reply STOP to opt out.'
    )
