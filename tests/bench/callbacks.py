"""Part of `make bench`: what one API process does in a second: status callbacks checked and stored, campaigns
made; and as a baseline bare requests to the same process."""

import asyncio
import json
import os
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

import aiohttp
import psutil
import uvloop
from sqlalchemy import text
from twilio.request_validator import RequestValidator

from homing.dispatching.context import Sending
from homing.domain.definition_json import read_definition
from homing.settings import Settings
from homing.store import definitions, keys
from homing.store.keys import new_key_text
from homing.store.vault import new_key
from plugin.embedded.children import child
from plugin.embedded.postgres import embedded_postgres
from plugin.embedded.stack import ROOT, environment
from plugin.services import open_sending
from tests.bench.api import BARE
from tests.bench.ground import SENDER
from tests.definitions import define, remind
from tests.world import Company, found_company

TEXTS: Final = int(os.environ.get("HOMING_BENCH_TEXTS", "20000"))
CAMPAIGNS: Final = 2_000
AT_ONCE: Final = 64
_CHUNK: Final = 5_000
_PUBLIC: Final = "https://homing.invalid"
_ACCOUNT: Final = f"AC{'0' * 32}"
STATUSES: Final = ("sent", "delivered")
_MOST_MIB: Final = 48
"""What the process may keep of 40,000 reports: caches fill, nothing grows with the reports."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One API process, and what drives it."""

    sending: Sending
    company: Company
    token: str
    address: str
    process: psutil.Process
    http: aiohttp.ClientSession


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request, ready to be posted."""

    path: str
    headers: dict[str, str]
    body: bytes


@asynccontextmanager
async def ground() -> AsyncIterator[Ground]:
    """PostgreSQL, and the API in a process of its own, to which 64 connections are kept."""
    token = secrets.token_hex(16)
    async with AsyncExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True))
        )
        postgres = await stack.enter_async_context(embedded_postgres(folder / "postgres"))
        settings = Settings(
            database_url=postgres.url,  # type: ignore[arg-type]  # validated by pydantic
            encryption_keys=f"bench:{new_key()}",  # type: ignore[arg-type]
            hmac_key=new_key(),  # type: ignore[arg-type]
            twilio_account_sid=_ACCOUNT,
            twilio_auth_tokens=token,  # type: ignore[arg-type]
            public_url=_PUBLIC,  # type: ignore[arg-type]
            api_rate=100_000,
        )
        sending = await stack.enter_async_context(open_sending(settings))
        api = await stack.enter_async_context(
            child(
                "api",
                *(sys.executable, "-m", "tests.bench.api"),
                log=folder / "api.log",
                variables=environment(settings),
                talks=True,
            )
        )
        assert api.stdout is not None
        address = (await asyncio.wait_for(api.stdout.readline(), 30)).decode().strip()
        assert address, (folder / "api.log").read_text()
        http = await stack.enter_async_context(
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE))
        )
        company = await found_company(sending, SENDER)
        yield Ground(sending, company, token, address, psutil.Process(api.pid), http)


_SENT: Final = text("""
    with made as (
        insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,
                                channel, state, attempt_id, attempts)
        select gen_random_uuid(), :org, :org, 'remind', 1, 0, n, gen_random_uuid(),
               'sms', 'sent', gen_random_uuid(), 1
          from generate_series(cast(:first as int), :first + :count - 1) as n
        returning id, attempt_id)
    insert into attempts (id, org_id, dispatch_id, provider, state, estimate, provider_id, settled_at,
                          body_hash, link_hash)
    select attempt_id, :org, id, 'twilio', 'sent', 95000, 'SM' || replace(id::text, '-', ''), now(),
           uuid_send(id), uuid_send(attempt_id)
      from made
    returning id, provider_id
