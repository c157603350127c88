"""The channels. A new one is a module beside these and a line here.

A step may list any channel of the contract: one that is still planned is skipped ``channel_disabled``.
"""

from typing import Final

from homing.channels.account_sms import AccountSms
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
"""Those that a step may send on."""
ACCOUNT_SMS: Final = AccountSms()
SENT_ON: Final[tuple[Channel, ...]] = (*CHANNELS, ACCOUNT_SMS)
"""All that anything is sent on."""
BY_NAME: Final[dict[str, Channel]] = {channel.traits.name: channel for channel in SENT_ON}


def sharing(market: str) -> list[str]:
    """The channels that go by the switch of this one, itself first."""
    return [channel.traits.name for channel in SENT_ON if channel.traits.market == market]


__all__ = ["ACCOUNT_SMS", "BY_NAME", "CHANNELS", "SENT_ON", "Channel", "Rendered", "sharing"]
