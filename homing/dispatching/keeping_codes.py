"""A one-time code, between its making and its text: what is kept of it is a keyed hash."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.store import verifications
from homing.store.account_messages import AccountMessage
from homing.store.vault import Vault


async def keep_codes(
    connection: AsyncConnection, vault: Vault, message: AccountMessage | None, codes: Iterable[str | None]
) -> None:
    """In the transaction before the request: from now on the code about to be sent counts, and none before
    it. A request that is made again has a fresh one, so none is kept in order to be sent again."""
    if message is None or message.verification is None:
        return
    for code in codes:
        if code is not None:
            code_hash = vault.hash_code(message.verification, code)
            await verifications.keep_code(connection, message.id, code_hash)
