"""Writing a definition in the contract's JSON, in its one canonical form: camel-case names, names of
enumerations, defaults left out."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from enum import StrEnum
from typing import Any, assert_never

from homing.domain.definition import (
    CHANNEL_PREFIX,
    CallWebhook,
    Config,
    DeadlineCheck,
    Definition,
    Escalate,
    EscalateMode,
    Extras,
    MarkMissed,
    SendNotification,
    SendReminder,
    Step,
    Target,
)
from homing.domain.definition_configs import FIELD_OF
from homing.domain.durations import format_duration


def write_definition(definition: Definition, *, extras: bool) -> dict[str, Any]:
    """The JSON that ``read_definition`` reads, without headers; ``extras``: with the ``homing`` objects."""
    return {"steps": [_write_step(step, extras=extras) for step in definition.steps]}


def _write_step(step: Step, *, extras: bool) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": step.id,
        "type": step.type.value,
        FIELD_OF[step.type]: _write_config(step.config),
    }
    if step.transitions:
        written["transitions"] = {label.value: target for label, target in step.transitions.items()}
    own = _write_extras(step.extras)
    if extras and own:
        written["homing"] = own
    return written


def _write_config(config: Config) -> dict[str, Any]:
    match config:
        case SendNotification():
            return _given(
                type=config.type,
                templateId=config.template_id,
                templateVersion=config.template_version,
                actionLabel=config.action_label,
                actionType=config.action_type,
                customVariables=config.custom_variables,
            )
        case DeadlineCheck():
            return {"delay": format_duration(config.delay)}
        case SendReminder():
            return _given(
                type=config.type,
                thirdPartyChannels=_write_channels(config.channels),
                notifyTargets=_write_targets(config.notify_targets),
            )
        case CallWebhook():
            return _given(name=config.name, url=config.url)
        case MarkMissed():
            return {}
        case Escalate():
            return _given(
                condition=config.condition,
                targets=_write_targets(config.targets),
                repeatCount=config.repeat_count,
                repeatIntervalMinutes=config.repeat_interval // timedelta(minutes=1),
                mode=None if config.mode is EscalateMode.DELIVER else config.mode,
                thirdPartyChannels=_write_channels(config.channels),
            )
        case _:
            assert_never(config)


def _write_channels(channels: Sequence[str]) -> list[str]:
    return [f"{CHANNEL_PREFIX}{channel.upper()}" for channel in channels]


def _write_targets(targets: Sequence[Target]) -> list[dict[str, Any]]:
    return [_given(type=target.type, targetId=target.id) for target in targets]


def _write_extras(extras: Extras) -> dict[str, Any]:
    """What differs from the defaults."""
    written = {}
    for one in fields(extras):
        value = getattr(extras, one.name)
        if value != one.default:
            first, *rest = one.name.split("_")
            written[first + "".join(word.capitalize() for word in rest)] = _plain(value)
    return written


def _given(**values: object) -> dict[str, Any]:
    """What is not left out: neither None nor empty nor zero."""
    return {name: _plain(value) for name, value in values.items() if value}


def _plain(value: object) -> object:
    match value:
        case StrEnum():
            return value.value
        case timedelta():
            return format_duration(value)
        case Mapping():
            return dict(value)
        case _:
            return value
