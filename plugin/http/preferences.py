"""What a user wishes of messages: a switch for each class of them on each channel, and quiet hours."""

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import CHANNELS
from homing.dispatching import preferring
from homing.domain.consents import switch_of
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.strategy import MessageClass
from homing.store import preferences
from homing.store.preferences import Preferences
from plugin.http.backend import Backend
from plugin.http.consents import Class
from plugin.http.models import Line, Model
from plugin.http.organization import LocalTime
from plugin.http.security import Caller, Scope, needs


class ClassSwitch(Model):
    """A class of messages on a channel, and whether its user wants it there."""

    message_class: Class
    on: bool


class Switch(Model):
    """A channel, and whether its user wants it. One that is ``mandatory`` can't be switched off. Of one that
    is on, ``classes`` says which messages are wanted."""

    channel: str
    on: bool
    mandatory: bool
    classes: list[ClassSwitch]


class QuietHours(Model):
    """From when until when each day, in the user's own time zone, nothing is sent that may wait; both null:
    none."""

    quiet_from: LocalTime | None = Field(examples=["20:30"])
    quiet_until: LocalTime | None = Field(examples=["09:00"])


class PreferencesShown(QuietHours):
    """Nothing that may wait is sent in the user's quiet hours, nor in the organization's
    (``orgQuietFrom``, ``orgQuietUntil``)."""

    channels: list[Switch]
    org_quiet_from: time | None
    org_quiet_until: time | None


class SwitchChange(Model):
    """Whether the user wants it."""

    on: bool = Field(examples=[False])


_CLASSES: Final[Mapping[MessageClass, Class]] = {
    MessageClass.TRANSACTIONAL: "TRANSACTIONAL",
    MessageClass.MARKETING: "MARKETING",
}


def switches_of(known: Preferences) -> list[Switch]:
    """All channels as their user has them."""
    return [
        Switch(
            channel=traits.name,
            on=traits.name not in known.channels_off,
            mandatory=traits.mandatory,
            classes=[
                ClassSwitch(
                    message_class=_CLASSES[one], on=switch_of(traits.name, one) not in known.classes_off
                )
                for one in _CLASSES
            ],
        )
        for traits in (channel.traits for channel in CHANNELS)
    ]


def preference_routes(backend: Backend) -> APIRouter:
    """``/v1/me/preferences``, ``/v1/me/quiet-hours`` and the switches of classes of messages."""
    router = APIRouter(prefix="/v1/me", tags=["Me"])
    sending = backend.sending
    Own = Annotated[Caller, needs(Scope.SELF)]  # noqa: N806  # a type

    async def shown(org: UUID, user: UUID) -> PreferencesShown:
        async def work(connection: AsyncConnection) -> Preferences:
            return await preferences.read_preferences(connection, org, user)

        known = await sending.database.repeat_app(org, work)
        return PreferencesShown(
            channels=switches_of(known),
            quiet_from=known.quiet_from,
            quiet_until=known.quiet_until,
            org_quiet_from=known.org_quiet_from,
            org_quiet_until=known.org_quiet_until,
        )

    @router.get("/preferences", summary="What I want to get, and when")
    async def mine(caller: Own) -> PreferencesShown:
        """My switches and my quiet hours, beside those of the organization."""
        return await shown(caller.org, _user(caller))

    @router.put("/channels/{channel}/{message_class}", summary="Switch a class of messages on or off")
    async def switch(
        caller: Own, channel: Line, message_class: Class, body: SwitchChange
    ) -> PreferencesShown:
        """On a channel that I may switch off. Once off is answered, no message of the class begins on it. On
        is no consent: marketing needs that besides."""
        if channel not in {one.traits.name for one in CHANNELS if one.traits.optional}:
            raise NotFoundError("channel")
        user = _user(caller)
        await preferring.switch_class(
            sending, caller.org, user, channel, MessageClass(message_class), on=body.on
        )
        return await shown(caller.org, user)

    @router.put("/quiet-hours", summary="Set my quiet hours")
    async def hours(caller: Own, body: QuietHours) -> PreferencesShown:
        """They come on top of the organization's, and never shorten them; what is urgent waits for neither.
        An hour of the day has to stay free."""
        start, end = body.quiet_from, body.quiet_until
        if (start is None) is not (end is None):
            raise RefusedError("quiet_hours_incomplete")
        user = _user(caller)
        span = (start, end) if start is not None and end is not None else None
        await preferring.set_quiet_hours(sending, caller.org, user, span)
        return await shown(caller.org, user)

    return router


def _user(caller: Caller) -> UUID:
    assert caller.user is not None  # noqa: S101  # a key with the scope self is a user's
    return caller.user
