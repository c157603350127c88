"""A user's own: their inbox, what they do about it, and their switches."""

from datetime import datetime, time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import CHANNELS
from homing.dispatching import withdraw
from homing.dispatching.pending import read_pending
from homing.domain.errors import NotFoundError, RefusedError
from homing.store import identifiers, inbox, preferences
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, page_of
from plugin.http.preferences import Switch, SwitchChange, switches_of
from plugin.http.security import Caller, Scope, needs
from plugin.http.verification import PendingNumber


class Number(Model):
    """What may be shown of a number or an address, where it comes from, whether it is good, and whether it is
    the one that is used."""

    kind: str
    used: bool
    shown: str
    source: str
    state: str
    country: str | None


class Me(Model):
    """The user whose key it is. ``confirming``: the number that waits for a code."""

    id: UUID
    external_id: str | None
    first_name: str | None
    locale: str | None
    country: str | None
    time_zone: str | None
    channels: list[Switch]
    quiet_from: time | None
    quiet_until: time | None
    identifiers: list[Number]
    confirming: PendingNumber | None


class Item(Model):
    """An entry of the inbox. ``mayAct``: there is something to do about it; ``actedAt``: it was done."""

    id: UUID
    execution_id: UUID
    body: str
    target_url: str | None
    may_act: bool
    acted_at: datetime | None
    created_at: datetime


def me_routes(backend: Backend) -> APIRouter:
    """``/v1/me``, for keys with the scope ``self``."""
    router = APIRouter(prefix="/v1/me", tags=["Me"])
    database, sending = backend.sending.database, backend.sending
    Own = Annotated[Caller, needs(Scope.SELF)]  # noqa: N806  # a type

    @router.get("", summary="Who I am, and how I am reached")
    async def me(caller: Own) -> Me:
        user = _user(caller)
        async with database.app(caller.org) as connection:
            profile = await inbox.read_profile(connection, caller.org, backend.sending.vault, user)
            known = await identifiers.read_identifiers(connection, caller.org, sending.vault, [user])
            wishes = await preferences.read_preferences(connection, caller.org, user)
            pending = await read_pending(connection, caller.org, sending.vault, user)
        return Me(
            id=profile.id,
            external_id=profile.external_id,
            first_name=profile.first_name,
            locale=profile.locale,
            country=profile.country,
            time_zone=profile.time_zone,
            channels=switches_of(wishes),
            quiet_from=wishes.quiet_from,
            quiet_until=wishes.quiet_until,
            identifiers=[Number.model_validate(one) for one in known.get(user, [])],
            confirming=None if pending is None else PendingNumber.model_validate(pending),
        )

    @router.get("/inbox", summary="My inbox, the latest first")
    async def items(caller: Own, limit: Limit = 50, cursor: CursorText = None) -> Page[Item]:
        """What is shown counts as opened."""
        before, user = age_cursor(cursor), _user(caller)

        async def work(connection: AsyncConnection) -> list[inbox.InboxItem]:
            return await inbox.read_inbox_page(
                connection, caller.org, backend.sending.vault, user, before, limit + 1
            )

        rows = await database.repeat_app(caller.org, work)
        return page_of(Item, rows, limit, lambda row: (row.created_at, row.id))

    @router.post(
        "/inbox/{item}/act", status_code=204, response_class=Response, summary="Do what an entry asks for"
    )
    async def act(caller: Own, item: UUID) -> None:
        """No further nudge about it begins. Twice is the same as once."""
        user = _user(caller)
        async with database.app(caller.org) as connection:
            execution, may_act = await inbox.read_item(connection, caller.org, user, item)
        if not may_act:
            raise RefusedError("nothing_to_do")
        await backend.campaigns.act(caller.org, execution, user)

    @router.put("/channels/{channel}", summary="Switch a channel on or off")
    async def switch(caller: Own, channel: Line, body: SwitchChange) -> list[Switch]:
        """My own switch, apart from STOP: either one forbids a text, and switching on here does not undo a
        STOP. Once off is answered, no message on the channel begins."""
        if channel not in {one.traits.name for one in CHANNELS if one.traits.optional}:
            raise NotFoundError("channel")
        user = _user(caller)
        if body.on:
            await database.repeat_app(caller.org, lambda c: inbox.switch_on(c, caller.org, user, channel))
        else:
            await withdraw.switch_off(sending, caller.org, user, channel)
        async with database.app(caller.org) as connection:
            known = await preferences.read_preferences(connection, caller.org, user)
        return switches_of(known)

    return router


def _user(caller: Caller) -> UUID:
    assert caller.user is not None  # noqa: S101  # a key with the scope self is a user's
    return caller.user
