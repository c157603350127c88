"""The registry is read by its indexes: what one number or one organization costs is not what all cost."""

from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from homing.dispatching.context import Sending
from homing.store import opt_facts, optouts
from plugin.embedded.postgres import EmbeddedPostgres
from tests.databases import named
from tests.world import found_company

_HIRE: Final = (
    text("insert into users (id, org_id) "
         "select gen_random_uuid(), :org from generate_series(1, cast(:people as int))"),
    text("insert into reachabilities"
         " (id, org_id, user_id, kind, source, state, hmac, key_id, sealed, sealed_raw)"
         " select gen_random_uuid(), org_id, id, 'phone', 'directory', 'verified',"
         " sha256(uuid_send(id)), 'k', 'x', 'x' from users where org_id = :org"),
)  # fmt: skip
_TELL: Final = text("""
    with told as (
        insert into opt_events (hmac, kind, source)
        select hmac, 'opted_out', 'keyword' from reachabilities where org_id = :org returning id),
    others as (
        insert into opt_events (hmac, kind, source)
        select sha256(uuid_send(gen_random_uuid())), 'opted_out', 'keyword'
          from generate_series(1, cast(:others as int)))
    select id from told
""")


async def analyzed(owner_url: str) -> None:
    engine = create_async_engine(owner_url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.execute(text("analyze users, reachabilities, opt_events"))
    await engine.dispose()


def looked_at(plan: dict[str, Any]) -> int:
    """How many rows a query read from tables and indexes."""
    below = sum(looked_at(part) for part in plan.get("Plans", ()))
    if not plan.keys() & {"Index Name", "Relation Name"}:
        return below
    removed = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return int(below + (plan["Actual Rows"] + removed) * plan["Actual Loops"])


async def read_by(connection: AsyncConnection, query: str, asked: dict[str, Any]) -> int:
    # A table of a few rows is read whole sooner than it is looked up in.
    await connection.execute(text("set local enable_seqscan = off"))
    await connection.execute(text("set local enable_bitmapscan = off"))  # of which each row counts twice
    explained = await connection.execute(text(f"explain (analyze, format json) {query}"), asked)
    return looked_at(explained.scalar_one()[0]["Plan"])


@pytest.mark.spec("P15")
async def test_however_often_a_machine_says_the_same_little_is_read(apart: Sending) -> None:
    hmac = uuid4().bytes
    flood = text("""
        insert into opt_events (hmac, kind, source, provider, provider_id)
        select :hmac, case when n in (5, 6) then 'opted_in' else 'opted_out' end, 'keyword', 'twilio',
               :run || n
          from generate_series(1, 5000) n
    """)
    async with apart.database.system() as connection:
        await connection.execute(flood, {"hmac": hmac, "run": uuid4().hex})
        standing = (await opt_facts.read_standings(connection, [hmac]))[hmac]
        seventh = text("select id from opt_events where hmac = :hmac order by id offset 6 limit 1")
        stop = (await connection.execute(seventh, {"hmac": hmac})).scalar_one()
        asked = {"hashes": [hmac], "before": opt_facts.ALL}
        rows = await read_by(connection, opt_facts._READ.text, asked)

    assert standing.own is not None
    assert standing.own.id == stop, "the first after the last START"
    assert rows < 10


@pytest.mark.parametrize("people", [10, 10_000], ids=["few people", "many people"])
async def test_a_page_of_opt_events_costs_what_it_holds(
    apart: Sending, postgres: EmbeddedPostgres, quiet_database: str, people: int
) -> None:
    company = await found_company(apart, "+34622900001")
    async with apart.database.app(company.id) as connection:
        for statement in _HIRE:
            await connection.execute(statement, {"org": company.id, "people": people})
    async with apart.database.system() as connection:
        told = (await connection.execute(_TELL, {"org": company.id, "others": 20_000 // people})).scalars()
        ids = sorted(told)
    await analyzed(named(postgres.owner_url, quiet_database))
    asked = {"org": company.id, "after": ids[0] - 1, "limit": 5, "kind": None, "since": None}
    async with apart.database.app(company.id) as connection:
        page = await optouts.read_opt_events(connection, company.id, ids[0] - 1, 5)
        rows = await read_by(connection, optouts._EVENTS.text, asked)
        whom = text("select count(*) from reachabilities where org_id = :org")
        assert (await connection.execute(whom, {"org": company.id})).scalar_one() == people

    assert [row.id for row in page] == ids[:5]
    assert all(len(row.users) == 1 for row in page)
    assert rows - people < 100, "but that they are counted, to the ten thousandth"
