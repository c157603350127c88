"""Part of `make bench`: how long a STOP waits for its answer while 5,000 texts go out, some of them to those
who write STOP, and that none of those begins afterwards."""

import asyncio
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp
import uvloop
from twilio.request_validator import RequestValidator

from homing.carrier import Control
from plugin.embedded.children import child
from plugin.embedded.stack import ROOT, environment
from tests.bench.ground import SENDER, Ground, ground
from tests.world import Company, found_company

PEOPLE: Final = int(os.environ.get("HOMING_BENCH_TEXTS", "5000"))
ROUNDS: Final = 3
AT_ONCE: Final = 4
_PATH: Final = "/twilio/inbound"


class Handsets:
    """Those who write STOP, one each, and when each was answered."""

    def __init__(self, here: Ground, address: str, http: aiohttp.ClientSession) -> None:
        self._here, self._address, self._http = here, address, http
        self._validator = RequestValidator(here.token)
        self.seconds: list[float] = []
        self.answered_at: dict[str, float] = {}

    async def stop(self, number: str) -> None:
        form = {
            "AccountSid": self._here.account,
            "ApiVersion": "2010-04-01",
            "MessageSid": f"SM{uuid4().hex}",
            "From": number,
            "To": SENDER,
            "Body": "STOP",
            "NumMedia": "0",
            "NumSegments": "1",
        }
        signed = f"{str(self._here.engine.settings.public_url).rstrip('/')}{_PATH}"
        headers = {
            "X-Twilio-Signature": self._validator.compute_signature(signed, form),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        begun = time.perf_counter()
        async with self._http.post(self._address + _PATH, data=urlencode(form), headers=headers) as answer:
            document = await answer.text()
        self.seconds.append(time.perf_counter() - begun)
        self.answered_at[number] = time.time()
        assert answer.status == 200, answer.status
        assert "<Message>" in document, document


async def send_and_stop(here: Ground, company: Company, handsets: Handsets, numbers: Sequence[str]) -> float:
    """A reminder to everybody, and STOPs one after the other for as long as it goes out. Returns how many
    seconds that was."""
    run = await company.campaign(await company.hire(len(numbers), numbers=list(numbers)))
    waiting = iter(random.Random(0).sample(numbers, len(numbers)))
    begun = time.perf_counter()
    sending = asyncio.create_task(here.engine.run(run, "sms"))

    async def stop_in_turn() -> None:
        while not sending.done() and (number := next(waiting, None)) is not None:
            await handsets.stop(number)

    await asyncio.gather(*(stop_in_turn() for _ in range(AT_ONCE)))
    await sending
    return time.perf_counter() - begun


async def measure(here: Ground, company: Company, handsets: Handsets) -> dict[str, Any]:
    numbers = [f"+34612{n:06d}" for n in range((ROUNDS + 1) * PEOPLE)]
    parts = [numbers[n * PEOPLE : (n + 1) * PEOPLE] for n in range(ROUNDS + 1)]
    await send_and_stop(here, company, handsets, parts[0][:200])
    handsets.seconds.clear()
    lasted = [await send_and_stop(here, company, handsets, part) for part in parts[1:]]
    async with Control(here.carrier_url) as carrier:
        texts = await carrier.texts()
    late = sum(text.received_at > handsets.answered_at.get(text.to, time.time()) for text in texts)
    assert late == 0, f"{late} texts began after STOP was answered"
    hundredths = statistics.quantiles(handsets.seconds, n=100)
    return {
        "texts_to": ROUNDS * PEOPLE,
        "seconds": round(sum(lasted), 1),
        "stops": len(handsets.seconds),
        "stopped_before_their_text": len(handsets.answered_at)
        - len({text.to for text in texts} & handsets.answered_at.keys()),
        "p50_ms": round(hundredths[49] * 1_000, 1),
        "p99_ms": round(hundredths[98] * 1_000, 1),
        "slowest_ms": round(max(handsets.seconds) * 1_000, 1),
        "begun_after_the_answer": late,
    }


async def bench() -> None:
    async with ground() as here, AsyncExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True))
        )
        api = await stack.enter_async_context(
            child(
                "api",
                *(sys.executable, "-m", "tests.bench.api"),
                log=folder / "api.log",
                variables=environment(here.engine.settings),
                talks=True,
            )
        )
        assert api.stdout is not None
        address = (await asyncio.wait_for(api.stdout.readline(), 30)).decode().strip()
        assert address, (folder / "api.log").read_text()
        http = await stack.enter_async_context(aiohttp.ClientSession())
        company = await found_company(here.sending, SENDER)
        figures = await measure(here, company, Handsets(here, address, http))
        print(json.dumps(figures, indent=2))
        build = ROOT / "build"
        build.mkdir(exist_ok=True)
        (build / "bench-stop.json").write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    uvloop.run(bench())
