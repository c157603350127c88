"""Erasing, exporting and retention over HTTP."""

import json
from typing import Any
from uuid import uuid4

import pytest

from homing.domain.retention import DAYS, Kept
from homing.store.personal import PERSONAL
from tests.http.conftest import Http, problem
from tests.http.staff import called, create, external
from tests.world import PLANTED_MAIL, PLANTED_NAME, new_number


async def planted(http: Http) -> tuple[dict[str, Any], dict[str, str]]:
    """A user, and everything personal of them."""
    marks = {
        "firstName": f"{PLANTED_NAME} {uuid4().hex}",
        "externalId": external(),
        "number": new_number(),
        "address": f"{uuid4().hex}@{PLANTED_MAIL}",
    }
    user = await create(
        http,
        firstName=marks["firstName"],
        externalId=marks["externalId"],
        roles=["lead"],
        phone={"number": f" {marks['number']} "},
        email={"address": marks["address"]},
    )
    return user, marks


async def export(http: Http, user: str) -> tuple[str, Any]:
    answer = await http.call("GET", f"/v1/users/{user}/export")
    assert answer.status_code == 200, answer.text[:300]
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.text, json.loads(answer.text)


@pytest.mark.spec("Q13")
async def test_an_export_holds_everything_in_clear_and_of_nobody_else(http: Http) -> None:
    user, marks = await planted(http)
    stranger, others = await planted(http)
    written, document = await export(http, user["id"])
    assert (document["userId"], document["organizationId"]) == (user["id"], str(http.company.id))
    assert list(document["kept"]) == [_camel(one.table) for one in PERSONAL]
    assert [name for name, mark in marks.items() if json.dumps(mark)[1:-1] not in written] == []
    assert [name for name, mark in others.items() if mark in written] == []
    [row] = document["kept"]["users"]
    assert (row["firstName"], row["externalId"]) == (marks["firstName"], marks["externalId"])
    phones = [one for one in document["kept"]["reachabilities"] if one["kind"] == "phone"]
    assert [(one["value"], one["raw"]) for one in phones] == [(marks["number"], f" {marks['number']} ")]
    assert [one["role"] for one in document["kept"]["userRoles"]] == ["lead"]
    assert stranger["id"] not in written


def _camel(table: str) -> str:
    first, *rest = table.split("_")
    return first + "".join(word.title() for word in rest)


@pytest.mark.spec("Q13")
async def test_who_is_erased_is_nobody_and_a_record_says_so(http: Http) -> None:
    user, marks = await planted(http)
    own = await http.key_of(user["id"])
    assert (await http.call("GET", "/v1/me", key=own)).status_code == 200

    answer = await http.call("DELETE", f"/v1/users/{user['id']}")

    assert answer.status_code == 200, answer.text
    assert answer.json()["erasedAt"]
    for path in (f"/v1/users/{user['id']}", f"/v1/users/{user['id']}/export"):
        problem(await http.call("GET", path), 404, "not_found")
    assert (await http.call("GET", "/v1/me", key=own)).status_code == 401
    [record] = (await http.get("/v1/erasures"))["items"]
    assert record == answer.json()
    assert (await http.call("DELETE", f"/v1/users/{user['id']}")).json() == record
    again = await create(http, externalId=marks["externalId"], phone={"number": marks["number"]})
    assert again["id"] != user["id"]
    assert (await called(http, marks["externalId"]))["id"] == again["id"]


async def test_the_erased_take_nothing_up_again(http: Http) -> None:
    user, _ = await planted(http)
    await http.call("DELETE", f"/v1/users/{user['id']}")
    path = f"/v1/users/{user['id']}"
    for method, at, body in (
        ("PATCH", path, {"firstName": "Ana"}),
        ("PUT", f"{path}/phone", {"number": new_number()}),
        ("POST", f"{path}/reactivate", None),
    ):
        problem(await http.call(method, at, json=body), 404, "not_found")


async def test_another_organizations_users_are_out_of_reach(http: Http, other: Http) -> None:
    user, _ = await planted(http)
    problem(await other.call("DELETE", f"/v1/users/{user['id']}"), 404, "not_found")
    problem(await other.call("GET", f"/v1/users/{user['id']}/export"), 404, "not_found")
    assert (await other.get("/v1/erasures"))["items"] == []
    assert (await http.get(f"/v1/users/{user['id']}"))["id"] == user["id"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", f"/v1/users/{uuid4()}"),
        ("GET", f"/v1/users/{uuid4()}/export"),
        ("GET", "/v1/erasures"),
        ("GET", "/v1/retention"),
        ("PUT", "/v1/retention"),
    ],
)
async def test_it_takes_an_admin(http: Http, method: str, path: str) -> None:
    refused = await http.call(method, path, key=http.editor, json={"days": {}} if method == "PUT" else None)
    problem(refused, 403, "scope_missing")


async def test_an_organization_chooses_for_how_long_it_keeps_what(http: Http) -> None:
    before = await http.get("/v1/retention")
    assert before == {"days": {kind.value: days for kind, days in DAYS.items()}, "own": {}}
    changed = await http.call("PUT", "/v1/retention", json={"days": {"replies": 30}})
    assert changed.json()["own"] == {"replies": 30}
    assert changed.json()["days"] == {**before["days"], "replies": 30}
    assert await http.get("/v1/retention") == changed.json()
    assert (await http.call("PUT", "/v1/retention", json={"days": {}})).json() == before


@pytest.mark.parametrize("days", [{"letters": 3}, {"inbox": 0}, {"inbox": 3651}, {"inbox": None}, [], None])
async def test_a_choice_that_is_none_is_refused(http: Http, days: Any) -> None:
    answer = await http.call("PUT", "/v1/retention", json={"days": days})
    assert answer.status_code == 422
    assert (await http.get("/v1/retention"))["own"] == {}


def test_every_kind_has_its_days() -> None:
    assert set(DAYS) == set(Kept)
