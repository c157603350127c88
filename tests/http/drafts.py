"""Campaigns over HTTP, from a definition to an audience."""

from collections.abc import Sequence
from typing import Any, Final

from tests.definitions import define, notify, remind, wait
from tests.http.conftest import Http
from tests.world import Someone

LONG: Final = define(notify(), wait("w", "72h"), remind("r", "sms"))


async def draft(http: Http, definition: Any = LONG, **rest: Any) -> dict[str, Any]:
    made = await http.post("/v1/definitions", {"name": "x", "definition": definition}, 201, key=http.editor)
    body = {"title": "Zephyrwort Q3", "definitionId": made["id"], **rest}
    campaign: dict[str, Any] = await http.post("/v1/campaigns", body, 201, key=http.editor)
    return campaign


async def drafted(http: Http, people: Sequence[Someone], definition: Any = LONG, **rest: Any) -> str:
    """The path of an execution with an audience."""
    path = f"/v1/executions/{(await draft(http, definition, **rest))['executionId']}"
    added = await http.post(f"{path}/audience", {"userIds": [str(one.id) for one in people]})
    assert added["added"] == len(people)
    return path


async def started(http: Http, people: Sequence[Someone], definition: Any = LONG, **rest: Any) -> str:
    path = await drafted(http, people, definition, **rest)
    await http.post(f"{path}/start")
    return path


async def is_at(http: Http, path: str, step: str) -> bool:
    return [one["step"] for one in (await http.get(path))["positions"]] == [step]


async def is_in(http: Http, path: str, state: str) -> bool:
    return bool((await http.get(path))["state"] == state)
