"""Server-sent events: what readers are told, and that none of them holds up the carrier."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from homing.carrier import Control, Tuning, running_carrier
from homing.carrier.live import Live
from homing.carrier.messages import Message
from tests.carrier.support import ACCOUNT, OTHER_PHONE, PHONE, SENDER, Customer, customer_of

SECONDS = 20
"""How long anything here is waited for."""

pytestmark = pytest.mark.spec("X10")


@dataclass
class Events:
    """A stream of events, as a browser reads it."""

    response: aiohttp.ClientResponse

    async def next(self) -> tuple[str, dict[str, Any]]:
        """The next event; EOFError at the end of the stream."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(SECONDS):
            while line := (await self.response.content.readline()).decode():
                if line == "\n" and fields:
                    return fields["event"], json.loads(fields["data"])
                name, colon, value = line.rstrip("\n").partition(": ")
                fields |= {name: value} if colon else {}
        raise EOFError

    async def until(self, name: str) -> dict[str, Any]:
        """The next event of that name, whatever comes before it."""
        while True:
            came, data = await self.next()
            if came == name:
                return data

    async def states(self, sid: str) -> AsyncIterator[str]:
        """The states of a message as they are told."""
        while True:
            for message in (await self.until("messages"))["messages"]:
                if message["sid"] == sid:
                    yield message["status"]


@asynccontextmanager
async def events_of(url: str) -> AsyncIterator[Events]:
    async with (
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None), read_bufsize=2**22) as session,
        session.get(f"{url}/_carrier/events") as response,
    ):
        assert response.status == 200
        assert response.content_type == "text/event-stream"
        assert response.headers["Cache-Control"] == "no-cache"
        yield Events(response)


async def listeners(control: Control, number: int) -> None:
    """Wait till so many listen."""
    async with asyncio.timeout(SECONDS):
        while (await control.state())["listeners"] != number:
            continue


@pytest.fixture
async def connection(customer: Customer) -> AsyncIterator[asyncio.WriteTransport]:
    """A connection to somewhere."""
    _, writing = await asyncio.open_connection(*customer.url.removeprefix("http://").split(":"))
    yield writing.transport
    writing.close()
    await writing.wait_closed()


async def test_a_reader_is_greeted_with_the_number_of_handsets_and_where_links_lead() -> None:
    tuning = Tuning(resolve={"Links.Example.com": "http://127.0.0.1:8080/"})
    async with customer_of(tuning) as customer:
        await customer.send()
        await customer.control.reply(OTHER_PHONE, "Hi", SENDER)
        async with events_of(customer.url) as events:
            greeting = {"total": 2, "resolve": {"links.example.com": "http://127.0.0.1:8080"}}
            assert await events.next() == ("hello", greeting)
            assert (await customer.control.state())["resolve"] == greeting["resolve"]
            await customer.control.tune(resolve={"l.test": "http://127.0.0.1:1"})
            assert await events.until("hello") == {"total": 2, "resolve": {"l.test": "http://127.0.0.1:1"}}


async def test_a_reader_is_told_each_message_as_it_stands_in_the_conversation(customer: Customer) -> None:
    async with events_of(customer.url) as events:
        await events.until("hello")
        sid = (await customer.send("Hi"))["sid"]
        await customer.control.idle()
        async for status in events.states(sid):
            if status == "delivered":
                break
        await customer.control.reply(PHONE, "Thanks — 😀\n")
        (told,) = (await events.until("messages"))["messages"]
        shown = (await customer.control.conversation(PHONE))["messages"]
        assert told == {"number": PHONE, **shown[1]}
        assert shown[1]["body"] == "Thanks — 😀\n"


async def test_changes_are_gathered_into_the_latest_state_of_each_message() -> None:
    async with customer_of(Tuning(sent_delay=0, delivered_delay=0)) as customer:
        async with events_of(customer.url) as events:
            await events.until("hello")
            await asyncio.gather(*(customer.send(to=f"+3460011{n:04d}") for n in range(100)))
            await customer.control.idle()
            last: dict[str, str] = {}
            told = 0
            while list(last.values()) != ["delivered"] * 100:
                messages = (await events.until("messages"))["messages"]
                sids = [message["sid"] for message in messages]
                assert len(set(sids)) == len(sids)
                last |= {message["sid"]: message["status"] for message in messages}
                told += len(messages)
        assert told < 300  # each of the hundred had three states


