"""Twilio's webhooks: believed only with a signature over the configured public URL."""

import re
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Request, Response

from homing.dispatching.context import Sending
from homing.dispatching.receipts import take_receipt
from homing.domain.errors import RefusedError
from homing.providers.twilio_webhooks import parse_status_callback, valid_signature
from homing.settings import Settings

_LARGEST_BODY: Final = 16_384
"""Bytes; a status callback has a few hundred."""
_MESSAGE_SID: Final = re.compile("(?:SM|MM)[0-9a-f]{32}")


def twilio_routes(settings: Settings, sending: Sending) -> APIRouter:
    """``POST /twilio/status?a=<attempt id>``: 204 taken (whether or not it was news), 403 not Twilio's
    signature, 413 too large, 404 no attempt of ours, or no message."""
    router = APIRouter()

    @router.post("/twilio/status")
    async def status(request: Request) -> Response:
        body = await _small_body(request)
        if body is None:
            return Response(status_code=413)
        form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
        query = request.url.query
        # What was signed is the address that Twilio was given: behind a proxy the request's own differs.
        url = f"{settings.status_callback_url}?{query}" if query else settings.status_callback_url
        signature = request.headers.get("X-Twilio-Signature")
        if not valid_signature(url, form, signature, settings.twilio_tokens):
            return Response(status_code=403)
        attempt = _attempt(request.query_params.get("a"))
        try:
            report = parse_status_callback(form)
        except RefusedError:
            return Response(status_code=404)
        if attempt is None or not _MESSAGE_SID.fullmatch(report.message_sid):
            return Response(status_code=404)
        if report.status is None:
            return Response(status_code=204)
        known = await take_receipt(
            sending,
            attempt,
            report.message_sid,
            report.status,
            error_code=report.error_code,
            reason=report.reason,
        )
        return Response(status_code=204 if known else 404)

    return router


async def _small_body(request: Request) -> bytes | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST_BODY:
            return None
    return body


def _attempt(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
