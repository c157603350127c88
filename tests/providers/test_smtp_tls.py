"""Mail over TLS: the server has to prove who it is before it gets a password or a mail."""

import datetime as dt
import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from homing.domain.outcome import FailureReason
from homing.providers.base import (
    Accepted,
    Answer,
    NotProcessed,
    Rejected,
)
from tests.providers.test_smtp import (
    MESSAGE_ID,
    PASSWORD,
    Mailbox,
    dialogue,
    encrypted,
    mail_server,
    send,
)


@dataclass(frozen=True)
class Certificate:
    server: ssl.SSLContext
    ca_file: str


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for localhost that nobody but its own file vouches for."""
    folder: Path = tmp_path_factory.mktemp("certificate")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "cert.pem", folder / "key.pem"
    chain.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    return Certificate(context, str(chain))


async def test_over_starttls_it_logs_in_and_a_wrong_password_is_the_configurations_fault(
    certificate: Certificate,
) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, context=certificate.server, password=PASSWORD) as port:
        assert (await send(encrypted(port, certificate.ca_file))).result == Accepted(MESSAGE_ID)
        refused = await send(encrypted(port, certificate.ca_file, password="wrong"))
    assert refused == Answer(Rejected(FailureReason.CONFIGURATION, 535), None)
    assert len(mailbox.taken) == 1


async def test_a_server_that_can_not_prove_who_it_is_gets_neither_password_nor_mail(
    certificate: Certificate,
) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox, context=certificate.server, password=PASSWORD) as port:
        answered = await send(encrypted(port, ca_file=None))
    assert answered == Answer(NotProcessed("connect_failed"), None)
    assert mailbox.taken == []


async def test_a_server_without_starttls_gets_neither_password_nor_mail() -> None:
    async with dialogue() as (port, heard):
        answered = await send(encrypted(port, ca_file=None))
        assert answered == Answer(NotProcessed("connect_failed"), None)
        assert heard == ["GREETING", "EHLO"]
