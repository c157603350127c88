"""Groups with their members, and roles: sets of users that can be an audience or be told of an escalation.

Whoever needs both a group's row and its members' locks the group first.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError, StorageError
from homing.store.people import lock_users
from homing.store.vault import Vault

_EXTERNAL_TAKEN: Final = "groups_external"
"""The index that lets an external id be one group's."""
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A set of users to be."""

    id: UUID
    name: str
    external_id: str | None = None


_ADD_GROUPS: Final = text("""
    insert into groups (org_id, id, external_id, name)
    select :org, * from unnest(cast(:ids as uuid[]), cast(:externals as text[]), cast(:names as text[]))
    on conflict (org_id, id) do update set external_id = excluded.external_id, name = excluded.name
""")


async def add_groups(connection: AsyncConnection, org: UUID, groups: Sequence[NewGroup]) -> None:
    """Add groups without members, or rename them. Raises RefusedError ``external_id_taken``."""
    ordered = sorted(groups, key=lambda one: one.id)
    parameters = {
        "org": org,
        "ids": [group.id for group in ordered],
        "externals": [group.external_id for group in ordered],
        "names": [group.name for group in ordered],
    }
    try:
        await connection.execute(_ADD_GROUPS, parameters)
    except IntegrityError as error:
        if _EXTERNAL_TAKEN not in str(error.orig):
            raise
        raise RefusedError("external_id_taken") from None


_ENSURE: Final = text("""
    insert into groups (org_id, id, external_id, name)
    select :org, v.id, v.word, v.word
      from unnest(cast(:ids as uuid[]), cast(:words as text[])) as v(id, word)
     where not exists (
           select 1 from groups g where g.org_id = :org and (g.external_id = v.word or g.name = v.word))
     order by v.word
    on conflict (org_id, external_id) do nothing
""")
_FIND_GROUPS: Final = text("""
    select id, external_id, name from groups
     where org_id = :org
       and (external_id = any(cast(:words as text[])) or name = any(cast(:words as text[])))
     order by id for key share
""")


async def ensure_groups(connection: AsyncConnection, org: UUID, words: Collection[str]) -> dict[str, UUID]:
    """The groups that are called so, by external id or else by name; those that are missing are made. All of
    them stay until the transaction ends. Raises StorageError where one was renamed meanwhile."""
    if not words:
        return {}
    ordered = sorted(set(words))
    parameters = {"org": org, "ids": [uuid4() for _ in ordered], "words": ordered}
    await connection.execute(_ENSURE, parameters)
    found = (await connection.execute(_FIND_GROUPS, {"org": org, "words": ordered})).all()
    # The first group of a name, and above it the one that has the word for its external id.
    by_name = {row.name: row.id for row in reversed(found)}
    called = by_name | {row.external_id: row.id for row in found if row.external_id is not None}
    if not called.keys() >= set(ordered):
        raise StorageError("conflict")
    return {word: called[word] for word in ordered}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group, and how many are in it."""

    id: UUID
    external_id: str | None
    name: str
    members: int


_LIST: Final = text("""
    select g.id, g.external_id, g.name,
           (select count(*) from group_members m where m.org_id = g.org_id and m.group_id = g.id) as members
      from groups g
     where g.org_id = :org and g.id > :after and (cast(:group as uuid) is null or g.id = :group)
     order by g.id limit :most
""")


async def list_groups(
    connection: AsyncConnection, org: UUID, *, after: UUID | None, most: int
) -> list[GroupRow]:
    """The next groups, by id."""
    which = {"org": org, "after": after or _NOBODY, "group": None, "most": most}
    return [GroupRow(*row) for row in await connection.execute(_LIST, which)]


async def read_group(connection: AsyncConnection, org: UUID, group: UUID) -> GroupRow:
    """Raises NotFoundError."""
    which = {"org": org, "after": _NOBODY, "group": group, "most": 1}
    row = (await connection.execute(_LIST, which)).first()
    if row is None:
        raise NotFoundError("group")
    return GroupRow(*row)


_LOCK_GROUP: Final = text("""
    select id, name, external_id from groups where org_id = :org and id = :group for update
""")


async def lock_group(connection: AsyncConnection, org: UUID, group: UUID) -> NewGroup:
    """Hold a group and say what it is called. Raises NotFoundError."""
    row = (await connection.execute(_LOCK_GROUP, {"org": org, "group": group})).first()
    if row is None:
        raise NotFoundError("group")
    return NewGroup(id=row.id, name=row.name, external_id=row.external_id)


