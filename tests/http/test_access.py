"""Who may do what: keys, scopes, other organizations, how often."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from starlette.types import Message

from homing.dispatching.context import Sending
from homing.dispatching.forgetting import forget
from homing.store import keys
from homing.store.keys import new_key_text
from plugin.http.limits import _limited
from plugin.http.problems import Problem
from tests.http.conftest import Http, make_key, problem
from tests.world import found_company

ADMIN_ONLY = (
    "/v1/settings",
    "/v1/channels",
    "/v1/channels/sms/skipped",
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


@pytest.mark.parametrize("key", ["hk_nobodys", "x" * 5000, "hk_' or 1=1 --"])
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


@pytest.mark.parametrize("path", ["/v1/users/bulk", "/v1/users/import", "/v1/me/channels/import"])
async def test_of_whoever_has_no_key_no_body_is_read(http: Http, path: str) -> None:
    """The answer is there though nothing of the body has come."""
    url = http.client.base_url
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(
        f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        f"Content-Length: 900000\r\nConnection: close\r\n\r\n".encode()
    )
    async with asyncio.timeout(10):
        status = await reader.readline()
    writer.close()

    assert b" 401 " in status


@pytest.mark.parametrize("path", ["/v1/me/channels/import", "/v1/channels/import", "/v1/keys/bulk"])
async def test_a_path_that_only_ends_like_a_lists_takes_no_more_than_others(http: Http, path: str) -> None:
    answer = await http.call(
        "PUT", path, content=b"[" * 2_000_000, headers={"Content-Type": "application/json"}
    )

    problem(answer, 413, "too_large")


async def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    arrived = [b"x" * 100, b"x" * 100]

    async def receive() -> Message:
        if arrived:
            return {"type": "http.request", "body": arrived.pop(), "more_body": True}
        await asyncio.sleep(3600)
        raise AssertionError

    limited = _limited(receive, 1_000, patience=0.5)
    for _ in range(2):
        await limited()
    with pytest.raises(Problem) as refused:
        async with asyncio.timeout(600):
            await limited()

    assert refused.value.status_code == 408


async def test_of_a_body_that_has_come_only_the_callers_leaving_is_awaited() -> None:
    messages: list[Message] = [{"type": "http.disconnect"}, {"type": "http.request", "body": b""}]

    async def receive() -> Message:
        if len(messages) == 1:
            await asyncio.sleep(1)
        return messages.pop()

    limited = _limited(receive, 1_000, patience=0.5)

    assert [(await limited())["type"] for _ in range(2)] == ["http.request", "http.disconnect"]


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
    """And nothing that is younger."""
    sending = http.company.sending
    ended = [await make_key(http.company, "editor") for _ in range(2)]
    for key in ("old", "young"):
        await http.post("/v1/groups", {"name": key}, 201, headers={"Idempotency-Key": key})
    async with sending.database.system() as connection:
        for key, days in zip(ended, (31, 29), strict=True):
            await connection.execute(
                text("update api_keys set expires_at = now() - cast(:age as interval) where hash = :hash"),
                {"hash": sending.vault.hash_key(key), "age": timedelta(days=days)},
            )
        await connection.execute(
            text(
                "update idempotency_keys set created_at = now() - interval '25 hours'"
                " where org_id = :org and key = 'old'"
            ),
            {"org": http.company.id},
        )

    await forget(sending)

    async with sending.database.app(http.company.id) as connection:
        kept = set((await connection.execute(text("select hash from api_keys"))).scalars())
        requests = list((await connection.execute(text("select key from idempotency_keys"))).scalars())
    assert [sending.vault.hash_key(key) in kept for key in ended] == [False, True]
    assert requests == ["young"]
