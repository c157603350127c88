"""Loading what waits: part of the housekeeping, where one process at a time is at it."""

from collections.abc import AsyncGenerator, AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import UUID

from homing.dispatching.context import Sending
from homing.domain.csv_rows import HeaderRefused
from homing.domain.errors import where
from homing.observing import get_logger
from homing.store import imports
from homing.store.engine import is_away
from homing.store.imports import OVER, ImportState
from plugin.import_loading import Overtaken, clear, loading

_LOG = get_logger(__name__)

SILENT: Final = timedelta(minutes=10)
"""After so long without a piece a file is not going to come any more."""
_AT_ONCE: Final = 4
"""Imports that are loaded side by side, of an organization each."""
_SLICE: Final = 10
"""Batches of one before it is another's turn."""


async def load_imports(sending: Sending) -> int:
    """Load what waits, each organization's oldest file first, until nothing does. Returns how many imports
    came to their end."""
    await sending.database.repeat_system(lambda c: imports.break_off(c, SILENT.total_seconds()))
    turns = _Turns(sending)
    try:
        while await turns.take():
            pass
    finally:
        await turns.aclose()
    return turns.ended


class _Turns:
    """Imports of several organizations, some of each in turn."""

    def __init__(self, sending: Sending) -> None:
        self._sending = sending
        self._database = sending.database
        self._running: dict[UUID, AsyncGenerator[int, None]] = {}
        self.ended = 0

    async def take(self) -> bool:
        """A turn of everybody's. False where there is nothing to do, or another is at it."""
        found = await self._database.repeat_system(imports.read_next)
        # What is over, and those that are under way, first: lest more and more of them are.
        found.sort(key=lambda one: one[2] not in OVER and one[1] not in self._running)
        for org, import_id, state in found[:_AT_ONCE]:
            if state in OVER:
                await self._forget(import_id)
                await clear(self._sending, org, import_id)
                self.ended += 1
            elif not await self._go_on(org, import_id):
                return False
        return bool(found)

    async def aclose(self) -> None:
        for import_id in list(self._running):
            await self._forget(import_id)

    async def _go_on(self, org: UUID, import_id: UUID) -> bool:
        """Load some batches. False where another process is at it."""
        try:
            loader = self._running.get(import_id) or await self._begun(org, import_id)
            for _ in range(_SLICE):
                if await anext(loader, None) is None:
                    break
        except Overtaken:
            await self._forget(import_id)
            file = await self._database.repeat_app(org, lambda c: imports.read_import(c, org, import_id))
            return file.state in OVER
        except HeaderRefused as error:
            await self._refuse(org, import_id, error.reason, error.column)
        except Exception as error:
            if is_away(error):
                raise
            _LOG.error("an import failed", where=where(error), imported=str(import_id))
            await self._refuse(org, import_id, "internal_error", None)
        return True

    async def _begun(self, org: UUID, import_id: UUID) -> AsyncGenerator[int, None]:
        """From where it was left. Raises Overtaken where it is over."""
        begun = await self._database.repeat_app(
            org, lambda c: imports.move_import(c, org, import_id, ImportState.LOADING)
        )
        if not begun:
            raise Overtaken
        file = await self._database.repeat_app(org, lambda c: imports.read_import(c, org, import_id))
        loader = loading(self._sending, org, file, self._pieces(org, import_id))
        self._running[import_id] = loader
        return loader

    async def _pieces(self, org: UUID, import_id: UUID) -> AsyncIterator[bytes]:
        number = 0
        while (sealed := await self._read_piece(org, import_id, number)) is not None:
            yield self._sending.vault.decrypt(*sealed).encode("latin-1")
            number += 1

    async def _read_piece(self, org: UUID, import_id: UUID, number: int) -> tuple[str, bytes] | None:
        return await self._database.repeat_app(org, lambda c: imports.read_piece(c, org, import_id, number))

    async def _refuse(self, org: UUID, import_id: UUID, reason: str, column: int | None) -> None:
        await self._forget(import_id)
        await self._database.repeat_app(
            org,
            lambda c: imports.move_import(
                c, org, import_id, ImportState.REFUSED, refused=reason, column=column
            ),
        )

    async def _forget(self, import_id: UUID) -> None:
        loader = self._running.pop(import_id, None)
        if loader is not None:
            await loader.aclose()
