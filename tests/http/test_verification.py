"""Adding and confirming a number over HTTP: who may, what is seen, what is allowed."""

from uuid import uuid4

import httpx
import pytest

from homing.carrier.control import Control
from tests.confirming import Confirming, somebody
from tests.http.conftest import Http, expect, make_key, problem
from tests.world import new_number


@pytest.fixture
async def ana(http: Http, carrier: Control) -> Confirming:
    """Somebody without a number."""
    return await somebody(http, carrier)


@pytest.mark.spec("P10", "Q13")
async def test_a_number_that_waits_is_seen_by_its_user_and_by_admins_masked(
    http: Http, ana: Confirming
) -> None:
    path = f"/v1/users/{ana.person.id}/verification"
    assert (await ana.confirming(), await http.get(path)) == (None, None)

    answer = await ana.add()

    pending = expect(answer, 202)
    assert (
        pending.items()
        >= {
            "state": "open",
            "shown": f"…{ana.number[-2:]}",
            "source": "self",
            "country": "ES",
            "triesLeft": 5,
            "codesLeft": 4,
            "startTo": http.company.sender,
        }.items()
    )
    assert pending["againAt"] < pending["expiresAt"]
    assert await ana.confirming() == await http.get(path) == pending
    assert ana.number[3:-2] not in answer.text


async def test_nobody_but_its_user_asks_for_a_code_or_gives_one(http: Http, ana: Confirming) -> None:
    for method, path, body in (
        ("POST", "", {"number": ana.number}),
        ("POST", "/code", None),
        ("POST", "/confirm", {"code": "123456"}),
        ("DELETE", "/code", None),
        ("DELETE", "", None),
    ):
        refused = await http.call(method, f"/v1/me/phone{path}", json=body)
        problem(refused, 403, "scope_missing")
    own = await http.call("GET", f"/v1/users/{ana.person.id}/verification", key=ana.key)
    problem(own, 403, "scope_missing")


async def test_what_another_organization_is_confirming_is_not_there(
    http: Http, other: Http, ana: Confirming
) -> None:
    expect(await ana.add(), 202)
    path = f"/v1/users/{ana.person.id}/verification"
    problem(await other.call("GET", path), 404, "not_found")
    problem(await http.call("GET", f"/v1/users/{uuid4()}/verification"), 404, "not_found")


@pytest.mark.spec("A11")
@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+34910123456", "cannot_receive_texts"),
        ("+34803123456", "cannot_receive_texts"),
        ("+34600123456;ext=5", "extension"),
        ("600123456", "region_missing"),
        ("000000000000000", "region_missing"),
        ("+000000000000000", "invalid_country_code"),
        ("ring me", "not_a_number"),
        ("+34600", "too_short"),
    ],
)
async def test_what_is_no_number_to_text_is_refused_with_its_reason(
    ana: Confirming, number: str, code: str
) -> None:
    problem(await ana.add(number), 422, code)
    assert await ana.confirming() is None


async def test_a_national_number_is_read_where_its_user_says(ana: Confirming) -> None:
    assert expect(await ana.add(ana.number.removeprefix("+34"), region="ES"), 202)["country"] == "ES"


@pytest.mark.spec("P11")
async def test_a_refusal_for_now_says_when_to_come_back(ana: Confirming) -> None:
    expect(await ana.add(), 202)
    for answer in (await ana.add(), await ana.call("POST", "/code")):
        problem(answer, 429, "code_too_soon")
        assert 0 < int(answer.headers["Retry-After"]) <= 31


async def test_who_has_nothing_to_confirm_is_told_so(ana: Confirming) -> None:
    problem(await ana.call("POST", "/code"), 422, "no_identifier")
    problem(await ana.give("123456"), 422, "nothing_to_confirm")
    problem(await ana.give("abcdef"), 422, "not_a_code")
    expect(await ana.call("DELETE", "/code"), 204)
    expect(await ana.call("DELETE"), 204)


@pytest.mark.spec("P10")
async def test_a_number_that_was_removed_is_gone(ana: Confirming) -> None:
    expect(await ana.add(), 202)
    expect(await ana.call("DELETE"), 204)
    assert (await ana.state(), await ana.confirming()) == (None, None)


@pytest.mark.spec("P11")
async def test_admins_open_and_close_countries_to_codes(http: Http, ana: Confirming) -> None:
    assert await http.get("/v1/settings/codes") == {"countries": None, "daily": 1000, "allowed": ["ES"]}

    closed = await put(http, countries=[], daily=5)
    assert expect(closed, 200) == {"countries": [], "daily": 5, "allowed": []}
    problem(await ana.add(), 422, "country_not_allowed")

    opened = expect(await put(http, countries=["PT", "ES", "PT"], daily=5), 200)
    assert (opened["countries"], opened["allowed"]) == (["ES", "PT"], ["ES", "PT"])
    expect(await ana.add(), 202)
    expect(await put(http, countries=None, daily=100_000), 200)
    problem(await put(http, countries=["XX"], daily=5), 422, "invalid")
    problem(await put(http, countries=None, daily=100_001), 422, "invalid")


async def put(http: Http, **body: object) -> httpx.Response:
    return await http.call("PUT", "/v1/settings/codes", json=body)


@pytest.mark.spec("P09", "P10")
async def test_a_number_of_the_directory_is_not_changed_by_its_user(http: Http, carrier: Control) -> None:
    ben = await somebody(http, carrier, number=True)
    problem(await ben.add(new_number()), 409, "number_from_organization")
    problem(await ben.add(), 409, "already_confirmed")
    expect(await ben.call("DELETE"), 204)
    assert await ben.state("directory") == "verified"


async def test_an_editors_key_sees_no_settings_of_codes(http: Http) -> None:
    editor = await make_key(http.company, "editor")
    problem(await http.call("GET", "/v1/settings/codes", key=editor), 403, "scope_missing")
