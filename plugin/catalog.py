"""The step catalogue: what a workflow editor may write, as JSON Schema with titles, defaults and limits."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from homing.domain import definition as model
from homing.domain.definition import (
    LABELS,
    SENDING,
    ActionType,
    Condition,
    EscalateMode,
    Label,
    StepType,
    TargetType,
)
from homing.domain.definition_configs import FIELD_OF
from homing.domain.durations import DURATION, format_duration
from homing.domain.strategy import AUTHORED, ChannelStrategy, MessageClass, OnUnknown

CONTRACT_VERSION: Final = "1.0.0"
"""Of the definition's JSON. docs/contract.md says what each version changed; a test holds it to that."""

Schema = dict[str, Any]

_WORDS: Final[Schema] = {"type": "string", "maxLength": model.MAX_NAME}
_UUID: Final = "^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
_MINUTE: Final = timedelta(minutes=1)

_TYPES: Final[Mapping[StepType, tuple[str, str]]] = {
    StepType.SEND_NOTIFICATION: ("Notify", "The first delivery to everybody, in the app."),
    StepType.DEADLINE_CHECK: ("Wait", "Waits; whoever acts meanwhile is not reminded any more."),
    StepType.SEND_REMINDER: (
        "Remind",
        "Reminds whoever has not acted, in the app and on the channels listed.",
    ),
    StepType.CALL_WEBHOOK: ("Call a webhook", "Sends a signed POST to a server of yours, once a cohort."),
    StepType.MARK_MISSED: ("Mark missed", "Marks whoever has not acted as having missed it."),
    StepType.ESCALATE: ("Escalate", "Tells others of those who have not acted."),
}
_LABELS: Final[Mapping[Label, tuple[str, str]]] = {
    Label.COMPLETED: ("Completed", "Whoever no other outcome takes."),
    Label.ACTED: ("Acted", "Has done what was asked."),
    Label.SENT: ("Sent", "A provider accepted the message, or the receiver the call."),
    Label.DELIVERED: ("Delivered", "A receipt says that it arrived."),
    Label.NOT_DELIVERED: ("Not delivered", "A receipt says that it did not arrive."),
    Label.NO_RECEIPT: ("No receipt", "Accepted, and no receipt came within the wait."),
    Label.SKIPPED: ("Skipped", "Nothing was sent: no number, opted out, over the cap, and the like."),
    Label.FAILED: ("Failed", "Refused by the provider, or by the receiver."),
}


def catalog(channels: Sequence[str]) -> Schema:
    """The JSON Schema (2020-12) of a definition in canonical form, for an organization that may use these
    channels (our names); what is no third-party channel of the contract is passed over."""
    own = [name for name in model.CHANNEL_NAMES if name in channels]
    names = [f"{model.CHANNEL_PREFIX}{name.upper()}" for name in own]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:homing:definition:{CONTRACT_VERSION}",
        "title": "Workflow definition",
        "description": "A graph of steps; the first is where everybody begins.",
        "x-contract-version": CONTRACT_VERSION,
        **_object(
            {
                "steps": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": model.MAX_STEPS,
                    "items": {"oneOf": [{"$ref": f"#/$defs/{FIELD_OF[kind]}Step"} for kind in StepType]},
                }
            },
            "steps",
        ),
        "$defs": {
            "stepId": {"type": "string", "pattern": f"^{model.STEP_ID}$"},
            "channels": {
                "title": "Channels",
                "description": "Beside the app. The order counts where the strategy goes in order.",
                "type": "array",
                "items": {"enum": names},
                "uniqueItems": True,
                "default": [],
            },
            "target": _target(),
            "homing": _homing(),
            **{f"{FIELD_OF[kind]}Step": _step(kind) for kind in StepType},
        },
    }


def _object(properties: Schema, *required: str) -> Schema:
    written: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**written, "required": list(required)} if required else written


def _titled(title: str, schema: Schema, description: str = "") -> Schema:
    return {"title": title, **({"description": description} if description else {}), **schema}


def _duration(least: timedelta, most: timedelta) -> Schema:
    """A schema can say what a duration looks like; its limits are told in words."""
    limits = f"{format_duration(least)} to {format_duration(most)}"
    return {"type": "string", "pattern": f"^{DURATION}$", "description": f"Such as 72h or 1h30m; {limits}."}


def _step(kind: StepType) -> Schema:
    title, description = _TYPES[kind]
    field = FIELD_OF[kind]
    properties = {
        "id": {"$ref": "#/$defs/stepId", "title": "Id"},
        "type": {"const": kind.value},
        field: _CONFIGS[kind],
        "transitions": _titled("Ways on", _transitions(kind), "Outcome -> id of the next step."),
    }
    if kind in SENDING:
        properties["homing"] = {"$ref": "#/$defs/homing"}
    optional = {StepType.MARK_MISSED}
    required = ["id", "type", *([] if kind in optional else [field])]
    return _titled(title, _object(properties, *required), description)


def _transitions(kind: StepType) -> Schema:
    return {
        **_object(
            {
                label.value: _titled(title, {"$ref": "#/$defs/stepId"}, description)
                for label in LABELS[kind]
                for title, description in [_LABELS[label]]
            }
        ),
        "default": {},
    }


