"""How far an import has come: whom its file has named so far, and the report on it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class Named:
    """A user whom a file names, and the manager who is yet to come, encrypted."""

    user: UUID
    line: int
    manager: tuple[str, bytes] | None = field(default=None, repr=False)


_NAME: Final = text("""
    insert into imported_users (org_id, import_id, user_id, line, key_id, sealed_manager)
    select :org, :id, * from unnest(cast(:users as uuid[]), cast(:lines as int[]), cast(:keys as text[]),
                                    cast(:managers as bytea[]))
    on conflict do nothing returning user_id
""")


async def name_users(connection: AsyncConnection, org: UUID, id_: UUID, named: Sequence[Named]) -> set[UUID]:
    """Note whom a file names. Gives those whom it had not named before."""
    columns = {
        "users": [one.user for one in named],
        "lines": [one.line for one in named],
        "keys": [one.manager[0] if one.manager else None for one in named],
        "managers": [one.manager[1] if one.manager else None for one in named],
    }
    return set((await connection.execute(_NAME, {"org": org, "id": id_, **columns})).scalars())


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a file that was not taken; ``loaded``: the rest of its row was. What is wrong with no one
    column has the field ``""``."""

    line: int
    field: str
    reason: str
    loaded: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of some more rows of a file; ``line``: on which the last of them begins."""

    line: int
    created: int = 0
    updated: int = 0
    refused: int = 0
    faults: Sequence[Fault] = ()


_GO_ON: Final = text("""
    update imports
       set line = greatest(line, :line), created = created + :created, updated = updated + :updated,
           refused_rows = refused_rows + :refused, faults = faults + :count, touched_at = now()
     where org_id = :org and id = :id and line = :before and state in ('receiving', 'loading')
    returning faults
""")
_REPORT: Final = text("""
    insert into import_faults (org_id, import_id, number, line, field, reason, loaded)
    select :org, :id, :first + v.n, v.line, v.field, v.reason, v.loaded
      from unnest(cast(:lines as int[]), cast(:fields as text[]), cast(:reasons as text[]),
                  cast(:loaded as bool[])) with ordinality as v(line, field, reason, loaded, n)
""")


async def write_done(connection: AsyncConnection, org: UUID, id_: UUID, done: Done, *, before: int) -> bool:
    """Count rows as loaded, and write the report on them, where the import is at the line ``before``. False
    where it is not: it was cancelled, or another is at it; then nothing that was done with these rows may
    stand."""
    counts = {"created": done.created, "updated": done.updated, "refused": done.refused}
    where = {"org": org, "id": id_, "before": before, "line": done.line, "count": len(done.faults)}
    faults = (await connection.execute(_GO_ON, {**where, **counts})).scalar()
    if faults is None:
        return False
    if done.faults:
        columns = {
            "lines": [one.line for one in done.faults],
            "fields": [one.field for one in done.faults],
            "reasons": [one.reason for one in done.faults],
            "loaded": [one.loaded for one in done.faults],
        }
        first = faults - len(done.faults)
        await connection.execute(_REPORT, {"org": org, "id": id_, "first": first, **columns})
    return True


_ROWS_DONE: Final = text("""
    update imports set rows_done_at = coalesce(rows_done_at, now()), touched_at = now()
     where org_id = :org and id = :id and state in ('receiving', 'loading') returning id
""")


async def write_rows_done(connection: AsyncConnection, org: UUID, id_: UUID) -> bool:
    """All rows are loaded, and what is left are managers. False where the import is over."""
    return (await connection.execute(_ROWS_DONE, {"org": org, "id": id_})).first() is not None


_WAITING: Final = text("""
    select user_id, line, key_id, sealed_manager from imported_users
     where org_id = :org and import_id = :id and sealed_manager is not null order by user_id limit :most
""")
_WAITED: Final = text("""
    update imported_users set key_id = null, sealed_manager = null
     where org_id = :org and import_id = :id and user_id = any(cast(:users as uuid[]))
""")


async def read_waiting(connection: AsyncConnection, org: UUID, id_: UUID, most: int) -> list[Named]:
    """Users whose managers had not come yet."""
    found = await connection.execute(_WAITING, {"org": org, "id": id_, "most": most})
    return [Named(row.user_id, row.line, (row.key_id, row.sealed_manager)) for row in found]


async def write_waited(connection: AsyncConnection, org: UUID, id_: UUID, users: Collection[UUID]) -> None:
    """These wait for nobody any more."""
    await connection.execute(_WAITED, {"org": org, "id": id_, "users": sorted(users)})


@dataclass(frozen=True, slots=True)
class Reported:
    """A line of a report, and where it stands there."""

    line: int
    number: int
    field: str
    reason: str
    loaded: bool


_FAULTS: Final = text("""
    select line, number, field, reason, loaded from import_faults
     where org_id = :org and import_id = :id and (line, number) > (:line, :number)
     order by line, number limit :most
""")


async def list_faults(
    connection: AsyncConnection, org: UUID, id_: UUID, after: tuple[int, int], most: int
) -> list[Reported]:
    """The report, by line and in order, after a line and number."""
    place = {"org": org, "id": id_, "line": after[0], "number": after[1], "most": most}
    return [Reported(*row) for row in await connection.execute(_FAULTS, place)]
