"""Reading what ``decide`` must know, set-based, and locking it in the one order that all transactions keep:
execution, users by id, recipients by id, targets by id, numbers by hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.clock import CampaignClock
from homing.domain.decide import ExecutionState, IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.schedule import quiet_until, zone_or
from homing.domain.traits import ChannelTraits
from homing.store.alerts import AlertKind
from homing.store.ledger import RESERVED_COLUMNS, PageKey, Reserved
from homing.store.numbers import STATE


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


@dataclass(frozen=True, slots=True)
class Person:
    """A recipient, or somebody who is told about others, with the identifier that the channel would use, if
    there is one.

    ``acted``: there is nothing left to be told. ``guarded``: nobody can change that before the transaction
    ends, where it was locked. ``may_act``: the item is one that they can act on.
    """

    user_id: UUID
    cohort: int
    position: int
    acted: bool
    removed: bool
    guarded: bool
    may_act: bool
    about_others: bool
    active: bool
    first_name: str | None = field(repr=False)
    locale: str | None
    time_zone: str | None
    switched_off: bool
    reachability_id: UUID | None
    source: str | None
    state: IdentifierState | None
    country: str | None
    hmac: bytes | None
    key_id: str | None
    sealed: bytes | None
    opted_out: bool
    deny_listed: bool


_CIRCUMSTANCES: Final = text("""
    select e.state as execution, c.title, o.product_name, o.link_domain, o.locale, o.languages, o.currency,
           o.suspended, o.show_title, coalesce(oc.enabled, :mandatory) as channel_enabled, oc.disabled_reason,
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
        {"org": org, "execution": execution, "channel": traits.name, "mandatory": traits.mandatory},
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


def quiet_until_of(common: Circumstances, person: Person) -> datetime | None:
    """The real time at which the quiet hours end that it is now for a person; None outside of them."""
    if common.quiet_from is None or common.quiet_until is None:
        return None
    zone = zone_or(person.time_zone, common.time_zone)
    return _quiet_end(common.clock, common.now, zone, common.quiet_from, common.quiet_until)


@lru_cache
def _quiet_end(clock: CampaignClock, now: datetime, zone: str, start: time, end: time) -> datetime | None:
    """The same for everybody on a page who lives in the same zone."""
    until = quiet_until(clock.campaign_time(now), zone, start, end)
    real = None if until is None else clock.real_time(until)
    # A clock that has reached the end of its calendar stands still: no night on it ever ends.
    return real if real is not None and real > now else None


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


# One round trip, and yet in order: each part reads the one before it to its end.
_LOCK_PEOPLE: Final = text("""
    with u as materialized (
        select id from users where org_id = :org and id = any(:users) order by id for share),
    r as materialized (
        select user_id from recipients
         where execution_id = :execution and user_id = any(array(select id from u))
         order by user_id for share),
    n as materialized (
        select hmac from numbers where hmac = any(:hashes) and (select count(*) from r) >= 0
         order by hmac for share)
    select coalesce(array_agg(hmac), '{}') from n
""")


async def lock_people(
    connection: AsyncConnection, org: UUID, execution: UUID, users: Sequence[UUID], hashes: Sequence[bytes]
) -> set[bytes]:
    """Lock what STOP, acting, removing and deactivating lock, against them and not against each other.
    Returns the numbers that are locked: a text goes to no other."""
    found = await connection.execute(
        _LOCK_PEOPLE,
        {"org": org, "execution": execution, "users": list(users), "hashes": list(hashes)},
    )
    return set(found.scalar_one())


_LOCK_PAGE: Final = """
    select user_id, position from {people}
     where execution_id = :execution and org_id = :org and cohort = :cohort
       and position >= :first and position < :past
     order by user_id for update
"""
_LOCK_RECIPIENTS: Final = text(_LOCK_PAGE.format(people="recipients"))
_LOCK_TARGETS: Final = text(_LOCK_PAGE.format(people="targets"))


