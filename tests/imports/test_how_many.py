"""How many imports an organization may have under way: one more is refused before anything of it is taken,
until one is over."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.domain.csv_rows import HeaderRefused
from homing.domain.errors import RefusedError
from homing.domain.people import IdentifierSource
from homing.store import imports
from homing.store.imports import ImportKind, ImportRow, ImportState
from plugin.import_turns import load_imports
from tests.imports.files import Files
from tests.invariants import until
from tests.world import found_company

MOST: Final = 3
FILE: Final = "external_id\ne-1\n"


@pytest.fixture
async def files(apart: Sending) -> Files:
    return Files(await found_company(apart, "+34600000001"), most=MOST)


async def full(files: Files) -> list[ImportRow]:
    """As many as may be."""
    rows = [await files.hand_in(FILE) for _ in range(MOST)]
    await refused(files.hand_in(FILE))
    return rows


async def refused(trying: Awaitable[object]) -> None:
    with pytest.raises(RefusedError, match="too_many_imports"):
        await trying


async def test_of_many_that_are_handed_in_at_once_as_many_are_taken_as_may_be(files: Files) -> None:
    tried = await asyncio.gather(*(files.hand_in(FILE) for _ in range(4 * MOST)), return_exceptions=True)
    assert sum(isinstance(one, ImportRow) for one in tried) == MOST
    assert {str(one) for one in tried if not isinstance(one, ImportRow)} == {"too_many_imports"}
    assert len(await files.imports.listed(files.company.id, None, 99)) == MOST


async def test_nothing_is_taken_of_a_file_that_is_one_too_many(files: Files) -> None:
    await full(files)

    async def body() -> AsyncIterator[bytes]:
        pytest.fail("asked for")
        yield b""

    org, source = files.company.id, IdentifierSource.IMPORT
    receiving = files.imports.receive(org, ImportKind.PEOPLE, body(), source=source, actor="test")
    await refused(receiving)
    await refused(files.imports.load_people(org, body(), source=source, actor="test"))


async def test_one_that_is_being_received_or_loaded_has_its_place(files: Files) -> None:
    database, org = files.company.sending.database, files.company.id
    first, *_ = await full(files)
    assert await database.repeat_app(
        org, lambda c: imports.move_import(c, org, first.id, ImportState.LOADING)
    )
    await refused(files.hand_in(FILE))
    await files.imports.cancel(org, first.id)

    more = asyncio.Event()

    async def body() -> AsyncIterator[bytes]:
        yield b"external_id\n"
        await more.wait()

    receiving = asyncio.create_task(
        files.imports.receive(org, ImportKind.PEOPLE, body(), source=IdentifierSource.IMPORT, actor="test")
    )

    async def begun() -> bool:
        return (await files.imports.listed(org, None, 1))[0].state is ImportState.RECEIVING

    await until(begun)
    await refused(files.hand_in(FILE))
    more.set()
    assert (await receiving).state is ImportState.WAITING


async def test_another_organization_has_places_of_its_own(apart: Sending, files: Files) -> None:
    await full(files)
    await full(Files(await found_company(apart, "+34600000001"), most=MOST))


async def loaded(files: Files, _: ImportRow) -> ImportState:
    await load_imports(files.company.sending)
    return ImportState.DONE


async def cancelled(files: Files, row: ImportRow) -> ImportState:
    await files.imports.cancel(files.company.id, row.id)
    return ImportState.CANCELLED


async def failed(files: Files, row: ImportRow) -> ImportState:
    """Its pieces can't be read any more."""
    async with files.company.sending.database.system() as connection:
        await connection.execute(
            text("update import_pieces set sealed = 'x' where import_id = :id"), {"id": row.id}
        )
    await load_imports(files.company.sending)
    return ImportState.REFUSED


@pytest.mark.parametrize("end", [loaded, cancelled, failed])
async def test_an_import_that_is_over_frees_its_place(
    files: Files, end: Callable[[Files, ImportRow], Awaitable[ImportState]]
) -> None:
    first, *_ = await full(files)
    state = await end(files, first)
    assert (await files.read(first.id)).state is state
    assert (await files.hand_in(FILE)).state is ImportState.WAITING


async def test_a_file_that_is_none_or_breaks_off_keeps_no_place(files: Files) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield FILE.encode()
        raise ConnectionResetError

    org, source = files.company.id, IdentifierSource.IMPORT
    for _ in range(MOST):
        with pytest.raises(HeaderRefused):
            await files.hand_in("shoe_size\n42\n")
        with pytest.raises(ConnectionResetError):
            await files.imports.receive(org, ImportKind.PEOPLE, breaking(), source=source, actor="test")
        await files.load(FILE.encode(), 9)
    await full(files)


async def test_what_is_over_is_cleared_before_more_is_loaded(files: Files) -> None:
    """Else whoever hands in and cancels, again and again, fills the disk behind a file that takes long."""
    long, late = await files.hand_in(FILE), await files.hand_in(FILE)
    database, org = files.company.sending.database, files.company.id
    assert await database.repeat_app(org, lambda c: imports.move_import(c, org, long.id, ImportState.LOADING))
    await files.imports.cancel(org, late.id)
    next_ones = await database.repeat_system(imports.read_next)
    assert [one for one in next_ones if one[0] == org] == [(org, late.id, ImportState.CANCELLED)]
    await load_imports(files.company.sending)
    assert (await files.read(long.id)).state is ImportState.DONE
