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
    reservation apply. ``optional``: users may switch it off; ``mandatory`` channels are its opposite.
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

    @property
    def mandatory(self) -> bool:
        return not self.optional

    @property
    def free(self) -> bool:
        return not self.metered
