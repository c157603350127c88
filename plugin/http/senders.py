"""Senders: what an organization's texts come from."""

from typing import Annotated, Literal
from uuid import UUID, uuid5

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.domain.senders import SenderKind, read_sender
from homing.store import administration, organizations
from homing.store.administration import SenderListed
from homing.store.organizations import NewSender
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.organization import Country
from plugin.http.paging import CursorText, Limit, Page, id_cursor, page_of
from plugin.http.security import Caller, Scope, needs

Keywords = Literal["none", "default", "advanced"]
Capability = Literal["sms", "mms", "voice"]


class SenderNew(Model):
    """A number that texts come from."""

    number: Line = Field(examples=["+34600000001"])
    country: Country
    kind: SenderKind = SenderKind.LONG_CODE
    capabilities: Annotated[tuple[Capability, ...], Field(max_length=10)] = ("sms",)
    segments_per_second: Annotated[int, Field(ge=1, le=10_000)] = 1
    provider_handles_keywords: Keywords | None = Field(
        default=None,
        description="Whether STOP and the like are answered at the provider. Left out, a new sender has"
        " `default` where messages go to Twilio itself, which answers them unless told otherwise, and `none`"
        " where another server speaks its API (`HOMING_TWILIO_API_BASE_URL`)",
        examples=["default"],
    )


class SenderShown(Model):
    """A sender. ``providerHandlesKeywords``: whether STOP and the like are answered at the provider."""

    id: UUID
    country: str
    number: str
    kind: str
    capabilities: list[str]
    segments_per_second: int
    active: bool
    provider_handles_keywords: str


class SenderChange(Model):
    """What is named changes."""

    active: bool | None = Field(default=None, examples=[False])
    segments_per_second: Annotated[int, Field(ge=1, le=10_000)] | None = None
    provider_handles_keywords: Keywords | None = None


def sender_routes(backend: Backend) -> APIRouter:
    """``/v1/senders``."""
    router = APIRouter(prefix="/v1/senders", tags=["Organization"])
    database = backend.sending.database
    at_twilio = backend.settings.twilio_api_base_url is None
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.get("", summary="The senders")
    async def senders(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[SenderShown]:
        after = id_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await administration.list_senders(connection, caller.org, after, limit + 1)
        return page_of(SenderShown, rows, limit, lambda row: (row.id,))

    @router.post("", status_code=201, summary="Add a sender")
    async def add(caller: Admin, body: SenderNew) -> SenderShown:
        """Senders are data: another kind needs no code. Again is the same as once: a number is added once,
        and what is named besides country, kind and capabilities, which stay, changes. One that another
        organization has is refused: 409."""
        new = _read(caller.org, body, "default" if at_twilio else "none")

        async def take(connection: AsyncConnection) -> None:
            await administration.take_number(connection, caller.org, new.number)
            await organizations.add_senders(connection, caller.org, [new])

        async def change(connection: AsyncConnection) -> SenderListed:
            known = await administration.find_sender(connection, caller.org, new.number)
            _check_same(body, known)
            return await _change(connection, caller.org, known.id, body)

        await database.repeat_system(take)
        return SenderShown.model_validate(await database.repeat_app(caller.org, change))

    @router.patch("/{sender}", summary="Change a sender")
    async def change(caller: Admin, sender: UUID, body: SenderChange) -> SenderShown:
        row = await database.repeat_app(
            caller.org, lambda c: _change(c, caller.org, sender, body, active=body.active)
        )
        return SenderShown.model_validate(row)

    return router


def _read(org: UUID, body: SenderNew, keywords: str) -> NewSender:
    number = read_sender(body.number, body.kind, body.country)
    return NewSender(
        id=uuid5(org, f"sms/{number}"),
        country=body.country,
        number=number,
        kind=body.kind.value,
        capabilities=tuple(dict.fromkeys(body.capabilities)),
        segments_per_second=body.segments_per_second,
        provider_handles_keywords=body.provider_handles_keywords or keywords,
    )


def _check_same(body: SenderNew, known: SenderListed) -> None:
    """Raises RefusedError where a sender that is there is named as another."""
    same = (known.country, known.kind) == (body.country, body.kind)
    if "capabilities" in body.model_fields_set:
        same = same and set(known.capabilities) == set(body.capabilities)
    if not same:
        raise RefusedError("sender_differs")


async def _change(
    connection: AsyncConnection,
    org: UUID,
    sender: UUID,
    body: SenderNew | SenderChange,
    *,
    active: bool | None = None,
) -> SenderListed:
    """Change what is named."""
    return await administration.change_sender(
        connection,
        org,
        sender,
        active=active,
        keywords=body.provider_handles_keywords,
        rate=body.segments_per_second if "segments_per_second" in body.model_fields_set else None,
    )
