"""What Twilio and the networks behind it block a number by, and what they let pass."""

import pytest

from homing.carrier import keywords
from homing.carrier.keywords import Mode
from homing.domain.keywords import Handling, Meaning
from homing.domain.senders import SenderKind
from homing.providers.twilio_words import taken_as

LONG, FREE = SenderKind.LONG_CODE, SenderKind.TOLL_FREE


@pytest.mark.spec("X14")
@pytest.mark.parametrize(
    ("body", "handling", "kind", "expected"),
    [
        ("STOP", Handling.DEFAULT, LONG, Meaning.STOP),
        (" stopall ", Handling.ADVANCED, LONG, Meaning.STOP),
        ("Unsubscribe", Handling.DEFAULT, SenderKind.SHORT_CODE, Meaning.STOP),
        ("unstop", Handling.DEFAULT, LONG, Meaning.START),
        ("yes", Handling.DEFAULT, LONG, Meaning.START),
        ("STOP", Handling.NONE, LONG, None),
        ("STOP.", Handling.DEFAULT, LONG, None),
        ("stop all", Handling.DEFAULT, LONG, None),
        ("please stop", Handling.DEFAULT, LONG, None),
        ("no m\u00e1s", Handling.DEFAULT, LONG, None),
        ("stop", Handling.NONE, FREE, Meaning.STOP),
        ("unstop", Handling.NONE, FREE, Meaning.START),
        ("yes", Handling.DEFAULT, FREE, None),
        ("END", Handling.DEFAULT, FREE, None),
    ],
)
def test_words_by_themselves_are_taken_and_nothing_else(
    body: str, handling: Handling, kind: SenderKind, expected: Meaning | None
) -> None:
    assert taken_as(body, handling, kind) is expected


@pytest.mark.parametrize("word", [*keywords._WORDS, "STOP.", "stop all", "arr\u00eat"])
@pytest.mark.parametrize(
    ("mode", "handling", "kind"),
    [
        ("none", Handling.NONE, LONG),
        ("default", Handling.DEFAULT, LONG),
        ("advanced", Handling.ADVANCED, LONG),
        ("toll_free", Handling.NONE, FREE),
    ],
)
def test_the_carrier_in_a_box_blocks_and_lifts_by_the_same_words(
    word: str, mode: Mode, handling: Handling, kind: SenderKind
) -> None:
    understood = keywords.understand(word, mode)
    blocks = None if understood is None or understood is keywords.Word.HELP else understood.value.lower()
    taken = taken_as(word, handling, kind)

    assert (None if taken in {None, Meaning.HELP} else taken) == blocks
