"""Loading the example: an organization, its senders, an audience from CSV, a campaign."""

import asyncio
import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.decide import IdentifierState
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.store import campaigns, caps, organizations, people
from homing.store.organizations import NewOrganization, NewSender
from homing.store.people import Binding, NewUser

FOLDER: Final = Path(__file__).parents[2] / "examples" / "q3-security-policy"
_NAMESPACE: Final = UUID("0f6a4c4e-77a1-5c55-8f0b-1f6f0d3b9b11")
_DAILY_CAP: Final = 60_000_000
"""60 dollars in micros."""


@dataclass(frozen=True, slots=True)
class Example:
    """What was loaded."""

    org: UUID
    execution: UUID
    people: int
    refused: int


async def load(sending: Sending, run: UUID) -> Example:
    """Load the example's files and start an execution named ``run``."""
    org, campaign = uuid5(_NAMESPACE, f"org/{run}"), uuid5(_NAMESPACE, f"campaign/{run}")
    rows, senders = await asyncio.gather(_rows("audience.csv"), _rows("senders.csv"))
    async with sending.database.system() as connection:
        await organizations.create_organization(
            connection,
            NewOrganization(
                id=org, name="Example", product_name="Pidgr", link_domain="links.pidgr.com", region="US"
            ),
        )
        await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
    async with sending.database.app(org) as connection:
        await _equip(connection, org, senders)
        refused = await _hire(connection, sending, org, rows)
        await campaigns.create_campaign(connection, org, campaign, "Q3 Security Policy")
        await campaigns.create_execution(connection, org, campaign, run)
        added = await campaigns.load_recipients(connection, org, run, [_id(org, row) for row in rows])
    for row in rows:
        if row["opted_out"] == "yes":
            await withdraw.stop(sending, E164(row["phone"]), source="keyword")
        if row["acted"] == "yes":
            await withdraw.act(sending, org, run, _id(org, row))
    return Example(org, run, added, refused)


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
    def read() -> list[dict[str, str]]:
        with (FOLDER / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    return await asyncio.to_thread(read)
