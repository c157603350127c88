"""Quarantined numbers over HTTP: who is listed, what happened, and how they are released."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from homing.dispatching import health
from homing.domain.outcome import FailureReason
from homing.domain.phone import E164
from homing.store.health import Verdict
from tests.http.conftest import Http, expect, make_key, problem
from tests.world import Company, Someone, new_number


async def fail(company: Company, person: Someone, times: int = 2) -> None:
    """Let texts to a number fail as those to one that is not in service."""
    hmac = company.sending.vault.hash_identifier(person.number)
    reason = FailureReason.NUMBER_UNKNOWN
    for _ in range(times):
        await health.failed(company.sending, [Verdict(company.id, "sms", person.id, hmac, uuid4(), reason)])


async def listed(http: Http) -> list[Any]:
    items: list[Any] = (await http.get("/v1/numbers/quarantined"))["items"]
    return items


async def histories(http: Http, person: Someone) -> Any:
    return await http.get(f"/v1/users/{person.id}/phone/health")


@pytest.mark.spec("X15")
async def test_a_quarantined_number_is_listed_with_its_reason_and_what_lifts_it(http: Http) -> None:
    ana, ben, cleo = await http.company.hire(3)
    expect(await http.call("PATCH", f"/v1/users/{ana.id}", json={"externalId": f"e-{ana.id}"}), 200)
    await fail(http.company, ana)
    await fail(http.company, ben, times=1)
    await health.wrong_number(http.company.sending, E164(cleo.number), http.company.id)

    latest, first = await listed(http)

    assert (latest["userId"], latest["reason"], latest["failures"]) == (str(cleo.id), "wrong_number", 0)
    assert first == {
        "id": first["id"],
        "userId": str(ana.id),
        "externalId": f"e-{ana.id}",
        "lastDigits": ana.number[-4:],
        "source": "directory",
        "reason": "number_unknown",
        "failures": 2,
        "since": first["since"],
        "liftedBy": ["release", "another_number"],
    }
    [alert] = [one for one in (await http.get("/v1/alerts"))["items"] if one["kind"] == "number_quarantined"]
    assert (alert["channel"], alert["count"]) == ("sms", 2)


@pytest.mark.spec("X15")
async def test_what_fails_or_arrives_later_changes_nothing_of_why_and_since_when_a_number_is_quarantined(
    http: Http,
) -> None:
    [ana] = await http.company.hire(1)
    await fail(http.company, ana)
    [before] = await listed(http)
    sending, hmac = http.company.sending, http.company.sending.vault.hash_identifier(ana.number)
    late = Verdict(http.company.id, "sms", ana.id, hmac, uuid4(), FailureReason.LANDLINE)

    await health.failed(sending, [late])
    async with sending.database.system() as connection:
        await health.delivered(connection, [replace(late, attempt_id=uuid4(), reason=None)])

    assert await listed(http) == [{**before, "failures": 3}]
    kinds = [one["kind"] for one in (await histories(http, ana))["items"]]
    assert kinds == ["failed", "quarantined", "failed", "failed"]


@pytest.mark.spec("X15")
async def test_the_list_comes_in_pages(http: Http) -> None:
    people = await http.company.hire(3)
    for one in people:
        await fail(http.company, one)

    first = await http.get("/v1/numbers/quarantined?limit=2")
    rest = await http.get(f"/v1/numbers/quarantined?limit=2&cursor={first['next']}")

    shown = [one["userId"] for one in (*first["items"], *rest["items"])]
    assert shown == [str(one.id) for one in reversed(people)]
    assert rest["next"] is None


@pytest.mark.spec("X15")
async def test_the_pages_miss_none_of_those_who_share_a_number(http: Http) -> None:
    await http.company.vouch()
    ana, ben = await http.company.hire(2, numbers=[number := new_number(), number])
    await fail(http.company, ana)

    first = await http.get("/v1/numbers/quarantined?limit=1")
    rest = await http.get(f"/v1/numbers/quarantined?limit=1&cursor={first['next']}")

    assert {one["userId"] for one in (*first["items"], *rest["items"])} == {str(ana.id), str(ben.id)}
    assert rest["next"] is None


@pytest.mark.spec("X15")
async def test_an_admin_releases_a_user_and_the_event_is_kept_with_the_key(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await fail(http.company, ana)
    run = await http.company.campaign([ana])
    await run.send()
    assert await run.outcomes() == {"skipped:quarantined": 1}

    released = await http.post("/v1/numbers/release", {"userId": str(ana.id)})

    assert released == {"userIds": [str(ana.id)]}
    assert await listed(http) == []
    found = await histories(http, ana)
    [number] = found["numbers"]
    assert (number["state"], number["failures"], number["quarantined"]) == ("verified", 0, False)
    assert number["lastDigits"] == ana.number[-4:]
    assert {one["lastDigits"] for one in found["items"]} == {ana.number[-4:]}
    assert [(one["kind"], one["reason"]) for one in found["items"]] == [
        ("released", None),
        ("quarantined", "number_unknown"),
        ("failed", "number_unknown"),
        ("failed", "number_unknown"),
    ]
    [mine] = [one for one in (await http.get("/v1/keys"))["items"] if one["scopes"] == ["admin"]]
    assert [one["actor"] for one in found["items"]] == [mine["id"], None, None, None]
    again = await http.company.campaign([ana])
    await again.send()
    assert set(await again.outcomes()) <= {"sent", "delivered"}


@pytest.mark.spec("X15", "Q13")
async def test_a_number_is_released_by_itself_for_all_who_have_it_and_never_repeated(http: Http) -> None:
    ana, ben = await http.company.hire(2)
    bound = await http.call("PUT", f"/v1/users/{ben.id}/phone", json={"number": ana.number, "source": "self"})
    assert bound.status_code == 200
    await fail(http.company, ana)
    national = {"number": ana.number.removeprefix("+34")}
    problem(await http.call("POST", "/v1/numbers/release", json=national), 422, "region_missing")
    expect(await http.call("PATCH", "/v1/settings", json={"region": "ES"}), 200)

    answer = await http.call("POST", "/v1/numbers/release", json=national)

    assert expect(answer, 200)["userIds"] == sorted([str(ana.id), str(ben.id)])
    assert ana.number not in answer.text
    assert (await http.get(f"/v1/users/{ben.id}"))["phone"]["state"] == "verified"
    states = {one["source"]: one["state"] for one in (await histories(http, ben))["numbers"]}
    assert states == {"directory": "verified", "self": "unverified"}


@pytest.mark.spec("X15")
async def test_another_number_lifts_it_and_the_same_again_does_not(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await fail(http.company, ana)
    path = f"/v1/users/{ana.id}/phone"
    same = {"number": ana.number, "source": "directory"}

    assert expect(await http.call("PUT", path, json=same), 200)["phone"]["state"] == "quarantined"
    [other] = await http.company.hire(1, number=False)
    new = {"number": other.number, "source": "directory"}
    assert expect(await http.call("PUT", path, json=new), 200)["phone"]["state"] == "verified"

    assert await listed(http) == []
    assert (await histories(http, ana))["items"] == []


@pytest.mark.spec("X15")
async def test_the_events_come_in_pages(http: Http) -> None:
    [ana] = await http.company.hire(1)
    await fail(http.company, ana, times=4)
    path = f"/v1/users/{ana.id}/phone/health?limit=3"

    first = await http.get(path)
    rest = await http.get(f"{path}&cursor={first['next']}")

    kinds = [one["kind"] for one in (*first["items"], *rest["items"])]
    assert kinds == ["failed", "failed", "quarantined", "failed", "failed"]
    assert rest["next"] is None


@pytest.mark.spec("X15")
async def test_nobody_sees_or_releases_another_organizations_numbers(http: Http, other: Http) -> None:
    [ana] = await http.company.hire(1)
    [same] = await other.company.hire(1, numbers=[ana.number])
    await fail(http.company, ana)

    assert await listed(other) == []
    assert (await histories(other, same))["items"] == []
    problem(await other.call("GET", f"/v1/users/{ana.id}/phone/health"), 404, "not_found")
    for body in ({"userId": str(ana.id)}, {"userId": str(same.id)}, {"number": ana.number}):
        problem(await other.call("POST", "/v1/numbers/release", json=body), 404, "not_found")
    assert len(await listed(http)) == 1


@pytest.mark.spec("X15")
@pytest.mark.parametrize("by_number", [False, True], ids=["by the user", "by the number"])
@pytest.mark.parametrize("refused", [1, 2], ids=["refused once", "refused and quarantined"])
async def test_what_the_provider_refused_as_no_number_is_tried_again_once_it_is_released(
    http: Http, carrier: Control, refused: int, *, by_number: bool
) -> None:
    await http.company.vouch()
    ana, ben = await http.company.hire(2, numbers=[number := new_number(), number])
    await carrier.fault("error", to=number, next=refused, code=21614)
    run = await http.company.campaign([ana, ben][:refused])
    await run.send()
    assert len(await listed(http)) == (0 if refused == 1 else 2)
    assert (await histories(http, ana))["numbers"][0]["state"] == "invalid"
    body = {"number": number} if by_number else {"userId": str(ana.id)}

    assert await http.post("/v1/numbers/release", body) == {"userIds": sorted([str(ana.id), str(ben.id)])}

    for one in (ana, ben):
        found = await histories(http, one)
        [shown] = found["numbers"]
        assert (shown["state"], shown["failures"], shown["quarantined"]) == ("verified", 0, False)
        assert found["items"][0]["kind"] == "released"
    again = await http.company.campaign([ana, ben])
    await again.send()
    assert set(await again.outcomes()) <= {"sent", "delivered"}
    problem(await http.call("POST", "/v1/numbers/release", json=body), 404, "not_found")


@pytest.mark.parametrize("body", [{}, {"userId": None}, {"number": ""}, {"userId": "x", "number": "+34"}])
async def test_a_release_names_a_user_or_a_number(http: Http, body: Any) -> None:
    problem(await http.call("POST", "/v1/numbers/release", json=body), 422, "invalid")


async def test_numbers_are_for_admins_alone(http: Http) -> None:
    [ana] = await http.company.hire(1)
    for key in (http.editor, await make_key(http.company, "scim")):
        for method, path in (
            ("GET", "/v1/numbers/quarantined"),
            ("POST", "/v1/numbers/release"),
            ("GET", f"/v1/users/{ana.id}/phone/health"),
        ):
            body = {"userId": str(ana.id)} if method == "POST" else None
            problem(await http.call(method, path, key=key, json=body), 403, "scope_missing")
