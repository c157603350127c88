"""Users: who they are, whom they report to, and how they are found. Their names and what the organization
calls them are encrypted; by the latter they are found through a keyed hash. All that reads or writes those
columns is here, which is why this is long."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.store.engine import planning_keys_once
from homing.store.sessions import end_sessions
from homing.store.vault import Vault

_EXTERNAL_TAKEN: Final = "users_external"
"""The index that lets an external id be one user's."""
_NOBODY: Final = UUID(int=0)
_SEALED: Final = frozenset({"external_id", "first_name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A person; ``country`` is the region in which a national number of theirs is read. ``manager_id``: a
    user of the organization; who is there already keeps theirs."""

    id: UUID
    external_id: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    locale: str | None = None
    country: str | None = None
    time_zone: str | None = None
    manager_id: UUID | None = None


_ADD: Final = text("""
    insert into users (org_id, id, sealed_external_id, external_hash, sealed_first_name, locale, country,
                       time_zone, manager_id)
    select :org, * from unnest(cast(:id as uuid[]), cast(:external as bytea[]), cast(:hash as bytea[]),
                               cast(:name as bytea[]), cast(:locale as text[]), cast(:country as text[]),
                               cast(:zone as text[]), cast(:manager as uuid[]))
    on conflict (org_id, id) do update
       set sealed_external_id = excluded.sealed_external_id, external_hash = excluded.external_hash,
           sealed_first_name = excluded.sealed_first_name, locale = excluded.locale,
           country = excluded.country, time_zone = excluded.time_zone
     where users.erased_at is null
""")


class SealedUser(NamedTuple):
    """A person as they are kept. A tuple, since files bring millions."""

    id: UUID
    external: bytes | None
    hash: bytes | None
    name: bytes | None
    locale: str | None
    country: str | None
    zone: str | None
    manager: UUID | None


def seal_user(vault: Vault, user: NewUser, external_hash: bytes | None) -> SealedUser:
    """Encrypt what is personal of somebody. ``external_hash``: of their external id."""
    return SealedUser(
        user.id,
        vault.seal(user.external_id),
        external_hash,
        vault.seal(user.first_name),
        user.locale,
        user.country,
        user.time_zone,
        user.manager_id,
    )


async def add_users(connection: AsyncConnection, org: UUID, vault: Vault, users: Sequence[NewUser]) -> None:
    """Add people, or bring what is known of them up to date. Raises RefusedError ``external_id_taken``."""
    sealed = [seal_user(vault, user, _hash(vault, org, user.external_id)) for user in users]
    await write_users(connection, org, sealed)


async def write_users(connection: AsyncConnection, org: UUID, users: Collection[SealedUser]) -> None:
    """As ``add_users``, of those who were sealed before."""
    if not users:
        return
    ordered = sorted(users, key=lambda user: user.id.int)
    columns = dict(zip(SealedUser._fields, map(list, zip(*ordered, strict=True)), strict=True))
    try:
        async with planning_keys_once(connection, len(ordered)):
            await connection.execute(_ADD, {"org": org, **columns})
    except IntegrityError as error:
        raise _refusal(error) from None


def _hash(vault: Vault, org: UUID, external_id: str | None) -> bytes | None:
    return None if external_id is None else vault.hash_external(org, external_id)


# Where a field is not named it stays; where it is null nothing is known of it any more.
_CHANGE: Final = text("""
    update users u
       set sealed_external_id = case when v.said ? 'external_id' then decode(v.said->>'external_id', 'hex')
                                     else u.sealed_external_id end,
           external_hash = case when v.said ? 'external_id' then decode(v.said->>'external_hash', 'hex')
                                else u.external_hash end,
           sealed_first_name = case when v.said ? 'first_name' then decode(v.said->>'first_name', 'hex')
                                    else u.sealed_first_name end,
           locale = case when v.said ? 'locale' then v.said->>'locale' else u.locale end,
           country = case when v.said ? 'country' then v.said->>'country' else u.country end,
           time_zone = case when v.said ? 'time_zone' then v.said->>'time_zone' else u.time_zone end
      from jsonb_to_recordset(cast(:changes as jsonb)) as v(id uuid, said jsonb)
     where u.org_id = :org and u.id = v.id
""")


async def change_users(
    connection: AsyncConnection, org: UUID, vault: Vault, changes: Mapping[UUID, Mapping[str, str | None]]
) -> None:
    """Change the named fields of users (see ``NewUser``) and no others. Raises RefusedError
    ``external_id_taken``, and NotFoundError where one of them is gone."""
    rows = [
        {"id": str(user), "said": _sealed(vault, org, said)} for user, said in sorted(changes.items()) if said
    ]
    if not rows:
        return
    await hold_users(connection, org, changes)
    try:
        await connection.execute(_CHANGE, {"org": org, "changes": json.dumps(rows)})
    except IntegrityError as error:
        raise _refusal(error) from None


def _sealed(vault: Vault, org: UUID, said: Mapping[str, str | None]) -> dict[str, str | None]:
    """The same with what is personal sealed, in hexadecimal digits."""
    sealed = dict(said)
    if "external_id" in said:
        sealed["external_hash"] = _hex(_hash(vault, org, said["external_id"]))
    for name in _SEALED & set(said):
        sealed[name] = _hex(vault.seal(said[name]))
    return sealed


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()


def _refusal(error: IntegrityError) -> Exception:
    return RefusedError("external_id_taken") if _EXTERNAL_TAKEN in str(error.orig) else error


_LOCK: Final = text("""
    select id from users where org_id = :org and id = any(cast(:users as uuid[])) and erased_at is null
     order by id for update
""")


async def lock_users(connection: AsyncConnection, org: UUID, users: Collection[UUID]) -> set[UUID]:
    """Hold users, so that a text in the making is finished before, or sees what changes. Gives those that
    there are."""
    found = await connection.execute(_LOCK, {"org": org, "users": list(users)})
    return set(found.scalars())


async def hold_users(connection: AsyncConnection, org: UUID, users: Collection[UUID]) -> None:
    """As ``lock_users``, of users of whom something is to be kept: none of them may be gone since they were
    found. Raises NotFoundError."""
    if await lock_users(connection, org, users) != set(users):
        raise NotFoundError("user")


async def lock_user(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Hold a user. Raises NotFoundError."""
    await hold_users(connection, org, [user])


_REACTIVATE: Final = text("""
    update users set active = true where org_id = :org and id = :user and erased_at is null returning id
""")


async def reactivate(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Let a user be notified again. What they opted out of, and what they had yet to confirm, stays so.
    Raises NotFoundError."""
    if (await connection.execute(_REACTIVATE, {"org": org, "user": user})).first() is None:
        raise NotFoundError("user")


# By the clock and not as of the transaction's beginning, which may be long ago.
_DEACTIVATE: Final = text("""
    update users set active = false, deactivated_at = clock_timestamp()
     where org_id = :org and id = :user
""")


async def deactivate(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Let nothing more begin for a user who is held, and end their sessions: reactivating them opens none of
    those again, nor do links and tokens of before open any. What had begun, and what follows for campaigns,
    is for ``homing.dispatching.withdraw`` to wait for and to settle afterwards."""
    await connection.execute(_DEACTIVATE, {"org": org, "user": user})
    await end_sessions(connection, org, user)


@dataclass(frozen=True, slots=True)
class KnownUser:
    """What it takes to tell people apart; ``country`` is theirs, not their number's."""

    id: UUID
    external_id: str | None = field(repr=False)
    country: str | None


_FIND: Final = text("""
    select id, sealed_external_id, country from users
     where org_id = :org and id = any(cast(:ids as uuid[])) and erased_at is null
    union
    select id, sealed_external_id, country from users
     where org_id = :org and external_hash = any(cast(:hashes as bytea[]))
""")


async def find_users(
    connection: AsyncConnection, org: UUID, vault: Vault, ids: Collection[UUID], externals: Collection[str]
) -> list[KnownUser]:
    """Those of these users that there are, by id or by external id."""
    hashes = [vault.hash_external(org, external) for external in externals]
    return await find_hashed(connection, org, vault, ids, hashes)


async def find_hashed(
    connection: AsyncConnection, org: UUID, vault: Vault, ids: Collection[UUID], hashes: Collection[bytes]
) -> list[KnownUser]:
    """As ``find_users``, by the hashes of external ids."""
    found = await connection.execute(_FIND, {"org": org, "ids": list(ids), "hashes": list(hashes)})
    return [KnownUser(row.id, vault.open(row.sealed_external_id), row.country) for row in found]


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
    select u.id, u.sealed_external_id as external_id, u.sealed_first_name as first_name, u.locale, u.country,
           u.time_zone, u.active, u.manager_id, m.sealed_external_id as manager_external_id,
           array(select r.role from user_roles r
                  where r.org_id = u.org_id and r.user_id = u.id order by r.role) as roles
      from users u left join users m on m.org_id = u.org_id and m.id = u.manager_id
     where u.org_id = :org and u.id > :after and u.erased_at is null
       and (cast(:id as uuid) is null or u.id = :id)
       and (cast(:external as bytea) is null or u.external_hash = :external)
       and (cast(:active as bool) is null or u.active = :active)
       and (cast(:group as uuid) is null or exists (
            select 1 from group_members g
             where g.org_id = u.org_id and g.group_id = :group and g.user_id = u.id))
       and (cast(:role as text) is null or exists (
            select 1 from user_roles r
             where r.org_id = u.org_id and r.role = :role and r.user_id = u.id))
     order by u.id limit :most
""")


_SHOWN: Final = ("external_id", "first_name", "manager_external_id")
"""What is encrypted of a ``UserRow``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """Which users are asked for; None: whatever they have."""

    external_id: str | None = field(default=None, repr=False)
    group: UUID | None = None
    role: str | None = None
    active: bool | None = None


async def list_users(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    which: UserFilter,
    *,
    after: UUID | None,
    most: int,
) -> list[UserRow]:
    """The next users, by id."""
    wanted = {
        "external": _hash(vault, org, which.external_id),
        "group": which.group,
        "role": which.role,
        "active": which.active,
    }
    return await _read(
        connection, org, vault, {**wanted, "id": None, "after": after or _NOBODY, "most": most}
    )


async def read_user(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> UserRow:
    """Raises NotFoundError."""
    anyhow = dict.fromkeys(("external", "group", "role", "active"))
    found = await _read(connection, org, vault, {**anyhow, "id": user, "after": _NOBODY, "most": 1})
    if not found:
        raise NotFoundError("user")
    return found[0]


_IS_THERE: Final = text("select 1 from users where org_id = :org and id = :user and erased_at is null")


async def check_user(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """Raises NotFoundError where this organization has no such user."""
    if (await connection.execute(_IS_THERE, {"org": org, "user": user})).first() is None:
        raise NotFoundError("user")


async def _read(connection: AsyncConnection, org: UUID, vault: Vault, which: dict[str, Any]) -> list[UserRow]:
    found = (await connection.execute(_READ, {"org": org, **which})).mappings()
    return [UserRow(**{**row, **{name: vault.open(row[name]) for name in _SHOWN}}) for row in found]


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
