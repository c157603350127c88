"""The control interface under ``/_carrier/``; the package's documentation describes it."""

from typing import Any, Final

from aiohttp import web
from aiohttp.typedefs import Handler
from pydantic import ValidationError

from homing.carrier.carrier import Carrier
from homing.carrier.config import Tuning
from homing.carrier.faults import Fault
from homing.carrier.messages import Message
from homing.carrier.query import number, recipient

_MAX_WAIT: Final = 600.0  # seconds


class ControlApi:
    """The handlers of the control interface."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/state", self.state),
            web.get("/texts", self.texts),
            web.get("/handsets/{number}/texts", self.handset),
            web.get("/counts", self.counts),
            web.get("/wait", self.wait),
            web.get("/faults", self.faults),
            web.post("/faults", self.add_fault),
            web.delete("/faults", self.clear_faults),
            web.delete("/faults/{id}", self.remove_fault),
            web.get("/tuning", self.tuning),
            web.patch("/tuning", self.tune),
            web.post("/reset", self.reset),
        ]

    async def state(self, _: web.Request) -> web.Response:
        carrier = self._carrier
        return web.json_response(
            {
                "account_sid": carrier.account.sid,
                "fast": carrier.fast,
                "idle": carrier.idle,
                "texts": carrier.messages.count,
                "texts_moving": carrier.lifecycle.moving,
                "callbacks_pending": carrier.poster.pending,
                "faults": len(carrier.faults),
                "listeners": carrier.live.readers,
                "resolve": carrier.tuning.resolve,
            }
        )

    async def texts(self, request: web.Request) -> web.Response:
        since = number(request, "since", 0, int)
        return web.json_response({"texts": [_text(message) for message in self._chosen(request)[since:]]})

    async def handset(self, request: web.Request) -> web.Response:
        texts = self._carrier.messages.to(request.match_info["number"])
        arrived = sorted(
            (message for message in texts if message.arrived_at is not None),
            key=lambda message: message.arrived_at or 0,
        )
        return web.json_response({"texts": [_text(message) for message in arrived]})

    async def counts(self, request: web.Request) -> web.Response:
        carrier, at_least = self._carrier, number(request, "at_least", 1, int)
        by_number = carrier.messages.counts_by_number()
        return web.json_response(
            {
                "texts": carrier.messages.count,
                "numbers": len(by_number),
                "most_to_one_number": max(by_number.values(), default=0),
                "by_number": {to: n for to, n in by_number.items() if n >= at_least},
                "by_status": {status: n for status, n in carrier.messages.statuses.items() if n},
                "segments": carrier.messages.segments,
                "answers": dict(carrier.answers),
                "callbacks": {name: n for name, n in carrier.callbacks.counts.items() if n},
                "inbound": {
                    "texts": carrier.messages.incoming.total(),
                    **{name: n for name, n in carrier.inbound.items() if n},
                },
            }
        )

    async def wait(self, request: web.Request) -> web.Response:
        seconds = min(number(request, "timeout", 10.0, float), _MAX_WAIT)
        to, status = recipient(request), request.query.get("status")
        carrier, wanted = self._carrier, number(request, "texts", 0, int)
        quiet = request.query.get("idle") == "true"

        def count() -> int:
            if to is None:
                return carrier.messages.count if status is None else carrier.messages.statuses[status]
            texts = carrier.messages.to(to)
            return sum(status in {None, message.status} for message in texts)

        # Being idle isn't a matter of one number.
        reached = await carrier.wait(
            lambda: count() >= wanted and (carrier.idle or not quiet), None if quiet else to, seconds
        )
        return web.json_response({"reached": reached, "texts": count()})

    async def faults(self, _: web.Request) -> web.Response:
        return web.json_response({"faults": self._carrier.faults.shown()})

    async def add_fault(self, request: web.Request) -> web.Response:
        name = self._carrier.faults.add(Fault.model_validate_json(await request.read()))
        return web.json_response({"id": name}, status=201)

    async def clear_faults(self, request: web.Request) -> web.Response:
        self._carrier.faults.clear(recipient(request))
        return web.Response(status=204)

    async def remove_fault(self, request: web.Request) -> web.Response:
        self._carrier.faults.remove(int(request.match_info["id"]))
        return web.Response(status=204)

    async def tuning(self, _: web.Request) -> web.Response:
        return web.json_response(self._carrier.tuning.model_dump(mode="json"))

    async def tune(self, request: web.Request) -> web.Response:
        changed = self._carrier.tuning.model_dump() | await request.json()
        self._carrier.tune(Tuning.model_validate(changed))
        return await self.tuning(request)

    async def reset(self, _: web.Request) -> web.Response:
        await self._carrier.reset()
        return web.Response(status=204)

    def _chosen(self, request: web.Request) -> list[Message]:
        to = recipient(request)
        return self._carrier.messages.texts() if to is None else self._carrier.messages.to(to)


def _text(message: Message) -> dict[str, Any]:
    return {
        "sid": message.sid,
        "direction": message.direction,
        "to": message.to,
        "from": message.sender,
        "body": message.body,
        "status_callback": message.status_callback,
        "received_at": message.received_at,
        "arrived_at": message.arrived_at,
        "status": message.status,
        "error_code": message.error_code,
        "segments": message.segments,
        "callbacks": [
            {"status": one.status, "answer": one.answer, "at": one.at, "repeated": one.repeated}
            for one in message.callbacks
        ],
    }


@web.middleware
async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer 400 and the reason where a request makes no sense."""
    try:
        return await handler(request)
    except ValidationError as error:
        reasons = [{"where": list(one["loc"]), "what": one["msg"]} for one in error.errors()]
        return web.json_response({"errors": reasons}, status=400)
    except (ValueError, TypeError) as error:
        return web.json_response({"errors": [{"where": [], "what": str(error)}]}, status=400)
