"""`make bench`: 5,000 people, one reminder, everything real, the carrier in fast mode."""

import asyncio
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass
from typing import Final

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowHandle

from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.stack import ROOT
from plugin.process import leave_after
from tests.bench.ground import SENDER, Ground, ground
from tests.engine import Engine
from tests.world import Run, found_company

PEOPLE: Final = 5_000
WIRE_CALLS: Final = 4_000
AT_ONCE: Final = 64
LOOPS: Final = ("asyncio", "uvloop")
_ACTIONS: Final = (
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED,
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
    EventType.EVENT_TYPE_TIMER_STARTED,
)


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds by part, and committed transactions, at one moment."""

    cpu: dict[str, float]
    transactions: int


async def bench() -> None:
    async with ground() as here:
        await _measure(here)


async def _measure(here: Ground) -> None:
    engine, postgres = here.engine, here.postgres
    company = await found_company(here.sending, SENDER)
    numbers = [f"+34612{n:06d}" for n in range(PEOPLE + 200)]
    warm = await company.campaign(await company.hire(200, numbers=numbers[PEOPLE:]))
    await engine.run(warm, "sms")
    run = await company.campaign(await company.hire(PEOPLE, numbers=numbers[:PEOPLE]))

    parts = {"worker": here.worker.pid, "temporal": here.temporal.pid}
    # Before and after, since the machine may be shared: what counts is the ratio.
    wire = {loop: [await _wire(here, loop)] for loop in LOOPS}
    before = await _usage(parts, postgres)
    seconds = await _timed(engine, postgres, run)
    after = await _usage(parts, postgres)
    for loop in LOOPS:
        wire[loop].append(await _wire(here, loop))
    assert await run.texted() == {"texted": PEOPLE}, await run.outcomes()
    events = await _events(engine, run)
    _report(seconds, wire, before, after, events, here.peak_worker_mib)


async def _wire(here: Ground, loop: str) -> float:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.wire", here.carrier_url, str(WIRE_CALLS), str(AT_ONCE), loop),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "CARRIER_ACCOUNT_SID": here.account, "CARRIER_AUTH_TOKEN": here.token},
        cwd=ROOT,
    )
    output, _ = await process.communicate()
    return float(output)


async def _timed(engine: Engine, postgres: EmbeddedPostgres, run: Run) -> float:
    """Seconds from the start of the workflow to the last settle, by the database's clock."""
    owner = create_async_engine(postgres.owner_url)
    async with owner.connect() as connection:
        begun = (await connection.execute(text("select clock_timestamp()"))).scalar_one()
        await engine.run(run, "sms")
        last = await connection.execute(
            text(
                "select max(a.settled_at) from attempts a join dispatches d on d.id = a.dispatch_id"
                " where d.execution_id = :execution"
            ),
            {"execution": run.execution},
        )
        seconds = (last.scalar_one() - begun).total_seconds()
    await owner.dispose()
    return float(seconds)


async def _usage(parts: dict[str, int], postgres: EmbeddedPostgres) -> Usage:
    cpu = {name: _cpu(psutil.Process(pid)) for name, pid in parts.items()}
    cpu["postgres"] = sum(_cpu(process) for process in psutil.process_iter() if _is(process, "postgres"))
    cpu["carrier"] = sum(
        _cpu(child) for child in psutil.Process().children() if "homing.carrier" in child.cmdline()
    )
    owner = create_async_engine(postgres.owner_url)
    async with owner.connect() as connection:
        # Backends report their counts once idle; this one asks for the others' to be written down.
        await asyncio.sleep(1.5)
        committed = await connection.execute(
            text("select xact_commit from pg_stat_database where datname = current_database()")
        )
        transactions = int(committed.scalar_one())
    await owner.dispose()
    return Usage(cpu, transactions)


def _is(process: psutil.Process, name: str) -> bool:
    try:
        return bool(process.name() == name)
    except psutil.Error:
        return False


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


async def _events(engine: Engine, run: Run) -> Counter[int]:
    from tests.engine import workflow_id  # noqa: PLC0415

    handle: WorkflowHandle[object, object] = engine.client.get_workflow_handle(workflow_id(run))
    history = await handle.fetch_history()
    return Counter(event.event_type for event in history.events)


def _report(  # what was measured
    seconds: float,
    wire: dict[str, list[float]],
    before: Usage,
    after: Usage,
    events: Counter[int],
    peak: float,
) -> None:
    per_thousand = PEOPLE / 1_000
    rate = PEOPLE / seconds
    spent = {name: round(after.cpu[name] - before.cpu[name], 2) for name in after.cpu}
    figures = {
        "people": PEOPLE,
        "seconds": round(seconds, 2),
        "texts_per_second": round(rate, 1),
        "bare_sdk_calls_per_second": {loop: [round(one) for one in rates] for loop, rates in wire.items()},
        "ratio": {loop: round(rate * len(rates) / sum(rates), 3) for loop, rates in wire.items()},
        "events_per_1000": round(sum(events.values()) / per_thousand, 1),
        "actions_per_1000": round(sum(events[kind] for kind in _ACTIONS) / per_thousand, 1),
        "transactions_per_1000": round((after.transactions - before.transactions) / per_thousand, 1),
        "peak_worker_mib": peak,
        "cpu_seconds": spent,
    }
    print(json.dumps(figures, indent=2))
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    leave_after(bench())
