"""The API as ``homing api`` serves it, and beside it a route that checks nothing.

Run as ``python -m tests.bench.api`` with the settings in the environment; prints its address, and ends with
SIGTERM.
"""

import asyncio
import signal
from typing import Final

import uvloop
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from temporalio.client import Client

from homing.settings import load_settings
from plugin.http import create_app
from plugin.services import open_sending
from plugin.serving import serving_app

BARE: Final = "/bare"
_NOBODY: Final = "127.0.0.1:9"


async def bare(request: Request) -> Response:
    """Read what was posted, and no more."""
    await request.body()
    return Response(status_code=204)


async def serve() -> None:
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    settings = load_settings()
    client = await Client.connect(_NOBODY, lazy=True)
    async with open_sending(settings) as sending:
        app = create_app(settings, sending, client)
        # Before all others, as the one that it is compared with.
        app.router.routes.insert(0, Route(BARE, bare, methods=["POST"]))
        async with serving_app(app, "127.0.0.1", 0) as address:
            print(address, flush=True)
            await ended.wait()


if __name__ == "__main__":
    uvloop.run(serve())
