"""Text messages: metered, from a sender of the recipient's country, to a confirmed number."""

from dataclasses import dataclass

from homing.channels.base import Rendered
from homing.domain.segments import segment
from homing.domain.text import ReminderText, render_sms
from homing.domain.traits import ChannelTraits, IdentifierKind


@dataclass(frozen=True, slots=True)
class Sms:
    traits: ChannelTraits = ChannelTraits(
        name="sms",
        identifier=IdentifierKind.PHONE,
        metered=True,
        optional=True,
        opt_out=True,
        needs_sender=True,
        receipts=True,
    )
    provider: str | None = "twilio"

    def render(self, text: ReminderText, locale: str | None) -> Rendered:
        body = render_sms(text, locale)
        return Rendered(body=body, segments=segment(body).segments)
