"""Users: one, by the page, in bulk and from a file."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.csv_rows import HeaderRefused
from homing.domain.people import Given, IdentifierSource, PersonRow, Wrong
from homing.domain.traits import IdentifierKind
from homing.store import identifier_histories, identifiers, people
from homing.store.people import UserFilter, UserRow
from plugin.http.backend import Backend
from plugin.http.idempotency import OnceOnly
from plugin.http.imports import bad_header, check_csv
from plugin.http.paging import CursorText, Limit, Page, age_cursor
from plugin.http.paging import page_of as list_page
from plugin.http.people_answers import (
    BulkAnswer,
    IdentifierListed,
    ImportAnswer,
    User,
    after_id,
    bulk_answer,
    import_answer,
    page_of,
    shown_user,
)
from plugin.http.people_requests import (
    BulkUsers,
    EmailIn,
    NewUserIn,
    PhoneIn,
    RolesIn,
    UserIn,
    Word,
    refused,
    rows_of,
)
from plugin.http.security import Caller, Scope, needs
from plugin.importing import Imports
from plugin.people import People, PersonRefused

Writer = Annotated[Caller, needs(Scope.ADMIN, Scope.SCIM)]
Reader = Annotated[Caller, needs(Scope.EDITOR, Scope.SCIM)]
SourceQuery = Annotated[IdentifierSource, Query(description="Whose word is taken back")]

_CSV_EXAMPLE: Final = (
    "external_id,first_name,locale,country,time_zone,phone,email,manager,roles,groups\n"
    "e-1,Ana,es,ES,Europe/Madrid,612 34 56 78,ana@example.org,,lead;safety,Madrid\n"
    "e-2,Ben,en,GB,Europe/London,+44 7400 123456,ben@example.org,e-1,,London;Night shift\n"
)
_CSV_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}, "example": _CSV_EXAMPLE}},
    }
}


def people_routes(backend: Backend) -> APIRouter:
    """``/v1/users``."""
    router = APIRouter(tags=["Users"])
    router.include_router(_reading(backend))
    router.include_router(_writing(backend))
    router.include_router(_binding(backend))
    router.include_router(_loading(backend))
    return router


class _Reader:
    """Users as a caller may see them."""

    def __init__(self, backend: Backend) -> None:
        self._database = backend.sending.database
        self._vault = backend.sending.vault

    async def one(self, caller: Caller, user: UUID) -> User:
        """Raises NotFoundError."""

        async def work(connection: AsyncConnection) -> list[User]:
            return await self._shown(
                connection, caller, [await people.read_user(connection, caller.org, self._vault, user)]
            )

        (shown,) = await self._database.repeat_app(caller.org, work)
        return shown

    async def page(self, caller: Caller, which: UserFilter, after: UUID | None, limit: int) -> Page[User]:
        async def work(connection: AsyncConnection) -> list[User]:
            rows = await people.list_users(
                connection, caller.org, self._vault, which, after=after, most=limit + 1
            )
            return await self._shown(connection, caller, rows)

        return page_of(await self._database.repeat_app(caller.org, work), limit)

    async def _shown(
        self, connection: AsyncConnection, caller: Caller, rows: Sequence[UserRow]
    ) -> list[User]:
        """Identifiers, masked as they are, are for those who write them."""
        if not {Scope.ADMIN, Scope.SCIM} & caller.scopes:
            return [shown_user(row, None) for row in rows]
        ids = [row.id for row in rows]
        known = await identifiers.read_identifiers(connection, caller.org, self._vault, ids)
        return [shown_user(row, known.get(row.id, [])) for row in rows]


def _reading(backend: Backend) -> APIRouter:
    router, reader = APIRouter(), _Reader(backend)

    @router.get("/v1/users", summary="List users")
    async def list_users(
        caller: Reader,
        cursor: CursorText = None,
        limit: Limit = 50,
        external_id: Annotated[Word | None, Query(alias="externalId")] = None,
        group: UUID | None = None,
        role: Word | None = None,
        active: bool | None = None,
    ) -> Page[User]:
        """Users by id, a page at a time; filters narrow the list together. Identifiers are shown to keys with
        the scope `admin` or `scim`, and never more of them than the last two digits."""
        which = UserFilter(external_id=external_id, group=group, role=role, active=active)
        return await reader.page(caller, which, after_id(cursor), limit)

    # Typed in the path, lest it be taken for the user whose id is `bulk`.
    @router.get("/v1/users/{user:uuid}", summary="Read a user")
    async def read_user(caller: Reader, user: UUID) -> User:
        """A user with roles and manager. `identifiers` are all that are known, masked; `phone` and `email`
        are those that are used: the directory's before the API's, an import's and the user's own."""
        return await reader.one(caller, user)

    return router


def _writing(backend: Backend) -> APIRouter:
    router, reader, use_case = APIRouter(), _Reader(backend), People(backend.sending)

    async def change(caller: Caller, user: UUID, row: PersonRow, wrong: Sequence[Wrong]) -> User:
        if wrong:
            raise refused(row, wrong)
        try:
            await use_case.change(caller.org, user, row)
        except PersonRefused as error:
            raise refused(row, error.wrong) from None
        return await reader.one(caller, user)

    @router.post("/v1/users", summary="Create a user", status_code=201, response_model=User)
    async def create_user(caller: Writer, body: NewUserIn, once: OnceOnly) -> Response:
        """Make one user. An `externalId` is one user's: where it is taken the answer is 409. The number and
        the address may come along; a national number is read in `country`, else in the organization's
        region."""

        async def work(made: UUID) -> User:
            row, wrong = body.row()
            if wrong:
                raise refused(row, wrong)
            try:
                await use_case.create(caller.org, made, row)
            except PersonRefused as error:
                raise refused(row, error.wrong) from None
            return await reader.one(caller, made)

        return await once(caller, body, work)

    @router.patch("/v1/users/{user:uuid}", summary="Change a user")
    async def change_user(caller: Writer, user: UUID, body: UserIn) -> User:
        """Change the fields that are named, and no others; null clears one."""
        return await change(caller, user, *body.row())

    @router.put("/v1/users/{user}/roles", summary="Set a user's roles")
    async def set_roles(caller: Writer, user: UUID, body: RolesIn) -> User:
        """The roles that the user has from now on."""
        return await change(caller, user, *body.row())

    @router.post("/v1/users/{user}/deactivate", summary="Deactivate a user")
    async def deactivate(caller: Writer, user: UUID) -> User:
        """End everything for a user: after the answer no request to notify them begins, in any campaign, and
        their own page is closed wherever it was open."""
        await backend.campaigns.deactivate(caller.org, user)
        return await reader.one(caller, user)

    @router.post("/v1/users/{user}/reactivate", summary="Reactivate a user")
    async def reactivate(caller: Writer, user: UUID) -> User:
        """Let a user be notified again. What they opted out of stays so, and what they had not confirmed."""
        await backend.sending.database.repeat_app(
            caller.org, lambda c: people.reactivate(c, caller.org, user)
        )
        return await reader.one(caller, user)

    return router


def _binding(backend: Backend) -> APIRouter:
    router, reader, use_case = APIRouter(), _Reader(backend), People(backend.sending)

    @router.get("/v1/users/{user}/identifiers", summary="A user's numbers and addresses, former ones too")
    async def list_identifiers(
        caller: Writer, user: UUID, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[IdentifierListed]:
        """What is bound to a user and what was, the latest first, each with who said so and until when."""
        before, vault = age_cursor(cursor), backend.sending.vault
        async with backend.sending.database.app(caller.org) as connection:
            rows = await identifier_histories.list_identifiers(
                connection, caller.org, vault, user, before, limit + 1
            )
        return list_page(IdentifierListed, rows, limit, lambda row: (row.bound_at, row.id))

    @router.put("/v1/users/{user}/phone", summary="Bind a phone number")
    async def bind_phone(caller: Writer, user: UUID, body: PhoneIn) -> User:
        """Bind a number, in place of what the same `source` said before: once it is answered no text to that
        begins. Again changes nothing. A national number is read in the user's country, else in the
        organization's region, and nothing is guessed. What is bound as `self` is texted only once it is
        confirmed, and so is a number that is or was another user's: the answer shows which `state` it has
        here, and the `reason`. See docs/numbers.md."""
        await use_case.bind(caller.org, user, IdentifierKind.PHONE, Given(body.number, body.source))
        return await reader.one(caller, user)

    @router.put("/v1/users/{user}/email", summary="Bind a mail address")
    async def bind_email(caller: Writer, user: UUID, body: EmailIn) -> User:
        """Bind an address, in place of what the same `source` said before. Again changes nothing."""
        await use_case.bind(caller.org, user, IdentifierKind.EMAIL, Given(body.address, body.source))
        return await reader.one(caller, user)

    @router.delete("/v1/users/{user}/phone", summary="Unbind a phone number", status_code=204)
    async def unbind_phone(caller: Writer, user: UUID, source: SourceQuery) -> Response:
        """Take back the number that a source gave, whether or not it gave one. Once it is answered no text to
        it begins."""
        await use_case.unbind(caller.org, user, IdentifierKind.PHONE, source.value)
        return Response(status_code=204)

    @router.delete("/v1/users/{user}/email", summary="Unbind a mail address", status_code=204)
    async def unbind_email(caller: Writer, user: UUID, source: SourceQuery) -> Response:
        """Take back the address that a source gave, whether or not it gave one."""
        await use_case.unbind(caller.org, user, IdentifierKind.EMAIL, source.value)
        return Response(status_code=204)

    return router


def _loading(backend: Backend) -> APIRouter:
    router, use_case = APIRouter(), People(backend.sending)
    imports = Imports(backend.sending, most=backend.settings.imports_at_once)

    @router.post("/v1/users/bulk", summary="Load users")
    async def load_users(caller: Writer, body: BulkUsers) -> BulkAnswer:
        """Make or change up to 10,000 users, each found by `id` or else by `externalId`. The answer says of
        each what became of it: what is wrong with one keeps no other out. As in a single change, what is not
        named stays, and null clears. A manager may come in the same request. A text to a number that is
        replaced may still begin in the two seconds after, unlike where it is bound by itself."""
        rows, bad = rows_of(body)
        return bulk_answer(rows, bad, await use_case.load(caller.org, rows))

    @router.post("/v1/users/import", summary="Import users from CSV at once", openapi_extra=_CSV_BODY)
    async def import_users(caller: Writer, request: Request) -> ImportAnswer:
        """Make or change users from a CSV file of up to 100 MB and a million rows, loaded as it comes, and
        answered once all is. `POST /v1/imports` takes longer files, and loads them in the background.

        Columns as there; here a number or an address is the directory's word where `phone_source` does not
        say otherwise. Of the faults the first 1,000 are answered; `GET /v1/imports/{importId}/report.csv` has
        all of them.
        """
        check_csv(request.headers.get("content-type", ""))
        source, actor = IdentifierSource.DIRECTORY, str(caller.key)
        try:
            done, told = await imports.load_people(caller.org, request.stream(), source=source, actor=actor)
        except HeaderRefused as error:
            raise bad_header(error) from None
        return import_answer(done, told)

    return router