async def lock_page(connection: AsyncConnection, page: PageKey, *, targets: bool) -> dict[UUID, int]:
    """The users of a page with their positions, locked so that another channel's claim of the same people
    waits."""
    found = await connection.execute(
        _LOCK_TARGETS if targets else _LOCK_RECIPIENTS,
        {
            "org": page.step.org_id,
            "execution": page.step.execution_id,
            "cohort": page.cohort,
            "first": page.first,
            "past": page.past,
        },
    )
    return {row.user_id: row.position for row in found}


PERSON_COLUMNS: Final = f"""
    r.user_id, r.cohort, r.position, r.acted, r.removed, r.guarded, r.may_act, r.about_others,
    u.active, u.first_name, u.locale, u.time_zone, :channel = any(u.channels_off) as switched_off,
    i.id as reachability_id, i.source, {STATE} as state, i.country, i.hmac, i.key_id, i.sealed,
    x.hmac is not null as opted_out, b.hmac is not null as deny_listed
"""
PERSON_JOINS: Final = """
    join users u on u.org_id = r.org_id and u.id = r.user_id
    left join lateral (
        select * from reachabilities i
         where i.org_id = r.org_id and i.user_id = r.user_id and i.kind = :kind
         order by array_position(array['directory', 'api', 'import', 'self'], i.source), i.created_at desc
         limit 1) i on true
    left join opt_outs x on x.hmac = i.hmac
    left join deny_entries b on b.org_id = r.org_id and b.direction = 'outbound' and b.hmac = i.hmac
    left join number_health h on h.org_id = r.org_id and h.hmac = i.hmac
"""
"""The identifier that the directory gave comes before any other, verified or not."""
_RECIPIENTS: Final = """
    (select org_id, execution_id, user_id, cohort, position, acted_at is not null as acted,
            removed_at is not null as removed, true as guarded, true as may_act, false as about_others
       from recipients) r
"""

_PEOPLE: Final = text(f"""
    select {PERSON_COLUMNS} from {_RECIPIENTS} {PERSON_JOINS}
     where r.org_id = :org and r.execution_id = :execution and r.user_id = any(:users)
     order by r.position
""")  # noqa: S608  # constants of this module


async def read_people(
    connection: AsyncConnection, org: UUID, execution: UUID, users: Sequence[UUID], traits: ChannelTraits
) -> list[Person]:
    """What is known of these recipients, by position."""
    found = await connection.execute(
        _PEOPLE,
        {
            "org": org,
            "execution": execution,
            "users": list(users),
            "channel": traits.name,
            "kind": traits.identifier,
        },
    )
    return [person_of(row) for row in found.mappings()]


_GROUP: Final = text(f"""
    select {RESERVED_COLUMNS}, {PERSON_COLUMNS}
      from dispatches d
      join {_RECIPIENTS} on r.execution_id = d.execution_id and r.user_id = d.user_id {PERSON_JOINS}
     where d.org_id = :org and d.id = any(:ids) and d.state = 'reserved'
     order by d.id
""")  # noqa: S608  # constants


async def read_group(
    connection: AsyncConnection, org: UUID, ids: Sequence[UUID], traits: ChannelTraits
) -> list[tuple[Reserved, Person]]:
    """Those of these dispatches that are still reserved, by id, each with its recipient as known now."""
    found = await connection.execute(
        _GROUP, {"org": org, "ids": list(ids), "channel": traits.name, "kind": traits.identifier}
    )
    return [reserved_person_of(row) for row in found]


def reserved_person_of(row: Row[Any]) -> tuple[Reserved, Person]:
    """A row of ``RESERVED_COLUMNS`` and ``PERSON_COLUMNS``."""
    width = len(Reserved.__slots__)
    return Reserved(*row[:width]), person_of(row._mapping)  # noqa: SLF001  # its public way


def person_of(row: Mapping[Any, Any]) -> Person:
    """A row of ``PERSON_COLUMNS``."""
    values = {name: row[name] for name in Person.__slots__}
    state = values.pop("state")
    return Person(**values, state=None if state is None else IdentifierState(state))
