"""The facts of opt-outs and opt-ins: rows are only ever added, and with them what follows from them is kept
(``homing.domain.optouts``)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.optouts import BY_HAND, Fact, Standing, derive, follow

ALL: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Said:
    """The words by which somebody opted out or in again, and the message that they stood in.

    ``word`` as the tables spell it (empty where there is none), ``rule`` what decided, ``sealed`` (under
    ``key_id``) as they were written. ``sender``: the number of ours that was written to, or that a refused
    text came from; ``org``: whose that is, or who recorded it, by which ``actor``. Without a ``provider_id``
    there is no message, and it counts where it changes something.
    """

    word: str
    provider: str | None = None
    provider_id: str | None = None
    rule: str | None = None
    sender: str | None = None
    org: UUID | None = None
    actor: str | None = None
    key_id: str | None = None
    sealed: bytes | None = field(default=None, repr=False)
    said_at: datetime | None = None


UNSAID: Final = Said("")


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as it is to be recorded."""

    hmac: bytes = field(repr=False)
    kind: str
    source: str
    said: Said = UNSAID


_HANDS: Final = ", ".join(f"'{source}'" for source in BY_HAND)
BY_THE_PERSON: Final = f"source not in ({_HANDS})"
"""As the indexes of facts have it, word for word: by a parameter they would not be used."""
# Of what a person said no more than the last START and the first STOP after it has an effect, and of what an
# organization recorded its last change since: however much a machine may have written, little is read.
FACTS: Final = f"""
    select n.hmac, f.id, f.kind, f.source, f.org_id, f.at
      from {{numbers}}
      cross join lateral (
        select coalesce(max(id), 0) as id from opt_events
         where hmac = n.hmac and kind = 'opted_in' and {BY_THE_PERSON} and id < :before) lifted
      {{join}} lateral (
        (select id, kind, source, org_id, at from opt_events
          where hmac = n.hmac and kind = 'opted_out' and {BY_THE_PERSON}
            and id > lifted.id and id < :before
          order by id limit 1)
        union all
        (select distinct on (org_id) id, kind, source, org_id, at
           from (select id, kind, source, org_id, at,
                        lag(kind) over (partition by org_id order by id) as before
                   from opt_events
                  where hmac = n.hmac and source in ({_HANDS}) and id > lifted.id and id < :before) recorded
          where kind is distinct from before
          order by org_id, id desc)) f on true
"""  # noqa: S608  # constants
_READ: Final = text(FACTS.format(numbers="unnest(cast(:hashes as bytea[])) n(hmac)", join="join"))


async def read_standings(
    connection: AsyncConnection, hashes: Collection[bytes], before: int = ALL
) -> dict[bytes, Standing]:
    """What stands of each of these numbers by its facts, or did before one of them."""
    asked = {"hashes": list(hashes), "before": before}
    facts: dict[bytes, list[Fact]] = {hmac: [] for hmac in hashes}
    for hmac, *fact in await connection.execute(_READ, asked):
        facts[hmac].append(Fact(*fact))
    return {hmac: derive(said) for hmac, said in facts.items()}


_RESUMED: Final = text(f"""
    select coalesce(said_at, at) > :at from opt_events
     where hmac = :hmac and kind = 'opted_in' and {BY_THE_PERSON} order by id desc limit 1
""")  # noqa: S608  # constants


async def resumed_since(connection: AsyncConnection, hmac: bytes, at: datetime) -> bool:
    """Whether a person opted in again after a moment. Needs the system role."""
    return bool((await connection.execute(_RESUMED, {"hmac": hmac, "at": at})).scalar())


_COLUMNS: Final = {
    "hmac": "bytea",
    "kind": "text",
    "source": "text",
    "word": "text",
    "provider": "text",
    "provider_id": "text",
    "rule": "text",
    "sender": "text",
    "org_id": "uuid",
    "actor": "text",
    "key_id": "text",
    "sealed": "bytea",
    "said_at": "timestamptz",
}
# The number is held: what was posting to it had begun before, by this clock too.
_APPEND: Final = text(f"""
    insert into opt_events ({", ".join(_COLUMNS)}, at)
    select {", ".join(_COLUMNS)}, clock_timestamp()
      from unnest({", ".join(f"cast(:{name} as {kind}[])" for name, kind in _COLUMNS.items())})
           with ordinality as v({", ".join(_COLUMNS)}, place)
     order by place
    returning hmac, id, kind, source, org_id, at
""")  # noqa: S608  # constants
_ALLOW: Final = text("delete from opt_outs where hmac = any(cast(:hashes as bytea[]))")
_FORBID: Final = text("""
    insert into opt_outs as o (hmac, source, at)
    select * from unnest(cast(:hashes as bytea[]), cast(:sources as text[]), cast(:at as timestamptz[]))
    on conflict (hmac) do update set source = excluded.source, at = excluded.at
     where (o.source, o.at) is distinct from (excluded.source, excluded.at)
""")


async def append(
    connection: AsyncConnection, standings: Mapping[bytes, Standing], facts: Sequence[NewFact]
) -> dict[bytes, Standing]:
    """Record facts of numbers that are held, in their order, and keep what follows from them. ``standings``:
    what stood of each before; returned is what stands now."""
    after = dict(standings)
    for hmac, *fact in await connection.execute(_APPEND, _columns(facts)):
        after[hmac] = follow(after[hmac], Fact(*fact))
    changed = {fact.hmac: after[fact.hmac].since for fact in facts}
    allowed = [hmac for hmac, since in changed.items() if since is None]
    forbidden = {hmac: since for hmac, since in changed.items() if since is not None}
    if allowed:
        await connection.execute(_ALLOW, {"hashes": allowed})
    if forbidden:
        since = list(forbidden.values())
        rows = {"sources": [one.source for one in since], "at": [one.at for one in since]}
        await connection.execute(_FORBID, {"hashes": list(forbidden), **rows})
    return after


def _columns(facts: Sequence[NewFact]) -> dict[str, list[Any]]:
    said = {name: [getattr(one.said, name) for one in facts] for name in Said.__slots__}
    # An empty word is none.
    said["word"] = [word or None for word in said["word"]]
    own = {name: [getattr(one, name) for one in facts] for name in ("hmac", "kind", "source")}
    return {**own, **said, "org_id": said.pop("org")}


_SENDER: Final = text("select number from senders where id = :sender")


async def read_sender(connection: AsyncConnection, sender: UUID | None) -> str | None:
    """The number of a sender of any organization; None where there is none. Needs the system role."""
    return (await connection.execute(_SENDER, {"sender": sender})).scalar()
