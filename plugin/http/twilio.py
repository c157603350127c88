"""Twilio's reports on messages, checked one by one and stored in sets."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from homing.dispatching.receipts import Report, take_receipts
from homing.domain.errors import RefusedError, StorageError
from homing.providers.twilio_webhooks import parse_status_callback
from plugin.http.backend import Backend
from plugin.http.batching import Batcher, CrowdedError
from plugin.http.problems import away
from plugin.http.twilio_signed import signed_form
from plugin.nudging import nudging

PATH: Final = "/twilio/status"
_MESSAGE_SID: Final = re.compile("(?:SM|MM)[0-9a-f]{32}")
_LARGEST_SET: Final = 200
_WAITING: Final = 2_000
"""About two seconds' worth, which is less than Twilio waits for an answer."""


def twilio_routes(backend: Backend, *, waiting: int = _WAITING) -> APIRouter:
    """``POST /twilio/status?a=<attempt id>``: 204 stored (whether or not it was news), 403 not Twilio's
    signature, 413 too large, 404 no attempt of ours, or no message, 503 more than can be stored in time,
    which Twilio repeats. ``waiting``: reports that may wait to be stored."""

    async def take(reports: Sequence[Report]) -> list[bool]:
        return await take_receipts(backend.sending, reports)

    # While the database is away nobody's report goes through alone either.
    store = Batcher(take, largest=_LARGEST_SET, waiting=waiting, whole=(StorageError,))

    async def status(request: Request) -> Response:
        form = await signed_form(request, backend.settings, PATH)
        if isinstance(form, Response):
            return form
        attempt = _attempt(request.query_params.get("a"))
        try:
            told = parse_status_callback(form)
        except RefusedError:
            return Response(status_code=404)
        if attempt is None or not _MESSAGE_SID.fullmatch(told.message_sid):
            return Response(status_code=404)
        if told.status is None:
            return Response(status_code=204)
        report = Report(attempt, told.message_sid, told.status, told.error_code, told.reason)
        try:
            known = await store(report)
        except CrowdedError:
            raise away() from None
        return Response(status_code=204 if known else 404)

    @asynccontextmanager
    async def until_all_is_stored(_: object) -> AsyncIterator[None]:
        async with nudging(backend.sending, backend.campaigns.teller.client):
            yield
        await store.aclose()

    router = APIRouter(lifespan=until_all_is_stored)
    # A plain route: nothing of it is for FastAPI to read or check, and the most requests come here.
    router.add_route(PATH, status, methods=["POST"], include_in_schema=False)
    return router


def _attempt(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
