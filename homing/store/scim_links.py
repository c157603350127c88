"""How a directory's users and groups hang together: managers, members, and those whom the product has
already."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.scim import hashed
from homing.store.vault import Vault

_FIND: Final = text("""
    select r.id, v.place from unnest(cast(:terms as bytea[])) with ordinality as v(term, place)
      join lateral homing_scim_terms(array[v.term]) r on r.org_id = :org and r.kind = 'User'
     order by v.place limit 1
""")


async def find_named(
    connection: AsyncConnection, org: UUID, vault: Vault, names: Sequence[tuple[str, str]]
) -> UUID | None:
    """The user who is meant by the first of these names that is anybody's."""
    hashes = [vault.hash_term(org, attribute, value) for attribute, value in names]
    row = (await connection.execute(_FIND, {"org": org, "terms": hashes})).first()
    return None if row is None else row.id


_STAFF: Final = text("""
    select id from homing_scim_managers(cast(:terms as bytea[]))
     where org_id = :org and kind = 'User' order by id
""")


async def find_staff(
    connection: AsyncConnection, org: UUID, vault: Vault, names: Sequence[tuple[str, str]]
) -> list[UUID]:
    """Those whose manager is called by one of these names."""
    hashes = hashed(vault, org, names)
    return list((await connection.execute(_STAFF, {"org": org, "terms": hashes})).scalars())


_MEMBERS: Final = text("""
    select m.group_id, m.user_id from group_members m
      join scim_resources r on r.org_id = m.org_id and r.id = m.user_id
     where m.org_id = :org and m.group_id = any(cast(:groups as uuid[]))
     order by m.group_id, m.user_id limit :most
""")


async def read_members(
    connection: AsyncConnection, org: UUID, groups: Collection[UUID], most: int
) -> list[tuple[UUID, UUID]]:
    """Who of a directory's users is in these groups: (group, user) each, so many at most."""
    found = await connection.execute(_MEMBERS, {"org": org, "groups": list(groups), "most": most})
    return [(row.group_id, row.user_id) for row in found]


_GROUPS_OF: Final = text("""
    select m.user_id, m.group_id, g.name from group_members m
      join scim_resources r on r.org_id = m.org_id and r.id = m.group_id
      join groups g on g.org_id = m.org_id and g.id = m.group_id
     where m.org_id = :org and m.user_id = any(cast(:users as uuid[])) order by m.user_id, m.group_id
""")


async def read_groups_of(
    connection: AsyncConnection, org: UUID, users: Collection[UUID]
) -> list[tuple[UUID, UUID, str]]:
    """In which of a directory's groups these users are: (user, group, the group's name) each."""
    found = await connection.execute(_GROUPS_OF, {"org": org, "users": list(users)})
    return [(row.user_id, row.group_id, row.name) for row in found]


_LEAVE: Final = text("""
    delete from group_members
     where org_id = :org and group_id = :group
       and (user_id = any(cast(:leaving as uuid[]))
            or (:only and not user_id = any(cast(:joining as uuid[]))))
""")
_JOIN: Final = text("""
    insert into group_members (org_id, group_id, user_id)
    select r.org_id, :group, r.id from scim_resources r
     where r.org_id = :org and r.kind = 'User' and r.id = any(cast(:joining as uuid[])) order by r.id
    on conflict do nothing
""")


async def change_members(
    connection: AsyncConnection,
    org: UUID,
    group: UUID,
    *,
    joining: Collection[UUID],
    leaving: Collection[UUID],
    only: bool,
) -> int:
    """Let users leave and join a group that is held; ``only``: nobody else stays in it. Who is no user of the
    directory does not join. Returns how many came or went."""
    who = {"org": org, "group": group, "joining": list(joining), "leaving": list(leaving)}
    left = await connection.execute(_LEAVE, {**who, "only": only})
    joined = await connection.execute(_JOIN, {"org": org, "group": group, "joining": list(joining)})
    return left.rowcount + joined.rowcount


_LEAVE_ALL: Final = text("""
    delete from group_members m using scim_resources r
     where m.org_id = :org and m.user_id = :user and r.org_id = m.org_id and r.id = m.group_id
""")


async def leave_groups(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Take a user out of all groups that the directory has sent."""
    await connection.execute(_LEAVE_ALL, {"org": org, "user": user})


_FREE: Final = text("""
    select u.id from unnest(cast(:ids as uuid[])) with ordinality as v(id, place)
      join users u on u.org_id = :org and u.id = v.id
     where not exists (select 1 from scim_resources r where r.org_id = :org and r.id = u.id)
     order by v.place limit 1
""")
_FREE_GROUP: Final = text("""
    select g.id from groups g
     where g.org_id = :org and (g.external_id = :external or g.name = :name)
       and not exists (select 1 from scim_resources r where r.org_id = :org and r.id = g.id)
     order by g.external_id is not distinct from cast(:external as text) desc, g.id limit 1
""")


async def find_free_user(connection: AsyncConnection, org: UUID, ids: Sequence[UUID]) -> UUID | None:
    """The first of these users whom no directory has sent."""
    return (await connection.execute(_FREE, {"org": org, "ids": list(ids)})).scalar_one_or_none()


async def find_free_group(
    connection: AsyncConnection, org: UUID, external: str | None, name: str
) -> UUID | None:
    """A group that no directory has sent, by this external id, or else by this name."""
    which = {"org": org, "external": external, "name": name}
    return (await connection.execute(_FREE_GROUP, which)).scalar_one_or_none()
