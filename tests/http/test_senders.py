"""The numbers that texts come from, as an organization's admins keep them; and its secrets."""

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import jwt
import pytest

from homing.carrier.control import Control
from homing.providers.webhooks import WebhookMessage
from homing.settings import Settings
from plugin.services import build_webhooks
from tests.conftest import SENDER
from tests.http.conftest import Http, problem
from tests.http.opened import Post
from tests.providers.raw_server import answer, raw_server
from tests.providers.receivers import documented_check, head_of

FRENCH = "+33612345678"


async def listed(http: Http) -> dict[str, Any]:
    """By number."""
    return {one["number"]: one for one in (await http.get("/v1/senders"))["items"]}


@pytest.mark.spec("P26", "P27")
async def test_a_sender_of_a_country_that_is_added_texts_that_country_from_then_on(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1, numbers=["+33611223344"])
    before = await http.company.campaign([ana])
    await before.send()

    added = await http.post("/v1/senders", {"number": "06 12 34 56 78", "country": "FR"}, 201)
    after = await http.company.campaign([ana])
    await after.send()

    assert added == {
        "id": added["id"],
        "country": "FR",
        "number": FRENCH,
        "kind": "long_code",
        "capabilities": ["sms"],
        "segmentsPerSecond": 1,
        "active": True,
        "providerHandlesKeywords": "none",
    }
    assert await before.outcomes() == {"skipped:no_sender_for_country": 1}
    assert await after.outcomes() == {"sent": 1}
    assert [one.sender for one in await carrier.texts(ana.number)][-1] == FRENCH


async def test_adding_a_number_again_is_the_same_as_once(http: Http) -> None:
    first = await http.post("/v1/senders", {"number": FRENCH, "country": "FR"}, 201)

    again = await http.post(
        "/v1/senders", {"number": "06 12 34 56 78", "country": "FR", "segmentsPerSecond": 5}, 201
    )

    assert again == {**first, "segmentsPerSecond": 5}
    assert set(await listed(http)) == {SENDER, FRENCH}


async def test_a_sender_of_another_type_needs_no_more_than_to_be_said(http: Http) -> None:
    new = {"number": "PIDGR", "country": "GB", "kind": "alphanumeric", "segmentsPerSecond": 10}

    added = await http.post("/v1/senders", new, 201)

    assert (await listed(http))["PIDGR"] == added
    assert (added["kind"], added["segmentsPerSecond"]) == ("alphanumeric", 10)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"number": "12", "country": "ES"}, "too_short"),
        ({"number": "call me", "country": "ES"}, "not_a_number"),
        ({"number": "700000001", "country": "ZZ"}, "region_missing"),
        ({"number": SENDER, "country": "es"}, "invalid"),
        ({"number": SENDER, "country": "ES", "kind": "pigeon"}, "invalid"),
        ({"number": SENDER, "country": "ES", "segmentsPerSecond": 0}, "invalid"),
        ({"number": SENDER, "country": "ES", "providerHandlesKeywords": "some"}, "invalid"),
        ({"country": "ES"}, "invalid"),
    ],
)
async def test_a_sender_that_can_send_nothing_is_refused(http: Http, body: dict[str, Any], code: str) -> None:
    before = await listed(http)

    said = problem(await http.call("POST", "/v1/senders", json=body), 422, code)

    assert str(body.get("number", "-")) not in str(said)
    assert await listed(http) == before


@pytest.mark.spec("P26")
async def test_a_sender_that_is_put_out_of_use_texts_nobody_until_it_is_back(
    http: Http, carrier: Control
) -> None:
    [ana] = await http.company.hire(1)
    path = f"/v1/senders/{(await listed(http))[SENDER]['id']}"
    outcomes = []
    for active in (False, True):
        answer = await http.call("PATCH", path, json={"active": active})
        assert answer.json()["active"] is active
        run = await http.company.campaign([ana])
        await run.send()
        outcomes.append(await run.outcomes())

    assert outcomes == [{"skipped:no_sender_for_country": 1}, {"sent": 1}]
    assert len(await carrier.texts(ana.number)) == 1


async def test_of_a_sender_only_what_is_named_changes(http: Http) -> None:
    before = (await listed(http))[SENDER]
    path = f"/v1/senders/{before['id']}"

    await http.call("PATCH", path, json={"providerHandlesKeywords": "advanced"})
    await http.call("PATCH", path, json={"segmentsPerSecond": 3})
    await http.call("PATCH", path, json={})

    after = (await listed(http))[SENDER]
    assert after == {**before, "providerHandlesKeywords": "advanced", "segmentsPerSecond": 3}


async def test_another_organizations_sender_is_not_there(http: Http, other: Http) -> None:
    theirs = (await listed(other))[other.company.sender]
    for sender in (theirs["id"], str(uuid4())):
        problem(await http.call("PATCH", f"/v1/senders/{sender}", json={"active": False}), 404, "not_found")

    assert (await listed(other))[other.company.sender] == theirs


async def test_senders_come_in_pages(http: Http) -> None:
    for n in range(3):
        await http.post("/v1/senders", {"number": f"+3361234567{n}", "country": "FR"}, 201)

    first = await http.get("/v1/senders?limit=3")
    rest = await http.get(f"/v1/senders?limit=3&cursor={first['next']}")

    assert {one["number"] for one in (*first["items"], *rest["items"])} == set(await listed(http))
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 1, None)


@pytest.mark.spec("Q06")
async def test_a_webhook_is_proved_by_the_secret_that_admins_are_shown(
    http: Http, other: Http, settings: Settings
) -> None:
    shown, theirs = [(await one.get("/v1/secrets"))["webhook"] for one in (http, other)]
    webhooks = build_webhooks(settings.model_copy(update={"webhook_allow": "127.0.0.0/8"}))
    async with raw_server(answer(204, "")) as receiver:
        message = WebhookMessage(http.company.id, uuid4(), f"{receiver.url}/hook", {}, {"people": 3})
        try:
            answered = await webhooks.call(message)
        finally:
            await webhooks.aclose()
    [signature] = head_of(receiver.heads[0])["homing-signature"]
    [body] = receiver.bodies
    is_genuine = documented_check()

    assert answered.reason is None
    assert is_genuine(shown, signature, body.encode(), time.time())
    assert not is_genuine(theirs, signature, body.encode(), time.time())


@pytest.mark.spec("P06")
async def test_a_links_token_is_proved_by_the_secret_that_admins_are_shown(
    http: Http, other: Http, carrier: Control
) -> None:
    shown, theirs = [(await one.get("/v1/secrets"))["link"] for one in (http, other)]
    opened = await Post(http, carrier).reminded("https://target.invalid/policy")

    location = (await http.client.get(opened.path)).headers["Location"]

    [token] = parse_qs(urlsplit(location).query)["homing"]
    ours: dict[str, Any] = {"algorithms": ["HS256"], "audience": str(http.company.id), "issuer": "homing"}
    assert jwt.decode(token, shown, **ours)["user"] == str(opened.person.id)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, theirs, **ours)


async def test_secrets_are_for_admins_alone(http: Http) -> None:
    said: httpx.Response = await http.call("GET", "/v1/secrets", key=http.editor)

    problem(said, 403, "scope_missing")
    assert said.headers["Cache-Control"] == "no-store"
