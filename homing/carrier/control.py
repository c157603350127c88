"""A client of the carrier's control interface, for tests and for the demonstration."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import aiohttp


class ControlError(Exception):
    """The carrier found no sense in a request; the message says where."""


@dataclass(frozen=True, slots=True)
class CallbackSeen:
    """A callback: ``answer`` is an HTTP status, ``unreachable``, ``timeout`` or ``dropped``."""

    status: str
    answer: int | str
    at: float
    repeated: bool


@dataclass(frozen=True, slots=True)
class Text:
    """A text that the carrier accepted. Times are seconds since 1970, with microseconds.

    ``direction`` is `outbound-api`, or `outbound-reply` where it answered a text from the handset.
    ``received_at`` is when its request came in, ``arrived_at`` when it reached the handset (None: not yet,
    or never).
    """

    sid: str
    direction: str
    to: str = field(repr=False)
    sender: str | None = field(repr=False)
    body: str = field(repr=False)
    status_callback: str | None = field(repr=False)
    received_at: float
    arrived_at: float | None
    status: str
    error_code: int | None
    segments: int
    callbacks: tuple[CallbackSeen, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What the carrier counted; see the package's documentation."""

    texts: int
    numbers: int
    most_to_one_number: int
    segments: int
    by_number: dict[str, int] = field(repr=False)
    by_status: dict[str, int]
    answers: dict[str, int]
    callbacks: dict[str, int]
    inbound: dict[str, int]


@dataclass(frozen=True, slots=True)
class Reply:
    """A text that a handset wrote: ``webhook`` is how it was answered (an HTTP status, ``unreachable``,
    ``timeout``, ``dropped``, ``none``), ``replies`` the ids of the texts that came back.
    """

    sid: str
    webhook: int | str
    replies: tuple[str, ...]


class Control:
    """``async with Control(url) as carrier``. Raises ControlError, and aiohttp's errors of the wire."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/") + "/_carrier"
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, sock_connect=10))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def texts(self, to: str | None = None, *, since: int = 0) -> list[Text]:
        """The texts accepted for one number or for all, in that order; without the first ``since``."""
        return _texts(await self._call("GET", "/texts", {"to": to, "since": since}))

    async def handset(self, number: str) -> list[Text]:
        """The texts that reached a handset, in the order of arrival."""
        return _texts(await self._call("GET", f"/handsets/{number}/texts"))

    async def reply(self, number: str, body: str, to: str | None = None) -> Reply:
        """Write from a handset to one of the account's numbers (None: who wrote there last).

        Returns once the customer's webhook has answered.
        """
        written = {"body": body} if to is None else {"body": body, "to": to}
        answer = await self._call("POST", f"/handsets/{number}/messages", body=written)
        return Reply(answer["sid"], answer["webhook"], tuple(answer["replies"]))

    async def conversation(self, number: str) -> dict[str, Any]:
        """What was written to a handset and from it, oldest first, and the number's own faults."""
        return await self._call("GET", f"/handsets/{number}/conversation")

    async def handsets(
        self, *, search: str | None = None, before: str | None = None, limit: int = 100
    ) -> dict[str, Any]:
        """A page of handsets, the latest message's first; ``next`` of one is ``before`` of the next."""
        return await self._call("GET", "/handsets", {"search": search, "before": before, "limit": limit})

    async def counts(self, *, at_least: int = 1) -> Counts:
        """Totals; ``by_number`` names only numbers with ``at_least`` so many texts."""
        return Counts(**await self._call("GET", "/counts", {"at_least": at_least}))

    async def state(self) -> dict[str, Any]:
        return await self._call("GET", "/state")

    async def fault(self, kind: str, **options: Any) -> int:
        """Set a fault and name it, as in ``fault("fail", to="+34600000001", next=1, code=30003)``."""
        answer = await self._call("POST", "/faults", body={"kind": kind, **options})
        return int(answer["id"])

    async def faults(self) -> list[dict[str, Any]]:
        """The faults in force, each with its ``id``."""
        faults: list[dict[str, Any]] = (await self._call("GET", "/faults"))["faults"]
        return faults

    async def clear_faults(self, to: str | None = None) -> None:
        """End all faults, or one number's own."""
        await self._call("DELETE", "/faults", {"to": to})

    async def remove_fault(self, fault: int) -> None:
        """End one fault."""
        await self._call("DELETE", f"/faults/{fault}")

    async def tune(self, **changes: Any) -> dict[str, Any]:
        """Change delays, prices, the listing's lag; returns all that holds now."""
        return await self._call("PATCH", "/tuning", body=changes)

    async def wait(
        self, texts: int = 1, *, to: str | None = None, status: str | None = None, seconds: float = 10.0
    ) -> list[Text]:
        """Wait for that many texts (to one number, in one status), and return all texts to that number.

        Raises TimeoutError.
        """
        await self._wait({"to": to, "texts": texts, "status": status, "timeout": seconds})
        return await self.texts(to)

    async def idle(self, seconds: float = 10.0) -> None:
        """Wait till every text has its last status and every callback is settled. Raises TimeoutError."""
        await self._wait({"idle": "true", "timeout": seconds})

    async def reset(self) -> None:
        """Forget all texts, faults and changes."""
        await self._call("POST", "/reset")

    async def _wait(self, query: dict[str, str | float | None]) -> None:
        answer = await self._call("GET", "/wait", query)
        if not answer["reached"]:
            raise TimeoutError(f"the carrier has {answer['texts']} such texts after {query['timeout']} s")

    async def _call(
        self,
        method: str,
        path: str,
        query: dict[str, str | float | None] | None = None,
        body: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        if self._session is None:
            raise ControlError("use it in `async with`")
        given = {name: str(value) for name, value in (query or {}).items() if value is not None}
        async with self._session.request(method, self._base_url + path, params=given, json=body) as response:
            answer: dict[str, Any] = await response.json() if response.content_length else {}
            if not response.ok:
                raise ControlError(f"{response.status}: {answer}")
            return answer


def _texts(answer: dict[str, Any]) -> list[Text]:
    return [
        Text(
            sender=text.pop("from"),
            callbacks=tuple(CallbackSeen(**one) for one in text.pop("callbacks")),
            **text,
        )
        for text in answer["texts"]
    ]
