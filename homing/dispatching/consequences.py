"""What a refusal or a failed delivery teaches beyond its own dispatch."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.outcome import FailureReason
from homing.store import optouts
from homing.store.alerts import AlertKind, raise_alert
from homing.store.engine import Database

_INVALIDATE: Final = text("""
    update reachabilities set state = 'invalid' where org_id = :org and user_id = :user and hmac = :hmac
""")
_LOCK_USER: Final = text("select 1 from users where org_id = :org and id = :user for update")
_CLOSE_COUNTRY: Final = text("""
    insert into country_blocks (org_id, channel, country, reason) values (:org, :channel, :country, :reason)
    on conflict do nothing
""")
_STOP_CHANNEL: Final = text("""
    update org_channels set enabled = false, disabled_reason = :reason
     where org_id = :org and channel = :channel and enabled
""")


OF_THE_PERSON: Final = frozenset({FailureReason.OPTED_OUT_AT_PROVIDER, FailureReason.NUMBER_REFUSED})
"""What teaches something of the very person. The rest, said of many, teaches the same once."""


async def learn(  # who, where and what
    database: Database,
    org: UUID,
    channel: str,
    reason: FailureReason,
    *,
    user: UUID,
    hmac: bytes | None,
    country: str | None,
    count: int = 1,
) -> None:
    """Draw the consequence of a refusal, in a transaction of its own. Repeating it changes nothing but how
    often its alert has been raised; ``count``: refusals that teach the same."""
    match reason:
        case FailureReason.OPTED_OUT_AT_PROVIDER if hmac is not None:
            await database.repeat_system(lambda c: optouts.record(c, hmac, "provider"))
        case FailureReason.NUMBER_REFUSED if hmac is not None:
            await database.repeat_app(org, lambda c: _invalidate(c, org, user, hmac))
        case FailureReason.COUNTRY_REFUSED if country is not None:
            await database.repeat_app(org, lambda c: _close_country(c, org, channel, country, count))
        case FailureReason.CONFIGURATION | FailureReason.ACCOUNT_SUSPENDED:
            await database.repeat_app(org, lambda c: stop_channel(c, org, channel, reason.value, count))
        case FailureReason.ACCOUNT_LIMITED:
            kind = AlertKind.ACCOUNT_LIMITED
            await database.repeat_app(org, lambda c: raise_alert(c, org, kind, channel, count))
        case FailureReason.CONTENT_REFUSED | FailureReason.FILTERED | FailureReason.UNREGISTERED:
            kind = AlertKind.CONTENT_REFUSED
            await database.repeat_app(org, lambda c: raise_alert(c, org, kind, channel, count))
        case _:
            pass  # it says something of this one message alone


async def _invalidate(connection: AsyncConnection, org: UUID, user: UUID, hmac: bytes) -> None:
    await connection.execute(_LOCK_USER, {"org": org, "user": user})
    await connection.execute(_INVALIDATE, {"org": org, "user": user, "hmac": hmac})


async def _close_country(
    connection: AsyncConnection, org: UUID, channel: str, country: str, count: int
) -> None:
    parameters = {"org": org, "channel": channel, "country": country, "reason": "country_refused"}
    await connection.execute(_CLOSE_COUNTRY, parameters)
    await raise_alert(connection, org, AlertKind.COUNTRY_CLOSED, channel, count)


async def stop_channel(
    connection: AsyncConnection, org: UUID, channel: str, reason: str, count: int = 1
) -> None:
    """Switch a channel off for an organization until an admin has looked, and tell them."""
    await connection.execute(_STOP_CHANNEL, {"org": org, "channel": channel, "reason": reason})
    await raise_alert(connection, org, AlertKind.CHANNEL_STOPPED, channel, count)
