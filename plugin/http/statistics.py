"""What became of messages and what came back, by campaign, step, country, sender, day and channel."""

from dataclasses import asdict
from datetime import date, timedelta
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import AfterValidator
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import SENT_ON
from homing.domain.errors import Fault
from homing.domain.outcome import DispatchState
from homing.store import listings, statistics
from homing.store.statistics import By, MessageCount, Part, Span
from homing.store.statistics import Scope as Counted
from plugin.http.backend import Backend
from plugin.http.filters import ChannelName
from plugin.http.models import Model, sound_day
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs

_DAYS: Final = 30
"""That are counted where none are named."""
_MOST_DAYS: Final = 366
_MOST_GROUPS: Final = 1000
_PATIENCE: Final = timedelta(seconds=10)
"""What counting may take: whoever switches a channel off waits for what has begun before."""
_RECEIPTED: Final = tuple(channel.traits.name for channel in SENT_ON if channel.traits.receipts)

Day = Annotated[date, AfterValidator(sound_day)]
First = Annotated[Day | None, Query(alias="from", description="The first of the organization's days")]
Last = Annotated[Day | None, Query(alias="to", description="The last of them, itself included")]
ByQuery = Annotated[
    list[By],
    Query(max_length=3, description="What messages are counted by; several: by all of them together"),
]


class ReceiptCounts(Model):
    """Of the messages that a provider accepted on a channel with receipts: how many arrived, did not, have
    no final receipt though it was awaited long enough (the step's `deliveryWait`, else 10 minutes), and may
    still get one. ``coverage``: the share that has a final receipt; null where nothing was accepted."""

    accepted: int
    delivered: int
    not_delivered: int
    no_receipt: int
    awaited: int
    coverage: float | None


class Counts(Model):
    """``states``: state -> messages; ``reasons``: ``state:reason`` -> messages; ``segments`` of what was
    accepted; ``costMicros``, and how much of it is not priced yet; ``replies``: kind -> texts; how often by
    one a number opted out that had not, and in again that was out."""

    messages: int
    states: dict[str, int]
    reasons: dict[str, int]
    segments: int
    cost_micros: int
    estimated_micros: int
    receipts: ReceiptCounts
    replies: dict[str, int]
    opted_out: int
    opted_in: int


class GroupCounts(Counts):
    """What messages have in common: null where they are not counted by it, or have none."""

    campaign_id: UUID | None
    step: str | None
    country: str | None
    sender_id: UUID | None
    sender: str | None
    day: date | None
    channel: str | None


class Statistics(Model):
    """Counts of the organization's local days, the last one included (null: of all time). ``complete`` false:
    only the 1000 largest groups are shown."""

    first_day: date | None
    last_day: date | None
    time_zone: str
    currency: str
    by: list[By]
    total: Counts
    groups: list[GroupCounts]
    complete: bool


class _Counting:
    """Counts as a caller may see them."""

    def __init__(self, backend: Backend, patience: timedelta) -> None:
        self._database = backend.sending.database
        self._patience = patience

    async def lately(
        self, org: UUID, by: list[By], first: date | None, last: date | None, channel: str | None
    ) -> Statistics:
        async with self._database.app(org) as connection:
            span = await statistics.read_span(connection, org, first, last, _DAYS - 1)
            _check(span)
            scope = Counted(span.since, span.until, span.time_zone, _RECEIPTED, channel=channel)
            return await self._counted(connection, org, scope, by, span)

    async def of_campaign(
        self,
        org: UUID,
        campaign: UUID,
        by: list[By],
        first: date | None,
        last: date | None,
        channel: str | None,
    ) -> Statistics:
        bounded = first is not None or last is not None
        async with self._database.app(org) as connection:
            await listings.read_campaign(connection, org, campaign)
            span = await statistics.read_span(connection, org, first, last, _MOST_DAYS - 1)
            if bounded:
                _check(span)
            since, until = (span.since, span.until) if bounded else (None, None)
            scope = Counted(since, until, span.time_zone, _RECEIPTED, campaign, channel)
            return await self._counted(connection, org, scope, by, span)

    async def _counted(
        self, connection: AsyncConnection, org: UUID, scope: Counted, by: list[By], span: Span
    ) -> Statistics:
        wanted = list(dict.fromkeys(by))
        found = await statistics.count(
            connection, org, scope, wanted, most=_MOST_GROUPS, patience=self._patience
        )
        bounded = scope.since is not None
        groups = [GroupCounts(**asdict(key), **dict(_sums(part))) for key, part in found.groups.items()]
        return Statistics(
            first_day=span.first if bounded else None,
            last_day=span.last if bounded else None,
            time_zone=span.time_zone,
            currency=span.currency,
            by=wanted,
            total=_sums(found.total),
            # Days in their order, and else the largest first.
            groups=sorted(groups, key=lambda group: (group.day or date.min, -group.messages, str(group))),
            complete=found.complete,
        )


