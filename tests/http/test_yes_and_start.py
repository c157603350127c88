"""What resumes texts, and what does not: YES, and a START that the provider does not take."""

import asyncio

import pytest
from sqlalchemy import text

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.keywords import Handling, Meaning
from homing.domain.phone import E164
from homing.domain.senders import SenderKind
from homing.providers.twilio_inbound import InboundText
from homing.settings import Settings
from homing.store.optouts import Said
from tests.http.conftest import Http
from tests.http.handset import STARTED, STOPPED, Office, answer_in, change, new_sender, open_office
from tests.world import found_company, new_number


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


START_WORD = "Pidgr: To get texts again, reply with the single word START."


@pytest.mark.spec("A17")
@pytest.mark.parametrize("handling", ["default", "advanced"])
async def test_a_yes_that_the_provider_takes_for_a_start_resumes_whoever_it_has_blocked(
    office: Office, handling: str
) -> None:
    await office.handled(handling)
    stop, start = [{"OptOutType": word} if handling == "advanced" else {} for word in ("STOP", "START")]
    assert await office.write("STOP", **stop) is None

    assert await office.write("YES", **start) is None

    assert await office.is_texted()
    assert [(kept.kind, kept.taken_as) for kept in await office.kept()] == [
        ("stop", "stop"),
        ("start", "start"),
    ]


@pytest.mark.spec("A17", "P14")
@pytest.mark.parametrize("handling", ["default", "advanced"])
async def test_a_yes_to_a_sender_that_has_blocked_nothing_lifts_no_opt_out(
    office: Office, sending: Sending, handling: str
) -> None:
    other = await found_company(sending, new_sender())
    await change(other, "senders", "org_id", {"provider_handles_keywords": handling})
    marks = {"OptOutType": "START"} if handling == "advanced" else {}
    assert await office.write("STOP") == STOPPED

    assert await office.write("yes", To=other.sender, **marks) is None

    assert await office.is_out()
    assert [event.kind for event in await office.events()] == ["opted_out"]


@pytest.mark.spec("A17")
@pytest.mark.parametrize(
    ("handling", "said"),
    [("none", ["STOP"]), ("default", ["STOP"]), ("default", [])],  # confirmed; blocked; neither
)
async def test_a_yes_lifts_nothing_that_was_recorded_by_hand(
    http: Http, office: Office, handling: str, said: list[str]
) -> None:
    await office.handled(handling)
    for word in said:
        await office.write(word)
    await http.post("/v1/opt-outs", {"number": office.person.number, "note": "by letter"})

    assert await office.write("yes") is None

    assert await office.is_out()
    await office.write("START")
    assert not await office.is_out()


@pytest.mark.spec("A17", "P31")
@pytest.mark.parametrize("sentence", ["START sending me less", "UNSTOP stop", "please start again"])
async def test_no_sentence_lifts_an_opt_out_and_its_writer_is_told_the_word(
    office: Office, sentence: str
) -> None:
    assert await office.write("STOP") == STOPPED

    assert await office.write(sentence) == START_WORD

    assert await office.is_out()
    assert [event.kind for event in await office.events()] == ["opted_out"]
    assert await office.write("Start!") == STARTED
    assert await office.write(sentence) == STARTED  # nothing was to be lifted


async def test_a_yes_of_somebody_who_is_not_opted_out_is_a_reply(office: Office) -> None:
    await office.handled("default")

    assert await office.write("YES") is None

    assert [(kept.kind, kept.taken_as) for kept in await office.kept()] == [("reply", "start")]
    assert await office.events() == []


@pytest.mark.spec("A17")
async def test_a_yes_to_a_toll_free_number_resumes_nothing(office: Office) -> None:
    await change(office.company, "senders", "org_id", {"kind": "toll_free"})
    assert await office.write("Stop.") == STOPPED

    assert await office.write("Yes") is None
    assert await office.is_out()
    assert await office.write("UNSTOP") is None  # the network has answered
    assert not await office.is_out()


@pytest.mark.spec("A17")
async def test_a_yes_a_day_after_the_confirmation_answers_something_else(office: Office) -> None:
    await office.write("STOP")
    async with office.company.sending.database.system() as connection:
        older = text("update inbound_messages set at = at - interval '25 hours' where org_id = :org")
        await connection.execute(older, {"org": office.company.id})

    assert await office.write("YES") is None
    assert await office.is_out()


