"""Numbers that an organization does not hear (``inbound``) or text (``outbound``), apart from opt-outs, and
how often that has kept something away."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.store.numbers import hold_all
from homing.store.vault import Vault


class Direction(StrEnum):
    """Whose messages are kept away: the number's, or those to it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A number to be listed; of its digits only the last are kept."""

    id: UUID
    hmac: bytes = field(repr=False)
    key_id: str
    sealed_digits: bytes = field(repr=False)
    sealed_note: bytes | None = field(repr=False)


_ADD: Final = text("""
    insert into deny_entries as e (org_id, direction, hmac, id, key_id, sealed_digits, sealed_note)
    select :org, :direction, v.hmac, v.id, v.key_id, v.sealed, v.note
      from unnest(cast(:hashes as bytea[]), cast(:ids as uuid[]), cast(:key_ids as text[]),
                  cast(:sealed as bytea[]), cast(:notes as bytea[])) as v(hmac, id, key_id, sealed, note)
     order by v.hmac
    on conflict (org_id, direction, hmac) do update
       set sealed_note = coalesce(excluded.sealed_note, e.sealed_note)
    returning e.hmac, e.id
""")


async def add_entries(
    connection: AsyncConnection, org: UUID, direction: Direction, entries: Sequence[NewEntry]
) -> dict[bytes, UUID]:
    """List numbers, no two the same, holding their rows. One that is there already keeps its id and its
    count. Returns the ids by the number's hash."""
    hashes = [one.hmac for one in entries]
    await hold_all(connection, hashes)
    given = {
        "org": org,
        "direction": direction,
        "hashes": hashes,
        "ids": [one.id for one in entries],
        "key_ids": [one.key_id for one in entries],
        "sealed": [one.sealed_digits for one in entries],
        "notes": [one.sealed_note for one in entries],
    }
    return {row.hmac: row.id for row in await connection.execute(_ADD, given)}


_REMOVE: Final = text("""
    delete from deny_entries where org_id = :org and direction = :direction and id = :id returning id
""")


async def remove_entry(connection: AsyncConnection, org: UUID, direction: Direction, entry: UUID) -> None:
    """Take a number off a list. Raises NotFoundError where it is not on it."""
    found = await connection.execute(_REMOVE, {"org": org, "direction": direction, "id": entry})
    if found.first() is None:
        raise NotFoundError("entry")


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A listed number, as far as it may be shown; ``count``: how many messages that has kept away."""

    id: UUID
    last_digits: str
    note: str | None = field(repr=False)
    count: int
    last_at: datetime | None
    since: datetime


_COLUMNS: Final = "id, key_id, sealed_digits, sealed_note, count as times, last_at, created_at"
_LIST: Final = text(f"""
    select {_COLUMNS} from deny_entries
     where org_id = :org and direction = :direction
       and (cast(:at as timestamptz) is null or (created_at, id) < (cast(:at as timestamptz), :id))
     order by created_at desc, id desc limit :limit
""")  # noqa: S608  # a constant


async def list_entries(  # whose, which, and which page
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    direction: Direction,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[EntryRow]:
    """The numbers on a list, the latest first."""
    at, key = before or (None, None)
    which = {"org": org, "direction": direction, "at": at, "id": key, "limit": limit}
    return [_entry(vault, row) for row in await connection.execute(_LIST, which)]


_FIND: Final = text(f"""
    select {_COLUMNS} from deny_entries where org_id = :org and direction = :direction and hmac = :hmac
""")  # noqa: S608  # a constant


async def find_entry(
    connection: AsyncConnection, org: UUID, vault: Vault, direction: Direction, hmac: bytes
) -> EntryRow:
    """The entry of a number. Raises NotFoundError where it is not on that list."""
    which = {"org": org, "direction": direction, "hmac": hmac}
    return _one(vault, (await connection.execute(_FIND, which)).first())


_SET_NOTE: Final = text(f"""
    update deny_entries set sealed_note = :note where org_id = :org and direction = :direction and id = :id
    returning {_COLUMNS}
""")  # noqa: S608  # a constant


async def set_note(  # whose, of which entry, and the note
    connection: AsyncConnection, org: UUID, vault: Vault, direction: Direction, entry: UUID, note: str | None
) -> EntryRow:
    """Write another note to an entry, or none. Raises NotFoundError where it is not on that list."""
    which = {"org": org, "direction": direction, "id": entry, "note": vault.seal(note)}
    return _one(vault, (await connection.execute(_SET_NOTE, which)).first())


def _one(vault: Vault, row: Row[Any] | None) -> EntryRow:
    if row is None:
        raise NotFoundError("entry")
    return _entry(vault, row)


def _entry(vault: Vault, row: Row[Any]) -> EntryRow:
    return EntryRow(
        id=row.id,
        last_digits=vault.decrypt(row.key_id, row.sealed_digits),
        note=vault.open(row.sealed_note),
        count=row.times,
        last_at=row.last_at,
        since=row.created_at,
    )


# Of a number that is not listed this writes and locks nothing.
_COUNT: Final = text("""
    with hit as materialized (
        select e.hmac, v.times
          from unnest(cast(:hashes as bytea[]), cast(:times as int[])) as v(hmac, times)
          join deny_entries e on e.org_id = :org and e.direction = :direction and e.hmac = v.hmac
         order by e.hmac for update of e)
    update deny_entries e set count = e.count + hit.times, last_at = now()
      from hit where e.org_id = :org and e.direction = :direction and e.hmac = hit.hmac
    returning e.hmac
""")


async def count_outbound(connection: AsyncConnection, org: UUID, kept_away: Iterable[bytes | None]) -> None:
    """Count texts that were kept away, each by its number."""
    times = Counter(hmac for hmac in kept_away if hmac is not None)
    await _count(connection, org, Direction.OUTBOUND, times)


async def is_denied_inbound(connection: AsyncConnection, org: UUID, hmac: bytes) -> bool:
    """Whether an organization does not hear a number; if so, a message more has been kept away. It is asked
    once for each message, and after an opt-out in it was recorded: STOP counts whoever writes it."""
    return bool(await _count(connection, org, Direction.INBOUND, Counter([hmac])))


async def _count(
    connection: AsyncConnection, org: UUID, direction: Direction, times: Counter[bytes]
) -> Collection[bytes]:
    if not times:
        return ()
    given = {"org": org, "direction": direction, "hashes": list(times), "times": list(times.values())}
    return list((await connection.execute(_COUNT, given)).scalars())
