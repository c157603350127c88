"""An organization one of whose people is confirming a number."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.account_texts import AccountText
from homing.domain.verification import Scope
from homing.store import account_messages, code_limits, own_numbers, verifications
from homing.store.account_messages import NewAccountMessage
from homing.store.verifications import NewVerification
from tests.world import Company


def verification_of(org: UUID) -> UUID:
    return uuid5(org, "verification")


def message_of(org: UUID) -> UUID:
    """Of its code."""
    return uuid5(org, "code")


def code_keys(company: Company) -> dict[Scope, bytes]:
    return {Scope.OWN: uuid5(company.id, "own").bytes}


async def confirm_one(connection: AsyncConnection, company: Company) -> None:
    """Let its first person be sent a code."""
    person = company.staff[0]
    [phone, *_] = await own_numbers.read_phones(connection, company.id, person.id)
    new = NewVerification(
        id=verification_of(company.id),
        user_id=person.id,
        reachability_id=phone.id,
        hmac=phone.hmac,
        country="ES",
        locale=None,
    )
    await verifications.open_verification(connection, company.id, new)
    await code_limits.count_code(connection, company.id, code_keys(company))
    code = NewAccountMessage(
        id=message_of(company.id),
        user_id=person.id,
        reachability_id=phone.id,
        what=AccountText.CODE,
        locale=None,
        until=datetime.now(UTC) + timedelta(hours=1),
        subject=str(new.id),
    )
    await account_messages.request(connection, company.id, [code])
