"""Transactions: what is repeated, what is given up, and what an error may say."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import StorageError
from homing.settings import Settings
from homing.store.engine import Database
from plugin.embedded.postgres import SOCKET, EmbeddedPostgres
from plugin.services import open_sending
from tests.databases import on_server
from tests.relay import relayed_socket
from tests.world import Company, new_number

RENAME = text("update users set country = :name where id = :user")
CONFLICT = text("do $$ begin raise exception 'a conflict' using errcode = '40001'; end $$")


async def test_two_transactions_that_deadlock_both_succeed_in_the_end(company: Company) -> None:
    ana, ben = [one.id for one in await company.hire(2)]
    both_hold_one = asyncio.Barrier(2)
    tries = []

    async def rename(first: object, second: object, name: str) -> None:
        async def work(connection: AsyncConnection) -> None:
            tries.append(name)
            await connection.execute(RENAME, {"user": first, "name": name})
            if tries.count(name) == 1:
                await both_hold_one.wait()
            await connection.execute(RENAME, {"user": second, "name": name})

        await company.sending.database.repeat_app(company.id, work)

    async with asyncio.timeout(20):
        await asyncio.gather(rename(ana, ben, "one"), rename(ben, ana, "two"))
    # Exactly one of them lost, and came again: so the later of both names stands at both people.
    assert sorted(tries) in (["one", "one", "two"], ["one", "two", "two"])
    async with company.sending.database.app(company.id) as connection:
        names = (await connection.execute(text("select distinct country from users"))).scalars().all()
    assert names == [tries[-1]]


async def test_a_conflict_is_repeated_until_it_is_over_and_its_value_is_returned(company: Company) -> None:
    tries = 0

    async def work(connection: AsyncConnection) -> str:
        nonlocal tries
        tries += 1
        if tries < 3:
            await connection.execute(CONFLICT)
        return "done"

    assert await company.sending.database.repeat_app(company.id, work) == "done"
    assert tries == 3


@pytest.mark.parametrize("scope", ["app", "system"])
async def test_a_conflict_that_does_not_end_is_given_up_after_five_repeats(
    company: Company, scope: str
) -> None:
    tries = 0

    async def work(connection: AsyncConnection) -> None:
        nonlocal tries
        tries += 1
        await connection.execute(CONFLICT)

    database = company.sending.database
    with pytest.raises(StorageError, match=r"^conflict$"):
        await (database.repeat_app(company.id, work) if scope == "app" else database.repeat_system(work))
    assert tries == 6


async def test_a_transaction_that_is_repeated_leaves_nothing_of_its_first_try(company: Company) -> None:
    tries = 0

    async def work(connection: AsyncConnection) -> None:
        nonlocal tries
        tries += 1
        insert = text("insert into users (org_id, id) values (:org, :id)")
        await connection.execute(insert, {"org": company.id, "id": uuid4()})
        if tries == 1:
            await connection.execute(CONFLICT)

    await company.sending.database.repeat_app(company.id, work)
    async with company.sending.database.app(company.id) as connection:
        assert (await connection.execute(text("select count(*) from users"))).scalar_one() == 1


@pytest.mark.spec("Q13")
async def test_what_is_no_conflict_is_not_repeated_and_its_text_shows_no_parameter(company: Company) -> None:
    tries, number = 0, new_number()

    async def work(connection: AsyncConnection) -> None:
        nonlocal tries
        tries += 1
        insert = text("insert into users (org_id, id, country) values (:org, :id, :number)")
        await connection.execute(insert, {"org": company.id, "id": None, "number": number})

    with pytest.raises(IntegrityError) as raised:
        await company.sending.database.repeat_app(company.id, work)
    assert tries == 1
    assert "hidden" in str(raised.value)
    assert number not in f"{raised.value} {raised.value!r}"


async def test_a_database_that_cannot_be_reached_is_a_storage_error(postgres: EmbeddedPostgres) -> None:
    await given_up(Database(f"{postgres.url}-which-is-not-there", pool=1))


async def test_a_server_that_refuses_connections_is_a_storage_error() -> None:
    await given_up(Database("postgresql+asyncpg://nobody:planted@127.0.0.1:1/none", pool=1))


async def test_a_server_without_room_for_another_connection_is_a_storage_error(
    postgres: EmbeddedPostgres,
) -> None:
    name = f"full_{uuid4().hex}"
    async with on_server(postgres) as connection:
        await connection.execute(text(f"create database {name} connection limit 0"))
        try:
            await given_up(Database(postgres.url.replace("/homing?", f"/{name}?"), pool=1))
        finally:
            await connection.execute(text(f"drop database {name}"))


async def given_up(database: Database) -> None:
    async def work(connection: AsyncConnection) -> None:
        await connection.execute(text("select 1"))

    try:
        with pytest.raises(StorageError) as in_an_organization:
            await database.repeat_app(uuid4(), work)
        with pytest.raises(StorageError) as across:
            await database.repeat_system(work)
        assert "planted" not in f"{in_an_organization.value} {across.value}"
    finally:
        await database.aclose()


async def test_a_connection_that_is_cut_is_a_storage_error_and_the_next_one_works(
    postgres: EmbeddedPostgres,
) -> None:
    database = Database(postgres.url, pool=1)

    async def cut_within(connection: AsyncConnection) -> None:
        await cut(postgres, await backend(connection))
        await connection.execute(text("select 1"))

    try:
        with pytest.raises(StorageError):
            await database.repeat_system(cut_within)
        idle = await database.repeat_system(backend)
        await cut(postgres, idle)
        with pytest.raises(StorageError):
            await database.repeat_system(backend)
        assert await database.repeat_system(backend) != idle
    finally:
        await database.aclose()


async def test_a_connection_whose_end_is_announced_and_has_not_come_is_a_storage_error_and_the_next_one_works(
    postgres: EmbeddedPostgres,
) -> None:
    folder = postgres.url.partition("?host=")[2]
    async with relayed_socket(Path(folder) / SOCKET) as (before, relay):
        database = Database(postgres.url.replace(folder, str(before.parent)), pool=1)

        async def cut_within(connection: AsyncConnection) -> None:
            await cut(postgres, await backend(connection))
            await relay.ended.wait()
            await asyncio.sleep(0)  # what was passed on is read
            await connection.execute(text("select 1"))

        try:
            with pytest.raises(StorageError):
                await asyncio.wait_for(database.repeat_system(cut_within), 10)
            relay.tell_ends()
            assert await database.repeat_system(backend)
        finally:
            await database.aclose()


async def test_a_transaction_may_stand_still_for_as_long_as_the_settings_say(settings: Settings) -> None:
    short = settings.model_copy(update={"transaction_idle": timedelta(milliseconds=250)})
    async with open_sending(short) as sending, sending.database.system() as connection:
        limit = (await connection.execute(text("show idle_in_transaction_session_timeout"))).scalar_one()
    assert limit == "250ms"


async def test_a_statement_that_is_cut_is_a_storage_error(postgres: EmbeddedPostgres) -> None:
    database = Database(postgres.url, pool=1)
    begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def wait_long(connection: AsyncConnection) -> None:
        begun.set_result(await backend(connection))
        await connection.execute(text("select pg_sleep(60)"))

    try:
        waiting = asyncio.create_task(database.repeat_system(wait_long))
        pid = await begun
        await until_asleep(postgres, pid)
        await cut(postgres, pid)
        with pytest.raises(StorageError):
            await waiting
    finally:
        await database.aclose()


async def until_asleep(postgres: EmbeddedPostgres, pid: int) -> None:
    query = text("select count(*) from pg_stat_activity where pid = :pid and wait_event = 'PgSleep'")
    async with on_server(postgres) as connection, asyncio.timeout(10):
        while True:
            if (await connection.execute(query, {"pid": pid})).scalar_one():
                return
            await asyncio.sleep(0.005)


async def backend(connection: AsyncConnection) -> int:
    return int((await connection.execute(text("select pg_backend_pid()"))).scalar_one())


async def cut(postgres: EmbeddedPostgres, pid: int) -> None:
    """End a connection from the server's side, as a restart does, and wait until it is gone."""
    async with on_server(postgres) as connection:
        found = await connection.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": pid})
        assert found.scalar_one()


async def test_what_raises_is_rolled_back(company: Company) -> None:
    with pytest.raises(DBAPIError):
        await write_then_fail(company)
    async with company.sending.database.app(company.id) as connection:
        assert (await connection.execute(text("select count(*) from users"))).scalar_one() == 0


async def write_then_fail(company: Company) -> None:
    async with company.sending.database.app(company.id) as connection:
        insert = text("insert into users (org_id, id) values (:org, :id)")
        await connection.execute(insert, {"org": company.id, "id": uuid4()})
        await connection.execute(text("select no_such_function()"))
