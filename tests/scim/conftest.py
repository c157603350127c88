"""A directory that syncs to a company."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import httpx
import pytest

from tests.http.conftest import expect, make_key
from tests.world import Company

USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP: Final = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE: Final = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH: Final = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ERROR: Final = "urn:ietf:params:scim:api:messages:2.0:Error"
MEDIA_TYPE: Final = "application/scim+json"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Directory:
    """What calls ``/scim/v2`` for a company, with a key of scope ``scim``."""

    client: httpx.AsyncClient
    company: Company
    key: str

    async def call(
        self, method: str, path: str, json: Any = None, *, key: str | None = None, **rest: Any
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.key if key is None else key}", **rest.pop("headers", {})}
        if json is not None:
            headers.setdefault("Content-Type", MEDIA_TYPE)
            rest["json"] = json
        return await self.client.request(method, f"/scim/v2{path}", headers=headers, **rest)

    async def get(self, path: str, **rest: Any) -> Json:
        found: Json = expect(await self.call("GET", path, **rest), 200)
        return found

    async def add(self, user_name: str, **attributes: Any) -> Json:
        """Create a user."""
        sent = {"schemas": [USER, ENTERPRISE], "userName": user_name, **attributes}
        created: Json = expect(await self.call("POST", "/Users", sent), 201)
        return created

    async def add_group(self, name: str, members: list[str] | None = None, **attributes: Any) -> Json:
        listed = [{"value": one} for one in members or []]
        sent = {"schemas": [GROUP], "displayName": name, "members": listed, **attributes}
        created: Json = expect(await self.call("POST", "/Groups", sent), 201)
        return created

    async def replace(self, path: str, document: Json) -> Json:
        """PUT."""
        replaced: Json = expect(await self.call("PUT", path, document), 200)
        return replaced

    async def patch(self, path: str, *operations: Json, **rest: Any) -> None:
        expect(await self.try_patch(path, *operations, **rest), 204)

    async def try_patch(self, path: str, *operations: Json, **rest: Any) -> httpx.Response:
        return await self.call("PATCH", path, {"schemas": [PATCH], "Operations": operations}, **rest)

    async def find(self, path: str, filter_: str, **parameters: Any) -> list[Json]:
        found = await self.get(path, params={"filter": filter_, **parameters})
        resources: list[Json] = found.get("Resources", [])
        assert "startIndex" not in found or len(resources) <= found["totalResults"]
        return resources


def mobile(number: str, **rest: Any) -> list[Json]:
    return [{"value": number, "type": "mobile", **rest}]


def scim_error(answer: httpx.Response, status: int, scim_type: str | None = None) -> Json:
    """A refusal as the protocol words it."""
    assert answer.headers["Content-Type"] == MEDIA_TYPE, answer.text[:300]
    document: Json = answer.json()
    assert (answer.status_code, document.get("scimType")) == (status, scim_type), document
    assert document["schemas"] == [ERROR]
    assert document["status"] == str(status)
    return document


def id_of(resource: Json) -> UUID:
    return UUID(resource["id"])


@pytest.fixture
async def directory(api: str, company: Company) -> AsyncIterator[Directory]:
    # No TLS: reading the certificates would take as long as the test.
    async with httpx.AsyncClient(base_url=api, timeout=60, verify=False) as client:
        yield Directory(client, company, await make_key(company, "scim"))
