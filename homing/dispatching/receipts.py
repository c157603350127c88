"""Receipts: late news of messages, by callback or by asking, applied by rank, a set at a time."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import health
from homing.dispatching.consequences import Lesson, learn
from homing.dispatching.context import Sending
from homing.domain.outcome import DispatchState, EventKind, FailureReason
from homing.domain.receipts import RANK, STATE, ReceiptStatus
from homing.observing import get_logger
from homing.store import ledger, news
from homing.store.alerts import AlertKind, raise_alerts
from homing.store.health import Verdict
from homing.store.ledger import Event
from homing.store.news import AttemptRow, ReceiptRow

_LOG = get_logger(__name__)

_BEFORE_ACCEPTANCE: Final = frozenset(
    {
        DispatchState.POSTING,
        DispatchState.UNKNOWN,
        DispatchState.REJECTED,
        DispatchState.RESERVED,
        DispatchState.HELD,
        DispatchState.SKIPPED,
    }
)
_NOT_SENT: Final = ("rejected", "not_processed")
"""What an attempt ends as where there should be no message."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a provider says of the message that an attempt made. ``reason`` stands only where it was not
    delivered."""

    attempt: UUID
    provider_id: str
    status: ReceiptStatus
    error_code: int | None = None
    reason: FailureReason | None = None


async def take_receipt(  # one report
    sending: Sending,
    attempt: UUID,
    provider_id: str,
    status: ReceiptStatus,
    *,
    error_code: int | None = None,
    reason: FailureReason | None = None,
) -> bool:
    """Apply a report on an attempt. False where no such attempt exists."""
    [known] = await take_receipts(sending, [Report(attempt, provider_id, status, error_code, reason)])
    return known


async def take_receipts(sending: Sending, reports: Sequence[Report]) -> list[bool]:
    """Apply reports in one transaction, as if one after the other. False where no such attempt exists, or the
    message is known as another's.

    Repeated and outdated reports change nothing. The first news of acceptance, from whichever side, makes
    the dispatch ``sent``. A report that can't be written, such as one of two attempts' claims to one message,
    raises, and then none of the set is taken.
    """
    asked = {report.attempt for report in reports}

    async def work(connection: AsyncConnection) -> _Taken:
        rows = await news.lock_attempts(connection, asked)
        taken = await _without_others(connection, rows, reports)
        receipts = _first_of_each(rows, taken)
        fresh = await news.write_receipts(connection, [row for row, _ in receipts])
        unread = [report for row, report in receipts if row.key in fresh]
        accepted, moved = await _apply(connection, rows, unread)
        await health.delivered(connection, _verdicts(rows, unread, unread))
        return _Taken(rows, taken, unread, accepted, moved)

    done = await sending.database.repeat_system(work)
    _count(sending, done.rows, done.unread, done.accepted)
    sending.nudges.perhaps(done.rows[attempt].news for attempt in done.moved)
    # Also of reports that are repeated: the process may have gone away before it learned.
    await _learn(sending, done.rows, done.taken)
    await health.failed(sending, _verdicts(done.rows, done.taken, done.unread))
    taken = set(done.taken)
    for report in reports:
        if report.attempt in done.rows and report not in taken:
            _LOG.warning("report of another attempt's message", attempt=report.attempt)
    return [report in taken for report in reports]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What was locked, the reports of it that may be true, those of them that were new, of how many
    dispatches, by channel, they were the first news of their acceptance, and the attempts whose dispatches
    they moved."""

    rows: dict[UUID, AttemptRow]
    taken: list[Report]
    unread: list[Report]
    accepted: Counter[str]
    moved: list[UUID]


async def _without_others(
    connection: AsyncConnection, rows: Mapping[UUID, AttemptRow], reports: Sequence[Report]
) -> list[Report]:
    """Reports on attempts that exist, but of no message that is another's. Nobody has to be asked of those
    that an attempt is known by, as by most."""
    known = [report for report in reports if report.attempt in rows]
    doubtful = {
        (rows[one.attempt].provider, one.provider_id)
        for one in known
        if rows[one.attempt].provider_id != one.provider_id
    }
    owners = await news.read_owners(connection, doubtful) if doubtful else {}
    return [report for report in known if owners.get(report.provider_id, report.attempt) == report.attempt]


def _first_of_each(
    rows: Mapping[UUID, AttemptRow], reports: Sequence[Report]
) -> list[tuple[ReceiptRow, Report]]:
    """Reports on these attempts, without repetitions, in their order, and how each is kept."""
    first: dict[tuple[str, str, str], tuple[ReceiptRow, Report]] = {}
    for report in reports:
        row = rows[report.attempt]
        receipt = ReceiptRow(
            row.provider, report.provider_id, report.status, row.org_id, row.id, report.error_code
        )
        first.setdefault(receipt.key, (receipt, report))
    return list(first.values())


