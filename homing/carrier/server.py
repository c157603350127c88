"""The carrier as an HTTP server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from homing.carrier.api import Api
from homing.carrier.carrier import Carrier
from homing.carrier.config import Account, Tuning
from homing.carrier.control_api import ControlApi, explain
from homing.carrier.handset_api import HandsetApi
from homing.carrier.page_files import FOLDER, PageFiles

FAST_TUNING = Tuning(callbacks=False)

_GRACE = 0.5  # seconds that requests under way have left when the server stops


@dataclass(frozen=True, slots=True)
class RunningCarrier:
    """A carrier that listens at ``url``."""

    url: str
    account: Account


@asynccontextmanager
async def running_carrier(
    account: Account | None = None,
    *,
    tuning: Tuning | None = None,
    fast: bool = False,
    host: str = "127.0.0.1",
    port: int = 0,
) -> AsyncIterator[RunningCarrier]:
    """Run a carrier in this event loop; port 0 finds a free one. Without an account, one is made up."""
    account = account or Account()
    carrier = Carrier(account, tuning or (FAST_TUNING if fast else Tuning()), fast=fast)
    runner = web.AppRunner(_application(carrier), access_log=None, shutdown_timeout=_GRACE)
    try:
        await runner.setup()
        await web.TCPSite(runner, host, port, backlog=1024).start()
        bound = runner.addresses[0]
        yield RunningCarrier(f"http://{_in_url(host)}:{bound[1]}", account)
    finally:
        carrier.live.close()
        carrier.faults.clear()  # lets go of requests that hang
        await runner.cleanup()
        await carrier.close()


def _application(carrier: Carrier) -> web.Application:
    application = web.Application()
    application.add_routes(Api(carrier).routes())
    files = PageFiles(FOLDER)
    application.router.add_get("/", files.index)
    control = web.Application(middlewares=[explain])
    control.add_routes([*ControlApi(carrier).routes(), *HandsetApi(carrier).routes()])
    control.router.add_get("/page/{file}", files.file)
    application.add_subapp("/_carrier", control)
    return application


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
