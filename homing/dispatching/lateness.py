"""How late messages leave: from when they were due until their provider took them.

Due is the step's own time, or the end of what held the dispatch. For a channel that is tried after others it
is the moment of its claim, since the wait for what those others bring is no delay.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store.ledger import PageKey

_DUE: Final = text("""
    select null as id, extract(epoch from clock_timestamp() - due_at)::float8 as seconds from visits
     where org_id = :org and execution_id = :execution and cohort = :cohort and step = :step
       and occurrence = :occurrence
    union all
    select id, extract(epoch from clock_timestamp() - due_at)::float8 from dispatches
     where id = any(:ids) and state = 'held'
""")


@dataclass(frozen=True, slots=True)
class Waited:
    """How long dispatches had been due, in seconds, at a moment of this process (``time.monotonic``): those
    of a page, and of them those that were held."""

    at: float = field(default_factory=time.monotonic)
    page: float = 0.0
    held: Mapping[UUID, float] = field(default_factory=dict)

    def until_now(self, dispatch: UUID) -> float:
        """Seconds; none where the clocks of two machines say that it was not due yet."""
        return max(0.0, self.held.get(dispatch, self.page) + time.monotonic() - self.at)


async def read_waited(
    connection: AsyncConnection, page: PageKey, ids: Collection[UUID], *, first: bool
) -> Waited:
    """How late a page's dispatches are that are about to be decided; ``first``: no channel was tried before.

    By the database's clock alone: that of the process only adds what it spends itself.
    """
    step = page.step
    found = await connection.execute(
        _DUE,
        {
            "org": step.org_id,
            "execution": step.execution_id,
            "cohort": page.cohort,
            "step": step.step,
            "occurrence": step.occurrence,
            "ids": list(ids),
        },
    )
    at = time.monotonic()
    seconds = {row.id: row.seconds for row in found}
    due = seconds.pop(None, 0.0)
    return Waited(at, due if first else 0.0, seconds)
