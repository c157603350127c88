"""What a user wishes over HTTP: switches by class, and quiet hours of their own."""

from typing import Any, Final

import pytest

from tests.http.conftest import Http, expect, problem

WISHES: Final = "/v1/me/preferences"
HOURS: Final = "/v1/me/quiet-hours"


async def hired(http: Http) -> str:
    [ana] = await http.company.hire(1)
    return await http.key_of(ana.id)


def switches(wishes: Any, channel: str) -> dict[str, bool]:
    [one] = [one for one in wishes["channels"] if one["channel"] == channel]
    return {"all": one["on"], **{it["messageClass"]: it["on"] for it in one["classes"]}}


@pytest.mark.spec("P17")
async def test_each_class_on_each_channel_has_a_switch_of_its_own(http: Http) -> None:
    key = await hired(http)

    for on in (False, False, True):
        path = "/v1/me/channels/sms/MARKETING"
        wishes = expect(await http.call("PUT", path, key=key, json={"on": on}), 200)
        assert switches(wishes, "sms") == {"all": True, "MARKETING": on, "TRANSACTIONAL": True}
        assert switches(wishes, "email") == {"all": True, "MARKETING": True, "TRANSACTIONAL": True}
        assert wishes == await http.get(WISHES, key=key)
        assert (await http.get("/v1/me", key=key))["channels"] == wishes["channels"]


@pytest.mark.spec("P13")
@pytest.mark.parametrize("channel", ["in_app", "account_sms", "pigeon"])
async def test_what_is_mandatory_has_no_switch_for_a_class_either(http: Http, channel: str) -> None:
    key = await hired(http)
    path = f"/v1/me/channels/{channel}/TRANSACTIONAL"
    problem(await http.call("PUT", path, key=key, json={"on": False}), 404, "not_found")
    path = "/v1/me/channels/sms/OTP"
    problem(await http.call("PUT", path, key=key, json={"on": False}), 422, "invalid")


@pytest.mark.spec("X13")
async def test_quiet_hours_are_ones_own_beside_the_organizations(http: Http) -> None:
    key = await hired(http)
    night = {"quietFrom": "21:00:00", "quietUntil": "08:00:00"}
    expect(await http.call("PATCH", "/v1/settings", json=night), 200)

    hours = {"quietFrom": "19:30:00", "quietUntil": "07:00:00"}
    wishes = expect(await http.call("PUT", HOURS, key=key, json=hours), 200)
    assert {name: wishes[name] for name in hours} == hours
    assert (wishes["orgQuietFrom"], wishes["orgQuietUntil"]) == ("21:00:00", "08:00:00")
    me = await http.get("/v1/me", key=key)
    assert (me["quietFrom"], me["quietUntil"]) == ("19:30:00", "07:00:00")

    none = {"quietFrom": None, "quietUntil": None}
    wishes = expect(await http.call("PUT", HOURS, key=key, json=none), 200)
    assert {name: wishes[name] for name in none} == none
    assert wishes["orgQuietFrom"] == "21:00:00"


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ({"quietFrom": "21:00", "quietUntil": None}, "quiet_hours_incomplete"),
        ({"quietFrom": "21:00"}, "invalid"),
        ({"quietFrom": "25:00", "quietUntil": "08:00"}, "invalid"),
        ({"quietFrom": "21:00Z", "quietUntil": "08:00"}, "invalid"),
        ({"quietFrom": "00:00", "quietUntil": "23:59"}, "quiet_hours_all_day"),
    ],
)
async def test_quiet_hours_that_can_not_be_meant_are_refused(
    http: Http, hours: dict[str, Any], code: str
) -> None:
    key = await hired(http)
    problem(await http.call("PUT", HOURS, key=key, json=hours), 422, code)
    assert (await http.get(WISHES, key=key))["quietFrom"] is None
