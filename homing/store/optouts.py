"""The registry of opt-outs. The facts, one by one, are what is known of a number; whether it may be texted
follows from them (``homing.domain.optouts``) and is kept beside them in one row for each number that is opted
out, of nobody's organization. A number is known by its keyed hash alone."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.optouts import OPTED_IN, OPTED_OUT, Fact, Standing, derive, follow
from homing.store import opt_facts
from homing.store.numbers import hold_all
from homing.store.opt_facts import ALL, FACTS, UNSAID, NewFact, Said

__all__ = [
    "OptEventRow",
    "Said",
    "clear",
    "hold",
    "is_news",
    "note_answer",
    "read_misderived",
    "read_opt_events",
    "record",
]


async def hold(connection: AsyncConnection, hmac: bytes) -> None:
    """Lock a number's row: whoever posts to it, or takes a reply from it, comes before or after."""
    await hold_all(connection, [hmac])


async def record(connection: AsyncConnection, hmac: bytes, source: str, said: Said | None = None) -> None:
    """Forbid texts to a number, holding its row: a post that has looked already commits first, and is seen
    as posting; one that has not will see this. Needs the system role.

    A message that was taken in before changes nothing: repeated after a START it would opt out again.
    """
    await _tell(connection, NewFact(hmac, OPTED_OUT, source, said or UNSAID))


async def clear(connection: AsyncConnection, hmac: bytes, source: str, said: Said | None = None) -> None:
    """Allow texts to a number again, likewise by each message once. Needs the system role."""
    await _tell(connection, NewFact(hmac, OPTED_IN, source, said or UNSAID))


_KNOWN: Final = text("""
    select exists (select 1 from opt_events
                    where hmac = :hmac and provider = :provider and provider_id = :provider_id)
""")


async def _tell(connection: AsyncConnection, new: NewFact) -> None:
    """A message is told of once, whether or not it changes anything; what has no message, where it does."""
    await hold(connection, new.hmac)
    standings = await opt_facts.read_standings(connection, [new.hmac])
    if new.said.provider_id is None:
        fact = Fact(ALL, new.kind, new.source, new.said.org, datetime.max)  # noqa: DTZ901  # for its effect
        is_news = follow(standings[new.hmac], fact) != standings[new.hmac]
    else:
        message = {"provider": new.said.provider, "provider_id": new.said.provider_id}
        is_news = not (await connection.execute(_KNOWN, {"hmac": new.hmac, **message})).scalar_one()
    if is_news:
        await opt_facts.append(connection, standings, [new])


_PAGE: Final = 10_000
_NUMBERS: Final = """
    (select hmac from opt_outs where hmac > :after order by hmac limit :page)
     union (select distinct hmac from opt_events where hmac > :after order by hmac limit :page)
     order by hmac limit :page
"""
_ROWS_AND_FACTS: Final = text(f"""
    with asked as materialized ({_NUMBERS}),
         facts as ({FACTS.format(numbers="asked n", join="left join")})
    select f.hmac, o.source as kept_source, o.at as kept_at, f.id, f.kind, f.source, f.org_id, f.at
      from facts f left join opt_outs o on o.hmac = f.hmac
""")  # noqa: S608  # constants


async def read_misderived(connection: AsyncConnection, after: bytes, limit: int) -> list[bytes]:
    """Numbers beyond one whose row is not what follows from their facts, in order; none are left beyond the
    last where there are fewer than ``limit``. Needs the system role."""
    found: list[bytes] = []
    while len(found) < limit:
        asked = {"after": after, "page": _PAGE, "before": ALL}
        kept: dict[bytes, tuple[Any, ...]] = {}
        facts: dict[bytes, list[Fact]] = defaultdict(list)
        for hmac, source, at, *fact in await connection.execute(_ROWS_AND_FACTS, asked):
            kept[hmac] = (source, at)
            facts[hmac] += [Fact(*fact)] if fact[0] is not None else []
        if not kept:
            break
        found += [hmac for hmac in sorted(kept) if kept[hmac] != _row(derive(facts[hmac]))]
        after = max(kept)
    return found[:limit]


def _row(standing: Standing) -> tuple[Any, ...]:
    return (None, None) if standing.since is None else (standing.since.source, standing.since.at)


_MESSAGE: Final = text("""
    select id from opt_events where hmac = :hmac and provider = :provider and provider_id = :provider_id
""")


