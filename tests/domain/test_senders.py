"""What texts come from, as it is kept."""

import pytest

from homing.domain.errors import NumberRefused, RefusedError
from homing.domain.senders import SenderKind, read_sender


@pytest.mark.parametrize(
    ("raw", "kind", "country", "kept"),
    [
        ("600 00 00 01", SenderKind.LONG_CODE, "ES", "+34600000001"),
        ("0034 600000001", SenderKind.LONG_CODE, "ES", "+34600000001"),
        ("020 7946 0000", SenderKind.LONG_CODE, "GB", "+442079460000"),
        ("(833) 555-0123", SenderKind.TOLL_FREE, "US", "+18335550123"),
        (" 21212 ", SenderKind.SHORT_CODE, "US", "21212"),
        ("Pidgr Ltd", SenderKind.ALPHANUMERIC, "GB", "Pidgr Ltd"),
        (" 4you ", SenderKind.ALPHANUMERIC, "GB", "4you"),
    ],
)
def test_a_sender_is_kept_in_one_form_however_it_is_written(
    raw: str, kind: SenderKind, country: str, kept: str
) -> None:
    assert read_sender(raw, kind, country) == kept


@pytest.mark.parametrize("raw", ["12", "123456789", "+34600", "21 212", "21212x", "²¹²¹²"])
def test_what_is_no_short_code_is_refused(raw: str) -> None:
    with pytest.raises(RefusedError, match="not_a_sender"):
        read_sender(raw, SenderKind.SHORT_CODE, "US")


@pytest.mark.parametrize("raw", ["", " ", "+34600000001", "600000001", "a name too long", "Ñandú", "a\nb"])
def test_a_name_that_might_be_a_number_or_that_no_handset_shows_is_refused(raw: str) -> None:
    with pytest.raises(RefusedError, match="not_a_sender"):
        read_sender(raw, SenderKind.ALPHANUMERIC, "GB")


@pytest.mark.parametrize(
    ("raw", "kind"), [("(833) 555-0123", SenderKind.LONG_CODE), ("900 555 0123", SenderKind.TOLL_FREE)]
)
def test_a_number_that_carries_no_texts_is_no_sender(raw: str, kind: SenderKind) -> None:
    with pytest.raises(NumberRefused, match="cannot_receive_texts"):
        read_sender(raw, kind, "US")
