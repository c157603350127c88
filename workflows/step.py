"""One occurrence of one step, for one cohort: its pages go out channel by channel, and then whatever is
left is waited for, one timer at a time."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow

from workflows.ports import (
    COLLECT,
    HEARTBEAT_TIMEOUT,
    PAGE_TIMEOUT,
    QUERY_TIMEOUT,
    ROW_PAGES,
    SEND_QUEUE_SUFFIX,
    UNTIL_IT_WORKS,
    ChannelStrategy,
    Collect,
    OnUnknown,
    Page,
    PageResult,
    Standing,
    StepInput,
    StepResult,
    send_activity,
)


@workflow.defn(name="StepWorkflow")
class StepWorkflow:
    """Runs a cohort's pages as activities, a bounded number at a time."""

    @workflow.init
    def __init__(self, step: StepInput) -> None:
        self._step = step
        self._ledger = step.ledger
        self._at_once = asyncio.Semaphore(step.pages_at_once)
        self._window_end: datetime = workflow.now() + timedelta(seconds=step.window_seconds)

    @workflow.run
    async def run(self, step: StepInput) -> StepResult:
        if not step.under_way:
            await self._send_everything()
        standing = await self._finish()
        return StepResult(counts=standing.counts, ledger=self._ledger)

    async def _send_everything(self) -> None:
        step = self._step
        third_party = dict.fromkeys(step.channels, self._pages(step.page_size))
        always = dict.fromkeys(step.always, self._pages(step.page_size * ROW_PAGES))
        if step.strategy is ChannelStrategy.ALL:
            await self._side_by_side({**third_party, **always})
        else:
            await asyncio.gather(self._side_by_side(always), self._in_turn(third_party))

    async def _finish(self) -> Standing:
        """Until everything is final: send what is due, then sleep till the next wake-up."""
        while True:
            if workflow.info().is_continue_as_new_suggested():
                self._go_on_in_a_new_run()
            closing = workflow.now() >= self._window_end
            standing = await self._collect(closing=closing)
            if any(standing.due.values()):
                pages = self._pages(self._step.page_size)
                await self._in_turn({name: [pages[n] for n in due] for name, due in standing.due.items()})
            elif standing.wake_seconds is None:
                return standing
            else:
                await self._wait(standing.wake_seconds, closing=closing)

    def _go_on_in_a_new_run(self) -> None:
        """The history has grown long, and nothing is in flight: what is left needs no more than the input."""
        window = max((self._window_end - workflow.now()).total_seconds(), 0.0)
        workflow.continue_as_new(
            replace(self._step, under_way=True, window_seconds=window, ledger=self._ledger)
        )

    async def _wait(self, seconds: float, *, closing: bool) -> None:
        wake = timedelta(seconds=max(seconds, 1.0))
        if not closing:
            wake = min(wake, max(self._window_end - workflow.now(), timedelta(seconds=1)))
        await workflow.sleep(wake, summary="until what is left is due")

    def _pages(self, size: int) -> list[range]:
        """The positions of the cohort, ``size`` at a time."""
        people = self._step.people
        return [range(first, min(first + size, people)) for first in range(0, people, size)]

    async def _in_turn(self, pages: Mapping[str, list[range]]) -> None:
        """One channel after the other, in the step's order."""
        for name in [*self._step.channels, *self._step.always]:
            if name in pages:
                await self._side_by_side({name: pages[name]})

    async def _side_by_side(self, pages: Mapping[str, list[range]]) -> None:
        await asyncio.gather(*(self._send(name, page) for name, listed in pages.items() for page in listed))

    async def _send(self, channel: str, page: range) -> None:
        step = self._step
        async with self._at_once:
            result: PageResult = await workflow.execute_activity(
                send_activity(channel),
                Page(
                    org=step.org,
                    execution=step.execution,
                    step=step.step,
                    occurrence=step.occurrence,
                    cohort=step.cohort,
                    first=page.start,
                    past=page.stop,
                    channel=channel,
                    earlier=self._earlier(channel),
                    unknown_seconds=step.unknown_seconds if self._falls_through else None,
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
        channels = self._step.channels
        if self._step.strategy is ChannelStrategy.ALL or channel not in channels:
            return []
        return channels[: channels.index(channel)]

    @property
    def _falls_through(self) -> bool:
        return self._step.on_unknown is OnUnknown.FALL_THROUGH

    async def _collect(self, *, closing: bool) -> Standing:
        step = self._step
        standing: Standing = await workflow.execute_activity(
            COLLECT,
            Collect(
                org=step.org,
                execution=step.execution,
                step=step.step,
                occurrence=step.occurrence,
                cohort=step.cohort,
                people=step.people,
                channels=step.channels,
                always=step.always,
                ordered=step.strategy is not ChannelStrategy.ALL,
                unknown_seconds=step.unknown_seconds,
                fall_through=self._falls_through,
                page_size=step.page_size,
                closing=closing,
            ),
            result_type=Standing,
            start_to_close_timeout=QUERY_TIMEOUT,
            retry_policy=UNTIL_IT_WORKS,
            summary="where everybody stands",
        )
        return standing
