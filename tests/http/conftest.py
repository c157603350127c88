"""The API over the wire, a company with keys to it, and what every refusal looks like."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from homing.dispatching.context import Sending
from homing.store import keys
from homing.store.keys import new_key_text
from tests.world import Company, found_company


@dataclass(frozen=True, slots=True)
class Http:
    """Requests with a key; ``as_admin`` and the like are headers."""

    client: httpx.AsyncClient
    company: Company
    admin: str
    editor: str

    async def call(
        self,
        method: str,
        path: str,
        *,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        """A request by an admin, unless another key is named (an empty one: none)."""
        bearer = self.admin if key is None else key
        sent = {**({"Authorization": f"Bearer {bearer}"} if bearer else {}), **(headers or {})}
        return await self.client.request(method, path, headers=sent, **rest)

    async def get(self, path: str, **rest: Any) -> Any:
        return expect(await self.call("GET", path, **rest), 200)

    async def post(self, path: str, json: Any = None, status: int = 200, **rest: Any) -> Any:
        return expect(await self.call("POST", path, json=json, **rest), status)

    async def key_of(self, user: UUID) -> str:
        """A key of a user's own."""
        return await make_key(self.company, "self", user=user)


def expect(answer: httpx.Response, status: int) -> Any:
    """The JSON of an answer that has this status; nothing for an empty one."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.text[:500]}"
    return answer.json() if answer.content else None


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """A refusal as the API words all of them."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text[:300]
    document: dict[str, Any] = answer.json()
    assert (answer.status_code, document["code"]) == (status, code), document
    assert document["status"] == status
    assert document["type"] == f"urn:homing:problem:{code}"
    assert document["requestId"] == answer.headers["X-Request-Id"]
    return document


async def make_key(company: Company, *scopes: str, user: UUID | None = None) -> str:
    key = new_key_text()
    vault = company.sending.vault
    async with company.sending.database.app(company.id) as connection:
        await keys.create_key(
            connection, company.id, vault, id=uuid4(), name="test", key=key, scopes=scopes, user=user
        )
    return key


@pytest.fixture
async def http(api: str, company: Company) -> AsyncIterator[Http]:
    # No TLS: reading the certificates would take as long as the test.
    async with httpx.AsyncClient(base_url=api, timeout=30, verify=False) as client:
        yield await opened(client, company)


@pytest.fixture
async def other(http: Http, sending: Sending) -> Http:
    """Another organization's."""
    return await opened(http.client, await found_company(sending, "+34600000001"))


async def opened(client: httpx.AsyncClient, company: Company) -> Http:
    return Http(client, company, await make_key(company, "admin"), await make_key(company, "editor"))
