"""`make run`: start everything, remind those who have not acted, say what became of it, end."""

import asyncio
import logging
import os
import signal
import tempfile
from collections import Counter
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from temporalio.client import Client

from homing.domain.ids import step_workflow_id
from homing.domain.money import Money
from homing.store import campaigns, organizations
from homing.store.campaigns import DispatchRow
from plugin.demo.example import Example, load
from plugin.embedded.stack import Stack, embedded_stack
from plugin.process import leave_after
from workflows import StepWorkflow
from workflows.ports import ChannelStrategy, StepInput

_STEP = "remind"
_PATIENCE = 30.0
"""Seconds for receipts and prices, which come after the texts."""


async def run() -> None:
    """The whole story. The servers' data is removed at the end; STAY=1 keeps them up until Ctrl-C."""
    with tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True) as folder:
        print("Starting PostgreSQL, Temporal, the carrier, a mail sink, the API and a worker ...")
        async with embedded_stack(Path(folder)) as stack:
            example = await load(stack.sending, uuid4())
            print(f"Loaded {example.people} people; reminding those who have not acted.")
            await _remind(stack, example)
            await _settled(stack, example)
            await _report(stack, example)
            if os.environ.get("STAY"):
                await _stay(stack)


async def _remind(stack: Stack, example: Example) -> None:
    client = await Client.connect(stack.temporal.address)
    step = StepInput(
        org=str(example.org),
        execution=str(example.execution),
        step=_STEP,
        people=example.people,
        channels=["sms", "email"],
        strategy=ChannelStrategy.FIRST_REACHED,
        unknown_seconds=stack.settings.unknown_after.total_seconds(),
    )
    await client.execute_workflow(
        StepWorkflow.run,
        step,
        id=step_workflow_id(example.org, example.execution, _STEP, 1, 0),
        task_queue=stack.settings.task_queue,
        static_summary=f"{_STEP}: {example.people} people",
        execution_timeout=timedelta(minutes=10),
    )


async def _dispatches(stack: Stack, example: Example) -> list[DispatchRow]:
    async with stack.sending.database.app(example.org) as connection:
        return await campaigns.read_dispatches(connection, example.org, example.execution)


async def _settled(stack: Stack, example: Example) -> None:
    """Until every text has its receipt and its price, for a while."""
    loop = asyncio.get_running_loop()
    patience = loop.time() + _PATIENCE
    while loop.time() < patience:
        accepted = [
            row
            for row in await _dispatches(stack, example)
            if row.channel == "sms" and row.state in ("sent", "delivered", "not_delivered")
        ]
        if all(row.state != "sent" and row.cost is not None for row in accepted):
            return
        await asyncio.sleep(0.25)


async def _report(stack: Stack, example: Example) -> None:
    rows = await _dispatches(stack, example)
    print(f"\n{'channel':<10}{'outcome':<16}{'reason':<26}{'people':>7}")
    counts = Counter((row.channel, row.state, row.reason or "") for row in rows)
    for (channel, state, reason), people in sorted(counts.items()):
        print(f"{channel:<10}{state:<16}{reason:<26}{people:>7}")
    async with stack.sending.database.app(example.org) as connection:
        spend = (await organizations.read_spend(connection, example.org))[0]
    segments = sum(row.segments for row in rows if row.channel == "sms" and row.attempts)
    print(
        f"\nCost: {Money(spend.spent, 'USD')} for {segments} segments, "
        f"{Money(spend.reserved, 'USD')} still reserved, of a daily cap of {Money(spend.cap, 'USD')}."
    )


async def _stay(stack: Stack) -> None:
    print(f"\nTemporal UI  {stack.temporal.ui_url}\nHandsets     {stack.carrier_url}/_carrier/texts")
    print("Ctrl-C ends.")
    ended = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    await ended.wait()


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    # A connection that is given up at an interrupt is no news.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    leave_after(run())
