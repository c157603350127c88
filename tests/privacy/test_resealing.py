"""Another encryption key: everything is encrypted anew, in the background, and the former key may go."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import LargeBinary, text

from homing.dispatching.context import Sending
from homing.dispatching.reseal import Resealer
from homing.domain.errors import ConfigurationError
from homing.store import people, resealing
from homing.store.people import NewUser
from homing.store.resealing import PAGE_BYTES, SEALED_TABLES
from homing.store.tables import metadata
from homing.store.vault import new_key
from tests.privacy.conftest import Place
from tests.store.tenants import Tenant
from tests.world import PLANTED_NAME

NEW = f"new:{new_key()}"
AT_ONCE = timedelta(0)


async def in_use(sending: Sending) -> dict[str, set[str]]:
    """Table -> keys."""
    async with sending.database.system() as connection:
        return {table: set(keys) for table, keys in (await resealing.count_keys(connection)).items()}


async def names(sending: Sending, tenant: Tenant) -> list[str | None]:
    async with sending.database.app(tenant.id) as connection:
        rows = await people.list_users(
            connection, tenant.id, sending.vault, people.UserFilter(), after=None, most=99
        )
    return [row.first_name for row in rows]


async def remaining(sending: Sending) -> list[str]:
    """Tables that are not through."""
    async with sending.database.system() as connection:
        rows = await resealing.read(connection, sending.vault.current_key)
    return [row.table for row in rows if row.done_at is None]


def test_every_encrypted_column_is_known() -> None:
    columns = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and "sealed" in column.name
    }
    assert {(table.name, column.name) for table in SEALED_TABLES for column in table.columns} == columns
    keys = {
        (table.name, column.name)
        for table in metadata.tables.values()
        for column in table.columns
        if column.name.endswith("key_id") and table.name != "resealings"
    }
    assert {(table.name, key) for table in SEALED_TABLES for key in table.keys} == keys


@pytest.mark.spec("Q13")
async def test_everything_is_encrypted_anew_and_then_the_former_key_may_go(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    before = await names(keeper, tenant)
    keys = await in_use(keeper)
    assert [table for table, used in keys.items() if used != {"test"}] == [], "an empty table proves nothing"

    async with house.opened(f"{NEW},{house.ring}") as both:
        assert await Resealer(page=2)(both) > len(SEALED_TABLES)
        assert await remaining(both) == []
        assert await in_use(both) == {table: {"new"} for table in keys}
        assert await Resealer(every=AT_ONCE)(both) == 0

    async with house.opened(NEW) as after:
        assert await names(after, tenant) == before
        await read_everything(after)


async def read_everything(sending: Sending) -> None:
    """Decrypt each value there is."""
    read = 0
    async with sending.database.system() as connection:
        for table in SEALED_TABLES:
            for row in (await connection.execute(text(f"select * from {table.name}"))).mappings():
                for column in table.columns:
                    value = row[column.name]
                    if value is not None:
                        key = None if column.key is None else row[column.key]
                        sending.vault.open(value) if key is None else sending.vault.decrypt(key, value)
                        read += 1
    assert read > len(SEALED_TABLES)


async def test_who_is_interrupted_is_gone_on_with_and_two_take_turns(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    users = next(table for table in SEALED_TABLES if table.name == "users")
    async with house.opened(f"{NEW},{house.ring}") as first, house.opened(f"{NEW},{house.ring}") as second:
        async with first.database.system() as connection:
            await resealing.begin(connection, "new")
            assert await resealing.reseal_page(connection, first.vault, users, 1)
        assert (await in_use(keeper))["users"] == {"new", "test"}

        done = await asyncio.gather(*(Resealer(page=1)(one) for one in (first, second)))

        assert sum(done) > 0
        assert set().union(*(await in_use(first)).values()) == {"new"}
        async with first.database.system() as connection:
            rows = {row.table: row for row in await resealing.read(connection, "new")}
        assert rows["users"].looked_at == len(await names(first, tenant))


async def test_of_a_file_on_its_way_in_no_more_is_in_memory_than_a_few_megabytes(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    pieces = next(table for table in SEALED_TABLES if table.name == "import_pieces")
    key, sealed = keeper.vault.encrypt("x" * (PAGE_BYTES // 4))
    async with house.owner.begin() as connection:
        await connection.execute(text("delete from import_pieces where number > 0"))
        await connection.execute(
            text("""
                insert into import_pieces (import_id, number, org_id, key_id, sealed)
                select id, n, org_id, :key, :sealed from imports, generate_series(1, 9) n
                 where id = (select import_id from import_pieces limit 1)
            """),
            {"key": key, "sealed": sealed},
        )

    async with house.opened(f"{NEW},{house.ring}") as both, both.database.system() as connection:
        await resealing.begin(connection, "new")
        looked_at = [0]
        while await resealing.reseal_page(connection, both.vault, pieces, 500):
            rows = {row.table: row for row in await resealing.read(connection, "new")}
            looked_at.append(rows["import_pieces"].looked_at)

    pages = [after - before for before, after in pairwise(looked_at)]
    assert (sum(pages) >= 9, max(pages) <= 5) == (True, True)
    assert (await in_use(keeper))["import_pieces"] == {"new"}


async def test_what_another_process_writes_under_the_former_key_is_found_later(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    async with house.opened(f"{NEW},{house.ring}") as both:
        resealer = Resealer(every=AT_ONCE)
        await resealer(both)
        async with keeper.database.app(tenant.id) as connection:
            late = [NewUser(id=uuid4(), first_name=f"{PLANTED_NAME} late")]
            await people.add_users(connection, tenant.id, keeper.vault, late)
        assert (await in_use(both))["users"] == {"new", "test"}

        assert await resealer(both) == 1

        assert (await in_use(both))["users"] == {"new"}


@pytest.mark.usefixtures("tenant")
async def test_with_one_key_there_is_nothing_to_do_and_a_missing_one_is_named_by_the_setting(
    house: Place, keeper: Sending
) -> None:
    assert await Resealer()(keeper) == 0
    assert await remaining(keeper) == []
    async with house.opened(f"{NEW},other:{new_key()}") as wrong:
        with pytest.raises(ConfigurationError, match="encryption_keys"):
            await Resealer()(wrong)
