"""What a channel adds to the common path of a dispatch: its traits and its words."""

from dataclasses import dataclass, field
from typing import Protocol

from homing.domain.text import ReminderText
from homing.domain.traits import ChannelTraits


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in its recipient's language; ``segments`` is what the provider bills (0 where none are)."""

    body: str = field(repr=False)
    subject: str | None = field(default=None, repr=False)
    segments: int = 0


class Channel(Protocol):
    """One way to reach a user. ``provider`` names who transmits; None: the message is a row of ours."""

    @property
    def traits(self) -> ChannelTraits: ...

    @property
    def provider(self) -> str | None: ...

    def render(self, text: ReminderText, locale: str | None) -> Rendered: ...
