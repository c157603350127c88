"""What handsets write and are answered, everything real, line by line of what is promised."""

from itertools import cycle
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.carrier.keywords import Mode
from homing.dispatching.answering import MOST_A_DAY, MOST_ALIKE_AN_HOUR
from homing.dispatching.context import Sending
from homing.dispatching.denying import Denied, deny
from homing.domain.phone import E164
from homing.store import keyword_replies
from homing.store.denying import Direction
from homing.store.keyword_replies import KeywordReply
from tests.engine import Engine
from tests.http.handset import STARTED, STOPPED, change, new_sender
from tests.journeys.talking import Talk, begin
from tests.world import found_company

HELP: Final = "Pidgr: Reminders of pending actions. Help: help@pidgr.com. Reply STOP to opt out."
HELP_OUT: Final = (
    "Pidgr: Reminders of pending actions. Help: help@pidgr.com. "
    "You are opted out (STOP). Reply START to resume."
)
CONTACT: Final = "Pidgr: This number sends our reminders. Help: help@pidgr.com. Reply STOP to opt out."
UNCLEAR: Final = "Pidgr: We did not understand. Reply STOP to opt out or HELP for help."
WRONG: Final = "Pidgr: Thank you for telling us. This number will get no more reminders from us."

START_WORD: Final = "Pidgr: To get texts again, reply with the single word START."


@pytest.fixture
async def talk(handsets: Control, sending: Sending) -> Talk:
    started = await begin(handsets, sending)
    await change(started.company, "organizations", "id", {"support_contact": "help@pidgr.com"})
    return started


@pytest.mark.spec("P14")
async def test_stop_to_one_sender_silences_every_organization_campaign_step_and_sender(
    talk: Talk, engine: Engine, sending: Sending
) -> None:
    other = await found_company(sending, new_sender())
    await other.hire(1, numbers=[talk.person.number])
    running = await talk.company.campaign([talk.person])
    await engine.run(running, "sms", step="first")
    assert len(await talk.new()) == 1

    assert await talk.says("STOP") == [STOPPED]

    await engine.run(running, "sms", step="second")  # another step of the campaign that goes on
    assert await talk.new() == []
    assert await talk.reminded() == []  # another campaign
    assert await talk.reminded(other) == []  # another organization, from another sender
    assert await talk.says("START", to=other.sender) == [STARTED]
    assert len(await talk.reminded()) == len(await talk.reminded(other)) == 1


@pytest.mark.spec("P14", "P16")
async def test_whoever_is_opted_out_hears_of_nothing_but_that_and_help(talk: Talk) -> None:
    await talk.says("STOP")

    assert await talk.says("CONTACT") == []
    assert await talk.says("which policy is that?") == []
    assert await talk.says("HELP") == [HELP_OUT]
    assert await talk.reminded() == []


@pytest.mark.spec("A15", "D20")
async def test_stop_is_confirmed_once_with_who_it_was_and_how_to_resume(talk: Talk) -> None:
    assert len(await talk.reminded()) == 1
    assert STOPPED == "Pidgr: You are opted out and will get no more texts. Reply START to resume."
    assert await talk.says("Stop.") == [STOPPED]
    assert await talk.says("STOP") == []
    assert await talk.says("stop!!") == []


@pytest.mark.spec("P31")
@pytest.mark.parametrize("word", ["START", "Unstop!", "start"])
async def test_start_resumes(talk: Talk, word: str) -> None:
    await talk.says("STOP")
    assert await talk.reminded() == []

    assert await talk.says(word) == [STARTED]

    assert len(await talk.reminded()) == 1


@pytest.mark.spec("P16", "D22")
async def test_help_info_and_contact_say_who_this_is_and_whom_to_ask(talk: Talk) -> None:
    assert await talk.says("HELP") == [HELP]
    assert await talk.says("Info?") == [HELP]
    assert await talk.says("contact") == [CONTACT]


@pytest.mark.spec("A16")
async def test_what_is_not_understood_is_asked_back_once(talk: Talk) -> None:
    assert await talk.says("stop?") == [UNCLEAR]
    assert await talk.says("stop?") == []
    assert len(await talk.reminded()) == 1


@pytest.mark.spec("X15")
async def test_a_wrong_number_is_thanked_once_and_texted_no_more(talk: Talk) -> None:
    assert len(await talk.reminded()) == 1
    assert await talk.says("You have the wrong number") == [WRONG]
    assert await talk.says("wrong number!") == []
    run = await talk.company.campaign([talk.person])
    await run.send()
    assert await run.outcomes() == {"skipped:quarantined": 1}
    assert await talk.new() == []


@pytest.mark.spec("A17")
async def test_a_yes_to_our_own_confirmation_resumes(talk: Talk) -> None:
    assert await talk.says("STOP") == [STOPPED]
    assert await talk.says("Yes!") == [STARTED]
    assert len(await talk.reminded()) == 1


@pytest.mark.spec("A17")
async def test_a_yes_to_anything_else_resumes_nothing(talk: Talk) -> None:
    await talk.says("STOP")
    assert await talk.says("HELP") == [HELP_OUT]
    assert await talk.says("YES") == []
    assert await talk.reminded() == []


async def test_where_the_provider_blocks_only_its_own_word_resumes(
    handsets: Control, sending: Sending
) -> None:
    talk = await begin(handsets, sending, "default")
    [goodbye] = await talk.says("STOP")
    assert goodbye.startswith("You are unsubscribed")  # the provider's own

    # What we say to that comes back refused: the provider lets nothing through. The registry stays.
    assert await talk.says("please start again") == []
    assert await talk.reminded() == []

    [welcome] = await talk.says("START")
    assert welcome.startswith("You are subscribed again")
    assert len(await talk.reminded()) == 1


