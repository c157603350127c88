"""A code that an organization was asked for, and has not sent."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import AccountText
from homing.store import account_messages
from homing.store.account_messages import NewAccountMessage


def message_of(org: UUID) -> UUID:
    return uuid5(org, "account message")


async def ask_for_a_code(connection: AsyncConnection, org: UUID, user: UUID) -> None:
    """It can't be sent either: nobody has the number that it is about."""
    until = datetime.now(UTC) + timedelta(days=1)
    verification = str(uuid5(org, "verification"))
    new = NewAccountMessage(message_of(org), user, uuid4(), AccountText.CODE, None, until, verification)
    await account_messages.request(connection, org, [new])
