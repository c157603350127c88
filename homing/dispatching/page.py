"""One page on one channel: claim it, then post and settle what is reserved, group by group."""

import asyncio
import random
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import Channel
from homing.dispatching.adopting import reports_of
from homing.dispatching.claim import ClaimRequest, claim
from homing.dispatching.consequences import Lesson, learn
from homing.dispatching.context import Point, Sending
from homing.dispatching.giving_up import give_up
from homing.dispatching.lateness import Waited
from homing.dispatching.post import Answered, begin_group, transmit
from homing.dispatching.receipts import take_receipts
from homing.dispatching.settle import refusals, settle_group
from homing.domain.outcome import DispatchState, HoldReason
from homing.observing import Tally, get_logger
from homing.providers.base import Accepted
from homing.store import height, ledger
from homing.store.attempts import Withdrawn
from homing.store.circumstances import Market
from homing.store.ledger import PageKey, Reserved

T = TypeVar("T")

_LOG = get_logger(__name__)
_FIRST_DELAY: Final = 0.1
"""Seconds; doubled at each round, within 10 %, as the provider asks for (facts of error 20429)."""


@dataclass(frozen=True, slots=True)
class _Run:
    """What the rounds of one page share."""

    sending: Sending
    request: ClaimRequest
    market: Market
    waited: Waited

    @property
    def channel(self) -> Channel:
        return self.request.channel

    @property
    def page(self) -> PageKey:
        return self.request.page


async def run_page(sending: Sending, request: ClaimRequest) -> int:
    """Claim and send a page. Safe to run again, and beside itself: each step of each dispatch is won once.

    Cancellation is obeyed between groups only, so that no group is torn between its requests and their
    settling. Returns the ledger's height.
    """
    org = request.page.step.org_id
    claimed = await sending.database.repeat_app(org, lambda c: claim(c, sending.vault, request))
    sending.metrics.dispatched(request.channel.traits.name, claimed.tally)
    await sending.reached(Point.AFTER_CLAIM)
    if request.channel.provider is not None:
        await _post_all(_Run(sending, request, claimed.market, claimed.waited))
    return await sending.database.repeat_app(org, height.height)


async def _post_all(run: _Run) -> None:
    """Post in rounds: what was provably not processed is tried again, for a while, then held."""
    busy_since, delay = None, _FIRST_DELAY
    patience = run.sending.limits.busy_backoff.total_seconds()
    while waiting := await _reserved(run):
        busy = await _post_round(run, waiting)
        if not busy:
            busy_since, delay = None, _FIRST_DELAY
            continue
        busy_since = busy_since or time.monotonic()
        if time.monotonic() - busy_since + delay > patience:
            await _hold(run, await _reserved(run))
            return
        await asyncio.sleep(delay * random.uniform(0.9, 1.1))  # noqa: S311  # jitter, not a secret
        delay *= 2


async def _reserved(run: _Run) -> list[Reserved]:
    async with run.sending.database.app(run.page.step.org_id) as connection:
        return await ledger.read_reserved_page(connection, run.page, run.channel.traits.name)


async def _post_round(run: _Run, waiting: Sequence[Reserved]) -> bool:
    """Every group once. Ends early, with True, when the provider turned a whole group away."""
    size = run.sending.limits.group_size
    busy = False
    for start in range(0, len(waiting), size):
        group = waiting[start : start + size]
        posted, again = await shielded(_post_group(run, group))
        busy = busy or again > 0
        if posted and posted == again:
            return True
        await run.sending.reached(Point.BETWEEN_GROUPS)
    return busy


async def _post_group(run: _Run, group: Sequence[Reserved]) -> tuple[int, int]:
    """How many requests were made, and how many of them were provably not processed."""
    sending, org = run.sending, run.page.step.org_id
    postings = await begin_group(sending, run.request, run.market, group)
    await sending.reached(Point.AFTER_POSTING)
    if not postings:
        return 0, 0
    answered = await transmit(sending, run.channel, postings)
    await sending.reached(Point.BEFORE_SETTLE)
    again = await settle_group(sending, org, run.channel, run.market, answered)
    _measure(run, answered)
    await _learn(run, answered)
    if listed := reports_of((one.outbound.attempt_id, one.adopted) for one in postings):
        await take_receipts(sending, listed)
    return len(postings), len(again - _refused_ids(answered))


def _measure(run: _Run, answered: Sequence[Answered]) -> None:
    taken = (one.posting.dispatch.id for one in answered if isinstance(one.answer.result, Accepted))
    run.sending.metrics.posted(run.channel.traits.name, map(run.waited.until_now, taken))


def _refused_ids(answered: Sequence[Answered]) -> set[Any]:
    """Those that are reserved again for another sender need no waiting."""
    return {one.posting.dispatch.id for one, _ in refusals(answered)}


async def _learn(run: _Run, answered: Sequence[Answered]) -> None:
    for one, reason in refusals(answered):
        dispatch = one.posting.dispatch
        await learn(
            run.sending,
            Lesson(
                run.page.step.org_id,
                run.channel.traits.name,
                reason,
                user=dispatch.user_id,
                hmac=dispatch.hmac,
                country=dispatch.country,
                sender=dispatch.sender_id,
                provider=run.channel.provider,
            ),
        )


async def _hold(run: _Run, waiting: Sequence[Reserved]) -> None:
    """The provider stays busy: hold the rest for as long as was tried."""
    org = run.page.step.org_id

    async def work(connection: AsyncConnection) -> Tally:
        due = await height.clock(connection, run.sending.limits.busy_backoff)
        rows = [
            Withdrawn(one.id, DispatchState.HELD, HoldReason.PROVIDER_BUSY, due)
            for one in sorted(waiting, key=lambda one: one.id)
        ]
        return await give_up(connection, org, run.channel, waiting, rows)

    held = await run.sending.database.repeat_app(org, work)
    run.sending.metrics.dispatched(run.channel.traits.name, held)


async def shielded(work: Coroutine[Any, Any, T]) -> T:
    """Run to the end whatever happens; a cancellation that came meanwhile is raised afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
        except Exception:  # noqa: BLE001, S110  # read from the task below
            pass
    if cancelled is not None:
        if not task.cancelled() and task.exception() is not None:
            _LOG.warning("a group failed while it was being cancelled", error=task.exception())
        raise cancelled
    return task.result()
