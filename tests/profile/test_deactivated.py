"""Who is deactivated is out of their page, and stays out of it when they are reactivated."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import people, sessions
from tests.http.conftest import Http, make_key
from tests.invariants import waiting
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

    async def let_in(connection: AsyncConnection) -> bool:
        return await sessions.open_session(
            connection, org, vault, id=uuid4(), user=ana.id, token="x", link=None, lifetime=LASTS
        )

    async with asyncio.TaskGroup() as tasks, database.app(org) as connection:
        await people.lock_user(connection, org, ana.id)
        await people.deactivate(connection, org, ana.id)
        opening = tasks.create_task(database.repeat_app(org, let_in))
        await waiting(database)
    assert not opening.result()


async def test_of_an_erased_user_no_session_is_kept(http: Http, client: httpx.AsyncClient) -> None:
    [ana] = await http.company.hire(1)
    visitor = Visitor(client)
    assert (await visitor.open(await link_to(http, ana.id))).status == 200
    link = await link_to(http, ana.id)
    await http.call("DELETE", f"/v1/users/{ana.id}")
    assert [(await visitor.look()).status, (await visitor.open(link)).status] == [401, 403]
    async with http.company.sending.database.app(http.company.id) as connection:
        kept = await connection.execute(text("select count(*) from profile_sessions"))
    assert kept.scalar_one() == 0
