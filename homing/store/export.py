"""Everything that is kept about a user, table by table, with what is encrypted in clear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, LargeBinary, Row, TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.erasing import read_hashes
from homing.store.personal import PERSONAL, Personal
from homing.store.resealing import SEALED_TABLES, SealedTable, place_of
from homing.store.tables import metadata
from homing.store.vault import Vault

_SEALED: Final[Mapping[str, SealedTable]] = {one.name: one for one in SEALED_TABLES}
_APART: Final = frozenset({"org_id"})
"""What is the same in every row."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a table, each by its columns' names, and the place after which there may be more."""

    table: str
    rows: list[dict[str, Any]] = field(repr=False)
    place: Sequence[str] | None = field(repr=False)


async def read_part(  # whose, and which page of which table
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    user: UUID,
    table: str,
    after: Sequence[str] | None,
    most: int,
) -> Part:
    """The next rows of a table of ``PERSONAL`` that belong to a user, in the order of its primary key.
    Keyed hashes are left out: they say nothing to anybody else."""
    one = next(one for one in PERSONAL if one.table == table)
    hashes, sole = await read_hashes(connection, org, user)
    known = {"org": org, "user": user, "hashes": hashes, "sole": sole, "most": most}
    known |= {f"a{n}": value for n, value in enumerate(after or ())}
    query = _query(one, after)
    named = query.compile().params
    found = (await connection.execute(query, {name: known[name] for name in named})).all()
    last = found[-1] if len(found) == most else None
    place = None if last is None else [last._mapping[f"at_{name}"] for name, _ in place_of(table)]  # noqa: SLF001  # its public way
    return Part(table, [_row(vault, one.table, row) for row in found], place)


def _query(one: Personal, after: Sequence[str] | None) -> TextClause:
    place = place_of(one.table)
    names = ", ".join(f"t.{name}" for name, _ in place)
    shown = ", ".join(f"cast(t.{name} as text) as at_{name}" for name, _ in place)
    bounds = ", ".join(f"cast(cast(:a{n} as text) as {kind})" for n, (_, kind) in enumerate(place))
    past = "" if after is None else f"and ({names}) > ({bounds})"
    return text(
        f"select {shown}, t.* from {one.table} t where ({one.whose}) {past} order by {names} limit :most"  # noqa: S608  # constants
    )


def _row(vault: Vault, table: str, row: Row[Any]) -> dict[str, Any]:
    known = row._mapping  # noqa: SLF001  # its public way
    shown = {
        column.name: known[column.name] for column in metadata.tables[table].columns if _is_shown(column)
    }
    sealed = _SEALED.get(table)
    for one in () if sealed is None else sealed.columns:
        value = known[one.name]
        name = one.name.replace("sealed", "").strip("_") or "value"
        if one.key is None:
            shown[name] = vault.open(value)
        else:
            shown[name] = None if value is None else vault.decrypt(known[one.key], value)
    for key in () if sealed is None else sealed.keys:
        shown.pop(key, None)
    return shown


def _is_shown(column: Column[Any]) -> bool:
    kind = column.type
    hashed = isinstance(kind, LargeBinary) or (
        isinstance(kind, ARRAY) and isinstance(kind.item_type, LargeBinary | BigInteger)
    )
    return not hashed and column.name not in _APART
