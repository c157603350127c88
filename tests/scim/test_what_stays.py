"""What the directory does not say, and what it only repeats, leaves everything else as it was."""

from datetime import time
from typing import Any

import pytest

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
from tests.scim.test_people import admin_post, shown
from tests.world import PLANTED_MAIL, Someone, new_number


async def call_own(directory: Directory, user: Json, method: str, path: str, body: Any = None) -> Json:
    """A request by a user of the directory."""
    key = await make_key(directory.company, "self", user=id_of(user))
    answer = await directory.client.request(
        method, f"/v1/me{path}", json=body, headers={"Authorization": f"Bearer {key}"}
    )
    found: Json = expect(answer, 200)
    return found


async def test_who_is_activated_again_has_wished_for_what_they_had(directory: Directory) -> None:
    ana = await directory.add("ana", phoneNumbers=mobile(new_number()))
    await call_own(directory, ana, "PUT", "/channels/sms", {"on": False})
    await call_own(directory, ana, "PUT", "/channels/email/MARKETING", {"on": False})
    hours = {"quietFrom": time(22).isoformat(), "quietUntil": time(7).isoformat()}
    wished = await call_own(directory, ana, "PUT", "/quiet-hours", hours)

    for active in (False, True):
        await directory.patch(f"/Users/{ana['id']}", {"op": "replace", "path": "active", "value": active})

    assert await call_own(directory, ana, "GET", "/preferences") == wished


async def test_whom_an_admin_deactivated_no_directory_activates_that_only_repeats_itself(
    directory: Directory,
) -> None:
    ana = await directory.add("ana", active=True)
    await admin_post(directory, f"/v1/users/{ana['id']}/deactivate")
    await directory.patch(
        f"/Users/{ana['id']}",
        {"op": "replace", "path": "active", "value": True},
        {"op": "replace", "path": "externalId", "value": "E-9"},
    )
    assert (await shown(directory, ana))["active"] is False


async def test_a_replacement_that_does_not_say_active_activates_nobody(directory: Directory) -> None:
    ana = await directory.add("ana", active=False)
    sent = {"schemas": [USER], "userName": "ana", "externalId": "E-9"}
    await directory.replace(f"/Users/{ana['id']}", sent)
    known = await shown(directory, ana)
    assert (known["active"], known["externalId"]) == (False, "E-9")


async def test_who_is_deleted_has_no_address_and_stays_in_the_groups_that_the_directory_did_not_send(
    directory: Directory,
) -> None:
    ana = await directory.add("ana", emails=[{"value": f"ana@{PLANTED_MAIL}", "primary": True}])
    await directory.add("boss")
    own = await admin_post(directory, "/v1/groups", {"name": "By hand"}, 201)
    members = f"/v1/groups/{own['id']}/members"
    await admin_post(directory, members, {"userIds": [ana["id"]]})

    assert (await directory.call("DELETE", f"/Users/{ana['id']}")).status_code == 204

    assert (await shown(directory, ana))["email"] is None
    admin = await make_key(directory.company, "admin")
    listed = expect(await directory.client.get(members, headers={"Authorization": f"Bearer {admin}"}), 200)
    assert [one["id"] for one in listed["items"]] == [ana["id"]]


async def test_whom_the_directory_has_sent_is_not_taken_for_another_of_the_same_name(
    directory: Directory,
) -> None:
    ana = await directory.add("ana", externalId="shared")
    other = await directory.add("shared", externalId="E-2")
    assert other["id"] != ana["id"]
    assert (await shown(directory, ana))["externalId"] == "shared"


async def test_what_the_directory_never_said_a_group_is_called_it_stays(directory: Directory) -> None:
    made = await admin_post(directory, "/v1/groups", {"name": "Days", "externalId": "g-1"}, 201)
    days = await directory.add_group("Days")
    assert days["id"] == made["id"]
    named = {"op": "replace", "path": "displayName", "value": "By day"}
    await directory.patch(f"/Groups/{days['id']}", named)

    admin = await make_key(directory.company, "admin")
    headers = {"Authorization": f"Bearer {admin}"}
    found = expect(await directory.client.get(f"/v1/groups/{made['id']}", headers=headers), 200)
    assert (found["name"], found["externalId"]) == ("By day", "g-1")


