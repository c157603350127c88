"""Where an execution is, and why one person got what they got, with where to look in Temporal UI."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME, CHANNELS
from homing.dispatching.asking import would
from homing.dispatching.claim import ClaimRequest
from homing.dispatching.context import Sending
from homing.domain.decide import Decision, ExecutionState, Hold, Skip
from homing.domain.definition import Definition, SendNotification, SendReminder, Step
from homing.domain.ids import campaign_workflow_id, step_workflow_id
from homing.store import executions, reports
from homing.store.definitions import read_definition_version
from homing.store.ledger import PageKey, StepKey
from homing.store.reports import PersonReport, Progress, Trace

_ALWAYS: Final = tuple(channel.traits.name for channel in CHANNELS if channel.traits.mandatory)
_OVER: Final = (ExecutionState.CANCELLED, ExecutionState.COMPLETED)


@dataclass(frozen=True, slots=True)
class WorkflowLink:
    """A workflow by its id, and its page in Temporal UI where its address is known."""

    id: str
    url: str | None


@dataclass(frozen=True, slots=True)
class UserInterface:
    """Where operators look: Temporal UI's address, and the namespace there."""

    url: str | None
    namespace: str

    def link(self, workflow: str) -> WorkflowLink:
        if self.url is None:
            return WorkflowLink(workflow, None)
        page = f"{self.url.rstrip('/')}/namespaces/{quote(self.namespace, safe='')}/workflows"
        return WorkflowLink(workflow, f"{page}/{quote(workflow, safe='')}")


@dataclass(frozen=True, slots=True)
class ExecutionReport:
    """Where an execution is, and its workflow."""

    progress: Progress
    workflow: WorkflowLink


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a person at a step on a channel, as recorded, and the workflow that did it."""

    trace: Trace
    workflow: WorkflowLink


@dataclass(frozen=True, slots=True)
class Prospect:
    """What would be decided now at a step that the person is at or may come to, on a channel on which nothing
    is recorded: ``send``, ``skip`` or ``hold``, with the reason."""

    step: str
    channel: str
    answer: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one person got what they got, and nothing else."""

    person: PersonReport
    findings: tuple[Finding, ...]
    prospects: tuple[Prospect, ...]
    workflow: WorkflowLink


async def report(sending: Sending, ui: UserInterface, org: UUID, execution: UUID) -> ExecutionReport:
    """Where an execution is. Raises NotFoundError where there is none such."""
    async with sending.database.app(org) as connection:
        progress = await reports.read_progress(connection, org, execution)
    return ExecutionReport(progress, ui.link(campaign_workflow_id(org, execution)))


async def explain(sending: Sending, ui: UserInterface, org: UUID, execution: UUID, user: UUID) -> Explanation:
    """Why a person got what they got. Raises NotFoundError for who is neither a recipient nor was told about
    one."""
    async with sending.database.app(org) as connection:
        person = await reports.read_person(connection, org, execution, user)
        prospects = await _prospects(connection, sending, org, execution, user, person)
    findings = [
        Finding(one, ui.link(step_workflow_id(org, execution, one.step, one.occurrence, one.cohort)))
        for one in person.traces
    ]
    return Explanation(
        person, tuple(findings), tuple(prospects), ui.link(campaign_workflow_id(org, execution))
    )


async def _prospects(
    connection: AsyncConnection,
    sending: Sending,
    org: UUID,
    execution: UUID,
    user: UUID,
    person: PersonReport,
) -> list[Prospect]:
    row = await executions.read_execution(connection, org, execution)
    if person.standing is None or row.definition_id is None or person.state in _OVER:
        return []
    definition = (await read_definition_version(connection, org, row.definition_id, row.version)).definition
    recorded = {(one.step, one.channel) for one in person.traces if not one.told}
    found = []
    for step in _ahead(definition, person):
        for name in _channels(step):
            if (step.id, name) not in recorded:
                request = _request(sending, org, execution, step, name)
                decision = await would(connection, sending.vault, request, user)
                found += [] if decision is None else [_prospect(step.id, name, decision)]
    return found


def _ahead(definition: Definition, person: PersonReport) -> list[Step]:
    """The steps that a person is at, or may come to."""
    standing = person.standing
    here = None if standing is None else standing.step
    if here is None and not person.passed:
        here = definition.entry.id
    reached, steps = {here}, []
    # Transitions may lead backwards in the list, never in a circle.
    for _ in definition.steps:
        steps = [step for step in definition.steps if step.id in reached]
        reached |= {target for step in steps for target in step.transitions.values()}
    return steps


def _channels(step: Step) -> Iterator[str]:
    """On which channels a step sends to its recipients themselves."""
    if isinstance(step.config, SendNotification | SendReminder):
        yield from _ALWAYS
    if isinstance(step.config, SendReminder):
        yield from step.config.channels


def _request(sending: Sending, org: UUID, execution: UUID, step: Step, name: str) -> ClaimRequest:
    channel = BY_NAME[name]
    return ClaimRequest(
        page=PageKey(StepKey(org, execution, step.id, 1), 0, 0, 0),
        channel=channel,
        earlier=(),
        rule=None,
        available=channel.provider is None or channel.provider in sending.providers,
        message_class=step.extras.message_class,
        urgent=step.extras.urgent,
    )


def _prospect(step: str, channel: str, decision: Decision) -> Prospect:
    if isinstance(decision, Skip):
        return Prospect(step, channel, "skip", decision.reason.value)
    if isinstance(decision, Hold):
        return Prospect(step, channel, "hold", decision.reason.value)
    return Prospect(step, channel, "send", None)
