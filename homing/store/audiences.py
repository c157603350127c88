"""Who an execution is for. While it is a draft people join its audience in chunks, each in a transaction of
its own, under a lock on the execution; doing a chunk again adds nobody twice."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.audience import Admission
from homing.domain.decide import ExecutionState
from homing.domain.errors import NotFoundError, RefusedError
from homing.store.vault import Vault


class Source(StrEnum):
    """Whom a set of people is taken from."""

    GROUP = "group"
    ROLE = "role"
    EVERYBODY = "everybody"


_LOCK: Final = text("select state from executions where org_id = :org and id = :execution for update")

# Positions stay dense: the lock lets one chunk in at a time, and the highest is the end of an index. The
# limits make each person be looked up by key: as joins they are planned by statistics that know nothing of
# what was loaded a moment ago, and then take a hundred times as long.
_ADMIT: Final = text("""
    with asked as (
        select id, min(n) as n
          from unnest(cast(:users as uuid[])) with ordinality as v(id, n) group by id),
    known as (
        select a.id, a.n,
               case when r.there then 'repeated'
                    when u.active is null then 'unknown'
                    when not u.active then 'inactive'
                    else 'added' end as admission
          from asked a
          left join lateral (
              select active from users where org_id = :org and id = a.id limit 1) u on true
          left join lateral (
              select true as there from recipients
               where execution_id = :execution and user_id = a.id limit 1) r on true),
    joined as (
        insert into recipients (org_id, execution_id, user_id, cohort, position)
        select :org, :execution, k.id, 0,
               (select coalesce(max(position), -1) from recipients
                 where execution_id = :execution and cohort = 0) + row_number() over (order by k.n)
          from known k where k.admission = 'added')
    select id, admission from known order by n
""")


async def admit(
    connection: AsyncConnection, org: UUID, execution: UUID, users: Sequence[UUID]
) -> dict[UUID, Admission]:
    """Let people join the audience of a draft, in this order; says of each what became of them.

    Who is deactivated stays out: they would get nothing. Raises NotFoundError for an execution that is not
    there, and RefusedError for one that is no draft any more.
    """
    state = (await connection.execute(_LOCK, {"org": org, "execution": execution})).scalar_one_or_none()
    if state is None:
        raise NotFoundError("execution")
    if state != ExecutionState.DRAFT:
        raise RefusedError("audience_frozen")
    found = await connection.execute(_ADMIT, {"org": org, "execution": execution, "users": list(users)})
    return {row.id: Admission(row.admission) for row in found}


_MEMBERS: Final = {
    Source.GROUP: text("""
        select user_id from group_members
         where org_id = :org and group_id = cast(:name as uuid) and user_id > :after
         order by user_id limit :most
    """),
    Source.ROLE: text("""
        select user_id from user_roles
         where org_id = :org and role = cast(:name as text) and user_id > :after
         order by user_id limit :most
    """),
    Source.EVERYBODY: text("""
        select id from users
         where org_id = :org and active and id > :after and cast(:name as text) is null
         order by id limit :most
    """),
}
_NOBODY: Final = UUID(int=0)


async def read_members(
    connection: AsyncConnection,
    org: UUID,
    source: Source,
    name: UUID | str | None = None,
    *,
    after: UUID | None = None,
    most: int,
) -> list[UUID]:
    """The next people of a group (its id), of a role (its name) or of the organization, by id."""
    parameters = {"org": org, "name": name, "after": after or _NOBODY, "most": most}
    return list((await connection.execute(_MEMBERS[source], parameters)).scalars())


_GROUP: Final = text("select 1 from groups where org_id = :org and id = :group")


async def check_group(connection: AsyncConnection, org: UUID, group: UUID) -> None:
    """Raises NotFoundError where this organization has no such group."""
    if (await connection.execute(_GROUP, {"org": org, "group": group})).first() is None:
        raise NotFoundError("group")


_EXTERNAL: Final = text("""
    select external_hash, id from users where org_id = :org and external_hash = any(cast(:hashes as bytea[]))
""")


async def find_external(
    connection: AsyncConnection, org: UUID, vault: Vault, externals: Iterable[str]
) -> dict[str, UUID]:
    """The users whom a directory calls by these ids."""
    called = {vault.hash_external(org, external): external for external in externals}
    found = await connection.execute(_EXTERNAL, {"org": org, "hashes": sorted(called)})
    return {called[row.external_hash]: row.id for row in found}
