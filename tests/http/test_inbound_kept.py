"""What is kept of a text from a handset."""

import asyncio

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.http.conftest import Http, expect, make_key
from tests.http.handset import STOPPED, Office, answer_in, open_office


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def not_heard(office: Office) -> dict[str, str]:
    """Put the person on the list of those whom the organization does not hear; an admin's headers."""
    headers = {"Authorization": f"Bearer {await make_key(office.company, 'admin')}"}
    listed = {"entries": [{"number": office.person.number}]}
    expect(await office.client.post("/v1/deny-lists/inbound", json=listed, headers=headers), 200)
    return headers


@pytest.mark.spec("A04")
async def test_a_reply_is_of_the_latest_text_from_that_sender(office: Office) -> None:
    vault = office.company.sending.vault
    runs = [await office.company.campaign([office.person]) for _ in range(2)]
    for run in runs:
        await run.send()
    [last] = (await runs[-1].dispatches()).values()

    await office.write("Which POLICY is that? policy")
    await office.write("and to nobody", To="+34699999999")

    to_us, to_nobody = await office.kept()
    assert (to_us.user_id, to_us.execution_id) == (office.person.id, runs[-1].execution)
    assert (to_us.step, to_us.dispatch_id) == ("remind", last.id)
    assert (to_nobody.user_id, to_nobody.execution_id, to_nobody.dispatch_id) == (None, None, None)
    assert to_us.tail == vault.hash_tail(office.person.number)
    assert vault.decrypt(to_us.key_id, to_us.sealed_digits) == office.person.number[-4:]
    assert to_us.words == vault.hash_words(["which", "policy", "is", "that"])
    assert (to_us.kind, to_us.keyword) == ("reply", None)


async def test_a_reply_to_nothing_is_of_the_person_alone_and_of_nobody_where_two_share_the_number(
    office: Office,
) -> None:
    await office.write("hello")
    await office.company.hire(1, numbers=[office.person.number])
    await office.write("hello again")

    assert [(kept.user_id, kept.dispatch_id) for kept in await office.kept()] == [
        (office.person.id, None),
        (None, None),
    ]


@pytest.mark.spec("X16")
async def test_the_registry_keeps_the_words_and_the_confirmation(office: Office) -> None:
    await office.write("Stop!!")

    query = text("select * from opt_events where hmac = :hmac")
    vault = office.company.sending.vault
    async with office.company.sending.database.system() as connection:
        hmac = {"hmac": vault.hash_identifier(office.person.number)}
        [event] = (await connection.execute(query, hmac)).all()
    assert vault.decrypt(event.key_id, event.sealed) == "Stop!!"
    assert (event.sender, event.org_id, event.answer) == (office.company.sender, office.company.id, STOPPED)
    assert event.rule


@pytest.mark.spec("U12")
async def test_of_a_number_that_is_not_heard_nothing_is_kept_but_its_stop(office: Office) -> None:
    headers = await not_heard(office)
    form = office.form("HELP, I have something to say")

    for _ in range(2):
        assert answer_in(await office.post(form)) is None
    assert await office.write("STOP") is None

    kept = await office.kept()
    assert [(one.kind, one.words, one.answer) for one in kept] == [("denied", [], None)] * 2
    assert {office.company.sending.vault.decrypt(one.key_id, one.sealed) for one in kept} == {""}
    assert await office.is_out()
    entries = await office.client.get("/v1/deny-lists/inbound", headers=headers)
    assert [one["count"] for one in expect(entries, 200)["items"]] == [2]


@pytest.mark.spec("U12", "P31", "A17", "X16")
async def test_whoever_is_not_heard_opts_out_and_in_with_words_that_the_registry_alone_keeps(
    office: Office,
) -> None:
    await not_heard(office)

    assert await office.write("Stop now!") is None
    assert not await office.is_texted()
    assert await office.write("please start again") is None
    assert not await office.is_texted()
    assert await office.write("Start!") is None
    assert await office.is_texted()

    vault = office.company.sending.vault
    assert {(one.kind, vault.decrypt(one.key_id, one.sealed)) for one in await office.kept()} == {
        ("denied", "")
    }
    query = text("select kind, key_id, sealed from opt_events where hmac = :hmac order by id")
    async with office.company.sending.database.system() as connection:
        hmac = {"hmac": vault.hash_identifier(office.person.number)}
        facts = (await connection.execute(query, hmac)).all()
    assert [(one.kind, vault.decrypt(one.key_id, one.sealed)) for one in facts] == [
        ("opted_out", "Stop now!"),
        ("opted_in", "Start!"),
    ]


@pytest.mark.spec("U12", "A17")
async def test_a_yes_of_whom_the_provider_has_blocked_counts_also_where_they_are_not_heard(
    office: Office,
) -> None:
    await not_heard(office)
    await office.handled("default")
    await office.write("STOP")
    assert await office.is_out()

    assert await office.write("yes") is None

    assert not await office.is_out()


@pytest.mark.parametrize(
    "body",
    [
        "🛑" * 1600,
        "\x00STOP\x1b",
        "\u202eSTOP\u202c",
        "S\u200bT\u200dO\u2060P\ufeff",
        "ＳＴＯＰ",
    ],
)
async def test_whatever_signs_it_holds_five_deliveries_at_once_are_kept_once(
    office: Office, body: str
) -> None:
    form = office.form(body)

    answers = await asyncio.gather(*(office.post(form) for _ in range(5)))

    assert len({answer_in(one) for one in answers}) == 1
    [kept] = await office.kept()
    assert office.company.sending.vault.decrypt(kept.key_id, kept.sealed) == body
    assert (kept.kind == "stop") is await office.is_out() is ("S" in body or "Ｓ" in body)


async def test_what_became_of_replies_is_counted_once(office: Office) -> None:
    def count(meaning: str, answer: str) -> float:
        labels = {"meaning": meaning, "answer": answer}
        registry = office.company.sending.metrics.registry
        return registry.get_sample_value("homing_replies_total", labels) or 0.0

    kinds = [("stop", "answered"), ("stop", "silent"), ("reply", "silent")]
    before = [count(*kind) for kind in kinds]
    form = office.form("STOP")
    for _ in range(3):
        await office.post(form)
    await office.write("STOP")
    await office.write("Thanks")

    assert [count(*kind) - old for kind, old in zip(kinds, before, strict=True)] == [1, 1, 1]
