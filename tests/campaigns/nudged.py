"""Runs whose steps wait for what becomes of their messages, and news of those."""

from collections.abc import Sequence
from typing import Any, Final

from homing.carrier.control import Control
from homing.dispatching.receipts import Report, take_receipts
from homing.domain.receipts import ReceiptStatus
from homing.store import awaited, cohorts
from homing.store.awaited import CohortKey
from homing.store.cohorts import Place
from homing.store.ledger import StepKey
from tests.dispatching.support import attempts_of, rows
from tests.world import Company, Run

WAIT: Final = 3600.0
"""Seconds for which receipts are awaited: far more than any test takes."""


def key_of(run: Run) -> CohortKey:
    return CohortKey(StepKey(run.company.id, run.execution, "remind", 1), 0)


async def awaiting(run: Run, seconds: float | None = WAIT) -> None:
    """Let a run's step be waited for, as its workflow says; None: for no receipt."""
    org, execution = run.company.id, run.execution
    async with run.company.sending.database.app(org) as connection:
        now = (await rows(run.company.sending, "select now()"))[0][0]
        await cohorts.enter(connection, org, execution, Place(0, "remind", run.people, run.people, now, now))
        await awaited.write_awaits(connection, key_of(run), seconds)


async def restate(run: Run, attempt: Any, state: str, hours_ago: int = 0) -> None:
    """Let the dispatch of an attempt stand so, and have stood so for a while. No lease is longer than a
    lease: whoever switches channels off waits for it to end."""
    await rows(
        run.company.sending,
        """update dispatches set state = :state, due_at = now() + cast(cast(:due as text) as interval),
                  changed_at = now() - make_interval(hours => :ago) where id = :id""",
        state=state,
        due="2 seconds" if state == "posting" else "1 hour",
        ago=hours_ago,
        id=attempt.dispatch_id,
    )


async def report(run: Run, attempts: Sequence[Any], status: ReceiptStatus) -> None:
    reports = [Report(one.id, one.provider_id, status) for one in attempts]
    await take_receipts(run.company.sending, reports)


async def texted(company: Company, carrier: Control, people: int) -> tuple[Run, list[Any]]:
    """A run that everybody got a text of, none of them reported on; and its attempts."""
    run = await company.campaign(await company.hire(people))
    await run.send()
    assert await run.outcomes() == {"sent": people}
    return run, list(await attempts_of(run))
