"""The inbox in the product itself: mandatory, free, and always there."""

from dataclasses import dataclass

from homing.channels.base import Rendered
from homing.domain.text import ReminderText, render_item
from homing.domain.traits import ChannelTraits


@dataclass(frozen=True, slots=True)
class InApp:
    traits: ChannelTraits = ChannelTraits(
        name="in_app",
        identifier=None,
        metered=False,
        optional=False,
        opt_out=False,
        needs_sender=False,
        receipts=False,
    )
    provider: str | None = None

    def render(self, text: ReminderText, locale: str | None) -> Rendered:
        return Rendered(body=render_item(text, locale))
