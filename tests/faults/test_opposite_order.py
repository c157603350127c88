"""Executions that take the same people in opposite order, with everything else that locks them beside."""

import asyncio
import itertools
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from typing import Final

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point, Sending
from homing.domain.phone import E164
from homing.settings import Settings
from plugin.embedded.mail import MailSink
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.services import open_sending
from tests.conftest import SENDER
from tests.faults.withdrawals import at, rebind
from tests.invariants import attempt_of, check_books, check_ended, check_texts, executions_by_attempt, waiting
from tests.world import Company, Run, Someone, found_company, new_number

pytestmark = pytest.mark.usefixtures("by_hand")

ROUNDS: Final = 12
PEOPLE: Final = 40
WITHDRAWN: Final = 5
CHANNELS: Final = ("sms", "email", "in_app")


async def disturb(company: Company, runs: list[Run], staff: list[Someone], chance: random.Random) -> None:
    """One of everything that locks people, for somebody each."""
    ways: list[Callable[[Someone], Awaitable[object]]] = [
        lambda one: withdraw.stop(company.sending, E164(one.number)),
        lambda one: withdraw.act(company.sending, company.id, chance.choice(runs).execution, one.id),
        lambda one: withdraw.deactivate(company.sending, company.id, one.id),
        lambda one: withdraw.remove(company.sending, company.id, chance.choice(runs).execution, one.id),
        lambda one: withdraw.switch_off(company.sending, company.id, one.id, "sms"),
        lambda _one: rebind(
            company, {person: new_number() for person in chance.sample(staff, len(staff) // 4)}
        ),
    ]
    await asyncio.gather(*(way(one) for way, one in zip(ways, chance.sample(staff, len(ways)), strict=True)))


def pages(runs: list[Run]) -> Iterator[Awaitable[None]]:
    """Every execution on every channel, half a page at a time."""
    middle = PEOPLE // 2
    for run, channel in itertools.product(runs, CHANNELS):
        yield run.send(channel, past=middle)
        yield run.send(channel, first=middle)


def deadlocks_in(postgres: EmbeddedPostgres) -> int:
    """How many the server has had to resolve so far. Those would be repeated, and so be seen nowhere else."""
    return postgres.log.read_text(errors="replace").count("deadlock detected")


@pytest.mark.spec("P29")
async def test_pages_in_opposite_order_amid_withdrawals_never_fail_and_text_nobody_twice(
    settings: Settings, sending: Sending, carrier: Control, mail: MailSink, postgres: EmbeddedPostgres
) -> None:
    """Each round two executions have the same people at opposite positions; their pages go on all channels
    side by side."""
    chance = random.Random(20)
    deadlocks = deadlocks_in(postgres)
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

            reached = await carrier.texts(since=before)
            executions = await executions_by_attempt(company)
            # Changed numbers are told so, those of the round before too, by texts of no campaign.
            campaigns = {run.execution for run in runs}
            texts = [sent for sent in reached if executions.get(attempt_of(sent)) in campaigns]
            by_execution = Counter((executions[attempt_of(sent)], sent.to) for sent in texts)
            assert max(by_execution.values()) == 1
            outcomes = [await run.outcomes() for run in runs]
            assert len(texts) == sum(counts["sent"] for counts in outcomes)
            assert min(counts["sent"] for counts in outcomes) >= PEOPLE - WITHDRAWN
            assert max(len(mail.inbox.get(one.mail, [])) for one in staff) <= len(runs)
            for run in runs:
                for channel in CHANNELS:
                    await check_ended(run, channel=channel)
            await check_books(company)
    assert deadlocks_in(postgres) == deadlocks, "the order of locks was not kept"


@pytest.mark.spec("P29")
@pytest.mark.parametrize("table", ["users", "recipients"])
async def test_two_that_meet_in_the_middle_of_the_same_people_wait_for_each_other_in_one_order(
    table: str, company: Company, carrier: Control, postgres: EmbeddedPostgres
) -> None:
    """Somebody in the middle is held until a post and another who locks the same people, the directory or
    another channel's claim, both wait. If either went the other way round, each would now hold what the
    other wants."""
    staff = await company.hire(9)
    run = await company.campaign(staff)
    deadlocks = deadlocks_in(postgres)
    middle = sorted(one.id for one in staff)[4]
    key = "id" if table == "users" else "user_id"
    hold = text(f"select 1 from {table} where org_id = :org and {key} = :middle for update")
    held, others = asyncio.Event(), asyncio.TaskGroup()

    async def holding() -> None:
        async with company.sending.database.system() as connection:
            await connection.execute(hold, {"org": company.id, "middle": middle})
            held.set()
            await waiting(company.sending.database)
            others.create_task(other())
            await waiting(company.sending.database, count=2)

    async def other() -> None:
        if table == "users":
            await rebind(company, {one: new_number() for one in staff})
        else:
            await run.send("email")

    async def begin() -> None:
        others.create_task(holding())
        await asyncio.wait_for(held.wait(), 5)

    async with others:
        await run.send(sending=replace(company.sending, reached=at({Point.AFTER_CLAIM: begin})))

    assert (await run.outcomes()).keys() <= {"sent", "delivered"}
    assert (await check_texts(carrier, staff)).total() == len(staff)
    assert deadlocks_in(postgres) == deadlocks
    await check_books(company)