async def test_a_group_is_no_user_and_joins_none(directory: Directory) -> None:
    days = await directory.add_group("Days")
    scim_error(await directory.call("GET", f"/Users/{days['id']}"), 404)
    ana = await directory.add("ana")
    scim_error(await directory.call("GET", f"/Groups/{ana['id']}"), 404)
    both = await directory.add_group("Both", [days["id"], ana["id"]])
    assert [one["value"] for one in both["members"]] == [ana["id"]]


async def test_nobody_is_their_own_manager(directory: Directory) -> None:
    ana = await directory.add("ana", externalId="E-1", **{ENTERPRISE: {"manager": {"value": "E-1"}}})
    assert (await shown(directory, ana))["managerId"] is None


async def test_a_national_number_is_read_in_the_users_country_before_the_organizations(
    directory: Directory,
) -> None:
    await directory.company.change(region="ES")
    known = await admin_post(directory, "/v1/users", {"externalId": "e-7", "country": "FR"}, 201)
    numbers = mobile("0612345678")
    ana = await directory.add("ana", externalId="e-7", phoneNumbers=numbers)
    assert ana["id"] == known["id"]
    assert (await shown(directory, ana))["phone"]["country"] == "FR"


async def test_a_national_number_is_read_anew_where_the_country_changes(directory: Directory) -> None:
    def at(country: str) -> list[Json]:
        return [{"type": "work", "country": country}]

    ana = await directory.add("ana", addresses=at("ES"), phoneNumbers=mobile("612345678"))
    assert (await shown(directory, ana))["phone"]["country"] == "ES"
    moved = {"op": "replace", "path": "addresses", "value": at("FR")}
    await directory.patch(f"/Users/{ana['id']}", moved)
    assert (await shown(directory, ana))["phone"]["country"] == "FR"


async def test_a_change_of_another_version_is_refused_though_there_is_nothing_to_do(
    directory: Directory,
) -> None:
    ana = await directory.add("ana")
    version = {"If-Match": ana["meta"]["version"]}
    await directory.patch(f"/Users/{ana['id']}", {"op": "add", "path": "title", "value": "Boss"})
    nothing = {"op": "remove", "path": f"{ENTERPRISE}:manager", "value": "nobody"}
    scim_error(await directory.try_patch(f"/Users/{ana['id']}", nothing, headers=version), 412)


@pytest.mark.spec("P09")
async def test_a_number_that_can_not_be_read_takes_the_place_of_the_former_which_is_texted_no_more(
    directory: Directory,
) -> None:
    former = new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(former))
    await directory.patch(
        f"/Users/{ana['id']}", {"op": "replace", "path": "phoneNumbers", "value": mobile("12")}
    )
    assert (await shown(directory, ana))["phone"] is None
    run = await directory.company.campaign([Someone(id_of(ana), former, "")])
    await run.send()
    assert await run.outcomes() == {"skipped:no_identifier": 1}


@pytest.mark.parametrize(
    ("attribute", "value", "told"),
    [
        ("title", "Boss", 1),
        ("phoneNumbers", mobile("12", display="Work"), 1),
        ("emails", [{"value": "nobody"}], 2),  # which is news, and the number is not
    ],
)
async def test_what_can_not_be_read_is_told_once_until_it_changes(
    directory: Directory, attribute: str, value: Any, told: int
) -> None:
    async def alerts() -> int:
        admin = await make_key(directory.company, "admin")
        answer = await directory.client.get("/v1/alerts", headers={"Authorization": f"Bearer {admin}"})
        return sum(one["count"] for one in expect(answer, 200)["items"])

    ana = await directory.add("ana", phoneNumbers=mobile("12"))
    assert await alerts() == 1
    await directory.patch(
        f"/Users/{ana['id']}",
        {"op": "add", "path": attribute, "value": value},
        {"op": "replace", "path": "externalId", "value": "E-9"},
    )
    assert await alerts() == told
