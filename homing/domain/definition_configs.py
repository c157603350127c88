"""Reading what is particular to each type of step, from the contract's JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final, assert_never

from homing.domain import definition as model
from homing.domain.definition import (
    ActionType,
    CallWebhook,
    Condition,
    Config,
    DeadlineCheck,
    Escalate,
    EscalateMode,
    MarkMissed,
    SendNotification,
    SendReminder,
    StepType,
    Target,
    TargetType,
)
from homing.domain.json_fields import Fields, Node, unique
from homing.domain.web_address import Network, header_name_fault, header_value_fault, url_fault

FIELD_OF: Final[Mapping[StepType, str]] = {
    StepType.SEND_NOTIFICATION: "sendNotification",
    StepType.DEADLINE_CHECK: "deadlineCheck",
    StepType.SEND_REMINDER: "sendReminder",
    StepType.CALL_WEBHOOK: "callWebhook",
    StepType.MARK_MISSED: "markMissed",
    StepType.ESCALATE: "escalateConfig",
}
"""Where a step of each type has its configuration."""

_CHANNELS: Final = tuple(f"{model.CHANNEL_PREFIX}{name.upper()}" for name in model.CHANNEL_NAMES)
_MODE_0: Final = "ESCALATE_MODE_UNSPECIFIED"
_UUID: Final = re.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def read_config(step_type: StepType, fields: Fields, allowed: Sequence[Network]) -> Config:
    """The configuration of a step of this type, all of its fields but a webhook's headers. ``allowed``: see
    ``url_fault``."""
    match step_type:
        case StepType.SEND_NOTIFICATION:
            return _read_notification(fields)
        case StepType.DEADLINE_CHECK:
            delay = fields.need("delay", 'a duration such as "72h"')
            limits = model.SHORTEST_DELAY, model.LONGEST_DELAY
            return DeadlineCheck(delay.duration(*limits) if delay else model.SHORTEST_DELAY)
        case StepType.SEND_REMINDER:
            return SendReminder(
                type=_read_kind(fields),
                channels=_read_channels(fields),
                notify_targets=_read_targets(fields.get("notifyTargets"), 0),
            )
        case StepType.CALL_WEBHOOK:
            return _read_webhook(fields, allowed)
        case StepType.MARK_MISSED:
            return MarkMissed()
        case StepType.ESCALATE:
            return _read_escalation(fields)
        case _:
            assert_never(step_type)


def read_headers(node: Node) -> dict[str, str]:
    """A webhook's headers. No path and no message repeats a value, nor what is no name."""
    headers: dict[str, str] = {}
    lower: set[str] = set()
    for number, (name, value) in enumerate(node.entries(), 1):
        if number > model.MAX_HEADERS:
            node.refuse(f"at most {model.MAX_HEADERS} headers")
            break
        fault = header_name_fault(name)
        if fault is not None:
            node.refuse(f"{fault} (the {number}. header)")
        elif name.lower() in lower:
            value.refuse("each header only once, however it is capitalized")
        lower.add(name.lower())
        headers[name] = text = value.value if isinstance(value.value, str) else "\n"
        fault = header_value_fault(text, model.MAX_VALUE)
        if fault is not None:
            node.refuse(f"{fault} (the value of the {number}. header)")
    return headers


def _read_notification(fields: Fields) -> SendNotification:
    version = fields.get("templateVersion")
    action = fields.get("actionType")
    variables = fields.get("customVariables")
    return SendNotification(
        type=_read_kind(fields),
        template_id=_read_words(fields, "templateId"),
        template_version=(version.integer(0, model.MAX_TEMPLATE_VERSION) or None) if version else None,
        action_label=_read_words(fields, "actionLabel"),
        action_type=action.choice(tuple(ActionType)) if action else None,
        custom_variables=_read_variables(variables) if variables else {},
    )


def _read_kind(fields: Fields) -> str | None:
    node = fields.get("type")
    if node is None or node.value == "":
        return None
    if node.value != model.PUSH:
        node.refuse(f'"{model.PUSH}", or left out')
    return model.PUSH


