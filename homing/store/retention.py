"""Letting data go once it is old: each organization says how old, and where it does not, the installation."""

import json
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.domain.retention import Kept
from homing.store.vault import Vault

_READ: Final = text("select retention from organizations where id = :org")
_WRITE: Final = text("""
    update organizations set retention = cast(:days as jsonb) where id = :org returning retention
""")


async def read_retention(connection: AsyncConnection, org: UUID) -> dict[Kept, int]:
    """The days that an organization chose itself. Raises NotFoundError."""
    return _days((await connection.execute(_READ, {"org": org})).scalar_one_or_none())


async def write_retention(
    connection: AsyncConnection, org: UUID, days: Mapping[Kept, int]
) -> dict[Kept, int]:
    """Let an organization choose, anew. Raises NotFoundError."""
    given = {"org": org, "days": json.dumps({kind.value: one for kind, one in days.items()})}
    return _days((await connection.execute(_WRITE, given)).scalar_one_or_none())


def _days(found: Mapping[str, int] | None) -> dict[Kept, int]:
    if found is None:
        raise NotFoundError("organization")
    return {Kept(kind): days for kind, days in found.items()}


def _aged(table: str, column: str, key: str, which: str = "true") -> str:
    """Rows of a table that are old enough, also those that are no organization's. The first bound is the same
    for all of them: by it they are found."""
    return f"""
        select {key} from {table} t left join organizations o on o.id = t.org_id
         where {which}
           and t.{column} < now() - make_interval(days => least(
                   :days, (select min(cast(retention ->> cast(:kind as text) as int)) from organizations)))
           and t.{column} < now() - make_interval(
                   days => coalesce(cast(o.retention ->> cast(:kind as text) as int), :days))
         limit :most
    """  # noqa: S608  # constants


def _delete(table: str, column: str, which: str = "true") -> TextClause:
    aged = _aged(table, column, "t.ctid", which)
    return text(f"delete from {table} where ctid = any(array({aged}))")  # noqa: S608  # constants


def _update(table: str, column: str, change: str, which: str) -> TextClause:
    aged = _aged(table, column, "t.ctid", which)
    return text(f"update {table} set {change} where ctid = any(array({aged}))")  # noqa: S608  # constants


def _append_only(table: str) -> TextClause:
    return text(f"select homing_let_go_of_{table}(:kind, :days, :most)")


# Who has yet to act on an entry acts on it as long as its campaign goes on.
_OVER: Final = "exists (select 1 from executions e where e.id = t.execution_id and e.ended_at is not null)"
# For two days the provider is asked by number what became of a message, and what it cost.
_NOT_ASKED_FOR: Final = "(t.priced_at is not null or t.posted_at < now() - interval '3 days')"
_GOES: Final[Mapping[Kept, tuple[TextClause, ...]]] = {
    Kept.REPLIES: (
        _update(
            "inbound_messages",
            "at",
            "key_id = :key_id, sealed = :nothing, sealed_digits = null, tail = null, words = '{}',"
            " cleared_at = now()",
            "t.cleared_at is null",
        ),
    ),
    Kept.INBOX: (_delete("in_app_items", "created_at", _OVER),),
    Kept.EVENTS: (
        _append_only("channel_events"),
        _append_only("receipts"),
        _append_only("number_events"),
    ),
    Kept.RAW_INPUT: (
        _update("reachabilities", "created_at", "sealed_raw = sealed", "t.sealed_raw <> t.sealed"),
    ),
    Kept.FORMER_NUMBERS: (_delete("reachabilities", "ended_at"),),
    Kept.VERIFICATIONS: (_delete("verifications", "closed_at"),),
    Kept.RECIPIENTS: (
        _update(
            "attempts",
            "posted_at",
            "recipient_key_id = null, recipient_sealed = null",
            f"t.recipient_sealed is not null and {_NOT_ASKED_FOR}",
        ),
    ),
    Kept.IMPORTS: (
        text("""
            delete from import_faults where ctid = any(array(
                select f.ctid from import_faults f
                  join imports i on i.id = f.import_id join organizations o on o.id = i.org_id
                 where i.done_at < now() - make_interval(
                       days => coalesce(cast(o.retention ->> cast(:kind as text) as int), :days))
                 limit :most))
        """),
        _delete(
            "imports",
            "done_at",
            "t.cleared_at is not null"
            " and not exists (select 1 from import_pieces p where p.import_id = t.id)"
            " and not exists (select 1 from import_faults f where f.import_id = t.id)",
        ),
    ),
}


async def let_go(connection: AsyncConnection, vault: Vault, kind: Kept, days: int, most: int) -> int:
    """Let go of data of a kind that is older than its organization says, or else than so many days: at most
    so many rows of each table. Needs the system role. Returns how many those were."""
    key_id, nothing = vault.encrypt("")
    known = {"kind": kind.value, "days": days, "most": most, "key_id": key_id, "nothing": nothing}
    gone = 0
    for statement in _GOES[kind]:
        named = statement.compile().params
        done = await connection.execute(statement, {name: known[name] for name in named})
        gone += int(done.scalar_one()) if done.returns_rows else done.rowcount
    return gone
