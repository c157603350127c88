"""Channels tried in order: whom the earlier ones failed to reach."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class FallThrough:
    """When a dispatch that was not refused counts as not having reached all the same: whether a failed
    delivery does, and after how many seconds an unknown outcome does (None: never, it is assumed sent), or
    silence on the channels ``receipted``, whose providers report deliveries (None: never, accepted will do).
    """

    not_delivered: bool
    unknown_seconds: float | None
    receipt_seconds: float | None = None
    receipted: tuple[str, ...] = ()


FINAL_WITHOUT_REACHING: Final = """
    (d.state in ('skipped', 'rejected')
     or (d.state = 'not_delivered' and :not_delivered)
     or (d.state = 'unknown' and d.changed_at < now() - make_interval(secs => :unknown_seconds))
     or (d.state = 'sent' and d.channel = any(:receipted)
         and d.changed_at < now() - make_interval(secs => :receipt_seconds)))
"""
"""Of a dispatch ``d``; with the parameters of ``fall_through_parameters``."""
_NEVER: Final = 1e9
"""Seconds, about 30 years: what is assumed sent never falls through."""

_UNREACHED: Final = text(f"""
    select d.user_id from dispatches d
     where d.id = any(:id) and {FINAL_WITHOUT_REACHING}
     group by d.user_id having count(*) = :channels
""")  # noqa: S608  # constants of this module


async def read_unreached(
    connection: AsyncConnection, ids: Sequence[UUID], channels: int, rule: FallThrough
) -> set[UUID]:
    """The users whose dispatches on all of the earlier ``channels`` are over and did not reach them."""
    found = await connection.execute(
        _UNREACHED, {"id": list(ids), "channels": channels, **fall_through_parameters(rule)}
    )
    return set(found.scalars())


def fall_through_parameters(rule: FallThrough) -> dict[str, Any]:
    return {
        "not_delivered": rule.not_delivered,
        "unknown_seconds": _NEVER if rule.unknown_seconds is None else rule.unknown_seconds,
        "receipt_seconds": _NEVER if rule.receipt_seconds is None else rule.receipt_seconds,
        "receipted": list(rule.receipted),
    }
