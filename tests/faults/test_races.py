"""Forced races: whoever withdraws is answered only once no further request can begin."""

import asyncio
import itertools
import random
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Point
from homing.domain.phone import E164
from homing.settings import Settings
from plugin.services import open_sending
from tests.faults.withdrawals import ACTING, STOPPING, WITHDRAWALS, Withdrawal, at, rebind
from tests.invariants import (
    attempt_of,
    check_books,
    check_ended,
    check_texts,
    executions_by_attempt,
    moment,
    waiting,
)
from tests.world import Company, Run, Someone, new_number

pytestmark = pytest.mark.usefixtures("by_hand")

each_withdrawal: Final = pytest.mark.parametrize("withdrawal", WITHDRAWALS, ids=str)

LEASE: Final = timedelta(seconds=0.6)
PATIENCE: Final = timedelta(seconds=1.2)
"""With a provider that hangs: well beyond the lease."""


async def check_withdrawn(run: Run, person: Someone, reason: str) -> None:
    """One person's text was taken back before it began, and the books and the events say so."""
    row = (await run.dispatches())[person.id]
    assert (row.state, row.reason, row.attempts) == ("skipped", reason, 0)
    events = await run.events()
    assert [(e.kind, e.reason) for e in events if e.user_id == person.id] == [("SKIPPED", reason)]
    await check_books(run.company)


