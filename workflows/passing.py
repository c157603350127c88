"""Taking a cohort through a step: what each kind of step does with it, and where everybody goes then."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Final, TypeVar
from uuid import UUID

from temporalio import workflow
from temporalio.common import Priority, SearchAttributePair, TypedSearchAttributes, WorkflowIDReusePolicy
from temporalio.exceptions import ActivityError, ChildWorkflowError, is_cancelled_exception

from homing.domain.ids import step_workflow_id
from workflows.ports import (
    ADVANCE,
    BULK,
    CALL_WEBHOOK,
    CAMPAIGN,
    EXECUTION,
    FIND_TARGETS,
    HEARTBEAT_TIMEOUT,
    ORDINARY,
    ORG,
    QUERY_TIMEOUT,
    STEP,
    UNTIL_IT_WORKS,
    URGENT,
    WEBHOOK_RETRIES,
    Advance,
    Advanced,
    Branch,
    CampaignInput,
    Cursor,
    FindTargets,
    Found,
    Manner,
    Moment,
    Pause,
    PlanStep,
    StepInput,
    StepKind,
    StepRef,
    StepResult,
    WebhookCall,
    WebhookResult,
)

T = TypeVar("T")

_WEBHOOK_TIMEOUT: Final = timedelta(days=1)
_AFTER_AN_END: Final = timedelta(seconds=10)


@dataclass(slots=True)
class Walk:
    """What the branches of an execution share."""

    campaign: CampaignInput
    steps: Mapping[str, PlanStep] = field(default_factory=dict)
    pauses: list[Pause] = field(default_factory=list)
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    everybody_acted: bool = False
    ledger: int = 0

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].ended is None

    def window_until(self, branch: Branch) -> datetime:
        """The end of a step's window, which is longer by what was paused in it."""
        until = branch.due_at + timedelta(seconds=self.steps[branch.step].window_seconds)
        for pause in self.pauses:
            ended = datetime.fromisoformat(pause.ended) if pause.ended else workflow.now()
            begun = max(datetime.fromisoformat(pause.begun), branch.due_at)
            until += max(ended - begun, timedelta(0))
        return until


async def pass_step(walk: Walk, branch: Branch) -> list[Branch]:
    """Take a cohort through the step that it is at. Returns where its people are then."""
    step = walk.steps[branch.step]
    if branch.targets:
        return await _tell(walk, branch)
    match step.kind:
        case StepKind.SEND:
            sent = await _send(walk, branch)
            if sent is Sent.ENDED_BY_HAND:
                return [_again(branch)]
            told = await _tell_others(walk, branch) if step.targets and not branch.left else []
            return [*told, *await _advance(walk, branch, given_up=sent is Sent.GIVEN_UP)]
        case StepKind.ESCALATE:
            return await _escalate(walk, branch)
        case StepKind.WEBHOOK:
            return await _advance(walk, branch, failed=not await _call_webhook(walk, branch))
        case StepKind.WAIT | StepKind.MARK_MISSED:
            return await _advance(walk, branch)


async def _escalate(walk: Walk, branch: Branch) -> list[Branch]:
    """Tell those who are to be told, and again after the interval while there is somebody to tell about."""
    step = walk.steps[branch.step]
    again = _next_time(step, branch).isoformat() if branch.occurrence <= step.repeats else None
    found = await _find_targets(walk, branch, again)
    if again is None or not found.holds:
        told = await _tell(walk, found.branch) if found.branch else []
        return [*told, *await _advance(walk, branch)]
    # Beside the wait for the next time: receipts may be awaited for longer than that.
    told = [found.branch] if found.branch else []
    return [*told, replace(branch, occurrence=branch.occurrence + 1, due=again, wake=again)]


