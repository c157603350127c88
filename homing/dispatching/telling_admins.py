"""Telling admins of opt-outs and opt-ins, by webhook and by mail: at least once, in order, from wherever it
was left. Ids are told, and no number."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import partial
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.optouts import OPTED_IN, OPTED_OUT
from homing.observing import get_logger
from homing.providers.base import Accepted, Ambiguous, NotProcessed, Outbound, Rejected
from homing.providers.webhooks import WebhookMessage, WebhookSender
from homing.store import event_cursors, optouts
from homing.store.alerts import AlertKind, raise_alert
from homing.store.event_cursors import Due, Way
from homing.store.optouts import OptEventRow

_LOG = get_logger(__name__)

MOST_EVENTS: Final = 100
"""In one call, and in one mail."""
ALERT_AFTER: Final = 3
"""Failures in a row: a receiver that is being restarted alarms nobody."""
_AT_ONCE: Final = 32
_LEASE: Final = timedelta(minutes=5)
"""Longer than anybody's share and one call after it can take, and what is written down of both."""
_PATIENCE: Final = timedelta(seconds=5)
"""With transactions that may hold an earlier event; if they last, the next turn looks again."""
_POLL_SECONDS: Final = 0.02
_CHANNELS: Final[Mapping[Way, str]] = {Way.WEBHOOK: "webhook", Way.MAIL: "email"}
_MAIL_SERVER: Final = "smtp"
_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    OPTED_OUT: ("opted out", "opt-out", "opt-outs"),
    OPTED_IN: ("opted in", "opt-in", "opt-ins"),
}


@dataclass(frozen=True, slots=True)
class Pauses:
    """After a failure ``first``, then twice as long each time, and no more than ``longest``. A call may take
    ``call``; after ``share`` none begins to the same receiver before the others had their turn."""

    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)
    call: timedelta = timedelta(minutes=1)
    share: timedelta = timedelta(minutes=1)


class Telling:
    """Tells whoever is due of what they have not been told, turn by turn, several at once: whom that takes
    long keeps nobody else waiting, nor the next turn. Processes share the work by leases."""

    def __init__(self, webhooks: WebhookSender, pauses: Pauses | None = None) -> None:
        self._webhooks = webhooks
        self._pauses = pauses or Pauses()
        self._running: set[asyncio.Task[None]] = set()
        self._told = 0

    async def __call__(self, sending: Sending) -> int:
        """Begin with whoever is due. Returns how many events were told since the turn before."""
        free = _AT_ONCE - len(self._running)
        latest = await _settled(sending) if free else 0
        if latest:
            take = partial(
                event_cursors.take_due, vault=sending.vault, latest=latest, most=free, lease=_LEASE
            )
            for due in await sending.database.repeat_system(take):
                task = asyncio.create_task(self._tell(sending, due, latest))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
        told, self._told = self._told, 0
        return told

    async def ended(self) -> int:
        """Wait for all that was begun. Returns how many events were told since the last turn."""
        if self._running:
            await asyncio.wait(self._running)
        told, self._told = self._told, 0
        return told

    async def aclose(self) -> None:
        """Give up what is under way: it is told by another process, or later."""
        for task in self._running:
            task.cancel()
        await self.ended()

    async def _tell(self, sending: Sending, due: Due, latest: int) -> None:
        try:
            await self._tell_share(sending, due, latest)
        except Exception as error:  # noqa: BLE001  # such as the database: its lease ends, and it is told again
            _LOG.error("what was told could not be noted", org=due.org_id, way=due.way, exc_info=error)

    async def _tell_share(self, sending: Sending, due: Due, latest: int) -> None:
        until = time.monotonic() + self._pauses.share.total_seconds()
        over = False
        while not over:
            events, problem = await self._tell_next(sending, due, latest)
            if problem is not None:
                await _failed(sending, due, problem, self._pauses)
                return
            self._told += len(events)
            over = not events or time.monotonic() >= until
            last = events[-1].id if events else latest
            write = partial(event_cursors.write_told, due=due, told=last, over=over)
            await sending.database.repeat_system(write)
            due = replace(due, last_id=last)

    async def _tell_next(
        self, sending: Sending, due: Due, latest: int
    ) -> tuple[Sequence[OptEventRow], str | None]:
        """The next events, and why they could not be told (None: they were)."""
        events: Sequence[OptEventRow] = ()
        try:
            async with asyncio.timeout(self._pauses.call.total_seconds()):
                events, names = await _read(sending, due, latest)
                if not events:
                    return events, None
                if due.way is Way.WEBHOOK:
                    return events, await _post(self._webhooks, due, events)
                return events, await _mail(sending, due, events, names)
        except TimeoutError:
            return events, "timeout"
        except Exception as error:  # noqa: BLE001  # whatever it is, it is as a receiver's failure is
            _LOG.error("admins could not be told", org=due.org_id, way=due.way, exc_info=error)
            return events, "internal_error"


