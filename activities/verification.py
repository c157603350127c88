"""The activity of the workflow that confirms a number."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import structlog
from temporalio import activity

from activities.errors import nothing_personal
from homing.dispatching.account import send_account_message
from homing.dispatching.context import Sending
from homing.dispatching.trying_codes import expire_where_due
from homing.domain.errors import LedgerBehindError, NotFoundError
from homing.domain.verification import VerificationState
from homing.store import verifications
from homing.store.verifications import Standing
from workflows.verification_ports import LOOK_AFTER_VERIFICATION, VerificationInput, VerificationSeen

_NOBODY: Final = UUID(int=0)


def verification_activity(sending: Sending) -> Callable[..., Any]:
    """``look_after_verification``: sends the code that is to be sent, closes what is over, and says where the
    request is. It may be repeated: a code is dispatched at most once."""

    @activity.defn(name=LOOK_AFTER_VERIFICATION)
    async def look_after(asked: VerificationInput) -> VerificationSeen:
        info = activity.info()
        bound = structlog.contextvars.bound_contextvars(
            org=asked.org,
            verification=asked.verification,
            workflow=info.workflow_id,
            activity=info.activity_type,
            activity_attempt=info.attempt,
        )
        with bound, nothing_personal():
            seen = await _look_after(sending, UUID(asked.org), UUID(asked.verification))
        return VerificationSeen(state=seen.state, seconds=seen.left)

    return look_after


async def _look_after(sending: Sending, org: UUID, verification: UUID) -> Standing:
    standing = await _read(sending, org, verification)
    if standing.state is not VerificationState.OPEN:
        return standing
    if standing.due:
        await expire_where_due(sending, org, verification)
    elif standing.message is not None:
        try:
            await send_account_message(sending, org, standing.message)
        except LedgerBehindError:
            # Nothing may be sent for now; the housekeeping sends what still makes sense then.
            return standing
    else:
        return standing
    return await _read(sending, org, verification)


async def _read(sending: Sending, org: UUID, verification: UUID) -> Standing:
    try:
        async with sending.database.app(org) as connection:
            return await verifications.read_standing(connection, org, verification)
    except NotFoundError:  # its user was erased meanwhile: there is nobody to confirm anything
        gone = VerificationState.CANCELLED
        return Standing(verification, _NOBODY, gone, due=False, left=0.0, message=None)