def _next_time(step: PlanStep, branch: Branch) -> datetime:
    """When an escalation is repeated. Times that have passed, over a pause for one, are not made up for: they
    would all be told at once."""
    if branch.wake_at > branch.due_at:
        return branch.wake_at  # found in the database, where this time was told already
    interval = max(timedelta(seconds=step.repeat_seconds), timedelta.resolution)
    passed = max((workflow.now() - branch.due_at) // interval, 0)
    return branch.due_at + (passed + 1) * interval


async def _tell_others(walk: Walk, branch: Branch) -> list[Branch]:
    found = await _find_targets(walk, branch, None)
    return await _tell(walk, found.branch) if found.branch else []


async def _tell(walk: Walk, branch: Branch) -> list[Branch]:
    """Send to those who are told about others. They go nowhere; who is held is tried again later."""
    sent = await _send(walk, branch)
    if sent is Sent.ENDED_BY_HAND:
        return [_again(branch)]
    return await _advance(walk, branch, given_up=sent is Sent.GIVEN_UP)


class Sent(Enum):
    """How sending to a cohort ended."""

    TRIED = auto()
    GIVEN_UP = auto()
    """Their window is over: nobody is held any more."""
    ENDED_BY_HAND = auto()
    """An operator ended the step's workflow: some may not have been tried."""


def _again(branch: Branch) -> Branch:
    """The same once more in a moment: whom a text was sent is in the database."""
    return replace(branch, wake=(workflow.now() + _AFTER_AN_END).isoformat())


async def _send(walk: Walk, branch: Branch) -> Sent:
    """Send to a cohort: to everybody the first time, later to who was held."""
    step, campaign = walk.steps[branch.step], walk.campaign
    left = (walk.window_until(branch) - workflow.now()).total_seconds()
    closing = branch.left and left <= 0
    ended = Sent.GIVEN_UP if closing else Sent.TRIED
    if not branch.open or walk.everybody_acted or step.manner is None:
        return ended
    patience = min(step.together_seconds, max(left, 0.0)) if branch.left else step.patience_seconds
    sending = StepInput(
        ref=StepRef(
            org=campaign.org,
            execution=campaign.execution,
            step=branch.step,
            occurrence=branch.occurrence,
            cohort=branch.cohort,
            people=branch.people,
            targets=branch.targets,
        ),
        manner=step.manner,
        window_seconds=0.0 if closing else None,
        patience_seconds=patience,
        page_size=campaign.page_size,
        pages_at_once=campaign.pages_at_once,
        ledger=walk.ledger,
        cursor=None if branch.left else Cursor(),
    )
    try:
        child = await workflow.start_child_workflow(
            "StepWorkflow",
            sending,
            result_type=StepResult,
            id=step_workflow_id(
                UUID(campaign.org), UUID(campaign.execution), branch.step, branch.occurrence, branch.cohort
            ),
            # After a reset the former run's step may still be at it. It may end there: whom it has texted is
            # in the database.
            id_reuse_policy=WorkflowIDReusePolicy.TERMINATE_IF_RUNNING,
            cancellation_type=workflow.ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
            search_attributes=_tags(campaign, branch),
            priority=_priority(campaign, branch, step.manner),
            static_summary=_summary(branch),
        )
        result = await _while_somebody_is_open(walk, child)
    except ChildWorkflowError:
        if workflow.cancellation_reason() is not None:
            raise  # with the whole campaign: nothing is begun after that
        if walk.everybody_acted:
            return ended
        workflow.logger.warning("step %s of cohort %s was ended", branch.step, branch.cohort)
        return Sent.ENDED_BY_HAND
    walk.ledger = max(walk.ledger, result.ledger)
    return ended


async def _while_somebody_is_open(
    walk: Walk, child: workflow.ChildWorkflowHandle[Any, StepResult]
) -> StepResult:
    """A step's result. Where nobody is left who has yet to act it has nothing to wait for, and is ended."""
    # A cancelled campaign waits for its step's end, as for one that has nothing to do any more.
    with suppress(asyncio.CancelledError):
        await workflow.wait_condition(lambda: child.done() or walk.everybody_acted)
    if not child.done():
        child.cancel()
    return await child


def _summary(branch: Branch) -> str:
    whom = "targets" if branch.targets else "people"
    again = " left from before" if branch.left else ""
    return f"{branch.step}: {branch.people} {whom}{again}"


def _tags(campaign: CampaignInput, branch: Branch) -> TypedSearchAttributes | None:
    if not campaign.tagged:
        return None
    values = {
        ORG: campaign.org,
        CAMPAIGN: campaign.campaign,
        EXECUTION: campaign.execution,
        STEP: branch.step,
    }
    return TypedSearchAttributes([SearchAttributePair(key, value) for key, value in values.items()])


def _priority(campaign: CampaignInput, branch: Branch, manner: Manner) -> Priority:
    """A page or two are not to wait behind a million's."""
    size = ORDINARY if branch.people <= campaign.page_size else BULK
    key = URGENT if manner.urgent else size
    return Priority(priority_key=key, fairness_key=campaign.org)


async def _find_targets(walk: Walk, branch: Branch, again: Moment | None) -> Found:
    campaign = walk.campaign
    asked = FindTargets(org=campaign.org, execution=campaign.execution, branch=branch, again=again)
    summary = f"{branch.step}: who is to be told, occurrence {branch.occurrence}"
    return await ask(FIND_TARGETS, asked, Found, summary)


async def _call_webhook(walk: Walk, branch: Branch) -> bool:
    """Whether the receiver took it. What it answered is in the activity's result."""
    campaign = walk.campaign
    try:
        result: WebhookResult = await workflow.execute_activity(
            CALL_WEBHOOK,
            WebhookCall(
                org=campaign.org, execution=campaign.execution, step=branch.step, cohort=branch.cohort
            ),
            result_type=WebhookResult,
            # The receiver has seconds; the rest is for a database that is away, which costs no attempt.
            start_to_close_timeout=_WEBHOOK_TIMEOUT,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=WEBHOOK_RETRIES,
            summary=f"{branch.step}: call the webhook",
        )
    except ActivityError as error:
        if is_cancelled_exception(error):
            raise
        workflow.logger.warning("the webhook of step %s failed", branch.step)
        return False
    return result.delivered


async def _advance(
    walk: Walk, branch: Branch, *, given_up: bool = False, failed: bool = False
) -> list[Branch]:
    """Send on who is through. The next step counts from when this one was due, not from when it was done."""
    campaign, step = walk.campaign, walk.steps[branch.step]
    waits = {name: walk.steps[name].wait_seconds for name in sorted(set(step.transitions.values()))}
    due = min(branch.wake_at, workflow.now()) if step.kind is StepKind.WAIT else branch.due_at
    advanced = await ask(
        ADVANCE,
        Advance(
            org=campaign.org,
            execution=campaign.execution,
            step=step,
            branch=branch,
            due=due.isoformat(),
            window_until=walk.window_until(branch).isoformat(),
            waits=waits,
            given_up=given_up,
            failed=failed,
        ),
        Advanced,
        f"{branch.step}: where {branch.people} people go on",
    )
    counted = walk.outcomes.setdefault(branch.step, {})
    for outcome, people in advanced.outcomes.items():
        counted[outcome] = counted.get(outcome, 0) + people
    return advanced.branches


async def ask(activity: str, asked: Any, result: type[T], summary: str) -> T:
    """Run an activity that asks the database; it is repeated until the database is there."""
    answer: T = await workflow.execute_activity(
        activity,
        asked,
        result_type=result,
        start_to_close_timeout=QUERY_TIMEOUT,
        retry_policy=UNTIL_IT_WORKS,
        summary=summary,
    )
    return answer
