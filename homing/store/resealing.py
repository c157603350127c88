"""Encrypting anew what stands under another key than the current one: table by table, page by page, with a
mark in the database of how far that has come.

What is encrypted is found in the tables' description. A column whose name has ``sealed`` in it is under the
key that the column ``key_id`` beside it names (``recipient_key_id`` for ``recipient_sealed``), or, where
there is none, begins with its key's id itself (``Vault.seal``).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import LargeBinary, Row, Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.tables import metadata
from homing.store.vault import Vault

BY_THEMSELVES: Final = frozenset({("deny_entries", "sealed_note")})
"""Columns that begin with their key's id although their table has a ``key_id``, which is of another."""
PAGE_BYTES: Final = 4 * 1024 * 1024
"""Of encrypted values that are in memory at a time, and one row's at least: a file on its way in has rows of
half a megabyte."""
_DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own has no types


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """An encrypted column, and the one that names its key; None: it does so itself."""

    name: str
    key: str | None


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table with encrypted columns. ``place``: its primary key's columns and their types."""

    name: str
    place: tuple[tuple[str, str], ...]
    columns: tuple[SealedColumn, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that name keys."""
        return tuple(dict.fromkeys(one.key for one in self.columns if one.key is not None))


def _sealed_table(table: Table) -> SealedTable | None:
    found = tuple(
        SealedColumn(column.name, _key_column(table, column.name))
        for column in table.columns
        if "sealed" in column.name and isinstance(column.type, LargeBinary)
    )
    return SealedTable(table.name, place_of(table.name), found) if found else None


def place_of(table: str) -> tuple[tuple[str, str], ...]:
    """The columns of a table's primary key, and their types."""
    key = metadata.tables[table].primary_key
    return tuple((one.name, one.type.compile(_DIALECT)) for one in key.columns)


def _key_column(table: Table, name: str) -> str | None:
    if (table.name, name) in BY_THEMSELVES:
        return None
    before, _, _ = name.partition("sealed")
    return next((key for key in (f"{before}key_id", "key_id") if key in table.columns), None)


SEALED_TABLES: Final[tuple[SealedTable, ...]] = tuple(
    found
    for table in sorted(metadata.tables.values(), key=lambda one: one.name)
    if (found := _sealed_table(table)) is not None
)


@dataclass(frozen=True, slots=True)
class Resealing:
    """How far a table has come: rows that were looked at, and those that were encrypted anew."""

    table: str
    looked_at: int
    resealed: int
    done_at: datetime | None


_BEGIN: Final = text("""
    insert into resealings (table_name, key_id)
    select unnest(cast(:tables as text[])), :key on conflict do nothing
""")
_READ: Final = text("""
    select table_name, looked_at, resealed, done_at from resealings where key_id = :key order by table_name
""")


async def read(connection: AsyncConnection, key: str) -> list[Resealing]:
    """How far the tables have come that were begun with."""
    return [Resealing(*row) for row in await connection.execute(_READ, {"key": key})]


async def begin(connection: AsyncConnection, key: str) -> list[Resealing]:
    """How far every table has come on its way to a key that is current. Needs the system role, as all that
    follows does."""
    await connection.execute(_BEGIN, {"tables": [one.name for one in SEALED_TABLES], "key": key})
    return await read(connection, key)


_AGAIN: Final = text("""
    update resealings set after = null, done_at = null
     where key_id = :key and table_name = any(cast(:tables as text[])) and done_at is not null
""")


async def begin_again(connection: AsyncConnection, key: str, tables: Sequence[str]) -> None:
    """Go through tables once more, into which a process wrote under a former key after they were done."""
    await connection.execute(_AGAIN, {"key": key, "tables": list(tables)})


# Whoever goes on holds the mark: two that do it at once take turns.
_MARK: Final = text("""
    select after from resealings where table_name = :table and key_id = :key and done_at is null for update
""")
_MOVE: Final = text("""
    update resealings
       set after = cast(:after as text[]), looked_at = looked_at + :looked, resealed = resealed + :resealed,
           done_at = case when :over then now() end
     where table_name = :table and key_id = :key
""")


async def reseal_page(connection: AsyncConnection, vault: Vault, table: SealedTable, most: int) -> bool:
    """Encrypt anew what the next rows of a table hold under other keys. Who writes a row meanwhile wins.
    Returns whether there is more. Raises ConfigurationError where the ring lacks a key."""
    which = {"table": table.name, "key": vault.current_key}
    mark = (await connection.execute(_MARK, which)).first()
    if mark is None:
        return False
    rows = (await connection.execute(*_page(table, mark.after, most))).all()
    fresh = [new for row in rows if (new := _resealed(vault, table, row)) is not None]
    written = 0
    if fresh:
        written = (await connection.execute(*_write(table, fresh))).rowcount
    over = not rows
    after = None if over else [rows[-1]._mapping[f"at_{name}"] for name, _ in table.place]  # noqa: SLF001  # its public way
    await connection.execute(
        _MOVE, {**which, "after": after, "looked": len(rows), "resealed": written, "over": over}
    )
    return not over


def _page(table: SealedTable, after: Sequence[str] | None, most: int) -> tuple[TextClause, dict[str, Any]]:
    names = ", ".join(name for name, _ in table.place)
    shown = ", ".join(f"cast({name} as text) as at_{name}" for name, _ in table.place)
    held = ", ".join([*table.keys, *(one.name for one in table.columns)])
    given = {} if after is None else {f"a{n}": value for n, value in enumerate(after)}
    bounds = ", ".join(f"cast(cast(:a{n} as text) as {kind})" for n, (_, kind) in enumerate(table.place))
    past = "" if after is None else f"where ({names}) > ({bounds})"
    size = " + ".join(f"coalesce(octet_length({one.name}), 0)" for one in table.columns)
    query = f"""
        select {shown}, {held}
          from (select p.*, sum({size}) over (order by {names}) - ({size}) as before
                  from (select * from {table.name} {past} order by {names} limit :most) p) q
         where before < :bytes order by {names}
    """  # noqa: S608  # the tables' own names
    return text(query), {**given, "most": most, "bytes": PAGE_BYTES}


def _resealed(vault: Vault, table: SealedTable, row: Row[Any]) -> dict[str, Any] | None:
    """A row's place, what it holds and is to hold; None where all of it is under the current key."""
    had: dict[str, Any] = dict(row._mapping)  # noqa: SLF001  # its public way
    new: dict[str, Any] = {}
    for column in table.columns:
        value = had[column.name]
        if value is None:
            continue
        if column.key is None:
            if vault.key_of(value) != vault.current_key:
                new[column.name] = vault.seal(vault.open(value))
        elif had[column.key] != vault.current_key:
            new[column.key], new[column.name] = vault.encrypt(vault.decrypt(had[column.key], value))
    return {**had, **{f"new_{name}": value for name, value in {**had, **new}.items()}} if new else None


def _write(table: SealedTable, rows: Sequence[dict[str, Any]]) -> tuple[TextClause, dict[str, Any]]:
    given: dict[str, list[Any]] = {}
    for name, _ in table.place:
        given[f"at_{name}"] = [row[f"at_{name}"] for row in rows]
    kinds = dict.fromkeys(table.keys, "text") | {one.name: "bytea" for one in table.columns}
    for name in kinds:
        given[f"old_{name}"] = [row[name] for row in rows]
        given[f"new_{name}"] = [row[f"new_{name}"] for row in rows]
    casts = [f"cast(:at_{name} as text[])" for name, _ in table.place]
    casts += [f"cast(:{age}_{name} as {kind}[])" for name, kind in kinds.items() for age in ("old", "new")]
    same = [f"t.{name} = cast(v.at_{name} as {kind})" for name, kind in table.place]
    same += [f"t.{one.name} is not distinct from v.old_{one.name}" for one in table.columns]
    query = f"""
        update {table.name} t set {", ".join(f"{name} = v.new_{name}" for name in kinds)}
          from unnest({", ".join(casts)}) as v({", ".join(given)})
         where {" and ".join(same)}
    """  # noqa: S608  # the tables' own names
    return text(query), dict(given)


def _keys_of(table: SealedTable) -> str:
    """The key of every value; of those that begin with it, it is read in the database."""
    return " union all ".join(
        f"select '{table.name}' as name, {one.key or _OWN_KEY.format(one.name)} as key_id"  # noqa: S608  # the tables' own names
        f" from {table.name} where {one.name} is not null"
        for one in table.columns
    )


_OWN_KEY: Final = "convert_from(substring({0} from 2 for get_byte({0}, 0)), 'UTF8')"
_COUNT: Final = text(f"""
    select name, key_id, count(*) as times
      from ({" union all ".join(_keys_of(table) for table in SEALED_TABLES)}) v
     group by name, key_id order by name, key_id
""")  # noqa: S608  # as above


async def count_keys(connection: AsyncConnection) -> dict[str, Counter[str]]:
    """How many values stand under each key, by table: all of them are read for that."""
    found = {table.name: Counter[str]() for table in SEALED_TABLES}
    for row in await connection.execute(_COUNT):
        found[row.name][row.key_id] = row.times
    return found
