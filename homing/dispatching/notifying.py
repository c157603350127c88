"""Finding those who are to be told about a cohort, once for each occurrence of a step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.definition import Condition, EscalateMode, Target
from homing.store import cohorts, targets
from homing.store.cohorts import Place
from homing.store.ledger import StepKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Whom to tell about a cohort, and when next (None: not again)."""

    org: UUID
    execution: UUID
    place: Place
    targets: Sequence[Target]
    condition: Condition = Condition.IF_NOT_ACKED
    mode: EscalateMode = EscalateMode.ALERT_ONLY
    again: datetime | None = None


async def find_targets(connection: AsyncConnection, notice: Notice) -> tuple[Place | None, bool]:
    """Those who are to be told, as a cohort of their own (None: nobody), and whether there is still anybody
    to tell about. Asked again it answers with the cohort that it made, until all of those were told."""
    place = notice.place
    step = StepKey(notice.org, notice.execution, place.step, place.occurrence)
    await cohorts.lock_visit(connection, notice.org, notice.execution, place.cohort, place.step)
    await cohorts.join_sets(connection, place.people)
    open_ = await targets.count_open(connection, notice.org, notice.execution, place.cohort)
    former = await targets.find_former(connection, step, place.cohort)
    if notice.again is not None:
        await cohorts.stay(
            connection,
            notice.org,
            notice.execution,
            place.cohort,
            place.step,
            wake=notice.again,
            occurrence=place.occurrence,
            due=place.due_at,
        )
    if former is None and open_:
        former = await _find(connection, notice, step)
    if former is None:
        return None, open_ > 0
    cohort, people, told = former
    if told:
        return None, open_ > 0
    return _told(notice, cohort, people, open_), open_ > 0


async def _find(connection: AsyncConnection, notice: Notice, step: StepKey) -> tuple[int, int, bool] | None:
    place = notice.place
    whole = notice.condition is Condition.IF_NOT_CLOSED
    await targets.write_subjects(connection, step, place.cohort, whole=whole)
    cohort = await cohorts.next_number(connection, notice.execution)
    people = await targets.write_targets(
        connection,
        step,
        place.cohort,
        cohort,
        notice.targets,
        may_act=notice.mode is EscalateMode.DELIVER,
        whole=whole,
    )
    if not people:
        return None
    await cohorts.enter(connection, notice.org, notice.execution, _told(notice, cohort, people, people))
    return cohort, people, False


def _told(notice: Notice, cohort: int, people: int, open_: int) -> Place:
    place = notice.place
    return Place(
        cohort=cohort,
        step=place.step,
        people=people,
        open=open_,
        due_at=place.due_at,
        wake_at=place.due_at,
        occurrence=place.occurrence,
        targets=True,
        about=place.cohort,
    )
