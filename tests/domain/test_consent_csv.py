"""Files of consents: of a bad row the line and the reason are told, and all other rows are read."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import pytest

from homing.domain.consent_csv import ConsentRow, ConsentsCsv
from homing.domain.csv_rows import BadRow, HeaderRefused
from homing.domain.people import ConsentSaid
from homing.domain.strategy import MessageClass

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEADER: Final = "external_id,consent,consent_class,consent_channel,consent_at,consent_text,consent_language\n"
SOUND: Final = "e-1,given,MARKETING,sms,2026-11-20T09:30:00+01:00,Offers by text,en\n"


def read(content: str, piece: int = 10**9) -> list[ConsentRow | BadRow]:
    data = content.encode()
    reader = ConsentsCsv({"sms", "email"}, NOW)
    found = [row for n in range(0, len(data), piece) for row in reader.feed(data[n : n + piece])]
    return [*found, *reader.end()]


def bad(found: list[ConsentRow | BadRow]) -> list[tuple[int, str, str]]:
    return [
        (row.line, one.field, one.reason) for row in found if isinstance(row, BadRow) for one in row.wrong
    ]


@pytest.mark.spec("D24", "D26")
@pytest.mark.parametrize("piece", [1, 7, 10**9])
def test_a_consent_says_who_when_to_what_and_which_text_was_shown(piece: int) -> None:
    (row,) = read(HEADER + SOUND, piece)
    at = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
    said = ConsentSaid(MessageClass.MARKETING, "sms", True, at, "Offers by text", "en")  # noqa: FBT003
    assert row == ConsentRow(2, None, "e-1", said)


@pytest.mark.spec("D24")
def test_a_user_may_be_named_by_their_id_and_have_several_rows() -> None:
    user = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    header = HEADER.replace("external_id", "user")
    given = SOUND.replace("e-1", str(user))
    withdrawn = f"{user},withdrawn,marketing,email,2026-11-21T09:30:00Z,,\n"
    found = read(header + given + withdrawn)
    assert [
        (row.user, row.consent.channel, row.consent.given) for row in found if isinstance(row, ConsentRow)
    ] == [
        (user, "sms", True),
        (user, "email", False),
    ]


@pytest.mark.spec("D24")
@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (",given,MARKETING,sms,2026-11-20T09:30:00Z,Offers,", "external_id", "empty"),
        ("e-2,,,,,,", "consent", "empty"),
        ("e-2,,MARKETING,sms,2026-11-20T09:30:00Z,Offers,", "consent", "empty"),
        ("e-2,yes,MARKETING,sms,2026-11-20T09:30:00Z,Offers,", "consent", "consent_unknown"),
        ("e-2,given,,sms,2026-11-20T09:30:00Z,Offers,", "consent_class", "empty"),
        ("e-2,given,OTP,sms,2026-11-20T09:30:00Z,Offers,", "consent_class", "class_unknown"),
        ("e-2,given,MARKETING,,2026-11-20T09:30:00Z,Offers,", "consent_channel", "empty"),
        ("e-2,given,MARKETING,pigeon,2026-11-20T09:30:00Z,Offers,", "consent_channel", "channel_unknown"),
        ("e-2,given,MARKETING,sms,,Offers,", "consent_at", "empty"),
        ("e-2,given,MARKETING,sms,yesterday,Offers,", "consent_at", "not_a_time"),
        ("e-2,given,MARKETING,sms,2026-11-20T09:30:00,Offers,", "consent_at", "start_without_time_zone"),
        ("e-2,given,MARKETING,sms,1999-11-20T09:30:00Z,Offers,", "consent_at", "not_a_time"),
        ("e-2,given,MARKETING,sms,2026-11-22T09:30:00Z,Offers,", "consent_at", "in_the_future"),
        ("e-2,given,MARKETING,sms,2026-11-20T09:30:00Z,,", "consent_text", "consent_text_missing"),
        ("e-2,given,MARKETING,sms,2026-11-20T09:30:00Z,O\0ffers,", "consent_text", "control_character"),
        (
            f"e-2,given,MARKETING,sms,2026-11-20T09:30:00Z,{'x' * 2001},",
            "consent_text",
            "consent_text_too_long",
        ),
        ("e-2,given,MARKETING,sms,2026-11-20T09:30:00Z,Offers,Spanish", "consent_language", "locale_unknown"),
        ('e-2,given,MARKETING,sms,2026-11-20T09:30:00Z,"Offers,', "", "quotes"),
        ("e-2,given", "", "columns"),
    ],
)
def test_a_bad_consent_is_told_with_its_line_and_reason_and_its_neighbours_are_read(
    row: str, column: str, reason: str
) -> None:
    found = read(f"{HEADER}{SOUND}{row}\n{SOUND}")
    assert (3, column, reason) in bad(found)
    assert {line for line, _, _ in bad(found)} == {3}
    assert [one.number for one in found if isinstance(one, ConsentRow)] == [2, 4]


@pytest.mark.spec("D24")
@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("", "header_missing"),
        ("consent,consent_at\n", "header_missing"),
        ("external_id,phone\n", "header_unknown"),
        ("external_id,consent,consent\n", "header_repeated"),
    ],
)
def test_a_first_line_that_is_no_header_refuses_the_file(header: str, reason: str) -> None:
    with pytest.raises(HeaderRefused) as refused:
        read(header)
    assert refused.value.reason == reason


def test_no_consent_shows_what_it_holds_when_it_is_printed() -> None:
    assert [word for word in ("e-1", "Offers") if word in repr(read(HEADER + SOUND))] == []