@pytest.mark.spec("X07", "P15", "P29")
@each_withdrawal
async def test_what_is_withdrawn_between_claim_and_post_is_not_sent(
    withdrawal: Withdrawal, company: Company, carrier: Control
) -> None:
    person, other = await withdrawal.hire(company, 2)
    run = await company.campaign([person, other])
    reserved: list[int] = []

    async def take_back() -> None:
        reserved.append((await company.spend()).reserved)
        await withdrawal.answer(company.sending, run, person)

    await run.send(
        sending=replace(company.sending, reached=at({Point.AFTER_CLAIM: take_back})),
        message_class=withdrawal.message_class,
    )

    texts = await check_texts(carrier, [person, other])
    everybody = withdrawal.name == "cancelling"
    assert texts == {person.number: 0, other.number: 0 if everybody else 1}
    await check_withdrawn(run, person, withdrawal.reason)
    assert (await company.spend()).reserved == (0 if everybody else reserved[0] // 2)
    assert reserved[0] > 0


@pytest.mark.spec("X07", "P15", "P29")
@each_withdrawal
async def test_a_withdrawal_that_finds_a_text_being_posted_is_answered_when_its_request_is_over(
    withdrawal: Withdrawal, company: Company, carrier: Control
) -> None:
    [person] = await withdrawal.hire(company, 1)
    run = await company.campaign([person])
    # A report of the text would settle it before its request is answered.
    await carrier.fault("drop_callbacks", to=person.number)
    await carrier.fault("delay", to=person.number, seconds=0.3)
    word: list[asyncio.Task[float]] = []
    alive: list[bool] = []

    async def take_back() -> float:
        await withdrawal.answer(company.sending, run, person)
        return moment()

    async def begin() -> None:
        word.append(asyncio.create_task(take_back()))
        await waiting(company.sending.database)

    async def look() -> None:
        alive.append(not word[0].done())

    hook = at(
        {
            Point.INSIDE_POSTING: begin,
            Point.AFTER_POSTING: look,
            Point.AFTER_ACCEPTED: look,
            Point.BEFORE_SETTLE: look,
        }
    )
    await run.send(sending=replace(company.sending, reached=hook), message_class=withdrawal.message_class)
    answered = await asyncio.wait_for(word[0], 5)

    assert alive == [True, True, True]
    [sent] = await carrier.texts(person.number)
    assert sent.received_at < answered
    await check_ended(run)
    await check_books(company)
    await run.send(occurrence=2, message_class=withdrawal.message_class)
    assert len(await carrier.texts(person.number)) == 1
    assert (await run.outcomes())[f"skipped:{withdrawal.reason}"] == 1


@pytest.mark.spec("X07", "P15", "P29")
@each_withdrawal
async def test_a_post_that_finds_a_withdrawal_being_written_waits_and_sends_nothing(
    withdrawal: Withdrawal, company: Company, carrier: Control
) -> None:
    [person] = await withdrawal.hire(company, 1)
    run = await company.campaign([person])
    database = company.sending.database
    written = asyncio.Event()
    order: list[str] = []

    async def write() -> None:
        keys = {
            "org": company.id,
            "execution": run.execution,
            "user": person.id,
            "hmac": company.sending.vault.hash_identifier(person.number),
        }
        async with database.system() as connection:
            for statement in withdrawal.statements:
                needed = {name: keys[name] for name in statement.compile().params}
                await connection.execute(statement, needed)
            written.set()
            await waiting(database)
            order.append("the post waits")

    writing: list[asyncio.Task[None]] = []

    async def begin() -> None:
        writing.append(asyncio.create_task(write()))
        await asyncio.wait_for(written.wait(), 5)

    async def look() -> None:
        order.append("the post has looked")

    hook = at({Point.AFTER_CLAIM: begin, Point.INSIDE_POSTING: look})
    await run.send(sending=replace(company.sending, reached=hook), message_class=withdrawal.message_class)
    await writing[0]

    assert order == ["the post waits", "the post has looked"]
    assert await carrier.texts(person.number) == []
    await check_withdrawn(run, person, withdrawal.reason)


@pytest.mark.spec("X07", "P15", "P29")
@each_withdrawal
async def test_a_withdrawal_is_answered_within_the_lease_though_the_provider_hangs(
    withdrawal: Withdrawal, company: Company, carrier: Control, settings: Settings
) -> None:
    [person] = await withdrawal.hire(company, 1)
    run = await company.campaign([person])
    await carrier.fault("drop_callbacks", to=person.number)
    await carrier.fault("hang", to=person.number)
    changes = {"lease": LEASE, "connect_timeout": LEASE / 2, "provider_timeout": PATIENCE}
    async with open_sending(settings.model_copy(update=changes)) as sending:
        hanging = asyncio.create_task(run.send(sending=sending, message_class=withdrawal.message_class))
        await carrier.wait(1, to=person.number)

        async with asyncio.timeout(LEASE.total_seconds() + 0.3):
            await withdrawal.answer(company.sending, run, person)
        answered = moment()

        assert not hanging.done(), "the request still hangs: it was not waited for"
        await asyncio.wait_for(hanging, 10)
    assert await run.outcomes() == {"unknown": 1}
    await carrier.clear_faults()
    for occurrence in (1, 2):
        await run.send(occurrence=occurrence, message_class=withdrawal.message_class)
    [sent] = await carrier.texts(person.number)
    assert sent.received_at < answered
    await check_books(company)


@pytest.mark.spec("P15", "P29")
@pytest.mark.parametrize("stopped", [False, True], ids=["usable", "stopped"])
async def test_a_number_that_changes_between_claim_and_post_is_decided_on_anew(
    company: Company, carrier: Control, *, stopped: bool
) -> None:
    [person] = await company.hire(1)
    run = await company.campaign([person])
    number = new_number()
    if stopped:
        await withdraw.stop(company.sending, E164(number))
    hook = at({Point.AFTER_CLAIM: lambda: rebind(company, {person: number})})

    await run.send(sending=replace(company.sending, reached=hook))

    outcome = "skipped:opted_out" if stopped else "held:facts_changed"
    assert await run.outcomes() == {outcome: 1}
    assert (await company.spend()).reserved == 0
    await run.send()
    assert await carrier.texts(person.number) == []
    assert len(await carrier.texts(number)) == (0 if stopped else 1)
    await check_ended(run)
    await check_books(company)


@pytest.mark.spec("X07", "P15", "P29")
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_of_many_who_stop_and_act_amid_sends_none_is_texted_after_the_answer(
    seed: int, company: Company, carrier: Control
) -> None:
    """Three executions text the same 64 people at once; at each point that any of them reaches the next
    person withdraws, until all have."""
    staff = await company.hire(64)
    runs = [await company.campaign(staff) for _ in range(3)]
    chance = random.Random(seed)
    line = iter(chance.sample(staff, len(staff)))
    ways = itertools.cycle((STOPPING, ACTING))
    answers: list[asyncio.Task[None]] = []
    answered: dict[Someone, list[tuple[Run | None, float]]] = {}

    async def take_back(person: Someone, withdrawal: Withdrawal) -> None:
        # STOP is for all three; acting is for the one execution that was acted on.
        about = None if withdrawal is STOPPING else runs[0]
        await withdrawal.answer(company.sending, runs[0], person)
        answered.setdefault(person, []).append((about, moment()))

    async def reached(_point: Point) -> None:
        person = next(line, None)
        if person is not None:
            answers.append(asyncio.create_task(take_back(person, next(ways))))
            await asyncio.sleep(0)

    limits = replace(company.sending.limits, group_size=8)
    sending = replace(company.sending, reached=reached, limits=limits)
    await asyncio.gather(*(run.send(sending=sending) for run in runs))
    await asyncio.gather(*answers)

    assert len(answered) == len(staff)
    await check_texts(carrier, staff, most=len(runs))
    taken = {"in time": 0, "too late": 0}
    executions = await executions_by_attempt(company)
    for person in staff:
        texts = {executions[attempt_of(sent)]: sent for sent in await carrier.texts(person.number)}
        for about, answer in answered[person]:
            concerned = runs if about is None else [about]
            for run in concerned:
                sent = texts.get(run.execution)
                assert sent is None or sent.received_at < answer
                taken["in time" if sent is None else "too late"] += 1
    assert min(taken.values()) > 0, "the race was never open"
    await check_ended(*runs)
    await check_books(company)
