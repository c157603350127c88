"""Part of `make bench`: rows a second of an import of people with numbers and addresses, in the background as
a worker does it, and in how much memory; beside it, what inserting as many rows takes that are ready made.

`HOMING_BENCH_ROWS=1000000` makes it as long as a file may be: that takes some five minutes, and about 4 GB
in the folder of temporary files.
"""

import asyncio
import json
import os
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import psutil
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.domain.people import IdentifierSource
from homing.settings import Settings
from homing.store.ids import new_id
from homing.store.imports import ImportKind
from homing.store.vault import new_key
from plugin.embedded.postgres import embedded_postgres
from plugin.embedded.stack import ROOT
from plugin.import_loading import BATCH
from plugin.import_turns import load_imports
from plugin.importing import Imports
from plugin.process import leave_after
from plugin.services import open_sending
from tests.bench.ground import SENDER
from tests.world import found_company

ROWS: Final = int(os.environ.get("HOMING_BENCH_ROWS", "100000"))
WARM: Final = 10_000
_WANTED: Final = 5_000
"""Rows a second."""
_LOOK_SECONDS: Final = 0.25
_HEADER: Final = b"external_id,first_name,locale,country,phone,email,manager\n"
_USERS: Final = text("""
    insert into users (org_id, id, sealed_external_id, external_hash, sealed_first_name, locale, country)
    select :org, id, hash, hash, hash, 'es', 'ES'
      from unnest(cast(:ids as uuid[]), cast(:hashes as bytea[])) as v(id, hash)
""")
_NUMBERS: Final = text("insert into numbers (hmac) select unnest(cast(:hashes as bytea[]))")
_BOUND: Final = text("""
    insert into reachabilities (org_id, id, user_id, kind, source, state, country, hmac, key_id, sealed,
                                sealed_raw, tail, verified_at)
    select :org, uuidv7(), id, kind, 'import', 'verified', 'ES', hash, 'bench', hash, hash,
           substring(hash for 8), now()
      from unnest(cast(:ids as uuid[]), cast(:hashes as bytea[])) as v(id, hash)
     cross join (values ('phone'), ('email')) as k(kind)
""")


async def file(rows: int, first: int) -> AsyncIterator[bytes]:
    """People who each report to somebody, who mostly comes before them; numbers from ``first`` on."""
    yield _HEADER
    for begin in range(0, rows, 1_000):
        lines = (
            f"e-{first + n},Ana {n},es,ES,+34{600_000_000 + first + n},ana{first + n}@example.org,"
            f"e-{first + (n // 100 or rows - 1)}\n"
            for n in range(begin, min(begin + 1_000, rows))
        )
        yield "".join(lines).encode()


async def import_rows(sending: Sending, org: UUID, rows: int, first: int) -> float:
    """Seconds from the first byte until all is loaded."""
    use_case = Imports(sending, most=1)
    begun = time.perf_counter()
    received = await use_case.receive(
        org, ImportKind.PEOPLE, file(rows, first), source=IdentifierSource.IMPORT, actor="bench"
    )
    await load_imports(sending)
    seconds = time.perf_counter() - begun
    done = await use_case.read(org, received.id)
    assert (done.state, done.created, done.faults) == ("done", rows, 0), done
    return seconds


async def insert_rows(sending: Sending, org: UUID, rows: int) -> float:
    """Seconds for rows of which nothing has to be read, encrypted or looked for, in as many transactions."""
    seconds = 0.0
    for _ in range(rows // BATCH):
        # A batch at a time: all together would be part of the memory that the import is said to take.
        ids, hashes = [new_id() for _ in range(BATCH)], [os.urandom(32) for _ in range(BATCH)]
        ready = {"org": org, "ids": ids, "hashes": hashes}

        async def work(connection: AsyncConnection, ready: dict[str, Any] = ready) -> None:
            for statement in (_USERS, _NUMBERS, _BOUND):
                await connection.execute(statement, ready)

        begun = time.perf_counter()
        await sending.database.repeat_app(org, work)
        seconds += time.perf_counter() - begun
    return seconds


async def peak_mib(work: "asyncio.Task[float]") -> float:
    """The most memory that this process had while something went on."""
    most, me = 0, psutil.Process()
    while not work.done():
        most = max(most, me.memory_info().rss)
        await asyncio.sleep(_LOOK_SECONDS)
    return round(most / 2**20, 1)


def cpu_seconds(server: psutil.Process) -> float:
    """What the database server and its processes that are alive have used."""
    times = [one.cpu_times() for one in (server, *server.children())]
    return float(sum(one.user + one.system for one in times))


async def measure(sending: Sending, server: psutil.Process) -> dict[str, Any]:
    org = (await found_company(sending, SENDER)).id
    warm = asyncio.create_task(import_rows(sending, org, WARM, 0))
    warm_mib, _ = await asyncio.gather(peak_mib(warm), warm)
    bare = [await insert_rows(sending, org, ROWS // 4)]
    cpu, server_cpu = time.process_time(), cpu_seconds(server)
    importing = asyncio.create_task(import_rows(sending, org, ROWS, WARM))
    mib, seconds = await asyncio.gather(peak_mib(importing), importing)
    cpu, server_cpu = time.process_time() - cpu, cpu_seconds(server) - server_cpu
    # Before and after, since the machine may be shared: what counts is the ratio.
    bare.append(await insert_rows(sending, org, ROWS // 4))
    rate, bare_rate = ROWS / seconds, 2 * (ROWS // 4) / sum(bare)
    return {
        "rows": ROWS,
        "seconds": round(seconds, 1),
        "rows_per_second": round(rate),
        "wanted_rows_per_second": _WANTED,
        "bare_inserted_rows_per_second": round(bare_rate),
        "ratio": round(rate / bare_rate, 3),
        "cpu_us_per_row": round(cpu / ROWS * 1e6),
        "postgres_cpu_us_per_row": round(server_cpu / ROWS * 1e6),
        f"peak_mib_at_{WARM}_rows": warm_mib,
        f"peak_mib_at_{ROWS}_rows": mib,
    }


async def bench() -> None:
    with tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True) as folder:
        started: list[int] = []
        async with embedded_postgres(
            Path(folder) / "postgres", started=lambda _, pid, __: started.append(pid)
        ) as postgres:
            settings = Settings(
                database_url=postgres.url,  # type: ignore[arg-type]  # validated by pydantic
                encryption_keys=f"bench:{new_key()}",  # type: ignore[arg-type]
                hmac_key=new_key(),  # type: ignore[arg-type]
                twilio_account_sid=f"AC{secrets.token_hex(16)}",
                twilio_auth_tokens=secrets.token_hex(16),  # type: ignore[arg-type]
                public_url="http://127.0.0.1:9",  # type: ignore[arg-type]
            )
            async with open_sending(settings) as sending:
                figures = await measure(sending, psutil.Process(started[0]))
    print(json.dumps(figures, indent=2))
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-imports.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    leave_after(bench())
