"""``/scim/v2``: the routes that a directory calls."""

import asyncio
import hmac
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final
from uuid import UUID
from weakref import WeakValueDictionary

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from scim2_models import ForbiddenException, SCIMException
from scim2_server.requests import ScimRequest

from plugin.http.backend import Backend
from plugin.http.security import Caller, Scope
from plugin.scim.entra import DirectoryService
from plugin.scim.errors import MEDIA_TYPE, PREFIX, Wording
from plugin.scim.handler import Handler, OnLoop
from plugin.scim.model import provider
from plugin.scim.resources import Resources
from plugin.scim.storage import DirectoryStorage

_PATHS: Final = (
    "",
    "/",
    "/.search",
    "/Bulk",
    "/Me",
    "/ServiceProviderConfig",
    "/ResourceTypes",
    "/ResourceTypes/{type}",
    "/Schemas",
    "/Schemas/{schema}",
    "/Users",
    "/Users/.search",
    "/Users/{resource}",
    "/Groups",
    "/Groups/.search",
    "/Groups/{resource}",
    "/{unknown:path}",
)
"""Each a label of its own in metrics and logs, where no id or filter may be. The library finds out what is
asked for, and says which methods a path has."""
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_ALLOWED: Final = {Scope.SCIM, Scope.ADMIN}
_AT_ONCE: Final = 16
"""Requests that are worked on; more wait for their turn."""
_OF_ONE: Final = 8
"""Of them those of one organization: some wait for texts that are on their way, and others' not for them."""


def scim_routes(backend: Backend) -> APIRouter:
    """The directory's interface. No part of the API's document: it describes itself."""
    router, served = APIRouter(), _Served(backend)
    for path in _PATHS:
        router.add_api_route(
            f"{PREFIX}{path}",
            served.answer,
            methods=[*_METHODS],
            include_in_schema=False,
            response_model=None,
        )
    return router


class _Served:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._provider = provider()
        self._wording = Wording(self._provider)
        self._resources = Resources(self._provider)
        secret = hmac.digest(backend.settings.hmac_secret, b"homing/scim-cursor", "sha256")
        self._service = DirectoryService(self._provider, secret=secret)
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="scim")
        self._turns: WeakValueDictionary[UUID, asyncio.Semaphore] = WeakValueDictionary()
        self._base_url = f"{str(backend.settings.public_url).rstrip('/')}{PREFIX}"

    async def answer(self, request: Request) -> Response:
        """Serve a request, as the library does."""
        try:
            return await self._serve(request)
        except SCIMException as error:
            return self._wording.answer(error)

    async def _serve(self, request: Request) -> Response:
        caller: Caller = request.state.caller
        if not _ALLOWED & caller.scopes:
            self._backend.sending.metrics.key_refused("scope_missing")
            raise ForbiddenException
        asked = ScimRequest(
            method=request.method,
            base_url=self._base_url,
            path=request.url.path.removeprefix(PREFIX) or "/",
            query=dict(request.query_params),
            headers=request.headers.items(),
            body=await request.body(),
            subject=caller,
        )
        loop = asyncio.get_running_loop()
        storage = DirectoryStorage(
            self._backend.sending, self._backend.campaigns, caller.org, self._resources
        )
        handler = Handler(self._service, OnLoop(storage, loop))
        async with self._turns.setdefault(caller.org, asyncio.Semaphore(_OF_ONE)):
            served = await loop.run_in_executor(self._threads, copy_context().run, handler.handle, asked)
        if served.body is None:
            return Response(status_code=served.status, headers=_headers(served.headers))
        return JSONResponse(
            self._wording.worded(served.body),
            served.status,
            headers=_headers(served.headers),
            media_type=MEDIA_TYPE,
        )


def _headers(headers: dict[str, str]) -> dict[str, str]:
    """But for the type of what is answered, which goes with it."""
    return {name: value for name, value in headers.items() if name != "Content-Type"}
