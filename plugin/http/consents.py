"""Consents: how a user's stand, what was recorded of them, and recording more."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME, CHANNELS
from homing.dispatching import consenting
from homing.domain.consents import (
    MOST_CHARACTERS,
    ConsentKind,
    ConsentSource,
    ConsentState,
    KnownConsent,
    check_said_at,
    check_shown,
)
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.people import check_locale
from homing.domain.strategy import MessageClass
from homing.store import consents, people
from homing.store.consents import NewConsent
from plugin.http.backend import Backend
from plugin.http.exporting import CHUNK, CsvFile, csv_file
from plugin.http.models import Line, Model, Moment
from plugin.http.paging import CursorText, Limit, Page, number_cursor, page_of
from plugin.http.security import Caller, Scope, needs

Writer = Annotated[Caller, needs(Scope.ADMIN, Scope.SCIM)]
Admin = Annotated[Caller, needs(Scope.ADMIN)]
Own = Annotated[Caller, needs(Scope.SELF)]
Class = Literal["TRANSACTIONAL", "MARKETING"]
_LATEST: Final = 2**63 - 1


def _language(tag: str) -> str:
    try:
        return check_locale(tag)
    except RefusedError:
        message = "is no tag of a language"
        raise ValueError(message) from None


def _shown(words: str) -> str:
    try:
        return check_shown(words)
    except RefusedError as error:
        raise ValueError(error.reason) from None


Language = Annotated[str, Field(max_length=35, examples=["en"]), AfterValidator(_language)]
Shown = Annotated[
    str,
    Field(max_length=MOST_CHARACTERS, examples=["I agree to get news from Pidgr by text message."]),
    AfterValidator(_shown),
]
ForUser = Annotated[UUID | None, Query(alias="userId", description="Of this user only; left out: of all")]


class ConsentChange(Model):
    """Whether a user consents. ``textShown`` is what they were shown, word by word, in ``language``; without
    it there is no consent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "given": True,
                    "textShown": "I agree to get news from Pidgr by text message.",
                    "language": "en",
                }
            ]
        }
    )

    given: bool
    text_shown: Shown | None = None
    language: Language | None = None


class ConsentIn(ConsentChange):
    """The same as somebody else records it. ``saidAt``: when the user said it, where that was not now."""

    said_at: Moment | None = None


class ConsentShown(Model):
    """How a consent stands, and what was said last. ``until``: while it is pending, how long an answer of the
    user's handset counts."""

    message_class: Class
    channel: str
    state: ConsentState
    source: ConsentSource
    said_at: datetime
    recorded_at: datetime
    language: str | None
    text_shown: str | None = Field(validation_alias="shown")
    form_id: UUID | None
    form_version: int | None
    until: datetime | None


class ConsentEventShown(Model):
    """A consent was given, asked of the user's handset, or withdrawn. ``words``: what the user answered;
    ``actor``: the key that recorded it."""

    id: int
    user_id: UUID
    message_class: Class
    channel: str
    kind: ConsentKind
    source: ConsentSource
    said_at: datetime
    recorded_at: datetime
    language: str | None
    text_shown: str | None = Field(validation_alias="shown")
    words: str | None
    form_id: UUID | None
    form_version: int | None
    actor: str | None


def consent_routes(backend: Backend) -> APIRouter:
    """``/v1/users/{user}/consents``, ``/v1/me/consents`` and ``/v1/consent-events``."""
    router = APIRouter(prefix="/v1", tags=["Consents"])
    _recording(router, _Consents(backend))
    _listing(router, backend)
    return router


class _Consents:
    """What users say of messages, in an organization."""

    def __init__(self, backend: Backend) -> None:
        self._sending = backend.sending

    async def of(self, org: UUID, user: UUID) -> list[ConsentShown]:
        """Raises NotFoundError."""
        sending = self._sending

        async def work(connection: AsyncConnection) -> list[ConsentShown]:
            await people.check_user(connection, org, user)
            rows = await consents.read_consents(connection, org, sending.vault, user)
            return [ConsentShown.model_validate(row) for row in rows]

        return await sending.database.repeat_app(org, work)

    async def say(self, org: UUID, new: NewConsent) -> ConsentShown:
        """Raises NotFoundError, RefusedError; see ``consenting.give``."""
        if new.kind is ConsentKind.WITHDRAWN:
            await consenting.take_back(self._sending, org, new)
        elif new.shown is None:
            raise RefusedError("consent_text_missing")
        else:
            await consenting.give(self._sending, org, new)
        stands = await self.of(org, new.user_id)
        return next(
            one for one in stands if (one.message_class, one.channel) == (new.message_class, new.channel)
        )


