"""The comparison of the registry of opt-outs with the provider, which a schedule starts."""

from typing import Any, TypeVar

from temporalio import workflow

from workflows.parity_ports import (
    BEGIN_PARITY,
    COMPARE_PARITY,
    DERIVE_PARITY,
    END_PARITY,
    LISTEN_PARITY,
    SHARE_TIMEOUT,
    BeginParity,
    CompareParity,
    DeriveParity,
    EndParity,
    ListenParity,
    ParityBegun,
    ParityCompared,
    ParityDerived,
    ParityInput,
    ParityListened,
    ParityResult,
)
from workflows.ports import HEARTBEAT_TIMEOUT, UNTIL_IT_WORKS

T = TypeVar("T")


@workflow.defn(name="ParityWorkflow")
class ParityWorkflow:
    """Asks the provider for what it received, compares all numbers share by share, asks whether the registry
    is what its records say, and closes what is no longer so. One activity at a time: nobody waits for it."""

    @workflow.run
    async def run(self, parity: ParityInput) -> ParityResult:
        begun = await _do(
            BEGIN_PARITY, BeginParity(share=parity.share, most_shares=parity.most_shares), ParityBegun
        )
        deaf = await self._listen(begun.run, parity.senders)
        numbers = 0
        for share in range(begun.shares):
            asked = CompareParity(run=begun.run, share=share, shares=begun.shares)
            compared = await _do(COMPARE_PARITY, asked, ParityCompared)
            numbers += compared.numbers
        await _do(DERIVE_PARITY, DeriveParity(run=begun.run), ParityDerived)
        ended = await _do(END_PARITY, EndParity(run=begun.run, numbers=numbers, deaf=deaf), ParityResult)
        workflow.set_current_details(_show(ended))
        return ended

    async def _listen(self, run: int, senders: int) -> int:
        """For how many senders the provider could not be asked."""
        deaf, after = 0, None
        while True:
            asked = ListenParity(run=run, senders=senders, after=after)
            listened = await _do(LISTEN_PARITY, asked, ParityListened)
            deaf, after = deaf + listened.failed, listened.last
            if after is None:
                return deaf


async def _do(activity: str, asked: Any, answer: type[T]) -> T:
    result: T = await workflow.execute_activity(
        activity,
        asked,
        result_type=answer,
        start_to_close_timeout=SHARE_TIMEOUT,
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        retry_policy=UNTIL_IT_WORKS,
    )
    return result


def _show(ended: ParityResult) -> str:
    unasked = f" The provider did not answer for {ended.deaf} senders." if ended.deaf else ""
    return (
        f"**Comparison {ended.run}**: {ended.numbers} numbers, {ended.differences} differences are open,"
        f" {ended.resolved} were resolved.{unasked}\n\nWhich they are: `GET /v1/opt-outs/parity`."
    )
