"""Loading the example: an organization, its senders, a definition, an audience from CSV, a campaign."""

import asyncio
import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.decide import IdentifierState
from homing.domain.definition_json import read_definition
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.store import caps, organizations, people
from homing.store.definitions import save_definition
from homing.store.organizations import NewOrganization, NewSender
from homing.store.people import Binding, NewUser
from plugin.campaigns import Campaigns

FOLDER: Final = Path(__file__).parents[2] / "examples" / "q3-security-policy"
_DAILY_CAP: Final = 60_000_000
"""60 dollars in micros."""


@dataclass(frozen=True, slots=True)
class Example:
    """What was loaded."""

    org: UUID
    execution: UUID
    people: int
    refused: int


async def load(sending: Sending, campaigns: Campaigns, time_scale: float) -> Example:
    """Load the example's files into a new organization, with a campaign that is ready to be started."""
    org = uuid4()
    rows, senders = await asyncio.gather(_rows("audience.csv"), _rows("senders.csv"))
    async with sending.database.system() as connection:
        await organizations.create_organization(
            connection,
            NewOrganization(
                id=org, name="Example", product_name="Pidgr", link_domain="links.pidgr.com", region="US"
            ),
        )
        await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
    definition, headers = read_definition(json.loads(await _read("definition.json")))
    async with sending.database.app(org) as connection:
        await _equip(connection, org, senders)
        refused = await _hire(connection, sending, org, rows)
        await save_definition(connection, org, org, "Q3 reminders", definition, headers, sending.vault)
    made = await campaigns.create(org, "Q3 Security Policy", org, time_scale=time_scale)
    assert made.execution is not None  # noqa: S101  # one that is executed once has a draft
    loaded = await campaigns.audiences.add_users(org, made.execution, [_id(org, row) for row in rows])
    for row in rows:
        if row["opted_out"] == "yes":
            await withdraw.stop(sending, E164(row["phone"]), source="keyword")
        if row["acted"] == "yes":
            await campaigns.act(org, made.execution, _id(org, row))
    return Example(org, made.execution, loaded.added, refused)


async def _equip(connection: AsyncConnection, org: UUID, senders: list[dict[str, str]]) -> None:
    for channel in ("sms", "email"):
        await organizations.set_channel(connection, org, channel, enabled=True)
    await caps.set_daily_cap(connection, org, "sms", _DAILY_CAP)
    await organizations.add_senders(
        connection,
        org,
        [
            NewSender(
                id=uuid5(org, row["number"]),
                country=row["country"],
                number=row["number"],
                kind=row["kind"],
                segments_per_second=int(row["segments_per_second"]),
            )
            for row in senders
        ],
    )


async def _hire(connection: AsyncConnection, sending: Sending, org: UUID, rows: list[dict[str, str]]) -> int:
    users = [
        NewUser(
            id=_id(org, row),
            external_id=row["external_id"],
            first_name=row["first_name"] or None,
            locale=row["locale"],
            country=row["country"],
        )
        for row in rows
    ]
    await people.add_users(connection, org, users)
    first, *others = users
    await people.set_managers(connection, org, {user.id: first.id for user in others})
    bindings = []
    for row in rows:
        if row["email"]:
            bindings.append(_binding(org, row, IdentifierKind.EMAIL, row["email"], "directory", "verified"))
        if row["phone"]:
            source, state = row["phone_source"], row["phone_state"]
            bindings.append(_binding(org, row, IdentifierKind.PHONE, row["phone"], source, state))
    return len(await people.bind(connection, org, sending.vault, bindings))


def _binding(  # the columns of one cell
    org: UUID, row: dict[str, str], kind: IdentifierKind, raw: str, source: str, state: str
) -> Binding:
    return Binding(
        user_id=_id(org, row),
        kind=kind,
        raw=raw,
        source=source,
        state=IdentifierState(state),
        region=row["country"],
    )


def _id(org: UUID, row: dict[str, str]) -> UUID:
    return uuid5(org, row["external_id"])


async def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(await _read(name), newline="")))


async def _read(name: str) -> str:
    return await asyncio.to_thread((FOLDER / name).read_text, encoding="utf-8")
