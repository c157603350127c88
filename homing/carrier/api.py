"""The provider's own interface: creating, reading and listing texts."""

import asyncio
import base64
import binascii
import hmac
import json
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qs, urlencode

from aiohttp import web
from aiohttp.typedefs import Handler

from homing.carrier import wire
from homing.carrier.carrier import Carrier
from homing.carrier.config import API_VERSION
from homing.carrier.errors import Refused, error_body, http_status
from homing.carrier.faults import Aspect, Fault, Kind
from homing.carrier.messages import Filters, Message, resource
from homing.carrier.validation import check, first, normalized

PAGE_SIZE, MAX_PAGE_SIZE = 50, 1000
_PATH: Final = f"/{API_VERSION}/Accounts/{{account}}/Messages"


class Api:
    """The handlers of the Messages resource."""

    def __init__(self, carrier: Carrier) -> None:
        self._carrier = carrier
        account = carrier.account
        pairs = [(account.sid, account.token)]
        if account.api_key and account.api_secret:
            pairs.append((account.api_key, account.api_secret))
        self._credentials = [f"{name}:{secret}".encode() for name, secret in pairs]

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{_PATH}.json", self._guarded(self.create)),
            web.get(f"{_PATH}.json", self._guarded(self.list_)),
            web.get(f"{_PATH}/{{sid}}.json", self._guarded(self.read)),
        ]

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Accept a text, or meet the fault that was set for it."""
        carrier, received_at = self._carrier, self._carrier.clock.now()
        form = parse_qs((await request.read()).decode(errors="replace"), keep_blank_values=True)
        named = normalized(first(form, "To"))
        fault = carrier.faults.find(Aspect.ANSWER, named)
        if fault is not None and not fault.accepts:
            carrier.faults.take(Aspect.ANSWER, named)
            await self._delay(named, accepted=False)
            return await self._break(request, fault, None)
        order = check(form, carrier.account, lightly=carrier.fast)
        carrier.admit(order.to, order.sender, order.service)
        fault = carrier.faults.take(Aspect.ANSWER, order.to)
        await self._delay(order.to, accepted=False)
        message = carrier.accept(order, received_at)
        # Rendered before anything else can happen, so the answer always shows the first status.
        body = json.dumps(resource(message, carrier.account.sid, carrier.clock.now())).encode()
        await self._delay(order.to, accepted=True)
        if fault is not None:
            return await self._break(request, fault, body)
        carrier.answers["201"] += 1
        return web.Response(status=201, body=body, content_type="application/json")

    async def list_(self, request: web.Request) -> web.Response:
        """A page of texts, newest first."""
        return web.json_response(self._page(request))

    async def read(self, request: web.Request) -> web.Response:
        """One text."""
        message = self._carrier.messages.by_sid.get(request.match_info["sid"])
        if message is None:
            raise Refused(20404, f"The requested resource {request.path} was not found")
        return web.json_response(self._show(message))

    def _show(self, message: Message) -> dict[str, object]:
        return resource(message, self._carrier.account.sid, self._carrier.clock.now())

    def _admit(self, request: web.Request) -> None:
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        try:
            given = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            raise Refused(20003) from None
        known = sum(hmac.compare_digest(given, pair) for pair in self._credentials)
        if scheme.lower() != "basic" or not known:
            raise Refused(20003)
        if request.match_info["account"] != self._carrier.account.sid:
            raise Refused(20404, f"The requested resource {request.path} was not found")

    def _guarded(self, handler: Handler) -> Handler:
        """Let in the account alone, and answer a refusal as the provider words it."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            try:
                self._admit(request)
                return await handler(request)
            except Refused as refused:
                if request.method == "POST":
                    self._carrier.answers[str(refused.code)] += 1
                body = error_body(refused.code, detail=refused.detail)
                return web.json_response(body, status=http_status(refused.code))

        return guarded

    async def _delay(self, to: str, *, accepted: bool) -> None:
        fault = self._carrier.faults.find(Aspect.PACE, to)
        if fault is not None and fault.accepts is accepted:
            self._carrier.faults.take(Aspect.PACE, to)
            await asyncio.sleep(fault.seconds or 0)

    async def _break(self, request: web.Request, fault: Fault, body: bytes | None) -> web.StreamResponse:
        """Answer as a fault of the answer has it; ``body`` is that of the 201 where a text was accepted."""
        carrier = self._carrier
        if fault.kind is Kind.ERROR:
            code = fault.code or 20500
            carrier.answers[str(code)] += 1
            status = fault.http_status or http_status(code)
            return web.json_response(error_body(code, status=status), status=status)
        carrier.answers[fault.kind] += 1
        if fault.kind is Kind.HANG:
            await wire.hang(request, carrier.faults.released, fault.seconds, carrier.clock)
        if fault.kind is Kind.TRUNCATE and body is not None:
            return wire.truncate(request, body)
        return wire.reset(request)

    def _page(self, request: web.Request) -> dict[str, object]:
        query = request.query
        size, number = _whole(query.get("PageSize"), PAGE_SIZE), _whole(query.get("Page"), 0)
        if size < 1:
            raise Refused(20001)
        if size > MAX_PAGE_SIZE:
            raise Refused(20007)
        token = query.get("PageToken")
        after = None if token is None else self._carrier.messages.by_sid.get(token.removeprefix("PA"))
        if token is not None and after is None:
            raise Refused(20001)
        carrier = self._carrier
        accepted_until = carrier.clock.now() - carrier.tuning.listing_lag
        found, more = carrier.messages.page(
            _filters(request), size=size, after=after, accepted_until=accepted_until
        )
        kept = [pair for pair in query.items() if pair[0] not in {"Page", "PageToken", "PageSize"}]

        def uri(*place: tuple[str, str]) -> str:
            return f"{request.path}?{urlencode([*kept, ('PageSize', str(size)), *place])}"

        following = ("Page", str(number + 1)), ("PageToken", f"PA{found[-1].sid}" if found else "")
        return {
            "messages": [self._show(message) for message in found],
            "page": number,
            "page_size": size,
            "start": number * size,
            "end": number * size + max(len(found) - 1, 0),
            "uri": request.path_qs,
            "first_page_uri": uri(("Page", "0")),
            "next_page_uri": uri(*following) if more else None,
            "previous_page_uri": None,  # only ever read forward, as by the provider's SDK
        }


def _filters(request: web.Request) -> Filters:
    query = request.query
    on, since, until = (_moment(query.get(name)) for name in ("DateSent", "DateSent>", "DateSent<"))
    return Filters(
        to=query.get("To") or None,
        sender=query.get("From") or None,
        sent_on=None if on is None else on.date(),
        sent_from=None if since is None else int(since.timestamp()),
        sent_until=None if until is None else int(until.timestamp()),
    )


def _moment(value: str | None) -> datetime | None:
    """A date (its midnight, UTC) or a time in ISO 8601."""
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Refused(20001) from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _whole(value: str | None, default: int) -> int:
    if value is None:
        return default
    if not (value.isascii() and value.isdigit()):
        raise Refused(20001)
    return int(value)
