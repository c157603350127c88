"""Driving steps on a real Temporal server."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from temporalio.client import Client, WorkflowHandle

from homing.domain.ids import step_workflow_id
from homing.settings import Settings
from tests.world import Run
from workflows import StepWorkflow
from workflows.ports import ChannelStrategy, OnUnknown, StepInput, StepResult


@dataclass(frozen=True, slots=True)
class Engine:
    """Starts steps. A worker must be running on ``task_queue``."""

    client: Client
    settings: Settings
    task_queue: str

    async def start(
        self,
        run: Run,
        *channels: str,
        step: str = "remind",
        strategy: ChannelStrategy = ChannelStrategy.ALL,
        on_unknown: OnUnknown = OnUnknown.ASSUME_SENT,
        **changes: Any,
    ) -> WorkflowHandle[Any, StepResult]:
        """Start one occurrence of a step for everybody in the run."""
        return await self.client.start_workflow(
            StepWorkflow.run,
            StepInput(
                org=str(run.company.id),
                execution=str(run.execution),
                step=step,
                people=run.people,
                channels=list(channels),
                strategy=strategy,
                on_unknown=on_unknown,
                unknown_seconds=self.settings.unknown_after.total_seconds(),
                **changes,
            ),
            id=workflow_id(run, step),
            task_queue=self.task_queue,
            static_summary=f"{step}: {run.people} people",
        )

    async def run(self, run: Run, *channels: str, **changes: Any) -> StepResult:
        """Start a step and wait for its end."""
        handle = await self.start(run, *channels, **changes)
        return await handle.result()


def workflow_id(run: Run, step: str = "remind") -> str:
    return step_workflow_id(UUID(str(run.company.id)), run.execution, step, 1, 0)
