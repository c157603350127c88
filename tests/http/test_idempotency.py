"""A request that creates may be repeated, and creates once."""

import asyncio
import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.dispatching.forgetting import forget
from plugin.http.definitions import EXAMPLE
from plugin.http.people_requests import NewUserIn
from tests.http.conftest import Http, expect, problem
from tests.world import new_number


async def definition(http: Http) -> str:
    return str((await http.post("/v1/definitions", {"name": "x", "definition": EXAMPLE}, 201))["id"])


def keyed(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


async def campaigns(http: Http) -> int:
    return len((await http.get("/v1/campaigns"))["items"])


async def test_the_same_request_with_the_same_key_makes_one_campaign(http: Http) -> None:
    body = {"title": "Q3", "definitionId": await definition(http)}

    first = await http.call("POST", "/v1/campaigns", json=body, headers=keyed("one"))
    again = await http.call("POST", "/v1/campaigns", json=body, headers=keyed("one"))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert await campaigns(http) == 1


async def test_many_at_the_same_moment_make_one(http: Http) -> None:
    body = {"title": "Q3", "definitionId": await definition(http)}

    answers = await asyncio.gather(
        *(http.call("POST", "/v1/campaigns", json=body, headers=keyed("race")) for _ in range(8))
    )

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    for answer in answers:
        if answer.status_code == 409:
            problem(answer, 409, "idempotency_key_in_progress")
            assert answer.headers["Retry-After"] == "1"
    assert await campaigns(http) == 1


async def test_another_request_under_a_key_is_refused(http: Http) -> None:
    body = {"title": "Q3", "definitionId": await definition(http)}
    await http.post("/v1/campaigns", body, 201, headers=keyed("one"))

    other = await http.call("POST", "/v1/campaigns", json={**body, "title": "Q4"}, headers=keyed("one"))

    problem(other, 422, "idempotency_key_reused")
    assert await campaigns(http) == 1


@pytest.mark.spec("A08")
async def test_a_key_under_which_a_request_was_refused_is_free_again(http: Http) -> None:
    body = {"title": "see bit.ly/x", "definitionId": await definition(http)}
    problem(await http.call("POST", "/v1/campaigns", json=body, headers=keyed("one")), 422, "link_shortener")

    await http.post("/v1/campaigns", {**body, "title": "Q3"}, 201, headers=keyed("one"))


async def test_two_organizations_may_choose_the_same_key(http: Http, other: Http) -> None:
    first = await http.post("/v1/definitions", {"name": "x", "definition": EXAMPLE}, 201, headers=keyed("k"))
    second = await other.post(
        "/v1/definitions", {"name": "x", "definition": EXAMPLE}, 201, headers=keyed("k")
    )

    assert first["id"] != second["id"]


async def test_a_process_that_went_away_before_it_answered_leaves_one_campaign(http: Http) -> None:
    """It had made the campaign, and not yet kept the answer: the repetition finds it made."""
    body = {"title": "Q3", "definitionId": await definition(http)}
    first = await http.post("/v1/campaigns", body, 201, headers=keyed("one"))
    await forget_answer(http, "one")

    problem(
        await http.call("POST", "/v1/campaigns", json=body, headers=keyed("one")),
        409,
        "idempotency_key_in_progress",
    )
    await pass_time(http, "one")
    again = await http.post("/v1/campaigns", body, 201, headers=keyed("one"))

    assert again == first
    assert await campaigns(http) == 1


async def test_a_definition_is_registered_once_too(http: Http) -> None:
    body = {"name": "x", "definition": EXAMPLE}
    first = await http.post("/v1/definitions", body, 201, headers=keyed("one"))
    await forget_answer(http, "one")
    await pass_time(http, "one")

    again = await http.post("/v1/definitions", body, 201, headers=keyed("one"))

    assert again == first == {"id": first["id"], "version": 1}


@pytest.mark.parametrize("same", [True, False])
async def test_after_its_day_a_key_is_a_new_one_and_changes_nothing_that_was_made(
    http: Http, *, same: bool
) -> None:
    body = {"title": "Q3", "definitionId": await definition(http)}
    first = await http.post("/v1/campaigns", body, 201, headers=keyed("daily"))
    ana = await http.post("/v1/users", {"firstName": "Ana"}, 201, headers=keyed("person"))
    await _update(http, "daily", "created_at = now() - interval '25 hours'")
    await _update(http, "person", "created_at = now() - interval '25 hours'")
    await forget(http.company.sending)

    title = "Q3" if same else "Q4"
    second = await http.post("/v1/campaigns", {**body, "title": title}, 201, headers=keyed("daily"))
    ben = await http.post("/v1/users", {"firstName": "Ben"}, 201, headers=keyed("person"))

    assert second["id"] != first["id"]
    assert ben["id"] != ana["id"]
    assert (await http.get(f"/v1/users/{ana['id']}"))["firstName"] == "Ana"
    assert (await http.get(f"/v1/campaigns/{second['id']}"))["title"] == title


async def test_what_was_asked_for_can_be_guessed_from_no_row(http: Http) -> None:
    """A body may hold a number: only a keyed hash of it is kept."""
    number = new_number()
    body: dict[str, Any] = {"firstName": "Ana", "phone": {"number": number}}
    await http.post("/v1/users", body, 201, headers=keyed("one"))

    async with http.company.sending.database.app(http.company.id) as connection:
        found = await connection.execute(text("select fingerprint, sealed from idempotency_keys"))
        [row] = found.all()

    asked = NewUserIn.model_validate(body).model_dump(mode="json")
    written = f"POST /v1/users {json.dumps(asked, sort_keys=True)}"
    assert row.fingerprint == http.company.sending.vault.hash_request(written)
    assert row.fingerprint != hashlib.sha256(written.encode()).digest()
    assert number.encode() not in row.sealed


@pytest.mark.parametrize("key", ["", "x" * 201, "a\tb", "käse"])
async def test_a_key_that_is_none_is_refused(http: Http, key: str) -> None:
    body: Any = {"title": "Q3", "definitionId": str(uuid4())}
    answer = await http.client.post(
        "/v1/campaigns",
        json=body,
        headers=[
            (b"Authorization", f"Bearer {http.admin}".encode()),
            (b"Idempotency-Key", key.encode("latin-1")),
        ],
    )

    problem(answer, 400, "invalid_idempotency_key")


async def test_without_a_key_each_request_makes_one_more(http: Http) -> None:
    body = {"title": "Q3", "definitionId": await definition(http)}
    for _ in range(2):
        expect(await http.call("POST", "/v1/campaigns", json=body), 201)

    assert await campaigns(http) == 2


async def forget_answer(http: Http, key: str) -> None:
    await _update(http, key, "status = null, sealed = null, until = now() + interval '1 minute'")


async def pass_time(http: Http, key: str) -> None:
    await _update(http, key, "until = now() - interval '1 second'")


async def _update(http: Http, key: str, change: str) -> None:
    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(text(f"update idempotency_keys set {change} where key = :key"), {"key": key})