@pytest.mark.spec("A17")
async def test_a_yes_to_another_sender_does_not_answer_the_confirmation(
    office: Office, sending: Sending
) -> None:
    other = await found_company(sending, new_sender())
    await office.write("STOP")

    assert await office.write("YES", To=other.sender) is None
    assert await office.is_out()
    assert await office.write("YES") == STARTED
    assert not await office.is_out()


@pytest.mark.spec("A17")
async def test_a_yes_that_comes_five_times_at_once_resumes_once_and_is_answered_alike(office: Office) -> None:
    await office.write("STOP")
    form = office.form("yes")

    answers = await asyncio.gather(*(office.post(form) for _ in range(5)))

    assert {answer_in(one) for one in answers} == {STARTED}
    assert [event.kind for event in await office.events()] == ["opted_out", "opted_in"]


@pytest.mark.parametrize("handling", ["default", "advanced"])
async def test_where_the_provider_blocks_another_start_is_told_the_word_and_changes_nothing(
    office: Office, handling: str
) -> None:
    await office.handled(handling)
    marks = {"OptOutType": "STOP"} if handling == "advanced" else {}
    assert await office.write("STOP", **marks) is None

    assert await office.write("Start!") == START_WORD
    assert await office.is_out()

    marks = {"OptOutType": "START"} if handling == "advanced" else {}
    assert await office.write("START", **marks) is None
    assert await office.is_texted()
    await office.write("Stop.")  # that only we have understood
    assert await office.write("Start!") == STARTED
    assert await office.is_texted()


@pytest.mark.parametrize("source", ["provider", "listing"])
async def test_what_the_provider_is_known_to_block_waits_for_its_word(office: Office, source: str) -> None:
    await office.handled("default")
    said = Said("STOP", "twilio", f"SM{source}", sender=office.company.sender)
    await withdraw.stop(office.company.sending, E164(office.person.number), source, said)

    assert await office.write("Start!") == START_WORD
    assert await office.is_out()
    assert await office.write("START") is None
    assert not await office.is_out()


@pytest.mark.spec("P31", "A17")
async def test_unstop_is_the_word_too_for_whom_the_provider_is_known_to_block(office: Office) -> None:
    said = Said("", "twilio", None, sender=office.company.sender)
    await withdraw.stop(office.company.sending, E164(office.person.number), "provider", said)

    assert await office.write("Unstop!") == START_WORD
    assert await office.write("unstop ") == STARTED
    assert not await office.is_out()


async def test_a_block_of_another_sender_holds_nobody_up(office: Office, sending: Sending) -> None:
    said = Said("", "twilio", "SMx", sender=new_sender())
    await withdraw.stop(sending, E164(office.person.number), "provider", said)

    assert await office.write("Start!") == STARTED
    assert not await office.is_out()


async def test_a_start_to_whom_nothing_blocks_resumes_by_itself(office: Office) -> None:
    await office.write("STOP")

    assert await office.write("Start!") == STARTED
    assert await office.is_texted()


NONE, DEFAULT, ADVANCED = Handling.NONE, Handling.DEFAULT, Handling.ADVANCED
LONG_CODE, TOLL_FREE = SenderKind.LONG_CODE, SenderKind.TOLL_FREE


@pytest.mark.parametrize(
    ("body", "marked", "handling", "kind", "expected"),
    [
        ("stop", None, NONE, LONG_CODE, None),
        (" Stop ", None, DEFAULT, LONG_CODE, Meaning.STOP),
        ("Stop.", None, DEFAULT, LONG_CODE, None),
        ("yes", None, DEFAULT, LONG_CODE, Meaning.START),
        ("info", None, DEFAULT, LONG_CODE, Meaning.HELP),
        ("stop", None, ADVANCED, LONG_CODE, None),
        ("PARAR", Meaning.STOP, ADVANCED, LONG_CODE, Meaning.STOP),
        ("stop", None, NONE, TOLL_FREE, Meaning.STOP),
        ("unstop", None, NONE, TOLL_FREE, Meaning.START),
        ("yes", None, DEFAULT, TOLL_FREE, None),
        ("quit", None, DEFAULT, TOLL_FREE, None),
        ("help", None, NONE, TOLL_FREE, None),
        ("help", None, DEFAULT, TOLL_FREE, Meaning.HELP),
    ],
)
def test_what_twilio_takes_by_itself(
    body: str, marked: Meaning | None, handling: Handling, kind: SenderKind, expected: Meaning | None
) -> None:
    written = InboundText("SM" + "0" * 32, E164(new_number()), None, body, marked)

    assert written.taken_as(handling, kind) is expected
