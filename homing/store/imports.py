"""Files on their way in: kept encrypted until they are loaded."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError


class ImportKind(StrEnum):
    """What a file is of."""

    PEOPLE = "people"
    CONSENTS = "consents"


class ImportState(StrEnum):
    """Where an import is. ``BROKEN_OFF``: its file never came as a whole; ``REFUSED``: it is none."""

    RECEIVING = "receiving"
    WAITING = "waiting"
    LOADING = "loading"
    DONE = "done"
    REFUSED = "refused"
    BROKEN_OFF = "broken_off"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """An import. ``line``: up to here it is loaded; the counts are of rows, but ``faults``, of which a row
    may have several, or one although it was loaded."""

    id: UUID
    kind: ImportKind
    source: str
    state: ImportState
    actor: str | None
    bytes: int
    pieces: int
    line: int
    created: int
    updated: int
    refused_rows: int
    faults: int
    refused: str | None
    refused_column: int | None
    created_at: datetime
    rows_done_at: datetime | None
    done_at: datetime | None


_COLUMNS: Final = ", ".join(ImportRow.__slots__)

# Of two that begin at once the second waits, and counts the first.
_LOCK: Final = text("select 1 from organizations where id = :org for no key update")
_UNDER_WAY: Final = text("""
    select count(*) from imports
     where org_id = :org and cleared_at is null and state in ('receiving', 'waiting', 'loading')
""")
_CREATE: Final = text("""
    insert into imports (org_id, id, kind, source, actor) values (:org, :id, :kind, :source, :actor)
""")


async def create_import(  # what is known of a file before it comes
    connection: AsyncConnection, org: UUID, id_: UUID, kind: ImportKind, *, source: str, actor: str, most: int
) -> None:
    """Begin to receive a file. Raises RefusedError ``too_many_imports`` where ``most`` of the organization's
    are not over."""
    await connection.execute(_LOCK, {"org": org})
    if (await connection.execute(_UNDER_WAY, {"org": org})).scalar_one() >= most:
        raise RefusedError("too_many_imports")
    which = {"org": org, "id": id_, "kind": kind.value, "source": source, "actor": actor}
    await connection.execute(_CREATE, which)


_COUNT_PIECE: Final = text("""
    update imports set pieces = pieces + 1, bytes = bytes + :size, touched_at = now()
     where org_id = :org and id = :id and state = 'receiving' returning pieces - 1
""")
_ADD_PIECE: Final = text("""
    insert into import_pieces (org_id, import_id, number, key_id, sealed)
    values (:org, :id, :number, :key_id, :sealed)
""")


async def add_piece(
    connection: AsyncConnection, org: UUID, id_: UUID, *, size: int, sealed: tuple[str, bytes]
) -> bool:
    """Keep the next piece of a file, of ``size`` bytes. False where the import is over."""
    number = (await connection.execute(_COUNT_PIECE, {"org": org, "id": id_, "size": size})).scalar()
    if number is None:
        return False
    piece = {"org": org, "id": id_, "number": number, "key_id": sealed[0], "sealed": sealed[1]}
    await connection.execute(_ADD_PIECE, piece)
    return True


_READ_PIECE: Final = text("""
    select key_id, sealed from import_pieces where org_id = :org and import_id = :id and number = :number
""")


async def read_piece(
    connection: AsyncConnection, org: UUID, id_: UUID, number: int
) -> tuple[str, bytes] | None:
    """A piece as it was sealed; None beyond the last one."""
    row = (await connection.execute(_READ_PIECE, {"org": org, "id": id_, "number": number})).first()
    return None if row is None else (row.key_id, row.sealed)


_MOVE: Final = text("""
    update imports set state = :state, touched_at = now(),
           done_at = case when :over then now() end, refused = :refused, refused_column = :column
     where org_id = :org and id = :id and state = any(cast(:former as text[])) returning id
