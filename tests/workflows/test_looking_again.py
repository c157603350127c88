"""A campaign that is told that there is something for some of those who are left looks at those, and at
nobody else. The walk's activities are the test's own here: they speak to the workflow at the very moment at
which the database would have to be caught."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from plugin.embedded.temporal import EmbeddedTemporal
from plugin.temporal import _pass_through
from tests.conftest import CACHED_WORKFLOWS
from tests.invariants import until
from tests.workflows.support import PATIENCE, Handle, runs_of
from workflows import WORKFLOWS, CampaignWorkflow
from workflows.ports import (
    ADVANCE,
    COLLECT,
    FINISH,
    LOAD_PLAN,
    Advance,
    Advanced,
    Branch,
    CampaignInput,
    Collect,
    Finish,
    LoadPlan,
    Manner,
    Plan,
    PlanStep,
    Standing,
    StepKind,
)

STEP: Final = PlanStep(id="remind", kind=StepKind.SEND, manner=Manner(channels=[], always=[]))
ID: Final = str(uuid4())
LONG: Final = 40
"""Events of a history, from which on nothing is begun before a new run."""

Advancing = Callable[[Handle, Branch], Awaitable[list[Branch]]]
"""Where a cohort that was looked at is then."""


def tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).isoformat()


def left(cohort: int, wake: str | None = None) -> Branch:
    """One person who was left behind: until tomorrow, unless it is said when they are due."""
    due = datetime.now(UTC).isoformat()
    return Branch(step=STEP.id, cohort=cohort, people=1, open=1, due=due, wake=wake or tomorrow(), left=True)


@dataclass(slots=True)
class Walk:
    """A campaign's activities. ``advanced``: the cohorts that were looked at, in order."""

    client: Client
    advancing: Advancing
    advanced: list[int] = field(default_factory=list)

    @activity.defn(name=LOAD_PLAN)
    async def load_plan(self, _: LoadPlan) -> Plan:
        return Plan(
            version=1,
            steps=[STEP],
            branches=[],
            start=None,
            paused=False,
            everybody_acted=False,
            over=False,
            ledger=0,
        )

    @activity.defn(name=COLLECT)
    async def collect(self, _: Collect) -> Standing:
        return Standing(counts={}, due={}, wake_seconds=None)

    @activity.defn(name=ADVANCE)
    async def advance(self, asked: Advance) -> Advanced:
        self.advanced.append(asked.branch.cohort)
        handle = self.client.get_workflow_handle(activity.info().workflow_id or "")
        return Advanced(branches=await self.advancing(handle, asked.branch), outcomes={})

    @activity.defn(name=FINISH)
    async def finish(self, _: Finish) -> None:
        """There is nothing to end."""


@asynccontextmanager
async def walking(
    server: EmbeddedTemporal, branches: Sequence[Branch], advancing: Advancing, longest: int = 16_000
) -> AsyncIterator[tuple[Walk, Handle]]:
    """A campaign that stands at these branches, and the worker that walks it."""
    client = await Client.connect(server.address)
    walk, queue = Walk(client, advancing), f"looking-{uuid4()}"
    worker = Worker(
        client,
        task_queue=queue,
        workflows=WORKFLOWS,
        workflow_runner=_pass_through(SandboxedWorkflowRunner()),
        activities=[walk.load_plan, walk.collect, walk.advance, walk.finish],
        max_cached_workflows=CACHED_WORKFLOWS,
    )
    async with worker:
        handle = await client.start_workflow(
            CampaignWorkflow.run,
            CampaignInput(
                org=ID,
                campaign=ID,
                execution=str(uuid4()),
                tagged=False,
                longest_history=longest,
                branches=list(branches),
            ),
            id=f"campaign-{uuid4()}",
            task_queue=queue,
        )
        yield walk, handle


async def tell(handle: Handle, *cohorts: int) -> None:
    await handle.signal(CampaignWorkflow.look_again, {STEP.id: list(cohorts)})


@pytest.mark.spec("W10")
async def test_of_those_who_are_left_only_whoever_there_is_something_for_is_looked_at(
    temporal: EmbeddedTemporal,
) -> None:
    async def stays_once(_: Handle, branch: Branch) -> list[Branch]:
        once = walk.advanced == [1]
        return [replace(branch, wake=tomorrow())] if once else []

    async with walking(temporal, [left(0), left(1)], stays_once) as (walk, handle):
        for times in (1, 2):
            await tell(handle, 1)

            async def looked_at(times: int = times) -> bool:
                return len(walk.advanced) >= times

            await until(looked_at, seconds=PATIENCE)
        await tell(handle, 0)
        await asyncio.wait_for(handle.result(), PATIENCE)
    assert walk.advanced == [1, 1, 0]


@pytest.mark.spec("W10")
@pytest.mark.parametrize("named", [0, 5], ids=["by their old number", "by their new number"])
async def test_those_are_looked_at_again_of_whom_it_is_told_while_they_are_being_left_behind(
    temporal: EmbeddedTemporal, named: int
) -> None:
    async def told_meanwhile(handle: Handle, branch: Branch) -> list[Branch]:
        if branch.cohort == 5:
            return []
        await tell(handle, named)
        return [replace(branch, cohort=5, wake=tomorrow())]

    now = datetime.now(UTC).isoformat()
    async with walking(temporal, [left(0, now)], told_meanwhile) as (walk, handle):
        await asyncio.wait_for(handle.result(), PATIENCE)
    assert walk.advanced == [0, 5]


@pytest.mark.spec("W10")
async def test_a_new_run_knows_of_what_came_while_nothing_was_begun_any_more(
    temporal: EmbeddedTemporal,
) -> None:
    async def told_of_another(handle: Handle, branch: Branch) -> list[Branch]:
        if len(walk.advanced) > 1:
            return []
        while (await handle.describe()).history_length < LONG:
            await tell(handle, 9)  # of nobody, to make the history long
        await tell(handle, 1)
        return [replace(branch, wake=tomorrow())]

    now = datetime.now(UTC).isoformat()
    async with walking(temporal, [left(0, now), left(1)], told_of_another, LONG) as (walk, handle):

        async def both() -> bool:
            return len(walk.advanced) > 1

        await until(both, seconds=PATIENCE)
        await tell(handle, 0)
        await asyncio.wait_for(handle.result(), PATIENCE)
        assert len(await runs_of(walk.client, handle)) > 1
    assert walk.advanced == [0, 1, 0]
