"""Where the directory's users and groups are: what was sent, and with it in one transaction what follows."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

from scim2_models import (
    InvalidValueException,
    NotFoundException,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    UniquenessException,
)
from scim2_server.storage import AsyncScimStorage, SearchPage
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_former_holders
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.scim import read_person
from homing.store import groups, scim, scim_faults, scim_links
from homing.store.ids import new_id
from homing.store.scim import Kind, ScimRow
from plugin.campaigns import Campaigns
from plugin.scim.groups import change_group, create_group
from plugin.scim.keeping import kept_of, lock
from plugin.scim.members import MembersChange, named
from plugin.scim.model import document_of
from plugin.scim.people import (
    Change,
    find_user,
    follows_nothing,
    forget_person,
    hold,
    reached_otherwise,
    tell_admins,
    write_person,
)
from plugin.scim.resources import Resources, asks_for_members, entries, id_of, kind_of, version_of
from plugin.scim.search import Searcher

T = TypeVar("T")
Joined = list[tuple[UUID, str]]
"""Groups with their names."""

MOST_ENTRIES: Final = 200
"""Of a multi-valued attribute of a user: they are compared each with each."""
_TAKEN: Final = frozenset({"external_id_taken", "user_name_taken", "resource_taken"})


class DirectoryStorage(AsyncScimStorage):
    """One organization's directory. Once a change is answered, nothing begins any more that it forbids: to
    who was deactivated, to a number that is theirs no more, or to one for whoever it was taken from."""

    supports_cursors = True

    def __init__(
        self, sending: Sending, campaigns: Campaigns, org: UUID, resources: Resources, **limits: int
    ) -> None:
        self._sending = sending
        self._campaigns = campaigns
        self._vault = sending.vault
        self._org = org
        self._resources = resources
        self._searcher = Searcher(sending, org, resources, **limits)

    async def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Any:
        return await self._get(
            kind_of(resource_type), resource_id, members=asks_for_members(response_parameters)
        )

    async def get_without_members(self, resource_id: str) -> Any:
        """A group but for who is in it."""
        return await self._get(Kind.GROUP, resource_id, members=False)

    async def search(
        self,
        resource_types: list[ResourceType],
        search_request: SearchRequest[Any],
        *,
        position: Any = None,
    ) -> SearchPage:
        return await self._searcher.search(resource_types, search_request, position)

    async def create(self, resource_type: ResourceType, resource: Any) -> Any:
        kind, document, made = kind_of(resource_type), document_of(resource), new_id()
        if kind is Kind.GROUP:
            change = MembersChange.replace(named(resource.members or []))
            row = await self._write(
                partial(
                    create_group,
                    org=self._org,
                    vault=self._vault,
                    made=made,
                    document=document,
                    change=change,
                )
            )
            return await self._get(kind, str(row.id))
        _check_entries(document)
        row, joined = await self._write(partial(self._create_user, made=made, document=document))
        await self._settle(row.id, row.document, {})
        return self._resources.user(row, joined)

    async def update(
        self, resource_type: ResourceType, resource: Any, *, expected_version: str | None = None
    ) -> Any:
        if kind_of(resource_type) is Kind.GROUP:
            change = MembersChange.replace(named(resource.members or []))
            return await self.change_group(resource, change, expected_version=expected_version)
        id_, document = self._id(resource.id), document_of(resource)
        _check_entries(document)
        work = partial(self._change_user, id_=id_, document=document, expected=expected_version)
        former, row, joined = await self._write(work)
        await self._settle(id_, document, former)
        return self._resources.user(row, joined)

    async def change_group(
        self,
        resource: Any,
        change: MembersChange,
        *,
        expected_version: str | None = None,
        members: bool = True,
    ) -> Any:
        """Replace what is kept of a group, and change who is in it. ``members``: whether they are to be in
        what is returned."""
        id_, document = self._id(resource.id), document_of(resource)
        await self._write(
            partial(
                change_group,
                org=self._org,
                vault=self._vault,
                id_=id_,
                document=document,
                change=change,
                expected=expected_version,
            )
        )
        return await self._get(Kind.GROUP, resource.id, members=members)

    async def delete(
        self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None
    ) -> None:
        kind, id_ = kind_of(resource_type), self._id(resource_id)
        await self._write(partial(self._delete, kind=kind, id_=id_, expected=expected_version))
        if kind is Kind.USER:
            await self._campaigns.deactivate(self._org, id_)

    async def settle(self, resource: Any) -> None:
        """Do again what follows for who is deactivated already: it may have been broken off."""
        if resource.meta.resource_type == Kind.USER:
            await self._settle(self._id(resource.id), {"active": resource.active})

    async def _settle(
        self, user: UUID, document: Mapping[str, Any], former: Mapping[str, Any] | None = None
    ) -> None:
        if document.get("active") is False:
            await self._campaigns.deactivate(self._org, user)
        elif former is not None and reached_otherwise(read_person(former), read_person(document)):
            await wait_for_former_holders(self._sending, self._org, user)

    async def _get(self, kind: Kind, resource_id: str, *, members: bool = True) -> Any:
        id_ = self._id(resource_id)

        async def work(connection: AsyncConnection) -> Any:
            row = (await scim.read_resources(connection, self._org, self._vault, [id_])).get(id_)
            if row is None or row.kind is not kind:
                raise NotFoundException
            if kind is Kind.USER:
                joined = await scim_links.read_groups_of(connection, self._org, [id_])
                return partial(self._resources.all, [row], joined, ())
            inside = await self._searcher.members(connection, [id_]) if members else []
            return partial(self._resources.all, [row], (), inside)

        make = await self._sending.database.repeat_app(self._org, work)
        [resource] = make()
        return resource

    async def _write(self, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        with _told():
            return await self._sending.database.repeat_app(self._org, work)

    async def _create_user(
        self, connection: AsyncConnection, *, made: UUID, document: Mapping[str, Any]
    ) -> tuple[ScimRow, Joined]:
        known = await find_user(connection, self._org, self._vault, document)
        user = known or made
        kept = {**document, "id": str(user)}
        change = Change(self._org, user, kept, known=known is not None)
        change = await hold(connection, self._vault, change)
        # First what may be taken, so that whoever comes second is told so before anything else is written.
        row = await scim.add_resource(connection, self._org, self._vault, kept_of(user, Kind.USER, kept))
        await self._follow(connection, change)
        return row, await self._joined(connection, user)

    async def _change_user(
        self,
        connection: AsyncConnection,
        *,
        id_: UUID,
        document: Mapping[str, Any],
        expected: str | None,
    ) -> tuple[Mapping[str, Any], ScimRow, Joined]:
        """With what was kept before; of whose number could not be used, nothing: it may be by now."""
        kept = {**document, "id": str(id_)}
        standing = (await scim.read_resources(connection, self._org, self._vault, [id_])).get(id_)
        if standing is None or standing.kind is not Kind.USER:
            raise NotFoundException
        change = Change(self._org, id_, kept)
        # Users are held before what the directory says of them; where nothing follows, none needs to be.
        slight = not standing.faults and follows_nothing(standing.document, kept)
        if not slight:
            change = await hold(connection, self._vault, change)
        former = await lock(
            connection, self._org, self._vault, Kind.USER, id_, expected or version_of(standing)
        )
        row = await scim.change_resource(connection, self._org, self._vault, kept_of(id_, Kind.USER, kept))
        if not slight:
            change = replace(change, former=former.document, former_faults=former.faults)
            await self._follow(connection, change)
        return (
            {} if "phone" in former.faults else former.document,
            row,
            await self._joined(connection, id_),
        )

    async def _follow(self, connection: AsyncConnection, change: Change) -> None:
        """Write what follows from a user, and of that what can't be used."""
        faults = await write_person(connection, self._vault, change)
        if faults != change.former_faults:
            await scim_faults.write_faults(connection, self._org, change.user, faults)
            await tell_admins(connection, change, faults)

    async def _joined(self, connection: AsyncConnection, user: UUID) -> Joined:
        """In which groups a user is, and what they are called."""
        found = await scim_links.read_groups_of(connection, self._org, [user])
        return [(group, name) for _, group, name in found]

    async def _delete(
        self, connection: AsyncConnection, *, kind: Kind, id_: UUID, expected: str | None
    ) -> None:
        if kind is Kind.GROUP:
            await groups.lock_group(connection, self._org, id_)
            await lock(connection, self._org, self._vault, kind, id_, expected)
            await groups.delete_group(connection, self._org, id_)
            return
        await hold(connection, self._vault, Change(self._org, id_, {}))
        former = await lock(connection, self._org, self._vault, kind, id_, expected)
        await scim.delete_resource(connection, self._org, id_)
        await forget_person(connection, self._org, id_, former.document)

    @staticmethod
    def _id(resource_id: str | None) -> UUID:
        id_ = id_of(resource_id or "")
        if id_ is None:
            raise NotFoundException
        return id_


def _check_entries(document: Mapping[str, Any]) -> None:
    if entries(document) > MOST_ENTRIES:
        raise InvalidValueException(detail=f"An attribute has at most {MOST_ENTRIES} values")


@contextmanager
def _told() -> Iterator[None]:
    """Refusals as the protocol has them."""
    try:
        yield
    except NotFoundError:
        raise NotFoundException from None
    except RefusedError as error:
        if error.reason in _TAKEN:
            raise UniquenessException from None
        raise InvalidValueException(detail=f"A name is refused ({error.reason})") from None
