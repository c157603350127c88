"""Where webhooks don't go, however the way there is written, named or redirected."""

import ipaddress
from typing import Final

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.providers.webhook_guard import AddressRefusedError, may_be_called, open_guarded_session
from homing.providers.webhooks import Answered, WebhookConfig, WebhookReason, WebhookSender
from plugin.embedded.temporal import free_port
from tests.providers.raw_server import answer, raw_server
from tests.providers.receivers import ONE, SIGNER, Names, counting, message, redirect, sender

REFUSED: Final = Answered(None, WebhookReason.ADDRESS_REFUSED)
OK: Final = answer(200, "thanks")

PRIVATE: Final = (
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.0.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%2",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "2001::1",
)
CARRIERS: Final = ("::ffff:{0}", "64:ff9b::{0}")
PUBLIC: Final = ("8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111")


@pytest.mark.spec("Q06")
@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_but_a_public_one_may_be_called(address: str) -> None:
    assert not may_be_called(address, ())


@pytest.mark.spec("Q06")
@pytest.mark.parametrize("address", [one for one in PRIVATE if ":" not in one])
def test_a_private_address_inside_another_may_not_be_called(address: str) -> None:
    number = int(ipaddress.IPv4Address(address))
    sixtofour = ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)
    assert not may_be_called(str(sixtofour), ())
    assert [one for one in CARRIERS if may_be_called(one.format(address), ())] == []


@pytest.mark.parametrize("address", [*PUBLIC, "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"])
def test_a_public_address_may_be_called(address: str) -> None:
    assert may_be_called(address, ())


@given(number=st.integers(0, 2**32 - 1))
def test_an_address_is_judged_alike_however_it_is_carried(number: int) -> None:
    plain = ipaddress.IPv4Address(number)
    verdicts = {may_be_called(one.format(plain), ()) for one in CARRIERS}
    assert verdicts == {may_be_called(str(plain), ())}


def test_an_allowed_network_may_be_called_and_nothing_beside_it() -> None:
    assert may_be_called("127.0.0.1", ONE)
    assert not may_be_called("127.0.0.2", ONE)
    assert not may_be_called("::1", ONE)
    assert not may_be_called("10.0.0.1", ONE)


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "127.1",
        "127.0.0.1.",
        "0.0.0.0",
        "0",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::1]",
        "[::]",
    ],
)
async def test_this_machine_is_not_called_however_it_is_written(host: str) -> None:
    async with raw_server(OK) as server, sender(allowed=()) as webhooks:
        assert await webhooks.call(message(f"http://{host}:{server.port}/")) == REFUSED
    assert server.connections == 0


async def test_nothing_is_allowed_unless_it_is_configured() -> None:
    webhooks = WebhookSender(WebhookConfig(signer=SIGNER))
    async with raw_server(OK) as server:
        assert await webhooks.call(message(server.url)) == REFUSED
    await webhooks.aclose()
    assert server.connections == 0


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.2"], ["127.0.0.1", "127.0.0.2"], ["127.0.0.1", "::1"], ["127.0.0.1", "10.0.0.1"]],
)
async def test_a_name_is_refused_if_any_of_its_addresses_is(addresses: list[str]) -> None:
    async with raw_server(OK) as server, sender(allowed=ONE, names=Names(addresses)) as webhooks:
        assert await webhooks.call(message(f"http://hook.example:{server.port}/")) == REFUSED
    assert server.connections == 0


@pytest.mark.spec("Q06")
async def test_a_name_that_changes_after_the_check_changes_nothing() -> None:
    """It is looked up once: the connection goes to the address that was checked."""
    names = Names(["127.0.0.1"], ["127.0.0.2"])
    async with raw_server(OK) as server, counting("127.0.0.2", server.port) as elsewhere:
        url = f"http://rebinding.example:{server.port}/"
        async with sender(allowed=ONE, names=names) as webhooks:
            assert await webhooks.call(message(url)) == Answered(200)
            assert (len(names.asked), server.connections, elsewhere) == (1, 1, [])
            assert await webhooks.call(message(url)) == REFUSED
    assert (len(names.asked), server.connections, elsewhere) == (2, 1, [])


@pytest.mark.spec("Q06")
async def test_a_socket_is_opened_to_no_other_address_even_where_nothing_was_looked_up() -> None:
    async with raw_server(OK) as server, counting("127.0.0.2", server.port) as elsewhere:
        config = WebhookConfig(signer=SIGNER)
        async with open_guarded_session(ONE, config.connect_timeout, aiohttp.ThreadedResolver()) as session:
            async with session.get(server.url) as answered:
                assert answered.status == 200
            with pytest.raises(aiohttp.ClientConnectorError) as refused:
                await session.get(f"http://127.0.0.2:{server.port}/")
    assert isinstance(refused.value.os_error, AddressRefusedError)
    assert elsewhere == []


@pytest.mark.spec("Q06")
@pytest.mark.parametrize("host", ["127.0.0.2", "inside.example", "169.254.169.254", "[::1]"])
async def test_a_redirect_to_a_private_address_is_not_followed(host: str) -> None:
    port = free_port()
    async with (
        counting("127.0.0.2", port) as elsewhere,
        raw_server(redirect(307, f"http://{host}:{port}/")) as server,
        sender(allowed=ONE, names=Names(["127.0.0.2"])) as webhooks,
    ):
        assert await webhooks.call(message(server.url)) == REFUSED
    assert elsewhere == []
    assert server.connections == 1
