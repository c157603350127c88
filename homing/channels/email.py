"""Mail: free, to an address that the directory or the user gave."""

from dataclasses import dataclass

from homing.channels.base import Rendered
from homing.domain.text import ReminderText, render_email
from homing.domain.traits import ChannelTraits, IdentifierKind


@dataclass(frozen=True, slots=True)
class Email:
    traits: ChannelTraits = ChannelTraits(
        name="email",
        identifier=IdentifierKind.EMAIL,
        metered=False,
        optional=True,
        opt_out=False,
        needs_sender=False,
        receipts=False,
    )
    provider: str | None = "smtp"

    def render(self, text: ReminderText, locale: str | None) -> Rendered:
        subject, body = render_email(text, locale)
        return Rendered(body=body, subject=subject)
