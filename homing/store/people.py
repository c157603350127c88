"""Users: who they are, whom they report to, and how they are found."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError

_EXTERNAL_TAKEN: Final = "users_external"
"""The index that lets an external id be one user's."""
_NOBODY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A person; ``country`` is the region in which a national number of theirs is read."""

    id: UUID
    external_id: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    locale: str | None = None
    country: str | None = None
    time_zone: str | None = None


_ADD: Final = text("""
    insert into users (org_id, id, external_id, first_name, locale, country, time_zone)
    select :org, * from unnest(cast(:ids as uuid[]), cast(:externals as text[]), cast(:names as text[]),
                               cast(:locales as text[]), cast(:countries as text[]), cast(:zones as text[]))
    on conflict (org_id, id) do update
       set external_id = excluded.external_id, first_name = excluded.first_name, locale = excluded.locale,
           country = excluded.country, time_zone = excluded.time_zone
""")


async def add_users(connection: AsyncConnection, org: UUID, users: Sequence[NewUser]) -> None:
    """Add people, or bring what is known of them up to date. Raises RefusedError ``external_id_taken``."""
    ordered = sorted(users, key=lambda user: user.id)
    parameters = {
        "org": org,
        "ids": [user.id for user in ordered],
        "externals": [user.external_id for user in ordered],
        "names": [user.first_name for user in ordered],
        "locales": [user.locale for user in ordered],
        "countries": [user.country for user in ordered],
        "zones": [user.time_zone for user in ordered],
    }
    try:
        await connection.execute(_ADD, parameters)
    except IntegrityError as error:
        raise _refusal(error) from None


# Where a field is not named it stays; where it is null nothing is known of it any more.
_CHANGE: Final = text("""
    update users u
       set external_id = case when v.said ? 'external_id' then v.said->>'external_id' else u.external_id end,
           first_name = case when v.said ? 'first_name' then v.said->>'first_name' else u.first_name end,
           locale = case when v.said ? 'locale' then v.said->>'locale' else u.locale end,
           country = case when v.said ? 'country' then v.said->>'country' else u.country end,
           time_zone = case when v.said ? 'time_zone' then v.said->>'time_zone' else u.time_zone end
      from jsonb_to_recordset(cast(:changes as jsonb)) as v(id uuid, said jsonb)
     where u.org_id = :org and u.id = v.id
""")


async def change_users(
    connection: AsyncConnection, org: UUID, changes: Mapping[UUID, Mapping[str, str | None]]
) -> None:
    """Change the named fields of users (see ``NewUser``) and no others. Raises RefusedError
    ``external_id_taken``."""
    rows = [{"id": str(user), "said": dict(said)} for user, said in sorted(changes.items()) if said]
    if not rows:
        return
    await lock_users(connection, org, changes)
    try:
        await connection.execute(_CHANGE, {"org": org, "changes": json.dumps(rows)})
    except IntegrityError as error:
        raise _refusal(error) from None


def _refusal(error: IntegrityError) -> Exception:
    return RefusedError("external_id_taken") if _EXTERNAL_TAKEN in str(error.orig) else error


_LOCK: Final = text(
    "select id from users where org_id = :org and id = any(cast(:users as uuid[])) order by id for update"
)


async def lock_users(connection: AsyncConnection, org: UUID, users: Collection[UUID]) -> set[UUID]:
    """Hold users, so that a text in the making is finished before, or sees what changes. Gives those that
    there are."""
    found = await connection.execute(_LOCK, {"org": org, "users": sorted(users)})
    return set(found.scalars())


async def lock_user(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Hold a user. Raises NotFoundError."""
    if not await lock_users(connection, org, [user]):
        raise NotFoundError("user")


_REACTIVATE: Final = text("update users set active = true where org_id = :org and id = :user returning id")


