"""Serving the API: over what is open already, or as a process of its own."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from fastapi import FastAPI
from temporalio.client import Client

from homing.observing import get_logger
from homing.settings import Settings
from plugin.metrics import temporal_runtime
from plugin.services import open_sending
from plugin.temporal_address import client_options

_LOG = get_logger(__name__)

READY: Final = "api ready"
"""What an API's log says once it answers."""
_START_SECONDS: Final = 30.0
_GRACE_SECONDS: Final = 5
_MOST_AT_ONCE: Final = 2_000
"""Connections; beyond them it answers 503."""


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it, who has more to end than this."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving_app(
    app: FastAPI, host: str, port: int, *, trusted_proxies: str = "127.0.0.1"
) -> AsyncIterator[str]:
    """Answer requests, and let those under way finish at the end. Gives the address; port 0 finds a free
    one. ``trusted_proxies`` are believed whom they ask for. Raises RuntimeError where it can't listen."""
    server = _Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
            limit_concurrency=_MOST_AT_ONCE,
            forwarded_allow_ips=trusted_proxies,
        )
    )
    task = asyncio.create_task(_serve(server))
    try:
        async with asyncio.timeout(_START_SECONDS):
            while not server.started:  # uvicorn offers no event
                if task.done():
                    raise RuntimeError(f"the API can't listen on {host}:{port}")
                await asyncio.sleep(0.01)
        [listening, *_] = server.servers[0].sockets
        yield f"http://{_in_address(host)}:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


async def _serve(server: uvicorn.Server) -> None:
    try:
        await server.serve()
    except SystemExit:
        # So uvicorn says that a port is taken; whoever waits for the server says it better.
        return


async def run_api(settings: Settings) -> None:
    """Answer requests until SIGTERM. Temporal may be away, and come back."""
    from plugin.http import create_app  # noqa: PLC0415  # who starts the API elsewhere needs none of it

    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    runtime = temporal_runtime(settings, metrics=False)
    client = await Client.connect(**client_options(), lazy=True, runtime=runtime)
    async with open_sending(settings) as sending:
        app = create_app(settings, sending, client)
        async with serving_app(
            app, settings.api_host, settings.api_port, trusted_proxies=settings.trusted_proxies
        ) as address:
            _LOG.info(READY, address=address)
            await ended.wait()


def _in_address(host: str) -> str:
    return f"[{host}]" if ":" in host else host
