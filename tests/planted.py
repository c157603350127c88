"""Personal data handed in by every way that there is, for the scan that looks for it afterwards."""

from typing import Any, Final
from uuid import uuid4

import httpx

from homing.carrier.control import Control
from tests.http.conftest import make_key
from tests.world import PLANTED_MAIL, PLANTED_NAME, Company, new_number

PLANTED_ID: Final = "Ottilienfeld"
"""The start of what organizations call people here."""
PLANTED_WORDS: Final = "Brindlewick"
"""What people write back here."""
_SCIM_USER: Final = "urn:ietf:params:scim:schemas:core:2.0:User"


def _external() -> str:
    return f"{PLANTED_ID}-{uuid4()}"


def _someone() -> dict[str, Any]:
    return {
        "externalId": _external(),
        "firstName": f"{PLANTED_NAME} {uuid4().hex}",
        "phone": {"number": new_number()},
        "email": {"address": f"{uuid4().hex}@{PLANTED_MAIL}"},
    }


async def plant(api: str, company: Company, carrier: Control) -> list[str]:
    """Hand it in. Returns what was answered where something was wrong with it."""
    bearer = {"Authorization": f"Bearer {await make_key(company, 'admin', 'scim')}"}
    async with httpx.AsyncClient(base_url=api, headers=bearer, timeout=60) as client:
        directory = {"Content-Type": "application/scim+json"}
        synced = await client.post("/scim/v2/Users", json=_directory_user(), headers=directory)
        assert synced.status_code == 201, synced.text
        wrong = {**_directory_user(), "userName": None}
        answers = [
            *await _people(client),
            *await _words(client, company, carrier),
            await client.post("/scim/v2/Users", json=wrong, headers=directory),
        ]
        await _confirm(client, api, company)
    return [answer.text for answer in answers if answer.is_error]


async def _people(client: httpx.AsyncClient) -> list[httpx.Response]:
    single, bulk = _someone(), [_someone(), {**_someone(), "country": "nowhere"}]
    row = f"{_external()},{PLANTED_NAME} {uuid4().hex},{new_number()[3:]},{uuid4().hex}@{PLANTED_MAIL}"
    table = f"external_id,first_name,phone,email\n{row}\n{_external()},{PLANTED_NAME},{new_number()}x,\n"
    made = await client.post("/v1/users", json=single)
    assert made.status_code == 201, made.text
    return [
        await client.post("/v1/users", json=single),
        await client.post("/v1/users", json={**_someone(), "phone": {"number": f"{new_number()}0000"}}),
        await client.post("/v1/users/bulk", json={"users": bulk}),
        await client.post("/v1/users/import", content=table, headers={"Content-Type": "text/csv"}),
        await client.patch("/v1/settings", json={"eventsMail": [f"{uuid4().hex}@{PLANTED_MAIL}"]}),
        await client.post(
            "/v1/deny-lists/outbound",
            json={"entries": [{"number": new_number(), "note": f"{PLANTED_NAME} asked by letter"}]},
        ),
    ]


def _directory_user() -> dict[str, Any]:
    mail = f"{uuid4().hex}@{PLANTED_MAIL}"
    return {
        "schemas": [_SCIM_USER],
        "userName": mail,
        "externalId": _external(),
        "active": True,
        "name": {"givenName": f"{PLANTED_NAME} {uuid4().hex}", "familyName": PLANTED_NAME},
        "emails": [{"value": mail, "type": "work", "primary": True}],
        "phoneNumbers": [{"value": new_number(), "type": "mobile"}],
    }


async def _words(client: httpx.AsyncClient, company: Company, carrier: Control) -> list[httpx.Response]:
    """Somebody is texted, writes back, and opts out."""
    [someone] = await company.hire(1)
    run = await company.campaign([someone])
    await run.send("sms")
    await run.send("in_app")
    for words in (f"{PLANTED_WORDS} {PLANTED_NAME}", f"STOP {PLANTED_WORDS}"):
        await carrier.reply(someone.number, words, company.sender)
    return [await client.post("/v1/opt-outs", json={"number": someone.number, "note": PLANTED_WORDS})]


async def _confirm(client: httpx.AsyncClient, api: str, company: Company) -> None:
    """A user asks for a code for a number of their own."""
    [someone] = await company.hire(1, number=False)
    own = {"Authorization": f"Bearer {await make_key(company, 'self', user=someone.id)}"}
    async with httpx.AsyncClient(base_url=api, headers=own, timeout=60) as me:
        added = await me.post("/v1/me/phone", json={"number": new_number()})
        assert added.status_code == 202, added.text
