"""Workers are killed, and nobody gets a second text for it."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle

from homing.carrier.control import Control
from homing.dispatching.context import Point, Sending
from homing.settings import Settings
from plugin.embedded.stack import worker_process
from plugin.embedded.temporal import EmbeddedTemporal
from tests.conftest import SENDER
from tests.engine import Engine
from tests.world import Run, found_company
from workflows.ports import StepResult

PEOPLE: Final = 60
GROUP: Final = 8
PAGES_AT_ONCE: Final = 2
BOUND: Final = GROUP * PAGES_AT_ONCE
"""Groups in flight times their size: at most so many outcomes of one killed process are unknown."""

_OVER: Final = {"sent", "delivered", "unknown"}


@dataclass(frozen=True, slots=True)
class Scene:
    """A run on a task queue of its own, so that each scene has its own workers."""

    run: Run
    settings: Settings
    address: str
    handle: WorkflowHandle[Any, StepResult]
    logs: Path

    @asynccontextmanager
    async def worker(self, *program: str) -> AsyncIterator[asyncio.subprocess.Process]:
        log = self.logs / f"{self.settings.task_queue}-{uuid4().hex[:6]}.log"
        async with worker_process(
            self.settings, self.address, log, program=program or ("worker.py",)
        ) as process:
            yield process

    async def result(self) -> StepResult:
        return await asyncio.wait_for(self.handle.result(), 150)


Stage = Callable[..., Any]


@pytest.fixture
async def stage(
    sending: Sending, settings: Settings, temporal: EmbeddedTemporal, api: str, carrier: Control, logs: Path
) -> Stage:
    """Sets a scene: people, a run, a started workflow, and no worker yet."""
    assert api
    await carrier.clear_faults()

    async def build(people: int = PEOPLE, **step: Any) -> Scene:
        company = await found_company(sending, SENDER)
        run = await company.campaign(await company.hire(people))
        queue = f"scene-{uuid4().hex[:8]}"
        own = settings.model_copy(
            update={"task_queue": queue, "group_size": GROUP, "pages_at_once": PAGES_AT_ONCE}
        )
        client = await Client.connect(temporal.address)
        handle = await Engine(client, own, queue).start(run, "sms", **{"page_size": 25, **step})
        return Scene(run, own, temporal.address, handle, logs)

    return build


async def _texts(scene: Scene, carrier: Control) -> dict[str, int]:
    counts = (await carrier.counts()).by_number
    return {one.number: counts.get(one.number, 0) for one in scene.run.company.staff}


async def _assert_nobody_twice_and_nobody_stuck(scene: Scene, carrier: Control, bound: int) -> None:
    """At most one text for each handset; every dispatch over; what is unknown within the bound, and what
    of it arrived after all turned into sent by the late callback."""
    dispatches = await scene.run.dispatches()
    assert len(dispatches) == scene.run.people
    assert {row.state for row in dispatches.values()} <= _OVER
    numbers = {one.id: one.number for one in scene.run.company.staff}
    texts = await _texts(scene, carrier)
    assert max(texts.values()) == 1
    unknown = {user for user, row in dispatches.items() if row.state == "unknown"}
    assert len(unknown) <= bound
    for user, row in dispatches.items():
        assert (row.state != "unknown") == (texts[numbers[user]] == 1), row.state
    assert all(row.attempts == 1 for row in dispatches.values())


async def _killed_at(stage: Stage, carrier: Control, point: Point, times: int) -> None:
    scene = await stage()
    async with scene.worker("-m", "tests.faults.killed_worker", point.value, str(times)) as victim:
        assert await asyncio.wait_for(victim.wait(), 60) == -signal.SIGKILL
    async with scene.worker():
        await scene.result()
    await carrier.idle(10)
    await _assert_nobody_twice_and_nobody_stuck(scene, carrier, BOUND)


@pytest.mark.spec("P29", "X01")
async def test_a_kill_at_any_named_point_makes_no_second_text(stage: Stage, carrier: Control) -> None:
    times = {
        Point.AFTER_CLAIM: 2,
        Point.INSIDE_POSTING: 3,
        Point.AFTER_POSTING: 3,
        Point.BEFORE_FIRST_BYTE: GROUP + 3,
        Point.AFTER_ACCEPTED: GROUP + 3,
        Point.BEFORE_SETTLE: 3,
        Point.BETWEEN_GROUPS: 3,
    }
    await asyncio.gather(*(_killed_at(stage, carrier, point, n) for point, n in times.items()))


@pytest.mark.faults
@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_kills_at_random_moments_of_a_step_for_500_make_no_second_text(
    stage: Stage, carrier: Control, seed: int
) -> None:
    chance = random.Random(seed)
    scene = await stage(people=500, page_size=50)
    kills = 5
    for _ in range(kills):
        async with scene.worker() as victim:
            await asyncio.sleep(chance.uniform(0.02, 0.6))  # the moment is the point of the test
            victim.send_signal(signal.SIGKILL)
            await victim.wait()
    async with scene.worker():
        await scene.result()
    await carrier.idle(10)
    await _assert_nobody_twice_and_nobody_stuck(scene, carrier, BOUND * kills)


@pytest.mark.spec("P29", "X01")
async def test_a_worker_told_to_end_settles_its_groups_and_the_next_one_goes_on(
    stage: Stage, carrier: Control
) -> None:
    scene = await stage(people=200, page_size=50)
    async with scene.worker() as first:
        await carrier.wait(1, to=scene.run.company.staff[0].number, seconds=30)
        first.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(first.wait(), 30) == 0
    assert "posting" not in {row.state for row in (await scene.run.dispatches()).values()}
    async with scene.worker():
        await scene.result()
    await _assert_nobody_twice_and_nobody_stuck(scene, carrier, bound=0)


@pytest.mark.spec("P29")
async def test_cancelling_the_workflow_in_the_middle_tears_no_group(stage: Stage, carrier: Control) -> None:
    scene = await stage(people=400, page_size=400)
    await carrier.fault("delay", seconds=0.2)
    async with scene.worker():
        await carrier.wait(1, to=scene.run.company.staff[0].number, seconds=30)
        await scene.handle.cancel()
        with pytest.raises(WorkflowFailureError):
            await scene.result()
        states = {row.state for row in (await scene.run.dispatches()).values()}
    texts = await _texts(scene, carrier)
    assert max(texts.values()) == 1
    assert sum(texts.values()) < scene.run.people
    assert states <= {"reserved", "sent", "delivered"}
