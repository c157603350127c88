"""PostgreSQL in a folder of its own: what an earlier process left there does not stand in its way."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from plugin.embedded.installation import enter_together
from plugin.embedded.postgres import embedded_postgres


async def test_a_torn_beginning_and_a_pid_of_somebody_else_are_cleared_away(folder: Path) -> None:
    data = folder / "torn"
    (folder / "torn.new").mkdir()
    (folder / "torn.new" / "PG_VERSION").write_text("18\n")
    async with embedded_postgres(data) as first:
        assert first.log.exists()
    assert not (folder / "torn.new").exists()
    # As after a machine went down: the pid is another's by now, here our own.
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n1\n5432\n\n\n\nready\n")

    async with embedded_postgres(data) as again:
        engine = create_async_engine(again.url)
        async with engine.connect() as connection:
            assert (await connection.execute(text("select 1"))).scalar_one() == 1
        await engine.dispose()
    assert not (data / "postmaster.pid").exists()


async def test_data_of_another_version_are_refused_and_left_as_they_are(folder: Path) -> None:
    data = folder / "old"
    data.mkdir()
    (data / "PG_VERSION").write_text("9\n")
    with pytest.raises(RuntimeError, match="is not of PostgreSQL"):
        async with embedded_postgres(data):
            pass
    assert (data / "PG_VERSION").read_text() == "9\n"


@asynccontextmanager
async def noted(
    name: str, notes: list[str], *, until: asyncio.Event | None = None, there: asyncio.Event | None = None
) -> AsyncIterator[str]:
    """A server that is there at once, or waits until it may be."""
    if until is not None:
        await until.wait()
    notes.append(f"{name} in")
    if there is not None:
        there.set()
    try:
        yield name
    finally:
        notes.append(f"{name} out")


@asynccontextmanager
async def failing() -> AsyncIterator[str]:
    await asyncio.sleep(0)
    raise RuntimeError("no")
    yield "never"


async def test_of_servers_that_start_side_by_side_each_that_did_is_ended_the_last_first() -> None:
    notes: list[str] = []
    async with AsyncExitStack() as stack:
        assert await enter_together(stack, noted("a", notes), noted("b", notes)) == ["a", "b"]
    assert notes == ["a in", "b in", "b out", "a out"]


async def test_where_one_server_fails_or_all_are_interrupted_none_is_left() -> None:
    notes: list[str] = []
    never, there = asyncio.Event(), asyncio.Event()
    with pytest.raises(RuntimeError, match="no"):
        async with AsyncExitStack() as stack:
            await enter_together(stack, noted("a", notes), failing(), noted("b", notes, until=never))
    assert notes == ["a in", "a out"]

    async def start() -> None:
        async with AsyncExitStack() as stack:
            await enter_together(stack, noted("c", notes, there=there), noted("d", notes, until=never))

    task = asyncio.create_task(start())
    await there.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert notes[2:] == ["c in", "c out"]
