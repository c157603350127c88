"""A message that a ledger which was put back has forgotten stands in for the next request: what is said of it
is what would have been said of the request."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.claim import ClaimRequest
from homing.dispatching.receipts import Report
from homing.providers.base import Accepted, Ambiguous
from homing.store.forgotten import Adopted, adopt
from homing.store.ledger import Reserved


async def adopt_forgotten(
    connection: AsyncConnection,
    request: ClaimRequest,
    group: Sequence[Reserved],
    attempts: Mapping[UUID, UUID],
) -> dict[UUID, Adopted]:
    """Let attempts (dispatch -> attempt) of a group stand for messages that were forgotten; gives those that
    do."""
    step, channel = request.page.step, request.channel.traits.name
    users = {one.user_id: attempts[one.id] for one in group if one.id in attempts}
    return await adopt(connection, step.org_id, step.execution_id, channel, users)


def answer_of(adopted: Adopted) -> Accepted | Ambiguous:
    """What the provider answered. Where a message may have been of several, nobody knows of which it was."""
    return Accepted(adopted.provider_id) if adopted.sole else Ambiguous("forgotten")


def reports_of(attempts: Iterable[tuple[UUID, Adopted | None]]) -> list[Report]:
    """What was listed of the messages that attempts stand for."""
    return [
        Report(attempt, adopted.provider_id, adopted.status, adopted.error_code, adopted.reason)
        for attempt, adopted in attempts
        if adopted is not None and adopted.sole
    ]
