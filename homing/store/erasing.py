"""Erasing users: who is to be, who is, and the deleting itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.store.involved import EXECUTIONS_OF
from homing.store.people import lock_user
from homing.store.personal import DELETE, PERSONAL, Personal
from homing.store.scim_managers import unname_manager
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """A user who is to be erased, or is, since ``erased_at``. ``actor``: by whose hand, an API key's id or
    ``operator``."""

    user_id: UUID
    actor: str
    asked_at: datetime
    erased_at: datetime | None


_ASK: Final = text("""
    insert into erasures (org_id, user_id, actor) values (:org, :user, :actor) on conflict do nothing
""")
_COLUMNS: Final = "user_id, actor, asked_at, erased_at"
_READ: Final = text(f"select {_COLUMNS} from erasures where org_id = :org and user_id = :user")  # noqa: S608  # constants


async def ask(connection: AsyncConnection, org: UUID, user: UUID, actor: str) -> None:
    """Note that a user is to be erased; of one who is already nothing changes. Raises NotFoundError for a
    stranger."""
    if (await connection.execute(_READ, {"org": org, "user": user})).first() is None:
        await lock_user(connection, org, user)
        await connection.execute(_ASK, {"org": org, "user": user, "actor": actor})


async def read_erasure(connection: AsyncConnection, org: UUID, user: UUID) -> ErasureRow:
    """Raises NotFoundError for somebody whom nobody wanted erased."""
    row = (await connection.execute(_READ, {"org": org, "user": user})).first()
    if row is None:
        raise NotFoundError("erasure")
    return ErasureRow(*row)


_LIST: Final = text(f"""
    select {_COLUMNS} from erasures
     where org_id = :org
       and (cast(:at as timestamptz) is null or (asked_at, user_id) < (cast(:at as timestamptz), :id))
     order by asked_at desc, user_id desc limit :limit
""")  # noqa: S608  # constants


async def list_erasures(
    connection: AsyncConnection, org: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[ErasureRow]:
    """The latest first."""
    at, key = before or (None, None)
    found = await connection.execute(_LIST, {"org": org, "at": at, "id": key, "limit": limit})
    return [ErasureRow(*row) for row in found]


_UNFINISHED: Final = text("""
    select org_id, user_id from erasures
     where erased_at is null and asked_at < now() - make_interval(secs => :seconds)
     order by asked_at limit :most
""")


async def read_unfinished(connection: AsyncConnection, seconds: float, most: int) -> list[tuple[UUID, UUID]]:
    """Who was to be erased so long ago and is not: (organization, user). Needs the system role."""
    found = await connection.execute(_UNFINISHED, {"seconds": seconds, "most": most})
    return [(row.org_id, row.user_id) for row in found]


# Numbers of former times too: where they are not kept any more, those that were texted.
_HASHES: Final = f"""
    select hmac from reachabilities where org_id = :org and user_id = :user
     union
    select hmac from verifications where org_id = :org and user_id = :user
     union
    select hmac from inbound_messages where org_id = :org and user_id = :user and hmac <> ''
     union
    select hmac from consent_events where org_id = :org and user_id = :user and hmac is not null
     union
    select identifier_hmac from dispatches
     where org_id = :org and user_id = :user and identifier_hmac is not null
       and execution_id = any(array({EXECUTIONS_OF.format(org=":org", user=":user")}))
"""  # noqa: S608  # constants
_KNOWN: Final = text(f"""
    select h.hmac, not exists (
           select 1 from reachabilities o
            where o.org_id = :org and o.hmac = h.hmac and o.user_id <> :user) as sole
      from ({_HASHES}) h order by h.hmac
""")  # noqa: S608  # constants


async def read_hashes(
    connection: AsyncConnection, org: UUID, user: UUID
) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """By which hashes a user's numbers and addresses are known, and which of those nobody else's are."""
    rows = (await connection.execute(_KNOWN, {"org": org, "user": user})).all()
    return [row.hmac for row in rows], [row.hmac for row in rows if row.sole]


# In the order of locks: whom they report to is changed of others too.
_LOCK: Final = text("""
    select id from users where org_id = :org and (id = :user or manager_id = :user) order by id for update
""")
# After the users, as everywhere: whoever takes in news of one of these numbers comes before, and what they
# wrote goes, or sees afterwards that there is nobody.
_HOLD_NUMBERS: Final = text("""
    select 1 from numbers where hmac = any(cast(:hashes as bytea[])) order by hmac for update
""")
_UNMANAGE: Final = text("update users set manager_id = null where org_id = :org and manager_id = :user")
_ERASED: Final = text("""
    update erasures set erased_at = coalesce(erased_at, now()) where org_id = :org and user_id = :user
""")


def _statement(one: Personal) -> TextClause | None:
    if one.erase is None:
        return None
    if one.erase == DELETE:
        return text(f"delete from {one.table} t where {one.whose}")  # noqa: S608  # constants
    if one.erase.startswith("homing_"):
        return text(f"select {one.erase}(:org, :user, :sole)")
    return text(f"update {one.table} t set {one.erase} where {one.whose}")  # noqa: S608  # constants


_STATEMENTS: Final[Mapping[str, TextClause]] = {
    one.table: statement for one in PERSONAL if (statement := _statement(one)) is not None
}


async def erase(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> None:
    """Delete everything of a user that ``PERSONAL`` says, after nothing more can be begun for them; again is
    the same as once. Needs the system role."""
    who = {"org": org, "user": user}
    await unname_manager(connection, org, vault, user)
    await connection.execute(_LOCK, who)
    hashes, sole = await read_hashes(connection, org, user)
    await connection.execute(_HOLD_NUMBERS, {"hashes": hashes})
    key_id, nothing = vault.encrypt("")
    known: dict[str, Any] = {**who, "hashes": hashes, "sole": sole, "key_id": key_id, "nothing": nothing}
    for statement in _STATEMENTS.values():
        named = statement.compile().params
        await connection.execute(statement, {name: known[name] for name in named})
    await connection.execute(_UNMANAGE, who)
    await connection.execute(_ERASED, who)
