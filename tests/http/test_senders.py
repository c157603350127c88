"""The numbers that texts come from, as an organization's admins keep them; and its secrets."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import jwt
import pytest
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.providers.webhooks import WebhookMessage
from homing.settings import Settings
from plugin.http import create_app
from plugin.services import build_webhooks
from tests.conftest import SENDER
from tests.http.conftest import Http, problem
from tests.http.opened import Post
from tests.providers.raw_server import answer, raw_server
from tests.providers.receivers import documented_check, head_of

NOT_AT_TWILIO = {"providerHandlesKeywords": "none"}
_NATIONAL: Iterator[int] = count(6_12_34_00_00)


def french() -> tuple[str, str]:
    """A number that is nobody's yet, as it is kept and as it is written at home."""
    national = f"0{next(_NATIONAL)}"
    return f"+33{national[1:]}", " ".join(national[n : n + 2] for n in range(0, 10, 2))


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

    number, written = french()
    added = await http.post("/v1/senders", {"number": written, "country": "FR"}, 201)
    after = await http.company.campaign([ana])
    await after.send()

    assert added == {
        "id": added["id"],
        "country": "FR",
        "number": number,
        "kind": "long_code",
        "capabilities": ["sms"],
        "segmentsPerSecond": 1,
        "active": True,
        "providerHandlesKeywords": "none",
    }
    assert await before.outcomes() == {"skipped:no_sender_for_country": 1}
    assert await after.outcomes() == {"sent": 1}
    assert [one.sender for one in await carrier.texts(ana.number)][-1] == number


async def test_adding_a_number_again_is_the_same_as_once(http: Http) -> None:
    number, written = french()
    new = {"number": number, "country": "FR", "providerHandlesKeywords": "advanced"}
    first = await http.post("/v1/senders", new, 201)

    again = await http.post("/v1/senders", {"number": written, "country": "FR", "segmentsPerSecond": 5}, 201)
    once_more = await http.post("/v1/senders", {"number": written, "country": "FR"}, 201)

    assert once_more == again == {**first, "segmentsPerSecond": 5}
    assert again["providerHandlesKeywords"] == "advanced"
    assert set(await listed(http)) == {SENDER, number}


@pytest.mark.parametrize(
    "other_way", [{"country": "BE"}, {"kind": "toll_free"}, {"capabilities": ["sms", "voice"]}]
)
async def test_a_number_that_is_added_again_as_another_sender_is_refused(
    http: Http, other_way: dict[str, Any]
) -> None:
    number, _ = french()
    first = await http.post("/v1/senders", {"number": number, "country": "FR"}, 201)
    changed = {"number": number, "country": "FR", "segmentsPerSecond": 7, **other_way}

    answer = await http.call("POST", "/v1/senders", json=changed)

    problem(answer, 409, "sender_differs")
    assert (await listed(http))[number] == first


# -- whose a sender is


@pytest.mark.parametrize("active", [True, False])
async def test_a_number_that_another_organization_has_is_not_to_be_had(
    http: Http, other: Http, *, active: bool
) -> None:
    number, written = french()
    added = await other.post("/v1/senders", {"number": number, "country": "FR"}, 201)
    await other.call("PATCH", f"/v1/senders/{added['id']}", json={"active": active})

    said = problem(
        await http.call("POST", "/v1/senders", json={"number": written, "country": "FR"}),
        409,
        "sender_taken",
    )

    assert str(other.company.id) not in str(said)
    assert set(await listed(http)) == {SENDER}
    assert (await listed(other))[number] == {**added, "active": active}


async def test_a_name_that_another_organization_has_is_not_to_be_had_in_small_letters_either(
    http: Http, other: Http
) -> None:
    name = f"A{uuid4().hex[:9]}Z"
    await other.post("/v1/senders", {"number": name, "country": "GB", "kind": "alphanumeric"}, 201)

    new = {"number": f" {name.lower()} ", "country": "GB", "kind": "alphanumeric"}
    answer = await http.call("POST", "/v1/senders", json=new)

    problem(answer, 409, "sender_taken")


async def test_a_number_that_the_operator_lets_two_share_stays_with_both(http: Http, other: Http) -> None:
    """Every company of the tests was given the same one."""
    before = (await listed(http))[SENDER]

    again = await http.post("/v1/senders", {"number": SENDER, "country": "ES"}, 201)

    assert again == before
    assert set(await listed(other)) == {SENDER}


async def test_of_organizations_that_want_a_number_at_once_one_gets_it(http: Http, other: Http) -> None:
    for _ in range(5):
        number, _ = french()
        answers = await asyncio.gather(
            *(
                one.call("POST", "/v1/senders", json={"number": number, "country": "FR"})
                for one in (http, other, http, other)
            )
        )

        owners = {n % 2 for n, answer in enumerate(answers) if answer.status_code == 201}
        assert len(owners) == 1
        assert [answer.status_code for answer in answers].count(409) == 2
        assert [number in await listed(one) for one in (http, other)].count(True) == 1


# -- who answers keywords


@pytest.mark.spec("P16")
@pytest.mark.parametrize(("elsewhere", "said"), [(None, "default"), ("http://127.0.0.1:9", "none")])
async def test_keywords_are_answered_by_twilio_unless_it_is_said_otherwise_or_another_server_stands_in(
    http: Http, settings: Settings, sending: Sending, elsewhere: str | None, said: str
) -> None:
    """Where both answered STOP, people would get two confirmations."""
    own = settings.model_copy(update={"twilio_api_base_url": elsewhere})
    app = create_app(own, sending, await Client.connect("127.0.0.1:9", lazy=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
        api = replace(http, client=client)
        new = [{"number": french()[0], "country": "FR", **more} for more in ({}, NOT_AT_TWILIO)]

        added = [await api.post("/v1/senders", one, 201) for one in new]

    assert [one["providerHandlesKeywords"] for one in added] == [said, "none"]


# -- what can be a sender


async def test_a_sender_of_another_type_needs_no_more_than_to_be_said(http: Http) -> None:
    name = f"PI{uuid4().hex[:9]}"
    new = {"number": name, "country": "GB", "kind": "alphanumeric", "segmentsPerSecond": 10}

    added = await http.post("/v1/senders", new, 201)

    assert (await listed(http))[name] == added
    assert (added["kind"], added["segmentsPerSecond"]) == ("alphanumeric", 10)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"number": "12", "country": "ES"}, "too_short"),
        ({"number": "call me", "country": "ES"}, "not_a_number"),
        ({"number": "8005550100", "country": "US"}, "cannot_receive_texts"),
        ({"number": SENDER, "country": "ES", "kind": "short_code"}, "not_a_sender"),
        ({"number": "0034 600 1", "country": "ES", "kind": "alphanumeric"}, "not_a_sender"),
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


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"country": "ZZ"}, "$.country"),
        ({"country": "EU"}, "$.country"),
        ({"capabilities": ["sms", "fax"]}, "$.capabilities[1]"),
        ({"capabilities": ["SMS"]}, "$.capabilities[0]"),
    ],
)
async def test_a_country_or_an_ability_that_there_is_none_of_is_refused_by_its_path(
    http: Http, changed: dict[str, Any], path: str
) -> None:
    body = {"number": french()[0], "country": "FR", **changed}

    said = problem(await http.call("POST", "/v1/senders", json=body), 422, "invalid")

    assert [one["path"] for one in said["errors"]] == [path]
    assert set(await listed(http)) == {SENDER}


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
    for _ in range(3):
        await http.post("/v1/senders", {"number": french()[0], "country": "FR"}, 201)

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
