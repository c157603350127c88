"""Who calls, and what they may: a key of an organization, with scopes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import structlog
from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from homing.store import keys
from plugin.http.backend import Backend
from plugin.http.problems import Problem
from plugin.http.rates import Rates

_BEARER: Final = HTTPBearer(
    scheme_name="API key",
    bearerFormat="hk_…",
    description="`Authorization: Bearer hk_…`, a key of an organization. `homing key create` makes one.",
    auto_error=False,
)
_LONGEST: Final = 200


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
    """A dependency that gives the Caller, whose key has one of these scopes.

    Problems: 401 no key, or none that is good; 403 a good one without the scope; 429 too many requests.
    """

    async def caller(
        request: Request,
        credentials: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    ) -> Caller:
        backend: Backend = request.app.state.backend
        rates: Rates = request.app.state.rates
        found = await _find(request, backend, rates, credentials)
        request.state.org = found.org
        structlog.contextvars.bind_contextvars(org=str(found.org))
        rates.take(str(found.key))
        allowed = set(scopes) | ({Scope.ADMIN} if set(scopes) != {Scope.SELF} else set())
        if not allowed & found.scopes:
            wanted = " or ".join(sorted(scopes))
            backend.sending.metrics.key_refused("scope_missing")
            raise Problem(403, "scope_missing", "The key may not do this", f"Needs the scope {wanted}.")
        return found

    return Depends(caller)


async def _find(
    request: Request, backend: Backend, rates: Rates, credentials: HTTPAuthorizationCredentials | None
) -> Caller:
    address = request.client.host if request.client else ""
    key = credentials.credentials if credentials else ""
    if key and len(key) <= _LONGEST and key.isascii() and not rates.is_shut(address):
        sending = backend.sending
        found = await sending.database.repeat_system(lambda c: keys.find_key(c, sending.vault, key))
        if found is not None:
            scopes = frozenset(Scope(one) for one in found.scopes)
            return Caller(found.id, found.org_id, scopes, found.user_id)
        rates.miss(address)
    elif key:
        rates.miss(address)
    backend.sending.metrics.key_refused("key_unknown" if key else "key_missing")
    raise Problem(
        401,
        "key_missing" if not key else "key_unknown",
        "A key is needed" if not key else "The key opens nothing here",
        headers={"WWW-Authenticate": "Bearer"},
    )
