"""Users and groups as a directory sent them, and by what they are found. What follows from them is written by
``people``, ``groups`` and ``identifiers``."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.store.vault import Vault

_USER_NAME_TAKEN: Final = "scim_resources_user_name"
"""The index that lets a user name be one user's."""


class Kind(StrEnum):
    """What a resource is, by the name of its type."""

    USER = "User"
    GROUP = "Group"


@dataclass(frozen=True, slots=True)
class ScimRow:
    """A resource at rest."""

    id: UUID
    kind: Kind
    version: int
    document: Mapping[str, Any] = field(repr=False)
    faults: Mapping[str, str]
    created_at: datetime
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScimDocument:
    """A resource to be kept. ``terms``: by what it is found, ``manager``: what it calls its manager by; each
    an attribute with its value as it is compared."""

    id: UUID
    kind: Kind
    document: Mapping[str, Any] = field(repr=False)
    terms: Sequence[tuple[str, str]] = field(default=(), repr=False)
    manager: Sequence[tuple[str, str]] = field(default=(), repr=False)


_COLUMNS: Final = "id, kind, version, faults, key_id, sealed, created_at, modified_at"
_ADD: Final = text(f"""
    insert into scim_resources
           (org_id, id, kind, version, user_name_hash, terms, manager_terms, key_id, sealed)
    values (:org, :id, :kind, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint), :user_name,
            cast(:terms as bytea[]), cast(:manager_terms as bytea[]), :key_id, :sealed)
    returning {_COLUMNS}
""")  # noqa: S608  # constants
_CHANGE: Final = text(f"""
    update scim_resources
       set user_name_hash = :user_name, terms = cast(:terms as bytea[]),
           manager_terms = cast(:manager_terms as bytea[]), key_id = :key_id, sealed = :sealed,
           modified_at = clock_timestamp(),
           version = greatest(version + 1, cast(extract(epoch from clock_timestamp()) * 1000000 as bigint))
     where org_id = :org and id = :id and kind = :kind
    returning {_COLUMNS}
""")  # noqa: S608  # constants


async def add_resource(connection: AsyncConnection, org: UUID, vault: Vault, new: ScimDocument) -> ScimRow:
    """Keep a resource. Raises RefusedError ``user_name_taken``, and ``resource_taken`` where there is one of
    this id."""
    return await _write(connection, org, vault, new, _ADD)


async def change_resource(connection: AsyncConnection, org: UUID, vault: Vault, new: ScimDocument) -> ScimRow:
    """Keep another state of a resource that is held. Raises RefusedError ``user_name_taken``."""
    return await _write(connection, org, vault, new, _CHANGE)


async def _write(
    connection: AsyncConnection, org: UUID, vault: Vault, new: ScimDocument, statement: Any
) -> ScimRow:
    names = [value for attribute, value in new.terms if attribute == "username"]
    key_id, sealed = vault.encrypt(json.dumps(new.document, ensure_ascii=False, separators=(",", ":")))
    parameters = {
        "org": org,
        "id": new.id,
        "kind": new.kind.value,
        "user_name": vault.hash_term(org, "username", names[0]) if names else None,
        "terms": hashed(vault, org, new.terms),
        "manager_terms": hashed(vault, org, new.manager),
        "key_id": key_id,
        "sealed": sealed,
    }
    try:
        row = (await connection.execute(statement, parameters)).one()
    except IntegrityError as error:
        taken = "user_name_taken" if _USER_NAME_TAKEN in str(error.orig) else "resource_taken"
        raise RefusedError(taken) from None
    return _opened(vault, row)


def hashed(vault: Vault, org: UUID, terms: Sequence[tuple[str, str]]) -> list[bytes]:
    """Attributes with their values, as they are looked for."""
    return sorted({vault.hash_term(org, attribute, value) for attribute, value in terms})


def _opened(vault: Vault, row: Any) -> ScimRow:
    document = json.loads(vault.decrypt(row.key_id, row.sealed))
    return ScimRow(row.id, Kind(row.kind), row.version, document, row.faults, row.created_at, row.modified_at)


_READ: Final = text(f"""
    select {_COLUMNS} from scim_resources where org_id = :org and id = any(cast(:ids as uuid[]))
""")  # noqa: S608  # constants
_LOCK: Final = text(f"""
    select {_COLUMNS} from scim_resources where org_id = :org and id = :id and kind = :kind for update
""")  # noqa: S608  # constants


