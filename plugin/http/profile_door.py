"""The door of a user's own page: a link or a host's word is exchanged for a session, which a cookie holds."""

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID, uuid4

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.domain.languages import language_written
from homing.providers.key_sets import KeySets
from homing.store import people, sessions
from homing.store.sessions import ByLink, ByToken, KnownSession, Subject, new_session_token
from plugin.http.backend import Backend
from plugin.http.problems import Problem
from plugin.http.rates import Rates, address_of
from plugin.profile.host_tokens import Vouched, check_host_token
from plugin.profile.links import read_link_token
from plugin.profile.page import closed_page, failed_page

LIFETIME: Final = timedelta(hours=1)
_LONGEST_COOKIE: Final = 100
_LARGEST_FORM: Final = 16_384
_MOST_FIELDS: Final = 20
_LONGEST_TAG: Final = 35
"""Characters of a language's tag that are looked at."""
_MOST_TAGS: Final = 10
_FORM_TYPE: Final = "application/x-www-form-urlencoded"

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    ),
    # Not no-referrer: browsers would then send a form without saying where it comes from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
"""Of every page."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at their page; ``form_token`` is in each of its forms, and in no other page's."""

    session: KnownSession
    form_token: str = field(repr=False)

    @property
    def org(self) -> UUID:
        return self.session.org_id

    @property
    def user(self) -> UUID:
        return self.session.user_id


class Door:
    """Lets users in, knows them again and shows them out. ``base``: the path that the pages stand under."""

    def __init__(self, backend: Backend, key_sets: KeySets, rates: Rates) -> None:
        self._backend = backend
        self._database, self._vault = backend.sending.database, backend.sending.vault
        self._key_sets = key_sets
        self._rates = rates
        public = urlsplit(str(backend.settings.public_url))
        self.base = f"{public.path.rstrip('/')}/profile"
        self._origin = f"{public.scheme}://{public.netloc}"
        self._secure = public.scheme == "https"

    async def open(self, request: Request, token: str) -> Response:
        """By a link."""
        try:
            opening = read_link_token(self._backend.settings, token)
        except RefusedError:
            return self._turned_away(request)
        return await self._let_in(request, opening.org, opening.user, opening.link)

    async def enter(self, request: Request, org: UUID, token: str) -> Response:
        """By a host's token. Raises StorageError where its keys can't be had."""
        try:
            async with self._database.app(org) as connection:
                issuers = await sessions.list_issuers(connection, org, self._vault)
            vouched = await check_host_token(token, issuers, self._key_sets)
        except RefusedError:
            return self._turned_away(request)
        user = await self._find(org, vouched)
        return await self._let_in(request, org, user, ByToken(vouched.by.id, vouched.issued_at))

    async def who(self, request: Request) -> Visitor | None:
        """Whose session a request shows, if any."""
        token = request.cookies.get(self._cookie, "")
        if not 0 < len(token) <= _LONGEST_COOKIE or not token.isascii():
            return None
        session = await self._database.repeat_system(lambda c: sessions.find_session(c, self._vault, token))
        if session is None:
            return None
        self._rates.take(str(session.id))
        return Visitor(session, self._form_token(session.id))

    async def form(self, request: Request, visitor: Visitor) -> dict[str, str] | None:
        """What was filled in; None where it comes from no form of this visitor's page."""
        origin = request.headers.get("Origin")
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        if (origin is not None and origin != self._origin) or site != "same-origin":
            return None
        fields = await read_form(request)
        given = fields.get("form", "")
        genuine = hmac.compare_digest(given.encode(), visitor.form_token.encode())
        return fields if genuine else None

    async def leave(self, request: Request, visitor: Visitor) -> Response:
        """End the session."""
        await self._database.repeat_app(
            visitor.org, lambda c: sessions.end_session(c, visitor.org, visitor.session.id)
        )
        language = visitor.session.language or own_language(request) or "en"
        answer = self._page(closed_page(language, base=self.base, left=True), 200)
        answer.delete_cookie(
            self._cookie, path=self._cookie_path, secure=self._secure, httponly=True, samesite="lax"
        )
        return answer

    def closed(self, request: Request, status: int = 401) -> Response:
        """For whoever has no session, or none any more."""
        return self._page(closed_page(own_language(request) or "en", base=self.base, left=False), status)

    def failed(self, request: Request, problem: Problem) -> Response:
        """For whom nothing can be done just now."""
        answer = self._page(failed_page(own_language(request) or "en", base=self.base), problem.status_code)
        answer.headers.update(problem.headers or {})
        return answer

    def back(self, query: str = "") -> Response:
        """To the page, whose address says nothing but ``query``."""
        return RedirectResponse(f"{self.base}{query}", 303, headers=HEADERS)

    def _page(self, page: str, status: int) -> Response:
        return HTMLResponse(page, status, headers=HEADERS)

    def _turned_away(self, request: Request) -> Response:
        """One answer to everything that opens nothing; for a while none to who tries too often."""
        try:
            self._rates.miss(address_of(request))
        except Problem as problem:
            return self.failed(request, problem)
        return self.closed(request, 403)

    async def _let_in(self, request: Request, org: UUID, user: UUID | None, by: ByLink | ByToken) -> Response:
        token, session = new_session_token(), uuid4()

        async def work(connection: AsyncConnection) -> bool:
            return user is not None and await sessions.open_session(
                connection,
                org,
                self._vault,
                id=session,
                user=user,
                token=token,
                by=by,
                lifetime=LIFETIME,
            )

        if not await self._database.repeat_app(org, work):
            return self._turned_away(request)
        answer = RedirectResponse(
            self.base, 303, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        )
        answer.set_cookie(
            self._cookie,
            token,
            max_age=int(LIFETIME.total_seconds()),
            path=self._cookie_path,
            secure=self._secure,
            httponly=True,
            # Strict would not be sent on the way here from a host's page.
            samesite="lax",
        )
        return answer

    async def _find(self, org: UUID, vouched: Vouched) -> UUID | None:
        """Whom a token is about."""
        if vouched.by.subject is Subject.USER_ID:
            try:
                return UUID(vouched.subject)
            except ValueError:
                return None
        async with self._database.app(org) as connection:
            found = await people.find_users(connection, org, self._vault, [], [vouched.subject])
        return next((one.id for one in found), None)

    @property
    def _cookie(self) -> str:
        """With a prefix by which browsers take it from this very host alone, where there is TLS."""
        return "__Host-homing_profile" if self._secure else "homing_profile"

    @property
    def _cookie_path(self) -> str:
        return "/" if self._secure else self.base

    def _form_token(self, session: UUID) -> str:
        purpose = b"homing/profile-form/" + session.bytes
        return hmac.digest(self._backend.settings.hmac_secret, purpose, hashlib.sha256).hex()


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, the last of each name; none of what is no form, or a large one."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != _FORM_TYPE:
        return {}
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _LARGEST_FORM:
            return {}
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


def own_language(request: Request) -> str | None:
    """The first of the browser's languages that there is; None where there is none."""
    listed = request.headers.get("Accept-Language", "").split(",")[:_MOST_TAGS]
    known = (language_written((), tag.partition(";")[0].strip()[:_LONGEST_TAG]) for tag in listed)
    return next((language for language in known if language is not None), None)