def _read_words(fields: Fields, name: str) -> str | None:
    """What is empty is left out, as in protobuf."""
    node = fields.get(name)
    return (node.text(0, model.MAX_NAME) or None) if node else None


def _read_variables(node: Node) -> dict[str, str]:
    variables = {}
    for number, (name, value) in enumerate(node.entries(), 1):
        if number > model.MAX_VARIABLES:
            node.refuse(f"at most {model.MAX_VARIABLES} variables")
            break
        Node(name, node.path, node.faults).text(1, model.MAX_NAME)
        variables[name] = value.text(0, model.MAX_VALUE, lines=True)
    return variables


def _read_channels(fields: Fields) -> tuple[str, ...]:
    node = fields.get("thirdPartyChannels")
    nodes = node.items(0, len(model.CHANNEL_NAMES)) if node else []
    names = [one.choice(_CHANNELS) for one in nodes]
    unique(nodes, names)
    return tuple(name.removeprefix(model.CHANNEL_PREFIX).lower() for name in names)


def _read_targets(node: Node | None, least: int) -> tuple[Target, ...]:
    nodes = node.items(least, model.MAX_TARGETS) if node else []
    targets = [_read_target(one) for one in nodes]
    unique(nodes, targets)
    return tuple(targets)


def _read_target(node: Node) -> Target:
    fields = Fields(node)
    named = fields.need("type", f"one of {', '.join(TargetType)}")
    given = fields.get("targetId")
    fields.close()
    kind = named.pick(tuple(TargetType)) if named else None
    if kind is None:
        return Target(TargetType.ROLE, node.path)  # like no other, so that none is called its double
    if given is None or given.value == "":
        if kind is TargetType.MANAGER:
            return Target(kind)
        node.faults.add(fields.path("targetId"), "who is told: a user's or group's UUID, or a role's name")
        return Target(kind, node.path)
    if kind is TargetType.MANAGER:
        given.refuse("left out: the manager is each recipient's own")
        return Target(kind)
    return Target(kind, given.text(1, model.MAX_NAME) if kind is TargetType.ROLE else _read_uuid(given))


def _read_uuid(node: Node) -> str:
    if isinstance(node.value, str) and _UUID.fullmatch(node.value):
        return node.value.lower()
    node.refuse("a UUID, such as 8f14e45f-ceea-4e7a-9d3f-2b1c0a9d8e7f")
    return node.path


def _read_webhook(fields: Fields, allowed: Sequence[Network]) -> CallWebhook:
    url = fields.need("url", f"an http or https URL of at most {model.MAX_URL} characters")
    written = url.text(1, model.MAX_URL) if url else ""
    fault = url_fault(written, allowed) if url and written == url.value else None
    if url and fault:
        url.refuse(fault)
    return CallWebhook(name=_read_words(fields, "name") or "", url=written)


def _read_escalation(fields: Fields) -> Escalate:
    condition = fields.need("condition", f"one of {', '.join(Condition)}")
    targets = fields.need("targets", f"1 to {model.MAX_TARGETS} targets")
    count = fields.get("repeatCount")
    interval = fields.get("repeatIntervalMinutes")
    mode = fields.get("mode")
    repeats = count.integer(0, model.MAX_REPEATS) if count else 0
    longest = model.LONGEST_INTERVAL // timedelta(minutes=1)
    minutes = interval.integer(0, longest) if interval else 0
    if repeats and not minutes:
        what = f"1 to {longest} minutes between one time and the next, since repeatCount is above 0"
        fields.faults.add(fields.path("repeatIntervalMinutes"), what)
    return Escalate(
        condition=condition.choice(tuple(Condition)) if condition else Condition.IF_NOT_ACKED,
        targets=_read_targets(targets, 1),
        repeat_count=repeats,
        repeat_interval=timedelta(minutes=minutes),
        mode=mode.choice(tuple(EscalateMode), zero=_MODE_0) if mode else EscalateMode.DELIVER,
        channels=_read_channels(fields),
    )
