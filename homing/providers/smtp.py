"""Mail by SMTP: one connection and one message per send, its fate told as far as the server's replies prove.

Until DATA the server holds an envelope and no message, so whatever breaks before it is not processed.
"""

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import formatdate
from typing import TYPE_CHECKING, Final

from homing.domain.errors import ConfigurationError
from homing.domain.outcome import FailureReason
from homing.providers.base import Accepted, Ambiguous, Answer, NotProcessed, Outbound, Rejected, Result

if TYPE_CHECKING:
    from aiosmtplib import SMTP

WIRE_POLICY: Final = SMTP_POLICY.clone(cte_type="7bit")
"""Every character is sent as ASCII, so that no server needs to announce 8BITMIME."""

ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"  # RFC 5321, Dot-string
    r"@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
)
LONGEST_ADDRESS: Final = 254

TRANSIENT: Final = range(400, 500)
PERMANENT: Final = range(500, 600)
"""Replies by which a server says that it did not do what was asked: for now, for good (RFC 5321, 4.2.1)."""

CONFIGURATION_CODES: Final = frozenset({530, 534, 535, 538})
"""Authentication needed, too weak, refused, or wanting TLS (RFC 4954)."""

MAILBOX_CODES: Final = frozenset({550, 551, 553, 556})
"""Replies to RCPT by which it is this address that can't be reached (RFC 5321, RFC 7504)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpConfig:
    """A server that takes mail. ``tls`` encrypts from the first byte (port 465), ``starttls`` after the
    greeting and without exception. ``ca_file`` trusts that authority in place of the system's.
    ``sender`` is used for a message that names none."""

    host: str
    sender: str
    port: int = 587
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: bool = False
    starttls: bool = True
    ca_file: str | None = None
    timeout: timedelta = timedelta(seconds=10)

    def __post_init__(self) -> None:
        if not self.host or not 0 < self.port < 2**16:
            raise ConfigurationError("smtp: host and port are needed")
        if not _is_address(self.sender):
            raise ConfigurationError("smtp: sender must be a plain mail address")
        if (self.username is None) != (self.password is None):
            raise ConfigurationError("smtp: username and password go together")
        if self.tls and self.starttls:
            raise ConfigurationError("smtp: tls and starttls exclude each other")
        if self.timeout <= timedelta(0):
            raise ConfigurationError("smtp: timeout must be above zero")


class SmtpProvider:
    """Mail through one server; implements ``Provider``."""

    name = "smtp"

    def __init__(self, config: SmtpConfig) -> None:
        import aiosmtplib  # noqa: PLC0415  only a process that mails pays for the import

        self._smtp = aiosmtplib
        self._config = config

    async def send(self, message: Outbound) -> Answer:
        """Hand one mail over. ``first_byte_at`` is when DATA was about to be sent, the first command by
        which a server can take a message. The provider's id is the mail's Message-ID, which is made from
        the attempt's id, so that duplicates made by relays can be told."""
        sender = message.sender or self._config.sender
        if not _is_address(sender):
            return Answer(Rejected(FailureReason.SENDER_REFUSED), None)
        if not _is_address(message.recipient):
            return Answer(Rejected(FailureReason.NUMBER_REFUSED), None)
        mail = compose(message, sender)
        wire = self._connection(domain=sender.rpartition("@")[2])
        first_byte_at: float | None = None
        try:
            async with asyncio.timeout(self._config.timeout.total_seconds()):
                await wire.connect()
                await wire.mail(sender)
                await wire.rcpt(message.recipient)
                content = mail.as_bytes()
                now = time.monotonic()
                # The greeting, TLS and addresses take as long as the server likes.
                if message.begin_by is not None and now > message.begin_by:
                    return Answer(NotProcessed("lease_over"), None)
                first_byte_at = now
                await wire.data(content)
        except (self._smtp.SMTPException, OSError) as error:  # TimeoutError is an OSError
            judge = self._before_data if first_byte_at is None else self._after_data
            return Answer(judge(error), first_byte_at)
        else:
            await self._take_leave(wire)
            return Answer(Accepted(str(mail["Message-ID"])), first_byte_at)
        finally:
            wire.close()

    async def aclose(self) -> None:
        """Nothing stays open between sends."""

    def _connection(self, domain: str) -> "SMTP":
        config = self._config
        return self._smtp.SMTP(
            hostname=config.host,
            port=config.port,
            username=config.username,
            password=config.password,
            # Otherwise the host's own full name, which takes a look-up that may hang.
            local_hostname=domain,
            timeout=config.timeout.total_seconds(),
            use_tls=config.tls,
            start_tls=config.starttls,
            cert_bundle=config.ca_file,
        )

    async def _take_leave(self, wire: "SMTP") -> None:
        """Say QUIT as RFC 5321 wants, without waiting long: the mail has been taken."""
        with contextlib.suppress(self._smtp.SMTPException, OSError):
            await wire.quit(timeout=min(1.0, self._config.timeout.total_seconds()))

    def _before_data(self, error: Exception) -> NotProcessed | Rejected:
        smtp = self._smtp
        match error:
            case smtp.SMTPAuthenticationError(code=code) if code in PERMANENT:
                return Rejected(FailureReason.CONFIGURATION, code)
            case smtp.SMTPSenderRefused(code=code) if code in PERMANENT:
                return Rejected(_refusal(code, FailureReason.SENDER_REFUSED), code)
            case smtp.SMTPRecipientRefused(code=code) if code in PERMANENT:
                mailbox = (
                    FailureReason.NUMBER_REFUSED if code in MAILBOX_CODES else FailureReason.OTHER_REFUSAL
                )
                return Rejected(_refusal(code, mailbox), code)
            case smtp.SMTPResponseException(code=code) if code > 0:  # -1 stands for what was no reply
                return NotProcessed(f"smtp_{code}")
            case TimeoutError():
                return NotProcessed("connect_timeout")
            case _:
                return NotProcessed("connect_failed")

    def _after_data(self, error: Exception) -> Result:
        match error:
            case self._smtp.SMTPDataError(code=code) if code in TRANSIENT:
                return NotProcessed(f"smtp_{code}")
            case self._smtp.SMTPDataError(code=code) if code in PERMANENT:
                return Rejected(FailureReason.CONTENT_REFUSED, code)
            case TimeoutError():
                return Ambiguous("read_timeout")
            case OSError():
                return Ambiguous("connection_lost")
            case _:
                return Ambiguous("unreadable_answer")


def compose(message: Outbound, sender: str) -> EmailMessage:
    """A plain-text mail. Line breaks and control characters in the subject become spaces, so that it can
    add no header; addresses must have been checked."""
    mail = EmailMessage(policy=WIRE_POLICY)
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = "".join(mark if mark.isprintable() else " " for mark in message.subject or "").strip()
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = f"<{message.attempt_id}@homing.{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    mail.set_content(message.body)
    return mail


def _refusal(code: int, otherwise: FailureReason) -> FailureReason:
    return FailureReason.CONFIGURATION if code in CONFIGURATION_CODES else otherwise


def _is_address(text: str) -> bool:
    """Whether it is one bare address that can stand in a command and in a header as it is.

    Stricter than RFC 5321: ASCII only, no quoted local part, no address literal."""
    return len(text) <= LONGEST_ADDRESS and ADDRESS.fullmatch(text) is not None
