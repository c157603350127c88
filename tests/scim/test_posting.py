"""What had begun when a directory's word comes: it is answered once that is over, and nothing begins any
more."""

import asyncio
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from tests.http.conftest import expect, make_key
from tests.scim.conftest import USER, Directory, Json, id_of, mobile
from tests.world import Run, Someone, found_company, new_number

_LEASE = text("""
    update dispatches set state = 'posting', due_at = clock_timestamp() + make_interval(secs => :lease)
     where execution_id = :run
""")
_WATCHED_SECONDS = 0.5
"""For which an answer is seen not to come; one that comes by mistake may come later, never the reverse."""


async def lease(directory: Directory, run: Run, seconds: int) -> None:
    """Let the texts of a campaign be on their way to the provider for so long."""
    company = directory.company
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(_LEASE, {"run": run.execution, "lease": seconds})


async def posted(directory: Directory, carrier: Control, user: Json, number: str) -> Run:
    run = await directory.company.campaign([Someone(id_of(user), number, "")])
    await run.send()
    await carrier.idle()
    await lease(directory, run, 3600)
    return run


async def answers_after(directory: Directory, run: Run, call: Any, looked_for: str) -> None:
    """Check that a request, of which the directory sees the effect, is answered once nothing is posting."""
    path = f"/Users?filter={looked_for}"
    before = (await directory.get(path)).get("Resources")
    request: asyncio.Task[httpx.Response] = asyncio.create_task(call)
    deadline = time.monotonic() + 60
    while (await directory.get(path)).get("Resources") == before:
        assert time.monotonic() < deadline
    await asyncio.wait({request}, timeout=_WATCHED_SECONDS)
    assert not request.done(), "a text is on its way"
    await lease(directory, run, -1)
    assert (await request).status_code in (200, 201, 204)


@pytest.mark.parametrize("how", ["inactive", "replaced", "deleted", "number", "no number", "country"])
async def test_a_change_is_answered_once_what_it_forbids_has_begun_no_more(
    directory: Directory, carrier: Control, how: str
) -> None:
    number = new_number()
    ana = await directory.add(
        "ana", phoneNumbers=mobile(number.removeprefix("+34")), addresses=[{"type": "work", "country": "ES"}]
    )
    run = await posted(directory, carrier, ana, number)
    path, user = f"/Users/{ana['id']}", {"schemas": [USER], "userName": "ana"}
    operations = {
        "inactive": {"op": "Replace", "path": "active", "value": "False"},
        "number": {"op": "Replace", "path": 'phoneNumbers[type eq "mobile"].value', "value": new_number()},
        "no number": {"op": "Remove", "path": "phoneNumbers"},
        "country": {"op": "Replace", "path": 'addresses[type eq "work"].country', "value": "FR"},
    }
    if how == "replaced":
        call = directory.call("PUT", path, {**user, "active": False})
    elif how == "deleted":
        call = directory.call("DELETE", path)
    else:
        call = directory.try_patch(path, operations[how])
    await answers_after(directory, run, call, 'userName eq "ana"')


@pytest.mark.spec("X15")
@pytest.mark.parametrize("how", ["added", "changed", "changed region"])
async def test_a_number_that_the_directory_takes_from_another_is_texted_for_that_one_no_more(
    directory: Directory, carrier: Control, how: str
) -> None:
    company = directory.company
    await company.vouch()
    [ben] = await company.hire(1, source="api")
    run = await company.campaign([ben])
    await run.send()
    await carrier.idle()
    await lease(directory, run, 3600)
    sent = {"schemas": [USER], "userName": "ana", "phoneNumbers": mobile(ben.number)}
    if how == "added":
        call = directory.call("POST", "/Users", sent)
    else:
        unread = mobile(ben.number.removeprefix("+34")) if how == "changed region" else []
        ana = await directory.add("ana", phoneNumbers=unread)
        if how == "changed region":
            await company.change(region="ES")
            sent["phoneNumbers"] = unread
        call = directory.call("PUT", f"/Users/{ana['id']}", {**sent, "displayName": "Ana"})
    looked_for = 'userName eq "ana"' if how == "added" else 'displayName eq "Ana"'
    await answers_after(directory, run, call, looked_for)


async def test_a_word_that_is_repeated_waits_like_the_first(directory: Directory, carrier: Control) -> None:
    number = new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(number))
    run = await posted(directory, carrier, ana, number)
    off = {"op": "Replace", "path": "active", "value": "False"}
    both = [asyncio.create_task(directory.try_patch(f"/Users/{ana['id']}", off)) for _ in range(2)]
    await asyncio.wait(both, timeout=_WATCHED_SECONDS)
    assert [one.done() for one in both] == [False, False]
    await lease(directory, run, -1)
    assert [(await one).status_code for one in both] == [204, 204]


async def test_an_organization_that_waits_keeps_no_other_waiting(
    directory: Directory, carrier: Control, sending: Sending
) -> None:
    number = new_number()
    ana = await directory.add("ana", phoneNumbers=mobile(number))
    run = await posted(directory, carrier, ana, number)
    other = await make_key(await found_company(sending, "+34600000001"), "scim")
    off = {"op": "Replace", "path": "active", "value": "False"}
    waiting = [asyncio.create_task(directory.try_patch(f"/Users/{ana['id']}", off)) for _ in range(20)]
    await asyncio.wait(waiting, timeout=_WATCHED_SECONDS)
    assert (await directory.call("GET", "/Users", key=other)).status_code == 200
    assert not any(one.done() for one in waiting)
    await lease(directory, run, -1)
    assert [(await one).status_code for one in waiting] == [204] * 20


async def test_who_is_taken_from_the_product_with_another_number_is_texted_at_the_former_no_more(
    directory: Directory, carrier: Control
) -> None:
    number = new_number()
    headers = {"Authorization": f"Bearer {await make_key(directory.company, 'admin')}"}
    known = {"externalId": "e-1", "phone": {"number": number, "source": "api"}}
    made = expect(await directory.client.post("/v1/users", json=known, headers=headers), 201)
    run = await posted(directory, carrier, made, number)
    sent = {"schemas": [USER], "userName": "ana", "externalId": "e-1", "phoneNumbers": mobile(new_number())}
    await answers_after(directory, run, directory.call("POST", "/Users", sent), 'userName eq "ana"')
