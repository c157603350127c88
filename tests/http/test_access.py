"""Who may do what: keys, scopes, other organizations, how often."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.dispatching.forgetting import forget
from homing.store import keys
from homing.store.keys import new_key_text
from plugin.http.problems import Problem
from plugin.http.rates import Rates
from tests.http.conftest import Http, make_key, problem
from tests.world import found_company

ADMIN_ONLY = (
    "/v1/settings",
    "/v1/channels",
    "/v1/senders",
    "/v1/spend",
    "/v1/alerts",
    "/v1/keys",
    "/v1/secrets",
)
EDITORS = ("/v1/catalogue", "/v1/definitions", "/v1/campaigns")


async def test_without_a_key_nothing_opens(http: Http) -> None:
    answer = await http.call("GET", "/v1/campaigns", key="")

    problem(answer, 401, "key_missing")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("key", ["hk_nobodys", "x" * 5000, "hk_' or 1=1 --", "\x7f"])
async def test_a_key_that_is_nobodys_opens_nothing(http: Http, key: str) -> None:
    problem(await http.call("GET", "/v1/campaigns", key=key), 401, "key_unknown")


@pytest.mark.parametrize("path", ADMIN_ONLY)
async def test_an_editors_key_opens_no_admins_door(http: Http, path: str) -> None:
    problem(await http.call("GET", path, key=http.editor), 403, "scope_missing")


@pytest.mark.parametrize("path", EDITORS)
async def test_an_admins_key_opens_an_editors_doors(http: Http, path: str) -> None:
    assert (await http.call("GET", path)).status_code == 200


async def test_a_users_own_key_opens_their_inbox_and_nothing_else(http: Http) -> None:
    [ana] = await http.company.hire(1)
    own = await http.key_of(ana.id)

    assert (await http.call("GET", "/v1/me", key=own)).status_code == 200
    for path in (*ADMIN_ONLY, *EDITORS):
        problem(await http.call("GET", path, key=own), 403, "scope_missing")


async def test_an_admin_is_nobodys_self(http: Http) -> None:
    problem(await http.call("GET", "/v1/me"), 403, "scope_missing")


async def test_a_revoked_key_opens_nothing_from_the_answer_on(http: Http) -> None:
    made = await http.post("/v1/keys", {"name": "a script", "scopes": ["editor"]}, 201)
    assert (await http.call("GET", "/v1/campaigns", key=made["key"])).status_code == 200

    assert (await http.call("DELETE", f"/v1/keys/{made['id']}")).status_code == 204

    problem(await http.call("GET", "/v1/campaigns", key=made["key"]), 401, "key_unknown")


async def test_a_key_is_shown_once_and_then_by_its_first_characters(http: Http) -> None:
    made = await http.post("/v1/keys", {"name": "a script", "scopes": ["editor"]}, 201)

    listed = await http.call("GET", "/v1/keys")

    assert made["key"].startswith("hk_")
    assert made["key"] not in listed.text
    [shown] = [one for one in listed.json()["items"] if one["id"] == made["id"]]
    assert made["key"].startswith(shown["hint"])
    assert len(shown["hint"]) < len(made["key"]) / 3


async def test_of_a_key_only_a_keyed_hash_is_kept(sending: Sending) -> None:
    key = new_key_text()

    assert sending.vault.hash_key(key) != sending.vault.hash_link(key)
    assert key.encode() not in sending.vault.hash_key(key)


async def test_an_expired_key_opens_nothing(http: Http) -> None:
    company, key = http.company, new_key_text()
    async with company.sending.database.app(company.id) as connection:
        await keys.create_key(
            connection,
            company.id,
            company.sending.vault,
            id=uuid4(),
            name="x",
            key=key,
            scopes=["admin"],
            expires_at=datetime.now(UTC) - timedelta(seconds=1),
        )

    problem(await http.call("GET", "/v1/campaigns", key=key), 401, "key_unknown")


async def test_the_key_of_a_user_who_is_deactivated_opens_nothing(http: Http) -> None:
    [ana] = await http.company.hire(1)
    own = await http.key_of(ana.id)

    await http.post(f"/v1/users/{ana.id}/deactivate")

    problem(await http.call("GET", "/v1/me", key=own), 401, "key_unknown")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x", "scopes": []},
        {"name": "x", "scopes": ["root"]},
        {"name": "x", "scopes": ["self"]},
        {"name": "x", "scopes": ["self"], "userId": str(uuid4())},
        {"name": "x", "scopes": ["self", "admin"], "userId": str(uuid4()), "expiresInSeconds": 60},
        {"name": "x", "scopes": ["admin"], "userId": str(uuid4())},
        {"name": "x", "scopes": ["admin"], "expiresInSeconds": 0},
        {"name": "a\x00b", "scopes": ["admin"]},
        {"name": "", "scopes": ["admin"]},
    ],
)
async def test_a_key_that_makes_no_sense_is_not_made(http: Http, body: dict[str, object]) -> None:
    problem(await http.call("POST", "/v1/keys", json=body), 422, "invalid")


async def test_a_key_for_another_organizations_user_is_not_made(http: Http, sending: Sending) -> None:
    [stranger] = await (await found_company(sending, "+34600000001")).hire(1)
    body = {"name": "x", "scopes": ["self"], "userId": str(stranger.id), "expiresInSeconds": 60}

    problem(await http.call("POST", "/v1/keys", json=body), 404, "not_found")


async def test_another_organizations_things_are_not_there(http: Http, sending: Sending) -> None:
    """Whoever guesses an id learns nothing, not even that there is such a thing."""
    theirs = await (other := await found_company(sending, "+34600000001")).campaign(await other.hire(1))
    [them] = other.staff
    for method, path in (
        ("GET", f"/v1/campaigns/{theirs.campaign}"),
        ("GET", f"/v1/campaigns/{theirs.campaign}/executions"),
        ("GET", f"/v1/executions/{theirs.execution}"),
        ("GET", f"/v1/executions/{theirs.execution}/recipients"),
        ("GET", f"/v1/executions/{theirs.execution}/events"),
        ("GET", f"/v1/executions/{theirs.execution}/recipients/{them.id}"),
        ("POST", f"/v1/executions/{theirs.execution}/recipients/{them.id}/act"),
        ("DELETE", f"/v1/executions/{theirs.execution}/recipients/{them.id}"),
        ("POST", f"/v1/executions/{theirs.execution}/start"),
        ("POST", f"/v1/executions/{theirs.execution}/pause"),
        ("POST", f"/v1/executions/{theirs.execution}/cancel"),
        ("POST", f"/v1/users/{them.id}/deactivate"),
        ("GET", f"/v1/users/{them.id}"),
    ):
        problem(await http.call(method, path), 404, "not_found")
    assert await theirs.outcomes() == {}


async def test_whoever_asks_too_often_is_told_when_to_come_back() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    for _ in range(20):
        rates.take("a key")

    with pytest.raises(Problem) as refused:
        rates.take("a key")
    rates.take("another key")
    now[0] += int((refused.value.headers or {})["Retry-After"])
    rates.take("a key")

    assert refused.value.status_code == 429


async def test_whoever_guesses_keys_is_shut_out_for_a_while() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    for _ in range(30):
        rates.miss("10.0.0.1")

    assert rates.is_shut("10.0.0.1")
    assert not rates.is_shut("10.0.0.2")
    now[0] += 60
    assert not rates.is_shut("10.0.0.1")


async def test_every_operation_under_v1_needs_a_key(http: Http) -> None:
    paths = (await http.get("/openapi.json"))["paths"]
    operations = [(method, path) for path in paths if path.startswith("/v1") for method in paths[path]]

    answers = {
        (method, path): await http.call(method.upper(), re.sub(r"{\w+}", str(uuid4()), path), key="", json={})
        for method, path in operations
    }

    assert len(answers) > 50
    assert [one for one, answer in answers.items() if answer.status_code != 401] == []


async def test_old_keys_and_requests_are_forgotten(http: Http) -> None:
    key = await make_key(http.company, "editor")
    company = http.company
    async with company.sending.database.system() as connection:
        await connection.execute(
            text("update api_keys set expires_at = now() - interval '31 days' where hash = :hash"),
            {"hash": company.sending.vault.hash_key(key)},
        )

    assert await forget(company.sending) >= 1
