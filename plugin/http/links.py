"""The links in messages. Opening one acknowledges nothing: link scanners open links."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field

from homing.dispatching.links import link_secret, open_link, read_token, target_of
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.languages import language_among, language_of
from homing.store.links import LinkRow
from plugin.http.backend import Backend
from plugin.http.link_page import HEADERS, done_page, open_page, past_page, too_often_page, unknown_page
from plugin.http.models import Model, Moment
from plugin.http.problems import Problem
from plugin.http.rates import Rates, address_of
from plugin.http.security import Caller, Scope, needs

_LONGEST_TOKEN: Final = 4096
_LONGEST_TAG: Final = 35
"""Characters of a language's tag that are looked at."""
_TOKEN_TITLES: Final = {
    "token_expired": "The token has expired",
    "token_invalid": "The token is none of this organization's",
}


class Token(Model):
    """The value of the parameter ``homing`` with which a target was opened."""

    token: Annotated[
        str,
        Field(min_length=1, max_length=_LONGEST_TOKEN, examples=["eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"]),
    ]


class LinkClaims(Model):
    """Who opened the link of which message. ``subject``: their external id, or else ``user``; ``id`` is the
    token's own: a host that remembers it until ``expiresAt`` takes each token once."""

    subject: str
    user: UUID
    campaign: UUID
    execution: UUID
    step: str
    issued_at: Moment
    expires_at: Moment
    id: str


def link_routes(backend: Backend, rates: Rates | None = None) -> APIRouter:
    """``/c/{code}`` and ``POST /v1/links/verify``. ``rates``: how often an address may try codes."""
    router = APIRouter(tags=["Links"])
    door = _Door(backend, rates or Rates(backend.settings.api_rate))

    @router.api_route("/c/{code:path}", methods=["GET", "HEAD"], include_in_schema=False)
    async def show(request: Request, code: str) -> Response:
        return await door.answer(request, code, acts=False)

    @router.post("/c/{code:path}", include_in_schema=False)
    async def act(request: Request, code: str) -> Response:
        return await door.answer(request, code, acts=True)

    @router.post("/v1/links/verify", summary="What the token of an opened link says")
    async def verify(caller: Annotated[Caller, needs(Scope.EDITOR)], body: Token) -> LinkClaims:
        """For targets without a library for JSON Web Tokens (HS256); with one, the organization's secret is
        enough. Good for 15 minutes from when the link was opened."""
        try:
            claims = read_token(body.token, link_secret(backend.settings, caller.org), caller.org)
        except RefusedError as error:
            raise Problem(422, error.reason, _TOKEN_TITLES[error.reason]) from None
        return LinkClaims.model_validate(claims)

    return router


class _Door:
    """Answers whoever comes with a code: the same, and after the same work, to all that lead nowhere, and for
    a while not even that to who tried too many of them."""

    def __init__(self, backend: Backend, rates: Rates) -> None:
        self._backend = backend
        self._rates = rates

    async def answer(self, request: Request, code: str, *, acts: bool) -> Response:
        """``acts``: the button was pressed."""
        address, own = address_of(request), own_language(request)
        link = await open_link(self._backend.sending, code, click=request.method == "GET")
        if link is not None:
            secret = link_secret(self._backend.settings, link.org_id)
            target = target_of(link, secret, datetime.now(UTC))
            if target is not None:
                return RedirectResponse(target, 303, headers=HEADERS)
        page = None if link is None else await self._page(link, acts=acts)
        if page is None:
            try:
                self._rates.miss(address)
            except Problem:
                return _page(too_often_page(own), 429, {"Retry-After": "60"})
            return _page(unknown_page(own), 404)
        return _page(page, 200)

    async def _page(self, link: LinkRow, *, acts: bool) -> str | None:
        language = language_among(link.languages, link.locale, link.org_locale)
        if link.done or link.over:
            return past_page(link, language)
        if not (acts and link.may_act):
            return open_page(link, language)
        try:
            await self._backend.campaigns.act(link.org_id, link.execution_id, link.user_id)
        except NotFoundError:  # taken out of it meanwhile
            return None
        return done_page(link, language)


def _page(page: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    return HTMLResponse(page, status, headers={**HEADERS, **(headers or {})})


def own_language(request: Request) -> str:
    """The browser's first choice: of who comes with a code that leads nowhere nothing else is known."""
    first = request.headers.get("Accept-Language", "").split(",", 1)[0].split(";", 1)[0]
    return language_of(first[:_LONGEST_TAG])
