"""The pages of forms, as whoever has a link sees and answers them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.dispatching import consenting
from homing.dispatching.form_links import Opened, form_secret, form_token, read_form_token
from homing.domain.consent_wordings import FORM_WORDS
from homing.domain.consents import ConsentKind, ConsentSource, ConsentState
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.languages import language_of
from homing.store import consent_forms, consents, people
from homing.store.consent_forms import Form
from homing.store.consents import NewConsent
from plugin.http.backend import Backend
from plugin.http.form_page import form_page
from plugin.http.link_page import HEADERS, headers_for, too_often_page, unknown_page
from plugin.http.links import own_language
from plugin.http.problems import Problem
from plugin.http.rates import Rates, address_of

_LARGEST_BODY: Final = 8_192
"""Bytes of what a form's page sends."""
_SAYS: Final = {"agree": True, "withdraw": False}
"""What the page's buttons send, and whether that is a consent."""


def form_desk_routes(backend: Backend, rates: Rates | None = None) -> APIRouter:
    """``/forms/{form}``. ``rates``: how often an address may try what leads nowhere."""
    router = APIRouter()
    desk = _Desk(backend, rates or Rates(backend.settings.api_rate))

    @router.api_route("/forms/{form}", methods=["GET", "HEAD"], include_in_schema=False)
    async def show(request: Request, form: str, t: str | None = None) -> Response:
        return await desk.show(request, form, t)

    @router.post("/forms/{form}", include_in_schema=False)
    async def answer(request: Request, form: str) -> Response:
        return await desk.answer(request, form)

    return router


class _Desk:
    """Shows forms, and takes what is said on them."""

    def __init__(self, backend: Backend, rates: Rates) -> None:
        self._sending = backend.sending
        self._secret = form_secret(backend.settings)
        self._rates = rates

    async def show(self, request: Request, name: str, token: str | None) -> Response:
        """A form as its reader may answer it; without a token nobody may."""
        form = await self._find(name, None)
        if form is None:
            return self._nothing(request)
        if token is None:
            return _page(form, form_page(form, _language(form, own_language(request)), None, None))
        try:
            opened = read_form_token(token, self._secret, form.id)
        except RefusedError as error:
            return self._refused(request, form, error)
        try:
            return await self._shown(form, opened)
        except NotFoundError:  # gone since the link was made
            return self._nothing(request)

    async def answer(self, request: Request, name: str) -> Response:
        """What was said about what was shown."""
        said = await _small_form(request)
        form = await self._find(name, None)
        if form is None:
            return self._nothing(request)
        try:
            opened = read_form_token(said.get("t", ""), self._secret, form.id)
        except RefusedError as error:
            return self._refused(request, form, error)
        seen = await self._find(name, opened.version)
        agreed = _SAYS.get(said.get("say", ""))
        if opened.version is None or opened.language is None or seen is None or agreed is None:
            return self._nothing(request)
        try:
            await self._take(seen, opened, opened.language, agreed=agreed)
        except NotFoundError:  # gone since
            return self._nothing(request)
        except RefusedError as error:
            words = FORM_WORDS[opened.language]
            note = words.no_number if error.reason == "no_number_to_ask" else words.too_often
            return await self._shown(form, opened, note)
        return await self._shown(form, opened)

    async def _take(self, form: Form, opened: Opened, language: str, *, agreed: bool) -> None:
        identifier = BY_NAME[form.channel].traits.identifier
        new = NewConsent(
            user_id=opened.user,
            message_class=form.message_class,
            channel=form.channel,
            kind=ConsentKind.GIVEN if agreed else ConsentKind.WITHDRAWN,
            source=ConsentSource.FORM,
            shown=form.texts[language],
            language=language,
            form_id=form.id,
            form_version=form.version if opened.version is None else opened.version,
            identifier=identifier,
        )
        if agreed:
            await consenting.give(self._sending, form.org_id, new)
        else:
            await consenting.take_back(self._sending, form.org_id, new)

    async def _shown(self, form: Form, by: Opened, note: str | None = None) -> Response:
        sending = self._sending

        async def work(connection: AsyncConnection) -> tuple[str | None, ConsentState | None]:
            reader = await people.read_user(connection, form.org_id, sending.vault, by.user)
            rows = await consents.read_consents(connection, form.org_id, sending.vault, by.user)
            now = datetime.now(UTC)
            stand = {
                (row.message_class, row.channel): row.state
                for row in rows
                if row.until is None or row.until > now
            }
            return reader.locale, stand.get((form.message_class, form.channel))

        locale, state = await sending.database.repeat_app(form.org_id, work)
        language = _language(form, locale)
        opened = replace(by, version=form.version, language=language)
        token = form_token(self._secret, form.id, opened, datetime.now(UTC))
        return _page(form, form_page(form, language, state, token, note))

    async def _find(self, name: str, version: int | None) -> Form | None:
        try:
            form = UUID(name)
        except ValueError:
            return None
        return await self._sending.database.repeat_system(lambda c: consent_forms.find_form(c, form, version))

    def _nothing(self, request: Request) -> Response:
        """The one answer to whatever leads nowhere."""
        language = own_language(request)
        try:
            self._rates.miss(address_of(request))
        except Problem:
            return HTMLResponse(too_often_page(language), 429, headers={**HEADERS, "Retry-After": "60"})
        return HTMLResponse(unknown_page(language), 404, headers=HEADERS)

    def _refused(self, request: Request, form: Form, error: RefusedError) -> Response:
        if error.reason != "token_expired":
            return self._nothing(request)
        language = _language(form, own_language(request))
        late = FORM_WORDS[language].late
        return _page(form, form_page(form, language, None, None, late), 410)


def _language(form: Form, locale: str | None) -> str:
    """The reader's language, or the organization's, where the form is worded in it."""
    wanted = (language_of(locale, form.locale), language_of(form.locale), "en")
    return next(one for one in (*wanted, *sorted(form.texts)) if one in form.texts)


def _page(form: Form, page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status, headers=headers_for(form.frames))


async def _small_form(request: Request) -> dict[str, str]:
    """What a page sent; nothing where it is more than one can."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            return {}
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
