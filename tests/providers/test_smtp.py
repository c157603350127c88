"""What the SMTP provider makes of a real server's replies, and of a server that breaks off."""

import asyncio
import contextlib
import datetime as dt
import email
import email.message
import email.policy
import logging
import ssl
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from uuid import UUID

import aiosmtpd.smtp
import pytest

from homing.domain.errors import ConfigurationError
from homing.domain.outcome import FailureReason
from homing.providers.base import (
    Accepted,
    Ambiguous,
    Answer,
    NotProcessed,
    Outbound,
    Provider,
    Rejected,
    Result,
)
from homing.providers.smtp import SmtpConfig, SmtpProvider
from plugin.embedded.temporal import free_port
from tests.providers.raw_server import deaf_port

RECIPIENT = "ana.perez@people.example"
SENDER = "reminders@homing.example"
PASSWORD = "a-password-that-nobody-may-see"
ATTEMPT = UUID("0198f6a2-0000-7000-8000-000000000001")
MAIL = Outbound(
    ATTEMPT, RECIPIENT, SENDER, "Hi Ana — ñ\n.\nOpen: https://l.example/c/1", "Please confirm: §4"
)
MESSAGE_ID = f"<{ATTEMPT}@homing.homing.example>"
SHORT = dt.timedelta(seconds=0.4)


@dataclass
class Mailbox:
    """Handles aiosmtpd's commands: keeps what came, and replies as told."""

    mail_reply: str | None = None
    rcpt_reply: str | None = None
    data_reply: str = "250 taken"
    taken: list[tuple[str, list[str], email.message.EmailMessage]] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self,
        _server: object,
        _session: object,
        envelope: aiosmtpd.smtp.Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.mail_from = address
        return self.mail_reply or "250 OK"

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self,
        _server: object,
        _session: object,
        envelope: aiosmtpd.smtp.Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.rcpt_reply or "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, _server: object, _session: object, envelope: aiosmtpd.smtp.Envelope
    ) -> str:
        content = envelope.original_content
        assert content is not None
        mail = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(mail, email.message.EmailMessage)
        self.taken.append((str(envelope.mail_from), list(envelope.rcpt_tos), mail))
        return self.data_reply


@contextlib.asynccontextmanager
async def mail_server(
    mailbox: Mailbox, *, context: ssl.SSLContext | None = None, password: str | None = None
) -> AsyncIterator[int]:
    """A real server on a free port; with ``context`` it wants STARTTLS, with ``password`` a login."""

    def authenticate(
        _server: object, _session: object, _envelope: object, _mechanism: str, data: object
    ) -> aiosmtpd.smtp.AuthResult:
        assert isinstance(data, aiosmtpd.smtp.LoginPassword)
        return aiosmtpd.smtp.AuthResult(success=data.password == (password or "").encode(), handled=False)

    def connection() -> aiosmtpd.smtp.SMTP:
        return aiosmtpd.smtp.SMTP(
            mailbox,
            hostname="mail.example",
            tls_context=context,
            require_starttls=context is not None,
            authenticator=authenticate,
            auth_required=password is not None,
            auth_require_tls=context is not None,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(connection, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def config(port: int, within: dt.timedelta = dt.timedelta(seconds=5)) -> SmtpConfig:
    return SmtpConfig(host="127.0.0.1", port=port, sender=SENDER, starttls=False, timeout=within)


def encrypted(port: int, ca_file: str | None, password: str = PASSWORD) -> SmtpConfig:
    return SmtpConfig(
        host="localhost",
        port=port,
        sender=SENDER,
        username="homing",
        password=password,
        ca_file=ca_file,
        timeout=dt.timedelta(seconds=5),
    )


async def send(settings: SmtpConfig, message: Outbound = MAIL) -> Answer:
    provider: Provider = SmtpProvider(settings)
    try:
        return await provider.send(message)
    finally:
        await provider.aclose()


@pytest.mark.spec("P04")
async def test_a_mail_arrives_as_plain_text_with_an_id_made_from_the_attempt() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        before = time.monotonic()
        answered = await send(config(port))
        after = time.monotonic()
    assert answered.result == Accepted(MESSAGE_ID)
    assert answered.first_byte_at is not None
    assert before <= answered.first_byte_at <= after
    [(mail_from, rcpt_tos, mail)] = mailbox.taken
    assert (mail_from, rcpt_tos) == (SENDER, [RECIPIENT])
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == MAIL.body.splitlines()
    wanted = {"From": SENDER, "To": RECIPIENT, "Subject": MAIL.subject, "Message-ID": MESSAGE_ID}
    assert {name: mail[name] for name in wanted} == wanted
    assert mail["Date"].datetime is not None
    assert mail["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("marks", ["\r\n", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\r\n\r\n"])
async def test_a_subject_can_add_no_header_and_no_body(marks: str) -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        message = replace(MAIL, subject=f"Due{marks}Bcc: victim@people.example")
        assert (await send(config(port), message)).result == Accepted(MESSAGE_ID)
    [(_, rcpt_tos, mail)] = mailbox.taken
    assert rcpt_tos == [RECIPIENT]
    assert mail["Bcc"] is None
    assert mail["Subject"].split() == ["Due", "Bcc:", "victim@people.example"]
    assert mail.get_content().splitlines() == MAIL.body.splitlines()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@people.example",
        "ana@",
        "ana@people.example\r\nRCPT TO:<victim@people.example>",
        "ana@people.example, victim@people.example",
        "Ana <ana@people.example>",
        "ana@b@people.example",
        "añá@people.example",
        "ana@-.example",
        "a..b@people.example",
        "a" * 250 + "@people.example",
    ],
)
async def test_an_address_that_is_not_one_is_refused_before_any_server_is_asked(address: str) -> None:
    recipient = await send(config(free_port()), replace(MAIL, recipient=address))
    assert recipient == Answer(Rejected(FailureReason.NUMBER_REFUSED), None)
    if address:  # an empty sender means the configured one
        sender = await send(config(free_port()), replace(MAIL, sender=address))
        assert sender == Answer(Rejected(FailureReason.SENDER_REFUSED), None)


