"""What everybody on a page has in common: the execution, the organization, the channel, its senders and
prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.clock import CampaignClock
from homing.domain.decide import ExecutionState
from homing.domain.errors import NotFoundError
from homing.domain.traits import ChannelTraits
from homing.store.alerts import AlertKind


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What everybody on a page has in common, on one channel. ``ledger_behind``: it is off until it is known
    what a ledger that was put back has forgotten. ``period`` is the org's local day. Quiet hours
    are from ``quiet_from`` until ``quiet_until`` each day, in each person's own zone, by the campaign's
    ``clock``."""

    org_id: UUID
    execution: ExecutionState
    title: str | None
    product_name: str
    link_domain: str
    locale: str
    languages: tuple[str, ...]
    currency: str
    support_contact: str | None
    suspended: bool
    channel_enabled: bool
    ledger_behind: bool
    default_sender_id: UUID | None
    now: datetime
    period: date
    time_zone: str
    quiet_from: time | None
    quiet_until: time | None
    clock: CampaignClock


@dataclass(frozen=True, slots=True)
class SenderRow:
    """A sender as sending needs it."""

    id: UUID
    country: str
    number: str


@dataclass(frozen=True, slots=True)
class Market:
    """Where texts may go, from which number and at what price (micros of the org's currency)."""

    senders: Mapping[UUID, SenderRow]
    prices: Mapping[str, int]
    blocked: frozenset[str]
    default_sender_id: UUID | None

    def sender_for(self, country: str | None, *, other_than: UUID | None = None) -> SenderRow | None:
        """A local number of the country, else the org's default; the same one each time."""
        fitting = [s for s in self.senders.values() if s.country == country and s.id != other_than]
        if fitting:
            return min(fitting, key=lambda s: s.id)
        if self.default_sender_id is None or self.default_sender_id == other_than:
            return None
        return self.senders.get(self.default_sender_id)

    def price_to(self, country: str | None) -> int | None:
        """None where no text may go: the country is blocked, unknown, or has no price to reserve."""
        return None if country is None or country in self.blocked else self.prices.get(country)


_CIRCUMSTANCES: Final = text("""
    select e.state as execution, c.title, o.product_name, o.link_domain, o.locale, o.languages, o.currency,
           o.support_contact, o.suspended, o.show_title, coalesce(oc.enabled, :mandatory) as channel_enabled,
           oc.disabled_reason,
           o.default_sender_id, now() as now, o.time_zone, o.quiet_from, o.quiet_until,
           coalesce(e.started_at, e.created_at) as origin, e.time_scale,
           (now() at time zone o.time_zone)::date as period
      from executions e
      join campaigns c on c.id = e.campaign_id
      join organizations o on o.id = e.org_id
      left join org_channels oc on oc.org_id = e.org_id and oc.channel = :channel
      -- Shared row locks pass a waiting exclusive one by; in this queue they don't, so that cancelling waits
      -- for the pages at work and not for those that come after.
      cross join (select pg_advisory_xact_lock_shared(
                         hashtextextended(cast(cast(:execution as uuid) as text), 0))) queue
     where e.id = :execution and e.org_id = :org
       for share of e
""")


async def lock_circumstances(
    connection: AsyncConnection, org: UUID, execution: UUID, traits: ChannelTraits
) -> Circumstances:
    """Lock the execution's row against cancelling, and read what its pages share.

    Raises NotFoundError where this organization has no such execution.
    """
    found = await connection.execute(
        _CIRCUMSTANCES,
        {"org": org, "execution": execution, "channel": traits.market, "mandatory": traits.mandatory},
    )
    row = found.mappings().first()
    if row is None:
        message = "execution"
        raise NotFoundError(message)
    return Circumstances(
        org_id=org,
        execution=ExecutionState(row["execution"]),
        title=row["title"] if row["show_title"] else None,
        product_name=row["product_name"],
        link_domain=row["link_domain"],
        locale=row["locale"],
        languages=tuple(row["languages"]),
        currency=row["currency"],
        support_contact=row["support_contact"],
        suspended=row["suspended"],
        # A mandatory channel can't be switched off by a row.
        channel_enabled=row["channel_enabled"] or traits.mandatory,
        ledger_behind=row["disabled_reason"] == AlertKind.LEDGER_BEHIND,
        default_sender_id=row["default_sender_id"],
        now=row["now"],
        period=row["period"],
        time_zone=row["time_zone"],
        quiet_from=row["quiet_from"],
        quiet_until=row["quiet_until"],
        clock=CampaignClock(row["origin"], row["time_scale"]),
    )


_MARKET: Final = text("""
    select 'sender' as what, s.id, s.country, s.number, 0 as micros
      from senders s where s.org_id = :org and s.channel = :channel and s.active
       and s.channel = any(s.capabilities)
    union all
    select 'price', null, p.country, null, p.micros
      from estimated_prices p where p.channel = :channel and p.currency = :currency
    union all
    select 'block', null, b.country, null, 0
      from country_blocks b where b.org_id = :org and b.channel = :channel
""")


async def read_market(connection: AsyncConnection, common: Circumstances, channel: str) -> Market:
    """The organization's senders, prices and closed countries on a channel."""
    found = await connection.execute(
        _MARKET, {"org": common.org_id, "channel": channel, "currency": common.currency}
    )
    senders: dict[UUID, SenderRow] = {}
    prices: dict[str, int] = {}
    blocked: set[str] = set()
    for row in found.mappings():
        match row["what"]:
            case "sender":
                senders[row["id"]] = SenderRow(row["id"], row["country"], row["number"])
            case "price":
                prices[row["country"]] = row["micros"]
            case _:
                blocked.add(row["country"])
    return Market(senders, prices, frozenset(blocked), common.default_sender_id)
