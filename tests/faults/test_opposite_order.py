"""Executions that take the same people in opposite order, with everything else that locks them beside."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.decide import IdentifierState
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.settings import Settings
from homing.store import people
from homing.store.people import Binding
from plugin.embedded.mail import MailSink
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.invariants import attempt_of, check_books, check_ended, executions_by_attempt
from tests.world import Company, Run, Someone, found_company, new_number

pytestmark = pytest.mark.usefixtures("by_hand")

ROUNDS: Final = 20
PEOPLE: Final = 40
CHANNELS: Final = ("sms", "email", "in_app")


async def rebind(company: Company, person: Someone) -> None:
    """Give somebody another number while texts to the old one are in the making."""
    binding = Binding(
        user_id=person.id,
        kind=IdentifierKind.PHONE,
        raw=new_number(),
        source="directory",
        state=IdentifierState.VERIFIED,
    )
    async with company.sending.database.app(company.id) as connection:
        refused = await people.bind(connection, company.id, company.sending.vault, [binding])
    assert not refused


async def disturb(company: Company, runs: list[Run], staff: list[Someone], chance: random.Random) -> None:
    """One of everything that locks people, for somebody each."""
    ways: list[Callable[[Someone], Awaitable[object]]] = [
        lambda one: withdraw.stop(company.sending, E164(one.number)),
        lambda one: withdraw.act(company.sending, company.id, chance.choice(runs).execution, one.id),
        lambda one: withdraw.deactivate(company.sending, company.id, one.id),
        lambda one: withdraw.remove(company.sending, company.id, chance.choice(runs).execution, one.id),
        lambda one: withdraw.switch_off(company.sending, company.id, one.id, "sms"),
        lambda one: rebind(company, one),
        lambda one: rebind(company, one),
    ]
    await asyncio.gather(*(way(one) for way, one in zip(ways, chance.sample(staff, len(ways)), strict=True)))


def pages(runs: list[Run]) -> Iterator[Awaitable[None]]:
    """Every execution on every channel, half a page at a time."""
    middle = PEOPLE // 2
    for run, channel in itertools.product(runs, CHANNELS):
        yield run.send(channel, past=middle)
        yield run.send(channel, first=middle)


@pytest.mark.spec("P29")
async def test_pages_in_opposite_order_amid_withdrawals_never_fail_and_text_nobody_twice(
    settings: Settings, sending: Sending, carrier: Control, mail: MailSink
) -> None:
    """Each round two executions have the same people at opposite positions; their pages go on all channels
    side by side."""
    chance = random.Random(20)
    await carrier.fault("drop_callbacks")
    # Small groups, so that there are many transactions to cross each other.
    async with open_sending(settings.model_copy(update={"group_size": 8})) as small:
        for _ in range(ROUNDS):
            company = await found_company(small, SENDER)
            staff = await company.hire(PEOPLE)
            runs = [await company.campaign(staff), await company.campaign(staff[::-1])]
            before = (await carrier.counts()).texts

            await asyncio.gather(*pages(runs), disturb(company, runs, staff, chance))
            # Whose number changed between claim and post was held, to be decided anew at once.
            await asyncio.gather(*(run.send() for run in runs))

            executions = await executions_by_attempt(company)
            texts = await carrier.texts(since=before)
            by_execution = Counter((executions[attempt_of(sent)], sent.to) for sent in texts)
            assert max(by_execution.values()) == 1
            outcomes = [await run.outcomes() for run in runs]
            assert len(texts) == sum(counts["sent"] for counts in outcomes)
            assert min(counts["sent"] for counts in outcomes) >= PEOPLE - 7
            assert max(len(mail.inbox.get(one.mail, [])) for one in staff) <= len(runs)
            for run in runs:
                for channel in CHANNELS:
                    await check_ended(run, channel=channel)
            await check_books(company)
