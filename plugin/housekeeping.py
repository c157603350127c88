"""What has to be looked after all the time: lost processes, unknown outcomes, prices. Every worker tries,
one at a time does it. What may last has turns of its own, and admins are told of opt-outs by all, beside it:
that waits for servers of others."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import Final, Self

import structlog
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from homing.dispatching.account import send_account_messages
from homing.dispatching.context import Sending
from homing.dispatching.erasing import finish_erasures
from homing.dispatching.forgetting import forget
from homing.dispatching.listening import AN_HOUR, hear
from homing.dispatching.prices import book_overdue, read_prices
from homing.dispatching.reconcile import ask, expire
from homing.dispatching.reseal import Resealer
from homing.dispatching.silence import Asker, ask_silent
from homing.dispatching.sweep import end_held, release_stale
from homing.dispatching.switching import skip_disabled
from homing.dispatching.telling_admins import Telling
from homing.dispatching.trying_codes import close_verifications
from homing.dispatching.watching import Watcher, watch_pumping
from homing.observing import get_logger
from homing.providers.webhooks import WebhookSender
from plugin.import_turns import load_imports
from plugin.looking_after import ask_after, begin_anew, tell_again
from plugin.telling import Teller
from plugin.verification import tell_verifications

_LOG = get_logger(__name__)

_TURN: Final = text("select pg_try_advisory_lock(hashtext(cast(:turn as text)))")
_TURN_OVER: Final = text("select pg_advisory_unlock(hashtext(cast(:turn as text)))")
_HOUSE: Final = "homing.housekeeping"

Task = Callable[[Sending], Awaitable[int]]

TASKS: Final[tuple[Task, ...]] = (
    expire,
    ask,
    release_stale,
    end_held,
    read_prices,
    book_overdue,
    close_verifications,
    forget,
)
LISTEN_EVERY: Final = timedelta(minutes=5)
_FIRST: Final = timedelta(days=30)
"""As far back a process listens that begins: nobody notes when it was last listened, and everything may have
been off for weeks. Only replies are listed, number by number: a month of them is little to read."""


async def keep_house(
    sending: Sending,
    interval: timedelta,
    teller: Teller | None = None,
    webhooks: WebhookSender | None = None,
) -> None:
    """Do everything that is due, then again after ``interval``, until cancelled. With a ``teller`` Temporal
    is told again what stayed untold for as long, with ``webhooks`` admins are told of opt-outs."""
    async with Turns(sending.database.engine) as turns, asyncio.TaskGroup() as group:
        group.create_task(_take_turns(sending, interval, turns, tasks_of(interval, teller)))
        for name, task in lasting_tasks().items():
            group.create_task(_take_turns(sending, interval, turns, {name: task}, f"{_HOUSE}.{name}"))
        if webhooks is not None:
            group.create_task(_tell_admins(sending, interval, webhooks))


async def _take_turns(
    sending: Sending, interval: timedelta, turns: "Turns", tasks: Mapping[str, Task], turn: str = _HOUSE
) -> None:
    while True:
        try:
            await once(sending, tasks, turn, turns)
        except Exception as error:  # noqa: BLE001
            # It is tried again in a moment; nothing may end the housekeeping of a process.
            _LOG.error("housekeeping failed", error=error)
            sending.metrics.housekeeping_failed("turn")
        await _pause(interval)


async def _tell_admins(sending: Sending, interval: timedelta, webhooks: WebhookSender) -> None:
    telling = Telling(webhooks)
    try:
        while True:
            await _do(sending, "tell_admins", telling)
            await _pause(interval)
    finally:
        await telling.aclose()


async def _pause(interval: timedelta) -> None:
    await asyncio.sleep(interval.total_seconds() * random.uniform(0.8, 1.2))  # noqa: S311  # jitter


def tasks_of(interval: timedelta, teller: Teller | None) -> dict[str, Task]:
    """What there is to do, by name."""
    tasks: dict[str, Task] = {task.__name__: task for task in TASKS}
    tasks[hear.__name__] = Listener()
    tasks[watch_pumping.__name__] = Watcher()
    if teller is not None:
        tasks["tell_again"] = partial(tell_again, teller=teller, after=interval)
        tasks["begin_anew"] = partial(begin_anew, teller=teller)
        tasks["tell_verifications"] = partial(tell_verifications, teller=teller, after=interval)
        tasks["ask_after"] = partial(ask_after, teller=teller)
    return tasks


def lasting_tasks() -> dict[str, Task]:
    """What may take minutes, while leases expire and reservations are released: skipping hundreds of
    thousands, asking a provider that hardly answers, sending what it turns away, loading files of a million
    rows."""
    return {
        skip_disabled.__name__: skip_disabled,
        ask_silent.__name__: Asker(),
        "reseal": Resealer(),
        finish_erasures.__name__: finish_erasures,
        send_account_messages.__name__: send_account_messages,
        load_imports.__name__: load_imports,
    }


class Listener:
    """Asks for what the webhook missed, but seldom: as far back as this process has not listened, and an hour
    more, since listings lag."""

    def __init__(self, every: timedelta = LISTEN_EVERY) -> None:
        self._every = every.total_seconds()
        self._asked: float | None = None
        self._heard: float | None = None

    async def __call__(self, sending: Sending) -> int:
        now = time.monotonic()
        if self._asked is not None and now - self._asked < self._every:
            return 0
        self._asked = now
        deaf = _FIRST if self._heard is None else timedelta(seconds=now - self._heard)
        taken = await hear(sending, deaf + AN_HOUR)
        self._heard = now
        return taken


async def once(
    sending: Sending,
    tasks: Mapping[str, Task] | None = None,
    turn: str = _HOUSE,
    turns: "Turns | None" = None,
) -> bool:
    """Everything once, unless another process is at it in the same turn. One task's failure leaves the others
    their turn."""
    if turns is None:
        async with Turns(sending.database.engine) as own:
            return await once(sending, tasks, turn, own)
    tasks = tasks or {**tasks_of(timedelta(0), None), **lasting_tasks()}
    async with turns.take(turn) as taken:
        if taken:
            for name, task in tasks.items():
                await _do(sending, name, task)
    return taken


class Turns:
    """Which turns this process has: a lock of the database for each. All are held by one connection, so that
    a process does not take one from its pool for every turn that lasts."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._in_use = asyncio.Lock()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._drop()

    @asynccontextmanager
    async def take(self, turn: str) -> AsyncIterator[bool]:
        """Whether it is this process's turn, until the end of the block."""
        taken = await self._ask(_TURN, turn)
        try:
            yield taken
        finally:
            if taken:
                await self._ask(_TURN_OVER, turn)

    async def _ask(self, statement: TextClause, turn: str) -> bool:
        async with self._in_use:
            try:
                if self._connection is None:
                    self._connection = await self._engine.connect()
                answer = (await self._connection.execute(statement, {"turn": turn})).scalar_one()
                await self._connection.commit()
            except BaseException:
                # Whatever was held goes with it; who was at work goes on, as a process does that was cut off.
                await self._drop()
                raise
        return bool(answer)

    async def _drop(self) -> None:
        """End the connection: given back to the pool it would keep its locks."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()


async def _do(sending: Sending, name: str, task: Task) -> None:
    with structlog.contextvars.bound_contextvars(task=name):
        try:
            done = await task(sending)
        except Exception as error:  # noqa: BLE001  # see above
            _LOG.error("housekeeping failed", exc_info=error)
            sending.metrics.housekeeping_failed(name)
            return
        sending.metrics.kept_house(name, done)
        if done:
            _LOG.info("housekeeping done", count=done)