def _target() -> Schema:
    def one(kind: TargetType, title: str, target_id: Schema | None) -> Schema:
        properties: Schema = {"type": {"const": kind.value}}
        if target_id is None:
            return _titled(title, _object(properties, "type"))
        return _titled(title, _object({**properties, "targetId": target_id}, "type", "targetId"))

    by_id = {"type": "string", "pattern": _UUID}
    return _titled(
        "Who is told",
        {
            "oneOf": [
                one(TargetType.USER, "A user", by_id),
                one(TargetType.GROUP, "The members of a group", by_id),
                one(TargetType.MANAGER, "The manager of each recipient", None),
                one(TargetType.ROLE, "Everyone with a role", {**_WORDS, "minLength": 1}),
            ]
        },
    )


def _homing() -> Schema:
    windows = _duration(model.SHORTEST_WINDOW, model.LONGEST_WINDOW)
    waits = _duration(model.SHORTEST_DELIVERY_WAIT, model.LONGEST_DELIVERY_WAIT)
    default_window = format_duration(model.DEFAULT_WINDOW)
    properties = {
        "channelStrategy": _enum("How channels are used", list(ChannelStrategy), ChannelStrategy.ALL),
        "deliveryWait": _titled("How long a receipt is awaited", waits),
        "onUnknown": _enum("What stays unknown", list(OnUnknown), OnUnknown.ASSUME_SENT),
        "window": {**_titled("How long messages may be held", windows), "default": default_window},
        "messageClass": _enum("What messages are for", list(AUTHORED), MessageClass.TRANSACTIONAL),
        "urgent": {"title": "Urgent", "type": "boolean", "default": False},
        "urgentReason": _titled("Why it is urgent", {**_WORDS, "minLength": 1}),
    }
    is_urgent = {"required": ["urgent"], "properties": {"urgent": {"const": True}}}
    return _titled(
        "How it is sent",
        {
            **_object(properties),
            "if": is_urgent,
            "then": {"required": ["urgentReason"]},
            "else": {"properties": {"urgentReason": False}},
        },
    )


def _enum(title: str, values: Sequence[str], default: str | None = None) -> Schema:
    schema: Schema = {"title": title, "enum": [str(value) for value in values]}
    return schema if default is None else {**schema, "default": str(default)}


_KIND: Final[Schema] = _titled("Kind", {"const": model.PUSH})
_CHANNELS: Final[Schema] = {"$ref": "#/$defs/channels"}


def _targets(title: str, least: int) -> Schema:
    listed: Schema = {"type": "array", "items": {"$ref": "#/$defs/target"}, "uniqueItems": True}
    limits: Schema = {"minItems": least} if least else {"default": []}
    return _titled(title, {**listed, **limits, "maxItems": model.MAX_TARGETS})


def _notification() -> Schema:
    variables = {
        "type": "object",
        "maxProperties": model.MAX_VARIABLES,
        "propertyNames": {"minLength": 1, "maxLength": model.MAX_NAME},
        "additionalProperties": {"type": "string", "maxLength": model.MAX_VALUE},
        "default": {},
    }
    versions = {"type": "integer", "minimum": 0, "maximum": model.MAX_TEMPLATE_VERSION}
    return _object(
        {
            "type": _KIND,
            "templateId": _titled("Template", _WORDS),
            "templateVersion": _titled("Version of the template", versions),
            "actionLabel": _titled("Words on the button", _WORDS),
            "actionType": _enum("What the button does", list(ActionType)),
            "customVariables": _titled("Variables", variables),
        }
    )


def _webhook() -> Schema:
    headers = {
        "type": "object",
        "maxProperties": model.MAX_HEADERS,
        "propertyNames": {"pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$"},
        "additionalProperties": {"type": "string", "maxLength": model.MAX_VALUE},
        "writeOnly": True,
    }
    return _object(
        {
            "name": _titled("Name", {**_WORDS, "default": ""}),
            "url": _titled(
                "URL", {"type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "maxLength": model.MAX_URL}
            ),
            "headers": _titled("Headers", headers, "Never shown again; left out, they stay as they were."),
        },
        "url",
    )


def _escalation() -> Schema:
    interval = {"type": "integer", "minimum": 0, "maximum": model.LONGEST_INTERVAL // _MINUTE, "default": 0}
    repeats = {"type": "integer", "minimum": 0, "maximum": model.MAX_REPEATS, "default": 0}
    schema = _object(
        {
            "condition": _enum("Whom it concerns", list(Condition)),
            "targets": _targets("Who is told", 1),
            "repeatCount": _titled("How many times more", repeats),
            "repeatIntervalMinutes": _titled("Minutes between", interval),
            "mode": _enum("What they get", list(EscalateMode), EscalateMode.DELIVER),
            "thirdPartyChannels": _CHANNELS,
        },
        "condition",
        "targets",
    )
    again = {"required": ["repeatCount"], "properties": {"repeatCount": {"minimum": 1}}}
    spaced = {"properties": {"repeatIntervalMinutes": {"minimum": 1}}, "required": ["repeatIntervalMinutes"]}
    return {**schema, "if": again, "then": spaced}


_CONFIGS: Final[Mapping[StepType, Schema]] = {
    StepType.SEND_NOTIFICATION: _notification(),
    StepType.DEADLINE_CHECK: _object(
        {"delay": {"title": "How long", **_duration(model.SHORTEST_DELAY, model.LONGEST_DELAY)}}, "delay"
    ),
    StepType.SEND_REMINDER: _object(
        {
            "type": _KIND,
            "thirdPartyChannels": _CHANNELS,
            "notifyTargets": _targets("Who else is told", 0),
        }
    ),
    StepType.CALL_WEBHOOK: _webhook(),
    StepType.MARK_MISSED: _object({}),
    StepType.ESCALATE: _escalation(),
}
