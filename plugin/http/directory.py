"""What the organization's directory has sent, and what of it can't be used."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from homing.store import scim_faults
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.paging import CursorText, Limit, Page
from plugin.http.people_answers import Identified, after_id, page_of
from plugin.http.security import Caller, Scope, needs

Reader = Annotated[Caller, needs(Scope.ADMIN, Scope.SCIM)]


class Directory(Model):
    """How many users and groups came from the directory, of how many of them something can't be used, and
    when it last changed something; null: never."""

    users: int
    groups: int
    faulty: int
    changed_at: datetime | None


class DirectoryFault(Model):
    """What of a user can't be used (`phone`, `email`, `first_name`, `locale`, `country`, `time_zone`,
    `roles`), and a stable reason."""

    field: str
    reason: str


class FaultyUser(Identified):
    """A user of the directory of whom something can't be used. It is kept as it was sent, and otherwise as if
    it were not there."""

    faults: list[DirectoryFault]
    since: datetime


def directory_routes(backend: Backend) -> APIRouter:
    """``/v1/directory``."""
    router, database = APIRouter(tags=["Users"]), backend.sending.database

    @router.get("/v1/directory", summary="Read the directory's state")
    async def read_directory(caller: Reader) -> Directory:
        """How much has come over SCIM."""
        found = await database.repeat_app(caller.org, lambda c: scim_faults.read_state(c, caller.org))
        return Directory.model_validate(found)

    @router.get("/v1/directory/faults", summary="List users of whom something can't be used")
    async def list_faults(caller: Reader, cursor: CursorText = None, limit: Limit = 50) -> Page[FaultyUser]:
        """Users by id, a page at a time, with what the directory says of them and can't be used, such as a
        number that is none. What is wrong is corrected in the directory."""
        after = after_id(cursor)
        found = await database.repeat_app(
            caller.org, lambda c: scim_faults.list_faults(c, caller.org, after=after, most=limit + 1)
        )
        return page_of([_shown(row.id, row) for row in found], limit)

    return router


def _shown(user: UUID, row: scim_faults.FaultyRow) -> FaultyUser:
    faults = [DirectoryFault(field=name, reason=reason) for name, reason in sorted(row.faults.items())]
    return FaultyUser(id=user, faults=faults, since=row.since)
