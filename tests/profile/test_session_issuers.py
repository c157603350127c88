"""Whose tokens an organization takes, and who comes in by them."""

import asyncio
from typing import Any, Final
from uuid import UUID, uuid4

import httpx
import pytest

from homing.store import people, sessions
from homing.store.sessions import MOST_AT_ONCE
from plugin.profile.words import WORDS
from tests.http.conftest import Http, problem
from tests.http.staff import create, external
from tests.invariants import waiting
from tests.profile.issuing import add, where
from tests.profile.signing import AUD, EC, ISS, RSA, SMALL, pem, signed
from tests.profile.visiting import Visitor, link_to


@pytest.mark.spec("P10")
async def test_a_hosts_session_lets_its_user_in_by_header_or_by_form(
    http: Http, client: httpx.AsyncClient
) -> None:
    name = external()
    await create(http, externalId=name, firstName="Quillonquist7")
    made = await add(http)
    token = signed(made["secret"], "HS256", sub=name)

    page = await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
    assert (page.status, page.path) == (200, "/profile")
    assert "Quillonquist7" in page.text

    client.cookies.clear()
    sent = await Visitor(client).send(
        where(made), {"token": token}, Origin="https://host.example", **{"Sec-Fetch-Site": "cross-site"}
    )
    assert (sent.status, sent.path) == (200, "/profile")
    assert token not in sent.html


