"""The choices that a step leaves to its author: in which way its channels are used, and for what."""

from enum import StrEnum
from typing import Final


class ChannelStrategy(StrEnum):
    """In which way a step's channels are used."""

    ALL = "ALL"
    """Every listed channel, independently of the others."""
    FIRST_REACHED = "FIRST_REACHED"
    """In order, until a provider accepts."""
    UNTIL_DELIVERED = "UNTIL_DELIVERED"
    """In order, until a receipt says delivered; a channel without receipts reaches once it is accepted."""


class OnUnknown(StrEnum):
    """What a step makes of an outcome that stays unknown."""

    ASSUME_SENT = "ASSUME_SENT"
    FALL_THROUGH = "FALL_THROUGH"


class MessageClass(StrEnum):
    """What a message is for: marketing needs consent that was recorded."""

    TRANSACTIONAL = "TRANSACTIONAL"
    MARKETING = "MARKETING"
    OTP = "OTP"
    """A one-time code. No step sends one, so it is none of ``AUTHORED``."""

    @property
    def needs_consent(self) -> bool:
        return self is MessageClass.MARKETING


AUTHORED: Final = (MessageClass.TRANSACTIONAL, MessageClass.MARKETING)
"""The classes that an author may give a step's messages."""
