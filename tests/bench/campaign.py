"""`make bench-campaign`: 20,000 people through six steps, and a campaign of one beside them."""

import asyncio
import json
import statistics
import time
from collections import Counter
from typing import Any, Final
from uuid import UUID

from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHistory

from homing.store import people
from plugin.embedded.stack import ROOT
from plugin.process import leave_after
from tests.bench.ground import SENDER, Ground, ground
from tests.definitions import define, escalate, manager, missed, notify, remind, wait
from tests.world import Company, Run, found_company

PEOPLE: Final = 20_000
TEAM: Final = 20
_CHUNK: Final = 5_000
_SCALE: Final = 3_600.0
"""An hour of the campaign in a second."""
SIX_STEPS: Final = define(
    notify(),
    wait("an-hour", "1h"),
    remind("remind", "sms", "email", channelStrategy="FIRST_REACHED"),
    wait("another", "1h"),
    escalate("escalate", "sms", targets=[manager()]),
    missed(),
)
ONE_STEP: Final = define(remind("remind", "sms"))
_ACTIONS: Final = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
)


async def bench() -> None:
    async with ground() as here:
        company, single = [await found_company(here.sending, SENDER) for _ in range(2)]
        run = await _many(company)
        people_of_one = await single.hire(12, numbers=[f"+34613{n:06d}" for n in range(12)])
        await _one(here, single, people_of_one[0])  # warms up
        alone = [await _one(here, single, person) for person in people_of_one[1:6]]
        begun = time.monotonic()
        handle = await here.engine.walk(run, SIX_STEPS, scale=_SCALE)
        result = asyncio.create_task(handle.result())
        beside = []
        for person in people_of_one[6:]:
            await asyncio.sleep(2)
            if not result.done():
                beside.append(await _one(here, single, person))
        outcomes = (await result).outcomes
        seconds = time.monotonic() - begun
        assert outcomes["missed"] == {"completed": PEOPLE}, outcomes
        await _report(here, run, seconds, alone, beside)


async def _many(company: Company) -> Run:
    numbers = [f"+34612{n:06d}" for n in range(PEOPLE)]
    staff = []
    for first in range(0, PEOPLE, _CHUNK):
        staff += await company.hire(_CHUNK, numbers=numbers[first : first + _CHUNK])
    bosses: dict[UUID, UUID | None] = {
        person.id: staff[n - n % TEAM].id for n, person in enumerate(staff) if n % TEAM
    }
    async with company.sending.database.app(company.id) as connection:
        await people.set_managers(connection, company.id, bosses)
    return await company.campaign(staff)


async def _one(here: Ground, company: Company, person: Any) -> float:
    """Seconds from the start of a campaign of one to its end."""
    run = await company.campaign([person])
    begun = time.monotonic()
    handle = await here.engine.walk(run, ONE_STEP)
    await handle.result()
    return time.monotonic() - begun


async def _report(here: Ground, run: Run, seconds: float, alone: list[float], beside: list[float]) -> None:
    histories = [
        await here.engine.client.get_workflow_handle(one.id, run_id=one.run_id).fetch_history()
        async for one in here.engine.client.list_workflows(f"HomingExecution = '{run.execution}'")
    ]
    events: Counter[int] = Counter(event.event_type for one in histories for event in one.events)
    texts = await run.outcomes()
    figures = {
        "people": PEOPLE,
        "seconds": round(seconds, 1),
        "texts": texts,
        "histories": len(histories),
        "largest_history": {
            "events": max(len(one.events) for one in histories),
            "bytes": _largest(histories),
        },
        "events_per_person": round(sum(events.values()) / PEOPLE, 4),
        "actions_per_person": round(sum(events[kind] for kind in _ACTIONS) / PEOPLE, 4),
        "peak_worker_mib": here.peak_worker_mib,
        "campaign_of_one": {
            "alone_seconds": round(statistics.median(alone), 3),
            "beside_seconds": [round(one, 3) for one in beside],
            "ratio": round(statistics.median(beside) / statistics.median(alone), 2) if beside else None,
        },
    }
    print(json.dumps(figures, indent=2))
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-campaign.json").write_text(json.dumps(figures, indent=2) + "\n")


def _largest(histories: list[WorkflowHistory]) -> int:
    return max(sum(event.ByteSize() for event in one.events) for one in histories)


if __name__ == "__main__":
    leave_after(bench())
