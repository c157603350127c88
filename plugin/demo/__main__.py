"""`make run`: start everything, run a campaign from its first delivery to its end, say what became of it."""

import asyncio
import logging
import os
import signal
import tempfile
from collections import Counter
from pathlib import Path

from temporalio.client import Client

from homing.domain.decide import ExecutionState
from homing.domain.money import Money
from homing.store import campaigns as store
from homing.store import organizations
from homing.store.campaigns import DispatchRow
from plugin.campaigns import Campaigns
from plugin.demo.example import Example, load
from plugin.embedded.stack import Stack, embedded_stack
from plugin.process import leave_after

_DAY_SECONDS = 1.5
"""How long a day of the campaign lasts here."""
_STEP = "remind"
_PATIENCE = 30.0
"""Seconds for receipts and prices, which come after the texts."""


async def run() -> None:
    """The whole story. The servers' data is removed at the end; STAY=1 keeps them up until Ctrl-C."""
    with tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True) as folder:
        print("Starting PostgreSQL, Temporal, the carrier, a mail sink, the API and a worker ...")
        async with embedded_stack(Path(folder)) as stack:
            client = await Client.connect(stack.temporal.address)
            ui_url = stack.temporal.ui_url
            campaigns = Campaigns(stack.sending, client, stack.settings.task_queue, ui_url=ui_url)
            example = await load(stack.sending, campaigns, 86_400 / _DAY_SECONDS)
            print(
                f"Loaded {example.people} people; a day of their campaign lasts {_DAY_SECONDS} seconds here."
            )
            await campaigns.start(example.org, example.execution)
            await _follow(campaigns, example)
            await _settled(stack, example)
            await _report(stack, example)
            if os.environ.get("STAY"):
                await _stay(stack)


async def _follow(campaigns: Campaigns, example: Example) -> None:
    """Say where the campaign is until it is complete."""
    shown: set[str] = set()
    while True:
        progress = (await campaigns.progress(example.org, example.execution)).progress
        here = {position.step for position in progress.positions}
        for step, outcomes in progress.outcomes.items():
            if step not in shown | here:
                shown.add(step)
                print(f"  {step}: {', '.join(f'{people} {name}' for name, people in outcomes.items())}")
        if progress.summary.state is ExecutionState.COMPLETED:
            return
        await asyncio.sleep(0.1)


async def _dispatches(stack: Stack, example: Example) -> list[DispatchRow]:
    async with stack.sending.database.app(example.org) as connection:
        return await store.read_dispatches(connection, example.org, example.execution)


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
    print(f"\nThe step `{_STEP}`:\n{'channel':<10}{'outcome':<16}{'reason':<26}{'people':>7}")
    counts = Counter((row.channel, row.state, row.reason or "") for row in rows if row.step == _STEP)
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
