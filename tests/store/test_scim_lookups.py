"""Finding a few of very many resources of a directory: by the indexes of their terms, below row-level
security."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from homing.store import scim, scim_links, scim_managers
from homing.store.scim import Kind, Place, ScimDocument, Wanted
from homing.store.vault import Vault
from plugin.embedded.postgres import EmbeddedPostgres
from tests.conftest import SENDER
from tests.dispatching.support import rows
from tests.store.synced import sent
from tests.world import Company, found_company

MANY: Final = 5000
FEW: Final = 50
"""Rows that may be read to find one or two."""
_MANY: Final = """
    insert into scim_resources (org_id, id, kind, version, terms, manager_terms, key_id, sealed, created_at)
    select :org, gen_random_uuid(), 'User', 1,
           array[decode(md5('a' || n), 'hex'), decode(md5('b' || n), 'hex')],
           array[decode(md5('c' || n), 'hex')], :key_id, :sealed, now() - make_interval(secs => n)
      from generate_series(1, :many) n
"""
_READ: Final = text("""
    select pg_stat_get_xact_tuples_returned('scim_resources'::regclass)
           + pg_stat_get_xact_tuples_fetched('scim_resources'::regclass)
""")
"""Rows of the table that were read, by scanning it and by an index."""
_MODE: Final = text("select set_config('plan_cache_mode', :mode, true)")
_FUNCTIONS: Final = ("homing_scim_terms", "homing_scim_managers")
_ANA: Final = ("username", "ana")
_BOSS: Final = ("username", "boss")
_ANAS: Final = Wanted([Kind.USER], [_ANA])
_NONE: Final = Wanted([*Kind], [("externalid", "nobody's")])
_END: Final = Place(datetime.max.replace(tzinfo=UTC), UUID(int=0))
_Search = Callable[[AsyncConnection, Company], Awaitable[Any]]


def vault(company: Company) -> Vault:
    return company.sending.vault


@pytest.fixture
async def synced(company: Company, postgres: EmbeddedPostgres) -> AsyncIterator[Company]:
    """Of whom a directory has sent very many, among them Ana, whose manager is called boss."""
    key_id, sealed = vault(company).encrypt("{}")
    await rows(company.sending, _MANY, org=company.id, many=MANY, key_id=key_id, sealed=sealed)
    async with company.sending.database.app(company.id) as connection:
        await scim.add_resource(connection, company.id, vault(company), sent(uuid4()))
    engine = create_async_engine(postgres.owner_url, poolclass=NullPool)
    async with engine.begin() as owner:
        await owner.execute(text("analyze scim_resources"))
    await engine.dispose()
    yield company
    await rows(company.sending, "delete from scim_resources where org_id = :org", org=company.id)


async def rows_read(connection: AsyncConnection) -> int:
    return int((await connection.execute(_READ)).scalar_one())


async def number(found: Awaitable[list[scim.ScimRow]]) -> int:
    return len(await found)


SEARCHES: Final[dict[str, tuple[_Search, bool]]] = {
    "who is named so": (lambda c, o: scim_links.find_named(c, o.id, vault(o), [("id", "x"), _ANA]), True),
    "nobody is": (lambda c, o: scim_links.find_named(c, o.id, vault(o), [("id", "x"), _BOSS]), False),
    "who reports so": (lambda c, o: scim_links.find_staff(c, o.id, vault(o), [_ANA, _BOSS]), True),
    "nobody does": (lambda c, o: scim_links.find_staff(c, o.id, vault(o), [_ANA]), False),
    "how many match": (lambda c, o: scim.count_resources(c, o.id, vault(o), _ANAS), True),
    "none match": (lambda c, o: scim.count_resources(c, o.id, vault(o), _NONE), False),
    "which match": (lambda c, o: number(scim.list_resources(c, o.id, vault(o), _ANAS, most=2)), True),
    "which of none": (lambda c, o: number(scim.list_resources(c, o.id, vault(o), _NONE, most=2)), False),
    "the first of all": (
        lambda c, o: number(scim.list_resources(c, o.id, vault(o), Wanted([Kind.USER]), most=2)),
        True,
    ),
    "which match before": (
        lambda c, o: number(scim.list_resources_before(c, o.id, vault(o), _ANAS, before=_END, most=2)),
        True,
    ),
}
"""What is asked, and whether anything is found."""


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_what_a_directory_is_asked_for_by_its_terms_is_found_without_reading_the_rest(
    synced: Company, mode: str
) -> None:
    async with synced.sending.database.app(synced.id) as connection:
        await connection.execute(_MODE, {"mode": mode})
        read = {}
        for name, (search, finds) in SEARCHES.items():
            before = await rows_read(connection)
            assert bool(await search(connection, synced)) is finds, name
            read[name] = await rows_read(connection) - before
    assert all(each < FEW for each in read.values()), read


async def test_the_staff_of_somebody_erased_is_found_without_reading_the_rest(synced: Company) -> None:
    async with synced.sending.database.system() as connection:
        before = await rows_read(connection)
        await scim_managers.unname_manager(connection, synced.id, vault(synced), uuid4())
        assert await rows_read(connection) - before < FEW


async def test_what_a_transaction_has_written_it_finds(company: Company) -> None:
    ana, her_report = uuid4(), uuid4()
    async with company.sending.database.app(company.id) as connection:
        await scim.add_resource(connection, company.id, vault(company), sent(ana))
        report = ScimDocument(id=her_report, kind=Kind.USER, document={"userName": "ben"}, manager=[_ANA])
        await scim.add_resource(connection, company.id, vault(company), report)

        assert await scim_links.find_named(connection, company.id, vault(company), [_ANA]) == ana
        assert await scim_links.find_staff(connection, company.id, vault(company), [_ANA]) == [her_report]
        await scim.change_resource(connection, company.id, vault(company), sent(ana, "anna"))
        assert await scim_links.find_named(connection, company.id, vault(company), [_ANA]) is None
        await connection.rollback()


@pytest.mark.parametrize("function", _FUNCTIONS)
async def test_an_organization_is_told_of_its_own_resources_alone(company: Company, function: str) -> None:
    other = await found_company(company.sending, SENDER)
    terms = [vault(company).hash_term(company.id, *name) for name in (_ANA, _BOSS)]
    asked = text(f"select id from {function}(cast(:terms as bytea[]))")
    ana = uuid4()
    document = ScimDocument(id=ana, kind=Kind.USER, document={}, terms=[_ANA, _BOSS], manager=[_ANA])
    async with company.sending.database.app(company.id) as connection:
        await scim.add_resource(connection, company.id, vault(company), document)
        assert (await connection.execute(asked, {"terms": terms})).scalars().all() == [ana]
    for bound_to in (str(other.id), ""):
        async with company.sending.database.app(other.id) as connection:
            await connection.execute(text("select set_config('homing.org', :org, true)"), {"org": bound_to})
            assert (await connection.execute(asked, {"terms": terms})).scalars().all() == []


@pytest.mark.parametrize("role", ["homing_system", "homing_login"])
@pytest.mark.parametrize("function", _FUNCTIONS)
async def test_nobody_but_the_application_may_ask_for_terms(
    company: Company, function: str, role: str
) -> None:
    async with company.sending.database.engine.connect() as connection:
        await connection.execute(text("select set_config('role', :role, true)"), {"role": role})
        with pytest.raises(DBAPIError, match="permission denied for function"):
            await connection.execute(text(f"select {function}('{{}}')"))
