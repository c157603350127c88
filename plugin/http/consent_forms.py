"""Forms on which users consent: made by admins, and shown to whoever has a link."""

from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, ConfigDict, Field, JsonValue

from homing.channels import CHANNELS
from homing.dispatching.form_links import LIFETIME, Opened, form_secret, form_token
from homing.domain.consent_wordings import FORM_WORDS
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.strategy import MessageClass
from homing.store import consent_forms, people
from homing.store.consent_forms import NewForm
from plugin.http.backend import Backend
from plugin.http.consents import Class, Shown
from plugin.http.idempotency import OnceOnly
from plugin.http.models import Line, Model
from plugin.http.paging import CursorText, Limit, Page, id_cursor, page_of
from plugin.http.security import Caller, Scope, needs

Admin = Annotated[Caller, needs(Scope.ADMIN)]

_MOST_FRAMES: Final = 20
_EXAMPLE: Final[dict[str, JsonValue]] = {
    "en": "I agree to get news from Pidgr by text message. I can withdraw at any time."
}


def _known(texts: dict[str, str]) -> dict[str, str]:
    if not texts or not set(texts) <= set(FORM_WORDS):
        message = f"needs one text or more, each in one of {', '.join(FORM_WORDS)}"
        raise ValueError(message)
    return texts


Origin = Annotated[
    str,
    Field(
        max_length=200,
        pattern=r"^https?://[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?(?::[0-9]{1,5})?$",
        examples=["https://app.example.com"],
    ),
]
Frames = Annotated[list[Origin], Field(max_length=_MOST_FRAMES)]
Texts = Annotated[dict[str, Shown], AfterValidator(_known), Field(examples=[_EXAMPLE])]


class FormIn(Model):
    """A form to be. ``texts`` by language; ``frames``: the origins of the pages that may show it within
    themselves."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "News", "texts": _EXAMPLE, "frames": ["https://app.example.com"]}]
        }
    )

    name: Line
    message_class: Class = "MARKETING"
    channel: Line = Field(default="sms", examples=["sms"])
    texts: Texts
    frames: Frames = Field(default_factory=list)


class FormChange(Model):
    """What is named changes. Other ``texts`` are another version, all of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "News"}]})

    name: Line | None = None
    texts: Texts | None = None
    frames: Frames | None = None


class FormShown(Model):
    """A form. ``version`` is that of the texts that it shows now; ``endedAt``: since when it is shown no
    more."""

    id: UUID
    name: str
    message_class: Class
    channel: str
    version: int
    texts: dict[str, str]
    frames: list[str]
    created_at: datetime
    ended_at: datetime | None


class FormReader(Model):
    """Who is to answer a form."""

    user_id: UUID = Field(examples=["0b8f2f6e-6f0d-4a3c-9f8f-2f1f5e6d7c8b"])


class FormLink(Model):
    """Where this user answers the form, until ``expiresAt``: to be shown to nobody else."""

    url: str
    expires_at: datetime


def form_routes(backend: Backend) -> APIRouter:
    """``/v1/consent-forms``."""
    router = APIRouter(prefix="/v1/consent-forms", tags=["Consents"])
    _managing(router, backend)
    _leading(router, backend)
    return router


def _managing(router: APIRouter, backend: Backend) -> None:
    database = backend.sending.database

    @router.post(
        "",
        summary="Make a form for consents",
        status_code=201,
        response_model=FormShown,
    )
    async def make(caller: Admin, body: FormIn, once: OnceOnly) -> Response:
        """A page of its own, or one to be embedded by pages of the origins in `frames`. What it says is
        kept with each consent."""
        if body.channel not in {one.traits.name for one in CHANNELS if one.traits.optional}:
            raise NotFoundError("channel")

        async def work(made: UUID) -> FormShown:
            cls = MessageClass(body.message_class)
            new = NewForm(made, body.name, cls, body.channel, body.frames, body.texts)
            row = await database.repeat_app(
                caller.org, lambda c: consent_forms.create_form(c, caller.org, new)
            )
            return FormShown.model_validate(row)

        return await once(caller, body, work)

    @router.get("", summary="The forms")
    async def listed(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[FormShown]:
        """Those that have ended too."""
        after = id_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await consent_forms.list_forms(connection, caller.org, after, limit + 1)
        return page_of(FormShown, rows, limit, lambda row: (row.id,))

    @router.get("/{form}", summary="A form")
    async def shown(caller: Admin, form: UUID) -> FormShown:
        """With the texts that it shows now."""
        async with database.app(caller.org) as connection:
            return FormShown.model_validate(await consent_forms.read_form(connection, caller.org, form))

    @router.patch("/{form}", summary="Change a form")
    async def change(caller: Admin, form: UUID, body: FormChange) -> FormShown:
        """Whoever has it open answers what they were shown."""
        row = await database.repeat_app(
            caller.org,
            lambda c: consent_forms.change_form(
                c, caller.org, form, name=body.name, frames=body.frames, texts=body.texts
            ),
        )
        return FormShown.model_validate(row)

    @router.delete(
        "/{form}",
        status_code=204,
        response_class=Response,
        summary="End a form",
    )
    async def end(caller: Admin, form: UUID) -> None:
        """It is shown no more. The consents that were given on it stand."""
        await database.repeat_app(caller.org, lambda c: consent_forms.end_form(c, caller.org, form))


def _leading(router: APIRouter, backend: Backend) -> None:
    database, secret = backend.sending.database, form_secret(backend.settings)

    @router.post("/{form}/links", summary="A form's link for a user")
    async def link(caller: Admin, form: UUID, body: FormReader) -> FormLink:
        """For a page of your product to lead to, or to embed. It is good for 30 minutes, and names the user:
        the form asks for nobody's number."""
        async with database.app(caller.org) as connection:
            found = await consent_forms.read_form(connection, caller.org, form)
            await people.check_user(connection, caller.org, body.user_id)
        if found.ended_at is not None:
            raise RefusedError("form_ended")
        now = datetime.now(UTC)
        token = form_token(secret, form, Opened(body.user_id, now), now)
        return FormLink(
            url=f"{backend.settings.public(f'/forms/{form}')}?t={token}", expires_at=now + LIFETIME
        )
