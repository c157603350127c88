"""Loading an audience: five kinds, each in chunks with a transaction of its own. Loading again, after a crash
or on purpose, adds nobody twice."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.audience import Admission, ImportRow, read_import, storable
from homing.domain.errors import RefusedError
from homing.store import audiences
from homing.store.audiences import Source
from homing.store.engine import Database
from homing.store.vault import Vault

CHUNK: Final = 10_000
"""People in one transaction, and the most that one request may name."""
MOST_TOLD: Final = 1_000
"""Bad lines of an import that are listed; all are counted."""

_Members = Callable[[AsyncConnection, UUID | None], Awaitable[list[UUID]]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of the people of a request. Who is deactivated, or unknown, was left out; ``unknown`` has
    their ids. Named twice or in the audience already: ``repeated``."""

    added: int = 0
    repeated: int = 0
    inactive: int = 0
    unknown: tuple[UUID, ...] = ()

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.added + other.added,
            self.repeated + other.repeated,
            self.inactive + other.inactive,
            self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of an import that added nobody, and why: ``empty``, ``unknown``, ``repeated``, ``inactive``."""

    line: int
    reason: Admission


@dataclass(frozen=True, slots=True)
class Imported:
    """How many an import added, and how many lines added nobody: the first ``MOST_TOLD`` of them listed."""

    added: int = 0
    bad_lines: int = 0
    bad: tuple[BadLine, ...] = ()

    def __add__(self, other: "Imported") -> "Imported":
        return Imported(
            self.added + other.added,
            self.bad_lines + other.bad_lines,
            (self.bad + other.bad)[:MOST_TOLD],
        )


class Audiences:
    """Adds people to drafts. All raise NotFoundError for an execution that is not there, and RefusedError
    ``audience_frozen`` for one that is no draft any more; what was added before stays."""

    def __init__(self, database: Database, vault: Vault, *, chunk: int = CHUNK) -> None:
        self._database = database
        self._vault = vault
        self._chunk = chunk

    async def add_users(self, org: UUID, execution: UUID, users: Sequence[UUID]) -> Loaded:
        """Add the users that are named, at most 10,000 of them."""
        if len(users) > CHUNK:
            raise RefusedError("too_many_users")
        return await self._database.repeat_app(org, lambda c: _admit(c, org, execution, users))

    async def add_group(self, org: UUID, execution: UUID, group: UUID) -> Loaded:
        """Add a group's members. Raises NotFoundError where there is no such group."""

        async def members(connection: AsyncConnection, after: UUID | None) -> list[UUID]:
            await audiences.check_group(connection, org, group)
            return await audiences.read_members(
                connection, org, Source.GROUP, group, after=after, most=self._chunk
            )

        return await self._add_members(org, execution, members)

    async def add_role(self, org: UUID, execution: UUID, role: str) -> Loaded:
        """Add everybody who has a role."""

        async def members(connection: AsyncConnection, after: UUID | None) -> list[UUID]:
            if not storable(role):
                return []
            return await audiences.read_members(
                connection, org, Source.ROLE, role, after=after, most=self._chunk
            )

        return await self._add_members(org, execution, members)

    async def add_everybody(self, org: UUID, execution: UUID) -> Loaded:
        """Add every active user of the organization."""

        async def members(connection: AsyncConnection, after: UUID | None) -> list[UUID]:
            return await audiences.read_members(
                connection, org, Source.EVERYBODY, after=after, most=self._chunk
            )

        return await self._add_members(org, execution, members)

    async def add_external(
        self, org: UUID, execution: UUID, externals: Sequence[str]
    ) -> tuple[Loaded, list[str]]:
        """Add the users whom a directory calls by these ids, at most 10,000 of them; which are nobody's."""
        if len(externals) > CHUNK:
            raise RefusedError("too_many_users")

        async def work(connection: AsyncConnection) -> tuple[Loaded, list[str]]:
            known = await audiences.find_external(connection, org, self._vault, filter(storable, externals))
            users = [known[one] for one in externals if one in known]
            unknown = [one for one in dict.fromkeys(externals) if one not in known]
            return await _admit(connection, org, execution, users), unknown

        return await self._database.repeat_app(org, work)

    async def import_users(self, org: UUID, execution: UUID, lines: Iterable[str]) -> Imported:
        """Add the users of a CSV with a column of external ids; see ``read_import``. What was added before
        something turned out to be wrong stays."""
        imported, remaining, more = Imported(), read_import(lines), True
        while more:
            # Aside, since millions of lines may name nobody, and others want their answers meanwhile. Once at
            # least, so that an empty import asks for its execution too.
            rows = await asyncio.to_thread(_take, remaining, self._chunk)
            work = partial(_import, org=org, vault=self._vault, execution=execution, rows=rows)
            imported += await self._database.repeat_app(org, work)
            more = len(rows) == self._chunk
        return imported

    async def _add_members(self, org: UUID, execution: UUID, members: _Members) -> Loaded:
        """Chunk by chunk, by id: who joins the group meanwhile may be missed, nobody is taken twice."""
        loaded, after, more = Loaded(), None, True
        while more:

            async def work(
                connection: AsyncConnection, after: UUID | None = after
            ) -> tuple[Loaded, list[UUID]]:
                users = await members(connection, after)
                return await _admit(connection, org, execution, users), users

            added, users = await self._database.repeat_app(org, work)
            loaded += added
            after = users[-1] if users else None
            more = len(users) == self._chunk
        return loaded


async def _admit(connection: AsyncConnection, org: UUID, execution: UUID, users: Sequence[UUID]) -> Loaded:
    admitted = await audiences.admit(connection, org, execution, users)
    counts = dict.fromkeys(Admission, 0)
    for admission in admitted.values():
        counts[admission] += 1
    unknown = tuple(user for user, admission in admitted.items() if admission is Admission.UNKNOWN)
    repeated = counts[Admission.REPEATED] + len(users) - len(admitted)
    return Loaded(counts[Admission.ADDED], repeated, counts[Admission.INACTIVE], unknown)


async def _import(
    connection: AsyncConnection, org: UUID, vault: Vault, execution: UUID, rows: Sequence[ImportRow]
) -> Imported:
    externals = {row.external_id for row in rows if row.external_id and storable(row.external_id)}
    users = await audiences.find_external(connection, org, vault, externals)
    admitted = await audiences.admit(connection, org, execution, list(users.values()))
    added, bad = 0, []
    for row in rows:
        reason = Admission.EMPTY
        if row.external_id is not None:
            user = users.get(row.external_id)
            # The second line of the same person repeats the first.
            reason = Admission.UNKNOWN if user is None else admitted[user]
            if user is not None and reason is Admission.ADDED:
                admitted[user] = Admission.REPEATED
        if reason is Admission.ADDED:
            added += 1
        else:
            bad.append(BadLine(row.line, reason))
    return Imported(added, len(bad), tuple(bad[:MOST_TOLD]))


def _take(rows: Iterator[ImportRow], most: int) -> list[ImportRow]:
    return list(itertools.islice(rows, most))
