"""What a refusal or a failed delivery teaches beyond its own dispatch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.dispatching.context import Sending
from homing.domain.outcome import FailureReason
from homing.store import opt_facts, optouts
from homing.store.alerts import AlertKind, raise_alert

_INVALIDATE: Final = text("""
    update reachabilities set state = 'invalid'
     where org_id = :org and user_id = :user and hmac = :hmac and state = 'verified'
""")
_LOCK_USER: Final = text("select 1 from users where org_id = :org and id = :user for update")
_CLOSE_COUNTRY: Final = text("""
    insert into country_blocks (org_id, channel, country, reason) values (:org, :channel, :country, :reason)
    on conflict do nothing
""")
_LOCK_CHANNEL: Final = text("""
    select enabled and enabled_at > cast(:posted as timestamptz) as mended from org_channels
     where org_id = :org and channel = :channel for update
""")
_STOP_CHANNEL: Final = text("""
    update org_channels set enabled = false, disabled_reason = :reason
     where org_id = :org and channel = :channel and enabled
""")


OF_THE_PERSON: Final = frozenset({FailureReason.OPTED_OUT_AT_PROVIDER, FailureReason.NUMBER_REFUSED})
"""What teaches something of the very person. The rest, said of many, teaches the same once."""
PROVIDER: Final = "provider"
"""The source of an opt-out that the provider made known by refusing."""
OPTED_OUT_AT_PROVIDER: Final = "21610"
"""The rule of one that it knows of as such."""
TOLL_FREE_STOP: Final = "30004_toll_free"
"""The rule by which a text from a toll-free number that is blocked (30004) is an opt-out: there the network
itself takes the STOP, and tells of it in no other way."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A refusal or a failed delivery: of whom, and what it was sent from. ``provider`` and ``provider_id``:
    of the message, where there is one. ``posted_at``: when its request was made; None: just now."""

    org: UUID
    channel: str
    reason: FailureReason
    user: UUID
    hmac: bytes | None
    country: str | None
    sender: UUID | None = None
    toll_free: bool = False
    provider: str | None = None
    provider_id: str | None = None
    posted_at: datetime | None = None

    @property
    def subject(self) -> tuple[object, ...]:
        """The same for those that teach the same."""
        person = self.reason in OF_THE_PERSON or self.is_stop
        return (
            self.org,
            self.channel,
            self.reason,
            self.country,
            (self.user, self.hmac) if person else None,
            self.sender if self.reason is FailureReason.CONGESTED else None,
        )

    @property
    def is_stop(self) -> bool:
        return self.reason is FailureReason.BLOCKED and self.toll_free


async def learn(sending: Sending, lesson: Lesson, count: int = 1) -> None:
    """Draw the consequence of a refusal, in a transaction of its own. Repeating it changes nothing but how
    often its alert has been raised; ``count``: refusals that teach the same."""
    org, database = lesson.org, sending.database
    # What is closed or switched off is so for all that goes by it.
    channel = BY_NAME[lesson.channel].traits.market
    match lesson.reason:
        case FailureReason.OPTED_OUT_AT_PROVIDER if lesson.hmac is not None:
            hmac = lesson.hmac
            await database.repeat_system(lambda c: _opt_out(c, hmac, lesson, OPTED_OUT_AT_PROVIDER))
        case FailureReason.BLOCKED if lesson.is_stop and lesson.hmac is not None:
            hmac = lesson.hmac
            await database.repeat_system(lambda c: _opt_out(c, hmac, lesson, TOLL_FREE_STOP))
        case FailureReason.NUMBER_REFUSED if lesson.hmac is not None:
            user, hmac = lesson.user, lesson.hmac
            await database.repeat_app(org, lambda c: _invalidate(c, org, user, hmac))
        case FailureReason.COUNTRY_REFUSED if lesson.country is not None:
            country = lesson.country
            await database.repeat_app(org, lambda c: _close_country(c, org, channel, country, count))
        case FailureReason.CONFIGURATION | FailureReason.ACCOUNT_SUSPENDED as reason:
            # What waits for it is skipped by the housekeeping: it may be more than a callback has time for.
            stop = partial(stop_channel, org=org, channel=channel, reason=reason.value, count=count)
            await database.repeat_app(org, partial(stop, posted_at=lesson.posted_at))
        case _:
            await _tell(sending, lesson, count)


_ALERTS: Final[Mapping[FailureReason, AlertKind]] = {
    FailureReason.ACCOUNT_LIMITED: AlertKind.ACCOUNT_LIMITED,
    FailureReason.CONTENT_REFUSED: AlertKind.CONTENT_REFUSED,
    FailureReason.FILTERED: AlertKind.CONTENT_REFUSED,
    FailureReason.UNREGISTERED: AlertKind.CONTENT_REFUSED,
    FailureReason.CONGESTED: AlertKind.SENDER_CONGESTED,
}
"""What admins are told of at once. Any other reason says something of its one message alone."""


async def _tell(sending: Sending, lesson: Lesson, count: int) -> None:
    kind = _ALERTS.get(lesson.reason)
    if kind is None:
        return
    org, channel, sender = lesson.org, lesson.channel, lesson.sender
    named = sender if kind is AlertKind.SENDER_CONGESTED else None
    await sending.database.repeat_app(org, lambda c: raise_alert(c, org, kind, channel, count, sender=named))


async def _opt_out(connection: AsyncConnection, hmac: bytes, lesson: Lesson, rule: str) -> None:
    """By a message that failed later it is told once, however often that is reported, and not at all where
    the person wrote a START since its request was made: that lifted what it met with. A refusal at once has
    no message, and counts where it changes something."""
    await optouts.hold(connection, hmac)
    if lesson.posted_at is not None and await opt_facts.resumed_since(connection, hmac, lesson.posted_at):
        return
    sender = await opt_facts.read_sender(connection, lesson.sender)
    said = optouts.Said(
        "",
        provider=lesson.provider,
        provider_id=lesson.provider_id,
        rule=rule,
        sender=sender,
        org=lesson.org,
    )
    await optouts.record(connection, hmac, PROVIDER, said)


async def _invalidate(connection: AsyncConnection, org: UUID, user: UUID, hmac: bytes) -> None:
    await connection.execute(_LOCK_USER, {"org": org, "user": user})
    await connection.execute(_INVALIDATE, {"org": org, "user": user, "hmac": hmac})


async def _close_country(
    connection: AsyncConnection, org: UUID, channel: str, country: str, count: int
) -> None:
    parameters = {"org": org, "channel": channel, "country": country, "reason": "country_refused"}
    await connection.execute(_CLOSE_COUNTRY, parameters)
    await raise_alert(connection, org, AlertKind.COUNTRY_CLOSED, channel, count)


async def stop_channel(  # which, why, and since when that is known
    connection: AsyncConnection,
    org: UUID,
    channel: str,
    reason: str,
    count: int = 1,
    posted_at: datetime | None = None,
) -> None:
    """Switch a channel off for an organization until an admin has looked, and tell them: but not for what was
    posted before one switched it on again."""
    which = {"org": org, "channel": channel, "posted": posted_at}
    found = (await connection.execute(_LOCK_CHANNEL, which)).first()
    if found is not None and found.mended:
        return
    await connection.execute(_STOP_CHANNEL, {"org": org, "channel": channel, "reason": reason})
    await raise_alert(connection, org, AlertKind.CHANNEL_STOPPED, channel, count)
