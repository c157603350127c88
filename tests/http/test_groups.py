"""Groups, their members, and roles over HTTP."""

from typing import Any
from uuid import uuid4

import pytest

from homing.domain.definition import Target, TargetType
from tests.http.conftest import Http, expect, make_key, problem


async def create(http: Http, **fields: Any) -> dict[str, Any]:
    made: dict[str, Any] = await http.post("/v1/groups", fields, 201)
    return made


async def employ(http: Http, count: int) -> list[dict[str, Any]]:
    """Users with external ids, by id."""
    rows = [{"externalId": f"e-{uuid4().hex}"} for _ in range(count)]
    loaded = (await http.post("/v1/users/bulk", {"users": rows}))["users"]
    return sorted(
        ({"id": one["id"], "externalId": one["externalId"]} for one in loaded), key=lambda one: one["id"]
    )


async def members(http: Http, group: dict[str, Any]) -> list[dict[str, Any]]:
    return list((await http.get(f"/v1/groups/{group['id']}/members"))["items"])


async def test_a_group_is_created_changed_by_field_and_deleted_without_its_members(http: Http) -> None:
    (user,) = await employ(http, 1)
    group = await create(http, name="Night shift", externalId="g-1")
    path = f"/v1/groups/{group['id']}"
    assert group == {"id": group["id"], "name": "Night shift", "externalId": "g-1", "members": 0}
    await http.post(f"{path}/members", {"userIds": [user["id"]]})
    assert await http.get(path) == {**group, "members": 1}
    renamed = expect(await http.call("PATCH", path, json={"name": "Early shift"}), 200)
    assert renamed == {**group, "name": "Early shift", "members": 1}
    cleared = expect(await http.call("PATCH", path, json={"externalId": None}), 200)
    assert cleared == {**renamed, "externalId": None}
    assert expect(await http.call("PATCH", path, json={}), 200) == cleared
    expect(await http.call("DELETE", path), 204)
    problem(await http.call("GET", path), 404, "not_found")
    problem(await http.call("DELETE", path), 404, "not_found")
    assert (await http.get(f"/v1/users/{user['id']}"))["active"]


async def test_creating_again_with_the_same_key_makes_one_group(http: Http) -> None:
    headers = {"Idempotency-Key": uuid4().hex}
    answers = [await http.post("/v1/groups", {"name": "x"}, 201, headers=headers) for _ in range(2)]
    assert answers[0] == answers[1]
    assert len((await http.get("/v1/groups"))["items"]) == 1


async def test_an_external_id_is_one_groups(http: Http) -> None:
    await create(http, name="x", externalId="g-1")
    other = await create(http, name="x", externalId="g-2")
    answer = await http.call("POST", "/v1/groups", json={"name": "y", "externalId": "g-1"})
    problem(answer, 409, "external_id_taken")
    answer = await http.call("PATCH", f"/v1/groups/{other['id']}", json={"externalId": "g-1"})
    problem(answer, 409, "external_id_taken")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": None},
        {"name": "x" * 201},
        {"name": "a\0"},
        {"name": "a\nb"},
        {"name": 7},
        {"name": "x", "size": 1},
        {"name": "x", "externalId": "\0"},
    ],
)
async def test_a_group_needs_a_name_that_can_be_kept(http: Http, body: dict[str, Any]) -> None:
    problem(await http.call("POST", "/v1/groups", json=body), 422, "invalid")
    if body.get("name", "") is None:
        group = await create(http, name="x")
        problem(await http.call("PATCH", f"/v1/groups/{group['id']}", json=body), 422, "name_refused")


async def test_members_are_added_replaced_and_taken_out_by_either_id_and_strangers_are_told(
    http: Http,
) -> None:
    one, two, three, four = await employ(http, 4)
    group, nobody = await create(http, name="<b>'; drop table groups; --"), str(uuid4())
    path = f"/v1/groups/{group['id']}/members"
    added = await http.post(
        path, {"userIds": [one["id"], nobody], "externalIds": [two["externalId"], "e-0", one["externalId"]]}
    )
    assert added == {"members": 2, "unknownUserIds": [nobody], "unknownExternalIds": ["e-0"]}
    assert (await http.post(path, {"userIds": [three["id"], one["id"]]}))["members"] == 3
    assert await members(http, group) == [one, two, three]
    replaced = expect(
        await http.call("PUT", path, json={"externalIds": [four["externalId"], two["externalId"]]}), 200
    )
    assert replaced == {"members": 2, "unknownUserIds": [], "unknownExternalIds": []}
    assert await members(http, group) == [two, four]
    for _ in range(2):
        expect(await http.call("DELETE", f"{path}/{two['id']}"), 204)
    assert await members(http, group) == [four]
    assert expect(await http.call("PUT", path, json={}), 200)["members"] == 0
    assert await members(http, group) == []


