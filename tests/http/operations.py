"""The API's operations as its OpenAPI document tells of them: bodies that fit, and every place in them where
a text stands."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.definitions import define, escalate, notify, remind, role, wait, webhook
from tests.http.conftest import Http, expect
from tests.http.staff import CSV
from tests.world import Someone, new_number

RICH: Final = define(
    notify(),
    wait("wait", "72h"),
    remind("remind", "sms", "email", targets=[role("boss")], channelStrategy="FIRST_REACHED"),
    escalate("escalate", "sms", targets=[role("boss")], repeats=1),
    webhook("tell", "https://example.com/hook", headers={"X-Desk": "seven"}),
)
"""A definition in which every kind of field stands."""
ISSUER: Final = {"name": "x", "kind": "secret", "issuer": "https://login.example.com", "audience": "homing"}

Json = dict[str, Any]
Filled = Callable[[str], Any]
"""Gives a value that holds a text in one of its places."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path; ``body`` is the schema of its JSON, where it takes one."""

    method: str
    path: str
    query: str
    body: Json | None
    is_import: bool

    def at(self, places: Mapping[str, str]) -> str:
        """The path with its parameters filled in, and the query that it needs."""
        return re.sub(r"{(\w+)}", lambda found: places[found[1]], self.path) + self.query

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)


