"""Driving steps and campaigns on a real Temporal server."""

from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import text
from temporalio.client import Client, WorkflowHandle
from temporalio.common import SearchAttributePair, TypedSearchAttributes

from homing.domain.definition_json import read_definition
from homing.domain.ids import campaign_workflow_id, step_workflow_id
from homing.domain.strategy import ChannelStrategy, OnUnknown
from homing.settings import Settings
from homing.store.definitions import save_definition
from plugin.campaigns import Campaigns
from tests.definitions import Json
from tests.world import Run
from workflows import CampaignWorkflow, StepWorkflow
from workflows.ports import (
    EXECUTION,
    ORG,
    CampaignInput,
    CampaignResult,
    Manner,
    StepInput,
    StepRef,
    StepResult,
)


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
        receipt_seconds: float | None = None,
        **changes: Any,
    ) -> WorkflowHandle[Any, StepResult]:
        """Start one occurrence of a step for everybody in the run."""
        return await self.client.start_workflow(
            StepWorkflow.run,
            StepInput(
                ref=StepRef(
                    org=str(run.company.id), execution=str(run.execution), step=step, people=run.people
                ),
                manner=Manner(
                    channels=list(channels),
                    strategy=strategy,
                    on_unknown=on_unknown,
                    unknown_seconds=self.settings.unknown_after.total_seconds(),
                    receipt_seconds=receipt_seconds,
                ),
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

    def campaigns(self, run: Run) -> Campaigns:
        """What can be done with a run's campaign."""
        return Campaigns(run.company.sending, self.client, self.task_queue)

    async def walk(
        self, run: Run, definition: Json, *, scale: float = 1.0, **changes: Any
    ) -> WorkflowHandle[Any, CampaignResult]:
        """Start a run's campaign by a definition; so many of its seconds pass in a real one."""
        await pin(run, definition, scale)
        return await self.client.start_workflow(
            CampaignWorkflow.run,
            CampaignInput(
                org=str(run.company.id), campaign=str(run.campaign), execution=str(run.execution), **changes
            ),
            id=campaign_workflow_id(run.company.id, run.execution),
            task_queue=self.task_queue,
            search_attributes=TypedSearchAttributes(
                [
                    SearchAttributePair(EXECUTION, str(run.execution)),
                    SearchAttributePair(ORG, str(run.company.id)),
                ]
            ),
            static_summary=f"campaign: {run.people} people",
        )


_HERE: Final = [ip_network("127.0.0.0/8")]
"""Where the tests' receivers of webhooks are."""
_PIN: Final = text("""
    update executions set definition_id = :definition, definition_version = :version, time_scale = :scale,
           told = 'running' where id = :execution
""")


async def pin(run: Run, definition: Json, scale: float) -> None:
    """Give a run's execution its definition, as it is when Temporal was told to start it."""
    company, id_ = run.company, uuid4()
    read, headers = read_definition(definition, allowed_networks=_HERE)
    async with company.sending.database.app(company.id) as connection:
        version = await save_definition(
            connection, company.id, id_, "a definition", read, headers, company.sending.vault
        )
        await connection.execute(
            _PIN, {"definition": id_, "version": version, "scale": scale, "execution": run.execution}
        )


def workflow_id(run: Run, step: str = "remind") -> str:
    return step_workflow_id(UUID(str(run.company.id)), run.execution, step, 1, 0)
