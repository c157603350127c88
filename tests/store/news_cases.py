"""As ``tenants.CASES``, of what is asked about late news and who waits for it."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import awaited, news
from homing.store.awaited import CohortKey, News
from tests.store.tenants import Case

NOT_BY_ID: Final = {
    "news.take_silent",  # one's own
}


async def complete_of(connection: AsyncConnection, key: CohortKey) -> list[CohortKey]:
    """The cohort, whether it is taken or somebody else's, where nothing is left to come of it."""
    found = await awaited.take_complete(
        connection, [News(key, None)], channels=["email"], receipted=[], unknown_seconds=0
    )
    return [*found.taken, *found.busy]


NEWS_CASES: Final[dict[str, Case]] = {
    "awaited.take_complete": lambda c, o, t: complete_of(c, CohortKey(t.step(o), 0)),
    "awaited.write_awaits": lambda c, o, t: awaited.write_awaits(c, CohortKey(t.step(o), 0), 7.0),
    "news.read_ranks": lambda c, _, t: news.read_ranks(c, "twilio", [t.attempt.provider_id or ""]),
    "news.take_silent": lambda c, *_: news.take_silent(
        c, ["twilio"], ["sms"], since_seconds=-60, until_seconds=3600, most=99
    ),
}
