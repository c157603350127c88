"""Random definitions and random people, on the product and in a reference interpreter: the same messages, the
same outcomes."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Final
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from plugin.embedded.postgres import EmbeddedPostgres
from tests.definitions import define, escalate, manager, missed, remind
from tests.workflows.comparing import differences
from tests.workflows.drawing import draw
from tests.workflows.playing import PATIENCE, Stage, play, staged
from tests.workflows.reference import Reference
from tests.workflows.stories import Person, Phone, Story

_AT_ONCE: Final = 8
_FEW: Final = range(20)
_MANY: Final = range(1_000, 1_150)


@pytest.fixture(scope="module")
async def stage(
    postgres: EmbeddedPostgres, settings: Settings, control: Control, mail: MailSink
) -> AsyncIterator[Stage]:
    async with staged(postgres, settings, control, mail) as opened:
        yield opened


async def _play_all(stage: Stage, seeds: Iterable[int]) -> list[str]:
    """What is not as the reference has it, story by story."""
    turns = asyncio.Semaphore(_AT_ONCE)

    async def one(seed: int) -> str | None:
        story = draw(seed)
        reference = Reference(story)
        reference.play()
        async with turns:
            try:
                async with asyncio.timeout(PATIENCE):
                    played = await play(stage, story, reference)
            except Exception as error:
                error.add_note(story.words())
                raise
        found = list(differences(story, reference, played))
        return "\n".join([story.words(), *found]) if found else None

    return [told for told in await asyncio.gather(*(one(seed) for seed in seeds)) if told]


@pytest.mark.spec("Q05", "Q14", "W10", "P02", "P29")
async def test_cohorts_that_come_at_once_share_their_managers_one_notice_and_its_outcome(
    stage: Stage, carrier: Control
) -> None:
    """Two ways lead to the escalation at the same moment, and the notice's receipt never comes."""
    with_mail, without, boss = uuid4(), uuid4(), uuid4()
    story = Story(
        seed=0,
        people=[
            Person(id=with_mail, recipient=True, phone=Phone.NONE, mail=True, manager=boss),
            Person(id=without, recipient=True, phone=Phone.NONE, mail=False, manager=boss),
            Person(id=boss, recipient=False, phone=Phone.SILENT, mail=False),
        ],
        definition=define(
            remind("mail", "email", ways={"sent": "escalate", "skipped": "missed"}),
            missed("missed"),
            escalate("escalate", "sms", targets=[manager()], deliveryWait="1s"),
        ),
    )
    reference = Reference(story)
    reference.play()

    played = await play(stage, story, reference)

    assert not list(differences(story, reference, played))
    assert played.texts[boss] == 1
    assert {played.outcomes[one, "escalate"] for one in (with_mail, without)} == {("no_receipt", None)}


@pytest.mark.spec("Q01", "Q05", "Q07", "Q14", "W10", "P02", "P29")
async def test_random_campaigns_go_as_the_specification_says(stage: Stage, carrier: Control) -> None:
    wrong = await _play_all(stage, _FEW)
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.faults
@pytest.mark.spec("Q01", "Q05", "Q07", "Q14", "W10", "P02", "P29")
async def test_many_random_campaigns_go_as_the_specification_says(stage: Stage, carrier: Control) -> None:
    wrong = await _play_all(stage, _MANY)
    assert not wrong, "\n\n".join(wrong)
