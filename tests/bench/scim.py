"""Part of `make bench`: what a directory's first sync and its changes take of one API process, a second; as
baselines in the same run requests to it that are checked and do nothing, and reads of one user."""

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import uvloop

from plugin.embedded.stack import ROOT
from tests.bench.callbacks import Ground, ground
from tests.http.conftest import make_key
from tests.scim.conftest import ENTERPRISE, GROUP, PATCH, USER

PEOPLE: Final = int(os.environ.get("HOMING_BENCH_PEOPLE", "3000"))
MEMBERS: Final = 10_000
AT_ONCE: Final = 16
_PREFIX: Final = "/scim/v2"


class Directory:
    """Who calls, and how."""

    def __init__(self, here: Ground, key: str) -> None:
        self._here = here
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/scim+json"}

    async def call(self, method: str, path: str, document: Any, status: int) -> Any:
        body = None if document is None else json.dumps(document)
        address = f"{self._here.address}{_PREFIX}{path}"
        async with self._here.http.request(method, address, data=body, headers=self._headers) as answer:
            content = await answer.read()
        assert answer.status == status, content[:500]
        return json.loads(content) if content else None


async def rate(work: Callable[[int], Awaitable[object]], count: int) -> float:
    """How many of so many are done in a second, some at once."""
    numbers = iter(range(count))

    async def in_turn() -> None:
        for n in numbers:
            await work(n)

    begun = time.perf_counter()
    await asyncio.gather(*(in_turn() for _ in range(AT_ONCE)))
    return count / (time.perf_counter() - begun)


async def measure(here: Ground) -> dict[str, float]:
    directory = Directory(here, await make_key(here.company, "scim"))
    users: list[str] = [""] * PEOPLE

    async def create(n: int) -> None:
        users[n] = (await directory.call("POST", "/Users", person(n), 201))["id"]

    async def patch(n: int) -> None:
        operation = {"op": "Replace", "path": "title", "value": f"Level {n}"}
        await directory.call("PATCH", f"/Users/{users[n]}", patching(operation), 204)

    async def move(n: int) -> None:
        path = 'phoneNumbers[type eq "mobile"].value'
        operation = {"op": "Replace", "path": path, "value": f"+34613{n:06d}"}
        await directory.call("PATCH", f"/Users/{users[n]}", patching(operation), 204)

    async def find(n: int) -> None:
        found = await directory.call("GET", f'/Users?filter=userName eq "u{n}@corp.example"', None, 200)
        assert found["totalResults"] == 1

    async def read(n: int) -> None:
        await directory.call("GET", f"/Users/{users[n]}", None, 200)

    async def nothing(_: int) -> None:
        await directory.call("GET", "/ServiceProviderConfig", None, 200)

    figures = {"checked_and_nothing": await rate(nothing, PEOPLE)}
    for name, work in (("creations", create), ("reads", read), ("patches", patch), ("numbers_changed", move)):
        figures[name] = await rate(work, PEOPLE)
    figures["found_by_user_name"] = await rate(find, PEOPLE)
    figures["checked_and_nothing_again"] = await rate(nothing, PEOPLE)
    return {f"{name}_per_second": round(one, 1) for name, one in figures.items()} | await everybody(
        directory, users
    )


async def everybody(directory: Directory, users: Sequence[str]) -> dict[str, float]:
    """Seconds for a group of all of them, with members named again up to 10,000."""
    members = [{"value": users[n % len(users)]} for n in range(MEMBERS)]
    group = {"schemas": [GROUP], "displayName": "Everybody"}
    path = f"/Groups/{(await directory.call('POST', '/Groups', group, 201))['id']}"
    begun = time.perf_counter()
    joining = {"op": "Add", "path": "members", "value": members}
    await directory.call("PATCH", path, patching(joining), 204)
    joined = time.perf_counter()
    await directory.call("PATCH", path, patching({**joining, "op": "Remove"}), 204)
    left = time.perf_counter()
    return {
        "seconds_for_10000_to_join": round(joined - begun, 2),
        "seconds_for_10000_to_leave": round(left - joined, 2),
    }


def patching(*operations: object) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": operations}


def person(n: int) -> dict[str, Any]:
    return {
        "schemas": [USER, ENTERPRISE],
        "userName": f"u{n}@corp.example",
        "externalId": f"e-{n}",
        "name": {"givenName": "Ana", "familyName": "Vega"},
        "active": True,
        "emails": [{"value": f"u{n}@corp.example", "type": "work", "primary": True}],
        "phoneNumbers": [{"value": f"+34612{n:06d}", "type": "mobile"}],
        "preferredLanguage": "es-ES",
        ENTERPRISE: {"department": "Sales", "manager": {"value": f"e-{n // 10}"}},
    }


async def bench() -> None:
    async with ground() as here:
        figures = {"people": PEOPLE, "at_once": AT_ONCE, **await measure(here)}
        print(json.dumps(figures, indent=2))
        build = ROOT / "build"
        build.mkdir(exist_ok=True)
        (build / "bench-scim.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    uvloop.run(bench())
