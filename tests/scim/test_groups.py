"""The directory's groups, and who is in them."""

import asyncio
import time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from homing.store import groups
from tests.http.conftest import expect, make_key
from tests.scim.conftest import GROUP, Directory, Json, id_of, scim_error


async def members(directory: Directory, group: Json) -> set[str]:
    read = await directory.get(f"/Groups/{group['id']}")
    return {one["value"] for one in read.get("members", [])}


async def inside(directory: Directory, group: Json) -> set[UUID]:
    """Who is in the product's group."""
    company = directory.company
    async with company.sending.database.app(company.id) as connection:
        found = await groups.list_members(
            connection, company.id, company.sending.vault, id_of(group), after=None, most=99
        )
    return {one.id for one in found}


async def test_a_groups_members_are_those_of_the_products_group(directory: Directory) -> None:
    ana, ben, carol = [await directory.add(name) for name in ("ana", "ben", "carol")]
    group = await directory.add_group("Night shift", [ana["id"], ben["id"]], externalId="g-1")
    assert group["members"][0].keys() == {"value", "$ref", "type"}
    assert group["members"][0]["$ref"].endswith(f"/scim/v2/Users/{group['members'][0]['value']}")
    assert await inside(directory, group) == {id_of(ana), id_of(ben)}
    await directory.replace(
        f"/Groups/{group['id']}",
        {"schemas": [GROUP], "displayName": "Nights", "members": [{"value": carol["id"], "display": "C"}]},
    )
    assert await inside(directory, group) == {id_of(carol)}
    found = await directory.find("/Groups", f'members.value eq "{carol["id"]}"')
    assert [(one["displayName"], one["id"]) for one in found] == [("Nights", group["id"])]
    assert await directory.find("/Groups", f'members eq "{ana["id"]}"') == []


@pytest.mark.parametrize(
    ("operations", "left"),
    [
        ([{"op": "Add", "path": "members", "value": [{"$ref": None, "value": "C"}]}], "ABC"),
        ([{"op": "add", "value": {"members": [{"value": "C"}]}}], "ABC"),
        ([{"op": "add", "path": "members", "value": {"value": "C"}}], "ABC"),
        ([{"op": "Remove", "path": "members", "value": [{"value": "A"}]}], "B"),
        ([{"op": "remove", "path": 'members[value eq "A"]'}], "B"),
        ([{"op": "remove", "path": 'members[value eq "A" or value eq "B"]'}], ""),
        ([{"op": "remove", "path": "members"}], ""),
        ([{"op": "replace", "path": "members", "value": [{"value": "C"}]}], "C"),
        ([{"op": "replace", "value": {"displayName": "x", "members": [{"value": "A"}]}}], "A"),
        ([{"op": "replace", "path": "members", "value": []}], ""),
        (
            [
                {"op": "remove", "path": "members", "value": [{"value": "A"}]},
                {"op": "add", "path": "members", "value": [{"value": "A"}]},
            ],
            "AB",
        ),
        (
            [
                {"op": "replace", "path": "members", "value": [{"value": "C"}]},
                {"op": "remove", "path": 'members[value eq "C"]'},
                {
                    "op": "add",
                    "path": "urn:ietf:params:scim:schemas:core:2.0:Group:members",
                    "value": [{"value": "B"}],
                },
            ],
            "B",
        ),
        ([{"op": "add", "path": "members", "value": [{"value": "nobody"}]}], "AB"),
    ],
)
async def test_members_come_and_go_by_patch(directory: Directory, operations: list[Json], left: str) -> None:
    users = {name: (await directory.add(name))["id"] for name in "ABC"}
    group = await directory.add_group("Night shift", [users["A"], users["B"]])

    def real(value: object) -> object:
        """With ids for letters."""
        if isinstance(value, dict):
            return {name: real(one) for name, one in value.items()}
        if isinstance(value, list):
            return [real(one) for one in value]
        if isinstance(value, str):
            for letter, id_ in users.items():
                value = id_ if value == letter else value.replace(f'"{letter}"', f'"{id_}"')
        return value

    await directory.patch(f"/Groups/{group['id']}", *[dict(real(one)) for one in operations])  # type: ignore[call-overload]
    assert await members(directory, group) == {users[letter] for letter in left}