async def test_a_token_opens_as_many_sessions_as_a_user_needs_and_no_more(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    made = await add(http, subject="user_id")
    token = signed(made["secret"], "HS256", sub=str(ana.id))
    by_link = await link_to(http, ana.id)
    assert (await Visitor(client).open(by_link)).status == 200
    cookies = []
    for n in range(MOST_AT_ONCE + 3):
        client.cookies.clear()
        if n == MOST_AT_ONCE:  # which takes the place of none of these
            assert (await Visitor(client).open(await link_to(http, ana.id))).status == 200
            client.cookies.clear()
        await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
        cookies.append(dict(client.cookies))

    async def status(cookie: dict[str, str]) -> int:
        async with httpx.AsyncClient(base_url=client.base_url, cookies=cookie) as one:
            return (await one.get("/profile")).status_code

    assert [await status(one) for one in cookies] == [401] * 3 + [200] * MOST_AT_ONCE
    assert (await Visitor(client).open(by_link)).status == 403


async def test_a_subject_may_be_the_products_own_id(http: Http, client: httpx.AsyncClient) -> None:
    [ana, _] = await http.company.hire(2)
    made = await add(http, subject="user_id")
    for subject, status in ((str(ana.id), 200), (str(uuid4()), 403), ("e-1", 403)):
        token = signed(made["secret"], "HS256", sub=subject)
        page = await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
        assert page.status == status


async def test_nobody_enters_by_what_another_organization_takes(
    http: Http, other: Http, client: httpx.AsyncClient
) -> None:
    name = external()
    await create(http, externalId=name)
    await create(other, externalId=name)
    made, theirs = await add(http), await add(other)
    token = signed(theirs["secret"], "HS256", sub=name)
    visitor = Visitor(client)

    assert (await visitor.open(where(made), Authorization=f"Bearer {token}")).status == 403
    nowhere = where(made).rpartition("/")[0] + f"/{uuid4()}"
    assert (await visitor.open(nowhere, Authorization=f"Bearer {token}")).status == 403
    for header in ("", "Bearer", "Bearer x", f"Basic {token}", token):
        assert (await visitor.open(where(made), Authorization=header)).status == 403
    assert (await visitor.open(f"{where(made)}?token={token}")).status == 403
    assert (await visitor.open(where(theirs), Authorization=f"Bearer {token}")).status == 200


async def test_what_admins_see_of_issuers_is_no_secret(http: Http, other: Http) -> None:
    made = await add(http, name="Production")
    given = await add(http, secret="g" * 40)
    key = await add(http, kind="public_key", publicKey=pem(EC))
    keys = await add(http, kind="key_set", keySetUrl="https://login.example.com/keys")
    assert (given["secret"], key["secret"], keys["secret"]) == (None, None, None)
    assert len(made["secret"]) >= 32

    listed = await http.call("GET", "/v1/session-issuers")
    assert made["secret"] not in listed.text
    assert "g" * 40 not in listed.text
    shown = {one["id"]: one for one in listed.json()}
    assert shown[key["id"]]["publicKey"] == pem(EC)
    assert shown[keys["id"]]["keySetUrl"] == "https://login.example.com/keys"
    assert shown[made["id"]]["subject"] == "external_id"
    assert await other.get("/v1/session-issuers") == []

    path = f"/v1/session-issuers/{made['id']}"
    problem(await other.call("DELETE", path), 404, "not_found")
    problem(await http.call("DELETE", path, key=http.editor), 403, "scope_missing")
    assert (await http.call("DELETE", path)).status_code == 204
    problem(await http.call("DELETE", path), 404, "not_found")


async def test_tokens_of_an_issuer_that_was_taken_out_open_nothing(
    http: Http, client: httpx.AsyncClient
) -> None:
    name = external()
    await create(http, externalId=name)
    made = await add(http)
    token = signed(made["secret"], "HS256", sub=name)
    await http.call("DELETE", f"/v1/session-issuers/{made['id']}")
    assert (await Visitor(client).open(where(made), Authorization=f"Bearer {token}")).status == 403


async def enter(client: httpx.AsyncClient, made: dict[str, Any], user: UUID) -> httpx.Response:
    token = signed(made["secret"], "HS256", sub=str(user))
    return await client.post(where(made), data={"token": token}, follow_redirects=False)


async def test_a_token_that_is_looked_at_while_its_issuer_is_taken_out_opens_nothing(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    made = await add(http, subject="user_id")
    database, org = http.company.sending.database, http.company.id
    async with asyncio.TaskGroup() as tasks, database.app(org) as connection:
        await sessions.remove_issuer(connection, org, UUID(made["id"]))
        opening = tasks.create_task(enter(client, made, ana.id))
        await waiting(database)
    assert opening.result().status_code == 403
    assert "Set-Cookie" not in opening.result().headers


async def test_a_token_opens_while_its_user_and_the_other_issuers_are_changed(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    made, old = await add(http, subject="user_id"), await add(http, subject="user_id")
    database, org = http.company.sending.database, http.company.id
    async with asyncio.TaskGroup() as tasks, database.app(org) as connection:
        await sessions.remove_issuer(connection, org, UUID(old["id"]))
        await people.change_users(connection, org, http.company.sending.vault, {ana.id: {"locale": "de"}})
        opening = tasks.create_task(enter(client, made, ana.id))
        await waiting(database)
    assert opening.result().status_code == 303
    assert (await Visitor(client).look()).language == "de"


async def test_while_a_hosts_keys_cannot_be_had_its_users_are_asked_to_come_again(
    http: Http, client: httpx.AsyncClient
) -> None:
    # A name that is reserved for being none.
    made = await add(http, kind="key_set", keySetUrl="https://keys.invalid/keys")
    page = await Visitor(client).open(where(made), Authorization=f"Bearer {signed(RSA, 'RS256')}")
    assert (page.status, page.headers["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert page.headers["Retry-After"]
    assert WORDS["en"].faults["not_now"] in page.text


BAD: Final[dict[str, dict[str, Any]]] = {
    "a short secret": {"secret": "x" * 31},
    "a secret that can't be shown": {"secret": "ä" * 40},
    "a key without its kind": {"publicKey": "x"},
    "no key": {"kind": "public_key"},
    "no address": {"kind": "key_set"},
    "two ways": {"kind": "public_key", "publicKey": pem(EC), "secret": "x" * 40},
    "an address without TLS": {"kind": "key_set", "keySetUrl": "http://example.com/keys"},
    "an address inside": {"kind": "key_set", "keySetUrl": "https://10.0.0.1/keys"},
    "no audience": {"audience": ""},
    "an unknown kind": {"kind": "none"},
}


@pytest.mark.parametrize("kind", BAD)
async def test_an_issuer_that_could_not_be_checked_is_refused(http: Http, kind: str) -> None:
    body = {"name": "x", "kind": "secret", "issuer": ISS, "audience": AUD, **BAD[kind]}
    problem(await http.call("POST", "/v1/session-issuers", json=body), 422, "invalid")


async def test_a_key_that_is_unfit_and_too_many_issuers_are_refused(http: Http) -> None:
    body = {"name": "x", "kind": "public_key", "issuer": ISS, "audience": AUD}
    small = {**body, "publicKey": pem(SMALL)}
    problem(await http.call("POST", "/v1/session-issuers", json=small), 422, "public_key_unfit")
    for _ in range(20):
        await add(http)
    fits = {**body, "publicKey": pem(EC)}
    problem(await http.call("POST", "/v1/session-issuers", json=fits), 422, "too_many_issuers")
