"""The carrier as a process of its own."""

import asyncio
import errno
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from homing.carrier import Control
from tests.carrier.support import ACCOUNT, OTHER_SENDER, PHONE, SENDER, Customer

ROOT = Path(__file__).parents[2]
CREDENTIALS = {"CARRIER_ACCOUNT_SID": ACCOUNT.sid, "CARRIER_AUTH_TOKEN": ACCOUNT.token}

pytestmark = pytest.mark.spec("X10")


async def start(*options: str, environment: dict[str, str]) -> Process:
    given = {name: value for name, value in os.environ.items() if not name.startswith("CARRIER_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "homing.carrier", *options,
        cwd=ROOT, env=given | environment, stdout=PIPE, stderr=PIPE,
    )  # fmt: skip


@asynccontextmanager
async def process_of(
    *options: str, environment: dict[str, str] = CREDENTIALS
) -> AsyncIterator[tuple[Process, Customer]]:
    process = await start(*options, environment=environment)
    try:
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 20)
        url = json.loads(line)["url"]
        async with Control(url) as control, aiohttp.ClientSession() as session:
            yield process, Customer(url, control, session)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_says_where_it_listens_and_ends_cleanly_when_asked_without_telling_its_token() -> None:
    async with process_of("--port", "0") as (process, customer):
        await customer.send()
        await customer.control.fault("hang")
        hanging = asyncio.create_task(customer.send())
        await customer.control.wait(2)
        process.send_signal(signal.SIGTERM)
        out, err = await asyncio.wait_for(process.communicate(), 10)
        with pytest.raises(aiohttp.ClientError):
            await hanging
    assert (process.returncode, out, err) == (0, b"", b"")


async def test_it_ends_cleanly_while_its_events_are_listened_to() -> None:
    async with process_of() as (process, customer):
        async with customer.session.get(f"{customer.url}/_carrier/events") as events:
            assert await events.content.readline() == b"event: hello\n"
            process.send_signal(signal.SIGTERM)
            await events.read()  # to its proper end
        out, err = await asyncio.wait_for(process.communicate(), 10)
    assert (process.returncode, out, err) == (0, b"", b"")


async def test_its_options_say_where_texts_from_handsets_go_who_handles_stop_and_where_links_lead() -> None:
    options = ["--inbound-url", "http://127.0.0.1:1/in#rc=0", "--keywords", "default"]
    options += [
        "--resolve",
        "links.example.com=http://127.0.0.1:8080",
        "--resolve",
        "l.test=http://127.0.0.1:9/a=b",
    ]
    async with process_of(*options) as (_, customer):
        reply = await customer.control.reply(PHONE, "STOP", SENDER)
        assert (reply.webhook, len(reply.replies)) == ("unreachable", 1)
        assert (await customer.control.state())["resolve"] == {
            "links.example.com": "http://127.0.0.1:8080",
            "l.test": "http://127.0.0.1:9/a=b",
        }


@pytest.mark.parametrize(
    ("option", "value"),
    [("--resolve", "links.example.com"), ("--resolve", "=http://127.0.0.1"), ("--keywords", "all")],
)
async def test_it_refuses_an_option_that_makes_no_sense_by_its_name(option: str, value: str) -> None:
    process = await start(option, value, environment=CREDENTIALS)
    out, err = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, out) == (2, b"")
    assert f"argument {option}" in err.decode()


async def test_its_event_loop_breaks_connections_as_well() -> None:
    async with process_of() as (_, customer):
        await customer.control.fault("reset", next=1)
        with pytest.raises(aiohttp.ClientOSError) as error:
            await customer.send()
        assert error.value.errno == errno.ECONNRESET
        await customer.control.fault("truncate", next=1)
        with pytest.raises(aiohttp.ClientPayloadError):
            await customer.send()
        assert (await customer.control.counts()).texts == 2


async def test_its_options_choose_senders_delays_and_mode() -> None:
    options = (
        "--numbers",
        SENDER,
        "--fast",
        "--sent-delay",
        "0",
        "--listing-lag",
        "600",
        "--price-delay",
        "9",
    )
    async with process_of(*options) as (_, customer):
        await customer.send()
        status, answer = await customer.post({"To": PHONE, "From": OTHER_SENDER, "Body": "Hi"})
        assert (status, answer["code"]) == (400, 21606)
        assert await customer.list_() == []
        tuning = await customer.control.tune()
        assert (tuning["sent_delay"], tuning["listing_lag"], tuning["price_delay"]) == (0.0, 600.0, 9.0)
        assert tuning["callbacks"] is False
        assert (await customer.control.state())["fast"] is True


async def test_its_account_may_come_from_the_command_line_and_own_any_sender() -> None:
    options = ("--account-sid", ACCOUNT.sid, "--auth-token", ACCOUNT.token, "--fast", "--callbacks")
    async with process_of(*options, environment={}) as (_, customer):
        for sender in (SENDER, "12345", "Homing"):
            await customer.post({"To": PHONE, "From": sender, "Body": "Hi"})
        assert [text.sender for text in await customer.control.texts()] == [SENDER, "12345", "Homing"]
        assert (await customer.control.tune())["callbacks"] is True


@pytest.mark.parametrize("missing", sorted(CREDENTIALS))
async def test_without_an_account_it_doesnt_start_and_names_what_is_missing(missing: str) -> None:
    given = {name: value for name, value in CREDENTIALS.items() if name != missing}
    process = await start(environment=given)
    out, err = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, out) == (2, b"")
    assert f"{missing} is missing" in err.decode()
    assert not any(value in err.decode() for value in given.values())


async def test_it_refuses_a_wrong_delay_by_its_name() -> None:
    process = await start("--sent-delay", "-1", environment=CREDENTIALS)
    _, err = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode != 0
    assert "sent_delay" in err.decode()
    assert ACCOUNT.token not in err.decode()
