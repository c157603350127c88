"""Reconcile: find out what became of requests that nobody saw the end of. Never by sending again."""

import hmac
import logging
from datetime import timedelta
from typing import Final, cast

from homing.dispatching.context import Limits, Sending
from homing.dispatching.receipts import take_receipt
from homing.providers.base import Listed, Lists
from homing.store import news
from homing.store.news import UnknownRow

_LOG = logging.getLogger(__name__)

_GRACE: Final = timedelta(seconds=1)
_CLOCKS_DIFFER: Final = timedelta(minutes=1)


def grace_seconds(limits: Limits) -> float:
    """How long after its lease a request may still be under way."""
    return (limits.provider_timeout + _GRACE).total_seconds()


async def expire(sending: Sending) -> int:
    """Give up what has been posting for longer than a request can last: its outcome is unknown."""
    grace = grace_seconds(sending.limits)
    return await sending.database.repeat_system(lambda c: news.expire_leases(c, grace))


async def ask(sending: Sending) -> int:
    """Ask the providers for messages of unknown outcome. Returns how many were found.

    Absence proves nothing, since listings lag: what is not found stays unknown and is asked for again.
    """
    until = sending.limits.unknown_after.total_seconds()
    rows = await sending.database.repeat_system(lambda c: news.take_unknown(c, until))
    found = 0
    for row in rows:
        provider = sending.providers.get(row.provider)
        if provider is None or not hasattr(provider, "messages_to"):
            continue
        try:
            found += await _ask_one(sending, cast(Lists, provider), row)
        except (OSError, TimeoutError) as error:
            _LOG.warning(
                "attempt %s: the provider could not be asked: %s", row.attempt_id, type(error).__name__
            )
    return found


async def _ask_one(sending: Sending, provider: Lists, row: UnknownRow) -> bool:
    recipient = sending.vault.decrypt(row.key_id, row.sealed)
    async for message in provider.messages_to(recipient, row.sender):
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
    """Whether a listed message is this attempt's: the same text (each has a link of its own), not older,
    and not known as another attempt's."""
    if message.created_at < row.posted_at - _CLOCKS_DIFFER:
        return False
    if not hmac.compare_digest(sending.vault.hash_body(message.body), row.body_hash):
        return False
    async with sending.database.system() as connection:
        return not await news.is_claimed(connection, row.provider, message.provider_id)
