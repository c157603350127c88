"""Reading what ``decide`` must know, set-based, and locking it in the one order that all transactions keep:
execution, users by id, recipients by id, targets by id, numbers by hash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.clock import CampaignClock
from homing.domain.consents import switch_of
from homing.domain.decide import IdentifierState
from homing.domain.schedule import quiet_until_all, zone_or
from homing.domain.strategy import MessageClass
from homing.domain.traits import ChannelTraits
from homing.store.circumstances import Circumstances
from homing.store.ledger import RESERVED_COLUMNS, PageKey, Reserved
from homing.store.numbers import STATE


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
    sealed_name: bytes | None = field(repr=False)
    locale: str | None
    time_zone: str | None
    switched_off: bool
    quiet_from: time | None
    quiet_until: time | None
    consented: bool
    reachability_id: UUID | None
    source: str | None
    state: IdentifierState | None
    country: str | None
    hmac: bytes | None
    key_id: str | None
    sealed: bytes | None
    opted_out: bool
    deny_listed: bool


def quiet_until_of(common: Circumstances, person: Person) -> datetime | None:
    """The real time at which the quiet hours end that it is now for a person, the organization's and their
    own; None outside of both."""
    bounds = ((common.quiet_from, common.quiet_until), (person.quiet_from, person.quiet_until))
    spans = tuple((start, end) for start, end in bounds if start is not None and end is not None)
    if not spans:
        return None
    return _quiet_end(common.clock, common.now, zone_or(person.time_zone, common.time_zone), spans)


@lru_cache
def _quiet_end(
    clock: CampaignClock, now: datetime, zone: str, spans: tuple[tuple[time, time], ...]
) -> datetime | None:
    """The same for everybody on a page who lives in the same zone and has no quiet hours of their own."""
    until = quiet_until_all(clock.campaign_time(now), zone, spans)
    real = None if until is None else clock.real_time(until)
    # A clock that has reached the end of its calendar stands still: no night on it ever ends.
    return real if real is not None and real > now else None


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


_UNASKED: Final = "false as consented"
_ASKED: Final = """
    exists (select 1 from consents k
             where k.org_id = r.org_id and k.user_id = r.user_id and k.message_class = :message_class
               and k.channel = :channel and k.state = 'given') as consented
"""
PERSON_COLUMNS: Final = f"""
    r.user_id, r.cohort, r.position, r.acted, r.removed, r.guarded, r.may_act, r.about_others,
    u.active, u.sealed_first_name as sealed_name, u.locale, u.time_zone,
    :channel = any(u.channels_off) or :switch = any(u.classes_off) as switched_off, u.quiet_from,
    u.quiet_until, {_UNASKED},
    i.id as reachability_id, i.source, {STATE} as state, i.country, i.hmac, i.key_id, i.sealed,
    x.hmac is not null as opted_out, b.hmac is not null as deny_listed
"""
IDENTIFIER: Final = """
        select * from reachabilities i
         where i.org_id = r.org_id and i.user_id = r.user_id and i.kind = :kind
           and i.ended_at is null
         order by array_position(array['directory', 'api', 'import', 'self'], i.source), i.created_at desc
         limit 1
"""
"""The identifier that the directory gave comes before any other, verified or not."""
JOINS: Final = """
    join users u on u.org_id = r.org_id and u.id = r.user_id
    left join lateral ({identifier}) i on true
    left join opt_outs x on x.hmac = i.hmac
    left join deny_entries b on b.org_id = r.org_id and b.direction = 'outbound' and b.hmac = i.hmac
    left join number_health h on h.org_id = r.org_id and h.hmac = i.hmac
"""
PERSON_JOINS: Final = JOINS.format(identifier=IDENTIFIER)
RECIPIENTS: Final = """
    (select org_id, execution_id, user_id, cohort, position, acted_at is not null as acted,
            removed_at is not null as removed, true as guarded, true as may_act, false as about_others
       from recipients) r
"""


def asking(statement: str) -> Mapping[bool, TextClause]:
    """A statement with ``PERSON_COLUMNS`` as it is, and (True) as it is for messages that need consent: only
    for those is one looked up."""
    return {False: text(statement), True: text(statement.replace(_UNASKED, _ASKED))}


def on_channel(
    traits: ChannelTraits, message_class: MessageClass = MessageClass.TRANSACTIONAL
) -> dict[str, object]:
    """What such a statement must be told of the messages."""
    asked = {"message_class": message_class} if message_class.needs_consent else {}
    switch = switch_of(traits.name, message_class)
    return {"channel": traits.name, "kind": traits.identifier, "switch": switch, **asked}


_PEOPLE: Final = asking(f"""
    select {PERSON_COLUMNS} from {RECIPIENTS} {PERSON_JOINS}
     where r.org_id = :org and r.execution_id = :execution and r.user_id = any(:users)
     order by r.position
""")  # noqa: S608  # constants of this module


async def read_people(  # whom, and for which messages
    connection: AsyncConnection,
    org: UUID,
    execution: UUID,
    users: Sequence[UUID],
    traits: ChannelTraits,
    message_class: MessageClass = MessageClass.TRANSACTIONAL,
) -> list[Person]:
    """What is known of these recipients, by position."""
    asked = {"org": org, "execution": execution, "users": list(users)}
    found = await connection.execute(
        _PEOPLE[message_class.needs_consent], {**asked, **on_channel(traits, message_class)}
    )
    return [person_of(row) for row in found.mappings()]


_GROUP: Final = asking(f"""
    select {RESERVED_COLUMNS}, {PERSON_COLUMNS}
      from dispatches d
      join {RECIPIENTS} on r.execution_id = d.execution_id and r.user_id = d.user_id {PERSON_JOINS}
     where d.org_id = :org and d.id = any(:ids) and d.state = 'reserved'
     order by d.id
""")  # noqa: S608  # constants


async def read_group(
    connection: AsyncConnection,
    org: UUID,
    ids: Sequence[UUID],
    traits: ChannelTraits,
    message_class: MessageClass = MessageClass.TRANSACTIONAL,
) -> list[tuple[Reserved, Person]]:
    """Those of these dispatches that are still reserved, by id, each with its recipient as known now."""
    found = await connection.execute(
        _GROUP[message_class.needs_consent],
        {"org": org, "ids": list(ids), **on_channel(traits, message_class)},
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
