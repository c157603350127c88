"""Where a walk is found again in the database, and when those who stay behind are given up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from homing.dispatching.notifying import Notice, find_targets
from homing.domain.definition import Target, TargetType
from homing.store import cohorts
from homing.store.cohorts import Place
from tests.dispatching.test_leaving import ALL, NOON, entered, leaving, left, set_state
from tests.world import Company

HOUR = timedelta(hours=1)


@pytest.mark.spec("Q05", "Q12")
async def test_a_repeated_notice_is_found_again_as_due_when_it_was(firm: Company) -> None:
    boss, late = await firm.hire(2)
    run = await entered(firm, [late])
    places = [Place(0, "remind", 1, 1, NOON + n * HOUR, NOON + n * HOUR, occurrence=n + 1) for n in range(3)]
    async with firm.sending.database.app(firm.id) as connection:
        for place in places:
            notice = Notice(
                org=firm.id,
                execution=run.execution,
                place=place,
                targets=[Target(TargetType.USER, str(boss.id))],
                again=place.due_at + HOUR,
            )
            await find_targets(connection, notice)
        found = await cohorts.read_places(connection, firm.id, run.execution)

    [walking] = [place for place in found if not place.targets]
    assert walking == replace(places[-1], wake_at=places[-1].due_at + HOUR)


@pytest.mark.spec("Q14")
async def test_who_is_held_when_the_window_is_over_already_is_given_up_soon(firm: Company) -> None:
    """A window that was over before the step was through with its first look: receipts were awaited for
    longer, or no worker was there."""
    [person] = await firm.hire(1)
    run = await entered(firm, [person])
    await run.send()
    await set_state(run, person, "held")
    now = datetime.now(UTC)
    async with firm.sending.database.app(firm.id) as connection:
        await connection.execute(
            text("update dispatches set due_at = :due where execution_id = :id"),
            {"due": now + 8 * HOUR, "id": run.execution},
        )

    gone = await left(run, leaving(run, ALL, window_until=now - HOUR))

    [place] = gone.places
    assert place.left
    assert place.wake_at < now + HOUR
