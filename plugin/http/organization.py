"""An organization's own: its wording, channels and caps, senders, secrets."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID, uuid5

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.dispatching.links import link_secret
from homing.domain.errors import NotFoundError
from homing.domain.phone import parse
from homing.providers.webhook_signing import WebhookSigner
from homing.store import administration, caps, organizations
from homing.store.organizations import NewSender
from plugin.http.backend import Backend
from plugin.http.models import Line, Micros, Model
from plugin.http.paging import (
    CursorText,
    Limit,
    Page,
    encode_cursor,
    id_cursor,
)
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs


def _local(moment: time) -> time:
    if moment.tzinfo is not None:
        message = "is a local time: without a zone"
        raise ValueError(message)
    return moment


LocalTime = Annotated[time, AfterValidator(_local)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["ES"])]
Host = Annotated[
    str,
    Field(
        max_length=253,
        pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})+$",
        examples=["links.example.com"],
    ),
]
Keywords = Literal["none", "default", "advanced"]


class OrganizationShown(Model):
    """An organization. ``locale``, ``region`` and ``timeZone`` stand in where a person has none; days of the
    cap are those of ``timeZone``."""

    id: UUID
    name: str
    product_name: str
    link_domain: str
    show_title: bool
    locale: str
    languages: list[str]
    region: str | None
    time_zone: str
    currency: str
    support_contact: str | None
    quiet_from: time | None
    quiet_until: time | None
    default_sender_id: UUID | None
    suspended: bool


class OrganizationChange(Model):
    """What is named changes. ``languages``: those that messages are written in; none listed: all that there
    are."""

    name: Line = Field(default="", examples=["Example"])
    product_name: Line = Field(default="", examples=["Pidgr"])
    link_domain: Host = Field(default="", description="Where links in messages lead: a domain of your own")
    show_title: bool = True
    locale: Line = "en"
    languages: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    region: Country | None = None
    time_zone: Line = Field(default="UTC", examples=["Europe/Madrid"])
    support_contact: Line | None = Field(default=None, examples=["help@example.com"])
    quiet_from: LocalTime | None = Field(default=None, examples=["21:00"])
    quiet_until: LocalTime | None = Field(default=None, examples=["08:00"])
    default_sender_id: UUID | None = None


class ChannelShown(Model):
    """A channel; ``disabledReason`` where it went off by itself."""

    channel: str
    enabled: bool
    disabled_reason: str | None
    daily_cap_micros: int


class ChannelChange(Model):
    """Switch a channel on or off, and set what it may cost a day."""

    enabled: bool
    daily_cap_micros: Micros | None = Field(default=None, examples=[50_000_000])


class SenderNew(Model):
    """A number that texts come from."""

    number: Line = Field(examples=["+34600000001"])
    country: Country
    kind: Literal["long_code", "toll_free", "short_code", "alphanumeric"] = "long_code"
    capabilities: Annotated[list[Line], Field(max_length=10)] = Field(default_factory=lambda: ["sms"])
    segments_per_second: Annotated[int, Field(ge=1, le=10_000)] = 1
    provider_handles_keywords: Keywords = "none"


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


class Secrets(Model):
    """What receivers check signatures with: ``webhook`` of webhooks, ``link`` of the tokens in links (JWT,
    HS256)."""

    webhook: str
    link: str


def organization_routes(backend: Backend) -> APIRouter:
    """``/v1/settings``, ``/v1/channels``, ``/v1/senders`` and ``/v1/secrets``."""
    router = APIRouter(prefix="/v1", tags=["Organization"])
    database = backend.sending.database
    signer = WebhookSigner(backend.settings.webhook_keys)
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.get("/settings", summary="The organization's settings")
    async def settings(caller: Admin) -> OrganizationShown:
        async with database.app(caller.org) as connection:
            return OrganizationShown.model_validate(
                await administration.read_organization(connection, caller.org)
            )

    @router.patch("/settings", summary="Change settings")
    async def change(caller: Admin, body: OrganizationChange) -> OrganizationShown:
        """What is named in the body changes; `null` clears what may be empty."""
        changes = body.model_dump(exclude_unset=True)
        row = await database.repeat_app(
            caller.org, lambda c: administration.change_organization(c, caller.org, changes)
        )
        return OrganizationShown.model_validate(row)

    @router.get("/channels", summary="The channels")
    async def channels(caller: Admin) -> list[ChannelShown]:
        async with database.app(caller.org) as connection:
            rows = await administration.read_channels(connection, caller.org)
        return [ChannelShown.model_validate(row) for row in rows]

    @router.put("/channels/{channel}", summary="Switch a channel, and set its daily cap")
    async def switch(caller: Admin, channel: Line, body: ChannelChange) -> ChannelShown:
        """Off: nothing more is sent on it, and what waits is skipped `channel_disabled`. A cap that is left
        out stays as it is."""
        known = BY_NAME.get(channel)
        if known is None or known.traits.mandatory:
            raise NotFoundError("channel")
        if body.daily_cap_micros is not None and not known.traits.metered:
            raise Problem(422, "not_metered", "The channel costs nothing, so it has no cap")

        async def work(connection: AsyncConnection) -> ChannelShown:
            await organizations.set_channel(connection, caller.org, channel, enabled=body.enabled)
            if body.daily_cap_micros is not None:
                await caps.set_daily_cap(connection, caller.org, channel, body.daily_cap_micros)
            rows = await administration.read_channels(connection, caller.org)
            [row] = [row for row in rows if row.channel == channel]
            return ChannelShown.model_validate(row)

        return await database.repeat_app(caller.org, work)

    @router.get("/senders", summary="The senders")
    async def senders(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[SenderShown]:
        after = id_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await administration.list_senders(connection, caller.org, after, limit + 1)
        following = encode_cursor(str(rows[limit - 1].id)) if rows[limit:] else None
        return Page(items=[SenderShown.model_validate(row) for row in rows[:limit]], next=following)

    @router.post("/senders", status_code=201, summary="Add a sender")
    async def add_sender(caller: Admin, body: SenderNew) -> SenderShown:
        """Senders are data: another kind needs no code. Again is the same as once: a number is added once."""
        number = body.number
        if body.kind in {"long_code", "toll_free"}:
            number = str(parse(number, body.country))
        new = NewSender(
            id=uuid5(caller.org, f"sms/{number}"),
            country=body.country,
            number=number,
            kind=body.kind,
            capabilities=tuple(body.capabilities),
            segments_per_second=body.segments_per_second,
        )

        async def work(connection: AsyncConnection) -> SenderShown:
            await organizations.add_senders(connection, caller.org, [new])
            sender = await administration.find_sender(connection, caller.org, number)
            row = await administration.change_sender(
                connection,
                caller.org,
                sender,
                keywords=body.provider_handles_keywords,
                rate=body.segments_per_second,
            )
            return SenderShown.model_validate(row)

        return await database.repeat_app(caller.org, work)

    @router.patch("/senders/{sender}", summary="Change a sender")
    async def change_sender(caller: Admin, sender: UUID, body: SenderChange) -> SenderShown:
        row = await database.repeat_app(
            caller.org,
            lambda c: administration.change_sender(
                c,
                caller.org,
                sender,
                active=body.active,
                keywords=body.provider_handles_keywords,
                rate=body.segments_per_second,
            ),
        )
        return SenderShown.model_validate(row)

    @router.get("/secrets", summary="What receivers check signatures with")
    async def secrets(caller: Admin) -> Secrets:
        """The organization's own. Give them to whoever receives webhooks, or is linked to, and to nobody
        else."""
        return Secrets(
            webhook=signer.signing_secret(caller.org), link=link_secret(backend.settings, caller.org)
        )

    return router
