"""Texts from handsets, handed over as Twilio does."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import pytest

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.phone import E164
from homing.providers.twilio_inbound import OWN_WORDS
from homing.settings import Settings
from homing.store import optouts
from tests.http.conftest import Http
from tests.http.handset import (
    STARTED,
    STOPPED,
    Office,
    answer_in,
    change,
    new_sender,
    open_office,
)
from tests.world import found_company, new_number, opt_in


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


@pytest.mark.spec("P14", "P15", "D20", "A15")
async def test_stop_halts_every_organizations_texts_and_is_confirmed_once(
    office: Office, sending: Sending
) -> None:
    other = await found_company(sending, new_sender())
    await other.hire(1, numbers=[office.person.number])
    assert await office.is_texted()
    assert await office.is_texted(other)

    assert await office.write("STOP") == STOPPED
    assert await office.write("Stop.") is None

    assert not await office.is_texted()
    assert not await office.is_texted(other)


@pytest.mark.spec("D20")
async def test_a_message_that_is_repeated_gets_the_same_answer_and_is_one_event(office: Office) -> None:
    form = office.form("Stop")

    at_once = await asyncio.gather(*(office.post(form) for _ in range(5)))
    later = [await office.post(form) for _ in range(2)]

    assert {answer_in(answer) for answer in [*at_once, *later]} == {STOPPED}
    assert [(event.kind, event.word) for event in await office.events()] == [("opted_out", "STOP")]
    assert len(await office.kept()) == 1


async def test_two_messages_at_once_are_confirmed_once(office: Office) -> None:
    answers = await asyncio.gather(*(office.write(word) for word in ("STOP", "CANCEL", "quit", "End!")))

    assert sorted(answer or "" for answer in answers) == ["", "", "", STOPPED]


@pytest.mark.spec("P31")
@pytest.mark.parametrize("word", ["START", "unstop"])
async def test_start_and_unstop_resume_texts_and_are_recorded_as_stop_is(office: Office, word: str) -> None:
    await office.write("revoke")
    assert not await office.is_texted()

    assert await office.write(word) == STARTED

    assert await office.is_texted()
    events = await office.events()
    assert [(one.kind, one.source, one.word) for one in events] == [
        ("opted_out", "keyword", "REVOKE"),
        ("opted_in", "keyword", word.upper()),
    ]
    assert {user for one in events for user in one.users} == {office.person.id}


async def test_whoever_stops_again_after_a_start_is_confirmed_again(office: Office) -> None:
    answers = [await office.write(word) for word in ("STOP", "START", "STOP", "STOP")]

    assert answers == [STOPPED, STARTED, STOPPED, None]


async def test_an_old_message_that_comes_again_undoes_nothing(office: Office) -> None:
    stop, start, stop_again = (office.form(word) for word in ("STOP", "START", "STOP"))

    for form in (stop, start):
        await office.post(form)
    assert answer_in(await office.post(stop)) == STOPPED
    assert await office.is_texted()

    await office.post(stop_again)
    assert answer_in(await office.post(start)) == STARTED
    assert not await office.is_texted()
    assert len(await office.events()) == 3


@pytest.mark.spec("P16")
async def test_help_is_answered_also_to_who_has_opted_out(office: Office) -> None:
    unnamed = "Pidgr: Reminders of pending actions. For help, ask your administrator. Reply STOP to opt out."
    assert await office.write("HELP") == unnamed
    await office.set(support_contact="help@pidgr.com")
    await office.write("STOP")

    answer = await office.write("info")

    assert answer == (
        "Pidgr: Reminders of pending actions. Help: help@pidgr.com. "
        "You are opted out (STOP). Reply START to resume."
    )
    assert not await office.is_texted()


@pytest.mark.spec("P16")
async def test_help_is_answered_three_times_an_hour_and_number(office: Office) -> None:
    answers = [await office.write("HELP") for _ in range(5)]
    [other] = await office.company.hire(1)

    assert [answer is not None for answer in answers] == [True, True, True, False, False]
    assert await office.write("HELP", From=other.number) is not None
    assert await office.write("STOP") == STOPPED


async def test_a_start_that_changes_nothing_is_answered_as_seldom(office: Office) -> None:
    answers = [await office.write("START") for _ in range(4)]

    assert answers == [STARTED, STARTED, STARTED, None]
    assert await office.write("STOP") == STOPPED
    assert await office.write("START") == STARTED


@pytest.mark.spec("Q13")
async def test_any_other_reply_is_kept_encrypted_and_answered_nothing(office: Office) -> None:
    body = "Is the bus stop at 5? 🛑\x00\u202e"

    assert await office.write(body) is None

    [kept] = await office.kept()
    assert (kept.org_id, kept.kind, kept.answer) == (office.company.id, "reply", None)
    assert body.encode() not in kept.sealed
    assert office.company.sending.vault.decrypt(kept.key_id, kept.sealed) == body
    assert await office.events() == []
    assert await office.is_texted()


@pytest.mark.parametrize("word", sorted(OWN_WORDS.keys() - {"YES"}))
async def test_what_default_handling_has_answered_is_recorded_and_not_answered_again(
    office: Office, word: str
) -> None:
    await office.handled("default")

    assert await office.write(f" {word.lower()} ") is None
    assert [kept.kind for kept in await office.kept()] in (["stop"], ["start"], ["help"])


async def test_what_default_handling_has_passed_by_is_answered(office: Office) -> None:
    await office.handled("default")

    assert await office.write("Stop.") == STOPPED
    assert not await office.is_texted()


async def test_what_advanced_handling_has_answered_counts_as_what_it_was_taken_for(office: Office) -> None:
    await office.handled("advanced")

    assert await office.write("PARAR", OptOutType="STOP") is None
    assert not await office.is_texted()
    assert await office.write("VOLVER", OptOutType="START") is None
    assert await office.is_texted()
    assert await office.write("AYUDA", OptOutType="HELP") is None
    assert await office.write("Thank you", OptOutType="nonsense") is None
    assert [kept.kind for kept in await office.kept()] == ["stop", "start", "help", "reply"]
    assert [event.kind for event in await office.events()] == ["opted_out", "opted_in"]


async def test_what_advanced_handling_does_not_know_is_answered(office: Office) -> None:
    await office.handled("advanced")

    assert await office.write("STOP") == STOPPED


async def test_where_the_two_readings_differ_the_opt_out_wins(office: Office) -> None:
    await office.write("opt-out", OptOutType="START")
    assert not await office.is_texted()
    await office.write("START")
    await office.write("unstop", OptOutType="STOP")
    assert not await office.is_texted()


@pytest.mark.parametrize(
    ("locales", "organizations", "languages", "begins"),
    [
        (["fr"], "en", [], "Pidgr : Désinscription"),
        (["pt-PT"], "de", [], "Pidgr: Cancelamento"),
        ([None], "de", [], "Pidgr: Abmeldung"),
        (["fr", "fr"], "en", [], "Pidgr : Désinscription"),
        (["fr", "es"], "de", [], "Pidgr: Abmeldung"),
        (["fr"], "es", ["es", "en"], "Pidgr: Baja"),
        (["en"], "es", ["es", "en"], "Pidgr: You"),
    ],
)
async def test_the_answer_is_in_the_language_of_whose_number_it_is_or_else_the_organizations(
    office: Office, locales: Sequence[str | None], organizations: str, languages: list[str], begins: str
) -> None:
    number = new_number()
    for locale in locales:
        await office.company.hire(1, locale=locale, numbers=[number])
    await office.set(locale=organizations, languages=languages)

    answer = await office.write("STOP", From=number)

    assert answer is not None
    assert answer.startswith(begins)


async def test_of_two_organizations_with_one_number_the_one_that_texted_last_answers(
    office: Office, sending: Sending
) -> None:
    other = await found_company(sending, office.company.sender)
    await other.hire(1, numbers=[office.person.number])
    await change(other, "organizations", "id", {"product_name": "Other"})

    assert (await office.write("HELP") or "").startswith("Pidgr: ")
    assert await office.is_texted(other)
    assert (await office.write("HELP") or "").startswith("Other: ")
    assert await office.is_texted()
    assert (await office.write("STOP") or "").startswith("Pidgr: ")
    assert not await office.is_texted(other)
    assert len(await office.events(other)) == len(await office.events()) == 1


async def test_events_are_read_in_pages_and_only_of_ones_own_people(office: Office, sending: Sending) -> None:
    stranger = await found_company(sending, new_sender())
    for word in ("STOP", "START", "STOP"):
        await office.write(word)

    async with sending.database.app(office.company.id) as connection:
        first = await optouts.read_opt_events(connection, office.company.id, limit=2)
        rest = await optouts.read_opt_events(connection, office.company.id, after=first[-1].id)
    assert [one.kind for one in [*first, *rest]] == ["opted_out", "opted_in", "opted_out"]
    assert len(first) == 2
    assert await office.events(stranger) == []


async def test_two_people_with_one_number_are_both_named_in_one_event(office: Office) -> None:
    [other] = await office.company.hire(1, numbers=[office.person.number])

    await office.write("STOP")

    [event] = await office.events()
    assert set(event.users) == {office.person.id, other.id}


async def test_an_opt_out_that_came_another_way_is_one_event_however_often_it_comes(office: Office) -> None:
    number = E164(office.person.number)
    for source in ("provider", "provider", "admin"):
        await withdraw.stop(office.company.sending, number, source)
    await opt_in(office.company.sending, number, "admin")
    await opt_in(office.company.sending, number, "admin")

    events = await office.events()

    assert [(one.kind, one.source, one.word) for one in events] == [
        ("opted_out", "provider", None),
        ("opted_out", "admin", None),
        ("opted_in", "admin", None),
    ]


@pytest.mark.spec("Q13")
async def test_an_event_names_people_by_their_ids_alone(office: Office) -> None:
    await office.write("STOP")

    [event] = await office.events()

    assert event.users == [UUID(str(office.person.id))]
    assert office.person.number[1:] not in repr(event)
