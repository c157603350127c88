"""The health of numbers: which are quarantined and why, what happened to a user's, and what lifts it."""

from datetime import datetime
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict

from homing.dispatching import health
from homing.domain.phone import parse
from homing.store import people
from homing.store.health import list_quarantined
from homing.store.number_histories import read_number_events, read_numbers
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, number_cursor, page_of
from plugin.http.people_requests import Word
from plugin.http.security import Caller, Scope, needs

Admin = Annotated[Caller, needs(Scope.ADMIN)]

_LIFTING: Final = ("release", "another_number")


class QuarantinedShown(Model):
    """A user's number that is not texted; ``id`` is the binding's. ``reason``: that of its last hard failure,
    or `wrong_number`, since somebody wrote so; ``failures``: hard ones in a row. ``liftedBy``: `release` by
    an admin, or `another_number` in its place."""

    id: UUID
    user_id: UUID
    external_id: str | None
    last_digits: str
    source: str
    reason: str | None
    failures: int
    since: datetime
    lifted_by: tuple[str, ...] = _LIFTING


class ReleaseUser(Model):
    """Whose quarantined numbers are released."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"userId": "8f14e45f-ceea-467f-a8f1-2f3a1b0c9d7e"}]}
    )

    user_id: UUID


class ReleaseNumber(Model):
    """Which number is released; a national one is read in the organization's region."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "+34612345678"}]})

    number: Word


class Released(Model):
    """The users whose numbers were released."""

    user_ids: list[UUID]


class NumberShown(Model):
    """A number of a user's, and how it does. ``since``: when its health changed last; null: it never did."""

    last_digits: str
    source: str
    state: str
    failures: int
    quarantined: bool
    reason: str | None
    since: datetime | None


class NumberEventShown(Model):
    """What happened to a number: `failed` hard, `delivered` after that, `quarantined`, or `released` by the
    key whose id is ``actor``. ``attemptId``: by which attempt to text it."""

    id: int
    last_digits: str
    kind: str
    reason: str | None
    attempt_id: UUID | None
    actor: str | None
    at: datetime


class PhoneHealth(Page[NumberEventShown]):
    """What happened to a user's numbers, the latest first, and how the ``numbers`` are now."""

    numbers: list[NumberShown]


def number_routes(backend: Backend) -> APIRouter:
    """``/v1/numbers`` and ``/v1/users/{user}/phone/health``."""
    router = APIRouter(prefix="/v1", tags=["Users"])
    _add_quarantine(router, backend)
    _add_histories(router, backend)
    return router


def _add_quarantine(router: APIRouter, backend: Backend) -> None:
    sending, database = backend.sending, backend.sending.database

    @router.get("/numbers/quarantined", summary="The numbers that are quarantined, the latest first")
    async def quarantined(
        caller: Admin, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[QuarantinedShown]:
        """Two hard failures in a row quarantine a number, and so does the reply that it is the wrong one. It
        is remembered by the number, whoever has it next; those that nobody has now are not listed."""
        before = age_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await list_quarantined(connection, caller.org, sending.vault, before, limit + 1)
        return page_of(QuarantinedShown, rows, limit, lambda row: (row.since, row.id))

    @router.post("/numbers/release", summary="Let a quarantined number be texted again")
    async def release(caller: Admin, body: ReleaseUser | ReleaseNumber) -> Released:
        """By a user, whose numbers all are, or by the number, for everybody who has it. It begins with no
        failures, in the state that it had: one that was not confirmed still is not. One that the provider
        refused as none (`number_invalid`) is tried again as well. 404 where it is neither."""
        if isinstance(body, ReleaseUser):
            users = await health.release_user(sending, caller.org, body.user_id, str(caller.key))
        else:
            region = await database.repeat_app(caller.org, lambda c: people.read_region(c, caller.org))
            number = parse(body.number, region)
            users = await health.release_number(sending, caller.org, number, str(caller.key))
        return Released(user_ids=users)


def _add_histories(router: APIRouter, backend: Backend) -> None:
    vault, database = backend.sending.vault, backend.sending.database

    @router.get("/users/{user}/phone/health", summary="How a user's numbers do")
    async def phone_health(
        caller: Admin, user: UUID, limit: Limit = 50, cursor: CursorText = None
    ) -> PhoneHealth:
        """The numbers that the user has now, and what happened to them in this organization."""
        before = number_cursor(cursor)
        async with database.app(caller.org) as connection:
            numbers = await read_numbers(connection, caller.org, vault, user)
            rows = await read_number_events(connection, caller.org, vault, user, before, limit + 1)
        page = page_of(NumberEventShown, rows, limit, lambda row: (row.id,))
        shown = [NumberShown.model_validate(one) for one in numbers]
        return PhoneHealth(items=page.items, next=page.next, numbers=shown)
