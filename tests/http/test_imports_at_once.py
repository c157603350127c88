"""An import too many over HTTP: refused before its file is sent, until one is over."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest

from homing.settings import Settings
from homing.store import imports
from homing.store.imports import ImportKind
from tests.http.conftest import Http, expect, problem
from tests.http.staff import CSV
from tests.profile.apart import app_with


@pytest.fixture
async def receiving(http: Http, settings: Settings) -> list[UUID]:
    """As many imports as may be, of which nothing has come so far."""
    most, org = settings.imports_at_once, http.company.id
    ids = [uuid4() for _ in range(most)]
    async with http.company.sending.database.app(org) as connection:
        for id_ in ids:
            await imports.create_import(
                connection, org, id_, ImportKind.PEOPLE, source="import", actor="test", most=most
            )
    return ids


async def announced(http: Http, path: str) -> Any:
    """The answer to a file that is announced and waits to be asked for, as curl does it with a long one."""
    at = urlsplit(str(http.client.base_url))
    reader, writer = await asyncio.open_connection(at.hostname, at.port)
    try:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nAuthorization: Bearer {http.admin}\r\n"
            "Content-Type: text/csv\r\nContent-Length: 100000000\r\nExpect: 100-continue\r\n\r\n"
        )
        writer.write(head.encode())
        async with asyncio.timeout(30):
            top = await reader.readuntil(b"\r\n\r\n")
            lines = top.decode().lower().split("\r\n")
            [length] = [int(line[15:]) for line in lines if line.startswith("content-length:")]
            return int(lines[0].split()[1]), json.loads(await reader.readexactly(length))["code"]
    finally:
        writer.close()


@pytest.mark.usefixtures("receiving")
@pytest.mark.parametrize("path", ["/v1/imports", "/v1/users/import"])
async def test_an_import_too_many_is_refused_before_its_file_is_sent(http: Http, path: str) -> None:
    assert await announced(http, path) == (409, "too_many_imports")


@pytest.mark.parametrize(("path", "status"), [("/v1/imports", 202), ("/v1/users/import", 200)])
async def test_one_is_taken_again_once_another_is_cancelled(
    http: Http, other: Http, receiving: list[UUID], path: str, status: int
) -> None:
    async def hand_in(whose: Http) -> Any:
        return await whose.call("POST", path, content=b"external_id\ne-1\n", headers=CSV)

    problem(await hand_in(http), 409, "too_many_imports")
    expect(await hand_in(other), status)
    await http.post(f"/v1/imports/{receiving[0]}/cancel")
    expect(await hand_in(http), status)


async def test_how_many_may_be_is_a_setting(http: Http, settings: Settings, receiving: list[UUID]) -> None:
    more = settings.model_copy(update={"imports_at_once": len(receiving) + 1})
    app = await app_with(more, http.company.sending)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        roomy = Http(client, http.company, http.admin, http.editor)
        expect(await roomy.call("POST", "/v1/imports", content=b"external_id\n", headers=CSV), 202)
