"""Two organizations in one database: whatever one of them asks for by the other's ids, it neither sees nor
changes anything of it."""

import importlib
import inspect
import json
import pkgutil
import re
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.ext.asyncio import AsyncConnection

from homing import store
from homing.dispatching.context import Sending
from homing.domain.errors import NotFoundError, RefusedError
from homing.store import audiences, circumstances, height
from homing.store.tables import TENANT_TABLES
from tests.store import (
    account_cases,
    answer_cases,
    api_cases,
    campaign_cases,
    consent_cases,
    directory_cases,
    history_cases,
    identifier_cases,
    import_cases,
    news_cases,
    number_cases,
    opt_out_cases,
    parity_cases,
    privacy_cases,
    restore_cases,
    session_cases,
    tenants,
    verification_cases,
)
from tests.store.tenants import Tenant, settle_down

CASES: Final = (
    tenants.CASES
    | campaign_cases.CAMPAIGN_CASES
    | api_cases.API_CASES
    | restore_cases.RESTORE_CASES
    | history_cases.HISTORY_CASES
    | news_cases.NEWS_CASES
    | number_cases.NUMBER_CASES
    | answer_cases.ANSWER_CASES
    | opt_out_cases.OPT_OUT_CASES
    | parity_cases.PARITY_CASES
    | privacy_cases.PRIVACY_CASES
    | consent_cases.CONSENT_CASES
    | directory_cases.DIRECTORY_CASES
    | account_cases.ACCOUNT_CASES
    | verification_cases.VERIFICATION_CASES
    | identifier_cases.IDENTIFIER_CASES
    | import_cases.IMPORT_CASES
    | session_cases.SESSION_CASES
)
OWNED: Final = ("organizations", *TENANT_TABLES)
DENIED: Final = "42501"
REFUSALS: Final = {DENIED, "23503", "23505"}
"""Row-level security or a missing right, a reference to what is not there, a key that is taken."""


@pytest.fixture(scope="module")
async def stranger(apart: Sending) -> Tenant:
    """Who asks."""
    return await settle_down(apart)


@pytest.fixture(scope="module")
async def owner(apart: Sending, stranger: Tenant) -> Tenant:
    """Whose ids are asked for."""
    return await settle_down(apart)


NOT_BY_ID: Final = {
    "facts.lock_people",  # the rows of numbers are nobody's
    "circumstances.read_market",  # prices are everybody's; its senders and blocks are looked at below
    "height.clock",
    "height.height",
    "height.read_forgotten",  # what it was asked for, where that is not one's own
    "news.expire_leases",
    "news.take_unknown",
    "optouts.is_news",  # as of facts.lock_people
    "target_facts.lock_targets",  # as of facts.lock_people
    *campaign_cases.NOT_BY_ID,
    *api_cases.NOT_BY_ID,
    *restore_cases.NOT_BY_ID,
    *session_cases.NOT_BY_ID,
    *number_cases.NOT_BY_ID,
    *answer_cases.NOT_BY_ID,
    *opt_out_cases.NOT_BY_ID,
    *parity_cases.NOT_BY_ID,
    *privacy_cases.NOT_BY_ID,
    *directory_cases.NOT_BY_ID,
    *account_cases.NOT_BY_ID,
    *verification_cases.NOT_BY_ID,
    *news_cases.NOT_BY_ID,
    *import_cases.NOT_BY_ID,
}
"""What answers with something although the owner was asked for: what it says is searched for ids."""


def test_every_function_of_every_repository_has_a_case() -> None:
    found = set()
    for module in pkgutil.iter_modules(store.__path__):
        if not module.ispkg:
            members = vars(importlib.import_module(f"homing.store.{module.name}"))
            found |= {
                f"{module.name}.{name}"
                for name, member in members.items()
                if inspect.iscoroutinefunction(member)
                and member.__module__ == f"homing.store.{module.name}"
                and not name.startswith("_")
                and AsyncConnection in [p.annotation for p in inspect.signature(member).parameters.values()]
            }
    assert found == set(CASES)


async def rows(tenant: Tenant) -> dict[str, list[str]]:
    """Everything that the database holds of an organization."""
    async with tenant.company.sending.database.system() as connection:
        held = {}
        for table in OWNED:
            query = f"select to_jsonb(t)::text from {table} t where {key(table)} = :org order by 1"
            held[table] = list((await connection.execute(text(query), {"org": tenant.id})).scalars())
    assert all(held.values()), "an empty table proves nothing"
    return held