async def test_a_message_without_a_sender_goes_out_from_the_configured_one() -> None:
    mailbox = Mailbox()
    async with mail_server(mailbox) as port:
        assert (await send(config(port), replace(MAIL, sender=""))).result == Accepted(MESSAGE_ID)
    assert mailbox.taken[0][0] == SENDER


@pytest.mark.spec("P29", "X01", "X17")
@pytest.mark.parametrize(
    ("mailbox", "result", "content_left"),
    [
        (Mailbox(mail_reply="451 later"), NotProcessed("smtp_451"), False),
        (Mailbox(mail_reply="550 not you"), Rejected(FailureReason.SENDER_REFUSED, 550), False),
        (Mailbox(mail_reply="530 log in"), Rejected(FailureReason.CONFIGURATION, 530), False),
        (Mailbox(rcpt_reply="450 greylisted"), NotProcessed("smtp_450"), False),
        (Mailbox(rcpt_reply="550 nobody"), Rejected(FailureReason.NUMBER_REFUSED, 550), False),
        (Mailbox(rcpt_reply="554 policy"), Rejected(FailureReason.OTHER_REFUSAL, 554), False),
        (Mailbox(data_reply="452 disk full"), NotProcessed("smtp_452"), True),
        (Mailbox(data_reply="554 spam"), Rejected(FailureReason.CONTENT_REFUSED, 554), True),
    ],
    ids=lambda value: value.__class__.__name__ if isinstance(value, Mailbox) else None,
)
async def test_a_reply_with_a_code_is_taken_at_its_word(
    mailbox: Mailbox, result: Result, *, content_left: bool
) -> None:
    async with mail_server(mailbox) as port:
        answered = await send(config(port))
    assert answered.result == result
    assert (answered.first_byte_at is not None) == content_left
    assert len(mailbox.taken) == content_left


