"""The registry keeps what follows from its facts, whatever is said, how often, and by whom."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.errors import RefusedError
from homing.domain.optouts import OPTED_IN, OPTED_OUT, Fact, derive
from homing.store import opt_by_hand, opt_facts, optouts
from homing.store.opt_by_hand import Entry, Hand
from homing.store.optouts import Said

ORGS: Final = (UUID(int=7), UUID(int=8))
SOURCES: Final = ("keyword", "provider", "listing", "reconcile")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is said of a number. ``message`` None: not in a message."""

    what: str
    source: str = "keyword"
    org: UUID | None = None
    message: int | None = None
    own: bool = False


def spoken(what: str) -> st.SearchStrategy[Step]:
    message = st.none() | st.integers(0, 3)
    return st.builds(Step, st.just(what), st.sampled_from(SOURCES), st.sampled_from([*ORGS, None]), message)


def handed(what: str) -> st.SearchStrategy[Step]:
    hands = st.sampled_from(["admin", "api", "import"])
    return st.builds(Step, st.just(what), hands, st.sampled_from(ORGS), st.none(), own=st.booleans())


STEPS: Final = st.lists(
    spoken("stop") | spoken("start") | handed("record") | handed("take back"), max_size=12
)


async def take(connection: AsyncConnection, hmac: bytes, run: str, step: Step) -> None:
    said = Said(
        "STOP",
        None if step.message is None else "twilio",
        None if step.message is None else f"{run}-{step.message}",
        org=step.org,
    )
    match step.what:
        case "stop":
            await optouts.record(connection, hmac, step.source, said)
        case "start":
            await optouts.clear(connection, hmac, step.source, said)
        case _:
            assert step.org is not None
            hand, own = Hand(step.org, step.source, "a key"), {hmac} if step.own else set()
            if step.what == "record":
                await opt_by_hand.record_by_hand(connection, hand, [Entry(hmac)], own)
                return
            with suppress(RefusedError):
                await opt_by_hand.take_back(connection, hand, [hmac], own)


async def facts_of(connection: AsyncConnection, hmac: bytes) -> list[Fact]:
    query = text("select id, kind, source, org_id, at from opt_events where hmac = :hmac order by id")
    return [Fact(*row) for row in await connection.execute(query, {"hmac": hmac})]


async def row_of(connection: AsyncConnection, hmac: bytes) -> tuple[str, datetime] | None:
    query = text("select source, at from opt_outs where hmac = :hmac")
    found = (await connection.execute(query, {"hmac": hmac})).first()
    return None if found is None else (found.source, found.at)


def expected(facts: list[Fact]) -> tuple[str, datetime] | None:
    since = derive(facts).since
    return None if since is None else (since.source, since.at)


@pytest.mark.spec("P15", "P31")
@settings(max_examples=100, deadline=None)
@given(steps=STEPS)
async def test_after_everything_that_is_said_the_row_is_what_the_facts_derive(
    apart: Sending, steps: list[Step]
) -> None:
    hmac, run = uuid4().bytes, uuid4().hex
    told: set[int] = set()
    for step in steps:
        async with apart.database.system() as connection:
            before = await facts_of(connection, hmac)
            await take(connection, hmac, run, step)
            facts = await facts_of(connection, hmac)
            assert await row_of(connection, hmac) == expected(facts)
            assert facts[: len(before)] == before, "facts are only ever added"
            if step.message is not None:
                assert len(facts) - len(before) == (step.message not in told)
                told.add(step.message)
            elif len(facts) > len(before):
                assert derive(facts) != derive(before), (
                    "what is no message is told where it changes something"
                )


@pytest.mark.spec("P15")
@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
async def test_what_stood_before_any_fact_is_found_though_repetitions_are_not_read(
    apart: Sending, steps: list[Step]
) -> None:
    hmac, run = uuid4().bytes, uuid4().hex
    async with apart.database.system() as connection:
        for step in steps:
            await take(connection, hmac, run, step)
        facts = await facts_of(connection, hmac)
        for place, fact in enumerate(facts):
            standings = await opt_facts.read_standings(connection, [hmac], fact.id)
            assert standings[hmac] == derive(facts[:place])


@pytest.mark.spec("D20")
async def test_a_stop_is_news_once_and_again_after_a_start_and_where_only_a_hand_had_recorded_it(
    apart: Sending,
) -> None:
    hmac, run = uuid4().bytes, uuid4().hex
    hand = Hand(ORGS[0], "api", "a key")
    news = []
    async with apart.database.system() as connection:
        await opt_by_hand.record_by_hand(connection, hand, [Entry(hmac)], ())
        for n, kind in enumerate([OPTED_OUT, OPTED_OUT, OPTED_IN, OPTED_IN, OPTED_OUT]):
            change = optouts.record if kind == OPTED_OUT else optouts.clear
            await change(connection, hmac, "keyword", Said("x", "twilio", f"{run}-{n}"))
            news.append(await optouts.is_news(connection, hmac, "twilio", f"{run}-{n}"))
        unknown = await optouts.is_news(connection, hmac, "twilio", f"{run}-none")

    assert news == [True, False, True, False, True]
    assert not unknown


