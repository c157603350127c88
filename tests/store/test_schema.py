"""The schema that the migrations make: as described, and closed to whoever has not become a role."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.engine import Database
from homing.store.schema import alembic_config, migrate
from homing.store.tables import APPEND_ONLY, GLOBAL_TABLES, TENANT_TABLES, metadata
from plugin.embedded.postgres import EmbeddedPostgres
from tests.databases import empty_database, named
from tests.world import Company

TABLES: Final = tuple(sorted(metadata.tables))
OWNED: Final = ("organizations", *TENANT_TABLES)
ROLES: Final = ("homing_app", "homing_system")
LOGIN: Final = "homing_login"
DENIED: Final = "42501"
CATALOG: Final = (
    """select table_name, column_name, data_type, is_nullable, column_default
         from information_schema.columns where table_schema = 'public' order by 1, 2""",
    "select tablename, policyname, roles::text, cmd, qual, with_check from pg_policies order by 1, 2",
    """select relname, coalesce(relacl, acldefault('r', relowner))::text, relrowsecurity
         from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1""",
    "select tablename, indexdef from pg_indexes where schemaname = 'public' order by 1, 2",
    "select rolname, rolsuper, rolinherit, rolbypassrls, rolcanlogin from pg_roles order by 1",
    """select roleid::regrole::text, member::regrole::text, inherit_option, set_option
         from pg_auth_members order by 1, 2""",
    """select oid::regprocedure::text, prosecdef, proconfig::text, proacl::text, prosrc
         from pg_proc where pronamespace = 'public'::regnamespace order by 1""",
    "select version_num from alembic_version",
)
"""A schema with its rights, in comparable form."""


@asynccontextmanager
async def connected(url: str, **options: Any) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(url, poolclass=NullPool, **options)
    try:
        async with engine.connect() as connection:
            yield connection
    finally:
        await engine.dispose()


async def everything(owner_url: str) -> list[tuple[Any, ...]]:
    async with connected(owner_url) as connection:
        return [tuple(row) for query in CATALOG for row in await connection.execute(text(query))]


async def drift(owner_url: str) -> list[Any]:
    """What differs between the tables as described and as migrated: nothing, when all is well."""
    async with connected(owner_url) as connection:
        return await connection.run_sync(
            lambda sync: list(
                compare_metadata(MigrationContext.configure(sync, opts={"compare_type": True}), metadata)
            )
        )


@pytest.fixture
async def blank(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's address of a database without any table."""
    async with empty_database(postgres) as name:
        yield named(postgres.owner_url, name)


async def test_the_migrations_make_the_tables_as_they_are_described(postgres: EmbeddedPostgres) -> None:
    assert await drift(postgres.owner_url) == []


async def test_a_table_that_was_changed_by_hand_is_noticed(blank: str) -> None:
    await migrate(blank, LOGIN)
    async with connected(blank) as connection:
        await connection.execute(text("alter table users add column nickname text"))
        await connection.commit()
    assert len(await drift(blank)) == 1


async def test_migrating_again_changes_nothing(postgres: EmbeddedPostgres, company: Company) -> None:
    await company.hire(1)
    before = await everything(postgres.owner_url)
    await migrate(postgres.owner_url, LOGIN)
    assert await everything(postgres.owner_url) == before
    async with company.sending.database.app(company.id) as connection:
        assert (await connection.execute(text("select count(*) from users"))).scalar_one() == 1


async def test_two_processes_that_migrate_at_once_take_turns(blank: str) -> None:
    async with asyncio.timeout(60):
        await asyncio.gather(*(migrate(blank, LOGIN) for _ in range(3)))
    assert await drift(blank) == []


async def test_every_migration_can_be_taken_back_and_made_again(blank: str) -> None:
    await migrate(blank, LOGIN)
    before = await everything(blank)
    async with connected(blank) as connection:
        await connection.run_sync(downgrade)
        await connection.commit()
        left = await connection.execute(text("select tablename from pg_tables where schemaname = 'public'"))
        assert left.scalars().all() == ["alembic_version"]
    await migrate(blank, LOGIN)
    assert await everything(blank) == before


def downgrade(connection: Connection) -> None:
    command.downgrade(alembic_config(connection), "base")


async def test_the_roles_have_no_way_round_the_rules(postgres: EmbeddedPostgres) -> None:
    async with connected(postgres.owner_url) as connection:
        found = await connection.execute(
            text(
                "select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication,"
                " rolinherit, rolcanlogin from pg_roles where rolname like 'homing%' order by 1"
            )
        )
        assert [tuple(row) for row in found] == [
            ("homing_app", False, False, False),
            ("homing_login", False, False, True),
            ("homing_system", False, False, False),
        ]
        owners = await connection.execute(
            text("select distinct tableowner from pg_tables where schemaname = 'public'")
        )
        assert set(owners.scalars()).isdisjoint({*ROLES, LOGIN})


@pytest.mark.parametrize("table", TABLES)
async def test_who_logs_in_can_read_no_table_before_becoming_a_role(
    postgres: EmbeddedPostgres, table: str
) -> None:
    async with connected(postgres.url) as connection:
        assert (await connection.execute(text("select current_user"))).scalar_one() == LOGIN
        with pytest.raises(DBAPIError, match="permission denied") as denied:
            await connection.execute(text(f"select * from {table}"))
    assert getattr(denied.value.orig, "sqlstate", None) == DENIED


