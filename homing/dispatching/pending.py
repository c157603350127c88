"""What a user may see of a number that waits to be confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.phone import masked
from homing.domain.verification import (
    MOST_CODES,
    MOST_TRIES,
    PENDING,
    Scope,
    VerificationState,
    is_open,
    ready_at,
)
from homing.store import code_limits, own_numbers, verifications
from homing.store.code_limits import Keys
from homing.store.own_numbers import Phone
from homing.store.vault import Vault
from homing.store.verifications import VerificationRow


@dataclass(frozen=True, slots=True)
class Pending:
    """A number that its user has yet to confirm, and the latest request for it.

    ``state``: of the request, None where there was none for this number. ``shown``: the number's last two
    digits. ``again_at``: when another code may be asked for, as far as it is the user's own doing.
    ``start_to``: the organization's number to which somebody texts START who once texted STOP. It is told
    always: whether a number has opted out is told to nobody who only typed it.
    """

    state: VerificationState | None
    shown: str
    source: str
    country: str | None
    expires_at: datetime | None
    again_at: datetime | None
    tries_left: int
    codes_left: int
    start_to: str | None


def unconfirmed(phones: Iterable[Phone]) -> Phone | None:
    """The one of a user's numbers that waits for a code, if any."""
    waiting = [one for one in phones if one.state == IdentifierState.UNVERIFIED]
    # A user who is about to change their own number waits for that one.
    return next((one for one in waiting if one.source == PENDING), waiting[0] if waiting else None)


async def read_pending(connection: AsyncConnection, org: UUID, vault: Vault, user: UUID) -> Pending | None:
    """None where no number waits."""
    phone = unconfirmed(await own_numbers.read_phones(connection, org, user))
    if phone is None:
        return None
    number = vault.decrypt(phone.key_id, phone.sealed)
    usage = await code_limits.read_usage(connection, org, user, own_key(vault, user, number))
    latest = await verifications.read_latest(connection, org, user)
    request = latest if latest is not None and latest.reachability_id == phone.id else None
    state = _state(request)
    going = request is not None and state is VerificationState.OPEN
    return Pending(
        state=state,
        shown=masked(number),
        source=phone.source,
        country=phone.country,
        expires_at=request.expires_at if request is not None and going else None,
        again_at=ready_at(usage),
        tries_left=MOST_TRIES - request.tries if request is not None and going else 0,
        codes_left=MOST_CODES - request.codes if request is not None and going else MOST_CODES,
        start_to=await own_numbers.read_start_to(connection, org, phone.country or ""),
    )


def _state(row: VerificationRow | None) -> VerificationState | None:
    """As it is, though nobody may have written down yet that its time is over."""
    if row is None:
        return None
    over = row.state is VerificationState.OPEN and not is_open(row.request, row.now)
    return VerificationState.EXPIRED if over else row.state


def own_key(vault: Vault, user: UUID, number: str) -> Keys:
    """Under what a user's codes to a number are counted."""
    return {Scope.OWN: code_key(vault, Scope.OWN, f"{user}/{number}")}


def code_key(vault: Vault, scope: Scope, what: str) -> bytes:
    """Under what codes are counted: a keyed hash, which names nobody."""
    return vault.hash_request(f"code/{scope}/{what}")
