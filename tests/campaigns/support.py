"""Asking for campaigns, and reading what Temporal was told of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from homing.domain.decide import ExecutionState
from homing.domain.definition_json import read_definition
from homing.domain.ids import campaign_workflow_id
from homing.store import executions
from homing.store.campaigns import CampaignKind
from homing.store.definitions import save_definition
from homing.store.executions import ExecutionRow
from plugin.campaigns import Campaigns, Created
from tests.dispatching.support import rows
from tests.world import PLANTED_TITLE, Company, Someone

QUEUE: Final = "nobody-works-here"
EXAMPLES: Final = Path(__file__).parents[2] / "examples" / "definitions"


async def define(company: Company, example: str = "one-reminder", *, id_: UUID | None = None) -> UUID:
    """Save one of the examples for a company, as a new definition or the next version of one."""
    definition, headers = read_definition(json.loads((EXAMPLES / f"{example}.json").read_text()))
    key = id_ or uuid4()
    async with company.sending.database.app(company.id) as connection:
        await save_definition(
            connection, company.id, key, example, definition, headers, company.sending.vault
        )
    return key


@dataclass(frozen=True, slots=True)
class Case:
    """A campaign of a company, with its execution."""

    company: Company
    campaign: UUID
    id: UUID

    @property
    def org(self) -> UUID:
        return self.company.id

    async def row(self) -> ExecutionRow:
        async with self.company.sending.database.app(self.org) as connection:
            return await executions.read_execution(connection, self.org, self.id)

    async def change(self, assignments: str) -> None:
        """Set columns of the execution, as time would."""
        await rows(self.company.sending, f"update executions set {assignments} where id = :id", id=self.id)

    async def said(self, client: Client) -> list[str]:
        """What Temporal was told, in order: ``started``, the signals' names, ``cancelled``."""
        handle = client.get_workflow_handle(campaign_workflow_id(self.org, self.id))
        return [word async for event in handle.fetch_history_events() if (word := _word(event))]

    async def alerts(self) -> dict[str, int]:
        """Today's alerts that concern no channel: kind -> count."""
        found = await rows(
            self.company.sending,
            "select kind, count from admin_alerts where org_id = :org and channel = ''",
            org=self.org,
        )
        return {row.kind: row.count for row in found}


def _word(event: Any) -> str | None:
    match event.event_type:
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
            return "started"
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            return str(event.workflow_execution_signaled_event_attributes.signal_name)
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED:
            return "cancelled"
        case _:
            return None


async def draft(
    desk: Campaigns, company: Company, audience: Sequence[Someone], definition: UUID | None = None
) -> Case:
    """A campaign that was not started yet."""
    created = await desk.create(company.id, PLANTED_TITLE, definition or await define(company))
    assert created.execution is not None
    if audience:
        await desk.audiences.add_users(company.id, created.execution, [one.id for one in audience])
    return Case(company, created.campaign, created.execution)


async def started(desk: Campaigns, company: Company, audience: Sequence[Someone]) -> Case:
    """A campaign that runs, as Temporal knows."""
    case = await draft(desk, company, audience)
    assert (await desk.start(company.id, case.id)).told
    return case


async def triggered_case(desk: Campaigns, company: Company) -> Created:
    """A campaign that events start."""
    return await desk.create(company.id, PLANTED_TITLE, await define(company), kind=CampaignKind.EVENT)


REMIND: dict[str, Any] = {
    "id": "remind",
    "type": "STEP_TYPE_SEND_REMINDER",
    "sendReminder": {"thirdPartyChannels": ["CHANNEL_NAME_SMS"]},
}


def wait(id_: str, then: str) -> dict[str, Any]:
    return {
        "id": id_,
        "type": "STEP_TYPE_DEADLINE_CHECK",
        "deadlineCheck": {"delay": "24h"},
        "transitions": {"completed": then},
    }


async def define_steps(company: Company, steps: list[Any]) -> UUID:
    """Save a definition of these steps."""
    definition, headers = read_definition({"steps": steps})
    key = uuid4()
    async with company.sending.database.app(company.id) as connection:
        await save_definition(
            connection, company.id, key, "steps", definition, headers, company.sending.vault
        )
    return key


async def prepare(
    desk: Campaigns,
    company: Company,
    steps: list[Any],
    audience: Sequence[Someone],
    time_scale: float = 1.0,
) -> UUID:
    """A draft with these steps; its execution's id."""
    created = await desk.create(
        company.id, PLANTED_TITLE, await define_steps(company, steps), time_scale=time_scale
    )
    assert created.execution is not None
    await desk.audiences.add_users(company.id, created.execution, [one.id for one in audience])
    return created.execution


async def completed(desk: Campaigns, company: Company, execution: UUID) -> bool:
    report = await desk.progress(company.id, execution)
    return report.progress.summary.state is ExecutionState.COMPLETED
