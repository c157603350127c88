"""What webhooks are sent to in tests: names that lead where a test says, listeners, answers that go wrong."""

import asyncio
import contextlib
import ipaddress
import re
import socket
import ssl
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import UUID

from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from homing.domain.web_address import Network
from homing.providers.webhook_signing import WebhookSigner
from homing.providers.webhooks import WebhookConfig, WebhookMessage, WebhookSender
from tests.providers.raw_server import Behaviour

LOOPBACK: Final[tuple[Network, ...]] = (ipaddress.ip_network("127.0.0.0/8"),)
ONE: Final[tuple[Network, ...]] = (ipaddress.ip_network("127.0.0.1/32"),)
SIGNER: Final = WebhookSigner([b"a key of the installation, 32 by"])
ORG: Final = UUID("0198f6a2-0000-7000-8000-0000000000a1")
KEY: Final = UUID("0198f6a2-0000-7000-8000-0000000000b2")
PATIENCE: Final = 60
"""Seconds after which a call that ought to have ended has failed the test."""
PAGE: Final = Path(__file__).parents[2] / "docs" / "webhooks.md"


class Genuine(Protocol):
    def __call__(self, secret: str, header: str, body: bytes, now: float, tolerance: float = 300) -> bool: ...


def documented_check() -> Genuine:
    """The check that receivers are told to make, as it stands in the documentation."""
    [example] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # a page of this repository
    check: Genuine = names["is_genuine"]
    return check


def message(url: str, **headers: str) -> WebhookMessage:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return WebhookMessage(ORG, KEY, url, named, {"type": "workflow.step", "people": 3})


@contextlib.asynccontextmanager
async def sender(
    *,
    allowed: Sequence[Network] = LOOPBACK,
    seconds: float = 30,
    connect_seconds: float = 30,
    names: AbstractResolver | None = None,
    now: float = 1_795_262_400,
) -> AsyncIterator[WebhookSender]:
    config = WebhookConfig(
        signer=SIGNER,
        allowed_networks=tuple(allowed),
        connect_timeout=timedelta(seconds=connect_seconds),
        timeout=timedelta(seconds=seconds),
    )
    opened = WebhookSender(config, resolver=names, clock=lambda: now)
    try:
        yield opened
    finally:
        await opened.aclose()


class Names(AbstractResolver):
    """Leads the n-th time to the n-th addresses, and after the last to the last; to none: an unknown name."""

    def __init__(self, *turns: Sequence[str]) -> None:
        self._turns = turns
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        assert family == socket.AF_UNSPEC
        self.asked.append(host)
        addresses = self._turns[min(len(self.asked), len(self._turns)) - 1]
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


@contextlib.asynccontextmanager
async def counting(host: str, port: int, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[list[bytes]]:
    """Take connections at an address and what is said on them first; one that says nothing counts too."""
    heard: list[bytes] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(b"")
        number = len(heard) - 1
        with contextlib.suppress(OSError):
            heard[number] = await reader.read(65536)
        writer.close()

    server = await asyncio.start_server(handle, host, port, ssl=tls)
    async with server:
        yield heard


def unknown_certificate(folder: Path) -> ssl.SSLContext:
    """Of a server at 127.0.0.1 whom nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def redirect(status: int, location: str | None) -> Behaviour:
    async def behave(writer: asyncio.StreamWriter) -> bool:
        where = "" if location is None else f"Location: {location}\r\n"
        writer.write(f"HTTP/1.1 {status} X\r\n{where}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        return True

    return behave


async def drip_headers(writer: asyncio.StreamWriter) -> bool:
    """Begin an answer, and never come to its end."""
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"X: y\r\n")
        await writer.drain()
        await asyncio.sleep(0.02)


async def flood(writer: asyncio.StreamWriter) -> bool:
    """Answer with a body that never ends, as fast as it is taken."""
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    chunk = b"x" * 65536
    while True:
        writer.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        await writer.drain()


def head_of(head: str) -> dict[str, list[str]]:
    """The headers of a request as they came, by their names in small letters."""
    headers: dict[str, list[str]] = {}
    for line in head.split("\r\n")[1:]:
        name, colon, value = line.partition(": ")
        if colon:
            headers.setdefault(name.lower(), []).append(value)
    return headers