@pytest.mark.spec("P31")
async def test_whoever_is_opted_out_is_told_the_word_that_resumes(talk: Talk) -> None:
    await talk.says("STOP")
    assert await talk.says("please start again") == [START_WORD]
    assert await talk.reminded() == []
    assert await talk.says("start") == [STARTED]
    assert len(await talk.reminded()) == 1


UNDERSTOOD: Final = (
    *("STOP", "stop", "Stop.", "STOPALL", "Opt out", "REVOKE", "please stop texting me"),
    *("START", "UNSTOP", "Start!", "HELP", "help?", "INFO", "CONTACT"),
)
NOT_UNDERSTOOD: Final = ("see you at the bus stop", "Thanks, done", "👍")
MODES: Final[tuple[Mode, ...]] = ("none", "default", "advanced", "toll_free")


@pytest.mark.spec("D20")
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", [*UNDERSTOOD, *NOT_UNDERSTOOD])
async def test_whoever_handles_keywords_each_is_answered_by_one_of_us(
    handsets: Control, sending: Sending, mode: Mode, text: str
) -> None:
    talk = await begin(handsets, sending, mode)

    assert len(await talk.says(text)) == (text in UNDERSTOOD)


@pytest.mark.spec("D20", "A17")
@pytest.mark.parametrize(
    ("mode", "texts", "answers", "resumed"),
    [
        *((mode, ["STOP", "STOP", "Stop."], [1, 0, 0], False) for mode in MODES),
        *((mode, ["STOP", "START"], [1, 1], True) for mode in MODES),
        *((mode, ["STOP", "UNSTOP"], [1, 1], True) for mode in MODES),
        *((mode, ["Stop.", "START"], [1, 1], True) for mode in MODES),
        *((mode, ["Stop.", "HELP"], [1, 1], False) for mode in MODES),
        *((mode, ["YES"], [0], True) for mode in ("none", "toll_free")),
        *((mode, ["YES"], [1], True) for mode in ("default", "advanced")),  # the provider's, to its START
        *((mode, ["STOP", "YES"], [1, 1], True) for mode in ("none", "default", "advanced")),
        *((mode, ["Stop.", "YES"], [1, 1], True) for mode in ("none", "default", "advanced")),
        # The network knows no YES, and lets nothing through until it gets its START or UNSTOP.
        ("toll_free", ["STOP", "YES"], [1, 0], False),
        ("toll_free", ["Stop.", "YES"], [1, 0], False),
        ("toll_free", ["STOP", "HELP"], [1, 0], False),
        *((mode, ["STOP", "HELP"], [1, 1], False) for mode in ("none", "default", "advanced")),
        ("none", ["STOP", "please start again"], [1, 1], False),
        # The provider says goodbye to each STOP of its own that it has not blocked yet.
        ("default", ["Stop.", "STOP"], [1, 1], False),
    ],
)
async def test_in_a_conversation_nobody_is_answered_twice(  # a row of the table
    handsets: Control, sending: Sending, mode: Mode, texts: list[str], answers: list[int], *, resumed: bool
) -> None:
    talk = await begin(handsets, sending, mode)

    assert [len(await talk.says(text)) for text in texts] == answers
    assert len(await talk.reminded()) == resumed


@pytest.mark.spec("P16")
async def test_two_machines_that_answer_each_other_fall_silent(talk: Talk) -> None:
    answered, words = 0, cycle(["START", "STOP", "HELP"])
    for word in words:
        if not await talk.says(word):
            break
        answered += 1
        assert answered <= MOST_A_DAY

    assert answered == MOST_A_DAY
    # What they write counts all the same, answered or not.
    assert await talk.says("START") == []
    assert len(await talk.reminded()) == 1
    assert await talk.says("STOP") == []
    assert await talk.reminded() == []


async def test_a_machine_that_says_but_one_thing_is_silent_sooner(talk: Talk) -> None:
    for word in ("HELP", "START", "CONTACT"):
        said = [len(await talk.says(word)) for _ in range(MOST_ALIKE_AN_HOUR + 2)]
        assert said == [1] * MOST_ALIKE_AN_HOUR + [0, 0]


@pytest.mark.spec("D21")
async def test_each_is_answered_in_their_language_and_the_organizations_words(
    handsets: Control, sending: Sending
) -> None:
    talk = await begin(handsets, sending)
    company = talk.company
    [ines] = await company.hire(1, locale="es")
    async with sending.database.app(company.id) as connection:
        for language, body in (("es", "{product}: atendemos de 9 a 5."), ("en", "{product}: nine to five.")):
            new = KeywordReply("hours", language, ["HOURS"], body)
            await keyword_replies.save_reply(connection, company.id, new)
    spanish = Talk(handsets, company, ines)

    assert await talk.says("hours?") == ["Pidgr: nine to five."]
    assert await spanish.says("Hours") == ["Pidgr: atendemos de 9 a 5."]
    [goodbye] = await spanish.says("STOP")
    assert goodbye.startswith("Pidgr: Baja confirmada")


@pytest.mark.spec("U12")
async def test_whoever_is_not_heard_is_not_answered_but_their_stop_and_start_hold(talk: Talk) -> None:
    await deny(talk.company.sending, talk.company.id, Direction.INBOUND, [Denied(E164(talk.person.number))])
    assert await talk.says("HELP") == []
    assert len(await talk.reminded()) == 1
    assert await talk.says("STOP") == []
    assert await talk.reminded() == []
    assert await talk.says("START") == []
    assert len(await talk.reminded()) == 1
