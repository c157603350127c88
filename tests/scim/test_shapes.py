"""What Entra and Okta really send, played over HTTP in the order in which they send it, and who is texted
then."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from homing.carrier.control import Control
from tests.scim.conftest import Directory, Json
from tests.scim.playing import Played, stories


def _stories() -> list[Any]:
    return [
        pytest.param(
            headers,
            story,
            id=name,
            marks=[pytest.mark.spec(*story["proves"])] if "proves" in story else [],
        )
        for name, headers, story in stories()
    ]


@pytest.mark.parametrize(("headers", "story"), _stories())
async def test_what_a_directory_sends_is_answered_as_it_expects_and_counts(
    directory: Directory, carrier: Control, headers: Mapping[str, str], story: Json
) -> None:
    await Played(directory, carrier, headers).play(story)


async def test_okta_imports_everybody_once_in_pages_of_a_hundred(directory: Directory) -> None:
    """As Okta pages: until it has as many as there are, while one comes who is the first by name."""
    user_names = [f"u{n}@corp.example" for n in range(105)]
    turns = asyncio.Semaphore(8)

    async def add(user_name: str) -> None:
        async with turns:
            await directory.add(user_name, groups=[], active=True)

    await asyncio.gather(*map(add, user_names))
    first = await directory.get("/Users", params={"startIndex": 1, "count": 100})
    await add("a@corp.example")
    second = await directory.get("/Users", params={"startIndex": 101, "count": 100})
    counts = [
        [page[name] for name in ("startIndex", "itemsPerPage", "totalResults")] for page in (first, second)
    ]
    assert counts == [[1, 100, 105], [101, 6, 106]]
    seen = [one["userName"] for page in (first, second) for one in page["Resources"]]
    assert sorted(seen) == sorted([*user_names, "a@corp.example"])