async def test_what_was_answered_is_noted_once(apart: Sending) -> None:
    hmac, run = uuid4().bytes, uuid4().hex
    async with apart.database.system() as connection:
        await optouts.record(connection, hmac, "keyword", Said("STOP", "twilio", run))
        for answer in ("first", "second"):
            await optouts.note_answer(connection, "twilio", run, answer)
        query = text("select answer from opt_events where hmac = :hmac")
        assert (await connection.execute(query, {"hmac": hmac})).scalars().all() == ["first"]


@pytest.mark.parametrize(
    "spoilt",
    [
        "delete from opt_outs where hmac = :hmac",
        "update opt_outs set source = 'api' where hmac = :hmac",
        "update opt_outs set at = at - interval '1 second' where hmac = :hmac",
        "insert into opt_outs (hmac, source) values (:stranger, 'keyword')",
    ],
)
async def test_numbers_whose_row_is_not_what_the_facts_derive_are_found(apart: Sending, spoilt: str) -> None:
    named = {"hmac": uuid4().bytes, "stranger": uuid4().bytes}
    asked = {name: value for name, value in named.items() if f":{name}" in spoilt}
    async with apart.database.system() as connection:
        await optouts.record(connection, named["hmac"], "keyword")
        sound = await optouts.read_misderived(connection, b"", 1000)
        await connection.execute(text(spoilt), asked)

        found = await optouts.read_misderived(connection, b"", 1000)
        first = await optouts.read_misderived(connection, b"", 1)
        beyond = await optouts.read_misderived(connection, max(found), 1000)
        for hmac in named.values():
            await optouts.record(connection, hmac, "keyword", Said("STOP", "twilio", hmac.hex()))
        mended = await optouts.read_misderived(connection, b"", 1000)

    assert set(found) - set(sound) == set(asked.values())
    assert found == sorted(found)
    assert (first, beyond) == (found[:1], [])
    assert mended == sound


@pytest.mark.spec("P15")
async def test_opt_outs_of_one_number_that_meet_are_one_after_the_other(apart: Sending) -> None:
    hmac, run = uuid4().bytes, uuid4().hex
    steps = [
        *(Step("stop", message=n % 3) for n in range(6)),
        *(Step("record", "api", org) for org in ORGS),
        *(Step("start", message=n) for n in (4, 5)),
    ]

    async def alone(step: Step) -> None:
        await apart.database.repeat_system(lambda c: take(c, hmac, run, step))

    await asyncio.gather(*map(alone, steps))

    async with apart.database.system() as connection:
        facts = await facts_of(connection, hmac)
        assert await row_of(connection, hmac) == expected(facts)
        assert sum(fact.source == "keyword" for fact in facts) == 5


_WAITED_FOR: Final = text("""
    select exists (select 1 from pg_stat_activity where :pid = any(pg_blocking_pids(pid)))
""")


@pytest.mark.spec("P15")
@pytest.mark.parametrize("what", ["record", "take back", "stop", "start"])
async def test_whatever_is_said_waits_for_what_is_being_said(apart: Sending, what: str) -> None:
    hmac = uuid4().bytes
    source = "keyword" if what in ("stop", "start") else "api"
    step = Step(what, source, ORGS[0], own=True)
    async with apart.database.system() as connection:
        await opt_by_hand.record_by_hand(connection, Hand(ORGS[0], "api", "a key"), [Entry(hmac)], ())
    async with apart.database.system() as first:
        pid = (await first.execute(text("select pg_backend_pid()"))).scalar_one()
        await optouts.record(first, hmac, "keyword")
        waiting = asyncio.create_task(
            apart.database.repeat_system(lambda c: take(c, hmac, uuid4().hex, step))
        )
        async with asyncio.timeout(20):
            while not (await first.execute(_WAITED_FOR, {"pid": pid})).scalar_one():
                assert not waiting.done()
                await asyncio.sleep(0.01)
    await waiting

    async with apart.database.system() as connection:
        facts = await facts_of(connection, hmac)
        assert [fact.source for fact in facts] == [
            "api",
            "keyword",
            *(["keyword"] if what == "start" else []),
        ]
        assert await row_of(connection, hmac) == expected(facts)
