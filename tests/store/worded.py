"""What an organization answers in its own words."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import answering, keyword_replies
from homing.store.keyword_replies import KeywordReply

HOURS: Final = KeywordReply("hours", "en", ["HOURS"], "Nine to five.")


async def word_answers(connection: AsyncConnection, org: UUID) -> None:
    """Save answers, one of which may be taken away, and open the day's allowance."""
    for one in (HOURS, replace(HOURS, language="de")):
        await keyword_replies.save_reply(connection, org, one)
    await answering.lock_allowance(connection, org)
