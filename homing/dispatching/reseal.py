"""Encrypting anew, in the background, what stands under other keys than the current one."""

import time
from datetime import timedelta
from functools import partial
from typing import Final

from homing.dispatching.context import Sending
from homing.store import resealing
from homing.store.resealing import SEALED_TABLES, SealedTable

PAGE: Final = 500
"""Rows in one transaction."""
AN_HOUR: Final = timedelta(hours=1)


class Resealer:
    """Goes on with every table that is not through, and now and then asks whether a process that had the
    former key for its current one has written under it since. Where the ring has one key alone there is
    nothing to do."""

    def __init__(self, page: int = PAGE, every: timedelta = AN_HOUR) -> None:
        self._page = page
        self._every = every.total_seconds()
        self._asked: float | None = None

    async def __call__(self, sending: Sending) -> int:
        """Returns how many values were encrypted anew. Raises ConfigurationError where the ring lacks a key
        that something is encrypted with."""
        vault, database = sending.vault, sending.database
        if len(vault.keys) == 1:
            return 0
        begin = partial(resealing.begin, key=vault.current_key)
        before = await database.repeat_system(begin)
        unfinished = {one.table for one in before if one.done_at is None}
        if not unfinished:
            unfinished = await self._written_since(sending)
        for table in SEALED_TABLES:
            if table.name in unfinished:
                await self._go_through(sending, table)
        after = await database.repeat_system(begin)
        return sum(one.resealed for one in after) - sum(one.resealed for one in before)

    async def _go_through(self, sending: Sending, table: SealedTable) -> None:
        page = partial(resealing.reseal_page, vault=sending.vault, table=table, most=self._page)
        while await sending.database.repeat_system(page):
            pass

    async def _written_since(self, sending: Sending) -> set[str]:
        now = time.monotonic()
        if self._asked is not None and now - self._asked < self._every:
            return set()
        self._asked = now
        key = sending.vault.current_key
        async with sending.database.system() as connection:
            counts = await resealing.count_keys(connection)
            late = [table for table, keys in counts.items() if set(keys) - {key}]
            await resealing.begin_again(connection, key, late)
        return set(late)
