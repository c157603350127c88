"""Metrics: the route that a scraper asks, and the middleware that measures every request and logs a line of
it."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from homing.observing import Metrics, get_logger
from plugin.http.backend import Backend
from plugin.metrics import CONTENT_TYPE, PATH, Exposition

_LOG = get_logger("plugin.http.requests")

UNMATCHED: Final = "unmatched"
"""The route of a request to a path that is none of ours."""
_QUIET: Final = frozenset({PATH, "/healthz", "/readyz", "/twilio/status"})
"""Routes that machines ask all the time: their lines are for debugging, unless something is wrong."""
_WRONG: Final = 400
_ABANDONED: Final = 499
"""Nobody waited for the answer: nginx's number for it."""
_PROVIDERS: Final = "/twilio/"
_ANSWERS: Final[Mapping[int, str]] = {
    200: "taken",
    204: "taken",
    403: "not_signed",
    404: "unknown",
    413: "too_large",
    503: "busy",
}


def metrics_routes(backend: Backend) -> APIRouter:
    """``GET /metrics``, for the inside only: with ``metrics_token`` to who bears it, else to everybody."""
    router = APIRouter()
    exposition = Exposition(backend.settings, backend.sending)

    @router.get(PATH, include_in_schema=False)
    async def scrape(request: Request) -> Response:
        if not exposition.admits(request.headers.get("Authorization")):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(await exposition.text(), headers={"Content-Type": CONTENT_TYPE})

    return router


class Observed:
    """Outermost middleware, around that which gives a request its id: ``app.add_middleware(Observed,
    metrics=sending.metrics)`` after it.

    A path is never logged, nor counted, but the template of its route: paths hold the codes of links.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        status = _ABANDONED

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:  # whatever was promised by then, the answer broke off
            status = 500
            raise
        finally:
            took = timedelta(seconds=time.monotonic() - begun)
            self._note(scope, status, took)

    def _note(self, scope: Scope, status: int, took: timedelta) -> None:
        route = template(scope)
        self._metrics.answered(scope["method"], route, status, took)
        if route.startswith(_PROVIDERS):
            self._metrics.callback_answered(route.removeprefix(_PROVIDERS), _ANSWERS.get(status, "failed"))
        state = scope.get("state", {})
        ids = {"request": state.get("request_id"), "org": state.get("org")}
        (_LOG.debug if route in _QUIET and status < _WRONG else _LOG.info)(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(took.total_seconds() * 1000, 1),
            **{name: id_ for name, id_ in ids.items() if id_ is not None},
        )


def template(scope: Scope) -> str:
    """The path of a request with its parameters' names instead of their values: ``/c/{code}``."""
    parts = scope["path"].split("/")
    values = list(scope.get("path_params", {}).items())
    for place in reversed(range(len(parts))):
        if values and parts[place] == str(values[-1][1]):
            parts[place] = f"{{{values.pop()[0]}}}"
    return UNMATCHED if values or "endpoint" not in scope else "/".join(parts)
