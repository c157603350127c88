"""Handsets under ``/_carrier/``: their index, their conversations, writing from them, and what changes."""

from typing import Annotated, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, StringConstraints

from homing.carrier import handsets
from homing.carrier.carrier import Carrier
from homing.carrier.inbound import Inbound, NobodyToAnswerError
from homing.carrier.query import whole
from homing.carrier.validation import MAX_BODY, can_receive, is_number, normalized

_LIMIT: Final = 100
_MAX_LIMIT: Final = 200


class _Written(BaseModel):
    """A text that a handset writes; without ``to``, it answers the last that arrived."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    body: Annotated[str, StringConstraints(min_length=1, max_length=MAX_BODY)]
    to: str | None = None


class HandsetApi:
    """The handlers of handsets."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        self._inbound = Inbound(carrier)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/handsets", self.index),
            web.get("/handsets/{number}/conversation", self.conversation),
            web.post("/handsets/{number}/messages", self.write),
            web.get("/events", self.events),
        ]

    async def index(self, request: web.Request) -> web.Response:
        limit, before = whole(request, "limit", _LIMIT), request.query.get("before")
        if not 1 <= limit <= _MAX_LIMIT:
            raise ValueError(f"limit is from 1 to {_MAX_LIMIT}")
        search = handsets.digits(request.query.get("search", ""))
        cursor = None if before is None else whole(request, "before", 0)
        return web.json_response(handsets.page(self._carrier.messages, search, cursor, limit))

    async def conversation(self, request: web.Request) -> web.Response:
        handset = _handset(request)
        messages = self._carrier.messages.conversation(handset)
        return web.json_response(
            {
                "number": handset,
                "messages": [handsets.entry(message) for message in messages],
                "faults": self._carrier.faults.shown(handset),
            }
        )

    async def write(self, request: web.Request) -> web.Response:
        handset = _handset(request)
        written = _Written.model_validate_json(await request.read())
        try:
            to = self._inbound.correspondent(handset) if written.to is None else self._own(written.to)
        except NobodyToAnswerError as error:
            return web.json_response({"errors": [{"where": ["to"], "what": str(error)}]}, status=409)
        if to == handset:
            raise ValueError("a handset can't write to itself")
        received = await self._inbound.receive(handset, to, written.body)
        return web.json_response(
            {"sid": received.sid, "webhook": received.webhook, "replies": received.replies}, status=201
        )

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events till the reader leaves, is too slow, or the carrier ends."""
        response = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"}
        )
        await response.prepare(request)
        if request.transport is None:
            return response
        live = self._carrier.live
        reader = live.join(request.transport, self._carrier.greeting())
        try:
            while (event := await reader.next()) is not None:
                await response.write(event)
        except ConnectionError:
            pass  # it left, or was dropped
        finally:
            live.leave(reader)
        return response

    def _own(self, to: str) -> str:
        """One of the account's numbers."""
        given, owned = normalized(to), self._carrier.account.numbers
        if not can_receive(given):
            raise ValueError("`to` is no number that can be written to")
        if owned is not None and given not in owned:
            raise ValueError("`to` is none of the account's numbers")
        return given


def _handset(request: web.Request) -> str:
    handset = request.match_info["number"]
    if not is_number(handset):
        raise ValueError("a handset has a number in E.164")
    return handset
