"""Run the carrier by itself: ``python -m homing.carrier --port 0``."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Sequence
from typing import get_args

import uvloop

from homing.carrier.config import Account, Tuning
from homing.carrier.keywords import Mode
from homing.carrier.server import running_carrier


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Read the command line; what is missing or wrong ends the process with its name."""
    parser = argparse.ArgumentParser(
        prog="python -m homing.carrier",
        description="A Twilio-compatible carrier with handsets to look at. "
        "Prints one line of JSON with its url, and runs till SIGTERM or SIGINT.",
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 (the default) finds a free one")
    parser.add_argument("--account-sid", default=os.environ.get("CARRIER_ACCOUNT_SID"))
    parser.add_argument("--auth-token", default=os.environ.get("CARRIER_AUTH_TOKEN"))
    parser.add_argument("--api-key", default=os.environ.get("CARRIER_API_KEY"))
    parser.add_argument("--api-secret", default=os.environ.get("CARRIER_API_SECRET"))
    parser.add_argument("--numbers", default="any", help="the account's senders, by commas, or `any`")
    parser.add_argument("--fast", action="store_true", help="light checks, and callbacks only if asked for")
    parser.add_argument("--callbacks", action=argparse.BooleanOptionalAction, default=None)
    parser.add_argument("--inbound-url", metavar="URL", help="where texts from handsets are posted")
    parser.add_argument("--keywords", choices=get_args(Mode), default="none", help="who handles STOP")
    parser.add_argument(
        "--resolve",
        action="append",
        default=[],
        type=_resolved,
        metavar="HOST=URL",
        help="where the handsets find a host that texts link to; may be given again",
    )
    defaults = Tuning()
    for name in ("sent_delay", "delivered_delay", "price_delay", "listing_lag"):
        option, seconds = "--" + name.replace("_", "-"), getattr(defaults, name)
        parser.add_argument(option, type=float, default=seconds, metavar="SECONDS")
    parsed = parser.parse_args(given)
    if not parsed.account_sid:
        parser.error("--account-sid or CARRIER_ACCOUNT_SID is missing")
    if not parsed.auth_token:
        parser.error("--auth-token or CARRIER_AUTH_TOKEN is missing")
    return parsed


def _resolved(option: str) -> tuple[str, str]:
    host, _, url = option.partition("=")
    if not (host and url):
        raise argparse.ArgumentTypeError("is given as HOST=URL")
    return host, url


async def serve(chosen: argparse.Namespace) -> None:
    """Run till a signal comes."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    numbers = None if chosen.numbers == "any" else frozenset(filter(None, chosen.numbers.split(",")))
    account = Account(chosen.account_sid, chosen.auth_token, chosen.api_key, chosen.api_secret, numbers)
    tuning = Tuning(
        sent_delay=chosen.sent_delay,
        delivered_delay=chosen.delivered_delay,
        price_delay=chosen.price_delay,
        listing_lag=chosen.listing_lag,
        callbacks=not chosen.fast if chosen.callbacks is None else chosen.callbacks,
        inbound_url=chosen.inbound_url,
        keywords=chosen.keywords,
        resolve=dict(chosen.resolve),
    )
    async with running_carrier(
        account, tuning=tuning, fast=chosen.fast, host=chosen.host, port=chosen.port
    ) as carrier:
        sys.stdout.write(json.dumps({"url": carrier.url}) + "\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    uvloop.run(serve(arguments(sys.argv[1:])))