async def _apply(
    connection: AsyncConnection, locked: Mapping[UUID, AttemptRow], reports: Sequence[Report]
) -> tuple[Counter[str], list[UUID]]:
    """Follow the reports one after the other, then write where that leads. Returns of how many dispatches, by
    channel, this was the first news of their acceptance, and the attempts whose dispatches it moved."""
    rows = dict(locked)
    events: list[Event] = []
    second: Counter[tuple[UUID, str]] = Counter()
    accepted: Counter[str] = Counter()
    for report in reports:
        row = rows[report.attempt]
        others = row.provider_id not in (None, report.provider_id)
        if others or row.attempt_state in _NOT_SENT:
            # Two messages of one attempt, or one that was said not to exist: the very thing that must not be.
            second[row.org_id, row.channel] += 1
        if not others:
            rows[row.id], told = _followed(row, report)
            events += told
            accepted[row.channel] += any(event.kind is EventKind.SENT for event in told)
    changed = [row for row in rows.values() if row is not locked[row.id]]
    moved = [row for row in changed if _stands(row) != _stands(locked[row.id])]
    await news.write_attempts(connection, changed)
    await news.write_dispatches(connection, moved)
    await ledger.write_events(connection, events)
    await raise_alerts(connection, AlertKind.SECOND_MESSAGE, second)
    return accepted, [row.id for row in moved]


def _count(
    sending: Sending, rows: Mapping[UUID, AttemptRow], unread: Sequence[Report], accepted: Counter[str]
) -> None:
    sending.metrics.received(
        Counter((rows[one.attempt].channel, one.status.value, one.reason or "") for one in unread)
    )
    for channel, count in accepted.items():
        sending.metrics.dispatched(channel, Counter({(DispatchState.SENT, None): count}))


def _stands(row: AttemptRow) -> tuple[DispatchState, str | None]:
    """Where the dispatch stands. A set may lead back to the same state, for another reason."""
    return row.state, row.reason


def _followed(row: AttemptRow, report: Report) -> tuple[AttemptRow, list[Event]]:
    """The attempt and its dispatch after a report on the attempt's own message, and what is to be told."""
    rank = RANK[report.status]
    after = replace(
        row,
        attempt_state="sent",
        provider_id=report.provider_id,
        receipt_rank=max(row.receipt_rank, rank),
        error_code=row.error_code if report.error_code is None else report.error_code,
    )
    if not row.current or rank <= row.receipt_rank:
        return after, []
    events = []
    if row.state in _BEFORE_ACCEPTANCE:
        events.append(Event(row.dispatch_id, EventKind.SENT, cost=row.estimate))
    failed = None
    match report.status:
        case ReceiptStatus.DELIVERED:
            events.append(Event(row.dispatch_id, EventKind.DELIVERED))
        case ReceiptStatus.NOT_DELIVERED:
            failed = report.reason or FailureReason.CARRIER_UNKNOWN
            events.append(Event(row.dispatch_id, EventKind.BOUNCED, failed))
        case ReceiptStatus.QUEUED | ReceiptStatus.SENT:
            pass  # accepted, which is told once
    state = STATE[report.status]
    return (after if state is row.state else replace(after, state=state, reason=failed)), events


def _verdicts(
    rows: Mapping[UUID, AttemptRow], reports: Sequence[Report], unread: Sequence[Report]
) -> list[Verdict]:
    """What the reports say of the numbers that they are about: what is known for the first time to have
    arrived; and failures, also repeated ones, but of nothing that had arrived before."""
    news, verdicts = set(unread), []
    for report in reports:
        row = rows[report.attempt]
        arrived = report.status is ReceiptStatus.DELIVERED and report in news
        failed = report.reason is not None and row.receipt_rank <= RANK[ReceiptStatus.NOT_DELIVERED]
        if arrived or failed:
            verdicts.append(
                Verdict(row.org_id, row.channel, row.user_id, row.identifier_hmac, row.id, report.reason)
            )
    return verdicts


async def _learn(sending: Sending, rows: Mapping[UUID, AttemptRow], reports: Sequence[Report]) -> None:
    """What many reports teach alike is learned once: a carrier that filters refuses whole campaigns."""
    alike: dict[tuple[object, ...], list[Lesson]] = defaultdict(list)
    for report in reports:
        row, reason = rows[report.attempt], report.reason
        if report.status is not ReceiptStatus.NOT_DELIVERED or reason is None:
            continue
        lesson = Lesson(
            row.org_id,
            row.channel,
            reason,
            user=row.user_id,
            hmac=row.identifier_hmac,
            country=row.country,
            sender=row.sender_id,
            toll_free=row.toll_free,
            provider=row.provider,
            provider_id=report.provider_id,
            posted_at=row.posted_at,
        )
        alike[lesson.subject].append(lesson)
    for taught in alike.values():
        await learn(sending, max(taught, key=attrgetter("posted_at")), count=len(taught))
