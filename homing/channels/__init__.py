"""The channels. A new one is a module beside these and a line here.

A step may list any channel of the contract: one that is still planned is skipped ``channel_disabled``.
"""

from typing import Final

from homing.channels.base import Channel, Rendered
from homing.channels.email import Email
from homing.channels.in_app import InApp
from homing.channels.planned import Planned
from homing.channels.sms import Sms

CHANNELS: Final[tuple[Channel, ...]] = (
    Sms(),
    Email(),
    InApp(),
    Planned("webhook"),
    Planned("telegram"),
    Planned("slack"),
    Planned("whatsapp"),
    Planned("microsoft_teams"),
    Planned("line"),
    Planned("google_chat"),
)
BY_NAME: Final[dict[str, Channel]] = {channel.traits.name: channel for channel in CHANNELS}

__all__ = ["BY_NAME", "CHANNELS", "Channel", "Rendered"]
