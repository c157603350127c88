"""What a user's own page shows, read in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.pending import Pending, read_pending
from homing.domain.strategy import MessageClass
from homing.domain.verification import allowed_countries
from homing.store import code_limits, consents, own_numbers, own_page
from homing.store.consents import ConsentRow
from homing.store.own_page import OwnMessage, OwnNumber, OwnSettings
from homing.store.vault import Vault

MOST_MESSAGES: Final = 20
CHANNEL: Final = "sms"
Before = tuple[datetime, UUID] | None


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Everything on the page that is not its wording. ``numbers``: the one that is used comes first;
    ``waiting``: the one that is to be confirmed; ``countries``: where codes may be sent; ``start_to``: the
    number to which START would be texted; ``consent``: to marketing by text, None where nothing was said;
    ``more``: messages follow that are older."""

    now: datetime
    settings: OwnSettings
    numbers: Sequence[OwnNumber]
    waiting: Pending | None
    countries: Sequence[str]
    start_to: str | None
    consent: ConsentRow | None
    messages: Sequence[OwnMessage]
    more: bool


async def read_page(
    connection: AsyncConnection, org: UUID, vault: Vault, user: UUID, now: datetime, before: Before = None
) -> PageFacts:
    """``before``: the message after which those on the page come. Raises NotFoundError."""
    settings = await own_page.read_own_settings(connection, org, vault, user)
    numbers = await own_page.read_own_numbers(connection, org, vault, user)
    waiting = await read_pending(connection, org, vault, user)
    country = numbers[0].country if numbers else settings.country or settings.org_region
    policy = await code_limits.read_policy(connection, org, country or "")
    said = await consents.read_consents(connection, org, vault, user)
    about = (MessageClass.MARKETING, CHANNEL)
    messages = await own_page.read_own_messages(connection, org, user, MOST_MESSAGES + 1, before)
    return PageFacts(
        now=now,
        settings=settings,
        numbers=numbers,
        waiting=waiting,
        countries=sorted(allowed_countries(policy.chosen, policy.region, policy.senders)),
        start_to=await own_numbers.read_start_to(connection, org, country or ""),
        consent=next((one for one in said if (one.message_class, one.channel) == about), None),
        messages=messages[:MOST_MESSAGES],
        more=len(messages) > MOST_MESSAGES,
    )