async def reactivate(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Let a user be notified again. What they opted out of, and what they had yet to confirm, stays so.
    Raises NotFoundError."""
    if (await connection.execute(_REACTIVATE, {"org": org, "user": user})).first() is None:
        raise NotFoundError("user")


@dataclass(frozen=True, slots=True)
class KnownUser:
    """What it takes to tell people apart; ``country`` is theirs, not their number's."""

    id: UUID
    external_id: str | None = field(repr=False)
    country: str | None


_FIND: Final = text("""
    select id, external_id, country from users where org_id = :org and id = any(cast(:ids as uuid[]))
    union
    select id, external_id, country from users
     where org_id = :org and external_id = any(cast(:externals as text[]))
""")


async def find_users(
    connection: AsyncConnection, org: UUID, ids: Collection[UUID], externals: Collection[str]
) -> list[KnownUser]:
    """Those of these users that there are, by id or by external id."""
    parameters = {"org": org, "ids": sorted(ids), "externals": sorted(externals)}
    return [KnownUser(*row) for row in await connection.execute(_FIND, parameters)]


_REGION: Final = text("select region from organizations where id = :org")


async def read_region(connection: AsyncConnection, org: UUID) -> str | None:
    """Where the national numbers belong of users whose country is not known; None: nowhere."""
    return (await connection.execute(_REGION, {"org": org})).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class UserRow:
    """A user as admins see them, but for identifiers."""

    id: UUID
    external_id: str | None = field(repr=False)
    first_name: str | None = field(repr=False)
    locale: str | None
    country: str | None
    time_zone: str | None
    active: bool
    manager_id: UUID | None
    manager_external_id: str | None = field(repr=False)
    roles: list[str]


_READ: Final = text("""
    select u.id, u.external_id, u.first_name, u.locale, u.country, u.time_zone, u.active, u.manager_id,
           m.external_id as manager_external_id,
           array(select r.role from user_roles r
                  where r.org_id = u.org_id and r.user_id = u.id order by r.role) as roles
      from users u left join users m on m.org_id = u.org_id and m.id = u.manager_id
     where u.org_id = :org and u.id > :after
       and (cast(:id as uuid) is null or u.id = :id)
       and (cast(:external as text) is null or u.external_id = :external)
       and (cast(:active as bool) is null or u.active = :active)
       and (cast(:group as uuid) is null or exists (
            select 1 from group_members g
             where g.org_id = u.org_id and g.group_id = :group and g.user_id = u.id))
       and (cast(:role as text) is null or exists (
            select 1 from user_roles r
             where r.org_id = u.org_id and r.role = :role and r.user_id = u.id))
     order by u.id limit :most
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """Which users are asked for; None: whatever they have."""

    external_id: str | None = field(default=None, repr=False)
    group: UUID | None = None
    role: str | None = None
    active: bool | None = None


async def list_users(
    connection: AsyncConnection, org: UUID, which: UserFilter, *, after: UUID | None, most: int
) -> list[UserRow]:
    """The next users, by id."""
    wanted = {
        "external": which.external_id,
        "group": which.group,
        "role": which.role,
        "active": which.active,
    }
    return await _read(connection, org, {**wanted, "id": None, "after": after or _NOBODY, "most": most})


async def read_user(connection: AsyncConnection, org: UUID, user: UUID) -> UserRow:
    """Raises NotFoundError."""
    anyhow = dict.fromkeys(("external", "group", "role", "active"))
    found = await _read(connection, org, {**anyhow, "id": user, "after": _NOBODY, "most": 1})
    if not found:
        raise NotFoundError("user")
    return found[0]


async def _read(connection: AsyncConnection, org: UUID, which: dict[str, Any]) -> list[UserRow]:
    return [UserRow(*row) for row in await connection.execute(_READ, {"org": org, **which})]


_MANAGERS: Final = text("""
    update users u set manager_id = m.id
      from unnest(cast(:users as uuid[]), cast(:managers as uuid[])) as v(user_id, manager_id)
      left join users m on m.org_id = :org and m.id = v.manager_id and m.id <> v.user_id
     where u.org_id = :org and u.id = v.user_id
""")


async def set_managers(connection: AsyncConnection, org: UUID, managers: Mapping[UUID, UUID | None]) -> None:
    """Who is the manager of each of these users; nobody where that is unknown, or the user themself."""
    users = sorted(managers)
    await lock_users(connection, org, users)
    await connection.execute(
        _MANAGERS, {"org": org, "users": users, "managers": [managers[user] for user in users]}
    )
