"""Users over HTTP, by the list."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.http.conftest import Http, problem
from tests.http.staff import called, create, external, load
from tests.world import PLANTED_NAME, new_number


@pytest.mark.spec("D24")
async def test_a_list_loads_its_good_users_and_says_of_each_bad_one_what_is_wrong(http: Http) -> None:
    name = external()
    known = await create(http, externalId=f"{name}-0", firstName="Ana", locale="es")
    rows: list[Any] = [
        {"externalId": f"{name}-0", "firstName": "Anna"},
        {"externalId": f"{name}-1", "phone": {"number": new_number()}, "managerExternalId": f"{name}-0"},
        {"externalId": f"{name}-2", "phone": {"number": "+34 612"}, "email": {"address": "xyz"}},
        {"externalId": f"{name}-1"},
        {"id": known["id"]},
        {"id": str(uuid4()), "externalId": f"{name}-3"},
        {"firstName": "Nameless"},
        {"externalId": f"{name}-4", "country": "Spain", "nickname": "x"},
        {"externalId": f"{name}-5", "country": "Spain"},
        "no user",
        {"externalId": f"{name}-6", "managerExternalId": f"{name}-7"},
        {"externalId": f"{name}-7", "managerExternalId": f"{name}-2"},
        {"externalId": f"{name}-8", "managerExternalId": f"{name}-9"},
        {"externalId": f"{name}-9"},
    ]
    answer = await load(http, *rows)
    assert (answer["created"], answer["updated"], answer["refused"]) == (3, 1, 10)
    assert [one["index"] for one in answer["users"]] == list(range(len(rows)))
    assert {
        one["index"]: [(e["path"], e["reason"]) for e in one["errors"]]
        for one in answer["users"]
        if one["errors"]
    } == {
        2: [("phone.number", "too_short"), ("email.address", "not_an_address")],
        3: [("externalId", "repeated")],
        4: [("id", "repeated")],
        5: [("id", "user_unknown")],
        6: [("externalId", "external_id_missing")],
        7: [("nickname", "field_unknown")],
        8: [("country", "country_unknown")],
        9: [("", "invalid")],
        10: [("managerExternalId", "manager_unknown")],
        11: [("managerExternalId", "manager_unknown")],
    }
    assert answer["users"][0] == {
        "index": 0,
        "result": "updated",
        "id": known["id"],
        "externalId": f"{name}-0",
        "errors": [],
    }
    assert await called(http, f"{name}-0") == {**known, "firstName": "Anna"}
    assert (await called(http, f"{name}-1"))["managerId"] == known["id"]
    assert (await called(http, f"{name}-8"))["managerExternalId"] == f"{name}-9"


async def test_loading_a_list_again_changes_nobody(http: Http) -> None:
    name = external()
    rows = [
        {
            "externalId": f"{name}-{n}",
            "firstName": f"N{n}",
            "phone": {"number": new_number()},
            "roles": ["a", "b"],
        }
        for n in range(20)
    ]
    first = await load(http, *rows)
    before = (await http.get("/v1/users", params={"role": "a"}))["items"]
    second = await load(http, *rows)
    assert (first["created"], second["updated"]) == (20, 20)
    assert (await http.get("/v1/users", params={"role": "a"}))["items"] == before
    assert len(before) == 20


async def test_lists_that_arrive_at_once_make_each_user_once(http: Http) -> None:
    names = [external() for _ in range(60)]
    rows = [{"externalId": name, "firstName": name[-5:]} for name in names]
    answers = await asyncio.gather(load(http, *rows), load(http, *reversed(rows)), load(http, *rows[20:]))
    assert [one["refused"] for one in answers] == [0, 0, 0]
    assert sum(one["created"] for one in answers) == len(names)
    page = await http.get("/v1/users", params={"limit": 200})
    assert sorted(one["externalId"] for one in page["items"]) == sorted(names)


async def test_lists_have_a_length(http: Http) -> None:
    problem(await http.call("POST", "/v1/users/bulk", json={"users": []}), 422, "invalid")
    problem(await http.call("POST", "/v1/users/bulk", json={"users": [{}] * 10_001}), 422, "invalid")


async def test_ten_thousand_people_are_loaded_by_one_request(http: Http) -> None:
    rows = [
        {
            "externalId": f"e-{n}",
            "firstName": f"{PLANTED_NAME}{n}",
            "phone": {"number": f"+34699{n:06}"},
            "roles": ["all"],
        }
        for n in range(10_000)
    ]
    answer = await load(http, *rows)
    assert (answer["created"], answer["refused"]) == (10_000, 0)
    assert (await http.get("/v1/roles"))["items"] == [{"role": "all", "users": 10_000}]
