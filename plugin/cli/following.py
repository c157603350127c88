"""A campaign over HTTP: loaded, started, followed to its end, and summed up."""

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from plugin.cli.client import Api
from plugin.cli.ending import Exit, Failure

Shown = Callable[[dict[str, Any]], None]
"""Told where an execution is, each time it is looked at."""

_OVER: Final = frozenset({"completed", "cancelled"})
_LOOK_SECONDS: Final = 0.25
_CALM_SECONDS: Final = 2.0
_CALM_AFTER: Final = 240
"""Looks, about a minute: a campaign that lasts longer is looked at less often."""
_ACCEPTED: Final = frozenset({"sent", "delivered", "not_delivered"})


@dataclass(frozen=True, slots=True)
class Loaded:
    """A campaign that is ready to be started, and what was wrong with lines of its audience."""

    campaign: str
    execution: str
    people: int
    bad_lines: list[str]


@dataclass(frozen=True, slots=True)
class Costs:
    """What the texts of an execution came to. ``waiting``: whose receipt or price has not come."""

    micros: int = 0
    segments: int = 0
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A campaign from files."""

    definition: Path
    audience: Sequence[Path]
    title: str
    target_url: str | None = None
    time_scale: float = 1.0


@dataclass(slots=True)
class Result:
    """What became of an execution. ``channels``: channel -> ``state`` or ``state:reason`` -> messages."""

    execution: str
    state: str
    channels: dict[str, dict[str, int]]
    workflow: dict[str, str | None]
    costs: Costs = field(default_factory=Costs)


def read_definition(path: Path) -> dict[str, Any]:
    """Raises Failure, which names the line, for what is no JSON object."""
    try:
        definition = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise Failure(f"{path} is no JSON: {error}", Exit.WRONG_USAGE) from None
    if not isinstance(definition, dict):
        raise Failure(f"{path} holds no JSON object", Exit.WRONG_USAGE)
    return definition


async def load(api: Api, plan: Plan) -> Loaded:
    """Register the definition, bring the people up to date, and make a campaign for them."""
    definition = read_definition(plan.definition)
    made = {"name": plan.definition.stem, "definition": definition}
    # The same definition again is the one that is registered already.
    digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
    registered = await api.post("/v1/definitions", made, once=f"definition:{digest}")
    tables = [await asyncio.to_thread(path.read_bytes) for path in plan.audience]
    bad: list[str] = []
    for path, table in zip(plan.audience, tables, strict=True):
        bad += _bad_lines(path, await api.post_csv("/v1/users/import", table))
    campaign = {"title": plan.title, "definitionId": registered["id"], "timeScale": plan.time_scale}
    if plan.target_url is not None:
        campaign["targetUrl"] = plan.target_url
    created = await api.post("/v1/campaigns", campaign)
    execution = created["executionId"]
    people = 0
    for table in tables:
        added = await api.post_csv(f"/v1/executions/{execution}/audience/import", table)
        people += added["added"]
    return Loaded(created["id"], execution, people, bad)


def _bad_lines(path: Path, answer: dict[str, Any]) -> list[str]:
    return [
        f"{path.name}:{one['line']}: {':'.join(filter(None, (one.get('column'), one['reason'])))}"
        for one in answer["bad"]
    ]


async def follow(api: Api, execution: str, shown: Shown) -> Result:
    """Look at an execution until it is over."""
    looks = 0
    while True:
        progress = await api.get(f"/v1/executions/{execution}")
        shown(progress)
        if progress["state"] in _OVER:
            return result_of(progress)
        looks += 1
        await asyncio.sleep(_LOOK_SECONDS if looks < _CALM_AFTER else _CALM_SECONDS)


def result_of(progress: dict[str, Any]) -> Result:
    return Result(progress["id"], progress["state"], progress["channels"], progress["workflow"])


async def settled(api: Api, execution: str, patience: float) -> Result:
    """What became of an execution once every text has its receipt and its price, which come after the texts;
    what there is after ``patience`` seconds."""
    deadline = asyncio.get_running_loop().time() + patience
    while True:
        result = result_of(await api.get(f"/v1/executions/{execution}"))
        result.costs = await read_costs(api, execution)
        if not result.costs.waiting or asyncio.get_running_loop().time() > deadline:
            return result
        await asyncio.sleep(_LOOK_SECONDS)


async def read_costs(api: Api, execution: str) -> Costs:
    """Add up what the texts cost."""
    micros = segments = waiting = 0
    async for recipient in api.pages(f"/v1/executions/{execution}/recipients", channel="sms"):
        for message in recipient["messages"]:
            if message["channel"] != "sms" or message["state"] not in _ACCEPTED:
                continue
            segments += message["segments"]
            micros += message["costMicros"] or 0
            waiting += message["state"] == "sent" or message["costMicros"] is None
    return Costs(micros, segments, waiting)


def differences(expected: dict[str, dict[str, int]], got: dict[str, dict[str, int]]) -> list[str]:
    """What is not as expected, by channel, state and reason."""
    wanted, found = _flat(expected), _flat(got)
    return [
        f"{name}: expected {wanted[name]}, got {found[name]}"
        for name in sorted(set(wanted) | set(found))
        if wanted[name] != found[name]
    ]


def _flat(channels: dict[str, dict[str, int]]) -> Counter[str]:
    return Counter(
        {f"{channel}:{what}": n for channel, counts in channels.items() for what, n in counts.items()}
    )
