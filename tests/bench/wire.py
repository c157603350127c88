"""The wire's limit: bare SDK calls, in a process of their own as a worker's would be.

Run as ``python -m tests.bench.wire URL CALLS AT_ONCE LOOP`` with the account in the environment, LOOP being
``asyncio`` (how the SDK comes) or ``uvloop`` (how a worker of ours runs); prints calls a second.
"""

import asyncio
import os
import sys
import time

import uvloop
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client


async def measure(url: str, calls: int, at_once: int) -> float:
    """Create ``calls`` messages, ``at_once`` side by side; calls a second."""
    account, token = os.environ["CARRIER_ACCOUNT_SID"], os.environ["CARRIER_AUTH_TOKEN"]
    http = AsyncTwilioHttpClient()
    client = Client(account, token, http_client=http, environment={"TWILIO_ACCOUNT_SID": account})
    client.api.base_url = url
    numbers = iter(range(calls))

    async def caller() -> None:
        for number in numbers:
            await client.messages.create_async(
                to=f"+3462{number:07d}",
                from_="+34600000002",
                body="Hi - a text of the usual length, about so.",
            )

    begun = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(at_once)))
    seconds = time.perf_counter() - begun
    await http.close()
    return calls / seconds


if __name__ == "__main__":
    run = uvloop.run if sys.argv[4] == "uvloop" else asyncio.run
    rate = run(measure(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
    print(rate, flush=True)
    os._exit(0)
