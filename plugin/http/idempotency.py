"""``Idempotency-Key``: a request that creates may be repeated, and creates once."""

import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import Depends, Header, HTTPException, Request
from fastapi.responses import JSONResponse, Response

from homing.domain.errors import NotFoundError, RefusedError
from homing.store import idempotency
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.problems import Problem
from plugin.http.security import Caller

_LONGEST: Final = 200
_UNDER_WAY_SECONDS: Final = 60.0
REPLAYED: Final = "Idempotent-Replayed"

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="1 to 200 visible ASCII characters of the caller's choice. The same key with the same"
        " request within a day gives the same answer, and nothing is made a second time.",
        examples=["5f0c2a4e-1b1d-4c52-9a55-3f7f2f6f9a10"],
    ),
]


class Once:
    """Runs what creates, at most once for each key of an organization.

    The id of what is made is kept with the key, before it is made: where a process went away between making
    it and keeping the answer, the repetition finds it made.
    """

    def __init__(self, request: Request, key: KeyHeader = None) -> None:
        if key is not None and not (0 < len(key) <= _LONGEST and key.isascii() and key.isprintable()):
            raise Problem(
                400, "invalid_idempotency_key", "An Idempotency-Key has 1 to 200 visible characters"
            )
        self._request = request
        self._key = key
        self._backend: Backend = request.app.state.backend

    async def __call__(
        self,
        caller: Caller,
        body: Model | None,
        work: Callable[[UUID], Awaitable[Model]],
        *,
        status: int = 201,
    ) -> Response:
        """The answer of ``work``, which is given the id of what it makes, or the one that was given before.

        Problems: 422 the key came with another request; 409 the first one is under way.
        """
        if self._key is None:
            return _answer(await work(uuid4()), status)
        key, vault, database = self._key, self._backend.sending.vault, self._backend.sending.database
        fingerprint = self._fingerprint(body)
        begun = await database.repeat_app(
            caller.org,
            lambda c: idempotency.claim(c, caller.org, vault, key, fingerprint, _UNDER_WAY_SECONDS),
        )
        if isinstance(begun, idempotency.Earlier):
            return _repeated(begun)
        try:
            made = await work(begun.makes)
        except (HTTPException, RefusedError, NotFoundError):
            # Nothing was made. Whatever else happens, that is not certain: the key keeps the id.
            await database.repeat_app(
                caller.org, lambda c: idempotency.give_up(c, caller.org, key, begun.until)
            )
            raise
        answer = _answer(made, status)
        text = bytes(answer.body).decode()
        await database.repeat_app(
            caller.org, lambda c: idempotency.keep(c, caller.org, vault, key, begun.until, status, text)
        )
        return answer

    def _fingerprint(self, body: Model | None) -> bytes:
        written = "null" if body is None else json.dumps(body.model_dump(mode="json"), sort_keys=True)
        request = self._request
        return self._backend.sending.vault.hash_request(f"{request.method} {request.url.path} {written}")


OnceOnly = Annotated[Once, Depends()]


def _answer(made: Model, status: int) -> JSONResponse:
    return JSONResponse(made.model_dump(mode="json", by_alias=True), status)


def _repeated(earlier: idempotency.Earlier) -> Response:
    if not earlier.same:
        raise Problem(422, "idempotency_key_reused", "The Idempotency-Key came with another request before")
    if earlier.status is None or earlier.answer is None:
        raise Problem(
            409,
            "idempotency_key_in_progress",
            "The first request with this Idempotency-Key is under way",
            headers={"Retry-After": "1"},
        )
    return Response(earlier.answer, earlier.status, headers={REPLAYED: "true"}, media_type="application/json")
