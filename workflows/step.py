"""One occurrence of one step, for one cohort: its pages go out channel by channel, and then whatever is
left is waited for, one timer at a time."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from temporalio import workflow

from homing.domain.strategy import ChannelStrategy
from workflows.ports import (
    COLLECT,
    HEARTBEAT_TIMEOUT,
    PAGE_TIMEOUT,
    QUERY_TIMEOUT,
    ROW_PAGES,
    SEND_QUEUE_SUFFIX,
    UNTIL_IT_WORKS,
    Collect,
    Cursor,
    Page,
    PageResult,
    Standing,
    StepInput,
    StepResult,
    send_activity,
)
from workflows.showing import show_standing

LOOK_AGAIN: Final = "look-again"
"""The patch of a run that heeds what it is told. A worker of a version that knew no such signal took it and
slept on, and where its run goes on here, that sleep must not be found to have ended early."""

Sending = tuple[str, range]
"""A channel, and the positions of one page."""


@workflow.defn(name="StepWorkflow")
class StepWorkflow:
    """Runs a cohort's pages as activities, a bounded number at a time."""

    @workflow.init
    def __init__(self, step: StepInput) -> None:
        self._step = step
        self._ledger = step.ledger
        self._at_once = asyncio.Semaphore(step.pages_at_once)
        self._window_end = _later(step.window_seconds)
        self._told = False

    @workflow.signal
    def look_again(self) -> None:
        """Something may be there that is waited for: the last receipt, or a channel that was switched off."""
        if workflow.patched(LOOK_AGAIN):
            self._told = True

    @workflow.run
    async def run(self, step: StepInput) -> StepResult:
        if step.cursor is not None:
            await self._send_everything(step.cursor)
        standing = await self._finish(_later(step.patience_seconds))
        return StepResult(counts=standing.counts, ledger=self._ledger)

    def _first_sending(self) -> list[Sending]:
        """What everybody is sent: on all channels side by side, or, where they are tried in order, on the
        first; whom it did not reach is found afterwards."""
        step, manner = self._step, self._step.manner
        channels = manner.channels[:1] if manner.ordered else manner.channels
        always = [
            (channel, page) for channel in manner.always for page in self._pages(step.page_size * ROW_PAGES)
        ]
        return [*always, *((channel, page) for channel in channels for page in self._pages(step.page_size))]

    async def _send_everything(self, cursor: Cursor) -> None:
        """Send what is not done, until the history has grown long: then nothing is begun any more, and when
        nothing is in flight, a new run goes on from there."""
        sendings, begun = self._first_sending(), cursor.done

        async def sender() -> None:
            nonlocal begun
            while begun < len(sendings) and not workflow.info().is_continue_as_new_suggested():
                channel, page = sendings[begun]
                begun += 1
                await self._send(channel, page)

        await asyncio.gather(*(sender() for _ in range(self._step.pages_at_once)))
        if begun < len(sendings):
            self._go_on_in_a_new_run(Cursor(done=begun), self._step.patience_seconds)

    async def _finish(self, patient_until: datetime | None) -> Standing:
        """Send what is due, then sleep till the next wake-up, or until told: until everything is final, or
        what is left is due only later than there is patience for."""
        while True:
            if workflow.info().is_continue_as_new_suggested():
                self._go_on_in_a_new_run(None, _left(patient_until))
            self._told = False
            closing = self._window_end is not None and workflow.now() >= self._window_end
            standing = await self._collect(closing=closing)
            if any(standing.due.values()):
                await self._send_due(standing.due)
            elif standing.wake_seconds is None:
                return standing
            else:
                wake = self._wake(standing.wake_seconds, closing=closing)
                if patient_until is not None and wake > patient_until:
                    return standing
                await self._sleep(wake - workflow.now())

    async def _sleep(self, duration: timedelta) -> None:
        """For so long, or until told; not at all where that was while it was asked how everybody stands."""
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(
                lambda: self._told, timeout=duration, timeout_summary="until what is left is due"
            )

    def _go_on_in_a_new_run(self, cursor: Cursor | None, patience_seconds: float | None) -> None:
        """Nothing is in flight, so what is left needs no more than the input."""
        workflow.continue_as_new(
            replace(
                self._step,
                cursor=cursor,
                window_seconds=_left(self._window_end),
                patience_seconds=patience_seconds,
                ledger=self._ledger,
            )
        )

    def _wake(self, seconds: float, *, closing: bool) -> datetime:
        soonest = workflow.now() + timedelta(seconds=1)
        wake = max(workflow.now() + timedelta(seconds=seconds), soonest)
        if self._window_end is not None and not closing:
            wake = min(wake, max(self._window_end, soonest))
        return wake

    def _pages(self, size: int) -> list[range]:
        """The positions of the cohort, ``size`` at a time."""
        people = self._step.ref.people
        return [range(first, min(first + size, people)) for first in range(0, people, size)]

    async def _send_due(self, due: Mapping[str, list[int]]) -> None:
        """One channel after the other, in the step's order."""
        pages = self._pages(self._step.page_size)
        for channel in [*self._step.manner.channels, *self._step.manner.always]:
            await asyncio.gather(*(self._send_one(channel, pages[n]) for n in due.get(channel, [])))

    async def _send_one(self, channel: str, page: range) -> None:
        async with self._at_once:
            await self._send(channel, page)

    async def _send(self, channel: str, page: range) -> None:
        result: PageResult = await workflow.execute_activity(
            send_activity(channel),
            Page(
                ref=self._step.ref,
                manner=self._step.manner,
                first=page.start,
                past=page.stop,
                channel=channel,
                earlier=self._earlier(channel),
                ledger=self._ledger,
            ),
            result_type=PageResult,
            task_queue=f"{workflow.info().task_queue}{SEND_QUEUE_SUFFIX}",
            start_to_close_timeout=PAGE_TIMEOUT,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=UNTIL_IT_WORKS,
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
            summary=f"{channel}: people {page.start} to {page.stop - 1}",
        )
        self._ledger = max(self._ledger, result.ledger)

    def _earlier(self, channel: str) -> list[str]:
        """The channels that must have failed to reach a person before this one is tried."""
        manner = self._step.manner
        if manner.strategy is ChannelStrategy.ALL or channel not in manner.channels:
            return []
        return manner.channels[: manner.channels.index(channel)]

    async def _collect(self, *, closing: bool) -> Standing:
        standing: Standing = await workflow.execute_activity(
            COLLECT,
            Collect(
                ref=self._step.ref,
                manner=self._step.manner,
                page_size=self._step.page_size,
                closing=closing,
            ),
            result_type=Standing,
            start_to_close_timeout=QUERY_TIMEOUT,
            retry_policy=UNTIL_IT_WORKS,
            summary="where everybody stands",
        )
        workflow.set_current_details(show_standing(self._step, standing))
        return standing


def _later(seconds: float | None) -> datetime | None:
    return None if seconds is None else workflow.now() + timedelta(seconds=seconds)


def _left(until: datetime | None) -> float | None:
    return None if until is None else max((until - workflow.now()).total_seconds(), 0.0)
