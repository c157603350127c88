"""Groups with their members, and roles."""

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.audience import storable
from homing.store import groups, people
from homing.store.groups import NewGroup
from homing.store.vault import Vault
from plugin.http.backend import Backend
from plugin.http.idempotency import OnceOnly
from plugin.http.models import Ids, Model
from plugin.http.paging import CursorText, Limit, Page, bad_cursor, decode_cursor, encode_cursor
from plugin.http.people_answers import Identified, after_id, page_of
from plugin.http.people_requests import Externals, Word
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs

Writer = Annotated[Caller, needs(Scope.ADMIN, Scope.SCIM)]
Reader = Annotated[Caller, needs(Scope.EDITOR, Scope.SCIM)]


class NewGroupIn(Model):
    """A group to be."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Night shift", "externalId": "g-7"}]})

    name: Word
    external_id: Word | None = None


class GroupIn(Model):
    """What is to change; a null `externalId` clears it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"name": "Early shift"}]})

    name: Word | None = None
    external_id: Word | None = None


class Group(Identified):
    """A group, and how many are in it."""

    external_id: str | None
    name: str
    members: int


class MembersIn(Model):
    """Users, each by id or by external id."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"externalIds": ["e-1", "e-2"]}]})

    user_ids: Ids = Field(default_factory=list)
    external_ids: Externals = Field(default_factory=list)


class MembersAnswer(Model):
    """How many are in the group now, and who of the request is no user of the organization."""

    members: int
    unknown_user_ids: list[UUID]
    unknown_external_ids: list[str]


class MemberOut(Identified):
    """Who is in a group."""

    external_id: str | None


class Role(Model):
    """A role by its name, and how many users have it."""

    role: str
    users: int


def group_routes(backend: Backend) -> APIRouter:
    """``/v1/groups`` and ``/v1/roles``."""
    router = APIRouter(tags=["Groups"])
    router.include_router(_groups(backend))
    router.include_router(_reading(backend))
    router.include_router(_members(backend))
    return router


def _groups(backend: Backend) -> APIRouter:
    router, database = APIRouter(), backend.sending.database

    @router.post("/v1/groups", summary="Create a group", status_code=201, response_model=Group)
    async def create_group(caller: Writer, body: NewGroupIn, once: OnceOnly) -> Response:
        """Make a group without members. An `externalId` is one group's: where it is taken the answer is
        409."""

        async def work(made: UUID) -> Group:
            new = NewGroup(id=made, name=body.name, external_id=body.external_id)
            await database.repeat_app(caller.org, lambda c: groups.add_groups(c, caller.org, [new]))
            return Group(id=made, external_id=body.external_id, name=body.name, members=0)

        return await once(caller, body, work)

    @router.patch("/v1/groups/{group}", summary="Change a group")
    async def change_group(caller: Writer, group: UUID, body: GroupIn) -> Group:
        """Change what is named, and nothing else."""
        named = {name: getattr(body, name) for name in body.model_fields_set}
        if named.get("name", body) is None:
            raise Problem(422, "name_refused", "A group needs a name")

        async def work(connection: AsyncConnection) -> Group:
            former = await groups.lock_group(connection, caller.org, group)
            await groups.add_groups(connection, caller.org, [replace(former, **named)])
            return Group.model_validate(await groups.read_group(connection, caller.org, group))

        return await database.repeat_app(caller.org, work)

    @router.delete("/v1/groups/{group}", summary="Delete a group", status_code=204)
    async def delete_group(caller: Writer, group: UUID) -> Response:
        """Delete a group, but none of its members. A step that tells it tells nobody from now on."""
        await database.repeat_app(caller.org, lambda c: groups.delete_group(c, caller.org, group))
        return Response(status_code=204)

    return router


def _reading(backend: Backend) -> APIRouter:
    router, database = APIRouter(), backend.sending.database

    @router.get("/v1/groups", summary="List groups")
    async def list_groups(caller: Reader, cursor: CursorText = None, limit: Limit = 50) -> Page[Group]:
        """Groups by id, a page at a time."""
        after = after_id(cursor)
        found = await database.repeat_app(
            caller.org, lambda c: groups.list_groups(c, caller.org, after=after, most=limit + 1)
        )
        return page_of([Group.model_validate(row) for row in found], limit)

    @router.get("/v1/groups/{group}", summary="Read a group")
    async def read_group(caller: Reader, group: UUID) -> Group:
        """A group, and how many are in it."""
        found = await database.repeat_app(caller.org, lambda c: groups.read_group(c, caller.org, group))
        return Group.model_validate(found)

    @router.get("/v1/roles", summary="List roles")
    async def list_roles(caller: Reader, cursor: CursorText = None, limit: Limit = 50) -> Page[Role]:
        """The roles that somebody has, by name, a page at a time."""
        after = "" if cursor is None else decode_cursor(cursor, 1)[0]
        if not storable(after):
            raise bad_cursor()
        found = await database.repeat_app(
            caller.org, lambda c: groups.list_roles(c, caller.org, after=after, most=limit + 1)
        )
        items = [Role(role=role, users=users) for role, users in found[:limit]]
        return Page(items=items, next=encode_cursor(items[-1].role) if len(found) > limit else None)

    return router


def _members(backend: Backend) -> APIRouter:
    router, database = APIRouter(), backend.sending.database

    @router.get("/v1/groups/{group}/members", summary="List a group's members")
    async def list_members(
        caller: Reader, group: UUID, cursor: CursorText = None, limit: Limit = 50
    ) -> Page[MemberOut]:
        """Members by id, a page at a time."""
        after = after_id(cursor)

        async def work(connection: AsyncConnection) -> list[groups.Member]:
            await groups.read_group(connection, caller.org, group)
            return await groups.list_members(
                connection, caller.org, backend.sending.vault, group, after=after, most=limit + 1
            )

        found = await database.repeat_app(caller.org, work)
        return page_of([MemberOut.model_validate(one) for one in found], limit)

    @router.put("/v1/groups/{group}/members", summary="Replace a group's members")
    async def set_members(caller: Writer, group: UUID, body: MembersIn) -> MembersAnswer:
        """Who is in the group from now on. Unknown users are left out, and told."""

        async def work(connection: AsyncConnection) -> MembersAnswer:
            await groups.lock_group(connection, caller.org, group)
            who = await _find(connection, caller.org, backend.sending.vault, body)
            await groups.set_members(connection, caller.org, group, [one.id for one in who])
            return await _answer(connection, caller.org, group, body, who)

        return await database.repeat_app(caller.org, work)

    @router.post("/v1/groups/{group}/members", summary="Add members to a group")
    async def add_members(caller: Writer, group: UUID, body: MembersIn) -> MembersAnswer:
        """Let users join the group; who is in it already stays. Unknown users are left out, and told."""

        async def work(connection: AsyncConnection) -> MembersAnswer:
            await groups.lock_group(connection, caller.org, group)
            who = await _find(connection, caller.org, backend.sending.vault, body)
            await groups.join_groups(connection, caller.org, [(group, one.id) for one in who])
            return await _answer(connection, caller.org, group, body, who)

        return await database.repeat_app(caller.org, work)

    @router.delete(
        "/v1/groups/{group}/members/{user}", summary="Take a member out of a group", status_code=204
    )
    async def remove_member(caller: Writer, group: UUID, user: UUID) -> Response:
        """Take a user out of the group, whether or not they are in it."""
        await database.repeat_app(caller.org, lambda c: groups.leave_group(c, caller.org, group, user))
        return Response(status_code=204)

    return router


async def _find(
    connection: AsyncConnection, org: UUID, vault: Vault, body: MembersIn
) -> list[people.KnownUser]:
    return await people.find_users(connection, org, vault, set(body.user_ids), set(body.external_ids))


async def _answer(
    connection: AsyncConnection, org: UUID, group: UUID, body: MembersIn, who: Collection[people.KnownUser]
) -> MembersAnswer:
    ids, externals = {one.id for one in who}, {one.external_id for one in who}
    return MembersAnswer(
        members=(await groups.read_group(connection, org, group)).members,
        unknown_user_ids=[one for one in dict.fromkeys(body.user_ids) if one not in ids],
        unknown_external_ids=[one for one in dict.fromkeys(body.external_ids) if one not in externals],
    )
