"""Recorded histories: where they are kept, and what they prove to be walked."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from temporalio.api.common.v1 import Payloads
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from workflows.ports import ADVANCE

VERSION: Final = version("homing")
FOLDER: Final = Path(__file__).with_name("histories")
CURRENT: Final = FOLDER / VERSION
"""A folder for each version: those of a released one are only added to."""
_CHANGES: Final = Path(__file__).parents[2] / "CHANGELOG.md"


def read(path: Path) -> WorkflowHistory:
    return WorkflowHistory.from_json(path.stem, path.read_text())


def write(name: str, runs: list[WorkflowHistory]) -> None:
    """Keep a workflow's runs, instead of what was recorded of that name before.

    Raises FileExistsError where that belongs to a version that has been released.
    """
    former = [
        path for path in (CURRENT / f"{name}.json", *CURRENT.glob(f"{name}.run-*.json")) if path.exists()
    ]
    if former and is_released():
        raise FileExistsError(f"{name}: version {VERSION} is released, so its executions are out there")
    for path in former:
        path.unlink()
    CURRENT.mkdir(parents=True, exist_ok=True)
    for number, run in enumerate(runs, 1):
        suffix = "" if len(runs) == 1 else f".run-{number}"
        text = json.dumps(json.loads(run.to_json()), separators=(",", ":"), sort_keys=True)
        (CURRENT / f"{name}{suffix}.json").write_text(f"{text}\n")


def is_released() -> bool:
    """Whether the changelog has a heading for the current version."""
    return re.search(rf"^## \[?{re.escape(VERSION)}\b", _CHANGES.read_text(), re.MULTILINE) is not None


_EVENTS: Final = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: "completed",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED: "cancelled",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW: "goes on in a new run",
    EventType.EVENT_TYPE_TIMER_FIRED: "timer fires",
    EventType.EVENT_TYPE_TIMER_CANCELED: "timer is cancelled",
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED: "child completes",
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED: "child is cancelled",
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TERMINATED: "child is terminated",
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED: "activity is asked to cancel",
}
_BEGINS: Final = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: "an activity",
    EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED: "a child",
}
_DONE: Final = {
    EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED: "an activity",
    EventType.EVENT_TYPE_ACTIVITY_TASK_CANCELED: "an activity",
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED: "a child",
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED: "a child",
    EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_TERMINATED: "a child",
}


def branches(history: WorkflowHistory) -> set[str]:
    """What a history went through, in words that begin with the workflow's name."""
    begun = history.events[0].workflow_execution_started_event_attributes
    words = [*_of_input(_decode(begun.input)), *_of_events(history), *_of_cancelling(history)]
    return {f"{begun.workflow_type.name}: {word}" for word in words}


def _of_events(history: WorkflowHistory) -> Iterator[str]:
    advanced, heeds = False, any(map(_is_patch, history.events))
    for event in history.events:
        if word := _EVENTS.get(event.event_type):
            yield word
        if event.HasField("activity_task_scheduled_event_attributes"):
            scheduled = event.activity_task_scheduled_event_attributes
            advanced = advanced or scheduled.activity_type.name == ADVANCE
            yield f"activity {scheduled.activity_type.name}"
            yield from _of_activity(_decode(scheduled.input))
        if event.HasField("workflow_execution_signaled_event_attributes"):
            name = event.workflow_execution_signaled_event_attributes.signal_name
            yield f"signal {name}"
            if name == "look_again" and not heeds:
                yield f"signal {name}, ignored"
    if not advanced:
        yield "ends without a step"


def _is_patch(event: HistoryEvent) -> bool:
    return event.marker_recorded_event_attributes.marker_name == "core_patch"


def _of_cancelling(history: WorkflowHistory) -> Iterator[str]:
    """What was in flight when it was to be cancelled."""
    going: Counter[str] = Counter()
    for event in history.events:
        if what := _BEGINS.get(event.event_type):
            going[what] += 1
        if what := _DONE.get(event.event_type):
            going[what] -= 1
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED:
            found = [what for what, count in going.items() if count] or ["nothing"]
            yield from (f"is cancelled while {what} is in flight" for what in found)


def _of_input(asked: dict[str, Any]) -> Iterator[str]:
    """Of what a workflow is started with: a step's manner, and whether it is begun or gone on with."""
    if manner := asked.get("manner"):
        yield f"strategy {manner['strategy']}"
        yield "targets" if asked["ref"]["targets"] else "people"
        if manner["receipt_seconds"] is not None:
            yield "a receipt is awaited"
        if asked["cursor"] is None:
            yield "everybody was tried before"
        elif asked["cursor"]["done"]:
            yield "resumed at a page"
    if asked.get("branches") is not None:
        yield "resumed at its branches"


def _of_activity(asked: dict[str, Any]) -> Iterator[str]:
    """Of what a cohort leaves a step with: the step's kind, and what is special about the cohort."""
    if "branch" not in asked or "step" not in asked:
        return
    kind, branch = asked["step"]["kind"], asked["branch"]
    yield f"kind {kind}"
    so = {
        "given up": asked["given_up"],
        "failed": asked["failed"],
        "left": branch["left"],
        "targets": branch["targets"],
        "targets left": branch["targets"] and branch["left"],
        "nobody open": not branch["open"],
        "repeated": branch["occurrence"] > 1,
    }
    yield from (f"kind {kind}, {word}" for word, holds in so.items() if holds)


def _decode(payloads: Payloads) -> dict[str, Any]:
    [payload] = payloads.payloads
    decoded: dict[str, Any] = json.loads(payload.data)
    return decoded
