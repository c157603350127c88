"""Channels that a definition may list already, and that nothing is sent on yet."""

from typing import Final

from homing.channels.base import Rendered
from homing.domain.text import ReminderText
from homing.domain.traits import ChannelTraits

NO_PROVIDER: Final = "planned"
"""A provider that no installation has, so that everybody is skipped ``channel_disabled``."""


class Planned:
    """A channel of the contract without an adapter. It has no words either: there is nobody to read them."""

    def __init__(self, name: str) -> None:
        self.traits: Final = ChannelTraits(
            name=name,
            identifier=None,
            metered=False,
            optional=True,
            opt_out=False,
            needs_sender=False,
            receipts=False,
        )
        self.provider: Final = NO_PROVIDER

    def render(self, text: ReminderText, locale: str | None) -> Rendered:  # noqa: ARG002  # as every channel's
        return Rendered(body="")
