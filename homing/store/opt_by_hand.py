"""Opt-outs that organizations record by hand and take back: each its own, knowing nothing of another's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.domain.optouts import OPTED_IN, OPTED_OUT, Standing
from homing.store.numbers import hold_all
from homing.store.opt_facts import NewFact, Said, append, read_standings

_TAKEN_BACK: Final = "taken_back"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who records: an organization, by ``actor`` (a key's id), and from where (``admin``, ``api``,
    ``import``)."""

    org: UUID
    source: str
    actor: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that is recorded; ``sealed`` is what was noted of it."""

    hmac: bytes = field(repr=False)
    key_id: str | None = None
    sealed: bytes | None = field(default=None, repr=False)
    said_at: datetime | None = None


async def record_by_hand(
    connection: AsyncConnection, hand: Hand, entries: Sequence[Entry], own: Collection[bytes]
) -> None:
    """Record opt-outs; what an organization recorded before is not told again, nor, of the numbers of its
    own people (``own``), what they said themselves. Of others it is: who records must not learn what is
    known. Needs the system role."""
    first: dict[bytes, Entry] = {}
    for entry in entries:
        first.setdefault(entry.hmac, entry)
    await hold_all(connection, first)
    standings = await read_standings(connection, first)
    facts = [
        NewFact(
            entry.hmac,
            OPTED_OUT,
            hand.source,
            Said(
                "",
                org=hand.org,
                actor=hand.actor,
                key_id=entry.key_id,
                sealed=entry.sealed,
                said_at=entry.said_at,
            ),
        )
        for entry in first.values()
        if hand.org not in standings[entry.hmac].recorded
        and not (entry.hmac in own and standings[entry.hmac].own is not None)
    ]
    await append(connection, standings, facts)


async def take_back(
    connection: AsyncConnection, hand: Hand, hashes: Collection[bytes], own: Collection[bytes]
) -> None:
    """Take back what an organization recorded of numbers. Needs the system role.

    Raises RefusedError: ``opted_out_by_person`` where what forbids texts is the person's own word, as far as
    the organization may know that; ``not_recorded_here`` where it recorded nothing that stands.
    """
    await hold_all(connection, hashes)
    standings = await read_standings(connection, hashes)
    said = {hmac for hmac in hashes if _is_known_to(hand.org, standings[hmac], own=hmac in own)}
    recorded = [hmac for hmac in hashes if hand.org in standings[hmac].recorded]
    facts = [
        NewFact(hmac, OPTED_IN, hand.source, Said("", rule=_TAKEN_BACK, org=hand.org, actor=hand.actor))
        for hmac in recorded
        if hmac not in said
    ]
    if not facts:
        raise RefusedError("opted_out_by_person" if said else "not_recorded_here")
    await append(connection, standings, facts)


def _is_known_to(org: UUID, standing: Standing, *, own: bool) -> bool:
    """Whether the person's own word stands, and the organization may know of it."""
    return standing.own is not None and (own or standing.own.org == org)


_HOLDERS: Final = text("""
    select hmac, array_agg(distinct user_id order by user_id) from reachabilities
     where org_id = :org and kind = 'phone' and hmac = any(cast(:hashes as bytea[])) and ended_at is null
     group by hmac
""")
_NUMBERS_OF: Final = text("""
    select hmac from reachabilities
     where org_id = :org and user_id = :user and kind = 'phone' and ended_at is null
     group by hmac order by hmac
""")
_OUT: Final = text("select hmac from opt_outs where hmac = any(cast(:hashes as bytea[]))")


async def read_holders(
    connection: AsyncConnection, org: UUID, hashes: Collection[bytes]
) -> Mapping[bytes, list[UUID]]:
    """Whose numbers these are among an organization's users; nobody's are left out."""
    found = await connection.execute(_HOLDERS, {"org": org, "hashes": list(hashes)})
    return {row[0]: row[1] for row in found}


async def read_numbers_of(connection: AsyncConnection, org: UUID, user: UUID) -> list[bytes]:
    """All numbers of a user, whoever said them."""
    return list((await connection.execute(_NUMBERS_OF, {"org": org, "user": user})).scalars())


async def read_opted_out(connection: AsyncConnection, hashes: Collection[bytes]) -> set[bytes]:
    """Those of these numbers that may not be texted."""
    return set((await connection.execute(_OUT, {"hashes": list(hashes)})).scalars())
