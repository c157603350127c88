"""The registry of opt-outs: one row per number, of nobody's organization, known by its keyed hash; and how it
came about, event by event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

OPTED_OUT: Final = "opted_out"
OPTED_IN: Final = "opted_in"


@dataclass(frozen=True, slots=True)
class Said:
    """The word by which somebody opted out or in again, and the message that it stood in."""

    word: str
    provider: str
    provider_id: str


_ENSURE: Final = text("insert into numbers (hmac) values (:hmac) on conflict do nothing")
_LOCK: Final = text("select 1 from numbers where hmac = :hmac for update")
_RECORD: Final = text(
    "insert into opt_outs (hmac, source) values (:hmac, :source) on conflict (hmac) do nothing"
)
_CLEAR: Final = text("delete from opt_outs where hmac = :hmac")
_LAST: Final = """
    coalesce((select p.kind from opt_events p where p.hmac = :hmac {before} order by p.id desc limit 1),
             'opted_in')
"""
"""Whoever never opted out is in."""
# A message is told of once, whether or not it changed anything; what has no message, where it changes
# something.
_TELL: Final = text(f"""
    insert into opt_events (hmac, kind, source, word, provider, provider_id)
    select :hmac, cast(:kind as text), :source, cast(:word as text), cast(:provider as text),
           cast(:provider_id as text)
     where case when cast(:provider_id as text) is null
                then {_LAST.format(before="")} <> cast(:kind as text)
                else not exists (
                     select 1 from opt_events e
                      where e.hmac = :hmac and e.provider = cast(:provider as text)
                        and e.provider_id = cast(:provider_id as text)) end
    returning id
""")  # noqa: S608  # constants


async def hold(connection: AsyncConnection, hmac: bytes) -> None:
    """Lock a number's row: whoever posts to it, or takes a reply from it, comes before or after."""
    await connection.execute(_ENSURE, {"hmac": hmac})
    await connection.execute(_LOCK, {"hmac": hmac})


async def record(connection: AsyncConnection, hmac: bytes, source: str, said: Said | None = None) -> None:
    """Forbid texts to a number, holding its row: a post that has looked already commits first, and is seen
    as posting; one that has not will see this. Needs the system role.

    A message that was taken in before changes nothing: repeated after a START it would opt out again.
    """
    await hold(connection, hmac)
    if await _tell(connection, hmac, OPTED_OUT, source, said) or said is None:
        await connection.execute(_RECORD, {"hmac": hmac, "source": source})


async def clear(connection: AsyncConnection, hmac: bytes, source: str, said: Said | None = None) -> None:
    """Allow texts to a number again, likewise by each message once. Needs the system role."""
    await hold(connection, hmac)
    if await _tell(connection, hmac, OPTED_IN, source, said) or said is None:
        await connection.execute(_CLEAR, {"hmac": hmac})


async def _tell(connection: AsyncConnection, hmac: bytes, kind: str, source: str, said: Said | None) -> bool:
    event = {
        "hmac": hmac,
        "kind": kind,
        "source": source,
        "word": said and said.word,
        "provider": said and said.provider,
        "provider_id": said and said.provider_id,
    }
    return (await connection.execute(_TELL, event)).first() is not None


_CHANGED: Final = text(f"""
    select {_LAST.format(before="and p.id < e.id")} <> e.kind from opt_events e
     where e.hmac = :hmac and e.provider = :provider and e.provider_id = :provider_id
""")  # noqa: S608  # constants


async def is_news(connection: AsyncConnection, hmac: bytes, provider: str, provider_id: str) -> bool:
    """Whether a message that was recorded opted its number out or in, which was not so before. Needs the
    system role."""
    key = {"hmac": hmac, "provider": provider, "provider_id": provider_id}
    return bool((await connection.execute(_CHANGED, key)).scalar())


@dataclass(frozen=True, slots=True)
class OptEventRow:
    """That a number was opted out or in again, as the organization of its users may know it. ``word``: what
    was written, where it was written."""

    id: int
    users: list[UUID]
    kind: str
    source: str
    word: str | None
    at: datetime


_EVENTS: Final = text("""
    select e.id, array_agg(distinct h.user_id order by h.user_id), e.kind, e.source, e.word, e.at
      from reachabilities h join opt_events e on e.hmac = h.hmac
     where h.org_id = :org and e.id > :after
       and (e.at >= h.created_at
            or exists (select 1 from inbound_messages i
                        where i.provider = e.provider and i.provider_id = e.provider_id
                          and i.org_id = :org))
     group by e.id order by e.id limit :limit
""")


async def read_opt_events(
    connection: AsyncConnection, org: UUID, after: int = 0, limit: int = 50
) -> list[OptEventRow]:
    """What happened to the numbers of an organization's own people since they have been theirs, and before
    that by what was written to the organization itself, after an event, in order."""
    found = await connection.execute(_EVENTS, {"org": org, "after": after, "limit": limit})
    return [OptEventRow(*row) for row in found]