def new_consent(  # whose, of what, and what they said
    user: UUID, channel: str, message_class: Class, said: ConsentChange, source: ConsentSource, actor: UUID
) -> NewConsent:
    """What was said, as it is recorded. Raises NotFoundError for a channel that nobody can refuse."""
    known = BY_NAME.get(channel)
    if known is None or known not in CHANNELS or not known.traits.optional:
        raise NotFoundError("channel")
    at = said.said_at if isinstance(said, ConsentIn) else None
    return NewConsent(
        user_id=user,
        message_class=MessageClass(message_class),
        channel=channel,
        kind=ConsentKind.GIVEN if said.given else ConsentKind.WITHDRAWN,
        source=source,
        shown=said.text_shown,
        language=said.language,
        actor=str(actor),
        at=None if at is None else check_said_at(at, datetime.now(UTC)),
        identifier=known.traits.identifier,
    )


def _recording(router: APIRouter, known: _Consents) -> None:
    @router.get("/users/{user}/consents", summary="A user's consents")
    async def of_user(caller: Writer, user: UUID) -> list[ConsentShown]:
        """How each stands, by class and channel; of what nothing was ever said there is none."""
        return await known.of(caller.org, user)

    @router.put("/users/{user}/consents/{channel}/{message_class}", summary="Record a consent")
    async def record(
        caller: Writer, user: UUID, channel: Line, message_class: Class, body: ConsentIn
    ) -> ConsentShown:
        """That a user consents, with the text that they were shown, or withdraws. What was said last stands,
        whenever it is recorded. Once a withdrawal is answered no message begins that needs the consent. Where
        the organization has handsets asked, it is `pending` until YES comes from the user's number."""
        new = new_consent(user, channel, message_class, body, ConsentSource.API, caller.key)
        return await known.say(caller.org, new)

    @router.get("/me/consents", summary="My consents")
    async def mine(caller: Own) -> list[ConsentShown]:
        """How each stands, with the text that I was shown."""
        return await known.of(caller.org, _user(caller))

    @router.put("/me/consents/{channel}/{message_class}", summary="Consent, or withdraw")
    async def say(caller: Own, channel: Line, message_class: Class, body: ConsentChange) -> ConsentShown:
        """With the text that I was shown. Once a withdrawal is answered no message begins that needs the
        consent."""
        new = new_consent(_user(caller), channel, message_class, body, ConsentSource.SELF, caller.key)
        return await known.say(caller.org, new)


def _user(caller: Caller) -> UUID:
    assert caller.user is not None  # noqa: S101  # a key with the scope self is a user's
    return caller.user


def _listing(router: APIRouter, backend: Backend) -> None:
    sending = backend.sending

    async def read(org: UUID, user: UUID | None, before: int, limit: int) -> Sequence[KnownConsent]:
        async with sending.database.app(org) as connection:
            return await consents.list_consent_events(
                connection, org, sending.vault, user=user, before=before, limit=limit
            )

    @router.get("/consent-events", summary="What was recorded of consents, the latest first")
    async def events(
        caller: Admin, user: ForUser = None, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[ConsentEventShown]:
        """Facts, of which none is ever changed."""
        before = number_cursor(cursor) or _LATEST
        rows = await read(caller.org, user, before, limit + 1)
        return page_of(ConsentEventShown, rows, limit, lambda row: (row.id,))

    @router.get("/consent-events.csv", summary="Consents as CSV", response_class=CsvFile)
    async def exported(caller: Admin, user: ForUser = None) -> CsvFile:
        """All that the list has, as CSV, streamed."""

        async def chunk(before: int | None) -> tuple[Sequence[KnownConsent], int | None]:
            rows = await read(caller.org, user, before or _LATEST, CHUNK)
            return rows, rows[-1].id if len(rows) == CHUNK else None

        return await csv_file("consent-events", tuple(ConsentEventShown.model_fields), chunk, _cells)


def _cells(row: KnownConsent) -> list[object]:
    return [*ConsentEventShown.model_validate(row).model_dump().values()]
