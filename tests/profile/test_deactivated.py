"""Who is deactivated is out of their page, and stays out of it when they are reactivated."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import people, sessions
from homing.store.sessions import MOST_AT_ONCE, ByToken
from tests.http.conftest import Http, make_key
from tests.invariants import waiting
from tests.profile.issuing import add, where
from tests.profile.signing import signed
from tests.profile.visiting import Visitor, browser, link_to
from tests.scim.conftest import Directory, Json, id_of

Change = Callable[[Directory, Http, Json], Awaitable[object]]
LASTS: Final = timedelta(hours=1)


def active(*, value: bool) -> Json:
    return {"op": "replace", "path": "active", "value": value}


WAYS: Final[dict[str, tuple[Change, Change]]] = {
    "patch": (
        lambda directory, _, user: directory.patch(f"/Users/{user['id']}", active(value=False)),
        lambda directory, _, user: directory.patch(f"/Users/{user['id']}", active(value=True)),
    ),
    "put": (
        lambda directory, _, user: directory.replace(f"/Users/{user['id']}", {**user, "active": False}),
        lambda directory, _, user: directory.replace(f"/Users/{user['id']}", {**user, "active": True}),
    ),
    "delete": (
        lambda directory, _, user: directory.call("DELETE", f"/Users/{user['id']}"),
        lambda directory, _, user: directory.add("ana", externalId=user["externalId"]),
    ),
    "api": (
        lambda _, http, user: http.post(f"/v1/users/{user['id']}/deactivate"),
        lambda _, http, user: http.post(f"/v1/users/{user['id']}/reactivate"),
    ),
}


@pytest.fixture
async def directory(http: Http) -> Directory:
    """One that syncs to the same company."""
    return Directory(http.client, http.company, await make_key(http.company, "scim"))


async def at_their_page(http: Http, user: Json, client: httpx.AsyncClient) -> Visitor:
    visitor = Visitor(client)
    assert (await visitor.open(await link_to(http, id_of(user)))).status == 200
    return visitor


@pytest.mark.parametrize("way", WAYS)
async def test_who_was_deactivated_and_is_reactivated_is_not_back_in_a_page_that_was_open(
    http: Http, directory: Directory, client: httpx.AsyncClient, way: str
) -> None:
    deactivate, reactivate = WAYS[way]
    ana, ben = await directory.add("ana", externalId="e-1"), await directory.add("ben", externalId="e-2")
    async with browser(http) as second, browser(http) as another:
        theirs = [await at_their_page(http, ana, one) for one in (client, second)]
        bens = await at_their_page(http, ben, another)

        await deactivate(directory, http, ana)
        await reactivate(directory, http, ana)

        assert (await http.get(f"/v1/users/{ana['id']}"))["active"]
        assert [(await one.look()).status for one in theirs] == [401, 401]
        assert (await bens.look()).status == 200
        assert (await at_their_page(http, ana, client)).now.status == 200


async def test_a_session_that_opens_while_its_user_is_being_deactivated_is_none_once_they_are_back(
    http: Http,
) -> None:
    [ana] = await http.company.hire(1)
    database, vault, org = http.company.sending.database, http.company.sending.vault, http.company.id
    by = ByToken(UUID((await add(http))["id"]), datetime.now(UTC))

    async def let_in(connection: AsyncConnection) -> bool:
        return await sessions.open_session(
            connection, org, vault, id=uuid4(), user=ana.id, token="x", by=by, lifetime=LASTS
        )

    async with asyncio.TaskGroup() as tasks, database.app(org) as connection:
        await people.lock_user(connection, org, ana.id)
        await people.deactivate(connection, org, ana.id)
        opening = tasks.create_task(database.repeat_app(org, let_in))
        await waiting(database)
    assert not opening.result()


async def deactivated_ago(http: Http, user: UUID, ago: timedelta) -> None:
    """Turn back the clock by which somebody was deactivated, who is back."""
    await http.post(f"/v1/users/{user}/deactivate")
    async with http.company.sending.database.app(http.company.id) as connection:
        await connection.execute(
            text(
                "update users set deactivated_at = deactivated_at - cast(:ago as interval) where id = :user"
            ),
            {"ago": ago, "user": user},
        )
    await http.post(f"/v1/users/{user}/reactivate")


@pytest.mark.parametrize("way", WAYS)
async def test_a_link_of_before_a_deactivation_lets_nobody_in_once_its_user_is_back(
    http: Http, directory: Directory, client: httpx.AsyncClient, way: str
) -> None:
    deactivate, reactivate = WAYS[way]
    ana, ben = await directory.add("ana", externalId="e-1"), await directory.add("ben", externalId="e-2")
    old, bens = await link_to(http, id_of(ana)), await link_to(http, id_of(ben))
    twice = []
    for _ in range(2):
        await deactivate(directory, http, ana)
        await reactivate(directory, http, ana)
        twice.append(await link_to(http, id_of(ana)))

    refused = Visitor(client)
    for link in (old, twice[0]):
        assert (await refused.open(link)).status == 403
        assert not client.cookies
    expired = await refused.open("/profile/open?t=x")
    assert (await refused.open(old)).html == expired.html
    assert (await refused.open(twice[1])).status == 200
    async with browser(http) as another:
        assert (await Visitor(another).open(bens)).status == 200


async def test_a_link_that_is_made_while_its_user_is_being_deactivated_is_one_of_before(
    http: Http, client: httpx.AsyncClient
) -> None:
    """However late it is made: whoever makes it does not see yet what is not yet so."""
    [ana] = await http.company.hire(1)
    async with http.company.sending.database.app(http.company.id) as connection:
        await people.lock_user(connection, http.company.id, ana.id)
        await people.deactivate(connection, http.company.id, ana.id)
        link = await link_to(http, ana.id)
    await http.post(f"/v1/users/{ana.id}/reactivate")
    assert (await Visitor(client).open(link)).status == 403


AGO: Final = timedelta(minutes=10)
TOKENS: Final[dict[str, tuple[timedelta | None, int, int]]] = {
    "of long before": (timedelta(minutes=-5), 200, 403),
    "of just before": (timedelta(seconds=-1), 200, 403),
    "that may be of before, by a clock that is ahead": (timedelta(seconds=20), 200, 403),
    "of after, by whatever clock": (timedelta(seconds=40), 200, 200),
    "that does not say": (None, 200, 403),
}
"""When a token was made, from the moment at which its user was deactivated; what it is answered by whether
they ever were: never, or ten minutes ago."""


@pytest.mark.parametrize("kind", TOKENS)
async def test_a_hosts_token_that_may_be_of_before_a_deactivation_lets_nobody_in_once_its_user_is_back(
    http: Http, client: httpx.AsyncClient, kind: str
) -> None:
    after, never, back = TOKENS[kind]
    ana, ben = await http.company.hire(2)
    made = await add(http, subject="user_id")
    issued = None if after is None else datetime.now(UTC) - AGO + after
    await deactivated_ago(http, ana.id, AGO)
    for person, status in ((ben, never), (ana, back)):
        token = signed(made["secret"], "HS256", sub=str(person.id), iat=issued)
        client.cookies.clear()
        page = await Visitor(client).open(where(made), Authorization=f"Bearer {token}")
        assert page.status == status
        assert bool(client.cookies) == (status == 200)


async def test_by_a_token_of_before_and_by_a_link_that_is_used_nobodys_session_ends(
    http: Http, client: httpx.AsyncClient
) -> None:
    [ana] = await http.company.hire(1)
    used = await link_to(http, ana.id)
    assert (await Visitor(client).open(used)).status == 200
    await deactivated_ago(http, ana.id, AGO)
    made = await add(http, subject="user_id")
    cookies = []
    for _ in range(MOST_AT_ONCE):
        client.cookies.clear()
        token = signed(made["secret"], "HS256", sub=str(ana.id))
        assert (await Visitor(client).open(where(made), Authorization=f"Bearer {token}")).status == 200
        cookies.append(dict(client.cookies))

    old = signed(made["secret"], "HS256", sub=str(ana.id), iat=datetime.now(UTC) - 2 * AGO)
    async with browser(http) as another:
        assert (await Visitor(another).open(where(made), Authorization=f"Bearer {old}")).status == 403
        assert (await Visitor(another).open(used)).status == 403
        assert (await Visitor(another).open(await link_to(http, ana.id))).status == 200
    for cookie in cookies:
        async with httpx.AsyncClient(base_url=client.base_url, cookies=cookie, verify=False) as one:
            assert (await one.get("/profile")).status_code == 200


async def test_of_an_erased_user_no_session_is_kept(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    visitor = Visitor(client)
    assert (await visitor.open(await link_to(http, ana.id))).status == 200
    link = await link_to(http, ana.id)
    await http.call("DELETE", f"/v1/users/{ana.id}")
    assert [(await visitor.look()).status, (await visitor.open(link)).status] == [401, 403]
    async with http.company.sending.database.app(http.company.id) as connection:
        kept = await connection.execute(text("select count(*) from profile_sessions"))
        since = await connection.execute(text("select deactivated_at from users"))
    assert (kept.scalar_one(), since.scalar_one()) == (0, None)
