"""Who calls, and what they may: a key of an organization, with scopes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import structlog
from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as ASGIScope

from homing.store import keys
from plugin.http.backend import Backend
from plugin.http.problems import Problem
from plugin.http.rates import Rates, address_of
from plugin.scim.errors import is_scim

KEY_SCHEME: Final = "API key"
_BEARER: Final = HTTPBearer(
    scheme_name=KEY_SCHEME,
    bearerFormat="hk_…",
    description="`Authorization: Bearer hk_…`, a key of an organization. `homing key create` makes one.",
    auto_error=False,
)
_LONGEST: Final = 200
_GUARDED: Final = "/v1/"


class Scope(StrEnum):
    """What a key is for.

    ``ADMIN`` everything but what is a user's own; ``EDITOR`` definitions and campaigns; ``SCIM`` the
    directory's sync; ``SELF`` one user's inbox and switches.
    """

    ADMIN = "admin"
    EDITOR = "editor"
    SCIM = "scim"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose key came with a request. ``user``: of a key with the scope ``self``."""

    key: UUID
    org: UUID
    scopes: frozenset[Scope]
    user: UUID | None


def needs(*scopes: Scope) -> Any:
    """A dependency that gives the Caller, whose key has one of these scopes. Problem 403 where it has not."""

    async def caller(
        request: Request,
        _: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    ) -> Caller:
        found: Caller = request.state.caller
        allowed = set(scopes) | ({Scope.ADMIN} if set(scopes) != {Scope.SELF} else set())
        if not allowed & found.scopes:
            wanted = " or ".join(sorted(scopes))
            backend: Backend = request.app.state.backend
            backend.sending.metrics.key_refused("scope_missing")
            raise Problem(403, "scope_missing", "The key may not do this", f"Needs the scope {wanted}.")
        return found

    return Security(caller, scopes=sorted(scopes))


class Doorkeeper:
    """Middleware that looks at the key of a request under ``/v1`` and ``/scim/v2`` before anything of its
    body is read.

    Problems: 401 no key, or none that is good; 429 too many requests of a key, or wrong keys of an address.
    """

    def __init__(self, app: ASGIApp, backend: Backend, rates: Rates) -> None:
        self._app = app
        self._sending = backend.sending
        self._rates = rates

    async def __call__(self, scope: ASGIScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (scope["path"].startswith(_GUARDED) or is_scim(scope["path"])):
            caller = await self._find(HTTPConnection(scope))
            scope["state"] |= {"caller": caller, "org": caller.org}
            self._rates.take(str(caller.key))
            with structlog.contextvars.bound_contextvars(org=str(caller.org)):
                await self._app(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _find(self, request: HTTPConnection) -> Caller:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        key = key.strip() if scheme.lower() == "bearer" else ""
        if key and len(key) <= _LONGEST and key.isascii():
            sending = self._sending
            found = await sending.database.repeat_system(lambda c: keys.find_key(c, sending.vault, key))
            if found is not None:
                scopes = frozenset(Scope(one) for one in found.scopes)
                return Caller(found.id, found.org_id, scopes, found.user_id)
        self._sending.metrics.key_refused("key_unknown" if key else "key_missing")
        if key:
            self._rates.miss(address_of(request))
        raise Problem(
            401,
            "key_unknown" if key else "key_missing",
            "The key opens nothing here" if key else "A key is needed",
            headers={"WWW-Authenticate": "Bearer"},
        )