async def _settled(sending: Sending) -> int:
    """The latest event, if it is time to tell anybody, once none with a lower id can be written any more; 0:
    there is nothing to tell yet."""
    async with sending.database.system() as connection:
        latest = await event_cursors.read_latest(connection)
    behind = partial(event_cursors.is_behind, latest=latest)
    if not latest or not await sending.database.repeat_system(behind):
        return 0
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            writing = await sending.database.repeat_system(event_cursors.read_writing)
            while writing:
                await asyncio.sleep(_POLL_SECONDS)
                writing &= await sending.database.repeat_system(event_cursors.read_writing)
    except TimeoutError:
        return 0
    return latest


async def _read(sending: Sending, due: Due, latest: int) -> tuple[list[OptEventRow], dict[UUID, str]]:
    """The next events, as the organization may see them, and how it calls their people."""
    async with sending.database.app(due.org_id) as connection:
        rows = await optouts.read_opt_events(connection, due.org_id, due.last_id, MOST_EVENTS)
        events = [row for row in rows if row.id <= latest]
        users = {user for event in events for user in event.users}
        return events, await event_cursors.read_external_ids(connection, due.org_id, sending.vault, users)


async def _failed(sending: Sending, due: Due, problem: str, pauses: Pauses) -> None:
    _LOG.warning("admins could not be told", org=due.org_id, way=due.way, problem=problem)

    async def work(connection: AsyncConnection) -> None:
        failures = await event_cursors.write_failed(connection, due, problem, pauses.first, pauses.longest)
        if failures >= ALERT_AFTER:
            kind = AlertKind.EVENTS_UNDELIVERED
            await raise_alert(connection, due.org_id, kind, _CHANNELS[due.way])

    await sending.database.repeat_system(work)


async def _post(webhooks: WebhookSender, due: Due, events: Sequence[OptEventRow]) -> str | None:
    """One call; tried again with the same events it has the same key. Returns why it failed."""
    message = WebhookMessage(
        org=due.org_id,
        key=_key(due, events),
        url=due.url or "",
        headers={},
        content={
            "type": "opt_events",
            "organization": str(due.org_id),
            "events": [_shown(event) for event in events],
        },
    )
    return (await webhooks.call(message)).reason


def _key(due: Due, events: Sequence[OptEventRow]) -> UUID:
    to = due.address or due.way.value
    return uuid5(due.org_id, f"opt-events/{due.last_id}/{events[-1].id}/{to}")


def _shown(event: OptEventRow) -> dict[str, object]:
    """As ``GET /v1/opt-events`` names it."""
    return {
        "id": event.id,
        "userIds": [str(user) for user in event.users],
        "kind": event.kind,
        "source": event.source,
        "word": event.word,
        "at": event.at.astimezone(UTC).isoformat(),
    }


async def _mail(
    sending: Sending, due: Due, events: Sequence[OptEventRow], names: Mapping[UUID, str]
) -> str | None:
    """One mail, likewise."""
    server = sending.providers.get(_MAIL_SERVER)
    if server is None:
        return "no_mail_server"
    subject, body = write_digest(due.product_name, events, names)
    key = _key(due, events)
    mail = Outbound(attempt_id=key, recipient=due.address, sender="", body=body, subject=subject)
    match (await server.send(mail)).result:
        case Accepted():
            return None
        case Rejected(reason):
            return reason.value
        case NotProcessed(detail) | Ambiguous(detail):
            return detail


def write_digest(product: str, events: Sequence[OptEventRow], names: Mapping[UUID, str]) -> tuple[str, str]:
    """Subject and text of a mail about events. ``names``: how the organization calls its people."""
    counts = Counter(event.kind for event in events)
    summary = ", ".join(
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (_, one, many) in _WORDS.items()
        if counts[kind]
    )
    lines = "\n".join(_line(event, names) for event in events)
    return f"{product}: {summary}", f"{summary}, in the order in which they were recorded:\n\n{lines}\n"


def _line(event: OptEventRow, names: Mapping[UUID, str]) -> str:
    people = ", ".join(f"{user} ({names[user]})" if user in names else str(user) for user in event.users)
    word = f" {event.word}" if event.word else ""
    at = f"{event.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    what, *_ = _WORDS[event.kind]
    return f"{at}  {what}  user {people or 'unknown'}  by {event.source}{word}  event {event.id}"
