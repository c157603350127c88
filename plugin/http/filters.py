"""What lists are narrowed by, where it is one of a few words: another one is refused."""

from collections.abc import Callable, Iterable
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from homing.channels import SENT_ON
from homing.dispatching.inbound import DENIED
from homing.domain.keywords import Meaning
from homing.domain.outcome import FailureReason, HoldReason, SkipReason

CHANNEL_NAMES: Final = tuple(channel.traits.name for channel in SENT_ON)
REASONS: Final = tuple(reason.value for kind in (SkipReason, HoldReason, FailureReason) for reason in kind)
REPLY_KINDS: Final = (*(meaning.value for meaning in Meaning), DENIED)


def _one_of(words: Iterable[str], what: str) -> Callable[[str], str]:
    known = frozenset(words)

    def check(word: str) -> str:
        if word not in known:
            message = f"is no {what}"
            raise ValueError(message)
        return word

    return check


ChannelName = Annotated[
    str,
    Field(json_schema_extra={"enum": [*CHANNEL_NAMES]}),
    AfterValidator(_one_of(CHANNEL_NAMES, "channel")),
]
ReasonName = Annotated[
    str, Field(json_schema_extra={"enum": [*REASONS]}), AfterValidator(_one_of(REASONS, "reason"))
]
"""Why a message was not sent, waits, or did not arrive."""
ReplyKind = Annotated[
    str, Field(json_schema_extra={"enum": [*REPLY_KINDS]}), AfterValidator(_one_of(REPLY_KINDS, "kind"))
]
"""What a reply was understood as."""
