"""The API's own page and document, and whether it is well."""

import re
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.http import create_app
from plugin.http.security import Scope
from plugin.services import open_sending
from tests.http.conftest import Http

NOWHERE = "127.0.0.1:9"


@pytest.fixture
async def document(http: Http) -> dict[str, Any]:
    found: dict[str, Any] = await http.get("/openapi.json", key="")
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


async def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    silent = [name for name, one in operations(document) if not one.get("summary") or not one.get("tags")]

    assert silent == []
    assert len(operations(document)) > 40


async def test_every_operation_under_v1_says_how_it_refuses(document: dict[str, Any]) -> None:
    for name, one in operations(document):
        if " /v1/" in name:
            assert {"400", "401", "403", "404", "422", "429", "500", "503"} <= set(one["responses"]), name
            [security] = one["security"]
            assert set(security["API key"]) <= set(Scope), name
            assert security["API key"], name
            assert "Scope: `" in one["description"], name


async def test_every_body_has_an_example(document: dict[str, Any]) -> None:
    """Where it is: in the media type, in the schema, or in one of the schema's fields."""
    without = [
        name
        for name, one in operations(document)
        if "requestBody" in one and "example" not in _resolved(document, one["requestBody"])
    ]

    assert without == []


def _resolved(document: dict[str, Any], part: object) -> str:
    text = str(part)
    for name in re.findall(r"#/components/schemas/(\w+)", text):
        text += str(document["components"]["schemas"][name])
    return text


async def test_the_page_carries_what_it_needs(http: Http) -> None:
    page = await http.call("GET", "/docs", key="")

    files = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(files) >= 3
    for file in files:
        assert file.startswith("/docs/")
        assert (await http.call("GET", file, key="")).status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text


@pytest.mark.parametrize("file", ["../core.py", "..%2fcore.py", "redoc.standalone.js", "x"])
async def test_the_page_serves_its_own_files_alone(http: Http, file: str) -> None:
    assert (await http.call("GET", f"/docs/{file}", key="")).status_code == 404


async def test_it_is_well(http: Http) -> None:
    assert await http.get("/healthz", key="") == {"status": "ok"}
    assert await http.get("/readyz", key="") == {"database": "ok", "temporal": "ok"}


async def test_without_temporal_it_is_ready_and_says_so(settings: Settings, sending: Sending) -> None:
    app = create_app(settings, sending, await Client.connect(NOWHERE, lazy=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
        answer = await client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"database": "ok", "temporal": "away"})


async def test_without_its_database_it_lives_and_is_not_ready(settings: Settings) -> None:
    away = settings.model_copy(
        update={"database_url": SecretStr("postgresql+asyncpg://nobody@127.0.0.1:9/none")}
    )
    async with open_sending(away) as sending:
        app = create_app(away, sending, await Client.connect(NOWHERE, lazy=True))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as client:
            alive = await client.get("/healthz")
            ready = await client.get("/readyz")
            asked = await client.get("/v1/campaigns", headers={"Authorization": "Bearer hk_x"})

    assert (alive.status_code, ready.status_code, asked.status_code) == (200, 503, 503)
    assert asked.json()["code"] == "unavailable"
    assert int(asked.headers["Retry-After"]) > 0