def key(table: str) -> str:
    return "id" if table == "organizations" else "org_id"


def uuids(content: object) -> set[str]:
    return set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", str(content)))


@pytest.mark.parametrize("in_whose_name", ["the owner's", "the stranger's"])
@pytest.mark.parametrize("name", CASES)
async def test_a_stranger_neither_sees_nor_changes_anything(
    stranger: Tenant, owner: Tenant, name: str, in_whose_name: str
) -> None:
    before = await rows(owner)
    org = owner.id if in_whose_name == "the owner's" else stranger.id
    said: object = None
    try:
        async with stranger.company.sending.database.app(stranger.id) as connection:
            said = await CASES[name](connection, org, owner)
    except (NotFoundError, NoResultFound):
        pass
    except RefusedError:
        assert org == stranger.id, "it refuses what other cases have left of the stranger's own"
    except DBAPIError as error:
        if sqlstate(error) not in REFUSALS:
            raise
    assert uuids(said) & (uuids(before) - uuids(await rows(stranger))) == set()
    assert org == stranger.id or name in NOT_BY_ID or not said
    assert await rows(owner) == before


async def test_the_market_of_a_stranger_has_no_sender_and_no_block_of_the_owner(
    stranger: Tenant, owner: Tenant
) -> None:
    async with stranger.company.sending.database.app(stranger.id) as connection:
        market = await circumstances.read_market(connection, owner.common, "sms")
    assert (market.senders, market.blocked) == ({}, frozenset())


async def test_the_height_of_the_ledger_is_ones_own(stranger: Tenant, owner: Tenant) -> None:
    heights = []
    for tenant in (stranger, owner):
        async with tenant.company.sending.database.app(tenant.id) as connection:
            heights.append(await height.height(connection))
    assert heights[0] < heights[1]


async def test_a_stranger_cannot_put_people_of_its_own_into_anothers_execution(
    stranger: Tenant, owner: Tenant
) -> None:
    async with stranger.company.sending.database.app(stranger.id) as connection:
        with pytest.raises(NotFoundError):
            await audiences.admit(connection, stranger.id, owner.run.execution, stranger.users)


@pytest.mark.parametrize("table", OWNED)
async def test_a_table_shows_ones_own_rows_alone(stranger: Tenant, owner: Tenant, table: str) -> None:
    query = text(f"select count(*), count(*) filter (where {key(table)} = :own) from {table}")
    async with owner.company.sending.database.app(owner.id) as connection:
        all_seen, own = (await connection.execute(query, {"own": owner.id})).one()
    assert all_seen == own > 0
    async with owner.company.sending.database.system() as connection:
        all_there, own_there = (await connection.execute(query, {"own": owner.id})).one()
    assert own_there == own < all_there


@pytest.mark.parametrize("table", OWNED)
async def test_no_row_can_be_written_in_anothers_name_or_handed_over(
    stranger: Tenant, owner: Tenant, table: str
) -> None:
    row = json.loads((await rows(owner))[table][0])
    insert = f"""insert into {table} overriding system value
                 select * from jsonb_populate_record(null::{table}, cast(:row as jsonb))"""
    hand_over = f"update {table} set {key(table)} = :owner where {key(table)} = :own"
    attempts: list[tuple[str, dict[str, Any]]] = [
        (insert, {"row": json.dumps(row)}),
        (hand_over, {"owner": owner.id, "own": stranger.id}),
    ]
    for statement, parameters in attempts:
        with pytest.raises(DBAPIError) as refused:
            await execute(stranger, statement, parameters)
        assert sqlstate(refused.value) == DENIED


@pytest.mark.parametrize("table", OWNED)
async def test_no_row_of_another_can_be_removed(stranger: Tenant, owner: Tenant, table: str) -> None:
    removed = 0
    try:
        removed = await execute(
            stranger, f"delete from {table} where {key(table)} = :owner", {"owner": owner.id}
        )
    except DBAPIError as error:
        if sqlstate(error) != DENIED:
            raise
    assert removed == 0
    assert (await rows(owner))[table]


async def execute(tenant: Tenant, statement: str, parameters: dict[str, Any]) -> int:
    async with tenant.company.sending.database.app(tenant.id) as connection:
        return (await connection.execute(text(statement), parameters)).rowcount


def sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)
