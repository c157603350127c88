"""Which texts from handsets Twilio, or the network behind it, takes for a STOP or a START: what it blocks a
number by, and lifts that by."""

from homing.domain.keywords import Handling, Meaning
from homing.domain.senders import SenderKind
from homing.providers.twilio_inbound import NETWORK_WORDS, OWN_WORDS


def taken_as(body: str, handling: Handling, kind: SenderKind) -> Meaning | None:
    """What a text to a sender does there: a word by itself, in any case. Words that were configured for
    Advanced Opt-Out besides can't be known here. The network of toll-free numbers blocks whatever Twilio is
    set to."""
    word = body.strip().upper()
    if kind is SenderKind.TOLL_FREE:
        return NETWORK_WORDS.get(word)
    return None if handling is Handling.NONE else OWN_WORDS.get(word)