@contextlib.asynccontextmanager
async def dialogue(**replies: str | None) -> AsyncIterator[tuple[int, list[str]]]:
    """A server that replies to each verb as told (``GREETING`` at first, ``CONTENT`` after the mail's
    last line); None closes the connection, an empty reply says nothing. Yields its port and the verbs."""
    heard: list[str] = []
    handlers: set[asyncio.Task[None]] = set()
    script: dict[str, str | None] = {
        "GREETING": "220 hi",
        "EHLO": "250-hi\r\n250 AUTH PLAIN",
        "AUTH": "235 welcome",
        "MAIL": "250 OK",
        "RCPT": "250 OK",
        "DATA": "354 go on",
        "CONTENT": "250 OK",
        "QUIT": "221 bye",
        **replies,
    }

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        verb = "GREETING"
        while True:
            heard.append(verb)
            reply = script[verb]
            if reply is None:
                return
            if reply:
                writer.write(f"{reply}\r\n".encode())
                await writer.drain()
            if verb == "DATA":
                await reader.readuntil(b"\r\n.\r\n")
                verb = "CONTENT"
            else:
                verb = (await reader.readuntil(b"\r\n")).decode()[:4].upper()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        handlers.add(task)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            await converse(reader, writer)
        handlers.discard(task)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], heard
    finally:
        server.close()
        for task in tuple(handlers):
            task.cancel()
        await asyncio.gather(*handlers)


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize(
    ("verb", "reply", "result"),
    [
        ("GREETING", None, NotProcessed("connect_failed")),
        ("GREETING", "", NotProcessed("connect_timeout")),
        ("GREETING", "554 go away", NotProcessed("smtp_554")),
        ("GREETING", "421 too many", NotProcessed("smtp_421")),
        ("GREETING", "what", NotProcessed("connect_failed")),
        ("MAIL", None, NotProcessed("connect_failed")),
        ("MAIL", "", NotProcessed("connect_timeout")),
        ("RCPT", None, NotProcessed("connect_failed")),
        ("RCPT", "421 closing", NotProcessed("smtp_421")),
        ("DATA", "451 not now", NotProcessed("smtp_451")),
        ("DATA", "554 never", Rejected(FailureReason.CONTENT_REFUSED, 554)),
        ("CONTENT", None, Ambiguous("connection_lost")),
        ("CONTENT", "", Ambiguous("read_timeout")),
        ("CONTENT", "OK I think", Ambiguous("unreadable_answer")),
        ("CONTENT", "299 perhaps", Ambiguous("unreadable_answer")),
        ("QUIT", None, Accepted(MESSAGE_ID)),
        ("QUIT", "", Accepted(MESSAGE_ID)),
    ],
)
async def test_breaking_off_is_judged_by_whether_the_mail_could_have_been_taken(
    verb: str, reply: str | None, result: Result
) -> None:
    async with dialogue(**{verb: reply}) as (port, heard):
        started = time.monotonic()
        answered = await send(config(port, SHORT))
        took = time.monotonic() - started
        assert answered.result == result
        assert (answered.first_byte_at is not None) == ("DATA" in heard)
        assert heard.count("GREETING") == 1
        assert heard[-1] == verb or reply
    # Leaving politely may take as long once more.
    assert took < 3 * SHORT.total_seconds()


@pytest.mark.spec("P29", "X01")
async def test_a_server_that_can_not_be_reached_did_not_take_the_mail() -> None:
    assert await send(config(free_port())) == Answer(NotProcessed("connect_failed"), None)
    with deaf_port() as port:
        assert await send(config(port, SHORT)) == Answer(NotProcessed("connect_timeout"), None)


async def test_a_cancelled_send_is_cancelled() -> None:
    async with dialogue(CONTENT="") as (port, heard):
        sending = asyncio.create_task(send(config(port)))
        async with asyncio.timeout(5):
            while "CONTENT" not in heard:  # noqa: ASYNC110  a condition with a deadline
                await asyncio.sleep(0.005)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending


@pytest.mark.spec("Q13", "X11")
async def test_no_log_record_and_no_repr_tells_an_address_a_text_or_a_secret(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the test's own server, aiosmtpd
    answers = []
    for mailbox in (Mailbox(), Mailbox(rcpt_reply=f"550 {RECIPIENT} unknown"), Mailbox(data_reply="554 no")):
        async with mail_server(mailbox) as port:
            answers.append(await send(config(port)))
    logging.getLogger("proof").debug("records are captured")
    told = "".join(str(record.__dict__) for record in caplog.records)
    assert "records are captured" in told
    shown = f"{told} {answers!r} {encrypted(25, None)!r} {SmtpProvider(config(25))!r}"
    for secret in ("ana.perez", "Hi Ana", "Please confirm", PASSWORD):
        assert secret not in shown


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"host": ""}, "host"),
        ({"port": 0}, "port"),
        ({"sender": "Reminders <r@homing.example>"}, "sender"),
        ({"username": "homing"}, "password"),
        ({"tls": True, "starttls": True}, "starttls"),
        ({"timeout": dt.timedelta(0)}, "timeout"),
    ],
)
def test_a_wrong_setting_is_named(changed: dict[str, object], named: str) -> None:
    settings: dict[str, object] = {"host": "mail.example", "sender": SENDER, **changed}
    with pytest.raises(ConfigurationError, match=named):
        SmtpConfig(**settings)  # type: ignore[arg-type]  # wrong on purpose
