"""What comes from Twilio: believed only with a signature over the configured public URL."""

from typing import Final
from urllib.parse import parse_qsl

from fastapi import Request, Response

from homing.providers.twilio_webhooks import valid_signature
from homing.settings import Settings

LARGEST_BODY: Final = 16_384
"""Bytes; a status callback has a few hundred."""

Form = list[tuple[str, str]]


async def signed_form(
    request: Request, settings: Settings, path: str, largest: int = LARGEST_BODY
) -> Form | Response:
    """The form that Twilio posted to ``path``, or the answer to what is none: 413 above ``largest`` bytes,
    403 not signed by Twilio."""
    body = await _small_body(request, largest)
    if body is None:
        return Response(status_code=413)
    form = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    query = request.url.query
    # What was signed is the address that Twilio was given: behind a proxy the request's own differs.
    url = settings.public(path) + (f"?{query}" if query else "")
    if not valid_signature(url, form, request.headers.get("X-Twilio-Signature"), settings.twilio_tokens):
        return Response(status_code=403)
    return form


async def _small_body(request: Request, largest: int) -> bytes | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            return None
    return body
