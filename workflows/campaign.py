"""One execution of a campaign: cohorts walk the definition's steps, side by side where they were split."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from temporalio import workflow

from workflows.passing import Walk, ask, pass_step
from workflows.ports import (
    FINISH,
    LOAD_PLAN,
    Branch,
    CampaignInput,
    CampaignResult,
    Finish,
    LoadPlan,
    Pause,
    Plan,
)
from workflows.showing import show_campaign
from workflows.step import LOOK_AGAIN


@workflow.defn(name="CampaignWorkflow")
class CampaignWorkflow:
    """Takes each cohort from step to step. A cohort at rest is a branch: all that is needed to go on."""

    @workflow.init
    def __init__(self, campaign: CampaignInput) -> None:
        self._campaign = campaign
        self._walk = Walk(
            campaign=campaign,
            pauses=list(campaign.pauses),
            outcomes={step: dict(counts) for step, counts in campaign.outcomes.items()},
            ledger=campaign.ledger,
        )
        self._resumed = 0
        self._told: set[tuple[str, int]] = set()
        self._told_of_pause = False
        self._in_flight = 0
        self._ending = False

    @workflow.run
    async def run(self, campaign: CampaignInput) -> CampaignResult:
        try:
            plan = await self._begin()
            if not plan.over:
                await self._go_on_from(plan.branches if campaign.branches is None else campaign.branches)
                await self._finish(cancelled=False)
        except asyncio.CancelledError:
            await self._finish(cancelled=True)
            raise
        return CampaignResult(outcomes=self._walk.outcomes)

    @workflow.signal
    def pause(self) -> None:
        """Nothing is begun while paused; waits run on."""
        self._told_of_pause = True
        if not self._walk.paused:
            self._walk.pauses.append(Pause(begun=workflow.now().isoformat()))

    @workflow.signal
    def resume(self) -> None:
        """What fell due meanwhile is done now, and what the pause held is looked at."""
        self._told_of_pause = True
        self._resumed += 1
        if self._walk.paused:
            self._walk.pauses[-1] = replace(self._walk.pauses[-1], ended=workflow.now().isoformat())

    @workflow.signal
    def everybody_acted(self) -> None:
        """Nobody is left who has yet to act: waits end early."""
        self._walk.everybody_acted = True

    @workflow.signal
    def look_again(self, cohorts: dict[str, list[int]]) -> None:
        """Something may be there that those who are left of these cohorts, by step, wait for, and no step's
        workflow is at it."""
        if workflow.patched(LOOK_AGAIN):
            self._told.update((step, cohort) for step, numbers in cohorts.items() for cohort in numbers)

    async def _begin(self) -> Plan:
        """Load the plan, once the execution's time has come."""
        while True:
            plan = await self._load_plan()
            self._walk.steps = {step.id: step for step in plan.steps}
            self._walk.everybody_acted = self._walk.everybody_acted or plan.everybody_acted
            # What was handed on may be of attempts that a restored ledger has forgotten: it is not replaced
            # before somebody has looked.
            self._walk.ledger = self._walk.ledger or plan.ledger
            if plan.paused and not self._walk.paused and not self._told_of_pause:
                self._walk.pauses.append(Pause(begun=workflow.now().isoformat()))
            if plan.over or plan.start is None:
                return plan
            start = datetime.fromisoformat(plan.start)
            workflow.set_current_details(f"Starts at {start:%Y-%m-%d %H:%M} UTC.")
            soonest = timedelta(seconds=1)
            await workflow.sleep(max(start - workflow.now(), soonest), summary="until the campaign starts")

    async def _go_on_from(self, branches: Iterable[Branch]) -> None:
        """Until nobody is on the way any more."""
        going = {asyncio.create_task(self._go(branch)): branch for branch in branches}
        try:
            while going:
                self._show(going.values())
                await workflow.wait_condition(lambda: any(task.done() for task in going) or self._may_renew())
                for task in [task for task in going if task.done()]:
                    del going[task]
                    going.update({asyncio.create_task(self._go(branch)): branch for branch in task.result()})
                if going and self._may_renew():
                    self._go_on_in_a_new_run(list(going.values()))
        except GeneratorExit:
            # A worker that has ended forgets the run, in whichever loop that happens: there it may neither
            # wait nor cancel anything.
            raise
        except BaseException:
            self._ending = True
            for task in going:
                task.cancel()
            await asyncio.gather(*going, return_exceptions=True)
            raise
        self._show([])

    async def _go(self, branch: Branch) -> list[Branch]:
        await self._rest(branch)
        self._in_flight += 1
        resumed, acted = self._resumed, self._walk.everybody_acted
        self._told.discard(_key(branch))
        try:
            places = await pass_step(self._walk, branch)
        finally:
            self._in_flight -= 1
        if acted and any(place.open for place in places):
            self._walk.everybody_acted = False  # somebody who was deactivated is active again
        # Whether those who are left were found before a resume, or news, or after it can't be told. They may
        # be a new cohort by now, which is told of by its own number: that is heard when it rests.
        unsure = self._resumed > resumed or _key(branch) in self._told
        return [_look_again(place) if unsure else place for place in places]

    async def _rest(self, branch: Branch) -> None:
        """Wait until there is something to do for a branch; while paused, and before a new run, there is not.
        Where nobody is left to act nothing is waited for, and at resume those who were held are looked at."""
        resumed = self._resumed

        def early() -> bool:
            told = self._resumed > resumed or _key(branch) in self._told
            return self._walk.everybody_acted or (branch.left and told)

        seconds = (branch.wake_at - workflow.now()).total_seconds()
        if branch.open and seconds > 0:
            with suppress(asyncio.TimeoutError):
                await workflow.wait_condition(
                    early, timeout=timedelta(seconds=seconds), timeout_summary=self._summary(branch)
                )
        await workflow.wait_condition(lambda: not self._walk.paused and not self._must_renew())
        if self._ending:
            # A wait that ends at the moment at which it is cancelled ends as if it were not.
            raise asyncio.CancelledError

    def _summary(self, branch: Branch) -> str:
        if branch.left or branch.targets:
            return f"{branch.step}: until {branch.people} who are left are due"
        if branch.occurrence > 1:
            return f"{branch.step}: until occurrence {branch.occurrence}"
        return f"{branch.step}: {branch.people} people wait"

    def _must_renew(self) -> bool:
        return workflow.info().get_current_history_length() >= self._campaign.longest_history

    def _may_renew(self) -> bool:
        """A parent that goes on in a new run ends its children, so nothing may be in flight."""
        idle = not self._in_flight and not self._walk.paused
        return idle and (workflow.info().is_continue_as_new_suggested() or self._must_renew())

    def _go_on_in_a_new_run(self, branches: list[Branch]) -> None:
        workflow.continue_as_new(
            replace(
                self._campaign,
                # The next run does not know of what those who rest have not heard of yet.
                branches=[
                    _look_again(one) if self._resumed or _key(one) in self._told else one for one in branches
                ],
                pauses=self._walk.pauses,
                outcomes=self._walk.outcomes,
                ledger=self._walk.ledger,
            )
        )

    def _show(self, branches: Iterable[Branch]) -> None:
        workflow.set_current_details(
            show_campaign(
                self._walk.steps,
                branches,
                self._walk.outcomes,
                paused=self._walk.paused,
                prefix=f"step/{self._campaign.org}/{self._campaign.execution}/",
            )
        )

    async def _load_plan(self) -> Plan:
        asked = LoadPlan(
            org=self._campaign.org, execution=self._campaign.execution, now=workflow.now().isoformat()
        )
        return await ask(LOAD_PLAN, asked, Plan, "what the definition says, and where everybody is")

    async def _finish(self, *, cancelled: bool) -> None:
        asked = Finish(org=self._campaign.org, execution=self._campaign.execution, cancelled=cancelled)
        await ask(FINISH, asked, type(None), "cancelled" if cancelled else "complete")


def _key(branch: Branch) -> tuple[str, int]:
    return branch.step, branch.cohort


def _look_again(branch: Branch) -> Branch:
    """The same, where those who are left are due now."""
    return replace(branch, wake=workflow.now().isoformat()) if branch.left else branch
