"""Reading what ``decide`` must know, set-based, and locking it in the one order that all transactions keep:
execution, users by id, recipients by id, numbers by hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import ExecutionState, IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.traits import ChannelTraits
from homing.store.ledger import RESERVED_COLUMNS, Reserved


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What everybody on a page has in common, on one channel. ``period`` is the org's local day."""

    org_id: UUID
    execution: ExecutionState
    title: str | None
    product_name: str
    link_domain: str
    locale: str
    currency: str
    suspended: bool
    channel_enabled: bool
    default_sender_id: UUID | None
    now: datetime
    period: date


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
    """One recipient with the identifier that the channel would use, if there is one."""

    user_id: UUID
    cohort: int
    position: int
    acted: bool
    removed: bool
    active: bool
    first_name: str | None = field(repr=False)
    locale: str | None
    switched_off: bool
    reachability_id: UUID | None
    source: str | None
    state: IdentifierState | None
    country: str | None
    hmac: bytes | None
    key_id: str | None
    sealed: bytes | None
    opted_out: bool


_CIRCUMSTANCES: Final = text("""
    select e.state as execution, c.title, o.product_name, o.link_domain, o.locale, o.currency, o.suspended,
           o.show_title, coalesce(oc.enabled, :mandatory) as channel_enabled,
           o.default_sender_id, now() as now,
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
        currency=row["currency"],
        suspended=row["suspended"],
        # A mandatory channel can't be switched off by a row.
        channel_enabled=row["channel_enabled"] or traits.mandatory,
        default_sender_id=row["default_sender_id"],
        now=row["now"],
        period=row["period"],
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


_LOCK_PAGE: Final = text("""
    select user_id from recipients
     where execution_id = :execution and org_id = :org and cohort = :cohort
       and position >= :first and position < :past
     order by user_id for update
""")


async def lock_page(
    connection: AsyncConnection, org: UUID, execution: UUID, cohort: int, first: int, past: int
) -> list[UUID]:
    """The users of a page, locked so that another channel's claim of the same people waits."""
    found = await connection.execute(
        _LOCK_PAGE, {"org": org, "execution": execution, "cohort": cohort, "first": first, "past": past}
    )
    return list(found.scalars())


_COLUMNS: Final = """
    r.user_id, r.cohort, r.position, r.acted_at is not null as acted, r.removed_at is not null as removed,
    u.active, u.first_name, u.locale, :channel = any(u.channels_off) as switched_off,
    i.id as reachability_id, i.source, i.state, i.country, i.hmac, i.key_id, i.sealed,
    x.hmac is not null as opted_out
"""
_JOINS: Final = """
    join users u on u.org_id = r.org_id and u.id = r.user_id
    left join lateral (
        select * from reachabilities i
         where i.org_id = r.org_id and i.user_id = r.user_id and i.kind = :kind
         order by array_position(array['directory', 'api', 'import', 'self'], i.source), i.created_at desc
         limit 1) i on true
    left join opt_outs x on x.hmac = i.hmac
"""
"""The identifier that the directory gave comes before any other, verified or not."""

_PEOPLE: Final = text(f"""
    select {_COLUMNS} from recipients r {_JOINS}
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
    return [_person(row) for row in found.mappings()]


_GROUP: Final = text(f"""
    select {RESERVED_COLUMNS}, {_COLUMNS}
      from dispatches d
      join recipients r on r.execution_id = d.execution_id and r.user_id = d.user_id {_JOINS}
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
    width = len(Reserved.__slots__)
    return [(Reserved(*row[:width]), _person(row._mapping)) for row in found]  # noqa: SLF001  # its public way


def _person(row: Mapping[Any, Any]) -> Person:
    return Person(
        user_id=row["user_id"],
        cohort=row["cohort"],
        position=row["position"],
        acted=row["acted"],
        removed=row["removed"],
        active=row["active"],
        first_name=row["first_name"],
        locale=row["locale"],
        switched_off=row["switched_off"],
        reachability_id=row["reachability_id"],
        source=row["source"],
        state=None if row["state"] is None else IdentifierState(row["state"]),
        country=row["country"],
        hmac=row["hmac"],
        key_id=row["key_id"],
        sealed=row["sealed"],
        opted_out=row["opted_out"],
    )
