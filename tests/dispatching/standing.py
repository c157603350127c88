"""What stands still in the middle, while others may have to wait for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

Done: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""Lets something go on that stands still, and waits for its end."""
_SECONDS: Final = 30.0


class Standing:
    """Work that calls what it is given where it is to stand still."""

    def __init__(self, work: Callable[[Callable[[], Awaitable[None]]], Coroutine[Any, Any, Any]]) -> None:
        self._reached, self._told = asyncio.Event(), asyncio.Event()
        self._task = asyncio.create_task(work(self._stand))

    async def _stand(self) -> None:
        self._reached.set()
        await self._told.wait()

    async def reached(self) -> None:
        """Wait until it stands."""
        await asyncio.wait_for(self._reached.wait(), _SECONDS)

    def go_on(self) -> None:
        self._told.set()

    async def end(self) -> Any:
        """What came of it, once it was let go on."""
        self.go_on()
        return await asyncio.wait_for(self._task, _SECONDS)


@asynccontextmanager
async def standing(
    work: Callable[[Callable[[], Awaitable[None]]], Coroutine[Any, Any, Any]],
) -> AsyncIterator[Standing]:
    """Work that stands until it is told to go on, or the block ends."""
    one = Standing(work)
    await one.reached()
    try:
        yield one
    finally:
        await one.end()


@asynccontextmanager
async def uncommitted(
    transaction: AbstractAsyncContextManager[AsyncConnection],
    write: Callable[[AsyncConnection], Awaitable[object]],
) -> AsyncIterator[Done]:
    """Write in a transaction that stays open until its commit, which is what is given, or the block's end."""

    async def work(stand: Callable[[], Awaitable[None]]) -> None:
        async with transaction as connection:
            await write(connection)
            await stand()

    async with standing(work) as one:
        yield one.end
