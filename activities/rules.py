"""From a step's manner to the rules by which its people are tried on the next channel, and judged."""

from collections.abc import Iterable

from homing.channels import BY_NAME
from homing.domain.strategy import ChannelStrategy, OnUnknown
from homing.store.judging import Judgement
from homing.store.unreached import FallThrough
from workflows.ports import Manner


def rule_of(manner: Manner) -> FallThrough | None:
    """When the next channel is tried; None where each is for itself."""
    if not manner.ordered:
        return None
    until_delivered = manner.strategy is ChannelStrategy.UNTIL_DELIVERED
    return FallThrough(
        not_delivered=until_delivered,
        unknown_seconds=manner.unknown_seconds if manner.on_unknown is OnUnknown.FALL_THROUGH else None,
        receipt_seconds=manner.receipt_seconds if until_delivered else None,
        receipted=receipted(manner.channels),
    )


def receipted(channels: Iterable[str]) -> tuple[str, ...]:
    """Those of the channels whose providers report deliveries."""
    return tuple(name for name in channels if BY_NAME[name].traits.receipts)


def judgement_of(manner: Manner, *, giving_up: bool) -> Judgement:
    """The step's third-party channels count, or what is always posted where it stands alone."""
    channels = manner.channels or manner.always
    return Judgement(
        channels=channels,
        receipted=receipted(channels),
        ordered=manner.ordered,
        until_delivered=manner.strategy is ChannelStrategy.UNTIL_DELIVERED,
        receipt_seconds=manner.receipt_seconds,
        unknown_seconds=manner.unknown_seconds,
        unknown_failed=manner.on_unknown is OnUnknown.FALL_THROUGH,
        giving_up=giving_up,
    )
