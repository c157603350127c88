"""Reports in sets do what they do one by one: a plain model of one after the other against the database, and
what sets alone can get wrong. It is one module because the model, how it is drawn and how the database is
read into it must agree on every field."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from homing.dispatching.context import Sending
from homing.dispatching.receipts import Report, take_receipts
from homing.domain.outcome import CONTRACT_REASONS, DispatchState, EventKind, FailureReason
from homing.domain.receipts import RANK, STATE, ReceiptStatus
from plugin.http.batching import Batcher
from tests.conftest import SENDER
from tests.dispatching.support import attempts_of, kinds, rows
from tests.world import Company, Someone, found_company

QUEUED, SENT, DELIVERED, UNDELIVERED = (
    ReceiptStatus.QUEUED,
    ReceiptStatus.SENT,
    ReceiptStatus.DELIVERED,
    ReceiptStatus.NOT_DELIVERED,
)
NOWHERE_YET: Final = {"posting", "unknown", "rejected", "reserved", "held", "skipped"}
GONE: Final = ("rejected", "not_processed")
ESTIMATE: Final = 95_000
FAILURES: Final = ((30003, FailureReason.UNREACHABLE), (30005, FailureReason.NUMBER_UNKNOWN))


@dataclass
class Try:
    """An attempt, as the model and the database hold it."""

    state: str
    provider_id: str | None
    rank: int
    error_code: int | None
    priced: bool
    id: UUID = field(default_factory=uuid4)


@dataclass
class Sent:
    """A dispatch with its attempts; ``at``: which of them it is at."""

    state: DispatchState
    reason: str | None
    tries: list[Try]
    at: int | None
    events: list[tuple[str, str | None, str | None, int | None]] = field(default_factory=list)
    id: UUID = field(default_factory=uuid4)


@dataclass
class World:
    """Everything that reports may change."""

    dispatches: list[Sent]
    receipts: dict[tuple[str, str], UUID] = field(default_factory=dict)
    alerts: int = 0


def follow(world: World, reports: Sequence[Report]) -> list[bool]:
    """What reports do, one after the other."""
    known = []
    for report in reports:
        found = [
            (one, n) for one in world.dispatches for n, t in enumerate(one.tries) if t.id == report.attempt
        ]
        known.append(bool(found))
        key = (report.provider_id, report.status.value)
        if not found or key in world.receipts:
            continue
        world.receipts[key] = report.attempt
        [(dispatch, n)] = found
        attempt, rank = dispatch.tries[n], RANK[report.status]
        others = attempt.provider_id not in (None, report.provider_id)
        world.alerts += others or attempt.state in GONE
        if others:
            continue
        newer = dispatch.at == n and rank > attempt.rank
        attempt.priced = attempt.priced and attempt.state not in GONE
        attempt.state, attempt.provider_id = "sent", report.provider_id
        attempt.rank = max(rank, attempt.rank)
        attempt.error_code = report.error_code or attempt.error_code
        if newer:
            move(dispatch, report)
    return known


def move(dispatch: Sent, report: Report) -> None:
    if dispatch.state in NOWHERE_YET:
        dispatch.events.append(("SENT", None, None, ESTIMATE))
    reason = None
    if report.status is DELIVERED:
        dispatch.events.append(("DELIVERED", None, None, None))
    elif report.status is UNDELIVERED:
        reason = report.reason or FailureReason.CARRIER_UNKNOWN
        dispatch.events.append(("BOUNCED", reason, CONTRACT_REASONS.get(reason), None))
    if dispatch.state is not STATE[report.status]:
        dispatch.state, dispatch.reason = STATE[report.status], reason


@st.composite
def tries(draw: st.DrawFn) -> Try:
    state = draw(st.sampled_from(("posting", "unknown", "sent", *GONE)))
    return Try(
        state=state,
        provider_id=f"SM{uuid4().hex}" if draw(st.booleans()) else None,
        rank=draw(st.sampled_from((0, *RANK.values()))),
        error_code=draw(st.sampled_from((None, 30001))),
        priced=state in GONE or draw(st.booleans()),
    )


@st.composite
def dispatches(draw: st.DrawFn) -> Sent:
    made = draw(st.lists(tries(), min_size=1, max_size=3))
    return Sent(
        state=draw(st.sampled_from(DispatchState)),
        reason=draw(st.sampled_from((None, "not_sent"))),
        tries=made,
        at=draw(st.none() | st.integers(0, len(made) - 1)),
    )


def about(
    message: tuple[UUID, str], status: ReceiptStatus, failure: tuple[int, FailureReason] | None = None
) -> Report:
    return Report(*message, status, *(failure or (None, None)))


@st.composite
def stories(draw: st.DrawFn) -> tuple[World, list[list[Report]]]:
    """A world, and sets of reports on its few messages, which repeat and contradict each other."""
    world = World(draw(st.lists(dispatches(), min_size=1, max_size=4)))
    messages = [(uuid4(), f"SM{uuid4().hex}")]
    for attempt in (attempt for one in world.dispatches for attempt in one.tries):
        messages.append((attempt.id, attempt.provider_id or f"SM{uuid4().hex}"))
        messages.append((attempt.id, f"SM{uuid4().hex}"))
    told = st.one_of(
        st.builds(about, st.sampled_from(messages), st.sampled_from(ReceiptStatus)),
        st.builds(about, st.sampled_from(messages), st.just(UNDELIVERED), st.sampled_from(FAILURES)),
    )
    return world, draw(st.lists(st.lists(told, max_size=25), min_size=1, max_size=3))


async def found(sending: Sending, org: UUID, world: World) -> None:
    """Put the world into the database, as an organization's."""
    listed = world.dispatches
    await rows(
        sending,
        "insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,"
        " channel, state, reason, attempt_id)"
        " select v.id, :org, :org, 'remind', 1, 0, 0, :org, 'sms', v.state, v.reason, v.attempt"
        " from unnest(cast(:ids as uuid[]), cast(:states as text[]), cast(:reasons as text[]),"
        " cast(:attempts as uuid[])) as v(id, state, reason, attempt)",
        org=org,
        ids=[one.id for one in listed],
        states=[one.state for one in listed],
        reasons=[one.reason for one in listed],
        attempts=[None if one.at is None else one.tries[one.at].id for one in listed],
    )
    made = [(one.id, attempt) for one in listed for attempt in one.tries]
    await rows(
        sending,
        "insert into attempts (id, org_id, dispatch_id, provider, state, estimate, provider_id, receipt_rank,"
        " error_code, price, priced_at, body_hash, link_hash)"
        " select v.id, :org, v.dispatch, 'twilio', v.state, :estimate, v.provider_id, v.rank, v.code,"
        " v.price, case when v.price is not null then now() end, '', uuid_send(v.id)"
        " from unnest(cast(:ids as uuid[]), cast(:dispatches as uuid[]), cast(:states as text[]),"
        " cast(:provider_ids as text[]), cast(:ranks as int[]), cast(:codes as int[]),"
        " cast(:prices as int[])) as v(id, dispatch, state, provider_id, rank, code, price)",
        org=org,
        estimate=ESTIMATE,
        ids=[attempt.id for _, attempt in made],
        dispatches=[dispatch for dispatch, _ in made],
        states=[attempt.state for _, attempt in made],
        provider_ids=[attempt.provider_id for _, attempt in made],
        ranks=[attempt.rank for _, attempt in made],
        codes=[attempt.error_code for _, attempt in made],
        prices=[0 if attempt.priced else None for _, attempt in made],
    )


