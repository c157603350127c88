"""What a user of the directory is in the product."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from homing.store.scim import Kind
from tests.http.conftest import expect, make_key
from tests.scim.conftest import (
    ENTERPRISE,
    USER,
    Directory,
    Json,
    id_of,
    mobile,
    scim_error,
)
from tests.world import PLANTED_MAIL, PLANTED_NAME, Someone, new_number

_EVERYTHING = {
    "externalId": "E-1",
    "name": {"givenName": PLANTED_NAME, "familyName": "Vega", "honorificSuffix": "III"},
    "displayName": "Ana Vega",
    "title": "",
    "preferredLanguage": "es-ES,es;q=0.9",
    "timezone": "Europe/Madrid",
    "active": True,
    "addresses": [{"type": "work", "country": "ES", "formatted": "Calle 1\nMadrid"}],
    "roles": [{"value": "lead", "primary": True}, {"display": "auditor"}],
    "entitlements": [{"value": "x"}],
}


async def shown(directory: Directory, user: Json) -> Json:
    """A user as admins see them."""
    admin = await make_key(directory.company, "admin")
    answer = await directory.client.get(
        f"/v1/users/{user['id']}", headers={"Authorization": f"Bearer {admin}"}
    )
    found: Json = expect(answer, 200)
    return found


async def admin_post(directory: Directory, path: str, body: Any = None, status: int = 200) -> Any:
    admin = await make_key(directory.company, "admin")
    headers = {"Authorization": f"Bearer {admin}"}
    return expect(await directory.client.post(path, json=body, headers=headers), status)


async def test_a_user_is_known_by_all_that_the_product_needs(directory: Directory) -> None:
    boss = await directory.add("boss")
    number, mail = new_number(), f"ana@{PLANTED_MAIL}"
    ana = await directory.add(
        "ana@corp.local",
        **_EVERYTHING,
        phoneNumbers=mobile(number),
        emails=[{"value": mail, "type": "work", "primary": True}],
        **{ENTERPRISE: {"manager": {"value": boss["id"]}, "department": "R&D"}},
    )
    known = await shown(directory, ana)
    assert known["externalId"] == "E-1"
    assert known["firstName"] == PLANTED_NAME
    assert (known["locale"], known["country"], known["timeZone"]) == ("es-ES", "ES", "Europe/Madrid")
    assert known["roles"] == ["auditor", "lead"]
    assert known["managerId"] == boss["id"]
    assert known["active"] is True
    assert (known["phone"]["source"], known["phone"]["state"]) == ("directory", "verified")
    assert known["email"]["source"] == "directory"


async def test_what_was_sent_comes_back_as_it_was_sent(directory: Directory) -> None:
    sent = {
        **_EVERYTHING,
        "phoneNumbers": [
            {"value": "tel:+34-611-00-00-01;ext=7", "type": "work", "primary": True},
            {"value": " 611 000 002 ", "type": "mobile"},
            {"value": "+34 611 000 003", "type": "satellite", "display": "boat"},
        ],
        "emails": [{"value": "Ana.Vega@Corp.LOCAL", "type": "work", "primary": True}],
        ENTERPRISE: {"employeeNumber": "007", "costCenter": "4130"},
    }
    created = await directory.add("Ana@Corp.LOCAL", password="hunter2", **sent)
    read = await directory.get(f"/Users/{created['id']}")
    assert read == created
    assert "password" not in read
    assert {name: read[name] for name in sent if name != "roles"} == {
        name: value for name, value in sent.items() if name != "roles"
    }
    assert read["userName"] == "Ana@Corp.LOCAL"


async def test_a_password_is_kept_nowhere(directory: Directory) -> None:
    ana = await directory.add("ana", password="hunter2")
    company = directory.company
    async with company.sending.database.app(company.id) as connection:
        row = (
            await connection.execute(
                text("select key_id, sealed from scim_resources where id = :id"), {"id": id_of(ana)}
            )
        ).one()
    assert "hunter2" not in company.sending.vault.decrypt(row.key_id, row.sealed)


@pytest.mark.parametrize(
    ("field", "numbers"),
    [
        ("too_short", mobile("+34 61")),
        ("not_a_number", mobile("ask at the desk")),
        ("extension", mobile("tel:+34611000001;ext=3")),
        ("region_missing", mobile("611 000 001")),
        ("cannot_receive_texts", mobile("+34 911 234 567")),
    ],
)
async def test_a_number_that_can_not_be_read_is_kept_and_told_and_fails_nothing(
    directory: Directory, field: str, numbers: list[Json]
) -> None:
    ana = await directory.add("ana", phoneNumbers=numbers)
    assert (await directory.get(f"/Users/{ana['id']}"))["phoneNumbers"] == numbers
    assert (await shown(directory, ana))["phone"] is None
    admin = await make_key(directory.company, "admin")
    headers = {"Authorization": f"Bearer {admin}"}
    faults = expect(await directory.client.get("/v1/directory/faults", headers=headers), 200)["items"]
    [fault] = faults
    assert (fault["id"], fault["faults"]) == (ana["id"], [{"field": "phone", "reason": field}])
    assert await directory.company.alerts() == {"directory_unreadable": 1}
    await directory.patch(f"/Users/{ana['id']}", {"op": "replace", "path": "title", "value": "Boss"})
    assert await directory.company.alerts() == {"directory_unreadable": 1}, "told once"
    number = {"op": "replace", "path": 'phoneNumbers[type eq "mobile"].value', "value": new_number()}
    await directory.patch(f"/Users/{ana['id']}", number)
    assert (await shown(directory, ana))["phone"]["state"] == "verified"
    state = expect(await directory.client.get("/v1/directory", headers=headers), 200)
    assert (state["users"], state["groups"], state["faulty"]) == (1, 0, 0)


async def test_an_office_number_is_neither_texted_nor_told_as_a_fault(directory: Directory) -> None:
    office = [{"value": "+34 911 234 567", "type": "work", "primary": True}]
    ana = await directory.add("ana", phoneNumbers=office)
    assert (await shown(directory, ana))["phone"] is None
    assert await directory.company.alerts() == {}


async def test_a_replacement_without_numbers_clears_the_directorys_number(directory: Directory) -> None:
    ana = await directory.add("ana", phoneNumbers=mobile(new_number()))
    assert (await shown(directory, ana))["phone"] is not None
    await directory.replace(f"/Users/{ana['id']}", {"schemas": [USER], "userName": "ana"})
    assert (await shown(directory, ana))["phone"] is None


async def test_a_user_whom_the_product_knows_by_the_same_name_is_taken_and_not_doubled(
    directory: Directory,
) -> None:
    by_external = await admin_post(
        directory, "/v1/users", {"externalId": "e-7", "timeZone": "Europe/Paris"}, 201
    )
    by_user_name = await admin_post(directory, "/v1/users", {"externalId": "ben@corp.local"}, 201)
    ana = await directory.add("ana@corp.local", externalId="e-7")
    ben = await directory.add("ben@corp.local", externalId="e-8")
    assert (ana["id"], ben["id"]) == (by_external["id"], by_user_name["id"])
    assert (await shown(directory, ana))["timeZone"] == "Europe/Paris", "of which the directory says nothing"
    assert (await shown(directory, ben))["externalId"] == "e-8"
    taken = {"schemas": [USER], "userName": "carol", "externalId": "e-7"}
    scim_error(await directory.call("POST", "/Users", taken), 409, "uniqueness")


async def test_a_user_name_is_one_users_however_it_is_written(directory: Directory) -> None:
    await directory.add("Ana@corp.local")
    again = {"schemas": [USER], "userName": "ANA@corp.local"}
    scim_error(await directory.call("POST", "/Users", again), 409, "uniqueness")


async def test_of_many_who_create_a_user_at_once_one_does(directory: Directory) -> None:
    body = {"schemas": [USER], "userName": "ana", "externalId": "e-1"}
    answers = await asyncio.gather(*(directory.call("POST", "/Users", body) for _ in range(6)))
    assert sorted(one.status_code for one in answers) == [201] + [409] * 5


@pytest.mark.parametrize(
    ("named_by", "later"),
    [("id", False), ("externalId", False), ("userName", False), ("externalId", True), ("userName", True)],
)
async def test_a_manager_is_found_by_any_name_and_may_come_later(
    directory: Directory, named_by: str, *, later: bool
) -> None:
    boss = {"userName": "Boss@corp.local", "externalId": "b-1"}
    if not later:
        boss = await directory.add(boss["userName"], externalId="b-1")
    staff = await directory.add("ana", **{ENTERPRISE: {"manager": {"value": boss[named_by]}}})
    if later:
        assert (await shown(directory, staff))["managerId"] is None
        boss = await directory.add(boss["userName"], externalId="b-1")
    assert (await shown(directory, staff))["managerId"] == boss["id"]
    await directory.patch(f"/Users/{staff['id']}", {"op": "remove", "path": f"{ENTERPRISE}:manager"})
    assert (await shown(directory, staff))["managerId"] is None


async def test_what_the_directory_never_spoke_of_stays_as_it_was(directory: Directory) -> None:
    ana = await directory.add("ana", phoneNumbers=mobile(new_number()))
    admin = await make_key(directory.company, "admin")
    headers = {"Authorization": f"Bearer {admin}"}
    changes = {"timeZone": "Europe/Paris", "locale": "fr"}
    expect(await directory.client.patch(f"/v1/users/{ana['id']}", json=changes, headers=headers), 200)
    roles = {"roles": ["host"]}
    expect(await directory.client.put(f"/v1/users/{ana['id']}/roles", json=roles, headers=headers), 200)
    await directory.patch(f"/Users/{ana['id']}", {"op": "add", "path": "title", "value": "Boss"})
    known = await shown(directory, ana)
    assert (known["timeZone"], known["locale"], known["roles"]) == ("Europe/Paris", "fr", ["host"])


@pytest.mark.spec("Q18")
async def test_who_is_activated_again_is_still_opted_out_and_unconfirmed(directory: Directory) -> None:
    number = new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(number))
    admin = await make_key(directory.company, "admin")
    headers = {"Authorization": f"Bearer {admin}"}
    own = {"number": new_number(), "source": "self"}
    expect(await directory.client.put(f"/v1/users/{ana['id']}/phone", json=own, headers=headers), 200)
    await admin_post(directory, "/v1/opt-outs", {"userId": ana["id"]})
    for active in (False, "False", True, "True"):
        await directory.patch(f"/Users/{ana['id']}", {"op": "Replace", "path": "active", "value": active})
        assert (await shown(directory, ana))["active"] is (str(active) == "True")
    states = {one["source"]: one["state"] for one in (await shown(directory, ana))["identifiers"]}
    assert states == {"directory": "verified", "self": "unverified"}
    run = await directory.company.campaign([Someone(id_of(ana), number, "")])
    await run.send()
    assert await run.outcomes() == {"skipped:opted_out": 1}


async def test_a_deleted_user_stays_deactivated_and_comes_back_as_the_same(directory: Directory) -> None:
    boss = await directory.add("boss")
    ana = await directory.add(
        "ana",
        externalId="e-1",
        phoneNumbers=mobile(new_number()),
        roles=[{"value": "lead"}],
        **{ENTERPRISE: {"manager": {"value": boss["id"]}}},
    )
    group = await directory.add_group("Night shift", [ana["id"], boss["id"]])
    assert (await directory.call("DELETE", f"/Users/{ana['id']}")).status_code == 204
    scim_error(await directory.call("GET", f"/Users/{ana['id']}"), 404)
    scim_error(await directory.call("DELETE", f"/Users/{ana['id']}"), 404)
    known = await shown(directory, ana)
    assert (known["active"], known["phone"], known["roles"], known["managerId"]) == (False, None, [], None)
    members = (await directory.get(f"/Groups/{group['id']}"))["members"]
    assert [one["value"] for one in members] == [boss["id"]]
    back = await directory.add("ana", externalId="e-1")
    assert back["id"] == ana["id"]
    assert back["meta"]["version"] != ana["meta"]["version"]
    assert (await shown(directory, back))["active"] is True


async def test_of_two_changes_that_name_the_same_version_one_is_taken(directory: Directory) -> None:
    ana = await directory.add("ana")
    version = {"If-Match": ana["meta"]["version"]}
    answers = await asyncio.gather(
        *(
            directory.try_patch(
                f"/Users/{ana['id']}", {"op": "add", "path": "title", "value": str(n)}, headers=version
            )
            for n in range(2)
        )
    )
    assert sorted(one.status_code for one in answers) == [204, 412]
    scim_error(max(answers, key=lambda one: one.status_code), 412)
    read = await directory.call("GET", f"/Users/{ana['id']}")
    assert read.headers["ETag"] == read.json()["meta"]["version"] != ana["meta"]["version"]
    unchanged = {"If-None-Match": read.headers["ETag"]}
    assert (await directory.call("GET", f"/Users/{ana['id']}", headers=unchanged)).status_code == 304


async def test_changes_at_once_that_name_no_version_are_all_taken(directory: Directory) -> None:
    ana = await directory.add("ana")
    attributes = ["title", "nickName", "userType", "displayName", "locale", "timezone"]
    await asyncio.gather(
        *(
            directory.patch(f"/Users/{ana['id']}", {"op": "add", "path": name, "value": "es"})
            for name in attributes
        )
    )
    read = await directory.get(f"/Users/{ana['id']}")
    assert {name: read.get(name) for name in attributes} == dict.fromkeys(attributes, "es")


async def test_changes_at_once_of_whatever_is_there_are_all_taken(directory: Directory) -> None:
    ana = await directory.add("ana")
    attributes = ["title", "nickName", "userType", "displayName"]
    whatever = {"If-Match": "*"}
    await asyncio.gather(
        *(
            directory.patch(
                f"/Users/{ana['id']}", {"op": "add", "path": name, "value": "x"}, headers=whatever
            )
            for name in attributes
        )
    )
    read = await directory.get(f"/Users/{ana['id']}")
    assert {name: read.get(name) for name in attributes} == dict.fromkeys(attributes, "x")


async def test_a_number_that_could_not_be_read_is_read_once_it_can_be(directory: Directory) -> None:
    ana = await directory.add("ana", phoneNumbers=mobile(new_number().removeprefix("+34")))
    assert (await shown(directory, ana))["phone"] is None
    await directory.company.change(region="ES")
    await directory.patch(f"/Users/{ana['id']}", {"op": "add", "path": "title", "value": "Boss"})
    assert (await shown(directory, ana))["phone"]["state"] == "verified"


async def test_a_patch_that_fails_half_way_applies_nothing(directory: Directory) -> None:
    number = new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(number))
    refused = await directory.try_patch(
        f"/Users/{ana['id']}",
        {"op": "replace", "path": "active", "value": False},
        {"op": "remove", "path": "phoneNumbers"},
        {"op": "add", "path": "nothing", "value": "x"},
    )
    scim_error(refused, 400, "invalidPath")
    assert await directory.get(f"/Users/{ana['id']}") == ana
    known = await shown(directory, ana)
    assert known["active"] is True
    assert known["phone"] is not None


async def test_a_change_that_changes_nothing_keeps_the_version(directory: Directory) -> None:
    ana = await directory.add("ana", active=False)
    await directory.patch(f"/Users/{ana['id']}", {"op": "replace", "path": "active", "value": "False"})
    assert await directory.get(f"/Users/{ana['id']}") == ana


async def test_a_bulk_request_does_each_of_its_operations(directory: Directory) -> None:
    request = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [
            {
                "method": "POST",
                "path": "/Users",
                "bulkId": "a",
                "data": {"schemas": [USER], "userName": "ana"},
            },
            {
                "method": "POST",
                "path": "/Users",
                "bulkId": "b",
                "data": {"schemas": [USER], "userName": "ANA"},
            },
            {
                "method": "POST",
                "path": "/Groups",
                "bulkId": "g",
                "data": {
                    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
                    "displayName": "Night shift",
                    "members": [{"value": "bulkId:a"}],
                },
            },
        ],
    }
    answer = expect(await directory.call("POST", "/Bulk", request), 200)
    assert [one["status"] for one in answer["Operations"]] == ["201", "409", "201"]
    [group] = await directory.find("/Groups", 'displayName eq "night shift"')
    [ana] = await directory.find("/Users", 'userName eq "ana"')
    assert [one["value"] for one in group["members"]] == [ana["id"]]
    assert ana["groups"][0]["display"] == "Night shift"
    assert ana["meta"]["resourceType"] == Kind.USER