async def test_a_reader_reads_all_anew_after_a_reset(customer: Customer) -> None:
    async with events_of(customer.url) as events:
        await events.until("hello")
        await customer.send()
        await customer.control.reset()
        assert await events.until("reload") == {}
        await customer.control.reply(PHONE, "after", SENDER)
        (told,) = (await events.until("messages"))["messages"]
        assert told["body"] == "after"


async def test_a_reader_is_told_of_every_change_of_the_faults(customer: Customer) -> None:
    async with events_of(customer.url) as events:
        await events.until("hello")
        first = await customer.control.fault("fail", to=PHONE, code=30003, next=2)
        (told,) = (await events.until("faults"))["faults"]
        assert (told["id"], told["kind"], told["next"]) == (first, "fail", 2)
        await customer.send()
        (told,) = (await events.until("faults"))["faults"]
        assert told["next"] == 1
        await customer.send()
        assert (await events.until("faults"))["faults"] == []
        second = await customer.control.fault("silent")
        assert (await events.until("faults"))["faults"] != []
        await customer.control.remove_fault(second)
        assert (await events.until("faults"))["faults"] == []
        await customer.control.fault("silent", to=PHONE)
        assert (await events.until("faults"))["faults"] != []
        await customer.control.clear_faults(PHONE)
        assert (await events.until("faults"))["faults"] == []


async def test_many_read_the_same_and_whoever_leaves_is_forgotten(customer: Customer) -> None:
    async with events_of(customer.url) as one:
        await one.until("hello")
        async with events_of(customer.url) as two:
            await two.until("hello")
            await listeners(customer.control, 2)
            await customer.control.reply(PHONE, "Hi", SENDER)
            assert await one.until("messages") == await two.until("messages")
        await listeners(customer.control, 1)
        await customer.control.reply(PHONE, "last", SENDER)
        (told,) = (await one.until("messages"))["messages"]
        assert told["body"] == "last"


async def test_a_reader_that_does_not_keep_up_is_dropped_and_holds_up_nobody(customer: Customer) -> None:
    host, port = customer.url.removeprefix("http://").split(":")
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(0)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(slow, (host, int(port)))
        await loop.sock_sendall(slow, b"GET /_carrier/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await listeners(customer.control, 1)
        async with events_of(customer.url) as events:
            await events.until("hello")
            for _ in range(200):
                for _ in range(60):
                    await customer.control.reply(PHONE, "😀" * 1600, SENDER)
                await events.until("messages")
                if (await customer.control.state())["listeners"] == 1:
                    break
            await customer.control.reply(PHONE, "still here", SENDER)
            while (await events.until("messages"))["messages"][-1]["body"] != "still here":
                continue
            assert (await customer.control.state())["listeners"] == 1


async def test_streams_end_at_once_when_the_carrier_ends_and_so_do_those_that_come_then() -> None:
    async with AsyncExitStack() as stack:
        async with running_carrier(ACCOUNT) as carrier:
            events = await stack.enter_async_context(events_of(carrier.url))
            await events.until("hello")
        with pytest.raises(EOFError):
            await events.next()


async def test_silence_is_broken_by_a_comment(connection: asyncio.WriteTransport) -> None:
    live = Live(silence=0.01)
    reader = live.join(connection, {"total": 0})
    assert await reader.next() == b'event: hello\ndata: {"total": 0}\n\n'
    assert await reader.next() == b":\n\n"
    live.close()
    assert await reader.next() is None
    late = live.join(connection, {"total": 0})
    assert [await late.next(), await late.next()] == [b'event: hello\ndata: {"total": 0}\n\n', None]
    assert live.readers == 0


@pytest.mark.parametrize(("changed", "name"), [(500, b"messages"), (501, b"reload"), (5000, b"reload")])
async def test_readers_are_told_to_read_all_anew_where_too_much_has_changed(
    connection: asyncio.WriteTransport, changed: int, name: bytes
) -> None:
    live = Live()
    reader = live.join(connection, {})
    for number in range(changed):
        message = Message(PHONE, SENDER, str(number), 1, "queued", 0.0, 0.0)
        live.note(message)
        live.note(message)
    await reader.next()
    told = await reader.next()
    assert told is not None
    assert told.startswith(b"event: " + name + b"\n")
    live.note(Message(PHONE, SENDER, "after", 1, "queued", 0.0, 0.0))
    told = await reader.next()
    assert told is not None
    assert told.count(b'"sid"') == 1
    live.close()
