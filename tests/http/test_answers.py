"""In whose words a text from a handset is answered, how often, and at what price."""

from datetime import date

import pytest
from sqlalchemy import text

from homing.dispatching.answering import MOST_A_DAY, MOST_ALIKE_AN_HOUR
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store.administration import list_spend
from tests.http.conftest import Http, expect, make_key
from tests.http.handset import STARTED, STOPPED, Office, new_sender, open_office
from tests.world import found_company


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def booked(office: Office) -> dict[str, tuple[int, int]]:
    """By channel: (cap, spent)."""
    async with office.company.sending.database.app(office.company.id) as connection:
        rows = await list_spend(connection, office.company.id, (date.max, ""), 9)
    return {row.channel: (row.cap, row.spent) for row in rows}


async def price(office: Office) -> int:
    query = (
        "select micros from estimated_prices where channel = 'sms' and country = 'ES' and currency = 'USD'"
    )
    async with office.company.sending.database.system() as connection:
        return int((await connection.execute(text(query))).scalar_one())


@pytest.mark.spec("D21", "D22")
async def test_an_organizations_own_words_are_answered_in_its_own_text(office: Office) -> None:
    await office.words("hours", "en", "{product}: nine to five, or ask {contact}.", "opening hours")
    await office.set(support_contact="help@pidgr.com")

    assert await office.write("Opening-hours?!") == "Pidgr: nine to five, or ask help@pidgr.com."

    [kept] = await office.kept()
    assert (kept.kind, kept.keyword, kept.rule, kept.language) == ("keyword", "hours", "own", "en")


@pytest.mark.spec("D21")
async def test_an_own_answer_to_stop_and_help_is_given_in_its_language(office: Office) -> None:
    await office.words("stop", "es", "{product}: adiós. START para volver.")
    await office.words("help", "es", "{product}: {contact}. STOP para darte de baja.", "socorro")
    [ines] = await office.company.hire(1, locale="es")

    assert await office.write("socorro", From=ines.number) == (
        "Pidgr: tu administrador. STOP para darte de baja."
    )
    assert await office.write("STOP", From=ines.number) == "Pidgr: adiós. START para volver."
    assert await office.write("socorro", From=ines.number) == (
        "Pidgr: tu administrador. STOP para darte de baja. "
        "Tu baja (STOP) sigue activa. Responde START para reanudar."
    )
    assert await office.write("STOP") == STOPPED


@pytest.mark.spec("D21")
async def test_a_word_of_one_language_alone_is_answered_in_it(office: Office) -> None:
    assert (await office.write("ABMELDEN") or "").startswith("Pidgr: Abmeldung")
    await office.set(languages=["en"])
    await office.write("START")
    assert await office.write("ABMELDEN") == STOPPED


@pytest.mark.spec("D22")
async def test_further_words_for_a_wrong_number_count_as_one(office: Office) -> None:
    await office.words("wrong_number", "en", "{product}: sorry, gone.", "no longer here")

    assert await office.write("No longer here!") == "Pidgr: sorry, gone."
    assert await office.write("no longer here") is None
    run = await office.company.campaign([office.person])
    await run.send()
    assert await run.outcomes() == {"skipped:quarantined": 1}


@pytest.mark.spec("P16", "D20")
async def test_answers_have_a_limit_a_day_and_opt_outs_have_none(office: Office) -> None:
    answers = [await office.write(("STOP", "START")[n % 2]) for n in range(2 * MOST_A_DAY + 1)]

    assert sum(answer is not None for answer in answers) == MOST_A_DAY
    assert all(answer is not None for answer in answers[:MOST_A_DAY])
    assert len(await office.events()) == len(answers)
    assert not await office.is_texted()
    assert await office.write("HELP") is None
    [other] = await office.company.hire(1)
    assert await office.write("STOP", From=other.number) == STOPPED


@pytest.mark.spec("P14", "D20")
async def test_a_stop_after_a_days_answers_is_confirmed_once_more(office: Office) -> None:
    words = [*["HELP", "CONTACT", "START"] * MOST_ALIKE_AN_HOUR, "stop?", "wrong number"]
    answers = [await office.write(word) for word in words]
    assert [answer is not None for answer in answers] == [True] * MOST_A_DAY + [False]

    assert await office.write("STOP") == STOPPED

    assert await office.write("START") is None
    assert await office.write("STOP") is None
    assert await office.is_out()


@pytest.mark.spec("U13", "P14", "P16", "D20", "P31")
async def test_whom_the_organization_does_not_text_is_answered_to_stop_start_and_help_alone(
    http: Http, office: Office, sending: Sending
) -> None:
    key = await make_key(office.company, "admin")
    await office.words("hours", "en", "{product}: nine to five.", "HOURS")
    listed = {"entries": [{"number": office.person.number}]}
    expect(await http.call("POST", "/v1/deny-lists/outbound", json=listed, key=key), 200)
    other = await found_company(sending, new_sender())

    for word in ("CONTACT", "HOURS", "stop?", "wrong number", "Thanks"):
        assert await office.write(word) is None
    assert (await office.write("HELP") or "").startswith("Pidgr: Reminders")
    assert (await office.write("INFO") or "").startswith("Pidgr: Reminders")
    assert await office.write("STOP") == STOPPED
    assert await office.write("START") == STARTED
    assert await office.write("CONTACT", To=other.sender) is not None

    entries = expect(await http.call("GET", "/v1/deny-lists/outbound", key=key), 200)
    assert [entry["count"] for entry in entries["items"]] == [4]


@pytest.mark.spec("D20", "D19")
async def test_an_answer_is_metered_by_its_segments_and_booked_apart_from_the_cap(office: Office) -> None:
    await office.company.set_cap(0)
    each = await price(office)
    await office.words("hours", "en", "x" * 200, "HOURS")

    assert await office.write("STOP") == STOPPED
    assert await office.write("START") == STARTED
    assert await office.write("HOURS") == "x" * 200
    assert await office.write("Thanks") is None

    assert [(kept.answer_segments, kept.answer_micros) for kept in await office.kept()] == [
        (1, each),
        (1, each),
        (2, 2 * each),
        (0, 0),
    ]
    assert await booked(office) == {"sms_answers": (2_000_000, 4 * each)}


@pytest.mark.spec("D20")
async def test_beyond_the_allowance_only_what_changes_something_is_answered(
    http: Http, office: Office
) -> None:
    each = await price(office)
    key = await make_key(office.company, "admin")
    setting = {"answersDailyMicros": 2 * each}
    answer = await http.call("PATCH", "/v1/settings", json=setting, key=key)
    assert expect(answer, 200)["answersDailyMicros"] == 2 * each

    said = [
        await office.write(word) for word in ("HELP", "CONTACT", "HELP", "STOP", "HELP", "START", "START")
    ]

    assert [one is not None for one in said] == [True, True, False, True, False, True, False]
    assert await booked(office) == {"sms_answers": (2 * each, 4 * each)}
    spend = await http.get("/v1/spend", key=key)
    assert [(row["channel"], row["spentMicros"]) for row in spend["items"]] == [("sms_answers", 4 * each)]
    await http.call("PATCH", "/v1/settings", json={"answersDailyMicros": 9 * each}, key=key)
    assert await office.write("HELP") is not None


async def test_answers_never_eat_the_cap_of_texts(office: Office) -> None:
    await office.company.set_cap(await price(office))
    for word in ("HELP", "CONTACT", "STOP", "START"):
        assert await office.write(word) is not None

    assert await office.is_texted()
