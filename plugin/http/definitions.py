"""Workflow definitions: registered with every fault named, read, and kept in versions."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.definition import Definition
from homing.domain.definition_json import read_definition, write_definition
from homing.domain.errors import NotFoundError
from homing.store import definitions
from homing.store.definitions import DefinitionRow, Headers
from plugin.http.backend import Backend
from plugin.http.idempotency import OnceOnly
from plugin.http.models import Line, Model
from plugin.http.paging import (
    CursorText,
    Limit,
    Page,
    bad_cursor,
    cursor_word,
    decode_cursor,
    number_cursor,
    page_of,
)
from plugin.http.security import Caller, Scope, needs

MOST_VERSIONS: Final = 2**31 - 1
EXAMPLE: Final[dict[str, Any]] = {
    "steps": [
        {
            "id": "first",
            "type": "STEP_TYPE_SEND_NOTIFICATION",
            "sendNotification": {"actionType": "ACTION_TYPE_ACK"},
            "transitions": {"completed": "wait"},
        },
        {
            "id": "wait",
            "type": "STEP_TYPE_DEADLINE_CHECK",
            "deadlineCheck": {"delay": "72h"},
            "transitions": {"completed": "remind"},
        },
        {
            "id": "remind",
            "type": "STEP_TYPE_SEND_REMINDER",
            "sendReminder": {"thirdPartyChannels": ["CHANNEL_NAME_SMS", "CHANNEL_NAME_EMAIL"]},
            "homing": {"channelStrategy": "FIRST_REACHED"},
        },
    ]
}
Body = Annotated[
    dict[str, Any],
    Field(description="A workflow definition in the contract's JSON", examples=[EXAMPLE]),
]
Extras = Annotated[
    bool, Query(description="Whether steps are shown with this product's own fields (`homing`)")
]


class NewDefinition(Model):
    """A definition to be registered."""

    name: Line = Field(examples=["Policy reminders"])
    definition: Body


class NextVersion(Model):
    """A definition's next version; without a name it keeps the one that it has."""

    name: Line | None = None
    definition: Body


class ToValidate(Model):
    """A definition that is looked at and not kept."""

    definition: Body


class Validity(Model):
    """A definition may be registered: so it would be written."""

    definition: dict[str, Any]


class Registered(Model):
    """The number of a version that was registered, from 1."""

    id: UUID
    version: int


class DefinitionShown(Model):
    """A version of a definition. The headers of its webhooks are never shown."""

    id: UUID
    name: str
    version: int
    definition: dict[str, Any]


class DefinitionListed(Model):
    """A definition and its latest version."""

    id: UUID
    name: str
    version: int
    created_at: datetime
    changed_at: datetime


class VersionListed(Model):
    """A version among a definition's."""

    version: int
    created_at: datetime


def definition_routes(backend: Backend) -> APIRouter:
    """``/v1/definitions``."""
    router = APIRouter(prefix="/v1/definitions", tags=["Definitions"])
    database, vault = backend.sending.database, backend.sending.vault
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type

    def read(body: dict[str, Any]) -> tuple[Definition, Headers]:
        return read_definition(body, allowed_networks=backend.settings.webhook_networks)

    @router.post("", status_code=201, response_model=Registered, summary="Register a definition")
    async def register(caller: Editor, body: NewDefinition, once: OnceOnly) -> Response:
        """Everything that is wrong with it is answered at once, each fault with its path."""
        definition, headers = read(body.definition)

        async def work(definition_id: UUID) -> Registered:
            async def save(connection: AsyncConnection) -> int:
                try:
                    return (
                        await definitions.read_definition_version(connection, caller.org, definition_id)
                    ).version
                except NotFoundError:
                    return await definitions.save_definition(
                        connection, caller.org, definition_id, body.name, definition, headers, vault
                    )

            return Registered(id=definition_id, version=await database.repeat_app(caller.org, save))

        return await once(caller, body, work)

    @router.post("/validate", summary="Look at a definition without keeping it")
    async def validate(_: Editor, body: ToValidate) -> Validity:
        """Answers what registering would, and keeps nothing."""
        definition = read(body.definition)[0]
        return Validity(definition=write_definition(definition, extras=True))

    @router.get("", summary="The definitions, by name")
    async def listed(caller: Editor, limit: Limit = 50, cursor: CursorText = None) -> Page[DefinitionListed]:
        name, key = _place(cursor)
        async with database.app(caller.org) as connection:
            rows = await definitions.list_definitions(connection, caller.org, (name, key), limit + 1)
        return page_of(DefinitionListed, rows, limit, lambda row: (row.name, row.id))

    @router.get("/{definition:uuid}", summary="A version of a definition")
    async def shown(
        caller: Editor,
        definition: UUID,
        version: Annotated[
            int | None, Query(ge=1, le=MOST_VERSIONS, description="Left out: the latest")
        ] = None,
        extras: Extras = False,
    ) -> DefinitionShown:
        async with database.app(caller.org) as connection:
            row = await definitions.read_definition_version(connection, caller.org, definition, version)
        return _shown(row, extras=extras)

    @router.get("/{definition}/versions", summary="The versions of a definition, the latest first")
    async def versions(
        caller: Editor, definition: UUID, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[VersionListed]:
        before = None if cursor is None else number_cursor(cursor, MOST_VERSIONS)
        async with database.app(caller.org) as connection:
            await definitions.read_definition_version(connection, caller.org, definition)
            rows = await definitions.list_versions(connection, caller.org, definition, before, limit + 1)
        return page_of(VersionListed, rows, limit, lambda row: (row.version,))

    @router.post("/{definition}/versions", status_code=201, response_model=Registered, summary="Save an edit")
    async def edit(caller: Editor, definition: UUID, body: NextVersion, once: OnceOnly) -> Response:
        """The next version. What runs keeps the version that it started with. A webhook whose headers are
        left out keeps those that it had, as long as its step's id and URL stay the same."""
        parsed, headers = read(body.definition)

        async def work(_: UUID) -> Registered:
            async def save(connection: AsyncConnection) -> int:
                row = await definitions.read_definition_version(connection, caller.org, definition)
                return await definitions.save_definition(
                    connection, caller.org, definition, body.name or row.name, parsed, headers, vault
                )

            return Registered(id=definition, version=await database.repeat_app(caller.org, save))

        return await once(caller, body, work)

    return router


def _shown(row: DefinitionRow, *, extras: bool) -> DefinitionShown:
    written = write_definition(row.definition, extras=extras)
    return DefinitionShown(id=row.id, name=row.name, version=row.version, definition=written)


def _place(cursor: str | None) -> tuple[str, UUID]:
    if cursor is None:
        return "", UUID(int=0)
    name, key = decode_cursor(cursor, 2)
    try:
        return cursor_word(name), UUID(key)
    except ValueError:
        raise bad_cursor() from None