def statistics_routes(backend: Backend, patience: timedelta = _PATIENCE) -> APIRouter:
    """``/v1/statistics`` and ``/v1/campaigns/{campaign}/statistics``."""
    router = APIRouter(prefix="/v1", tags=["Messages"])
    counting = _Counting(backend, patience)
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type

    @router.get("/statistics", summary="What became of messages, and what came back")
    async def everything(
        caller: Editor,
        by: ByQuery = [By.CAMPAIGN],  # noqa: B006  # FastAPI copies it
        first: First = None,
        last: Last = None,
        channel: ChannelName | None = None,
    ) -> Statistics:
        """Of the last 30 days, unless others are named, at most 366. Messages count on the day on which it
        was decided to make them, replies on the day on which they came."""
        return await counting.lately(caller.org, by, first, last, channel)

    @router.get("/campaigns/{campaign}/statistics", summary="What became of a campaign's messages")
    async def of_campaign(
        caller: Editor,
        campaign: UUID,
        by: ByQuery = [By.STEP],  # noqa: B006  # FastAPI copies it
        first: First = None,
        last: Last = None,
        channel: ChannelName | None = None,
    ) -> Statistics:
        """Of all its time, unless days are named."""
        return await counting.of_campaign(caller.org, campaign, by, first, last, channel)

    return router


def _check(span: Span) -> None:
    """Raises Problem 422 for days in the wrong order, or too many."""
    fault = None
    if span.last < span.first:
        fault = Fault("query.to", "is before the first day")
    elif span.last - span.first >= timedelta(days=_MOST_DAYS):
        fault = Fault("query.from", f"is more than {_MOST_DAYS} days before the last day")
    if fault is not None:
        raise Problem(422, "invalid", "The request has faults", errors=[fault])


def _sums(part: Part) -> Counts:
    messages, heard = part.messages, part.replies
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for one in messages:
        states[one.state] = states.get(one.state, 0) + one.messages
        if one.reason is not None:
            reason = f"{one.state}:{one.reason}"
            reasons[reason] = reasons.get(reason, 0) + one.messages
    estimated = sum(one.estimated for one in messages)
    return Counts(
        messages=sum(one.messages for one in messages),
        states=states,
        reasons=reasons,
        segments=sum(one.segments for one in messages),
        cost_micros=sum(one.booked for one in messages) + estimated,
        estimated_micros=estimated,
        receipts=_receipts(messages),
        replies={one.kind: one.replies for one in heard},
        opted_out=sum(one.opted_out for one in heard),
        opted_in=sum(one.opted_in for one in heard),
    )


def _receipts(messages: list[MessageCount]) -> ReceiptCounts:
    accepted = sum(one.accepted for one in messages)
    delivered, failed = (
        sum(one.accepted for one in messages if one.state == state)
        for state in (DispatchState.DELIVERED, DispatchState.NOT_DELIVERED)
    )
    silent = sum(one.silent for one in messages)
    return ReceiptCounts(
        accepted=accepted,
        delivered=delivered,
        not_delivered=failed,
        no_receipt=silent,
        awaited=accepted - delivered - failed - silent,
        coverage=round((delivered + failed) / accepted, 4) if accepted else None,
    )
