"""Numbers that are quarantined, refused or denied: known at every send, whoever is texted and why."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import health
from homing.dispatching.context import Point, Sending
from homing.dispatching.denying import Denied, deny
from homing.domain.definition import Target, TargetType
from homing.domain.outcome import FailureReason
from homing.domain.phone import E164
from homing.store import health as kept
from homing.store.denying import Direction
from homing.store.health import NumberKey, Verdict
from homing.store.numbers import hold_all
from tests.dispatching.notices import TOLD, tally, tell
from tests.dispatching.standing import Done, standing, uncommitted
from tests.dispatching.support import rows
from tests.dispatching.test_number_health import bind, outcome, release, states
from tests.faults.withdrawals import at
from tests.invariants import waiting
from tests.world import Company, Run, Someone, new_number

INVALID: Final = 21211
LOCK_USER: Final = "select 1 from users where id = :row for update"
LOCK_NUMBER: Final = "select 1 from numbers where hmac = :row for share"
"""As a text to it is posted."""

KEEPING_AWAY: Final[Mapping[str, Callable[[Run, Someone], Coroutine[Any, Any, object]]]] = {
    "deny_listed": lambda run, one: deny(
        run.company.sending, run.company.id, Direction.OUTBOUND, [Denied(E164(one.number))]
    ),
    "quarantined": lambda run, one: health.wrong_number(
        run.company.sending, E164(one.number), run.company.id
    ),
}
"""What keeps texts from somebody, by the reason that is told of it."""

each_way: Final = pytest.mark.parametrize("reason", KEEPING_AWAY)


async def fail(company: Company, person: Someone) -> None:
    hmac = company.sending.vault.hash_identifier(person.number)
    verdict = Verdict(company.id, "sms", person.id, hmac, uuid4(), FailureReason.NUMBER_UNKNOWN)
    await health.failed(company.sending, [verdict])


def held(company: Company, lock: str, row: object) -> AbstractAsyncContextManager[Done]:
    """A row is locked, until it is told to let go."""
    return uncommitted(company.sending.database.system(), lambda c: c.execute(text(lock), {"row": row}))


@asynccontextmanager
async def sent_up_to(run: Run, point: Point) -> AsyncIterator[Done]:
    """A page that stands still at a point until it is told to go on, which ends with it."""
    company = run.company
    async with standing(
        lambda stand: run.send(sending=replace(company.sending, reached=at({point: stand})))
    ) as page:
        yield page.end


@pytest.mark.spec("X15")
async def test_a_number_bound_while_its_quarantine_is_being_written_is_not_texted(firm: Company) -> None:
    [ana] = await firm.hire(1, number=False)
    number = new_number()
    key = NumberKey(firm.id, firm.sending.vault.hash_identifier(number))
    async with firm.sending.database.system() as connection:
        await hold_all(connection, [key.hmac])
        await kept.quarantine(connection, [key], "wrong_number")
        binding = asyncio.create_task(bind(firm, ana, number, "api"))
        await waiting(firm.sending.database)
    await asyncio.wait_for(binding, 10)

    assert await states(firm, ana) == {"api": "quarantined"}
    assert await outcome(firm, ana) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_a_number_that_is_confirmed_while_quarantined_comes_back_confirmed(firm: Company) -> None:
    [ana] = await firm.hire(1, number=False)
    await bind(firm, ana, ana.number, "self", "unverified")
    await health.wrong_number(firm.sending, E164(ana.number), firm.id)

    await bind(firm, ana, ana.number, "self", "verified")

    assert await outcome(firm, ana) == "skipped:quarantined"
    await release(firm, ana)
    assert await states(firm, ana) == {"self": "verified"}
    assert await outcome(firm, ana) == "sent"


@pytest.mark.spec("X15")
async def test_a_released_number_that_was_refused_is_tried_again_where_it_had_been_confirmed(
    firm: Company, carrier: Control
) -> None:
    [ana] = await firm.hire(1)
    await bind(firm, ana, ana.number, "self", "unverified")
    await fail(firm, ana)
    await carrier.fault("error", to=ana.number, next=1, code=INVALID)
    run = await firm.campaign([ana])
    await run.send()
    assert await states(firm, ana) == {"directory": "invalid", "self": "unverified"}
    assert await outcome(firm, ana) == "skipped:number_invalid"

    await release(firm, ana)

    assert await states(firm, ana) == {"directory": "verified", "self": "unverified"}
    assert await outcome(firm, ana) == "sent"


@each_way
@pytest.mark.spec("U13", "X15", "P29")
async def test_who_is_told_about_others_is_kept_away_too(
    firm: Company, carrier: Control, reason: str
) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(Target(TargetType.USER, str(boss.id)), cohort=TOLD)

    await KEEPING_AWAY[reason](run, boss)
    await tell(run)

    assert await tally(run) == {f"skipped:{reason}": 1}
    assert await carrier.texts(boss.number) == []


@each_way
@pytest.mark.spec("U13", "X15", "P29")
async def test_a_notice_that_is_kept_away_between_its_claim_and_its_post_is_not_sent(
    firm: Company, carrier: Control, reason: str
) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(Target(TargetType.USER, str(boss.id)), cohort=TOLD)

    async def keep_away() -> None:
        await KEEPING_AWAY[reason](run, boss)

    await tell(run, sending=replace(firm.sending, reached=at({Point.AFTER_CLAIM: keep_away})))

    assert await tally(run) == {f"skipped:{reason}": 1}
    assert await carrier.texts(boss.number) == []


@each_way
@pytest.mark.spec("U13", "X15", "P29")
async def test_keeping_a_notice_away_that_is_being_posted_is_answered_when_its_request_is_over(
    firm: Company, carrier: Control, reason: str
) -> None:
    boss, late = await firm.hire(2)
    run = await firm.campaign([late])
    await run.tell(Target(TargetType.USER, str(boss.id)), cohort=TOLD)
    word: list[asyncio.Task[object]] = []
    alive: list[bool] = []

    async def begin() -> None:
        word.append(asyncio.create_task(KEEPING_AWAY[reason](run, boss)))
        await waiting(firm.sending.database)

    async def look() -> None:
        alive.append(not word[0].done())

    points: dict[Point, Callable[[], Awaitable[object]]] = {
        Point.INSIDE_POSTING: begin,
        Point.AFTER_POSTING: look,
        Point.BEFORE_SETTLE: look,
    }
    await tell(run, sending=replace(firm.sending, reached=at(points)))
    await asyncio.wait_for(word[0], 10)

    assert alive == [True, True]
    assert len(await carrier.texts(boss.number)) == 1
    await tell(run)
    assert len(await carrier.texts(boss.number)) == 1


@pytest.mark.spec("X15")
async def test_no_text_is_posted_after_the_failure_that_quarantined_its_number(firm: Company) -> None:
    """What was looked at before, and is not written yet, is written first."""
    [ana] = await firm.hire(1)
    await fail(firm, ana)
    run = await firm.campaign([ana])
    failing: list[asyncio.Task[None]] = []

    async def begin() -> None:
        failing.append(asyncio.create_task(fail(firm, ana)))
        await waiting(firm.sending.database)

    await run.send(sending=replace(firm.sending, reached=at({Point.INSIDE_POSTING: begin})))
    await asyncio.wait_for(failing[0], 10)

    [late] = await rows(
        firm.sending,
        "select count(*) from attempts a, number_events e"
        " where a.org_id = :org and e.org_id = :org and e.kind = 'quarantined' and a.posted_at > e.at",
        org=firm.id,
    )
    assert await outcome(firm, ana) == "skipped:quarantined"
    assert await run.outcomes() == {"sent": 1}
    assert late.count == 0


@pytest.mark.spec("X15")
async def test_a_refusal_at_once_counts_by_the_time_it_is_written_down(
    firm: Company, carrier: Control
) -> None:
    """Nothing tells of it a second time: whoever dies before drawing the consequences has counted it."""
    [ana] = await firm.hire(1)
    await fail(firm, ana)
    await carrier.fault("error", to=ana.number, next=1, code=INVALID)
    run = await firm.campaign([ana])

    async with sent_up_to(run, Point.BEFORE_SETTLE) as finish, held(firm, LOCK_USER, ana.id) as let_go:
        ending = asyncio.create_task(finish())
        await waiting(firm.sending.database)
        refused = await run.outcomes()
        counted = await rows(
            firm.sending, "select failures, quarantined from number_health where org_id = :org", org=firm.id
        )
        assert not ending.done()
        await let_go()
        await ending

    assert refused == {"rejected:number_refused": 1}
    assert [tuple(one) for one in counted] == [(2, True)]
    assert await firm.alerts() == {"number_quarantined": 1}


@pytest.mark.spec("X15")
async def test_a_refusal_at_once_is_written_down_after_what_is_being_posted_to_the_number(
    firm: Company, carrier: Control
) -> None:
    """Numbers are locked before dispatches."""
    [ana] = await firm.hire(1)
    await fail(firm, ana)
    await carrier.fault("error", to=ana.number, next=1, code=INVALID)
    run = await firm.campaign([ana])

    hmac = firm.sending.vault.hash_identifier(ana.number)

    async with sent_up_to(run, Point.BEFORE_SETTLE) as finish, held(firm, LOCK_NUMBER, hmac) as let_go:
        ending = asyncio.create_task(finish())
        await waiting(firm.sending.database)
        before = await run.outcomes()
        await let_go()
        await ending

    assert before == {"posting": 1}
    assert await run.outcomes() == {"rejected:number_refused": 1}


async def test_who_is_refused_on_a_channel_without_numbers_holds_none(firm: Company, apart: Sending) -> None:
    async with apart.database.system() as connection:
        before = (await connection.execute(text("select count(*) from numbers"))).scalar_one()
        verdict = Verdict(firm.id, "email", uuid4(), uuid4().bytes, uuid4(), FailureReason.NUMBER_UNKNOWN)
        await health.hold(connection, health.hard_of([verdict]))
        after = (await connection.execute(text("select count(*) from numbers"))).scalar_one()
    assert before == after
