"""People over HTTP, in few words."""

from typing import Any, Final
from uuid import uuid4

from homing.channels import BY_NAME
from tests.http.conftest import Http

SMS: Final = BY_NAME["sms"].traits
CSV: Final = {"Content-Type": "text/csv"}


def external() -> str:
    """An external id that no other test has."""
    return f"e-{uuid4().hex}"


async def create(http: Http, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = await http.post("/v1/users", fields, 201)
    return made


async def load(http: Http, *rows: Any) -> dict[str, Any]:
    answer: dict[str, Any] = await http.post("/v1/users/bulk", {"users": list(rows)})
    return answer


async def upload(http: Http, content: str | bytes, **headers: str) -> dict[str, Any]:
    data = content.encode() if isinstance(content, str) else content
    answer: dict[str, Any] = await http.post("/v1/users/import", content=data, headers={**CSV, **headers})
    return answer


async def called(http: Http, name: str) -> dict[str, Any]:
    """The user whose external id this is."""
    (user,) = (await http.get("/v1/users", params={"externalId": name}))["items"]
    return dict(user)


def faults(answer: dict[str, Any]) -> list[tuple[str, str]]:
    """(path, reason) of everything that was wrong with a single user."""
    return [(one["path"], one["message"].partition(":")[0]) for one in answer["errors"]]
