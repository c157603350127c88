"""API keys: shown once, kept as a keyed hash."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.store.vault import Vault

_PREFIX: Final = "hk_"
_BYTES: Final = 24
_HINT: Final = 8


@dataclass(frozen=True, slots=True)
class KnownKey:
    """Whose key it is, and what it may do."""

    id: UUID
    org_id: UUID
    scopes: tuple[str, ...]
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class ListedKey:
    """A key as it is shown: never itself, but its first characters."""

    id: UUID
    name: str
    hint: str
    scopes: list[str]
    user_id: UUID | None
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


def new_key_text() -> str:
    """``hk_`` and 192 bits from a cryptographic generator."""
    return _PREFIX + secrets.token_urlsafe(_BYTES)


_CREATE: Final = text("""
    insert into api_keys (id, org_id, name, hint, hash, scopes, user_id, expires_at)
    select :id, :org, :name, :hint, :hash, :scopes, :user, :expires
     where cast(:user as uuid) is null
        or exists (select 1 from users where org_id = :org and id = cast(:user as uuid))
    returning id
""")


async def create_key(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    *,
    id: UUID,  # noqa: A002  # as every record's
    name: str,
    key: str,
    scopes: Sequence[str],
    user: UUID | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Keep a key. Raises NotFoundError for a user who is none of the organization's."""
    row = {
        "id": id,
        "org": org,
        "name": name,
        "hint": key[:_HINT],
        "hash": vault.hash_key(key),
        "scopes": list(scopes),
        "user": user,
        "expires": expires_at,
    }
    if (await connection.execute(_CREATE, row)).first() is None:
        raise NotFoundError("user")


# When it was used last is known to the minute: a write for each request would cost more than it says.
_FIND: Final = text("""
    with found as (
        select k.id, k.org_id, k.scopes, k.user_id, k.used_at
          from api_keys k left join users u on u.org_id = k.org_id and u.id = k.user_id
         where k.hash = :hash and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
           and (k.user_id is null or u.active)),
    used as (
        update api_keys k set used_at = now() from found
         where k.id = found.id and (found.used_at is null or found.used_at < now() - interval '1 minute'))
    select id, org_id, scopes, user_id from found
""")


async def find_key(connection: AsyncConnection, vault: Vault, key: str) -> KnownKey | None:
    """Whose key this is; None where it is nobody's, revoked, expired, or of a user who is deactivated. Needs
    the system role."""
    row = (await connection.execute(_FIND, {"hash": vault.hash_key(key)})).first()
    return None if row is None else KnownKey(row.id, row.org_id, tuple(row.scopes), row.user_id)


_LIST: Final = text("""
    select id, name, hint, scopes, user_id, created_at, expires_at, used_at from api_keys
     where org_id = :org and revoked_at is null and (expires_at is null or expires_at > now())
       and id > cast(:after as uuid)
     order by id limit :limit
""")


async def list_keys(connection: AsyncConnection, org: UUID, after: UUID, limit: int) -> list[ListedKey]:
    """The keys that are good, by id."""
    found = await connection.execute(_LIST, {"org": org, "after": after, "limit": limit})
    return [ListedKey(*row) for row in found]


_REVOKE: Final = text("""
    update api_keys set revoked_at = coalesce(revoked_at, now()) where org_id = :org and id = :id returning id
""")


async def revoke_key(connection: AsyncConnection, org: UUID, key: UUID) -> None:
    """From now on the key opens nothing. Raises NotFoundError."""
    if (await connection.execute(_REVOKE, {"org": org, "id": key})).first() is None:
        raise NotFoundError("key")


_FORGET: Final = text(
    "delete from api_keys where coalesce(revoked_at, expires_at) < now() - interval '30 days'"
)


async def forget_old_keys(connection: AsyncConnection) -> int:
    """Delete keys that have been of no use for a month. Needs the system role. Returns how many."""
    return int((await connection.execute(_FORGET)).rowcount)
