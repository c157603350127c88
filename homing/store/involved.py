"""Which executions somebody is in, or a campaign has, by way of which what belongs to them is found."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

EXECUTIONS_OF: Final = """
    select r.execution_id from recipients r where r.org_id = {org} and r.user_id = {user}
     union select t.execution_id from targets t where t.org_id = {org} and t.user_id = {user}
"""
"""Nobody is in one but as a recipient or as somebody who is told about recipients. To be filled in: what the
organization and the user are in the query around it."""
OF_A_CAMPAIGN: Final = "not exists (select 1 from account_messages m where m.id = {execution})"
"""Of an execution: that it is none of a text about a number, which no list shows."""
_SOME: Final = text("select id from executions where org_id = :org and campaign_id = :campaign limit 2")


async def first_executions(connection: AsyncConnection, org: UUID, campaign: UUID) -> list[UUID]:
    """At most two of a campaign's: by the only one, what belongs to it is found in its order."""
    return list((await connection.execute(_SOME, {"org": org, "campaign": campaign})).scalars())
