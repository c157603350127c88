"""A mail server that keeps what it gets, for looking at."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class MailSink:
    """Takes every message; ``inbox`` is by recipient. Without slots: the server looks at all members of what
    it hands messages to, which fails for a dataclass with slots in early releases of Python 3.11."""

    port: int
    inbox: dict[str, list[EmailMessage]] = field(default_factory=dict)
    folder: Path | None = None
    """Where each message is written too, by its number."""
    kept: int = 0

    async def handle_DATA(self, _server: "SMTP", _session: "Session", envelope: "Envelope") -> str:  # noqa: N802
        message = message_from_bytes(cast(bytes, envelope.content), policy=policy.default)
        for recipient in envelope.rcpt_tos:
            self.inbox.setdefault(recipient, []).append(message)
        self.kept += 1
        if self.folder is not None:
            file = self.folder / f"{self.kept:05}.eml"
            await asyncio.to_thread(file.write_bytes, cast(bytes, envelope.content))
        return "250 kept"


@asynccontextmanager
async def mail_sink(*, port: int = 0, folder: Path | None = None) -> AsyncIterator[MailSink]:
    """Listen on a port of this machine; 0 finds a free one."""
    from aiosmtpd.smtp import SMTP  # noqa: PLC0415  # only the embedded mode has it

    sink = MailSink(port, folder=folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, loop=loop), "127.0.0.1", port)
    sink.port = server.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        server.close()
        await server.wait_closed()
