"""A deploy goes on with every execution that is under way: whatever any version has recorded is replayed."""

import asyncio
from pathlib import Path
from typing import Any, Final

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from homing.channels import CHANNELS
from homing.channels.planned import NO_PROVIDER
from homing.domain.strategy import ChannelStrategy
from plugin.temporal import _pass_through
from tests.replay.histories import FOLDER, branches, read
from workflows import WORKFLOWS
from workflows.parity_ports import (
    BEGIN_PARITY,
    COMPARE_PARITY,
    DERIVE_PARITY,
    END_PARITY,
    LISTEN_PARITY,
)
from workflows.ports import (
    ADVANCE,
    CALL_WEBHOOK,
    COLLECT,
    FIND_TARGETS,
    FINISH,
    LOAD_PLAN,
    StepKind,
    send_activity,
)
from workflows.retention_ports import LET_GO
from workflows.verification_ports import LOOK_AFTER_VERIFICATION

FILES: Final = sorted(FOLDER.glob("*/*.json"))
_NAMES: Final = [f"{path.parent.name}/{path.stem}" for path in FILES]


def replayer(*workflows: type) -> Replayer:
    """Sandboxed as the plugin's workers are."""
    return Replayer(workflows=workflows, workflow_runner=_pass_through(SandboxedWorkflowRunner()))


@pytest.mark.spec("X12", "Q12")
@pytest.mark.parametrize("path", FILES, ids=_NAMES)
async def test_a_recorded_history_is_replayed(path: Path) -> None:
    await replayer(*WORKFLOWS).replay_workflow(read(path))


def one_that(branch: str) -> WorkflowHistory:
    """The first history that went through a branch."""
    return next(history for history in map(read, FILES) if branch in branches(history))


@workflow.defn(name="StepWorkflow")
class ChangedStep:
    """Sleeps before it does anything, as no version did."""

    @workflow.run
    async def run(self, step: Any) -> None:
        await asyncio.sleep(step["ref"]["people"])


@workflow.defn(name="CampaignWorkflow")
class ChangedCampaign:
    """Ends before it does anything, as no version did."""

    @workflow.run
    async def run(self, campaign: Any) -> str:
        return str(campaign["execution"])


@pytest.mark.parametrize(
    ("changed", "branch"),
    [(ChangedStep, "StepWorkflow: completed"), (ChangedCampaign, "CampaignWorkflow: completed")],
)
async def test_a_workflow_that_does_something_else_than_was_recorded_is_found_out(
    changed: type, branch: str
) -> None:
    with pytest.raises(workflow.NondeterminismError):
        await replayer(changed).replay_workflow(one_that(branch))


def _signals(workflow_class: type) -> list[str]:
    return [str(name) for name in workflow._Definition.must_from_class(workflow_class).signals]


ACTIVITIES: Final = {
    "RetentionWorkflow": [LET_GO],
    "ParityWorkflow": [BEGIN_PARITY, LISTEN_PARITY, COMPARE_PARITY, DERIVE_PARITY, END_PARITY],
    "VerificationWorkflow": [LOOK_AFTER_VERIFICATION],
    "CampaignWorkflow": [LOAD_PLAN, ADVANCE, FIND_TARGETS, CALL_WEBHOOK, FINISH],
    "StepWorkflow": [
        COLLECT,
        *(send_activity(one.traits.name) for one in CHANNELS if one.provider != NO_PROVIDER),
    ],
}
SPECIAL: Final = {
    "RetentionWorkflow": (),
    "ParityWorkflow": (),
    "VerificationWorkflow": ("timer is cancelled",),
    "CampaignWorkflow": (
        "kind escalate, repeated",
        "kind escalate, targets",
        "kind escalate, targets left",
        "kind send, targets",
        "kind send, left",
        "kind send, given up",
        "kind webhook, failed",
        "kind wait, nobody open",
        "is cancelled while nothing is in flight",
        "is cancelled while a child is in flight",
        "child completes",
        "child is cancelled",
        "child is terminated",
        "timer is cancelled",
        "ends without a step",
        "resumed at its branches",
        "signal look_again, ignored",
    ),
    "StepWorkflow": (
        *(f"strategy {strategy}" for strategy in ChannelStrategy),
        "a receipt is awaited",
        "everybody was tried before",
        "resumed at a page",
        "people",
        "targets",
        "is cancelled while nothing is in flight",
        "is cancelled while an activity is in flight",
        "activity is asked to cancel",
        "signal look_again, ignored",
    ),
}
"""Besides what is read off the code: ways in which a history can be unlike any other."""
ENDS: Final = {
    "RetentionWorkflow": ("completed",),
    "ParityWorkflow": ("completed",),
    "VerificationWorkflow": ("completed", "timer fires"),
    **dict.fromkeys(
        ("CampaignWorkflow", "StepWorkflow"),
        ("completed", "cancelled", "goes on in a new run", "timer fires"),
    ),
}


@pytest.mark.spec("X12")
@pytest.mark.parametrize("workflow_class", WORKFLOWS)
def test_every_branch_of_a_workflow_is_in_a_recorded_history(workflow_class: type) -> None:
    name = workflow_class.__name__
    kinds = [f"kind {kind}" for kind in StepKind] if name == "CampaignWorkflow" else []
    expected = {
        *kinds,
        *ENDS[name],
        *SPECIAL[name],
        *(f"activity {activity}" for activity in ACTIVITIES[name]),
        *(f"signal {signal}" for signal in _signals(workflow_class)),
    }
    walked = set().union(*(branches(history) for history in map(read, FILES)))
    assert {f"{name}: {branch}" for branch in expected} - walked == set()
