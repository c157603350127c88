"""Lists of replies: what is asked for is read from an index, in its order."""

from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from homing.store.replies import ReplyFilter, find_replies
from plugin.embedded.postgres import EmbeddedPostgres
from tests.dispatching.support import rows
from tests.world import Company

_MANY: Final = """
    insert into inbound_messages (provider, provider_id, org_id, hmac, kind, key_id, sealed, user_id,
                                  execution_id, tail)
    select 'twilio', 'SM' || gen_random_uuid(), :org, '\\x00', 'reply', 'x', '\\x00', gen_random_uuid(),
           gen_random_uuid(), decode(md5(n::text), 'hex')
      from generate_series(1, 5000) n
"""
_SCANS: Final = text("select pg_stat_get_xact_numscans(cast(:index as regclass))")


@pytest.fixture
async def busy(company: Company, postgres: EmbeddedPostgres) -> Company:
    """Whom very many have written to."""
    await rows(company.sending, _MANY, org=company.id)
    engine = create_async_engine(postgres.owner_url, poolclass=NullPool)
    async with engine.begin() as owner:
        await owner.execute(text("analyze inbound_messages"))
    await engine.dispose()
    return company


async def scans(company: Company, which: ReplyFilter, index: str) -> int:
    """How often an index is looked into for replies, of which there are none."""
    async with company.sending.database.app(company.id) as connection:
        assert await find_replies(connection, company.id, which, None, 51) == []
        return int((await connection.execute(_SCANS, {"index": index})).scalar_one())


@pytest.mark.parametrize(
    ("which", "index"),
    [
        (ReplyFilter(user=uuid4()), "inbound_messages_user"),
        (ReplyFilter(tail=b"12345678"), "inbound_messages_tail"),
        (ReplyFilter(execution=uuid4()), "inbound_messages_execution"),
    ],
)
async def test_few_replies_among_many_are_found_by_an_index(
    busy: Company, which: ReplyFilter, index: str
) -> None:
    assert await scans(busy, which, index) > 0


async def test_those_to_a_campaign_are_found_by_its_executions(busy: Company) -> None:
    run = await busy.campaign(await busy.hire(1))

    assert await scans(busy, ReplyFilter(campaign=run.campaign), "inbound_messages_execution") > 0
