"""A host whose tokens an organization takes."""

from typing import Any

from tests.http.conftest import Http
from tests.profile.signing import AUD, ISS


async def add(http: Http, **fields: Any) -> dict[str, Any]:
    body = {"name": "x", "kind": "secret", "issuer": ISS, "audience": AUD, **fields}
    made: dict[str, Any] = await http.post("/v1/session-issuers", body, 201)
    return made


def where(made: dict[str, Any]) -> str:
    url: str = made["enterUrl"]
    return url
