"""For how long data is kept, by its kind."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kept(StrEnum):
    """A kind of data that goes once it is old."""

    REPLIES = "replies"
    """The words that people wrote back; not that they did, nor what makes an opt-out."""
    INBOX = "inbox"
    """Entries of inboxes in the product, once their campaign is over."""
    EVENTS = "events"
    """Channel events, receipts, and what happened to the health of numbers."""
    RAW_INPUT = "raw_input"
    """A number or address letter by letter as it was given, beside the form that is used."""
    FORMER_NUMBERS = "former_numbers"
    """Numbers and addresses that are somebody's no more."""
    VERIFICATIONS = "verifications"
    """Attempts to confirm a number."""
    RECIPIENTS = "recipients"
    """The number that a message went to, which its provider may have to be asked for: for three days at
    least, unless its price is known."""
    IMPORTS = "imports"
    """Reports on files that were loaded."""


DAYS: Final[Mapping[Kept, int]] = {
    Kept.REPLIES: 365,
    Kept.INBOX: 365,
    Kept.EVENTS: 730,
    Kept.RAW_INPUT: 90,
    Kept.FORMER_NUMBERS: 365,
    Kept.VERIFICATIONS: 90,
    Kept.RECIPIENTS: 7,
    Kept.IMPORTS: 90,
}
"""Where neither the organization nor the installation says otherwise."""
LONGEST: Final = 3650
_NO_DAYS: Final = f"days are a number from 1 to {LONGEST}"


def check_days(days: Mapping[str, int]) -> dict[Kept, int]:
    """What was chosen. Raises ValueError for a kind that there is none of, and for what is no number of days
    from 1 to 3,650."""
    if not set(days) <= set(Kept):
        message = f"the kinds are {', '.join(Kept)}"
        raise ValueError(message)
    if not all(1 <= one <= LONGEST for one in days.values()):
        raise ValueError(_NO_DAYS)
    return {Kept(kind): one for kind, one in days.items()}


def read_days(written: str) -> dict[Kept, int]:
    """``kind=days`` by comma, over ``DAYS``. Raises ValueError as ``check_days`` does."""
    parts = [part.strip() for part in written.split(",") if part.strip()]
    chosen: dict[str, int] = {}
    for part in parts:
        kind, _, days = part.partition("=")
        if not days.strip().isascii() or not days.strip().isdigit():
            raise ValueError(_NO_DAYS)
        chosen[kind.strip()] = int(days)
    return {**DAYS, **check_days(chosen)}