async def test_a_function_with_its_owners_rights_is_no_strangers_and_finds_nobody_elses_tables(
    postgres: EmbeddedPostgres,
) -> None:
    async with connected(postgres.owner_url) as connection:
        found = await connection.execute(
            text(
                "select proname, proconfig, array(select grantee::regrole::text"
                " from aclexplode(coalesce(proacl, acldefault('f', proowner)))"
                " where grantee <> proowner) as callers"
                " from pg_proc where prosecdef and pronamespace = 'public'::regnamespace"
            )
        )
        functions = found.all()
    assert {one.proname for one in functions} >= {"homing_scim_terms", "homing_scim_managers"}
    for one in functions:
        assert one.proconfig == ["search_path=pg_catalog, public"], one.proname
        assert len(one.callers) == 1, one.proname
        assert set(one.callers) <= set(ROLES), one.proname


async def test_who_has_become_the_application_without_an_organization_sees_no_row(
    postgres: EmbeddedPostgres, company: Company
) -> None:
    await company.campaign(await company.hire(1))
    for setting in ("", "select set_config('homing.org', '', true)"):
        async with connected(postgres.url) as connection:
            await connection.execute(text("set local role homing_app"))
            if setting:
                await connection.execute(text(setting))
            assert {table: await count(connection, table) for table in OWNED} == dict.fromkeys(OWNED, 0)
    async with company.sending.database.system() as connection:
        for table in ("organizations", "users", "reachabilities", "recipients", "senders", "org_channels"):
            assert await count(connection, table) > 0


async def test_a_transaction_leaves_nothing_of_its_role_to_the_next(postgres: EmbeddedPostgres) -> None:
    database = Database(postgres.url, pool=1)
    try:
        async with database.app(uuid4()) as connection:
            assert (await connection.execute(text("select current_user"))).scalar_one() == "homing_app"
        async with database.engine.connect() as connection:
            found = await connection.execute(
                text("select current_user, coalesce(current_setting('homing.org', true), '')")
            )
            assert tuple(found.one()) == (LOGIN, "")
    finally:
        await database.aclose()


async def test_every_table_belongs_to_an_organization_or_is_named_as_global(
    postgres: EmbeddedPostgres,
) -> None:
    assert set(OWNED).isdisjoint(GLOBAL_TABLES)
    assert {*OWNED, *GLOBAL_TABLES} == set(TABLES)
    async with connected(postgres.owner_url) as connection:
        found = await connection.execute(
            text(
                "select relname, relrowsecurity from pg_class"
                " where relkind = 'r' and relnamespace = 'public'::regnamespace"
            )
        )
        protected = {row.relname: row.relrowsecurity for row in found}
    assert set(protected) == {*TABLES, "alembic_version"}
    assert {name for name, secured in protected.items() if secured} == set(OWNED)


@pytest.mark.parametrize("table", OWNED)
async def test_a_tenants_table_shows_and_takes_rows_of_its_organization_alone(
    postgres: EmbeddedPostgres, table: str
) -> None:
    own = "(NULLIF(current_setting('homing.org'::text, true), ''::text))::uuid"
    column = "id" if table == "organizations" else "org_id"
    async with connected(postgres.owner_url) as connection:
        found = await connection.execute(
            text(
                "select roles::text, cmd, permissive, qual, with_check from pg_policies where tablename = :t"
            ),
            {"t": table},
        )
        policies = {tuple(row) for row in found}
    assert policies == {
        ("{homing_app}", "ALL", "PERMISSIVE", f"({column} = {own})", f"({column} = {own})"),
        ("{homing_system}", "ALL", "PERMISSIVE", "true", "true"),
    }


@pytest.mark.parametrize("table", TENANT_TABLES)
def test_a_tenants_row_cannot_be_without_its_organization(table: str) -> None:
    # What was written to a sender of nobody's is kept for nobody to see.
    assert metadata.tables[table].c.org_id.nullable == (table == "inbound_messages")


@pytest.mark.spec("Q08")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["update {0} set {1} = {1}", "delete from {0}", "truncate {0}"])
async def test_rows_of_an_append_only_table_are_neither_changed_nor_removed(
    postgres: EmbeddedPostgres, role: str, table: str, change: str
) -> None:
    async with connected(postgres.url) as connection:
        await connection.execute(text(f"set local role {role}"))
        with pytest.raises(DBAPIError, match="permission denied") as denied:
            await connection.execute(
                text(change.format(table, list(metadata.tables[table].columns)[-1].name))
            )
    assert getattr(denied.value.orig, "sqlstate", None) == DENIED


@pytest.mark.parametrize("change", ["delete from opt_outs", "insert into opt_outs values ('a', 'b')"])
async def test_the_application_cannot_take_an_opt_out_back_or_make_one(company: Company, change: str) -> None:
    async with company.sending.database.app(company.id) as connection:
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(text(change))
        await connection.rollback()


@pytest.mark.parametrize("role", ROLES)
async def test_no_role_may_touch_the_record_of_migrations(postgres: EmbeddedPostgres, role: str) -> None:
    async with connected(postgres.url) as connection:
        await connection.execute(text(f"set local role {role}"))
        with pytest.raises(DBAPIError, match="permission denied"):
            await connection.execute(text("select * from alembic_version"))


async def count(connection: AsyncConnection, table: str) -> int:
    return int((await connection.execute(text(f"select count(*) from {table}"))).scalar_one())
