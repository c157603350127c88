"""Users, and the identifiers by which channels reach them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError, NumberRefused
from homing.domain.phone import country_of, parse
from homing.domain.traits import IdentifierKind
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A person; ``country`` is the region in which a national number of theirs is read."""

    id: UUID
    external_id: str | None = None
    first_name: str | None = None
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
    """Add people, or bring what is known of them up to date."""
    ordered = sorted(users, key=lambda user: user.id)
    await connection.execute(
        _ADD,
        {
            "org": org,
            "ids": [user.id for user in ordered],
            "externals": [user.external_id for user in ordered],
            "names": [user.first_name for user in ordered],
            "locales": [user.locale for user in ordered],
            "countries": [user.country for user in ordered],
            "zones": [user.time_zone for user in ordered],
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """An identifier as it was given. What a directory says counts as verified; what a user adds does so
    once confirmed. ``region``: where a national number is read, None if nowhere."""

    user_id: UUID
    kind: IdentifierKind
    raw: str = field(repr=False)
    source: str
    state: IdentifierState
    region: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedBinding:
    """One that was not taken, and why; the others were."""

    user_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class _Sealed:
    id: UUID
    user_id: UUID
    kind: str
    source: str
    state: str
    country: str | None
    hmac: bytes
    key_id: str
    sealed: bytes
    sealed_raw: bytes


_LOCK_USERS: Final = text(
    "select 1 from users where org_id = :org and id = any(:users) order by id for update"
)
_NUMBERS: Final = text("""
    insert into numbers (hmac) select unnest(cast(:hashes as bytea[])) on conflict do nothing
""")
_BIND: Final = text("""
    insert into reachabilities as r
           (org_id, id, user_id, kind, source, state, country, hmac, key_id, sealed, sealed_raw)
    select :org, * from unnest(cast(:id as uuid[]), cast(:user_id as uuid[]), cast(:kind as text[]),
           cast(:source as text[]), cast(:state as text[]), cast(:country as text[]), cast(:hmac as bytea[]),
           cast(:key_id as text[]), cast(:sealed as bytea[]), cast(:sealed_raw as bytea[]))
    on conflict (org_id, user_id, kind, source) do update
       set state = excluded.state, country = excluded.country, hmac = excluded.hmac,
           key_id = excluded.key_id, sealed = excluded.sealed, sealed_raw = excluded.sealed_raw,
           id = excluded.id
     -- The same number again says nothing new of one that was found to be bad.
     where r.hmac <> excluded.hmac
        or (r.state <> excluded.state and r.state not in ('invalid', 'quarantined'))
""")


async def bind(
    connection: AsyncConnection, org: UUID, vault: Vault, bindings: Iterable[Binding]
) -> list[RefusedBinding]:
    """Bind identifiers, one for each user, kind and source; a change of number replaces the former.

    The users are locked, so that a text in the making is finished before or sees the change.
    """
    taken: dict[tuple[UUID, str, str], _Sealed] = {}
    refused = []
    for binding in bindings:
        try:
            sealed = _seal(vault, binding)
        except NumberRefused as error:
            refused.append(RefusedBinding(binding.user_id, error.reason))
        else:
            taken[sealed.user_id, sealed.kind, sealed.source] = sealed
    rows = [taken[key] for key in sorted(taken)]
    if rows:
        await connection.execute(_LOCK_USERS, {"org": org, "users": [row.user_id for row in rows]})
        phones = sorted({row.hmac for row in rows if row.kind == IdentifierKind.PHONE})
        await connection.execute(_NUMBERS, {"hashes": phones})
        columns = {name: [getattr(row, name) for row in rows] for name in _Sealed.__slots__}
        await connection.execute(_BIND, {"org": org, **columns})
    return refused


def _seal(vault: Vault, binding: Binding) -> _Sealed:
    if binding.kind is IdentifierKind.PHONE:
        number = parse(binding.raw, binding.region)
        value, country = str(number), country_of(number)
    else:
        value, country = binding.raw.strip(), None
        if value.count("@") != 1 or not value.isprintable() or " " in value:
            raise NumberRefused("not_an_address")
    key_id, sealed = vault.encrypt(value)
    _, sealed_raw = vault.encrypt(binding.raw)
    return _Sealed(
        id=uuid4(),
        user_id=binding.user_id,
        kind=binding.kind.value,
        source=binding.source,
        state=binding.state.value,
        country=country,
        hmac=vault.hash_identifier(value),
        key_id=key_id,
        sealed=sealed,
        sealed_raw=sealed_raw,
    )


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """What may be shown of an identifier: the last two digits of a number, the first letter of an address."""

    source: str
    state: str
    country: str | None
    shown: str


_IDENTIFIERS: Final = text("""
    select source, state, country, kind, key_id, sealed from reachabilities
     where org_id = :org and user_id = :user order by kind, source
""")


async def read_identifiers(
    connection: AsyncConnection, org: UUID, vault: Vault, user: UUID
) -> list[KnownIdentifier]:
    """A user's identifiers, masked."""
    found = await connection.execute(_IDENTIFIERS, {"org": org, "user": user})
    return [
        KnownIdentifier(
            row.source, row.state, row.country, _masked(row.kind, vault.decrypt(row.key_id, row.sealed))
        )
        for row in found
    ]


def _masked(kind: str, value: str) -> str:
    if kind == IdentifierKind.PHONE:
        return f"…{value[-2:]}"
    return f"{value[:1]}…@…"


_FIND: Final = text(
    "select distinct user_id from reachabilities where org_id = :org and hmac = :hmac order by user_id"
)


async def find_by_identifier(connection: AsyncConnection, org: UUID, hmac: bytes) -> list[UUID]:
    """Whose identifier this is, by its keyed hash."""
    return list((await connection.execute(_FIND, {"org": org, "hmac": hmac})).scalars())


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
    """Add groups without members, or rename them."""
    ordered = sorted(groups, key=lambda one: one.id)
    await connection.execute(
        _ADD_GROUPS,
        {
            "org": org,
            "ids": [group.id for group in ordered],
            "externals": [group.external_id for group in ordered],
            "names": [group.name for group in ordered],
        },
    )


_LOCK_GROUP: Final = text("select 1 from groups where org_id = :org and id = :group for update")
_LEAVE_GROUP: Final = text("""
    delete from group_members
     where org_id = :org and group_id = :group and not user_id = any(cast(:users as uuid[]))
""")
_JOIN_GROUP: Final = text("""
    insert into group_members (org_id, group_id, user_id)
    select u.org_id, :group, u.id from users u
     where u.org_id = :org and u.id = any(cast(:users as uuid[])) order by u.id
    on conflict do nothing
""")


async def set_members(connection: AsyncConnection, org: UUID, group: UUID, users: Sequence[UUID]) -> None:
    """Who a group's members are from now on; unknown users are left out.

    Raises NotFoundError where there is no such group.
    """
    if (await connection.execute(_LOCK_GROUP, {"org": org, "group": group})).first() is None:
        raise NotFoundError("group")
    key = {"org": org, "group": group, "users": list(users)}
    await connection.execute(_LEAVE_GROUP, key)
    await connection.execute(_JOIN_GROUP, key)


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
    await connection.execute(_LOCK_USERS, {"org": org, "users": users})
    await connection.execute(_LOSE_ROLES, {"org": org, "users": users})
    await connection.execute(
        _GIVE_ROLES, {"org": org, "who": [pair[0] for pair in pairs], "roles": [pair[1] for pair in pairs]}
    )


_MANAGERS: Final = text("""
    update users u set manager_id = m.id
      from unnest(cast(:users as uuid[]), cast(:managers as uuid[])) as v(user_id, manager_id)
      left join users m on m.org_id = :org and m.id = v.manager_id and m.id <> v.user_id
     where u.org_id = :org and u.id = v.user_id
""")


async def set_managers(connection: AsyncConnection, org: UUID, managers: Mapping[UUID, UUID | None]) -> None:
    """Who is the manager of each of these users; nobody where that is unknown, or the user themself."""
    users = sorted(managers)
    await connection.execute(_LOCK_USERS, {"org": org, "users": users})
    await connection.execute(
        _MANAGERS, {"org": org, "users": users, "managers": [managers[user] for user in users]}
    )
