"""Attributes of one value that are removed by naming it, as Entra does."""

import pytest

from tests.scim.conftest import ENTERPRISE, Directory

_PATH = f"{ENTERPRISE}:manager"


@pytest.mark.parametrize(
    ("named", "more", "left"),
    [
        ("boss", [], None),
        ("other", [], "boss"),
        ("boss", [{"op": "Add", "path": _PATH, "value": "other"}], "other"),
    ],
)
async def test_a_manager_is_removed_by_name_only_where_it_is_that_one(
    directory: Directory, named: str, more: list[dict[str, str]], left: str | None
) -> None:
    ana = await directory.add("ana", **{ENTERPRISE: {"manager": {"value": "boss"}}})
    for value in (named, [{"value": named}]):
        removing = {"op": "Remove", "path": _PATH, "value": value}
        await directory.patch(f"/Users/{ana['id']}", *more, removing)
        read = await directory.get(f"/Users/{ana['id']}")
        assert read.get(ENTERPRISE, {}).get("manager", {}).get("value") == left
