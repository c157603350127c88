"""What is of no use any more goes."""

from homing.dispatching.context import Sending
from homing.store import idempotency, keys, sessions


async def forget(sending: Sending) -> int:
    """Idempotency keys after a day, sessions once they are over, and API keys a month after they ended.
    Returns how many."""
    requests = await sending.database.repeat_system(idempotency.forget_old)
    ended = await sending.database.repeat_system(sessions.forget_old_sessions)
    return requests + ended + await sending.database.repeat_system(keys.forget_old_keys)