async def test_a_groups_version_grows_with_who_comes_and_not_without(directory: Directory) -> None:
    ana, ben = [await directory.add(name) for name in ("ana", "ben")]
    group = await directory.add_group("Night shift", [ana["id"]])
    path, version = f"/Groups/{group['id']}", {"If-Match": group["meta"]["version"]}
    again = {"op": "add", "path": "members", "value": [{"value": ana["id"]}]}
    await directory.patch(path, again, headers=version)
    assert await directory.get(path) == group
    await directory.patch(
        path, {"op": "add", "path": "members", "value": [{"value": ben["id"]}]}, headers=version
    )
    scim_error(await directory.try_patch(path, {"op": "remove", "path": "members"}, headers=version), 412)
    assert await members(directory, group) == {ana["id"], ben["id"]}


async def test_changes_of_a_group_at_once_are_all_taken(directory: Directory) -> None:
    users = [(await directory.add(f"u{n}"))["id"] for n in range(12)]
    group = await directory.add_group("Night shift")
    await asyncio.gather(
        *(
            directory.patch(
                f"/Groups/{group['id']}", {"op": "add", "path": "members", "value": [{"value": one}]}
            )
            for one in users
        )
    )
    assert await members(directory, group) == set(users)


async def test_a_group_that_the_product_has_is_taken_and_not_doubled(directory: Directory) -> None:
    headers = {"Authorization": f"Bearer {await make_key(directory.company, 'admin')}"}
    made = [
        expect(await directory.client.post("/v1/groups", json=body, headers=headers), 201)["id"]
        for body in ({"name": "Nights", "externalId": "g-1"}, {"name": "Days"})
    ]
    nights = await directory.add_group("Night shift", externalId="g-1")
    days = await directory.add_group("Days", externalId="g-2")
    other = await directory.add_group("Days")
    assert [nights["id"], days["id"]] == made
    assert other["id"] not in made
    listed = expect(await directory.client.get("/v1/groups", headers=headers), 200)["items"]
    assert {one["name"]: one["externalId"] for one in listed if one["externalId"]} == {
        "Night shift": "g-1",
        "Days": "g-2",
    }
    taken = {"schemas": [GROUP], "displayName": "x", "externalId": "g-1"}
    scim_error(await directory.call("POST", "/Groups", taken), 409, "uniqueness")


async def test_a_deleted_group_is_gone_for_the_product_and_the_directory(directory: Directory) -> None:
    headers = {"Authorization": f"Bearer {await make_key(directory.company, 'admin')}"}
    ana = await directory.add("ana")
    first, second = [await directory.add_group(name, [ana["id"]]) for name in ("Days", "Nights")]
    assert (await directory.call("DELETE", f"/Groups/{first['id']}")).status_code == 204
    assert (await directory.client.delete(f"/v1/groups/{second['id']}", headers=headers)).status_code == 204
    for group in (first, second):
        scim_error(await directory.call("GET", f"/Groups/{group['id']}"), 404)
        assert (await directory.client.get(f"/v1/groups/{group['id']}", headers=headers)).status_code == 404
    assert "groups" not in await directory.get(f"/Users/{ana['id']}")


_HIRE = text("""
    insert into users (org_id, id) select :org, unnest(cast(:ids as uuid[]));
""")
_SEND = text("""
    insert into scim_resources (org_id, id, kind, version, key_id, sealed)
    select :org, unnest(cast(:ids as uuid[])), 'User', 1, :key_id, :sealed
""")


async def test_ten_thousand_members_come_and_go_within_seconds(directory: Directory) -> None:
    company, ids = directory.company, [uuid4() for _ in range(10_000)]
    key_id, sealed = company.sending.vault.encrypt("{}")
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(_HIRE, {"org": company.id, "ids": ids})
        await connection.execute(_SEND, {"org": company.id, "ids": ids, "key_id": key_id, "sealed": sealed})
    group = await directory.add_group("Everybody")
    path, everybody = f"/Groups/{group['id']}", [{"value": str(one)} for one in ids]
    begun = time.process_time()
    await directory.patch(path, {"op": "add", "path": "members", "value": everybody})
    assert len(await members(directory, group)) == 10_000
    await directory.patch(path, {"op": "remove", "path": "members", "value": everybody[:9_000]})
    await directory.replace(path, {"schemas": [GROUP], "displayName": "All", "members": everybody})
    await directory.patch(path, {"op": "remove", "path": f'members[value eq "{ids[0]}"]'})
    assert len(await members(directory, group)) == 9_999
    assert time.process_time() - begun < 60, "minutes of work, where each were compared with each"
    without = await directory.get(path, params={"excludedAttributes": "members"})
    assert "members" not in without
    found = await directory.find("/Groups", 'displayName eq "All"', excludedAttributes="members")
    assert [one["id"] for one in found] == [group["id"]]
