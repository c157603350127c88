"""What users wish of messages: which classes of them on which channel, and when not to be disturbed."""

from dataclasses import dataclass
from datetime import time
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.schedule import Span, leave_no_hour


@dataclass(frozen=True, slots=True)
class Preferences:
    """``channels_off`` and ``classes_off`` (see ``homing.domain.consents.switch_of``) are what the user does
    not want. Nothing that may wait comes in the user's own quiet hours, nor in the organization's."""

    channels_off: list[str]
    classes_off: list[str]
    quiet_from: time | None
    quiet_until: time | None
    org_quiet_from: time | None
    org_quiet_until: time | None


_READ: Final = """
    select u.channels_off, u.classes_off, u.quiet_from, u.quiet_until, o.quiet_from as org_quiet_from,
           o.quiet_until as org_quiet_until
      from users u join organizations o on o.id = u.org_id where u.org_id = :org and u.id = :user
"""
_SHOWN: Final = text(_READ)
_HELD: Final = text(f"{_READ} for update of u")


async def read_preferences(connection: AsyncConnection, org: UUID, user: UUID) -> Preferences:
    """Raises NotFoundError."""
    row = (await connection.execute(_SHOWN, {"org": org, "user": user})).first()
    if row is None:
        raise NotFoundError("user")
    return Preferences(*row)


_SWITCH: Final = text("""
    update users
       set classes_off = case when :on then array_remove(classes_off, cast(:switch as text))
                              else array_append(array_remove(classes_off, cast(:switch as text)),
                                                cast(:switch as text)) end
     where org_id = :org and id = :user
""")


async def switch_class(connection: AsyncConnection, org: UUID, user: UUID, switch: str, *, on: bool) -> None:
    """Whether the user wants a class of messages on a channel. Raises NotFoundError."""
    await _hold(connection, org, user)
    await connection.execute(_SWITCH, {"org": org, "user": user, "switch": switch, "on": on})


_QUIET: Final = text("""
    update users set quiet_from = :start, quiet_until = :end where org_id = :org and id = :user
""")


async def set_quiet_hours(connection: AsyncConnection, org: UUID, user: UUID, span: Span | None) -> None:
    """Quiet hours of the user's own; None: none. Raises NotFoundError, and RefusedError
    ``quiet_hours_all_day`` where together with the organization's they leave no hour of the day."""
    found = await _hold(connection, org, user)
    start, end = span or (None, None)
    bounds = ((start, end), (found.org_quiet_from, found.org_quiet_until))
    if span is not None and leave_no_hour((one, two) for one, two in bounds if one and two):
        raise RefusedError("quiet_hours_all_day")
    await connection.execute(_QUIET, {"org": org, "user": user, "start": start, "end": end})


async def _hold(connection: AsyncConnection, org: UUID, user: UUID) -> Preferences:
    row = (await connection.execute(_HELD, {"org": org, "user": user})).first()
    if row is None:
        raise NotFoundError("user")
    return Preferences(*row)
