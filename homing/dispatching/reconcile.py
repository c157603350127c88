"""Reconcile: find out what became of requests that nobody saw the end of. Never by sending again."""

import asyncio
import hmac
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, cast

from homing.dispatching.context import Limits, Sending
from homing.dispatching.receipts import take_receipt
from homing.domain.outcome import DispatchState
from homing.observing import Metrics, get_logger
from homing.providers.base import Listed, Lists
from homing.store import news
from homing.store.news import UnknownRow

_LOG = get_logger(__name__)

_GRACE: Final = timedelta(seconds=1)
_LONGEST_QUEUE: Final = timedelta(hours=10)
"""The longest that a message waits at the provider between its creation and its sending."""
_AT_ONCE: Final = 16


def grace_seconds(limits: Limits) -> float:
    """How long after its lease a request may still be under way."""
    return (limits.provider_timeout + _GRACE).total_seconds()


async def expire(sending: Sending) -> int:
    """Give up what has been posting for longer than a request can last: its outcome is unknown."""
    grace = grace_seconds(sending.limits)
    expired = await sending.database.repeat_system(lambda c: news.expire_leases(c, grace))
    count_expired(sending.metrics, expired)
    return len(expired)


def count_expired(metrics: Metrics, channels: Sequence[str]) -> None:
    """Count what was given up, by the channel of each; once that is committed."""
    for channel, count in Counter(channels).items():
        metrics.dispatched(channel, Counter({(DispatchState.UNKNOWN, None): count}))


async def ask(sending: Sending) -> int:
    """Ask the providers for messages of unknown outcome. Returns how many were found.

    Absence proves nothing, since listings lag: what is not found stays unknown and is asked for again.
    """
    until = sending.limits.unknown_after.total_seconds()
    rows = await sending.database.repeat_system(lambda c: news.take_unknown(c, until))
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def one(row: UnknownRow) -> bool:
        provider = sending.providers.get(row.provider)
        if provider is None or not hasattr(provider, "messages_to"):
            return False
        async with at_once:
            try:
                return await _ask_one(sending, cast(Lists, provider), row)
            except Exception as error:  # noqa: BLE001  # one that can't be asked for keeps no other waiting
                _LOG.warning("attempt could not be asked for", attempt=row.attempt_id, error=error)
                return False

    return sum(await asyncio.gather(*(one(row) for row in rows)))


async def _ask_one(sending: Sending, provider: Lists, row: UnknownRow) -> bool:
    recipient = sending.vault.decrypt(row.key_id, row.sealed)
    async for message in provider.messages_to(recipient, row.sender):
        if message.created_at < row.posted_at - _LONGEST_QUEUE:
            return False  # newest first, by the time of sending: what follows is older still
        if await is_attempts_message(sending, row, message):
            return await take_receipt(
                sending,
                row.attempt_id,
                message.provider_id,
                message.status,
                error_code=message.error_code,
                reason=message.reason,
            )
    return False


async def is_attempts_message(sending: Sending, row: UnknownRow, message: Listed) -> bool:
    """Whether a listed message is this attempt's: the same text (each has a link of its own), and not known
    as another attempt's."""
    if not hmac.compare_digest(sending.vault.hash_body(message.body), row.body_hash):
        return False
    async with sending.database.system() as connection:
        return not await news.is_claimed(connection, row.provider, message.provider_id)