async def read(sending: Sending, org: UUID, world: World) -> World:
    """The same world as the database has it now."""
    ids = [one.id for one in world.dispatches]
    tried = await rows(sending, "select * from attempts where dispatch_id = any(:ids)", ids=ids)
    by_id = {
        row.id: Try(
            row.state, row.provider_id, row.receipt_rank, row.error_code, row.priced_at is not None, row.id
        )
        for row in tried
    }
    told = await rows(
        sending, "select * from channel_events where dispatch_id = any(:ids) order by id", ids=ids
    )
    states = await rows(sending, "select id, state, reason from dispatches where id = any(:ids)", ids=ids)
    by_dispatch = {row.id: (DispatchState(row.state), row.reason) for row in states}
    receipts = await rows(
        sending, "select provider_id, status, attempt_id from receipts where org_id = :org", org=org
    )
    alerts = await rows(
        sending, "select count from admin_alerts where org_id = :org and kind = 'second_message'", org=org
    )
    return World(
        [
            Sent(
                *by_dispatch[one.id],
                [by_id[attempt.id] for attempt in one.tries],
                one.at,
                [
                    (e.kind, e.reason, e.contract_reason, e.cost_micros)
                    for e in told
                    if e.dispatch_id == one.id
                ],
                one.id,
            )
            for one in world.dispatches
        ],
        {(row.provider_id, row.status): row.attempt_id for row in receipts},
        sum(row.count for row in alerts),
    )


@pytest.mark.spec("X01", "Q08")
@settings(max_examples=100, deadline=None)
@given(story=stories())
async def test_a_set_of_reports_does_what_its_reports_do_one_after_the_other(
    apart: Sending, story: tuple[World, list[list[Report]]]
) -> None:
    world, sets = story
    org = (await found_company(apart, SENDER)).id
    await found(apart, org, world)

    taken = [await take_receipts(apart, reports) for reports in sets]

    assert taken == [follow(world, reports) for reports in sets]
    assert await read(apart, org, world) == world


async def sent_to(company: Company, people: Sequence[Someone]) -> Sequence[Any]:
    run = await company.campaign(people)
    await run.send()
    return await attempts_of(run)


