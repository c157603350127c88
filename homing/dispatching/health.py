"""What attempts and replies teach of a number: hard failures in a row, or one "wrong number", quarantine it
for the organization until somebody has looked."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.dispatching.context import Sending
from homing.dispatching.withdraw import wait_for_everybody, wait_for_numbers
from homing.domain.errors import NotFoundError
from homing.domain.outcome import FailureReason
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.store import health
from homing.store.alerts import AlertKind, raise_alerts
from homing.store.health import NumberKey, Verdict
from homing.store.numbers import hold_all

HARD: Final = frozenset({FailureReason.NUMBER_UNKNOWN, FailureReason.LANDLINE, FailureReason.NUMBER_REFUSED})
"""Failures that lie in the number itself, and would be the same tomorrow."""
WRONG_NUMBER: Final = "wrong_number"

_BY_PHONE: Final = frozenset(
    name for name, channel in BY_NAME.items() if channel.traits.identifier is IdentifierKind.PHONE
)
_TEXTS: Final = "sms"
"""The channel that a reply came by."""


async def delivered(connection: AsyncConnection, verdicts: Sequence[Verdict]) -> None:
    """Begin to count anew at the numbers at which something has arrived, out of a set of news, in the
    transaction in which it is taken: one statement, which finds nothing where nothing had failed."""
    await health.reset(connection, [one for one in _of_numbers(verdicts) if one.reason is None])


async def failed(sending: Sending, verdicts: Sequence[Verdict]) -> None:
    """Count the hard failures out of a set of news, and quarantine the numbers that have had enough.

    The set is in the order in which it came: a failure before a delivery to the same number is told, and
    does not count. Repeating it changes nothing.
    """
    hard = hard_of(verdicts)
    if not hard:
        return

    async def work(connection: AsyncConnection) -> None:
        await hold(connection, hard)
        await count(connection, hard)

    await sending.database.repeat_system(work)


async def hold(connection: AsyncConnection, hard: Sequence[Verdict]) -> None:
    """Hold the rows of the numbers of hard failures, before any later lock: whatever is posted to one that
    is quarantined now was posted before."""
    if hard:
        await hold_all(connection, {one.hmac for one in hard if one.hmac is not None})


async def count(connection: AsyncConnection, hard: Sequence[Verdict]) -> None:
    """``failed``, in a transaction that holds the numbers and locks nothing afterwards."""
    if not hard:
        return
    channels = {NumberKey(one.org_id, one.hmac): one.channel for one in hard if one.hmac is not None}
    bad = await health.quarantine(connection, await health.count_failures(connection, hard))
    await _tell(connection, Counter((one.org_id, channels[one]) for one in bad))


def _of_numbers(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if one.hmac is not None and one.channel in _BY_PHONE]


def hard_of(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The failures of the right class, each attempt's once, and none of what arrived after all."""
    listed = _of_numbers(verdicts)
    proved = {one.attempt_id for one in listed if one.reason is None}
    hard: dict[UUID, Verdict] = {}
    arrived = set()
    for one in reversed(listed):
        number = (one.org_id, one.hmac)
        if one.reason is None:
            arrived.add(number)
        elif one.reason in HARD and one.attempt_id not in proved:
            hard[one.attempt_id] = replace(one, counts=number not in arrived)
    return list(reversed(hard.values()))


async def wrong_number(sending: Sending, number: E164, org: UUID | None) -> None:
    """Take it that a number is not the one of whom it is meant to be, for the organization that was told so;
    None: for all that have it. Once this returns no request from there to the number begins. Quarantined
    already, nothing changes; released since, it is quarantined anew: each message is told once."""
    hmac = sending.vault.hash_identifier(number)

    async def work(connection: AsyncConnection) -> None:
        keys = await health.read_owners(connection, hmac) if org is None else [NumberKey(org, hmac)]
        await hold_all(connection, [hmac])
        bad = await health.quarantine(connection, keys, WRONG_NUMBER)
        await _tell(connection, Counter((one.org_id, _TEXTS) for one in bad))

    await sending.database.repeat_system(work)
    if org is None:
        await wait_for_everybody(sending, [hmac])
    else:
        await wait_for_numbers(sending, org, [hmac])


async def release_user(sending: Sending, org: UUID, user: UUID, actor: str) -> list[UUID]:
    """Let a user's numbers be texted again; else as ``release_number``."""

    async def work(connection: AsyncConnection) -> list[UUID]:
        return await _release(connection, org, await health.read_unfit_of(connection, org, user), actor)

    return await sending.database.repeat_app(org, work)


async def release_number(sending: Sending, org: UUID, number: E164, actor: str) -> list[UUID]:
    """Let a number be texted again that is quarantined or was refused as none, in the state that it had.
    Returns the users whose it is; raises NotFoundError where it was neither in this organization."""
    hmac = sending.vault.hash_identifier(number)
    return await sending.database.repeat_app(org, lambda c: _release(c, org, [hmac], actor))


async def _release(
    connection: AsyncConnection, org: UUID, hashes: Collection[bytes], actor: str
) -> list[UUID]:
    users = await health.release(connection, org, hashes, actor)
    if users is None:
        raise NotFoundError("quarantined_number")
    return users


async def _tell(connection: AsyncConnection, counts: Counter[tuple[UUID, str]]) -> None:
    await raise_alerts(connection, AlertKind.NUMBER_QUARANTINED, counts)
