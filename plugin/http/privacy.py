"""What is kept of people, and for how long: erasing, exporting, retention."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field
from starlette.responses import StreamingResponse

from homing.dispatching.erasing import erase
from homing.domain.retention import LONGEST, Kept
from homing.store import erasing, retention
from plugin.dossier import write_dossier
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, page_of
from plugin.http.security import Caller, Scope, needs

Admin = Annotated[Caller, needs(Scope.ADMIN)]
Days = Annotated[int, Field(ge=1, le=LONGEST)]


class ErasureShown(Model):
    """A user who is to be erased, or is since ``erasedAt``. ``actor``: the id of the key by which it was
    asked for, or `operator`."""

    user_id: UUID
    actor: str
    asked_at: datetime
    erased_at: datetime | None


class RetentionChoice(Model):
    """Days for which each kind of data is kept; what is not named is as the installation has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"days": {"replies": 90, "inbox": 180}}]})

    days: dict[Kept, Days]


class RetentionShown(Model):
    """Days for which each kind of data is kept, and those that are the organization's own choice."""

    days: dict[Kept, int]
    own: dict[Kept, int]


def privacy_routes(backend: Backend) -> APIRouter:
    """``/v1/users/{user}/export``, ``/v1/erasures``, ``/v1/retention``."""
    router = APIRouter(prefix="/v1")
    _erasing(router, backend)
    _exporting(router, backend)
    _retention(router, backend)
    return router


def _erasing(router: APIRouter, backend: Backend) -> None:
    sending = backend.sending

    @router.delete("/users/{user:uuid}", summary="Erase a user", tags=["Users"])
    async def erase_user(caller: Admin, user: UUID) -> ErasureShown:
        """Ends everything for a user, and deletes everything personal: name, ids, numbers, addresses, inbox,
        the words of replies. Counts, costs and times stay under the opaque id, and opt-outs under the keyed
        hash of the number. It can't be taken back; twice is the same as once. A directory that sends the same
        person again makes somebody new."""
        row, closed = await erase(sending, caller.org, user, str(caller.key))
        await backend.campaigns.tell_closed(caller.org, closed)
        return ErasureShown.model_validate(row)

    @router.get("/erasures", summary="Who was erased, the latest first", tags=["Users"])
    async def erasures(caller: Admin, limit: Limit = 50, cursor: CursorText = None) -> Page[ErasureShown]:
        """By whom, and when. Of those who are erased the opaque id alone is known."""
        before = age_cursor(cursor)
        async with sending.database.app(caller.org) as connection:
            rows = await erasing.list_erasures(connection, caller.org, before, limit + 1)
        return page_of(ErasureShown, rows, limit, lambda row: (row.asked_at, row.user_id))


class Dossier(StreamingResponse):
    """One JSON object."""

    media_type = "application/json"


_DOSSIER = {
    200: {
        "description": "`kept`: of each table the rows that belong to the user, in clear",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["organizationId", "userId", "madeAt", "kept"],
                    "properties": {
                        "organizationId": {"type": "string", "format": "uuid"},
                        "userId": {"type": "string", "format": "uuid"},
                        "madeAt": {"type": "string", "format": "date-time"},
                        "kept": {
                            "type": "object",
                            "additionalProperties": {"type": "array", "items": {"type": "object"}},
                        },
                    },
                }
            }
        },
    }
}


def _exporting(router: APIRouter, backend: Backend) -> None:
    @router.get(
        "/users/{user}/export",
        summary="Everything that is kept about a user",
        tags=["Users"],
        response_class=Dossier,
        responses=_DOSSIER,  # type: ignore[arg-type]  # FastAPI's own type takes any key but says int or str
    )
    async def export(caller: Admin, user: UUID) -> StreamingResponse:
        """One JSON object, streamed, with what is encrypted in clear: numbers and replies too. Keyed hashes
        are left out."""
        pieces = write_dossier(backend.sending, caller.org, user)
        first = await anext(pieces)

        async def content() -> AsyncIterator[str]:
            yield first
            async for piece in pieces:
                yield piece

        named = {"Content-Disposition": f'attachment; filename="user-{user}.json"'}
        return Dossier(content(), headers=named)


def _retention(router: APIRouter, backend: Backend) -> None:
    database, defaults = backend.sending.database, backend.settings.retention_days

    def shown(own: Mapping[Kept, int]) -> RetentionShown:
        return RetentionShown(days={**defaults, **own}, own=dict(own))

    @router.get("/retention", summary="For how long data is kept", tags=["Organization"])
    async def read(caller: Admin) -> RetentionShown:
        """Once a day what is older goes."""
        async with database.app(caller.org) as connection:
            return shown(await retention.read_retention(connection, caller.org))

    @router.put("/retention", summary="Choose for how long data is kept", tags=["Organization"])
    async def choose(caller: Admin, body: RetentionChoice) -> RetentionShown:
        """In the place of what was chosen before. What is older than that goes within a day, and can't be
        brought back."""
        write = partial(retention.write_retention, org=caller.org, days=body.days)
        return shown(await database.repeat_app(caller.org, write))