async def test_groups_members_and_roles_are_listed_page_by_page(http: Http) -> None:
    staff = await employ(http, 5)
    roles = {"cook": 1, "lead": 3, "night": 5}
    for role, count in roles.items():
        for user in staff[:count]:
            former = (await http.get(f"/v1/users/{user['id']}"))["roles"]
            answer = await http.call("PUT", f"/v1/users/{user['id']}/roles", json={"roles": [*former, role]})
            expect(answer, 200)
    names = {(await create(http, name=f"g-{n}"))["id"] for n in range(5)}
    group = min(names)
    await http.post(f"/v1/groups/{group}/members", {"userIds": [one["id"] for one in staff]})
    assert [one["id"] for one in await pages(http, "/v1/groups")] == sorted(names)
    assert await pages(http, f"/v1/groups/{group}/members") == staff
    assert await pages(http, "/v1/roles") == [{"role": role, "users": roles[role]} for role in sorted(roles)]


async def pages(http: Http, path: str) -> list[dict[str, Any]]:
    """Everything that a path lists, two at a time."""
    found: list[dict[str, Any]] = []
    page = await http.get(path, params={"limit": 2})
    while page["next"] is not None:
        assert len(page["items"]) == 2
        found += page["items"]
        page = await http.get(path, params={"limit": 2, "cursor": page["next"]})
    return [*found, *page["items"]]


@pytest.mark.parametrize("path", ["/v1/groups", "/v1/roles", "/v1/groups/{group}/members"])
@pytest.mark.parametrize("cursor", ["x", "WyJhIiwiYiJd", "WyJcdTAwMDAiXQ"])
async def test_cursors_of_no_list_are_refused(http: Http, path: str, cursor: str) -> None:
    group = await create(http, name="x")
    answer = await http.call("GET", path.format(group=group["id"]), params={"cursor": cursor})
    problem(answer, 400, "invalid_cursor")


async def test_a_step_that_tells_a_group_which_is_gone_tells_nobody(http: Http) -> None:
    (late,) = await http.company.hire(1)
    (boss,) = await http.company.hire(1)
    group = await create(http, name="bosses")
    await http.post(f"/v1/groups/{group['id']}/members", {"userIds": [str(boss.id)]})
    run = await http.company.campaign([late])
    target = Target(TargetType.GROUP, group["id"])
    assert await run.tell(target) == 1
    expect(await http.call("DELETE", f"/v1/groups/{group['id']}"), 204)
    assert await run.tell(target, occurrence=2, cohort=2) == 0


async def test_editors_may_look_at_groups_and_change_none(http: Http) -> None:
    group = await create(http, name="x")
    path = f"/v1/groups/{group['id']}"
    for where in ("/v1/groups", path, f"{path}/members", "/v1/roles"):
        await http.get(where, key=http.editor)
    for method, where, body in (
        ("POST", "/v1/groups", {"name": "y"}),
        ("PATCH", path, {"name": "y"}),
        ("DELETE", path, None),
        ("PUT", f"{path}/members", {}),
        ("POST", f"{path}/members", {}),
        ("DELETE", f"{path}/members/{uuid4()}", None),
    ):
        problem(await http.call(method, where, json=body, key=http.editor), 403, "scope_missing")


async def test_groups_of_nobody_are_not_found(http: Http) -> None:
    path = f"/v1/groups/{uuid4()}"
    for method, where, body in (
        ("GET", path, None),
        ("PATCH", path, {"name": "y"}),
        ("DELETE", path, None),
        ("GET", f"{path}/members", None),
        ("PUT", f"{path}/members", {}),
        ("POST", f"{path}/members", {}),
        ("DELETE", f"{path}/members/{uuid4()}", None),
    ):
        problem(await http.call(method, where, json=body), 404, "not_found")


async def test_a_directorys_key_keeps_groups_and_their_members(http: Http) -> None:
    sync = await make_key(http.company, "scim")
    one, two = await employ(http, 2)

    group = await http.post("/v1/groups", {"name": "Night shift", "externalId": "g-7"}, 201, key=sync)
    path = f"/v1/groups/{group['id']}"
    for method, where, body, status in (
        ("PATCH", path, {"name": "Early shift"}, 200),
        ("PUT", f"{path}/members", {"userIds": [one["id"]]}, 200),
        ("POST", f"{path}/members", {"userIds": [two["id"]]}, 200),
        ("DELETE", f"{path}/members/{one['id']}", None, 204),
    ):
        expect(await http.call(method, where, json=body, key=sync), status)

    assert await http.get(path, key=sync) == {**group, "name": "Early shift", "members": 1}
    assert (await http.get(f"{path}/members", key=sync))["items"] == [two]
    assert (await http.get("/v1/groups", key=sync))["items"] == [await http.get(path)]
    assert (await http.get("/v1/roles", key=sync))["items"] == []
    expect(await http.call("DELETE", path, key=sync), 204)
