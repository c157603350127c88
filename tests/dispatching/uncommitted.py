"""What is written and not committed yet, which others may have to wait for."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

Done: TypeAlias = Callable[[], Coroutine[Any, Any, None]]
"""Lets something go on that stands still, and waits for its end."""


@asynccontextmanager
async def uncommitted(
    transaction: AbstractAsyncContextManager[AsyncConnection],
    write: Callable[[AsyncConnection], Awaitable[object]],
) -> AsyncIterator[Done]:
    """Write in a transaction that stays open until its commit, which is what is given, or the block's end."""
    go_on, written = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        async with transaction as connection:
            await write(connection)
            written.set()
            await go_on.wait()

    task = asyncio.create_task(work())
    await asyncio.wait_for(written.wait(), 10)

    async def commit() -> None:
        go_on.set()
        await task

    try:
        yield commit
    finally:
        await commit()
