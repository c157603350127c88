"""What users wish holds before it is answered: no message begins that did not see it."""

from uuid import UUID

from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.consents import switch_of
from homing.domain.schedule import Span
from homing.domain.strategy import MessageClass
from homing.store import preferences


async def switch_class(  # whose, what, and how
    sending: Sending, org: UUID, user: UUID, channel: str, message_class: MessageClass, *, on: bool
) -> None:
    """Whether a user wants a class of messages on a channel. Raises NotFoundError for a stranger."""
    switch = switch_of(channel, message_class)
    await sending.database.repeat_app(org, lambda c: preferences.switch_class(c, org, user, switch, on=on))
    if not on:
        await withdraw.wait_for_user(sending, org, user)


async def set_quiet_hours(sending: Sending, org: UUID, user: UUID, span: Span | None) -> None:
    """Quiet hours of a user's own; None: none. Raises NotFoundError, and RefusedError
    ``quiet_hours_all_day``."""
    await sending.database.repeat_app(org, lambda c: preferences.set_quiet_hours(c, org, user, span))
    await withdraw.wait_for_user(sending, org, user)
