"""A user's own page: Profile, Notification channels, SMS."""

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute

from homing.domain.errors import NotFoundError, StorageError
from homing.domain.languages import language_of, language_written
from homing.providers.key_sets import KeySets
from plugin.http.backend import Backend
from plugin.http.paging import age_cursor, encode_cursor
from plugin.http.problems import Problem, away
from plugin.http.profile_acts import Acts, Filled
from plugin.http.profile_door import HEADERS, Door, Visitor, own_language, read_form
from plugin.http.rates import Rates
from plugin.profile.facts import Before, PageFacts, read_page
from plugin.profile.page import STATIC, Told, field_of, profile_page, told

_FOR_EVER: Final = "public, max-age=31536000, immutable"
"""The addresses of these files change with their content."""
_FORM_OLD: Final = "?fault=form_old#fault"


def profile_routes(
    backend: Backend, rates: Rates | None = None, key_sets: KeySets | None = None
) -> APIRouter:
    """``/profile``. ``rates``: how often an address may try tokens, and a session may ask; ``key_sets``:
    whence hosts' keys come."""
    known_keys = key_sets or KeySets(backend.settings.webhook_networks)
    door = Door(backend, known_keys, rates or Rates(backend.settings.api_rate))
    router = APIRouter(prefix="/profile", include_in_schema=False, route_class=_read_by_people(door))
    page = _Page(backend, door)

    @router.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in STATIC:
            raise NotFoundError("file")
        kind, content = STATIC[name]
        return Response(
            content, headers={"Content-Type": kind, "Cache-Control": _FOR_EVER, "X-Robots-Tag": "noindex"}
        )

    @router.get("/open")
    async def open_(request: Request, t: str = "") -> Response:
        return await door.open(request, t)

    @router.get("/enter/{org}")
    async def enter(request: Request, org: UUID) -> Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return await door.enter(request, org, token.strip() if scheme.lower() == "bearer" else "")

    @router.post("/enter/{org}")
    async def enter_by_form(request: Request, org: UUID) -> Response:
        return await door.enter(request, org, (await read_form(request)).get("token", ""))

    @router.get("")
    async def show(request: Request, said: str = "", fault: str = "", before: str = "") -> Response:
        return await page.show(request, told(said, fault), _place(before))

    @router.post("/leave")
    async def leave(request: Request) -> Response:
        visitor = await door.who(request)
        if visitor is None:
            return door.closed(request)
        if await door.form(request, visitor) is None:
            return door.back(_FORM_OLD)  # whoever wants to leave is not to believe that they have
        return await door.leave(request, visitor)

    @router.post("/{form}")
    async def fill(request: Request, form: str) -> Response:
        return await page.fill(request, form)

    return router


def _read_by_people(door: Door) -> type[APIRoute]:
    """Routes whose refusals are pages too: whoever meets one looks at it in a browser."""

    class Route(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handle = super().get_route_handler()

            async def answer(request: Request) -> Response:
                try:
                    found: Response = await handle(request)
                except (NotFoundError, RequestValidationError):
                    return door.closed(request, 404)
                except StorageError:
                    return door.failed(request, away())
                except Problem as problem:
                    return door.failed(request, problem)
                return found

            return answer

    return Route


def _place(before: str) -> Before:
    """The message that a cursor names; None for what is no cursor of ours."""
    try:
        return age_cursor(before or None)
    except Problem:
        return None


class _Page:
    """Shows the page, and takes its forms. Each form is answered with a way back to the page, so that a
    reload repeats nothing; what is told there is a code in the address, and never a number."""

    def __init__(self, backend: Backend, door: Door) -> None:
        self._database, self._vault = backend.sending.database, backend.sending.vault
        self._door = door
        self._acts = Acts(backend)

    async def show(self, request: Request, answer: Told, before: Before) -> Response:
        visitor = await self._door.who(request)
        if visitor is None:
            return self._door.closed(request)
        facts = await self._read(visitor, before)
        last = facts.messages[-1] if facts.more else None
        html = profile_page(
            facts,
            _language(request, visitor, facts),
            base=self._door.base,
            form_token=visitor.form_token,
            answer=answer,
            older=None if last is None else encode_cursor(last.at.isoformat(), str(last.id)),
            latest=before is None,
        )
        return HTMLResponse(html, headers=HEADERS)

    async def fill(self, request: Request, form: str) -> Response:
        if form not in self._acts:
            raise NotFoundError("form")
        visitor = await self._door.who(request)
        if visitor is None:
            return self._door.closed(request)
        fields = await self._door.form(request, visitor)
        if fields is None:
            return self._door.back(_FORM_OLD)
        language = _language(request, visitor, await self._read(visitor))
        answer = await self._acts.act(form, Filled(request, visitor, language, fields))
        if answer.fault is not None:
            return self._door.back(f"?fault={answer.fault}#{field_of(answer.fault) or 'fault'}")
        return self._door.back(f"?said={answer.said}#said")

    async def _read(self, visitor: Visitor, before: Before = None) -> PageFacts:
        """Raises NotFoundError for who was there a moment ago and is erased."""
        async with self._database.app(visitor.org) as connection:
            now = datetime.now(UTC)
            return await read_page(connection, visitor.org, self._vault, visitor.user, now, before)


def _language(request: Request, visitor: Visitor, facts: PageFacts) -> str:
    """The one that they chose here, else their own, else the browser's, else the organization's."""
    return (
        visitor.session.language
        or language_written((), facts.settings.locale)
        or own_language(request)
        or language_of(facts.settings.org_locale)
    )