async def read_resources(
    connection: AsyncConnection, org: UUID, vault: Vault, ids: Collection[UUID]
) -> dict[UUID, ScimRow]:
    """Those of these resources that there are."""
    found = await connection.execute(_READ, {"org": org, "ids": list(ids)})
    return {row.id: _opened(vault, row) for row in found}


async def lock_resource(
    connection: AsyncConnection, org: UUID, vault: Vault, kind: Kind, id_: UUID
) -> ScimRow | None:
    """Hold a resource; None where there is none of this kind."""
    row = (await connection.execute(_LOCK, {"org": org, "id": id_, "kind": kind.value})).first()
    return None if row is None else _opened(vault, row)


_DELETE: Final = text("delete from scim_resources where org_id = :org and id = :id")


async def delete_resource(connection: AsyncConnection, org: UUID, id_: UUID) -> None:
    """Forget what a directory sent, whether or not it sent anything."""
    await connection.execute(_DELETE, {"org": org, "id": id_})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a resource stands in their order: by when they came."""

    created_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resources are looked for: of these kinds, and those alone that have all of these terms and this
    member, where any are named."""

    kinds: Sequence[Kind]
    terms: Sequence[tuple[str, str]] = field(default=(), repr=False)
    member: UUID | None = None


# By a function of the migration's: below row-level security ``terms @> …`` would use no index.
_HAVING: Final = "homing_scim_terms(cast(:terms as bytea[]))"
_WANTED: Final = """
      from {found} r where r.org_id = :org and r.kind {kinds}
       and (cast(:member as uuid) is null or exists (
            select 1 from group_members m
             where m.org_id = :org and m.group_id = r.id and m.user_id = cast(:member as uuid)))
"""
_COUNT: Final = f"select count(*) {_WANTED}"
_NEXT: Final = f"""
    select {_COLUMNS} from scim_resources where org_id = :org and id = any(array(
        select r.id {_WANTED}
           and (cast(:at as timestamptz) is null
                or (r.created_at, r.id) > (cast(:at as timestamptz), cast(:after as uuid)))
         order by r.created_at, r.id offset :skip limit :most))
     order by created_at, id
"""  # noqa: S608  # constants
_BEFORE: Final = f"""
    select {_COLUMNS} from scim_resources where org_id = :org and id = any(array(
        select r.id {_WANTED} and (r.created_at, r.id) < (cast(:at as timestamptz), cast(:after as uuid))
         order by r.created_at desc, r.id desc limit :most))
     order by created_at, id
"""  # noqa: S608  # constants


def _query(query: str, wanted: Wanted) -> TextClause:
    # Of one kind they are read in their order.
    kinds = "= any(cast(:kinds as text[]))" if len(wanted.kinds) > 1 else "= (cast(:kinds as text[]))[1]"
    return text(query.format(kinds=kinds, found=_HAVING if wanted.terms else "scim_resources"))


def _asked(vault: Vault, org: UUID, wanted: Wanted) -> dict[str, Any]:
    return {
        "org": org,
        "kinds": [kind.value for kind in wanted.kinds],
        "terms": hashed(vault, org, wanted.terms),
        "member": wanted.member,
    }


async def count_resources(connection: AsyncConnection, org: UUID, vault: Vault, wanted: Wanted) -> int:
    return int((await connection.execute(_query(_COUNT, wanted), _asked(vault, org, wanted))).scalar_one())


async def list_resources(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    wanted: Wanted,
    *,
    after: Place | None = None,
    skip: int = 0,
    most: int,
) -> list[ScimRow]:
    """The next resources in the order in which they came."""
    asked = {
        **_asked(vault, org, wanted),
        "at": after and after.created_at,
        "after": after and after.id,
        "skip": skip,
        "most": most,
    }
    return [_opened(vault, row) for row in await connection.execute(_query(_NEXT, wanted), asked)]


async def list_resources_before(
    connection: AsyncConnection, org: UUID, vault: Vault, wanted: Wanted, *, before: Place, most: int
) -> list[ScimRow]:
    """The last resources before a place, in the order in which they came."""
    asked = {**_asked(vault, org, wanted), "at": before.created_at, "after": before.id, "most": most}
    return [_opened(vault, row) for row in await connection.execute(_query(_BEFORE, wanted), asked)]
