"""Finding the directory's resources: through keyed hashes where a filter says what something is, else by
opening and comparing so many as is bearable."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from scim2_models import SearchRequest, TooManyException
from scim2_server.storage import SearchPage
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.store import scim, scim_links
from homing.store.scim import Kind, Place, ScimRow, Wanted
from plugin.scim.filters import Asked, read_search
from plugin.scim.places import SortKey, bounds, key_of, position_of, read_position, sort_key
from plugin.scim.resources import Resources, asks_for_members, kind_of, place_of

MOST_SCANNED: Final = 20_000
"""Resources that are opened for one search."""
MOST_MEMBERS: Final = 100_000
"""Members of groups in one answer."""
_BATCH: Final = 500


class Searcher:
    """Searches one organization's resources. ``scanned``, ``members``: limits, as above; ``batch``: resources
    that are opened at once."""

    def __init__(
        self,
        sending: Sending,
        org: UUID,
        resources: Resources,
        *,
        scanned: int = MOST_SCANNED,
        members: int = MOST_MEMBERS,
        batch: int = _BATCH,
    ) -> None:
        self._database = sending.database
        self._vault = sending.vault
        self._org = org
        self._resources = resources
        self._most_scanned = scanned
        self._most_members = members
        self._batch = batch

    async def search(
        self, resource_types: Sequence[Any], request: SearchRequest[Any], position: Any
    ) -> SearchPage:
        """A page. Raises InvalidFilterException, InvalidCursorException, and TooManyException."""
        asked = read_search([kind_of(one) for one in resource_types], request)
        if asked is None:
            return SearchPage(0, [])
        if asked.rest:
            return await self._scan(asked, position)
        if request.cursor is None:
            return await self._by_index(asked)
        return await self._by_cursor(asked, position)

    async def members(self, connection: AsyncConnection, groups: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
        """Who is in these groups. Raises TooManyException."""
        found = await scim_links.read_members(connection, self._org, groups, self._most_members + 1)
        if len(found) > self._most_members:
            raise TooManyException
        return found

    async def _by_index(self, asked: Asked) -> SearchPage:
        request = asked.request
        skip, most = request.start_index_0 or 0, request.count

        async def work(connection: AsyncConnection) -> SearchPage:
            total = await scim.count_resources(connection, self._org, self._vault, asked.wanted)
            # What lies beyond the last is not looked for: a place may be any number.
            rows = (
                await scim.list_resources(
                    connection,
                    self._org,
                    self._vault,
                    asked.wanted,
                    skip=skip,
                    most=total if most is None else most,
                )
                if skip < total and most != 0
                else []
            )
            return SearchPage(total, await self._shown(connection, rows, members=asks_for_members(request)))

        return await self._database.repeat_app(self._org, work)

    async def _by_cursor(self, asked: Asked, position: Any) -> SearchPage:
        most = self._most_scanned if asked.request.count is None else asked.request.count

        async def work(connection: AsyncConnection) -> SearchPage:
            total = await scim.count_resources(connection, self._org, self._vault, asked.wanted)
            if not most:
                return SearchPage(total, [])
            rows, earlier, later = await self._around(connection, asked.wanted, position, most)
            page = SearchPage(
                total,
                await self._shown(connection, rows, members=asks_for_members(asked.request)),
            )
            if rows and later:
                page.next = position_of("next", key_of(rows[-1]))
            if rows and earlier:
                page.previous = position_of("previous", key_of(rows[0]))
            return page

        return await self._database.repeat_app(self._org, work)

    async def _around(
        self, connection: AsyncConnection, wanted: Wanted, position: Any, most: int
    ) -> tuple[list[ScimRow], bool, bool]:
        """The rows of a page, and whether there are some before and after them."""
        if position is None:
            rows = await scim.list_resources(connection, self._org, self._vault, wanted, most=most + 1)
            return rows[:most], False, len(rows) > most
        way, (_, _, created_at, id_) = read_position(position)
        place = Place(created_at, id_)
        if way == "next":
            rows = await scim.list_resources(
                connection, self._org, self._vault, wanted, after=place, most=most + 1
            )
            return rows[:most], True, len(rows) > most
        rows = await scim.list_resources_before(
            connection, self._org, self._vault, wanted, before=place, most=most + 1
        )
        return rows[-most:], len(rows) > most, True

    async def _scan(self, asked: Asked, position: Any) -> SearchPage:
        keys = sorted(await self._matching(asked), reverse=asked.descending)
        request = asked.request
        if request.cursor is None:
            start = request.start_index_0 or 0
            stop = len(keys) if request.count is None else start + request.count
        else:
            start, stop = bounds(keys, position, request.count, descending=asked.descending)
        page = SearchPage(len(keys), await self._load(keys[start:stop], members=asks_for_members(request)))
        if request.cursor is not None and keys[start:stop]:
            page.next = position_of("next", keys[stop - 1]) if stop < len(keys) else None
            page.previous = position_of("previous", keys[start]) if start > 0 else None
        return page

    async def _matching(self, asked: Asked) -> list[SortKey]:
        """The keys of all that match, each batch in a transaction of its own: none lasts long."""
        keys: list[SortKey] = []
        scanned, after = 0, None
        while True:

            async def work(
                connection: AsyncConnection, after: Place | None = after
            ) -> tuple[list[ScimRow], Any]:
                rows = await scim.list_resources(
                    connection, self._org, self._vault, asked.wanted, after=after, most=self._batch
                )
                return rows, await self._makings(connection, rows, members=asked.members)

            rows, make = await self._database.repeat_app(self._org, work)
            keys += await asyncio.to_thread(_match, asked, rows, make)
            scanned += len(rows)
            if len(rows) < self._batch:
                return keys
            if scanned >= self._most_scanned:
                raise TooManyException
            after = place_of(rows[-1])

    async def _load(self, keys: Sequence[SortKey], *, members: bool) -> list[Any]:
        async def work(connection: AsyncConnection) -> list[Any]:
            found = await scim.read_resources(connection, self._org, self._vault, [key[3] for key in keys])
            rows = [found[key[3]] for key in keys if key[3] in found]
            return await self._shown(connection, rows, members=members)

        return await self._database.repeat_app(self._org, work)

    async def _shown(
        self, connection: AsyncConnection, rows: Sequence[ScimRow], *, members: bool
    ) -> list[Any]:
        make = await self._makings(connection, rows, members=members)
        made: list[Any] = make()
        return made

    async def _makings(self, connection: AsyncConnection, rows: Sequence[ScimRow], *, members: bool) -> Any:
        """What makes resources of rows, with all that they need of the database."""
        users = [row.id for row in rows if row.kind is Kind.USER]
        groups = [row.id for row in rows if row.kind is Kind.GROUP]
        joined = await scim_links.read_groups_of(connection, self._org, users) if users else []
        inside = await self.members(connection, groups) if groups and members else []
        return partial(self._resources.all, rows, joined, inside)


def _match(asked: Asked, rows: Sequence[ScimRow], make: Any) -> list[SortKey]:
    """The keys of those that match."""
    return [
        sort_key(asked.request.sort_value(resource), row)
        for row, resource in zip(rows, make(), strict=True)
        if asked.filter is None or asked.filter.match(resource)
    ]
