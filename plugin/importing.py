"""Imports: files that are received, kept encrypted, and loaded in the background, or loaded as they arrive;
and the reports on them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.consent_csv import ConsentsCsv
from homing.domain.csv_rows import HeaderRefused
from homing.domain.errors import RefusedError
from homing.domain.people import IdentifierSource
from homing.domain.people_csv import PeopleCsv
from homing.store import import_progress, imports
from homing.store.import_progress import Reported
from homing.store.imports import ImportKind, ImportRow, ImportState
from plugin.import_kinds import CONSENTED
from plugin.import_loading import BATCH, Overtaken, clear, loading

MOST_TOLD: Final = 1_000
"""Faults that are answered at once; the report has all."""
_PIECE: Final = 512 * 1024
"""Bytes that are encrypted together."""


class Imports:
    """Takes files, loads them, and says what became of them. ``most``: imports of an organization that may be
    under way at once; ``size``: rows in a transaction."""

    def __init__(self, sending: Sending, *, most: int, size: int = BATCH) -> None:
        self._sending = sending
        self._database = sending.database
        self._most = most
        self._size = size

    async def receive(
        self,
        org: UUID,
        kind: ImportKind,
        pieces: AsyncIterator[bytes],
        *,
        source: IdentifierSource,
        actor: str,
    ) -> ImportRow:
        """Keep a file, which the housekeeping is to load. Raises HeaderRefused, and nothing is kept then;
        RefusedError ``too_many_imports`` before anything is taken of it."""
        header = _Header(kind, source)
        import_id = await self._begin(org, kind, source, actor)
        try:
            async for piece in _cut(pieces):
                header.check(piece)
                await self._keep(org, import_id, piece)
            header.check_end()
        except HeaderRefused as error:
            await self._refuse(org, import_id, error)
            raise
        except BaseException:
            await asyncio.shield(self._move(org, import_id, ImportState.BROKEN_OFF))
            raise
        await self._move(org, import_id, ImportState.WAITING)
        return await self.read(org, import_id)

    async def load_people(
        self, org: UUID, pieces: AsyncIterator[bytes], *, source: IdentifierSource, actor: str
    ) -> tuple[ImportRow, list[Reported]]:
        """Load people as they arrive. Gives what became of them, with the first faults. Raises HeaderRefused,
        and nobody was loaded then; RefusedError as ``receive``. Where the file breaks off, what had come is
        loaded."""
        import_id = await self._begin(org, ImportKind.PEOPLE, source, actor)
        try:
            file = await self.read(org, import_id)
            async with aclosing(loading(self._sending, org, file, pieces, size=self._size)) as batches:
                async for _ in batches:
                    pass
        except HeaderRefused as error:
            await self._refuse(org, import_id, error)
            raise
        except Overtaken:
            pass  # cancelled, and what is loaded is told
        except BaseException:
            await asyncio.shield(self._move(org, import_id, ImportState.BROKEN_OFF))
            raise
        return await self.read(org, import_id), await self.faults(org, import_id, (0, 0), MOST_TOLD)

    async def read(self, org: UUID, import_id: UUID) -> ImportRow:
        """Raises NotFoundError."""
        return await self._database.repeat_app(org, lambda c: imports.read_import(c, org, import_id))

    async def listed(self, org: UUID, before: tuple[datetime, UUID] | None, most: int) -> list[ImportRow]:
        """The latest first."""
        return await self._database.repeat_app(org, lambda c: imports.list_imports(c, org, before, most))

    async def faults(self, org: UUID, import_id: UUID, after: tuple[int, int], most: int) -> list[Reported]:
        """The report, by line."""
        return await self._database.repeat_app(
            org, lambda c: import_progress.list_faults(c, org, import_id, after, most)
        )

    async def cancel(self, org: UUID, import_id: UUID) -> ImportRow:
        """Load nothing more of a file; what is loaded stays. Again is the same as once. Raises NotFoundError,
        and RefusedError ``import_over``."""

        async def work(connection: AsyncConnection) -> ImportRow:
            await imports.move_import(connection, org, import_id, ImportState.CANCELLED)
            return await imports.read_import(connection, org, import_id)

        file = await self._database.repeat_app(org, work)
        if file.state is not ImportState.CANCELLED:
            raise RefusedError("import_over")
        return file

    async def _begin(self, org: UUID, kind: ImportKind, source: IdentifierSource, actor: str) -> UUID:
        """A new import. Raises RefusedError ``too_many_imports``."""
        id_ = uuid4()

        async def work(connection: AsyncConnection) -> None:
            await imports.create_import(
                connection, org, id_, kind, source=source.value, actor=actor, most=self._most
            )

        await self._database.repeat_app(org, work)
        return id_

    async def _keep(self, org: UUID, import_id: UUID, piece: bytes) -> None:
        # Any bytes are a text in Latin-1, and texts are what is encrypted.
        sealed = await asyncio.to_thread(self._sending.vault.encrypt, piece.decode("latin-1"))
        kept = await self._database.repeat_app(
            org, lambda c: imports.add_piece(c, org, import_id, size=len(piece), sealed=sealed)
        )
        if not kept:
            raise RefusedError("import_over")

    async def _refuse(self, org: UUID, import_id: UUID, error: HeaderRefused) -> None:
        await self._move(org, import_id, ImportState.REFUSED, refused=error.reason, column=error.column)
        await clear(self._sending, org, import_id)

    async def _move(
        self,
        org: UUID,
        import_id: UUID,
        state: ImportState,
        *,
        refused: str | None = None,
        column: int | None = None,
    ) -> None:
        await self._database.repeat_app(
            org, lambda c: imports.move_import(c, org, import_id, state, refused=refused, column=column)
        )


class _Header:
    """Looks at the first line of a file as it comes."""

    def __init__(self, kind: ImportKind, source: IdentifierSource) -> None:
        now = datetime.now(UTC)
        self._reader: PeopleCsv | ConsentsCsv = (
            ConsentsCsv(CONSENTED, now) if kind is ImportKind.CONSENTS else PeopleCsv(source, CONSENTED, now)
        )

    def check(self, piece: bytes) -> None:
        """Raises HeaderRefused."""
        if not self._reader.header:
            next(self._reader.feed(piece), None)

    def check_end(self) -> None:
        """Raises HeaderRefused where there was none."""
        if not self._reader.header:
            next(self._reader.end(), None)


async def _cut(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same in pieces of the size in which they are kept."""
    rest = bytearray()
    async for piece in pieces:
        rest += piece
        while len(rest) >= _PIECE:
            yield bytes(rest[:_PIECE])
            del rest[:_PIECE]
    if rest:
        yield bytes(rest)
