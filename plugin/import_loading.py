"""Loading a file, a batch at a time, while the next is read: it may be longer than what fits into memory, and
goes on after a crash from where it was."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from typing import Final, Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_users
from homing.domain.consent_csv import ConsentRow
from homing.domain.csv_rows import BadRow
from homing.domain.errors import NotFoundError, RefusedError, StorageError
from homing.domain.people import PersonRow
from homing.store import import_progress, imports, people
from homing.store.import_progress import Done, Fault, Named
from homing.store.imports import ImportKind, ImportRow, ImportState
from plugin.import_kinds import Batch, Kind, OfConsents, OfPeople, Outcome, Planned, batches_of

BATCH: Final = 2_000
"""Rows in a transaction: few enough that nobody else of the process waits long while it is put together."""
_PIECE: Final = 256 * 1024
"""Bytes that are read at a time."""
_TRIES: Final = 6
_CLEARED_AT_ONCE: Final = 20_000
"""Rows."""

R = TypeVar("R", PersonRow, ConsentRow)
T = TypeVar("T")


class Overtaken(Exception):
    """The import was cancelled, or another process is at it."""


async def loading(
    sending: Sending, org: UUID, file: ImportRow, pieces: AsyncIterator[bytes], *, size: int = BATCH
) -> AsyncGenerator[int, None]:
    """Load what is left of a file, to its end; gives how many rows were loaded, each time some were.

    Raises HeaderRefused, and Overtaken. What came before a file broke off is loaded.
    """
    region = await sending.database.repeat_app(org, lambda c: people.read_region(c, org))
    if file.kind is ImportKind.CONSENTS:
        loader: _Loader[ConsentRow] | _Loader[PersonRow] = _Loader(
            sending, org, file, OfConsents(sending, org, file), size
        )
    else:
        loader = _Loader(sending, org, file, OfPeople(sending, org, file, region), size)
    async with aclosing(loader.load(pieces)) as loaded:
        async for rows in loaded:
            yield rows


class _Loader(Generic[R]):
    """A file on its way in."""

    def __init__(self, sending: Sending, org: UUID, file: ImportRow, kind: Kind[R], size: int) -> None:
        self._sending = sending
        self._database = sending.database
        self._org = org
        self._file = file
        self._kind: Kind[R] = kind
        self._size = size
        self._line = file.line

    async def load(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[int, None]:
        if self._file.rows_done_at is None:
            planned = _ahead(self._planned(_ahead(self._batches(_ahead(_gathered(pieces))))))
            async with aclosing(planned) as coming:
                async for batch, plan in coming:
                    await self._write(batch, plan)
                    yield len(batch.rows) + len(batch.bad)
            rows_done = await self._database.repeat_app(
                self._org, lambda c: import_progress.write_rows_done(c, self._org, self._file.id)
            )
            if not rows_done:
                raise Overtaken
        while found := await self._database.repeat_app(self._org, self._find_managers):
            yield found
        await self._database.repeat_app(
            self._org, lambda c: imports.move_import(c, self._org, self._file.id, ImportState.DONE)
        )

    async def _batches(self, pieces: AsyncIterator[bytes]) -> AsyncGenerator[Batch[R], None]:
        """Rows, made ready in a thread beside the loop."""
        reader = self._kind.reader()
        async for piece in pieces:
            for batch in await asyncio.to_thread(self._read, reader.feed(piece)):
                yield batch
        for batch in await asyncio.to_thread(self._read, reader.end()):
            yield batch

    def _read(self, rows: Iterator[R | BadRow]) -> list[Batch[R]]:
        batches = list(batches_of(rows, self._size, self._file.line))
        for batch in batches:
            self._kind.prepare(batch)
        return batches

    async def _planned(
        self, batches: AsyncIterator[Batch[R]]
    ) -> AsyncGenerator[tuple[Batch[R], Planned], None]:
        async for batch in batches:
            yield batch, await self._kind.plan(batch)

    async def _write(self, batch: Batch[R], plan: Planned) -> None:
        """What was planned while the batch before was still being written may be wrong: then it is planned
        again."""

        async def work(connection: AsyncConnection) -> Outcome:
            outcome = await plan.write(connection)
            await self._note(connection, outcome.done)
            return outcome

        for _ in range(_TRIES):
            try:
                outcome = await self._database.repeat_app(self._org, work)
            except (RefusedError, NotFoundError):
                plan = await self._kind.plan(batch)
            else:
                self._line = batch.line
                await wait_for_users(self._sending, self._org, outcome.withdrawn)
                return
        raise StorageError("conflict")

    async def _note(self, connection: AsyncConnection, done: Done) -> None:
        if not await import_progress.write_done(
            connection, self._org, self._file.id, done, before=self._line
        ):
            raise Overtaken

    async def _find_managers(self, connection: AsyncConnection) -> int:
        """Find the managers of some users who came before them; whoever's never came has none, and that is
        told."""
        waiting = await import_progress.read_waiting(connection, self._org, self._file.id, self._size)
        vault = self._sending.vault
        wanted = {one.user: vault.decrypt(*one.manager) for one in waiting if one.manager is not None}
        found = await people.find_users(connection, self._org, vault, (), set(wanted.values()))
        managers = {one.external_id: one.id for one in found}
        managed = {user: managers[name] for user, name in wanted.items() if name in managers}
        await people.set_managers(connection, self._org, managed)
        await import_progress.write_waited(connection, self._org, self._file.id, wanted)
        lost = [_without_manager(one) for one in waiting if one.user not in managed]
        await self._note(connection, Done(self._line, faults=lost))
        return len(waiting)


async def clear(sending: Sending, org: UUID, import_id: UUID) -> None:
    """Forget the file of an import that is over, and whom it named."""
    while not await sending.database.repeat_app(
        org, lambda c: imports.clear_import(c, org, import_id, _CLEARED_AT_ONCE)
    ):
        pass


def _without_manager(waiting: Named) -> Fault:
    return Fault(waiting.line, "manager", "manager_unknown", loaded=True)


async def _gathered(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The same in pieces that are worth a thread's while."""
    gathered = bytearray()
    async for piece in pieces:
        gathered += piece
        if len(gathered) >= _PIECE:
            yield bytes(gathered)
            gathered.clear()
    yield bytes(gathered)


async def _ahead(items: AsyncGenerator[T, None]) -> AsyncGenerator[T, None]:
    """Each item, while the next is being made."""

    async def following() -> T | None:
        return await anext(items, None)

    coming = asyncio.create_task(following())
    try:
        while (item := await coming) is not None:
            coming = asyncio.create_task(following())
            yield item
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)
        await items.aclose()
