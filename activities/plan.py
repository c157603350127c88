"""From a definition, as its author wrote it, to the steps that the workflow walks: ids, kinds and durations,
nothing that could be personal."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, assert_never

from homing.channels import CHANNELS
from homing.domain.definition import (
    CallWebhook,
    DeadlineCheck,
    Definition,
    Escalate,
    MarkMissed,
    SendNotification,
    SendReminder,
    Step,
)
from workflows.ports import Manner, PlanStep, StepKind

_PATIENCE: Final = timedelta(minutes=1)
"""Who is held for no longer than this keeps the rest of the cohort."""
_SLACK_SECONDS: Final = 1.0
"""Real ones: what is due just as patience ends is not left behind for the sake of two clocks."""
_TOGETHER: Final = timedelta(hours=1)

ALWAYS: Final = [channel.traits.name for channel in CHANNELS if channel.traits.mandatory]
"""Channels that are posted beside those that a step lists."""


def plan_steps(definition: Definition, time_scale: float, unknown_after: timedelta) -> list[PlanStep]:
    """The steps in real seconds: so many of the campaign's seconds pass in one. What is asked of providers
    is never scaled."""
    return [_plan_step(step, time_scale, unknown_after) for step in definition.steps]


def _plan_step(step: Step, scale: float, unknown_after: timedelta) -> PlanStep:
    transitions = {str(label): target for label, target in step.transitions.items()}
    config = step.config

    def seconds(duration: timedelta) -> float:
        return duration.total_seconds() / scale

    def sending(kind: StepKind, channels: Sequence[str]) -> PlanStep:
        wait = step.delivery_wait
        return PlanStep(
            id=step.id,
            kind=kind,
            transitions=transitions,
            manner=_manner(step, channels, scale, unknown_after),
            patience_seconds=seconds(max(_PATIENCE, wait or _PATIENCE)) + _SLACK_SECONDS,
            together_seconds=seconds(_TOGETHER),
            window_seconds=seconds(step.extras.window),
            targets=isinstance(config, SendReminder) and bool(config.notify_targets),
            repeats=config.repeat_count if isinstance(config, Escalate) else 0,
            repeat_seconds=seconds(config.repeat_interval) if isinstance(config, Escalate) else 0.0,
        )

    match config:
        case SendNotification():
            return sending(StepKind.SEND, ())
        case SendReminder():
            return sending(StepKind.SEND, config.channels)
        case Escalate():
            return sending(StepKind.ESCALATE, config.channels)
        case DeadlineCheck():
            wait_seconds = seconds(config.delay)
            return PlanStep(
                id=step.id, kind=StepKind.WAIT, transitions=transitions, wait_seconds=wait_seconds
            )
        case CallWebhook():
            return PlanStep(id=step.id, kind=StepKind.WEBHOOK, transitions=transitions)
        case MarkMissed():
            return PlanStep(id=step.id, kind=StepKind.MARK_MISSED, transitions=transitions)
        case _:
            assert_never(config)


def _manner(step: Step, channels: Sequence[str], scale: float, unknown_after: timedelta) -> Manner:
    wait = step.delivery_wait
    return Manner(
        channels=list(channels),
        always=ALWAYS,
        strategy=step.extras.channel_strategy,
        on_unknown=step.extras.on_unknown,
        unknown_seconds=unknown_after.total_seconds(),
        receipt_seconds=None if wait is None else wait.total_seconds() / scale,
        message_class=step.extras.message_class,
        urgent=step.extras.urgent,
    )
