"""Users over HTTP, by the keys of those who may do less than an admin."""

from tests.http.conftest import Http, expect, make_key, problem
from tests.http.staff import CSV, create, external
from tests.world import PLANTED_NAME, new_number


async def test_editors_may_look_at_users_but_not_at_how_they_are_reached_and_change_none(http: Http) -> None:
    (someone,) = await http.company.hire(1)
    path = f"/v1/users/{someone.id}"
    for answer in (
        await http.get(path, key=http.editor),
        (await http.get("/v1/users", key=http.editor))["items"][0],
    ):
        assert answer["firstName"].startswith(PLANTED_NAME)
        assert [answer[name] for name in ("phone", "email", "identifiers")] == [None, None, None]
    for method, where, body in (
        ("POST", "/v1/users", {}),
        ("PATCH", path, {}),
        ("PUT", f"{path}/roles", {"roles": []}),
        ("PUT", f"{path}/phone", {"number": "+34612345678"}),
        ("DELETE", f"{path}/phone?source=api", None),
        ("POST", f"{path}/deactivate", None),
        ("POST", f"{path}/reactivate", None),
        ("POST", "/v1/users/bulk", {"users": [{}]}),
    ):
        problem(await http.call(method, where, json=body, key=http.editor), 403, "scope_missing")
    answer = await http.call(
        "POST", "/v1/users/import", key=http.editor, content=b"external_id\n", headers=CSV
    )
    problem(answer, 403, "scope_missing")


async def test_a_directorys_key_writes_users_and_reads_what_it_wrote_with_numbers_masked(http: Http) -> None:
    sync, name, number = await make_key(http.company, "scim"), external(), new_number()

    made = await http.post("/v1/users", {"externalId": name, "firstName": "Ana"}, 201, key=sync)
    path = f"/v1/users/{made['id']}"
    bound = {"number": number, "source": "directory"}
    bulk = {"users": [{"externalId": name, "firstName": "Bea"}]}
    for method, where, body in (
        ("PATCH", path, {"locale": "es"}),
        ("PUT", f"{path}/roles", {"roles": ["lead"]}),
        ("PUT", f"{path}/phone", bound),
        ("PUT", f"{path}/email", {"address": "ana@example.org", "source": "directory"}),
        ("POST", "/v1/users/bulk", bulk),
        ("POST", f"{path}/deactivate", None),
        ("POST", f"{path}/reactivate", None),
    ):
        expect(await http.call(method, where, json=body, key=sync), 200)
    shown = await http.get(path, key=sync)
    listed = await http.get("/v1/users", key=sync, params={"externalId": name})

    assert shown == await http.get(path)
    assert listed["items"] == [shown]
    assert (shown["firstName"], shown["locale"], shown["roles"]) == ("Bea", "es", ["lead"])
    assert sorted(one["kind"] for one in shown["identifiers"]) == ["email", "phone"]
    assert number not in str(shown)


async def test_a_directorys_key_opens_nothing_but_users_and_groups(http: Http) -> None:
    sync = await make_key(http.company, "scim")
    for path in ("settings", "channels", "senders", "keys", "secrets", "spend", "campaigns", "definitions"):
        problem(await http.call("GET", f"/v1/{path}", key=sync), 403, "scope_missing")


async def test_an_editors_key_reads_users_without_their_numbers_and_writes_none(http: Http) -> None:
    user = await create(http, externalId=external(), phone={"number": new_number(), "source": "directory"})
    path = f"/v1/users/{user['id']}"

    shown = await http.get(path, key=http.editor)

    assert user["phone"] is not None
    assert (shown["phone"], shown["identifiers"]) == (None, None)
    for method, where in (("PATCH", path), ("POST", "/v1/users"), ("POST", f"{path}/deactivate")):
        answer = await http.call(method, where, json={"firstName": "x"}, key=http.editor)
        problem(answer, 403, "scope_missing")
