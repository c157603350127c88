"""Organizations with their channels, senders and price lists."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import ACCOUNT_CHANNEL
from homing.domain.answers import check_product
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


ACCOUNT_DAILY_MICROS: Final = 20_000_000
"""What texts about numbers may cost a day at first: a thousand codes (``codes_daily``) where one costs
20,000, two hundred where it costs 100,000."""
_ALLOW: Final = text("""
    insert into org_channels (org_id, channel, enabled, daily_cap_micros) values (:id, :channel, true, :cap)
""")


async def create_organization(connection: AsyncConnection, new: NewOrganization) -> None:
    """Needs the system role. Raises TextRefused where its name or domain is a public link shortener, and
    RefusedError for a product's name that names nobody, and for a time zone that is none."""
    check_product(new.product_name)
    check_text(new.product_name, new.link_domain)
    check_zone(new.time_zone)
    await connection.execute(_CREATE, {name: getattr(new, name) for name in new.__slots__})
    allowance = {"id": new.id, "channel": ACCOUNT_CHANNEL, "cap": ACCOUNT_DAILY_MICROS}
    await connection.execute(_ALLOW, allowance)


_SET_CHANNEL: Final = text("""
    insert into org_channels (org_id, channel, enabled, enabled_at)
    values (:org, :channel, :enabled, case when :enabled then now() end)
    on conflict (org_id, channel) do update
       set enabled = excluded.enabled, disabled_reason = null,
           enabled_at = case when org_channels.enabled then org_channels.enabled_at
                             else coalesce(excluded.enabled_at, org_channels.enabled_at) end,
           -- Who may switch on a channel whose ledger was behind has settled what it forgot.
           ledger_accepted = case when excluded.enabled
                                  then greatest(org_channels.ledger_accepted, org_channels.ledger_reported)
                                  else org_channels.ledger_accepted end
""")


async def set_channel(connection: AsyncConnection, org: UUID, channel: str, *, enabled: bool) -> None:
    """Switch a channel on or off, by an operator's hand: on, also where its ledger is behind. Through the API
    ``height.check_settled`` comes first."""
    await connection.execute(_SET_CHANNEL, {"org": org, "channel": channel, "enabled": enabled})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSender:
    """A number that texts come from; ``kind`` is long_code, toll_free, short_code or alphanumeric, and the
    provider may answer keywords that are written to it: ``none``, ``default`` or ``advanced``."""

    id: UUID
    country: str
    number: str
    kind: str = "long_code"
    capabilities: tuple[str, ...] = ("sms",)
    segments_per_second: int = 1
    provider_handles_keywords: str = "none"


_ADD_SENDERS: Final = text("""
    insert into senders (id, org_id, channel, country, kind, number, capabilities, segments_per_second,
                         provider_handles_keywords)
    values (:id, :org, 'sms', :country, :kind, :number, :capabilities, :segments_per_second,
            :provider_handles_keywords)
    on conflict do nothing
""")


async def add_senders(connection: AsyncConnection, org: UUID, senders: Sequence[NewSender]) -> None:
    """Senders are data: another kind needs no code. Whether another organization has the number is not asked
    here (``administration.take_number``): an operator may let two share one."""
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
