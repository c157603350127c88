"""Texts about a number itself go the way of every text: claimed, posted and settled, at most once."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from homing.channels import ACCOUNT_SMS
from homing.dispatching.behind import check_ledger
from homing.dispatching.claim import ClaimRequest
from homing.dispatching.context import Sending
from homing.dispatching.page import run_page
from homing.domain.errors import LedgerBehindError
from homing.observing import get_logger
from homing.store import account_messages
from homing.store.account_messages import AccountMessage, AccountOutcome
from homing.store.ledger import PageKey

__all__ = ["AccountOutcome", "request_of", "send_account_message", "send_account_messages"]

_LOG = get_logger(__name__)

LEFT_TO_ITS_ASKER: Final = timedelta(seconds=5)
"""What was asked for so short a time ago somebody is about to send."""
_MOST: Final = 200
"""Messages in one turn of the housekeeping."""
_AT_ONCE: Final = 4


async def send_account_message(sending: Sending, org: UUID, id_: UUID) -> AccountOutcome:
    """Send a message that was asked for (``account_messages.request``), unless it was sent or is pointless by
    now. Safe to repeat, and beside itself. What is held the housekeeping sends when it is due.

    Raises NotFoundError where there is no such message, LedgerBehindError while nothing may be sent because
    the ledger was put back, and StorageError.
    """
    async with sending.database.app(org) as connection:
        message = await account_messages.read_message(connection, org, id_)
    if message.over and not message.done:
        await sending.database.repeat_app(org, partial(account_messages.close, org=org, id_=id_))
    if not message.done:
        try:
            await run_page(sending, request_of(sending, message))
        except LedgerBehindError:
            await check_ledger(sending, org)  # this process may be the first to notice
            raise
    return await sending.database.repeat_app(org, partial(account_messages.finish, org=org, id_=id_))


def request_of(sending: Sending, message: AccountMessage) -> ClaimRequest:
    """The page of one that a message is."""
    return ClaimRequest(
        page=PageKey(message.step, 0, 0, 1),
        channel=ACCOUNT_SMS,
        earlier=(),
        rule=None,
        available=ACCOUNT_SMS.provider in sending.providers,
        message_class=message.what.message_class,
        urgent=message.what.awaited,
        account=message,
    )


async def send_account_messages(sending: Sending) -> int:
    """Send what nobody has sent, what was held and is due, and be done with what is pointless. One that fails
    keeps no other from it. Returns how many there are nothing more to do for."""
    async with sending.database.system() as connection:
        due = await account_messages.read_due(connection, LEFT_TO_ITS_ASKER.total_seconds(), _MOST)
    at_once = asyncio.Semaphore(_AT_ONCE)

    async def one(org: UUID, id_: UUID) -> bool:
        async with at_once:
            try:
                return (await send_account_message(sending, org, id_)).done
            except LedgerBehindError:
                return False
            except Exception as error:  # noqa: BLE001  # it is tried again at the next turn
                _LOG.error("account message failed", message=id_, error=error)
                return False

    return sum(await asyncio.gather(*(one(*which) for which in due)))
