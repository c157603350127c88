"""What Twilio posts of a text from a handset, and which words it answers by itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from homing.domain.errors import RefusedError
from homing.domain.keywords import Handling, Meaning
from homing.domain.phone import E164
from homing.providers.twilio_webhooks import Form

OWN_WORDS: Final = frozenset(
    {
        "STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT",
        "START", "YES", "UNSTOP",
        "HELP", "INFO",
    }
)  # fmt: skip
"""What default handling answers: these words alone, in any case, and not as much as a full stop with them.
Source: https://help.twilio.com/articles/223134027"""

_MESSAGE_SID: Final = re.compile("(?:SM|MM)[0-9a-f]{32}")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
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

    def is_answered(self, handling: Handling) -> bool:
        """Whether Twilio has answered already, by how it handles keywords of this sender."""
        if self.said_by_twilio is not None:
            return True
        return handling is Handling.DEFAULT and self.body.strip().upper() in OWN_WORDS


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
        number=E164(sender) if _NUMBER.fullmatch(sender) else None,
        to=to if _ADDRESS.fullmatch(to) else None,
        body=fields.get("Body", ""),
        said_by_twilio=_OPT_OUT_TYPES.get(fields.get("OptOutType", "")),
    )