async def is_news(connection: AsyncConnection, hmac: bytes, provider: str, provider_id: str) -> bool:
    """Whether a message that was recorded opted its number out or in, which its person had not done before.
    Needs the system role."""
    key = {"hmac": hmac, "provider": provider, "provider_id": provider_id}
    told = (await connection.execute(_MESSAGE, key)).scalar()
    if told is None:
        return False
    before, after = [
        (await opt_facts.read_standings(connection, [hmac], place))[hmac] for place in (told, told + 1)
    ]
    return (before.opted_out, before.own is None) != (after.opted_out, after.own is None)


_ANSWER: Final = text("""
    update opt_events set answer = :answer
     where provider = :provider and provider_id = :provider_id and answer is null
""")


async def note_answer(connection: AsyncConnection, provider: str, provider_id: str, answer: str) -> None:
    """Write what a message that opted out or in was answered; once. Needs the system role."""
    message = {"provider": provider, "provider_id": provider_id}
    await connection.execute(_ANSWER, {"answer": answer, **message})


@dataclass(frozen=True, slots=True)
class OptEventRow:
    """That a number was opted out or in again, as an organization may know it. ``word``: of the tables, where
    something was written; ``sender`` and ``actor`` where it was this organization's, which was written to or
    recorded it. ``users`` are those who have the number: nobody any more, where it was written to the
    organization, or recorded by it, alone."""

    id: int
    users: list[UUID]
    kind: str
    source: str
    word: str | None
    at: datetime
    rule: str | None
    sender: str | None
    actor: str | None
    said_at: datetime


# Of the number's users, since they have had it; of what was the organization's own, whoever has it now. Facts
# are nobody's rows: only by way of an organization's own ones are they found. Those of
# few people are looked for number by number; of many, event by event in order, and no further than the page:
# a page costs neither by how many people an organization has nor, where it has few, by what others were told.
_FEW: Final = 10_000
_KNOWN_OF: Final = """
    h.ended_at is null
    and (e.at >= h.created_at or e.org_id = :org
     or exists (select 1 from inbound_messages i
                 where i.provider = e.provider and i.provider_id = e.provider_id and i.org_id = :org))
"""
_NARROWED: Final = """
    e.id > :after and (cast(:kind as text) is null or e.kind = :kind)
    and (cast(:since as timestamptz) is null or e.at >= :since)
"""
_EVENTS: Final = text(f"""
    with people as materialized (
        select count(*) < {_FEW} as is_few
          from (select 1 from reachabilities
                 where org_id = :org and ended_at is null limit {_FEW}) first),
    page as (
        (select distinct e.id from reachabilities h join opt_events e on e.hmac = h.hmac
          where (select is_few from people) and h.org_id = :org and {_NARROWED} and {_KNOWN_OF}
          order by e.id limit :limit)
        union
        (select e.id from opt_events e
          where not (select is_few from people) and {_NARROWED}
            and exists (select 1 from reachabilities h
                         where h.org_id = :org and h.hmac = e.hmac and {_KNOWN_OF})
          order by e.id limit :limit)
        union
        (select e.id from organizations o join opt_events e on e.org_id = o.id
          where o.id = :org and {_NARROWED}
          order by e.id limit :limit)
        order by id limit :limit)
    select e.id,
           (select coalesce(array_agg(distinct h.user_id order by h.user_id), '{{}}')
              from reachabilities h where h.org_id = :org and h.hmac = e.hmac and {_KNOWN_OF}) as users,
           e.kind, e.source, e.word, e.at, e.rule,
           case when e.org_id = :org then e.sender end, case when e.org_id = :org then e.actor end,
           coalesce(e.said_at, e.at)
      from page p join opt_events e on e.id = p.id
     order by e.id
""")  # noqa: S608  # constants


async def read_opt_events(  # each narrows
    connection: AsyncConnection,
    org: UUID,
    after: int = 0,
    limit: int = 50,
    *,
    kind: str | None = None,
    since: datetime | None = None,
) -> list[OptEventRow]:
    """What happened to the numbers of an organization's own people since they have been theirs, and before
    that and besides by what was written to the organization itself, or recorded by it, after an event, in
    order."""
    which = {"org": org, "after": after, "limit": limit, "kind": kind, "since": since}
    return [OptEventRow(*row) for row in await connection.execute(_EVENTS, which)]
