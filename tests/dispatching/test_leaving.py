"""Leaving a step: everybody's outcome, where they go, and who stays behind."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pytest
from sqlalchemy import text

from homing.dispatching import withdraw
from homing.dispatching.leaving import Leaving, Left, leave
from homing.store import cohorts
from homing.store.cohorts import Place
from homing.store.judging import Judgement
from tests.world import Company, Run, Someone

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)
ALL = Judgement(
    channels=["sms"],
    receipted=["sms"],
    ordered=False,
    until_delivered=False,
    receipt_seconds=None,
    unknown_seconds=600,
    unknown_failed=False,
    giving_up=False,
)
AWAITED = replace(ALL, receipt_seconds=600)


def leaving(run: Run, judgement: Judgement | None, place: Place | None = None, **changes: Any) -> Leaving:
    everybody = Place(0, "remind", run.people, run.people, NOON, NOON)
    values: dict[str, Any] = {
        "transitions": {"completed": "next"},
        "waits": {},
        "due": NOON,
        "window_until": LATER,
        "grace_seconds": 1.0,
        **changes,
    }
    return Leaving(
        org=run.company.id,
        execution=run.execution,
        place=place or everybody,
        sent=judgement,
        **values,
    )


async def entered(company: Company, people: Sequence[Someone]) -> Run:
    """A run whose people are at the step `remind`."""
    run = await company.campaign(people)
    async with company.sending.database.app(company.id) as connection:
        place = Place(0, "remind", run.people, run.people, NOON, NOON)
        await cohorts.enter(connection, company.id, run.execution, place)
    return run


async def left(run: Run, how: Leaving) -> Left:
    async with run.company.sending.database.app(run.company.id) as connection:
        return await leave(connection, how)


async def set_state(
    run: Run, person: Someone, state: str, channel: str = "sms", *, minutes_ago: float = 0
) -> None:
    async with run.company.sending.database.app(run.company.id) as connection:
        await connection.execute(
            text("""
                update dispatches set state = :state, due_at = null, reason = null,
                       changed_at = now() - make_interval(mins => :ago)
                 where execution_id = :execution and user_id = :user and channel = :channel
            """),
            {
                "state": state,
                "ago": minutes_ago,
                "execution": run.execution,
                "user": person.id,
                "channel": channel,
            },
        )


async def outcomes(run: Run) -> dict[UUID, tuple[str, str | None]]:
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("select user_id, outcome, went from step_outcomes where execution_id = :execution"),
            {"execution": run.execution},
        )
        return {row.user_id: (row.outcome, row.went) for row in found}


async def members(run: Run) -> Mapping[int, list[UUID]]:
    """The people of each cohort by position, which is dense."""
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(
            text("""select cohort, position, user_id from recipients
                     where execution_id = :execution order by cohort, position"""),
            {"execution": run.execution},
        )
        places: dict[int, list[tuple[int, UUID]]] = {}
        for row in found:
            places.setdefault(row.cohort, []).append((row.position, row.user_id))
    return {cohort: [user for _, user in listed] for cohort, listed in places.items()}


STATES = {
    "delivered": ("delivered", 0, ALL, "delivered"),
    "sent": ("sent", 0, ALL, "sent"),
    "sent, its receipt awaited": ("sent", 5, AWAITED, None),
    "sent, its receipt overdue": ("sent", 11, AWAITED, "no_receipt"),
    "not delivered": ("not_delivered", 0, ALL, "not_delivered"),
    "rejected": ("rejected", 0, ALL, "failed"),
    "skipped": ("skipped", 0, ALL, "skipped"),
    "held": ("held", 0, ALL, None),
    "reserved": ("reserved", 0, ALL, None),
    "posting": ("posting", 0, ALL, None),
    "unknown and asked after": ("unknown", 9, ALL, None),
    "unknown for good, assumed sent": ("unknown", 11, ALL, "sent"),
    "unknown for good, receipts awaited": ("unknown", 11, AWAITED, "no_receipt"),
    "unknown for good, falling through": ("unknown", 11, replace(ALL, unknown_failed=True), "failed"),
    "held at the window's end": ("held", 0, replace(ALL, giving_up=True), None),
}


@pytest.mark.spec("W10", "W13", "Q14")
@pytest.mark.parametrize("case", STATES)
async def test_what_became_of_a_persons_message_is_their_outcome(firm: Company, case: str) -> None:
    state, minutes_ago, judgement, outcome = STATES[case]
    [person] = await firm.hire(1)
    run = await entered(firm, [person])
    await run.send()
    await set_state(run, person, state, minutes_ago=minutes_ago)

    gone = await left(run, leaving(run, judgement))

    [place] = gone.places
    if outcome is None:
        assert await outcomes(run) == {}
        assert (place.step, place.left, place.people) == ("remind", True, 1)
    else:
        assert await outcomes(run) == {person.id: (outcome, "next")}
        assert (place.step, place.left, gone.outcomes) == ("next", False, {outcome: 1})


@pytest.mark.spec("W10")
async def test_people_part_by_their_outcomes_and_keep_dense_positions(firm: Company) -> None:
    people = await firm.hire(6)
    run = await entered(firm, people)
    await run.send()
    for person, state in zip(people, ["sent", "skipped", "sent", "held", "rejected", "sent"], strict=True):
        await set_state(run, person, state)
    await withdraw.act(firm.sending, firm.id, run.execution, people[5].id)

    gone = await left(
        run, leaving(run, ALL, transitions={"sent": "thank", "skipped": "mail"}, waits={"mail": 90.0})
    )

    assert gone.outcomes == {"acted": 1, "failed": 1, "sent": 2, "skipped": 1}
    where = {(place.step, place.left): place for place in gone.places}
    assert set(where) == {("thank", False), ("mail", False), ("remind", True)}
    mail, thank, behind = where["mail", False], where["thank", False], where["remind", True]
    assert (mail.due_at, mail.wake_at) == (NOON, NOON + timedelta(seconds=90))
    assert [thank.people, thank.open, mail.people, behind.people] == [2, 2, 1, 1]
    assert await members(run) == {
        0: [people[4].id, people[5].id],
        thank.cohort: [people[0].id, people[2].id],
        mail.cohort: [people[1].id],
        behind.cohort: [people[3].id],
    }
    ended = await outcomes(run)
    assert ended[people[4].id] == ("failed", None)
    assert ended[people[5].id] == ("acted", None)


async def test_who_stays_behind_takes_the_dispatch_along(firm: Company) -> None:
    good, held = await firm.hire(2)
    run = await entered(firm, [good, held])
    await run.send()
    await set_state(run, good, "sent")
    await set_state(run, held, "held")

    gone = await left(run, leaving(run, ALL))
    [behind] = [place for place in gone.places if place.left]

    async with firm.sending.database.app(firm.id) as connection:
        found = await connection.execute(
            text("select cohort, position from dispatches where user_id = :user"), {"user": held.id}
        )
        assert [tuple(row) for row in found] == [(behind.cohort, 0)]
    await set_state(run, held, "sent")
    again = await left(run, leaving(run, ALL, behind))
    assert again.outcomes == {"sent": 1}
    assert [place.step for place in again.places] == ["next"]


async def test_a_cohort_that_goes_on_whole_stays_the_cohort_that_it_is(firm: Company) -> None:
    people = await firm.hire(3)
    run = await entered(firm, people)
    await run.send()

    gone = await left(run, leaving(run, ALL))

    assert [(place.step, place.cohort, place.people) for place in gone.places] == [("next", 0, 3)]
    assert await members(run) == {0: [person.id for person in people]}


@pytest.mark.spec("P29")
async def test_leaving_again_gives_what_it_gave_and_moves_nobody(firm: Company) -> None:
    people = await firm.hire(3)
    run = await entered(firm, people)
    await run.send()
    await set_state(run, people[0], "held")
    how = leaving(run, ALL)

    first = await left(run, how)
    before = await members(run)
    await withdraw.act(firm.sending, firm.id, run.execution, people[1].id)

    assert await left(run, how) == first
    assert await members(run) == before


async def test_what_is_held_for_somebody_who_acted_is_skipped_as_they_go_on(firm: Company) -> None:
    [person] = await firm.hire(1)
    run = await entered(firm, [person])
    await run.send()
    await set_state(run, person, "held")
    await withdraw.act(firm.sending, firm.id, run.execution, person.id)

    gone = await left(run, leaving(run, ALL))

    assert gone.outcomes == {"acted": 1}
    assert await run.outcomes() == {"skipped:acted": 1}


ORDERED = replace(ALL, channels=["sms", "email"], ordered=True)
UNTIL = replace(ORDERED, until_delivered=True, receipt_seconds=600)
CHAINS: dict[str, tuple[Judgement, dict[str, tuple[str, float]], str | None]] = {
    "the first reached": (ORDERED, {"sms": ("sent", 0)}, "sent"),
    "a failed delivery is not tried again": (ORDERED, {"sms": ("not_delivered", 0)}, "not_delivered"),
    "the first failed, the second is not tried yet": (ORDERED, {"sms": ("rejected", 0)}, None),
    "the second reached": (ORDERED, {"sms": ("skipped", 0), "email": ("sent", 0)}, "sent"),
    "neither reached": (ORDERED, {"sms": ("skipped", 0), "email": ("rejected", 0)}, "failed"),
    "a delivery is awaited": (UNTIL, {"sms": ("sent", 1)}, None),
    "a delivery is overdue, mail not tried yet": (UNTIL, {"sms": ("sent", 11)}, None),
    "a delivery is overdue, mail has no receipts": (
        UNTIL,
        {"sms": ("sent", 11), "email": ("sent", 0)},
        "sent",
    ),
    "delivered": (UNTIL, {"sms": ("delivered", 0)}, "delivered"),
    "undelivered, and mail refused": (
        UNTIL,
        {"sms": ("not_delivered", 0), "email": ("rejected", 0)},
        "not_delivered",
    ),
}


@pytest.mark.spec("Q14", "W01")
@pytest.mark.parametrize("case", CHAINS)
async def test_a_person_is_through_once_a_channel_reached_or_none_is_left(firm: Company, case: str) -> None:
    judgement, states, outcome = CHAINS[case]
    [person] = await firm.hire(1)
    run = await entered(firm, [person])
    for channel, (state, minutes_ago) in states.items():
        await run.send(channel)
        await set_state(run, person, state, channel, minutes_ago=minutes_ago)

    gone = await left(run, leaving(run, judgement))

    assert gone.outcomes == ({} if outcome is None else {outcome: 1})


async def test_at_the_windows_end_who_was_never_tried_goes_on_as_skipped(firm: Company) -> None:
    [person] = await firm.hire(1)
    run = await entered(firm, [person])

    assert (await left(run, leaving(run, ALL))).outcomes == {}
    given_up = await left(run, leaving(run, replace(ALL, giving_up=True)))

    assert given_up.outcomes == {"skipped": 1}


@pytest.mark.spec("Q07")
async def test_whoever_has_not_acted_is_marked_missed(firm: Company) -> None:
    late, done, gone = await firm.hire(3)
    run = await entered(firm, [late, done, gone])
    await withdraw.act(firm.sending, firm.id, run.execution, done.id)
    await withdraw.remove(firm.sending, firm.id, run.execution, gone.id)

    ended = await left(run, leaving(run, None, plain="completed", mark_missed=True))

    assert ended.outcomes == {"acted": 1, "completed": 2}
    async with firm.sending.database.app(firm.id) as connection:
        found = await connection.execute(text("select user_id from recipients where missed_at is not null"))
        assert list(found.scalars()) == [late.id]


_CROWD: Final = 20_000
_LOAD: Final = (
    "insert into users (org_id, id) select :org, gen_random_uuid() from generate_series(1, :people)",
    """insert into recipients (org_id, execution_id, user_id, cohort, position)
       select org_id, :execution, id, 0, row_number() over (order by id) - 1
         from users where org_id = :org""",
    """insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id, channel,
                               state)
       select gen_random_uuid(), org_id, execution_id, 'remind', 1, 0, position, user_id, 'sms',
              case when position % 2 = 0 then 'sent' when position % 1000 = 1 then 'held' else 'skipped' end
         from recipients where execution_id = :execution""",
)


async def test_a_crowd_whose_rows_are_too_new_for_statistics_leaves_in_seconds(firm: Company) -> None:
    """By a plan for few people it takes minutes: everybody is compared with everybody."""
    run = replace(await entered(firm, []), people=_CROWD)
    async with firm.sending.database.app(firm.id) as connection:
        for statement in _LOAD:
            parameters = {"org": firm.id, "execution": run.execution, "people": _CROWD}
            await connection.execute(text(statement), parameters)

    async with asyncio.timeout(40):
        gone = await left(run, leaving(run, ALL, transitions={"sent": "thank", "skipped": "mail"}))

    assert gone.outcomes == {"sent": _CROWD // 2, "skipped": _CROWD // 2 - _CROWD // 1000}
    assert [place.people for place in gone.places if place.left] == [_CROWD // 1000]
