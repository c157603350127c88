"""What is over is not cancelled."""

from typing import Any

import pytest

from homing.dispatching import withdraw
from tests.dispatching.support import rows
from tests.world import Company, Run


async def stands(run: Run) -> Any:
    """Its state, and when it ended."""
    [row] = await rows(
        run.company.sending, "select state, ended_at from executions where id = :id", id=run.execution
    )
    return tuple(row)


@pytest.mark.spec("Q11")
async def test_what_has_run_to_its_end_stays_completed_and_ended_when_it_did(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(1))
    await rows(
        firm.sending,
        "update executions set state = 'completed', ended_at = now() - interval '1 hour' where id = :id",
        id=run.execution,
    )
    before = await stands(run)

    assert not await withdraw.cancel(firm.sending, firm.id, run.execution)

    assert await stands(run) == before


@pytest.mark.spec("Q11")
async def test_what_is_cancelled_again_stays_ended_when_it_was_cancelled_first(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(1))

    assert await withdraw.cancel(firm.sending, firm.id, run.execution)
    first = await stands(run)
    assert not await withdraw.cancel(firm.sending, firm.id, run.execution)

    assert first[0] == "cancelled"
    assert await stands(run) == first
