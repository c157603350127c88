"""What the provider itself does about STOP, START and HELP (Twilio, "Support for opt-out keywords").

Only a message that is nothing but one of the words counts, in any case: not "Stop." and not "stop please".
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal

Mode = Literal["none", "default", "advanced", "toll_free"]
"""`none` leaves all to the customer. `default` answers and blocks, and posts without a mark. `advanced` marks
what it posts. In `toll_free` the network does it, and knows fewer words."""


class Word(StrEnum):
    """What a keyword asks for, by the name that the webhook is given."""

    STOP = "STOP"
    START = "START"
    HELP = "HELP"


_HELPS: Final = dict.fromkeys(("HELP", "INFO"), Word.HELP)
_WORDS: Final[Mapping[str, Word]] = {
    **dict.fromkeys(
        ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), Word.STOP
    ),
    **dict.fromkeys(("START", "YES", "UNSTOP"), Word.START),
    **_HELPS,
}
_WORDS_OF_THE_NETWORK: Final[Mapping[str, Word]] = {
    "STOP": Word.STOP,
    "START": Word.START,
    "UNSTOP": Word.START,
    **_HELPS,
}

_ANSWERS: Final[Mapping[Word, str]] = {
    Word.STOP: "You are unsubscribed and will get no more messages from this number. "
    "Reply START to resubscribe.",
    Word.START: "You are subscribed again to messages from this number. Reply HELP for help, STOP to "
    "unsubscribe.",
    Word.HELP: "Reply STOP to unsubscribe. Message and data rates may apply.",
}
_ANSWERS_OF_THE_NETWORK: Final[Mapping[Word, str]] = {
    Word.STOP: 'NETWORK MSG: Your "stop" blocks all texts from this number. Text "unstop" to get them again.',
    Word.START: "NETWORK MSG: You will get messages from this number again.",
    Word.HELP: _ANSWERS[Word.HELP],
}


def understand(body: str, mode: Mode) -> Word | None:
    """What the provider takes a text for."""
    if mode == "none":
        return None
    words = _WORDS_OF_THE_NETWORK if mode == "toll_free" else _WORDS
    return words.get(body.strip().upper())


def answer(word: Word, mode: Mode, *, blocked: bool) -> str | None:
    """What the provider replies to a handset that was ``blocked`` or not: one goodbye is enough, and the
    network lets nothing through to whom it blocks.
    """
    if blocked and (word is Word.STOP or (word is Word.HELP and mode == "toll_free")):
        return None
    return (_ANSWERS_OF_THE_NETWORK if mode == "toll_free" else _ANSWERS)[word]


class Blocks:
    """Which handsets opted out of which senders: of a number, and of the Messaging Service behind it."""

    def __init__(self) -> None:
        self._blocked: dict[str, dict[str, tuple[str, Mode]]] = {}
        """By handset and by sender: the number that was told, and how it handles keywords."""

    def add(self, handset: str, number: str, service: str | None, mode: Mode) -> None:
        senders = [number] if service is None else [number, service]
        self._blocked.setdefault(handset, {}).update((sender, (number, mode)) for sender in senders)

    def lift(self, handset: str, number: str) -> None:
        """End what the handset asked for by writing to ``number``."""
        blocked = self._blocked.get(handset, {})
        for sender in [sender for sender, (told, _) in blocked.items() if told == number]:
            del blocked[sender]

    def has(self, handset: str, number: str) -> bool:
        return number in self._blocked.get(handset, {})

    def refuses(self, handset: str, sender: str | None, service: str | None) -> bool:
        """Whether a request for a text is refused with 21610."""
        mode = self._mode(handset, sender, service)
        return mode == "default" or (mode == "advanced" and service is None)

    def code(self, handset: str, sender: str | None, service: str | None) -> int | None:
        """The error with which a text ends that was accepted all the same.

        Advanced Opt-Out of a Messaging Service looks when the text is sent; the toll-free network blocks
        what the provider has sent.
        """
        mode = self._mode(handset, sender, service)
        if mode == "toll_free":
            return 30004
        return 21610 if mode == "advanced" and service is not None else None

    def _mode(self, handset: str, sender: str | None, service: str | None) -> Mode | None:
        blocked = self._blocked.get(handset)
        if not blocked:
            return None
        _, mode = blocked.get(sender or "") or blocked.get(service or "") or (None, None)
        return mode