""")
_BEFORE: Final[dict[ImportState, tuple[ImportState, ...]]] = {
    ImportState.WAITING: (ImportState.RECEIVING,),
    ImportState.LOADING: (ImportState.WAITING, ImportState.LOADING),
    ImportState.DONE: (ImportState.RECEIVING, ImportState.LOADING),
    ImportState.REFUSED: (ImportState.RECEIVING, ImportState.LOADING),
    ImportState.BROKEN_OFF: (ImportState.RECEIVING,),
    ImportState.CANCELLED: (ImportState.RECEIVING, ImportState.WAITING, ImportState.LOADING),
}
"""From where each state is reached."""
OVER: Final = frozenset(
    {ImportState.DONE, ImportState.REFUSED, ImportState.BROKEN_OFF, ImportState.CANCELLED}
)


async def move_import(
    connection: AsyncConnection,
    org: UUID,
    id_: UUID,
    state: ImportState,
    *,
    refused: str | None = None,
    column: int | None = None,
) -> bool:
    """Let an import go on to a state, if it is where that is reached from. ``refused``: why it was."""
    where = {"org": org, "id": id_, "former": [one.value for one in _BEFORE[state]]}
    what = {"state": state.value, "over": state in OVER, "refused": refused, "column": column}
    return (await connection.execute(_MOVE, {**where, **what})).first() is not None


_READ: Final = text(f"select {_COLUMNS} from imports where org_id = :org and id = :id")  # noqa: S608  # constants


async def read_import(connection: AsyncConnection, org: UUID, id_: UUID) -> ImportRow:
    """Raises NotFoundError."""
    row = (await connection.execute(_READ, {"org": org, "id": id_})).first()
    if row is None:
        raise NotFoundError("import")
    return _import(row)


_LIST: Final = text(f"""
    select {_COLUMNS} from imports
     where org_id = :org
       and (cast(:before as timestamptz) is null
            or (created_at, id) < (cast(:before as timestamptz), cast(:id as uuid)))
     order by created_at desc, id desc limit :most
""")  # noqa: S608  # constants


async def list_imports(
    connection: AsyncConnection, org: UUID, before: tuple[datetime, UUID] | None, most: int
) -> list[ImportRow]:
    """The imports of an organization, the latest first, those before a place."""
    at, id_ = before or (None, None)
    found = await connection.execute(_LIST, {"org": org, "before": at, "id": id_, "most": most})
    return [_import(row) for row in found]


def _import(row: object) -> ImportRow:
    found = {name: getattr(row, name) for name in ImportRow.__slots__}
    return ImportRow(**{**found, "kind": ImportKind(found["kind"]), "state": ImportState(found["state"])})


# By place: without statistics of tables that fill and empty again, a join with what is to go takes minutes.
_CLEAR: Final = (
    text("""
        delete from import_pieces where ctid = any(array(
               select ctid from import_pieces where org_id = :org and import_id = :id limit 100))
    """),
    text("""
        delete from imported_users where ctid = any(array(
               select ctid from imported_users where org_id = :org and import_id = :id limit :most))
    """),
)
_CLEARED: Final = text("""
    update imports set cleared_at = now() where org_id = :org and id = :id and cleared_at is null
""")


async def clear_import(connection: AsyncConnection, org: UUID, id_: UUID, most: int) -> bool:
    """Forget some more of the file of an import that is over, and whom it named. True once all is."""
    pieces, users = _CLEAR
    which = {"org": org, "id": id_}
    if (await connection.execute(pieces, which)).rowcount:
        return False
    if (await connection.execute(users, {**which, "most": most})).rowcount:
        return False
    await connection.execute(_CLEARED, {"org": org, "id": id_})
    return True


# What is over goes first: of who may have a few imports at a time, no more files than of those are to stay.
_NEXT: Final = text("""
    select distinct on (org_id) org_id, id, state from imports
     where cleared_at is null and state <> 'receiving'
     order by org_id, state in ('waiting', 'loading'), created_at, id
""")
_BREAK_OFF: Final = text("""
    update imports set state = 'broken_off', done_at = now()
     where cleared_at is null and state = 'receiving'
       and touched_at < now() - make_interval(secs => :seconds)
""")


async def read_next(connection: AsyncConnection) -> list[tuple[UUID, UUID, ImportState]]:
    """Of each organization the oldest import that is to be cleared, or else loaded: organization, import,
    state. For the system."""
    return [(row.org_id, row.id, ImportState(row.state)) for row in await connection.execute(_NEXT)]


async def break_off(connection: AsyncConnection, silent_seconds: float) -> int:
    """End what nothing has come of for so long: its process is gone. For the system."""
    return (await connection.execute(_BREAK_OFF, {"seconds": silent_seconds})).rowcount
