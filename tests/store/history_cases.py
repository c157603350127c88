"""As ``tenants.CASES``, of what messages and replies are listed and counted by."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import history, involved, replies, statistics
from homing.store.history import MessageFilter
from homing.store.replies import ReplyFilter, ReplyRow
from homing.store.statistics import By, Scope
from tests.store.tenants import Case, Tenant

ALL: Final = Scope(None, None, "UTC", ["sms"])


async def count(connection: AsyncConnection, org: UUID, t: Tenant) -> list[Any]:
    """Of all, and of a campaign of the owner's."""
    found = [
        await statistics.count(connection, org, scope, list(By), most=99, patience=timedelta(minutes=1))
        for scope in (ALL, replace(ALL, campaign=t.run.campaign))
    ]
    return [part for one in found for part in (*one.total.messages, *one.total.replies, *one.groups)]


async def read_replies(connection: AsyncConnection, org: UUID, t: Tenant) -> list[ReplyRow]:
    """By the ids that the owner's replies really have."""
    query = text("select id from inbound_messages where org_id = :org")
    async with t.company.sending.database.system() as whole:
        ids = (await whole.execute(query, {"org": t.id})).scalars().all()
    assert ids
    return await replies.read_replies(connection, org, t.vault, ids, digits=True)


HISTORY_CASES: Final[dict[str, Case]] = {
    "history.list_messages": lambda c, o, t: history.list_messages(
        c, o, t.vault, MessageFilter(execution=t.run.execution), None, 99, digits=True
    ),
    "history.read_message": lambda c, o, t: history.read_message(c, o, t.vault, t.ids["sent"], digits=True),
    "involved.first_executions": lambda c, o, t: involved.first_executions(c, o, t.run.campaign),
    "replies.find_replies": lambda c, o, _: replies.find_replies(c, o, ReplyFilter(), None, 99),
    "replies.read_replies": read_replies,
    "statistics.count": count,
    "statistics.read_span": lambda c, o, _: statistics.read_span(c, o, None, None, 29),
}
