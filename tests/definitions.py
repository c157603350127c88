"""Definitions as an editor writes them, in few words."""

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]


def define(*steps: Json) -> Json:
    """A definition; a step without transitions goes on to the one listed after it."""
    linked = []
    for n, step in enumerate(steps):
        after = {"completed": steps[n + 1]["id"]} if n + 1 < len(steps) else {}
        linked.append({"transitions": after, **step})
    return {"steps": linked}


def _step(id_: str, kind: str, config: tuple[str, Json], ways: Json | None, homing: Json | None) -> Json:
    step: Json = {"id": id_, "type": f"STEP_TYPE_{kind}", config[0]: config[1]}
    if ways is not None:
        step["transitions"] = ways
    if homing:
        step["homing"] = homing
    return step


def notify(id_: str = "notify", *, ways: Json | None = None) -> Json:
    return _step(id_, "SEND_NOTIFICATION", ("sendNotification", {}), ways, None)


def wait(id_: str, delay: str, *, ways: Json | None = None) -> Json:
    return _step(id_, "DEADLINE_CHECK", ("deadlineCheck", {"delay": delay}), ways, None)


def remind(
    id_: str, *channels: str, ways: Json | None = None, targets: Sequence[Json] = (), **homing: Any
) -> Json:
    config: Json = {"thirdPartyChannels": [f"CHANNEL_NAME_{name.upper()}" for name in channels]}
    if targets:
        config["notifyTargets"] = list(targets)
    return _step(id_, "SEND_REMINDER", ("sendReminder", config), ways, homing)


def escalate(
    id_: str,
    *channels: str,
    targets: Sequence[Json],
    repeats: int = 0,
    minutes: int = 60,
    condition: str = "IF_NOT_ACKED",
    mode: str = "ALERT_ONLY",
    ways: Json | None = None,
    **homing: Any,
) -> Json:
    config: Json = {
        "condition": f"ESCALATION_CONDITION_{condition}",
        "targets": list(targets),
        "mode": f"ESCALATE_MODE_{mode}",
        "thirdPartyChannels": [f"CHANNEL_NAME_{name.upper()}" for name in channels],
    }
    if repeats:
        config |= {"repeatCount": repeats, "repeatIntervalMinutes": minutes}
    return _step(id_, "ESCALATE", ("escalateConfig", config), ways, homing)


def webhook(id_: str, url: str, *, ways: Json | None = None, headers: Json | None = None) -> Json:
    config: Json = {"name": id_, "url": url}
    if headers:
        config["headers"] = headers
    return _step(id_, "CALL_WEBHOOK", ("callWebhook", config), ways, None)


def missed(id_: str = "missed", *, ways: Json | None = None) -> Json:
    return _step(id_, "MARK_MISSED", ("markMissed", {}), ways, None)


def manager() -> Json:
    return {"type": "ESCALATION_TARGET_TYPE_MANAGER"}


def user(id_: object) -> Json:
    return {"type": "ESCALATION_TARGET_TYPE_USER", "targetId": str(id_)}


def group(id_: object) -> Json:
    return {"type": "ESCALATION_TARGET_TYPE_GROUP", "targetId": str(id_)}


def role(name: str) -> Json:
    return {"type": "ESCALATION_TARGET_TYPE_ROLE", "targetId": name}