_EMPTY: Final = text("delete from group_members where org_id = :org and group_id = :group")
_UNSAY: Final = text("delete from scim_resources where org_id = :org and id = :group")
_DELETE: Final = text("delete from groups where org_id = :org and id = :group")


async def delete_group(connection: AsyncConnection, org: UUID, group: UUID) -> None:
    """Delete a group. Whoever names it, names nobody from now on. Raises NotFoundError."""
    await lock_group(connection, org, group)
    for statement in (_EMPTY, _UNSAY, _DELETE):
        await connection.execute(statement, {"org": org, "group": group})


_LEAVE_GROUP: Final = text("""
    delete from group_members
     where org_id = :org and group_id = :group and not user_id = any(cast(:users as uuid[]))
""")
_JOIN_GROUPS: Final = text("""
    insert into group_members (org_id, group_id, user_id)
    select u.org_id, v.group_id, u.id
      from unnest(cast(:groups as uuid[]), cast(:users as uuid[])) as v(group_id, user_id)
      join users u on u.org_id = :org and u.id = v.user_id
     order by v.group_id, u.id
    on conflict do nothing
""")


async def set_members(connection: AsyncConnection, org: UUID, group: UUID, users: Sequence[UUID]) -> None:
    """Who a group's members are from now on; unknown users are left out.

    Raises NotFoundError where there is no such group.
    """
    await lock_group(connection, org, group)
    await connection.execute(_LEAVE_GROUP, {"org": org, "group": group, "users": list(users)})
    await join_groups(connection, org, [(group, user) for user in users])


async def join_groups(connection: AsyncConnection, org: UUID, pairs: Collection[tuple[UUID, UUID]]) -> None:
    """Let users join groups: (group, user) each; unknown users are left out, the groups must be there."""
    if not pairs:
        return
    groups, users = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    await connection.execute(_JOIN_GROUPS, {"org": org, "groups": groups, "users": users})


_LEAVE: Final = text("""
    delete from group_members where org_id = :org and group_id = :group and user_id = :user
""")


async def leave_group(connection: AsyncConnection, org: UUID, group: UUID, user: UUID) -> None:
    """Take a user out of a group, where they are in it. Raises NotFoundError for a group that is none."""
    await lock_group(connection, org, group)
    await connection.execute(_LEAVE, {"org": org, "group": group, "user": user})


@dataclass(frozen=True, slots=True)
class Member:
    """Who is in a group."""

    id: UUID
    external_id: str | None = field(repr=False)


_MEMBERS: Final = text("""
    select u.id, u.sealed_external_id from group_members m
      join users u on u.org_id = m.org_id and u.id = m.user_id
     where m.org_id = :org and m.group_id = :group and m.user_id > :after
     order by m.user_id limit :most
""")


async def list_members(
    connection: AsyncConnection, org: UUID, vault: Vault, group: UUID, *, after: UUID | None, most: int
) -> list[Member]:
    """The next members of a group, by id."""
    which = {"org": org, "group": group, "after": after or _NOBODY, "most": most}
    found = await connection.execute(_MEMBERS, which)
    return [Member(row.id, vault.open(row.sealed_external_id)) for row in found]


_LOSE_ROLES: Final = text("""
    delete from user_roles where org_id = :org and user_id = any(cast(:users as uuid[]))
""")
_GIVE_ROLES: Final = text("""
    insert into user_roles (org_id, role, user_id)
    select u.org_id, v.role, u.id
      from unnest(cast(:who as uuid[]), cast(:roles as text[])) as v(id, role)
      join users u on u.org_id = :org and u.id = v.id
     order by u.id, v.role
    on conflict do nothing
""")


async def set_roles(connection: AsyncConnection, org: UUID, roles: Mapping[UUID, Collection[str]]) -> None:
    """Which roles each of these users has from now on; nobody else's change."""
    users = sorted(roles)
    pairs = [(user, role) for user in users for role in sorted(set(roles[user]))]
    await lock_users(connection, org, users)
    await connection.execute(_LOSE_ROLES, {"org": org, "users": users})
    await connection.execute(
        _GIVE_ROLES, {"org": org, "who": [pair[0] for pair in pairs], "roles": [pair[1] for pair in pairs]}
    )


_ROLES: Final = text("""
    select role, count(*) as users from user_roles
     where org_id = :org and role > :after group by role order by role limit :most
""")


async def list_roles(
    connection: AsyncConnection, org: UUID, *, after: str, most: int
) -> list[tuple[str, int]]:
    """The next roles, by name, and how many users have each."""
    which = {"org": org, "after": after, "most": most}
    return [(row.role, row.users) for row in await connection.execute(_ROLES, which)]
