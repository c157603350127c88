"""Telling some about others, and how that stands."""

from collections.abc import Sequence
from typing import Any, Final

from homing.dispatching import withdraw
from homing.domain.definition import Target, TargetType
from homing.store import progress
from homing.store.ledger import PageKey, StepKey
from tests.dispatching.support import rows
from tests.world import Run, Someone

MANAGER: Final = Target(TargetType.MANAGER)
TOLD: Final = 1
"""The cohort of targets in these tests, where there is one."""


def user(one: Someone) -> Target:
    return Target(TargetType.USER, str(one.id))


async def act(run: Run, *who: Someone) -> None:
    for one in who:
        await withdraw.act(run.company.sending, run.company.id, run.execution, one.id)


async def tell(run: Run, channel: str = "sms", cohort: int = TOLD, **page: Any) -> None:
    await run.send(channel, told=True, cohort=cohort, **page)


async def tally(run: Run, cohort: int = TOLD, channel: str = "sms") -> dict[str, int]:
    """How a step stands for a cohort of targets, which is what its page says as well."""
    company = run.company
    step = StepKey(company.id, run.execution, "remind", 1)
    async with company.sending.database.app(company.id) as connection:
        whole = await progress.tally_step(connection, step, cohort, targets=True)
        page = await progress.tally_page(connection, PageKey(step, cohort, 0, 99), channel, targets=True)
    stood = {one.key: one.people for one in whole if one.channel == channel}
    assert {one.key: one.people for one in page} == stood
    assert {one.key: len(one.users) for one in page} == stood
    return stood


async def second_cohort(run: Run, staff: Sequence[Someone], cohort: int) -> None:
    """A cohort that comes to the step by another way."""
    company = run.company
    await rows(
        company.sending,
        "insert into recipients (org_id, execution_id, user_id, cohort, position)"
        " select :org, :execution, v.id, :cohort, v.n - 1"
        "   from unnest(cast(:users as uuid[])) with ordinality as v(id, n)",
        org=company.id,
        execution=run.execution,
        cohort=cohort,
        users=[one.id for one in staff],
    )
