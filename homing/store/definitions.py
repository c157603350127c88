"""Workflow definitions and their versions, which never change."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.definition import MAX_NAME, CallWebhook, Definition
from homing.domain.definition_json import restore_definition, write_definition
from homing.domain.errors import NotFoundError, RefusedError
from homing.store.vault import Vault

Headers = Mapping[str, Mapping[str, str]]
"""Of webhooks: step id -> name -> value. They may be secrets."""


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A version of a definition."""

    id: UUID
    version: int
    definition: Definition
    name: str


@dataclass(frozen=True, slots=True)
class ListedDefinition:
    """A definition and its latest version."""

    id: UUID
    name: str
    version: int
    created_at: datetime
    changed_at: datetime


_ADD: Final = text("""
    insert into definitions (id, org_id, name) values (:id, :org, :name) on conflict (id) do nothing
""")
# An update also locks: whoever saves the same definition meanwhile takes the number after this one's.
_RENAME: Final = text("update definitions set name = :name where org_id = :org and id = :id returning id")
_LATEST: Final = text("""
    select version, body, key_id, sealed_headers from definition_versions
     where org_id = :org and definition_id = :id order by version desc limit 1
""")
_ADD_VERSION: Final = text("""
    insert into definition_versions (definition_id, version, org_id, body, key_id, sealed_headers)
    values (:id, :version, :org, :body, :key_id, :sealed)
""").bindparams(bindparam("body", type_=JSONB))


async def save_definition(
    connection: AsyncConnection,
    org: UUID,
    definition_id: UUID,
    name: str,
    definition: Definition,
    headers: Headers,
    vault: Vault,
) -> int:
    """Save a new definition, or the next version of one; its number, from 1 without gaps.

    A webhook whose step is not among ``headers`` keeps those that it had in the version before, as long as it
    has the same URL: whoever edits a definition was never shown them. Raises RefusedError ``name_refused``,
    and NotFoundError where the id is another organization's.
    """
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise RefusedError("name_refused")
    key = {"org": org, "id": definition_id}
    await connection.execute(_ADD, {**key, "name": name})
    if (await connection.execute(_RENAME, {**key, "name": name})).first() is None:
        raise NotFoundError("definition")
    former = (await connection.execute(_LATEST, key)).first()
    kept = dict(headers)
    if former is not None and former.sealed_headers is not None:
        had = _open(vault, former.key_id, former.sealed_headers)
        kept = {**_same_receiver(had, restore_definition(former.body), definition), **kept}
    key_id, sealed = _seal(vault, {step: dict(values) for step, values in kept.items() if values})
    version = 1 if former is None else int(former.version) + 1
    body = write_definition(definition, extras=True)
    await connection.execute(
        _ADD_VERSION, {**key, "version": version, "body": body, "key_id": key_id, "sealed": sealed}
    )
    return version


_READ: Final = text("""
    select v.version, v.body, d.name
      from definitions d join definition_versions v on v.definition_id = d.id
     where d.org_id = :org and d.id = :id and v.version = coalesce(cast(:version as int), v.version)
     order by v.version desc limit 1
""")


async def read_definition_version(
    connection: AsyncConnection, org: UUID, definition_id: UUID, version: int | None = None
) -> DefinitionRow:
    """A version of a definition, the latest unless one is named. Raises NotFoundError."""
    key = {"org": org, "id": definition_id, "version": version}
    row = (await connection.execute(_READ, key)).first()
    if row is None:
        raise NotFoundError("definition")
    return DefinitionRow(definition_id, row.version, restore_definition(row.body), row.name)


_READ_HEADERS: Final = text("""
    select key_id, sealed_headers from definition_versions
     where org_id = :org and definition_id = :id and version = :version
""")


async def read_headers(
    connection: AsyncConnection, org: UUID, vault: Vault, definition_id: UUID, version: int, step: str
) -> dict[str, str]:
    """The headers that a step's webhook is called with: for calling it, and never to be shown. Raises
    NotFoundError where there is no such version."""
    key = {"org": org, "id": definition_id, "version": version}
    row = (await connection.execute(_READ_HEADERS, key)).first()
    if row is None:
        raise NotFoundError("definition")
    if row.sealed_headers is None:
        return {}
    return _open(vault, row.key_id, row.sealed_headers).get(step, {})


_LIST: Final = text("""
    select d.id, d.name, v.version, d.created_at, v.created_at as changed_at
      from definitions d
     cross join lateral (select version, created_at from definition_versions
                          where definition_id = d.id order by version desc limit 1) v
     where d.org_id = :org and (d.name, d.id) > (cast(:name as text), cast(:id as uuid))
     order by d.name, d.id limit :limit
""")
_FIRST: Final = ("", UUID(int=0))


async def list_definitions(
    connection: AsyncConnection, org: UUID, after: tuple[str, UUID] = _FIRST, limit: int = 100
) -> list[ListedDefinition]:
    """The definitions of an organization, by name and id."""
    key = {"org": org, "name": after[0], "id": after[1], "limit": limit}
    return [ListedDefinition(*row) for row in await connection.execute(_LIST, key)]


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version among a definition's."""

    version: int
    created_at: datetime


_VERSIONS: Final = text("""
    select version, created_at from definition_versions
     where org_id = :org and definition_id = :id and (cast(:before as int) is null or version < :before)
     order by version desc limit :limit
""")


async def list_versions(
    connection: AsyncConnection, org: UUID, definition_id: UUID, before: int | None, limit: int
) -> list[ListedVersion]:
    """The latest first."""
    key = {"org": org, "id": definition_id, "before": before, "limit": limit}
    return [ListedVersion(*row) for row in await connection.execute(_VERSIONS, key)]


def _same_receiver(had: dict[str, dict[str, str]], before: Definition, now: Definition) -> Headers:
    """Those headers that still go where they went: to a step of the same id with the same URL."""
    receivers = _receivers(before).items() & _receivers(now).items()
    return {step: had[step] for step, _ in receivers if step in had}


def _receivers(definition: Definition) -> dict[str, str]:
    return {step.id: step.config.url for step in definition.steps if isinstance(step.config, CallWebhook)}


def _seal(vault: Vault, headers: dict[str, dict[str, str]]) -> tuple[str | None, bytes | None]:
    return vault.encrypt(json.dumps(headers)) if headers else (None, None)


def _open(vault: Vault, key_id: str, sealed: bytes) -> dict[str, dict[str, str]]:
    headers: dict[str, dict[str, str]] = json.loads(vault.decrypt(key_id, sealed))
    return headers
