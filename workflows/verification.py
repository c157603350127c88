"""One request to confirm a number by a code, from when it is asked for until it is over."""

import asyncio
from contextlib import suppress
from datetime import timedelta

from temporalio import workflow

from homing.domain.verification import VerificationState
from workflows.passing import ask
from workflows.verification_ports import (
    LOOK_AFTER_VERIFICATION,
    VerificationInput,
    VerificationResult,
    VerificationSeen,
)


@workflow.defn(name="VerificationWorkflow")
class VerificationWorkflow:
    """Has the code sent, waits until the request is over, and closes it. A request stands in the database,
    where it is confirmed and locked; the workflow is told to look at it."""

    def __init__(self) -> None:
        self._told = 0

    @workflow.signal
    def look(self) -> None:
        """Another code was asked for, or one was given, or the request was cancelled."""
        self._told += 1

    @workflow.run
    async def run(self, asked: VerificationInput) -> VerificationResult:
        while True:
            heard = self._told
            seen = await _look_after(asked)
            workflow.set_current_details(f"The request is **{seen.state.value}**.")
            if seen.state is not VerificationState.OPEN:
                return VerificationResult(state=seen.state)
            await self._wait(heard, seen.seconds)

    async def _wait(self, heard: int, seconds: float) -> None:
        # A little late rather than early, since clocks differ.
        left = timedelta(seconds=seconds + 1)
        with suppress(asyncio.TimeoutError):
            await workflow.wait_condition(
                lambda: self._told > heard, timeout=left, timeout_summary="until its code is void"
            )


async def _look_after(asked: VerificationInput) -> VerificationSeen:
    return await ask(LOOK_AFTER_VERIFICATION, asked, VerificationSeen, "send the code, or close what is over")