""")


async def sent_texts(here: Ground, count: int) -> list[tuple[UUID, str]]:
    """Texts that were accepted: their attempts and messages."""
    made: list[tuple[UUID, str]] = []
    for first in range(0, count, _CHUNK):
        part = {"first": first, "count": min(_CHUNK, count - first)}
        async with here.sending.database.system() as connection:
            found = await connection.execute(_SENT, {"org": here.company.id, **part})
            made += [(row.id, row.provider_id) for row in found]
    return made


def callbacks(here: Ground, texts: Sequence[tuple[UUID, str]]) -> list[Prepared]:
    """Two signed reports on each text, in the order in which a network tells them: nearly none."""
    validator = RequestValidator(here.token)
    prepared = []
    for n, (attempt, message) in enumerate(texts):
        for status in STATUSES:
            form = {
                "ApiVersion": "2010-04-01",
                "AccountSid": _ACCOUNT,
                "MessageSid": message,
                "MessageStatus": status,
                "SmsSid": message,
                "SmsStatus": status,
                "From": SENDER,
                "To": f"+34612{n % 1_000_000:06d}",
                "RawDlrDoneDate": "2611211200",
            }
            path = f"/twilio/status?a={attempt}"
            signature = validator.compute_signature(f"{_PUBLIC}{path}", form)
            headers = {
                "X-Twilio-Signature": signature,
                "Content-Type": "application/x-www-form-urlencoded",
                "I-Twilio-Idempotency-Token": uuid4().hex,
            }
            prepared.append(Prepared(path, headers, urlencode(form).encode()))
    random.Random(0).shuffle(prepared)
    return prepared


async def measure(here: Ground, prepared: Sequence[Prepared], expected: int) -> dict[str, float]:
    """Post it all, 64 at once."""
    waiting = iter(prepared)
    seconds: list[float] = []

    async def poster() -> None:
        for one in waiting:
            begun = time.perf_counter()
            async with here.http.post(here.address + one.path, data=one.body, headers=one.headers) as answer:
                await answer.read()
                assert answer.status == expected, answer.status
            seconds.append(time.perf_counter() - begun)

    memory = here.process.memory_info().rss
    cpu_before, begun = _cpu(here.process), time.perf_counter()
    await asyncio.gather(*(poster() for _ in range(AT_ONCE)))
    lasted = time.perf_counter() - begun
    cpu = _cpu(here.process) - cpu_before
    hundredths = statistics.quantiles(seconds, n=100)
    return {
        "requests": len(prepared),
        "per_second": round(len(prepared) / lasted, 1),
        "p50_ms": round(hundredths[49] * 1_000, 1),
        "p99_ms": round(hundredths[98] * 1_000, 1),
        "api_cpu_seconds": round(cpu, 2),
        "api_cpu_share": round(cpu / lasted, 2),
        "api_grew_mib": round((here.process.memory_info().rss - memory) / 2**20, 1),
    }


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def stored(here: Ground) -> dict[str, int]:
    """Dispatches by state, events by kind, and receipts."""
    query = text("""
        select state as word, count(*) from dispatches group by 1
        union all select kind, count(*) from channel_events group by 1
        union all select 'receipts', count(*) from receipts
    """)
    async with here.sending.database.system() as connection:
        return {row[0]: row[1] for row in await connection.execute(query)}


async def creations(here: Ground) -> list[Prepared]:
    """Campaigns to be made, each under a key of its own."""
    key, definition, org = new_key_text(), uuid4(), here.company.id
    vault = here.sending.vault
    reminder, headers = read_definition(define(remind("remind", "sms")))
    async with here.sending.database.app(org) as connection:
        await keys.create_key(connection, org, vault, id=uuid4(), name="bench", key=key, scopes=["editor"])
        await definitions.save_definition(connection, org, definition, "Reminder", reminder, headers, vault)
    body: dict[str, Any] = {
        "title": "Q3 Security Policy",
        "definitionId": str(definition),
        "targetUrl": "https://example.com/policies/q3",
    }
    return [
        Prepared(
            "/v1/campaigns",
            {
                "Authorization": f"Bearer {key}",
                "Idempotency-Key": uuid4().hex,
                "Content-Type": "application/json",
            },
            json.dumps(body).encode(),
        )
        for _ in range(CAMPAIGNS)
    ]


async def bench() -> None:
    async with ground() as here:
        texts = await sent_texts(here, TEXTS)
        reports = callbacks(here, texts)
        bare = [Prepared(BARE, one.headers, one.body) for one in reports]
        for warm in (bare, callbacks(here, await sent_texts(here, 500))):
            await measure(here, warm[:1_000], 204)
        # Before and after, since the machine may be shared: what counts is the ratio.
        baseline = [await measure(here, bare[: len(bare) // 2], 204)]
        measured = await measure(here, reports, 204)
        baseline.append(await measure(here, bare[len(bare) // 2 :], 204))
        assert measured["api_grew_mib"] < _MOST_MIB, measured
        assert await stored(here) == {
            "delivered": TEXTS + 500,
            "DELIVERED": TEXTS + 500,
            "receipts": 2 * (TEXTS + 500),
        }, await stored(here)
        made = await measure(here, await creations(here), 201)
        rate = statistics.mean(one["per_second"] for one in baseline)
        _report(
            {
                "callbacks": measured,
                "bare_requests": baseline,
                "ratio": round(measured["per_second"] / rate, 3),
                "campaigns_made": made,
            }
        )


def _report(figures: dict[str, Any]) -> None:
    print(json.dumps(figures, indent=2))
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-http.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    uvloop.run(bench())