@pytest.mark.spec("X01", "Q08")
async def test_sets_that_cross_each_other_end_in_the_state_of_the_highest_rank(firm: Company) -> None:
    people = await firm.hire(40)
    run = await firm.campaign(people)
    await run.send()
    attempts = await attempts_of(run)
    told = [
        [Report(attempt.id, attempt.provider_id, status) for attempt in attempts]
        for status in (QUEUED, SENT, DELIVERED, UNDELIVERED, SENT, DELIVERED)
    ]
    sets = [listed if n % 2 else listed[::-1] for n, listed in enumerate(told)]

    taken = await asyncio.gather(*(take_receipts(firm.sending, listed) for listed in sets))

    assert taken == [[True] * len(people)] * len(sets)
    assert await run.outcomes() == {"delivered": len(people)}
    counts = Counter(kind for told in (await kinds(run)).values() for kind in told)
    assert counts[EventKind.SENT] == counts[EventKind.DELIVERED] == len(people)


async def test_a_report_of_a_message_that_is_anothers_takes_no_other_report_with_it(firm: Company) -> None:
    people = await firm.hire(9)
    run = await firm.campaign(people)
    await run.send()
    attempts = await attempts_of(run)
    # Whose own message is not known yet, and one that says it is the first one's.
    await rows(
        firm.sending,
        "update attempts set provider_id = null where id = any(:ids)",
        ids=[attempt.id for attempt in attempts],
    )
    reports = [Report(attempt.id, attempt.provider_id, DELIVERED) for attempt in attempts]
    reports[4] = Report(attempts[4].id, attempts[0].provider_id, SENT)

    with pytest.raises(IntegrityError):
        await take_receipts(firm.sending, reports)
    none_taken = await run.outcomes()

    async def take(listed: Sequence[Report]) -> list[bool]:
        return await take_receipts(firm.sending, listed)

    batcher = Batcher(take, largest=100, waiting=100)
    taken = await asyncio.gather(*(batcher(one) for one in reports))

    assert none_taken == {"sent": 9}
    assert taken == [True] * 4 + [False] + [True] * 4
    assert await run.outcomes() == {"delivered": 8, "sent": 1}


@pytest.mark.parametrize("status", [SENT, DELIVERED], ids=str)
async def test_a_report_of_a_message_that_is_known_as_anothers_is_of_nobody_and_teaches_nothing(
    firm: Company, caplog: pytest.LogCaptureFixture, status: ReceiptStatus
) -> None:
    people = await firm.hire(3)
    run = await firm.campaign(people)
    await run.send()
    first, second, third = await attempts_of(run)
    unnamed = "update attempts set provider_id = null where id = :id"
    await rows(firm.sending, unnamed, id=third.id)
    own = Report(first.id, first.provider_id, DELIVERED)
    stopped = FailureReason.OPTED_OUT_AT_PROVIDER

    taken = await take_receipts(
        firm.sending,
        [
            own,
            Report(second.id, first.provider_id, status),
            Report(third.id, first.provider_id, status),
            Report(second.id, first.provider_id, UNDELIVERED, 21610, stopped),
            own,
        ],
    )

    assert taken == [True, False, False, False, True]
    assert await run.outcomes() == {"delivered": 1, "sent": 2}
    assert await firm.alerts() == {}
    assert [one.getMessage() for one in caplog.records if one.levelname == "WARNING"] == [
        f"report of another attempt's message attempt={one.id}" for one in (second, third, second)
    ]
    opted_out = await rows(
        firm.sending,
        "select 1 from opt_outs o join dispatches d on d.identifier_hmac = o.hmac"
        " where d.execution_id = :execution",
        execution=run.execution,
    )
    assert opted_out == []


@pytest.mark.spec("X01", "Q08")
async def test_of_each_report_in_a_set_the_consequence_is_drawn(firm: Company) -> None:
    people = await firm.hire(4)
    attempts = {attempt.user_id: attempt for attempt in await sent_to(firm, people)}
    reasons = [
        FailureReason.OPTED_OUT_AT_PROVIDER,
        FailureReason.NUMBER_REFUSED,
        FailureReason.FILTERED,
        FailureReason.FILTERED,
    ]
    ids = [attempts[person.id] for person in people]

    await take_receipts(
        firm.sending,
        [
            Report(attempt.id, attempt.provider_id, UNDELIVERED, 30000, reason)
            for attempt, reason in zip(ids, reasons, strict=True)
        ],
    )
    again = await firm.campaign(people)
    await again.send()

    assert await again.outcomes() == {"skipped:opted_out": 1, "skipped:number_invalid": 1, "sent": 2}
    assert await firm.alerts() == {"content_refused": 2}


async def test_no_report_at_all_is_no_work(firm: Company) -> None:
    assert await take_receipts(firm.sending, []) == []
