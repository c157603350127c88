"""Imports that are interrupted: what was loaded stays, nothing is loaded twice, and nothing of the file is
kept afterwards."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.domain.people import IdentifierSource
from homing.store import imports
from homing.store.imports import ImportKind, ImportRow, ImportState
from plugin.import_loading import Overtaken, loading
from plugin.import_turns import load_imports
from tests.imports.files import Files, pieces_of, rows_of
from tests.world import found_company

ROWS: Final = 100
LEFT: Final = """
    select (select count(*) from import_pieces where import_id = :id)
         + (select count(*) from imported_users where import_id = :id)
"""


@pytest.fixture
async def files(apart: Sending) -> Files:
    return Files(await found_company(apart, "+34600000001"), size=10)


def content() -> str:
    """Managers come at the end; one line is bad, one names somebody again."""
    staff = [f"e-{n},,e-{ROWS}" for n in range(ROWS)]
    return rows_of(["external_id,country,manager", *staff, "e-1,,", "e-x,Spain,", f"e-{ROWS},,"])


def counts(row: ImportRow) -> tuple[ImportState, int, int, int]:
    return row.state, row.created, row.refused_rows, row.faults


async def begin(files: Files, row: ImportRow) -> ImportRow:
    database, org = files.company.sending.database, files.company.id
    assert await database.repeat_app(org, lambda c: imports.move_import(c, org, row.id, ImportState.LOADING))
    return await files.read(row.id)


async def left(files: Files, import_id: UUID) -> int:
    async with files.company.sending.database.system() as connection:
        return int((await connection.execute(text(LEFT), {"id": import_id})).scalar_one())


@pytest.mark.spec("D24")
@pytest.mark.parametrize("batches", [1, 4, 10])
async def test_an_import_goes_on_from_where_its_process_ended(files: Files, batches: int) -> None:
    handed_in = await files.hand_in(content())
    sending, org = files.company.sending, files.company.id
    loader = loading(
        sending, org, await begin(files, handed_in), pieces_of(content().encode(), 64), size=files.size
    )
    for _ in range(batches):
        await anext(loader)
    await loader.aclose()
    half = await files.read(handed_in.id)
    assert counts(half)[:2] == (ImportState.LOADING, 10 * batches)
    await load_imports(sending)
    assert counts(await files.read(handed_in.id)) == (ImportState.DONE, ROWS + 1, 2, 2)
    assert await files.report(handed_in.id) == [
        (ROWS + 2, "external_id", "repeated", False),
        (ROWS + 3, "country", "country_unknown", False),
    ]
    people = await files.people()
    boss = people.pop(f"e-{ROWS}")
    assert {one.manager_id for one in people.values()} == {boss.id}
    assert await left(files, handed_in.id) == 0


@pytest.mark.spec("D24")
async def test_of_two_processes_that_load_one_file_each_row_is_loaded_by_one(files: Files) -> None:
    handed_in = await files.hand_in(content())
    sending, org = files.company.sending, files.company.id
    begun = await begin(files, handed_in)
    first, second = (
        loading(sending, org, begun, pieces_of(content().encode(), 64), size=files.size) for _ in range(2)
    )
    await anext(first)
    with pytest.raises(Overtaken):
        await anext(second)
    async for _ in first:
        pass
    assert counts(await files.read(handed_in.id)) == (ImportState.DONE, ROWS + 1, 2, 2)


async def test_an_import_that_is_cancelled_under_way_loads_nothing_more(files: Files) -> None:
    handed_in = await files.hand_in(content())
    sending, org = files.company.sending, files.company.id
    begun = await begin(files, handed_in)
    loader = loading(sending, org, begun, pieces_of(content().encode(), 64), size=files.size)
    await anext(loader)
    await files.imports.cancel(org, handed_in.id)
    with pytest.raises(Overtaken):
        await anext(loader)
    await load_imports(sending)
    assert counts(await files.read(handed_in.id)) == (ImportState.CANCELLED, 10, 0, 0)
    assert len(await files.people()) == 10
    assert await left(files, handed_in.id) == 0


async def broken(before: bytes) -> AsyncIterator[bytes]:
    yield before
    raise ConnectionResetError


async def test_a_file_that_never_comes_as_a_whole_is_not_loaded(files: Files) -> None:
    with pytest.raises(ConnectionResetError):
        await files.imports.receive(
            files.company.id,
            ImportKind.PEOPLE,
            broken(content().encode()),
            source=IdentifierSource.IMPORT,
            actor="test",
        )
    (listed,) = await files.imports.listed(files.company.id, None, 9)
    assert counts(listed) == (ImportState.BROKEN_OFF, 0, 0, 0)
    await load_imports(files.company.sending)
    assert (await files.people(), await left(files, listed.id)) == ({}, 0)


async def test_a_file_whose_process_died_while_it_came_is_broken_off_after_a_while(files: Files) -> None:
    database, org = files.company.sending.database, files.company.id
    id_ = UUID(int=files.company.id.int ^ 1)
    async with database.app(org) as connection:
        await imports.create_import(
            connection, org, id_, ImportKind.PEOPLE, source="import", actor="test", most=1
        )
    await load_imports(files.company.sending)
    assert (await files.read(id_)).state is ImportState.RECEIVING
    async with database.system() as connection:
        past = {"id": id_, "age": timedelta(minutes=11)}
        await connection.execute(
            text("update imports set touched_at = now() - cast(:age as interval) where id = :id"), past
        )
    await load_imports(files.company.sending)
    assert (await files.read(id_)).state is ImportState.BROKEN_OFF


@pytest.mark.spec("Q13")
async def test_a_file_is_kept_encrypted_until_it_is_loaded(files: Files) -> None:
    handed_in = await files.hand_in(content())
    async with files.company.sending.database.system() as connection:
        found = await connection.execute(
            text("select sealed from import_pieces where import_id = :id"), {"id": handed_in.id}
        )
        kept = b"".join(found.scalars())
    assert len(kept) > len(content())
    assert b"e-1" not in kept
    await load_imports(files.company.sending)


async def test_files_of_several_organizations_are_loaded_side_by_side_and_of_one_in_their_order(
    apart: Sending, files: Files
) -> None:
    others = [Files(await found_company(apart, "+34600000001")) for _ in range(5)]
    handed_in = [(one, await one.hand_in(content())) for one in others for _ in range(2)]
    late = await asyncio.gather(*(files.hand_in(rows_of(["external_id,first_name", f"e,{n}"])) for n in "ab"))
    assert await load_imports(apart) >= len(handed_in) + len(late)
    for one, row in handed_in:
        assert (await one.read(row.id)).state is ImportState.DONE
    last = max(late, key=lambda row: (row.created_at, row.id))
    assert (await files.read(last.id)).updated == 1
