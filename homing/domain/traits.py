"""What a channel is able and bound to do. Rules read these traits and never a channel's name."""

from dataclasses import dataclass
from enum import StrEnum


class IdentifierKind(StrEnum):
    """What a channel needs to know of a user in order to reach them."""

    PHONE = "phone"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class ChannelTraits:
    """The abilities and duties of one channel.

    ``identifier`` is None where the user id is enough. ``metered``: each message costs, so a cap and a
    reservation apply. ``optional``: users may switch it off. ``part_of``: the channel that this one is a
    second purpose of, with an allowance of its own: it is on where that one is, and has its senders, prices
    and closed countries. A ``mandatory`` channel is neither, and always on.
    ``opt_out``: the opt-out registry applies to its identifiers. ``receipts``: its provider reports what
    became of a message that it accepted.
    """

    name: str
    identifier: IdentifierKind | None
    metered: bool
    optional: bool
    opt_out: bool
    needs_sender: bool
    receipts: bool
    part_of: str | None = None

    @property
    def mandatory(self) -> bool:
        return not self.optional and self.part_of is None

    @property
    def market(self) -> str:
        """The channel by whose switch, senders, prices and closed countries it goes."""
        return self.part_of or self.name

    @property
    def free(self) -> bool:
        return not self.metered
