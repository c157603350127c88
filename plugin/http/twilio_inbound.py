"""Texts from handsets, as Twilio hands them over."""

from html import escape
from typing import Final

from fastapi import APIRouter, Request, Response

from homing.dispatching.inbound import Reply, take_reply
from homing.domain.errors import RefusedError
from homing.providers.twilio_inbound import parse_inbound
from plugin.http.backend import Backend
from plugin.http.twilio_signed import signed_form

PATH: Final = "/twilio/inbound"
_LARGEST_BODY: Final = 32_768
"""Bytes: 1,600 emoji, as long as a text can be, are 19,200 in a form."""


def inbound_routes(backend: Backend) -> APIRouter:
    """``POST /twilio/inbound``: 200 with what is to be answered, 400 no text from anybody, 403 not Twilio's
    signature, 413 too large."""
    router = APIRouter()

    @router.post(PATH, include_in_schema=False)
    async def inbound(request: Request) -> Response:
        form = await signed_form(request, backend.settings, PATH, _LARGEST_BODY)
        if isinstance(form, Response):
            return form
        try:
            text = parse_inbound(form)
        except RefusedError:
            return Response(status_code=400)
        if text.number is None:
            return _twiml(None)
        reply = Reply(
            provider="twilio",
            provider_id=text.message_sid,
            number=text.number,
            to=text.to,
            body=text.body,
            taken_as=text.taken_as,
        )
        return _twiml(await take_reply(backend.sending, reply))

    return router


def _twiml(answer: str | None) -> Response:
    said = "" if answer is None else f"<Message>{escape(answer, quote=False)}</Message>"
    document = f"<Response>{said}</Response>" if said else "<Response/>"
    return Response(document, media_type="text/xml")
