"""What Twilio posts of a text from a handset, and which words it answers by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from homing.domain.errors import RefusedError
from homing.domain.keywords import Handling, Meaning
from homing.domain.phone import E164, parse_writer
from homing.domain.senders import SenderKind
from homing.providers.twilio_webhooks import Form

OWN_WORDS: Final[Mapping[str, Meaning]] = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), Meaning.STOP
    ),
    **dict.fromkeys(("START", "YES", "UNSTOP"), Meaning.START),
    **dict.fromkeys(("HELP", "INFO"), Meaning.HELP),
}
"""What default handling takes: these words alone, in any case, and not as much as a full stop with them.
Source: https://help.twilio.com/articles/223134027"""
NETWORK_WORDS: Final[Mapping[str, Meaning]] = {
    "STOP": Meaning.STOP,
    "START": Meaning.START,
    "UNSTOP": Meaning.START,
}
"""What the network of toll-free numbers takes, however Twilio is set; it knows no YES.
Source: https://help.twilio.com/articles/360045793814"""

_MESSAGE_SID: Final = re.compile("(?:SM|MM)[0-9a-f]{32}")
_ADDRESS: Final = re.compile(r"\+?[0-9]{3,15}|[A-Za-z0-9 ]{1,11}")
_OPT_OUT_TYPES: Final[Mapping[str, Meaning]] = {
    "STOP": Meaning.STOP,
    "START": Meaning.START,
    "HELP": Meaning.HELP,
}


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text from a handset. ``number`` None: from what is no subscriber's, such as a short code, which is
    neither texted nor answered; ``to`` None: to nothing that can be a sender.

    ``said_by_twilio``: as what advanced handling took it, and answered it.
    """

    message_sid: str
    number: E164 | None
    to: str | None
    body: str = field(repr=False)
    said_by_twilio: Meaning | None

    def taken_as(self, handling: Handling, kind: SenderKind) -> Meaning | None:
        """What Twilio, or the network, has taken it for and answered, by how keywords of its sender are
        handled; None: nothing, so it is for us to answer."""
        if self.said_by_twilio is not None:
            return self.said_by_twilio
        word = self.body.strip().upper()
        own = OWN_WORDS.get(word) if handling is Handling.DEFAULT else None
        if kind is SenderKind.TOLL_FREE:
            return NETWORK_WORDS.get(word) or (own if own is Meaning.HELP else None)
        return own


def parse_inbound(form: Form) -> InboundText:
    """Read an inbound webhook; fields that are not known are ignored.

    Raises RefusedError with ``message_sid_missing`` or ``from_missing``.
    """
    fields = dict(reversed(form))  # of a repeated name the first value counts
    message_sid = fields.get("MessageSid") or fields.get("SmsSid") or ""
    if not _MESSAGE_SID.fullmatch(message_sid):
        raise RefusedError("message_sid_missing")
    sender = fields.get("From", "")
    if not sender:
        raise RefusedError("from_missing")
    to = fields.get("To", "")
    return InboundText(
        message_sid=message_sid,
        number=parse_writer(sender),
        to=to if _ADDRESS.fullmatch(to) else None,
        body=fields.get("Body", ""),
        said_by_twilio=_OPT_OUT_TYPES.get(fields.get("OptOutType", "")),
    )
