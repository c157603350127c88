"""Replies, everything real, told as conversations with handsets."""

import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from tests.conftest import SENDER
from tests.engine import Engine
from tests.world import Company, Someone, found_company

STOPPED = "Pidgr: You are opted out and will get no more texts. Reply START to resume."
STARTED = "Pidgr: You will get texts again. Reply HELP for help or STOP to opt out."
HELP = "Pidgr: Reminders of pending actions. For help, ask your administrator. Reply STOP to opt out."
HELP_TO_RESUME = HELP.replace("Reply STOP to opt out.", "You are opted out (STOP). Reply START to resume.")


async def remind(company: Company, engine: Engine, *people: Someone) -> dict[str, int]:
    """A new campaign that texts; what became of it on sms."""
    run = await company.campaign(people)
    await engine.run(run, "sms")
    return await run.texted()


async def screen(carrier: Control, person: Someone) -> list[str]:
    """What the handset was sent, by its first words."""
    return [text.body for text in await carrier.texts(person.number)]


@pytest.mark.spec("P14", "P15", "P31", "D20", "A15")
async def test_whoever_replies_stop_gets_one_confirmation_and_silence_until_start(
    company: Company, engine: Engine, handsets: Control, sending: Sending
) -> None:
    ana, ben = await company.hire(2)
    other = await found_company(sending, SENDER)
    await other.hire(1, numbers=[ana.number])
    assert await remind(company, engine, ana, ben) == {"texted": 2}
    await handsets.wait(1, to=ana.number, status="delivered")

    stop = await handsets.reply(ana.number, "Stop.")
    assert stop.webhook == 200
    assert (await screen(handsets, ana))[1:] == [STOPPED]

    again = await handsets.reply(ana.number, "STOP", to=SENDER)
    assert again.webhook == 200
    assert again.replies == ()
    assert await remind(company, engine, ana, ben) == {"skipped:opted_out": 1, "texted": 1}
    assert await remind(other, engine, other.staff[0]) == {"skipped:opted_out": 1}
    assert len(await screen(handsets, ana)) == 2

    await handsets.reply(ana.number, "START", to=SENDER)
    assert (await screen(handsets, ana))[2:] == [STARTED]
    assert await remind(company, engine, ana) == {"texted": 1}
    assert await remind(other, engine, other.staff[0]) == {"texted": 1}
    assert len(await screen(handsets, ana)) == 5
    assert len(await screen(handsets, ben)) == 2


@pytest.mark.spec("P16")
async def test_help_is_answered_also_after_stop(company: Company, engine: Engine, handsets: Control) -> None:
    [ana] = await company.hire(1)
    await remind(company, engine, ana)
    await handsets.wait(1, to=ana.number, status="delivered")

    await handsets.reply(ana.number, "help")
    await handsets.reply(ana.number, "stop", to=SENDER)
    await handsets.reply(ana.number, "Help!", to=SENDER)

    assert (await screen(handsets, ana))[1:] == [HELP, STOPPED, HELP_TO_RESUME]


@pytest.mark.spec("D20")
async def test_a_reply_that_the_provider_hands_over_twice_is_confirmed_alike(
    company: Company, engine: Engine, handsets: Control
) -> None:
    [ana] = await company.hire(1)
    await remind(company, engine, ana)
    await handsets.wait(1, to=ana.number, status="delivered")
    await handsets.fault("duplicate_callbacks", to=ana.number, times=3)

    await handsets.reply(ana.number, "STOP")

    # This provider obeys each answer; that they are the same is what is owed to one that asks again.
    assert (await screen(handsets, ana))[1:] == [STOPPED] * 3


async def test_another_reply_is_answered_nothing_and_stops_nothing(
    company: Company, engine: Engine, handsets: Control
) -> None:
    [ana] = await company.hire(1)
    await remind(company, engine, ana)
    await handsets.wait(1, to=ana.number, status="delivered")

    reply = await handsets.reply(ana.number, "Which policy? The bus stop one?")

    assert (reply.webhook, reply.replies) == (200, ())
    assert await remind(company, engine, ana) == {"texted": 1}