@dataclass(frozen=True, slots=True)
class Surface:
    """All operations under /v1, with things of an organization to use them on."""

    http: Http
    operations: list[Operation]
    schemas: Json
    places: Mapping[str, str]
    own: str
    """The key of a user, for what is theirs."""

    async def ask(
        self, operation: Operation, body: Any = None, places: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """A request with a body, unless said otherwise one that fits."""
        if operation.is_import:
            content, kind = "external_id\nx\n", "text/csv"
        else:
            fits = {} if operation.body is None else self._fitting(operation.body)
            # JSON can write half a surrogate, and httpx would refuse it.
            content, kind = json.dumps(fits if body is None else body), "application/json"
        key = self.own if f"{operation.path}/".startswith("/v1/me/") else self.http.admin
        path = operation.at(self.places if places is None else places)
        return await self.http.call(
            operation.method, path, key=key, content=content, headers={"Content-Type": kind}
        )

    def _fitting(self, schema: Json) -> Any:
        schema = self._resolved(schema)
        match schema.get("type"):
            case "object" if schema.get("additionalProperties") is True:
                return RICH
            case "object" if "examples" not in schema:
                needed = self._least(schema)
                first = next(iter(schema["properties"]))
                return needed or {first: self._named(first, schema)}
            case "array":
                return [self._fitting(schema["items"])] * schema.get("minItems", 0)
            case "boolean":
                return True
        first, *_ = schema.get("enum") or schema.get("examples") or ("x",)
        return first

    def _least(self, schema: Json) -> Json:
        return {name: self._named(name, schema) for name in schema.get("required", ())}

    def texts(self, schema: Json) -> Iterator[Filled]:
        """Every place for a text in what fits a schema, with the rest around it."""
        schema = self._resolved(schema)
        match schema.get("type"):
            case "object" if schema.get("additionalProperties") is True:
                yield from _leaves(RICH)
            case "object":
                for name in schema.get("properties", ()):
                    for filled in self.texts(schema["properties"][name]):
                        yield _in_object(self._least(schema), name, filled)
            case "array":
                for filled in self.texts(schema["items"]):
                    yield _in_list([None], 0, filled)
            case "string":
                yield str

    def _named(self, name: str, schema: Json) -> Any:
        if name.endswith("Id") and name.removesuffix("Id") in self.places:
            return self.places[name.removesuffix("Id")]
        return self._fitting(schema["properties"][name])

    def _resolved(self, schema: Json) -> Json:
        """Without references, and without null where there is something else."""
        if "$ref" in schema:
            return self._resolved(self.schemas[schema["$ref"].rpartition("/")[2]])
        for one in schema.get("anyOf", ()):
            if one.get("type") != "null":
                return {**schema, **self._resolved(one)}
        return schema


def _leaves(value: Any) -> Iterator[Filled]:
    """Every text in a JSON value, in the place of another."""
    match value:
        case str():
            yield str
        case list():
            for index, one in enumerate(value):
                for filled in _leaves(one):
                    yield _in_list(value, index, filled)
        case dict():
            for name, one in value.items():
                for filled in _leaves(one):
                    yield _in_object(value, name, filled)


def names(value: Any) -> Iterator[Filled]:
    """Every name in a JSON value's objects, in the place of another."""
    match value:
        case list():
            for index, one in enumerate(value):
                for filled in names(one):
                    yield _in_list(value, index, filled)
        case dict():
            for name, one in value.items():
                yield _renamed(value, name)
                for filled in names(one):
                    yield _in_object(value, name, filled)


def _in_list(around: list[Any], index: int, filled: Filled) -> Filled:
    return lambda word: [*around[:index], filled(word), *around[index + 1 :]]


def _in_object(around: Json, name: str, filled: Filled) -> Filled:
    return lambda word: {**around, name: filled(word)}


def _renamed(around: Json, name: str) -> Filled:
    return lambda word: {(word if key == name else key): value for key, value in around.items()}


async def surface(http: Http) -> Surface:
    """The whole API, and one of each of its things."""
    document = await http.get("/openapi.json")
    operations = [
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        if path.startswith("/v1")
        for method, operation in methods.items()
    ]
    [ana] = await http.company.hire(1)
    own = await http.key_of(ana.id)
    return Surface(http, operations, document["components"]["schemas"], await _things(http, ana, own), own)


async def _things(http: Http, ana: Someone, own: str) -> dict[str, str]:
    """One of each, by the name of the parameter that stands for it."""
    definition = (await http.post("/v1/definitions", {"name": "x", "definition": RICH}, 201))["id"]
    made = {"title": "x", "definitionId": definition}
    campaign = await http.post("/v1/campaigns", made, 201)
    event = await http.post("/v1/campaigns", {**made, "kind": "event"}, 201)
    run = await http.company.campaign([ana])
    await run.send("in_app")
    listed = await http.post("/v1/deny-lists/inbound", {"entries": [{"number": new_number()}]})
    await http.call("PUT", "/v1/keywords/help/en", json={"body": "Reply STOP to opt out."})
    return {
        "definition": definition,
        "campaign": event["id"],
        "execution": campaign["executionId"],
        "message": str((await run.dispatches("in_app"))[ana.id].id),
        "user": str(ana.id),
        "group": (await http.post("/v1/groups", {"name": "x"}, 201))["id"],
        "sender": (await http.get("/v1/senders"))["items"][0]["id"],
        "key": (await http.post("/v1/keys", {"name": "x", "scopes": ["editor"]}, 201))["id"],
        "item": (await http.get("/v1/me/inbox", key=own))["items"][0]["id"],
        "channel": "email",
        "direction": "inbound",
        "keyword": "help",
        "language": "en",
        "entry": listed["entries"][0]["id"],
        "issuer": (await http.post("/v1/session-issuers", ISSUER, 201))["id"],
        "form": (await http.post("/v1/consent-forms", {"name": "x", "texts": {"en": "x"}}, 201))["id"],
        "message_class": "MARKETING",
        "import_id": (await _imported(http))["id"],
    }


async def _imported(http: Http) -> dict[str, str]:
    answer = await http.call("POST", "/v1/imports", content="external_id\nimported\n", headers=CSV)
    handed_in: dict[str, str] = expect(answer, 202)
    return handed_in


def _operation(method: str, path: str, said: Json) -> Operation:
    content = said.get("requestBody", {}).get("content", {})
    needed = [one for one in said.get("parameters", ()) if one["in"] == "query" and one.get("required")]
    return Operation(
        method=method.upper(),
        path=path,
        query="?source=api" if needed else "",
        body=content["application/json"]["schema"] if "application/json" in content else None,
        is_import="text/csv" in content,
    )
