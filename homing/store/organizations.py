"""Organizations with their channels, senders and price lists."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.domain.money import Money
from homing.domain.schedule import check_zone
from homing.domain.text import check_text
from homing.store.ledger import arrays, unnest

_COUNTRY: Final = re.compile("[A-Z]{2}")
_PRICE_COLUMNS: Final = 3

DEFAULT_PRICES: Final = Path(__file__).parent / "prices.csv"
"""Estimates that come with the product; an installation loads its own contract's prices over them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganization:
    """A tenant to be. ``locale``, ``region`` and ``time_zone`` stand in where a user has none."""

    id: UUID
    name: str
    product_name: str
    link_domain: str
    locale: str = "en"
    region: str | None = None
    time_zone: str = "UTC"
    currency: str = "USD"
    show_title: bool = True


_CREATE: Final = text("""
    insert into organizations
           (id, name, product_name, link_domain, locale, region, time_zone, currency, show_title)
    values (:id, :name, :product_name, :link_domain, :locale, :region, :time_zone, :currency, :show_title)
""")


async def create_organization(connection: AsyncConnection, new: NewOrganization) -> None:
    """Needs the system role. Raises TextRefused where its name or domain is a public link shortener, and
    RefusedError for a time zone that is none."""
    check_text(new.product_name, new.link_domain)
    check_zone(new.time_zone)
    await connection.execute(_CREATE, {name: getattr(new, name) for name in new.__slots__})


_RENAME: Final = text("""
    update organizations
       set product_name = :product_name, link_domain = :link_domain, show_title = :show_title
     where id = :org
""")


async def set_wording(
    connection: AsyncConnection, org: UUID, *, product_name: str, link_domain: str, show_title: bool
) -> None:
    """Change what texts say of the organization. Raises TextRefused for a public link shortener."""
    check_text(product_name, link_domain)
    parameters = {"product_name": product_name, "link_domain": link_domain, "show_title": show_title}
    await connection.execute(_RENAME, {"org": org, **parameters})


_SET_QUIET_HOURS: Final = text(
    "update organizations set quiet_from = :start, quiet_until = :end where id = :org"
)


async def set_quiet_hours(
    connection: AsyncConnection, org: UUID, start: time | None, end: time | None
) -> None:
    """From when until when nothing is sent, each day in the recipient's own time zone; None and None: there
    is no such time. Raises RefusedError where one of the two is missing or has a zone of its own."""
    if (start is None) != (end is None):
        raise RefusedError("quiet_hours_incomplete")
    if any(one is not None and one.tzinfo is not None for one in (start, end)):
        raise RefusedError("quiet_hours_not_local")
    await connection.execute(_SET_QUIET_HOURS, {"org": org, "start": start, "end": end})


_SET_CHANNEL: Final = text("""
    insert into org_channels (org_id, channel, enabled) values (:org, :channel, :enabled)
    on conflict (org_id, channel) do update
       set enabled = excluded.enabled, disabled_reason = null,
           -- Whoever switches on a channel whose ledger was behind has settled what it forgot.
           ledger_accepted = case when excluded.enabled
                                  then greatest(org_channels.ledger_accepted, org_channels.ledger_reported)
                                  else org_channels.ledger_accepted end
""")


async def set_channel(connection: AsyncConnection, org: UUID, channel: str, *, enabled: bool) -> None:
    """Switch a channel on or off."""
    await connection.execute(_SET_CHANNEL, {"org": org, "channel": channel, "enabled": enabled})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSender:
    """A number that texts come from; ``kind`` is long_code, toll_free, short_code or alphanumeric."""

    id: UUID
    country: str
    number: str
    kind: str = "long_code"
    capabilities: tuple[str, ...] = ("sms",)
    segments_per_second: int = 1


_ADD_SENDERS: Final = text("""
    insert into senders (id, org_id, channel, country, kind, number, capabilities, segments_per_second)
    values (:id, :org, 'sms', :country, :kind, :number, :capabilities, :segments_per_second)
    on conflict do nothing
""")


async def add_senders(connection: AsyncConnection, org: UUID, senders: Sequence[NewSender]) -> None:
    """Senders are data: another kind needs no code."""
    rows = [
        {
            "org": org,
            **{name: getattr(one, name) for name in one.__slots__},
            "capabilities": list(one.capabilities),
        }
        for one in senders
    ]
    if rows:
        await connection.execute(_ADD_SENDERS, rows)


_DEFAULT_SENDER: Final = text("update organizations set default_sender_id = :sender where id = :org")


async def set_default_sender(connection: AsyncConnection, org: UUID, sender: UUID | None) -> None:
    """Which sender stands in for countries without one; None: those countries get no texts."""
    await connection.execute(_DEFAULT_SENDER, {"org": org, "sender": sender})


@dataclass(frozen=True, slots=True)
class Estimate:
    """The dearest carrier's price of one segment to a country."""

    country: str
    currency: str
    price: int


_SET_PRICES: Final = text(f"""
    insert into estimated_prices (channel, country, currency, micros)
    select :channel, v.country, v.currency, v.price from {unnest("v", "country", "currency", "price")}
    on conflict (channel, country, currency) do update set micros = excluded.micros
""")  # noqa: S608  # constants


async def load_prices(connection: AsyncConnection, path: Path, channel: str = "sms") -> int:
    """Load ``country,currency,price`` rows, prices per segment in whole units of the currency. Needs the
    system role. Returns how many; raises ValueError with the line of a row that is none."""
    estimates: dict[tuple[str, str], Estimate] = {}
    with path.open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            estimate = _estimate(row)
            if estimate is None:
                message = f"line {line}: not a country, currency and price"
                raise ValueError(message)
            estimates[estimate.country, estimate.currency] = estimate
    parameters = arrays(estimates.values(), "country", "currency", "price")
    await connection.execute(_SET_PRICES, {"channel": channel, **parameters})
    return len(estimates)


def _estimate(row: dict[str, str]) -> Estimate | None:
    """None where the row is none; a decimal comma, for one, makes a column too many."""
    try:
        price = Money.of(row["price"], row["currency"])
        sound = len(row) == _PRICE_COLUMNS and price.micros >= 0 and _COUNTRY.fullmatch(row["country"])
    except (ArithmeticError, KeyError, TypeError, ValueError):
        return None
    return Estimate(row["country"], row["currency"], price.micros) if sound else None


@dataclass(frozen=True, slots=True)
class Spend:
    """What a day's budget on a channel came to, in micros of the organization's currency."""

    channel: str
    cap: int
    reserved: int
    spent: int
    closed: bool


_SPEND: Final = text("""
    select channel, cap, reserved, spent, closed from cost_caps
     where org_id = :org order by period desc, channel limit :limit
""")


async def read_spend(connection: AsyncConnection, org: UUID, limit: int = 31) -> list[Spend]:
    """The latest days first."""
    found = await connection.execute(_SPEND, {"org": org, "limit": limit})
    return [Spend(*row) for row in found]
