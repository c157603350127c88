"""The API as a program sees it: JSON in and out, refusals as exceptions, and patience where it is busy."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import httpx

from plugin.cli.ending import Exit, Failure

LOCAL: Final = Path(".homing") / "api.json"
"""Written by `homing up` while it runs."""
_TIMEOUT: Final = httpx.Timeout(60.0, connect=5.0)
_IMPORT_TIMEOUT: Final = httpx.Timeout(600.0, connect=5.0)
_BUSY: Final = frozenset({429, 503})
_REPEATS: Final = 5
_PAGE: Final = 200
_FAULTS_SHOWN: Final = 20


class Refused(Failure):
    """The API said no, and why."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.reason = str(problem.get("code", status))
        lines = [f"{problem.get('title') or 'the API refused'} ({self.reason})"]
        if problem.get("detail"):
            lines.append(f"  {problem['detail']}")
        errors = problem.get("errors") or []
        lines += [f"  {one['path']}: {one['message']}" for one in errors[:_FAULTS_SHOWN]]
        if len(errors) > _FAULTS_SHOWN:
            lines.append(f"  and {len(errors) - _FAULTS_SHOWN} more")
        super().__init__("\n".join(lines), Exit.FAILED)


class Api:
    """``async with Api(url, key) as api``. Raises Refused, and Failure where nobody answers."""

    def __init__(self, url: str, key: str, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.AsyncClient(
            base_url=self.url,
            headers={"Authorization": f"Bearer {key}"},
            timeout=_TIMEOUT,
            transport=transport,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, path: str, **query: str | float) -> Any:
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: Any = None, *, once: str | None = None) -> Any:
        """``once``: an Idempotency-Key."""
        headers = {} if once is None else {"Idempotency-Key": once}
        return await self._call("POST", path, json=body, headers=headers)

    async def patch(self, path: str, body: Any) -> Any:
        return await self._call("PATCH", path, json=body)

    async def put(self, path: str, body: Any) -> Any:
        return await self._call("PUT", path, json=body)

    async def post_csv(self, path: str, table: bytes) -> Any:
        headers = {"Content-Type": "text/csv"}
        return await self._call("POST", path, content=table, headers=headers, timeout=_IMPORT_TIMEOUT)

    async def post_file(self, path: str, pieces: Callable[[], AsyncIterator[bytes]], **query: str) -> Any:
        """``pieces`` opens the file, again where the API was busy."""
        headers = {"Content-Type": "text/csv"}
        return await self._call(
            "POST", path, content=pieces, params=query, headers=headers, timeout=_IMPORT_TIMEOUT
        )

    async def pieces(self, path: str) -> AsyncIterator[bytes]:
        """What is answered, as it comes."""
        try:
            async with self._http.stream("GET", path) as answer:
                if not answer.is_success:
                    await answer.aread()
                    raise Refused(answer.status_code, _problem(answer))
                async for piece in answer.aiter_bytes():
                    yield piece
        except httpx.TransportError as error:
            raise self._silent(error) from None

    async def pages(self, path: str, **query: str | float) -> AsyncIterator[Any]:
        """Every item of a listing."""
        cursor: str | None = ""
        while cursor is not None:
            more: dict[str, str | float] = {"cursor": cursor} if cursor else {}
            page = await self.get(path, **query, **more, limit=_PAGE)
            for item in page["items"]:
                yield item
            cursor = page["next"]

    async def _call(self, method: str, path: str, **options: Any) -> Any:
        again = 0
        answer = await self._ask(method, path, options)
        while answer.status_code in _BUSY and again < _REPEATS:
            await asyncio.sleep(_wait(answer, again))
            again += 1
            answer = await self._ask(method, path, options)
        if answer.is_success:
            return answer.json() if answer.content else None
        raise Refused(answer.status_code, _problem(answer))

    async def _ask(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        content = options.get("content")
        if callable(content):
            options = {**options, "content": content()}
        try:
            return await self._http.request(method, path, **options)
        except httpx.TransportError as error:
            raise self._silent(error) from None

    def _silent(self, error: Exception) -> Failure:
        message = f"the API at {self.url} doesn't answer ({type(error).__name__})"
        return Failure(message, Exit.UNREACHABLE)


def _wait(answer: httpx.Response, again: int) -> float:
    """What was asked for, in seconds, or else longer each time."""
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), 10.0) if asked.isdecimal() else 0.2 * 2.0**again


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def open_api(url: str | None, key: str | None) -> Api:
    """The API that was named, or that of the `homing up` which runs in this folder. Raises Failure where
    there is neither."""
    if url is None and key is None and LOCAL.is_file():
        known = json.loads(LOCAL.read_text())
        return Api(known["url"], known["key"])
    missing = [name for name, value in (("HOMING_API_URL", url), ("HOMING_API_KEY", key)) if not value]
    if url and key:
        return Api(url, key)
    message = f"{' and '.join(missing)} must be set, unless `homing up` runs in this folder"
    raise Failure(message, Exit.WRONG_USAGE)
