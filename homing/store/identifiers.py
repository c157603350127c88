"""The identifiers by which channels reach users: read strictly, kept encrypted, shown masked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.errors import RefusedError
from homing.domain.people import IdentifierSource, check_address
from homing.domain.phone import country_of, masked, parse
from homing.domain.traits import IdentifierKind
from homing.store.numbers import STATE
from homing.store.people import lock_user, lock_users
from homing.store.vault import Vault


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
class Sealed:
    """An identifier as it is kept."""

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
    tail: bytes | None

    def of(self, user: UUID) -> "Sealed":
        """The same as another user's."""
        return replace(self, user_id=user)


def seal(vault: Vault, binding: Binding) -> Sealed:
    """Read and encrypt an identifier. Raises RefusedError with the reason where it is none (see ``parse``,
    ``check_address``)."""
    if binding.kind is IdentifierKind.PHONE:
        number = parse(binding.raw, binding.region)
        value, country, tail = str(number), country_of(number), vault.hash_tail(number)
    else:
        value, country, tail = check_address(binding.raw), None, None
    key_id, sealed = vault.encrypt(value)
    _, sealed_raw = vault.encrypt(binding.raw)
    return Sealed(
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
        tail=tail,
    )


_NUMBERS: Final = text("""
    insert into numbers (hmac) select unnest(cast(:hashes as bytea[])) on conflict do nothing
""")
_BIND: Final = text("""
    insert into reachabilities as r
           (org_id, id, user_id, kind, source, state, country, hmac, key_id, sealed, sealed_raw, tail)
    select :org, * from unnest(cast(:id as uuid[]), cast(:user_id as uuid[]), cast(:kind as text[]),
           cast(:source as text[]), cast(:state as text[]), cast(:country as text[]), cast(:hmac as bytea[]),
           cast(:key_id as text[]), cast(:sealed as bytea[]), cast(:sealed_raw as bytea[]),
           cast(:tail as bytea[]))
    on conflict (org_id, user_id, kind, source) do update
       set state = excluded.state, country = excluded.country, hmac = excluded.hmac,
           key_id = excluded.key_id, sealed = excluded.sealed, sealed_raw = excluded.sealed_raw,
           tail = excluded.tail, id = excluded.id,
           created_at = case when r.hmac = excluded.hmac then r.created_at else now() end
     -- The same number again confirms it at most: what was confirmed stays so, and what proved bad too.
     where r.hmac <> excluded.hmac or (r.state = 'unverified' and excluded.state = 'verified')
""")


async def bind(
    connection: AsyncConnection, org: UUID, vault: Vault, bindings: Iterable[Binding]
) -> list[RefusedBinding]:
    """Bind identifiers, one for each user, kind and source; a change of number replaces the former."""
    taken, refused = [], []
    for binding in bindings:
        try:
            taken.append(seal(vault, binding))
        except RefusedError as error:
            refused.append(RefusedBinding(binding.user_id, error.reason))
    await write(connection, org, taken)
    return refused


async def write(connection: AsyncConnection, org: UUID, sealed: Iterable[Sealed]) -> None:
    """As ``bind``, of what was sealed before.

    The users are locked, so that a text in the making is finished before or sees the change.
    """
    last = {(one.user_id, one.kind, one.source): one for one in sealed}
    rows = [last[key] for key in sorted(last)]
    if rows:
        await lock_users(connection, org, {row.user_id for row in rows})
        phones = sorted({row.hmac for row in rows if row.kind == IdentifierKind.PHONE})
        await connection.execute(_NUMBERS, {"hashes": phones})
        columns = {name: [getattr(row, name) for row in rows] for name in Sealed.__slots__}
        await connection.execute(_BIND, {"org": org, **columns})


_UNBIND: Final = text("""
    delete from reachabilities
     where org_id = :org and user_id = :user and kind = :kind and source = :source
""")


async def unbind(
    connection: AsyncConnection, org: UUID, user: UUID, kind: IdentifierKind, source: str
) -> None:
    """Take back what a source said; locks as ``write`` does. Raises NotFoundError for a stranger."""
    await lock_user(connection, org, user)
    which = {"org": org, "user": user, "kind": kind.value, "source": source}
    await connection.execute(_UNBIND, which)


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """What may be shown of an identifier: the last two digits of a number, the first letter of an address.
    ``used``: it is the one of its kind that the user is reached by, as far as it may be used at all."""

    kind: IdentifierKind
    source: str
    state: str
    country: str | None
    shown: str
    used: bool


# In the order in which sending takes them (``facts.PERSON_JOINS``).
_IDENTIFIERS: Final = text(f"""
    select i.user_id, i.kind, i.source, {STATE} as state, i.country, i.key_id, i.sealed,
           row_number() over (partition by i.user_id, i.kind
                              order by array_position(cast(:sources as text[]), i.source), i.created_at desc)
           = 1 as used
      from reachabilities i left join number_health h on h.org_id = i.org_id and h.hmac = i.hmac
     where i.org_id = :org and i.user_id = any(cast(:users as uuid[])) order by i.user_id, i.kind, i.source
""")  # noqa: S608  # a constant


async def read_identifiers(
    connection: AsyncConnection, org: UUID, vault: Vault, users: Collection[UUID]
) -> dict[UUID, list[KnownIdentifier]]:
    """The identifiers of users, masked; who has none is left out."""
    sources = [source.value for source in IdentifierSource]
    known: dict[UUID, list[KnownIdentifier]] = {}
    found = await connection.execute(_IDENTIFIERS, {"org": org, "users": list(users), "sources": sources})
    for row in found:
        kind = IdentifierKind(row.kind)
        shown = _masked(kind, vault.decrypt(row.key_id, row.sealed))
        one = KnownIdentifier(kind, row.source, row.state, row.country, shown, row.used)
        known.setdefault(row.user_id, []).append(one)
    return known


def _masked(kind: IdentifierKind, value: str) -> str:
    return masked(value) if kind is IdentifierKind.PHONE else f"{value[:1]}…@…"
