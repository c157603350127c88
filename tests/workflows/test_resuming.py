"""A resume that comes at an awkward moment is not lost. The walk's activities are the test's own here: they
speak to the workflow at the very moment at which the database would have to be caught."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from plugin.embedded.temporal import EmbeddedTemporal, embedded_temporal
from plugin.temporal import _pass_through
from tests.conftest import CACHED_WORKFLOWS
from tests.workflows.support import PATIENCE, Handle, asleep
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


@dataclass(slots=True)
class Walk:
    """One person at one step, held by a pause: the first time they are left behind until tomorrow, the second
    time they are through. ``words`` are said to the campaign while they are left behind."""

    client: Client
    words: tuple[str, ...]
    advanced: list[Branch] = field(default_factory=list)

    @activity.defn(name=LOAD_PLAN)
    async def load_plan(self, asked: LoadPlan) -> Plan:
        first = Branch(step=STEP.id, cohort=0, people=1, open=1, due=asked.now, wake=asked.now)
        return Plan(
            version=1,
            steps=[STEP],
            branches=[first],
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
        self.advanced.append(asked.branch)
        if len(self.advanced) > 1:
            return Advanced(branches=[], outcomes={"sent": 1})
        handle = self.client.get_workflow_handle(activity.info().workflow_id or "")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        for word in self.words:
            await handle.signal(word)
        left = replace(asked.branch, left=True, wake=tomorrow.isoformat())
        return Advanced(branches=[left], outcomes={})

    @activity.defn(name=FINISH)
    async def finish(self, _: Finish) -> None:
        """There is nothing to end."""


@pytest.fixture(scope="module")
async def brief(folder: Path) -> AsyncIterator[EmbeddedTemporal]:
    """A server to which a short history is a long one."""
    setting = "limit.historyCount.suggestContinueAsNew=20"
    async with embedded_temporal(folder / "brief-resuming", extra=["--dynamic-config-value", setting]) as one:
        yield one


@asynccontextmanager
async def walking(server: EmbeddedTemporal, *words: str) -> AsyncIterator[tuple[Walk, Handle]]:
    """A campaign, and the worker that walks it."""
    client = await Client.connect(server.address)
    walk, queue = Walk(client, words), f"resuming-{uuid4()}"
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
            CampaignInput(org=ID, campaign=ID, execution=str(uuid4()), tagged=False),
            id=f"campaign-{uuid4()}",
            task_queue=queue,
        )
        yield walk, handle


@pytest.mark.spec("Q15")
async def test_at_a_resume_those_are_looked_at_again_who_were_just_being_left_behind(
    temporal: EmbeddedTemporal,
) -> None:
    async with walking(temporal, "pause", "resume") as (walk, handle):
        await asyncio.wait_for(handle.result(), PATIENCE)
    assert [branch.left for branch in walk.advanced] == [False, True]


@pytest.mark.spec("Q15")
async def test_at_a_resume_those_are_looked_at_again_who_rested_when_a_new_run_was_due(
    brief: EmbeddedTemporal,
) -> None:
    async with walking(brief, "pause") as (walk, handle):
        await asleep(handle)
        assert (await handle.describe()).run_id == handle.first_execution_run_id, "paused, it stays as it is"
        await handle.signal(CampaignWorkflow.resume)
        await asyncio.wait_for(handle.result(), PATIENCE)
        assert (await handle.describe()).run_id != handle.first_execution_run_id
    assert [branch.left for branch in walk.advanced] == [False, True]
