"""Files of opt-outs: what is good in them is taken, and what is not is told."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.errors import RefusedError
from homing.domain.opt_out_csv import LONGEST_NOTE, BadOptOut, OptOutRow, read_opt_outs
from homing.domain.phone import E164

NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)


def read(*lines: str) -> list[OptOutRow | BadOptOut]:
    return list(read_opt_outs([f"{line}\r\n" for line in lines], "ES", NOW))


@pytest.mark.spec("D24")
def test_numbers_with_or_without_a_time_and_a_note_are_taken() -> None:
    found = read(
        "\ufeffName; Number ;said_at;Note",
        "Ana;612 34 56 78;2026-11-20T10:00:00+01:00;by letter",
        "",
        'Ben;+44 7400 123456;;"says ""no; thanks"""',
    )

    first = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert found == [
        OptOutRow(2, E164("+34612345678"), "by letter", first),
        OptOutRow(4, E164("+447400123456"), 'says "no; thanks"', None),
    ]


@pytest.mark.spec("D24")
@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (",,", "number", "not_a_number"),
        ("x,,", "number", "not_a_number"),
        ("600,,", "number", "too_short"),
        ("900 123 456,,", "number", "cannot_receive_texts"),
        ("+34612345678,yesterday,", "said_at", "not_a_time"),
        ("+34612345678,2026-11-20T10:00:00,", "said_at", "start_without_time_zone"),
        ("+34612345678,1026-11-20T10:00:00Z,", "said_at", "not_a_time"),
        (f"+34612345678,{(NOW + timedelta(seconds=1)).isoformat()},", "said_at", "in_the_future"),
        (f"+34612345678,,{'x' * (LONGEST_NOTE + 1)}", "note", "too_long"),
        ("+34612345678,,a\0b", "note", "control_character"),
        ("+34612345678,", None, "columns"),
        ("+34612345678,,,", None, "columns"),
        ('+34612345678,,"open', None, "quotes"),
        ('+34612345678,,"a"b', None, "quotes"),
    ],
)
def test_a_bad_line_is_told_with_its_reason_and_keeps_no_other_out(
    line: str, column: str | None, reason: str
) -> None:
    good = OptOutRow(3, E164("+34612345679"), None, None)

    assert read("number,said_at,note", line, "+34612345679,,") == [BadOptOut(2, column, reason), good]


@pytest.mark.parametrize(
    "header", ["", "phone", "number,number", "number,note,note", 'number,"note', "number;note,said_at"]
)
def test_a_file_without_its_header_is_refused(header: str) -> None:
    with pytest.raises(RefusedError, match="opt_out_header"):
        read(header, "+34612345678")


@given(lines=st.lists(st.text(max_size=60)))
def test_whatever_a_file_holds_each_line_is_taken_or_told(lines: list[str]) -> None:
    whole = [line.replace("\n", " ") for line in lines]

    found = list(read_opt_outs(["number,note\n", *(f"{line}\n" for line in whole)], "ES", NOW))

    assert [one.line for one in found] == [n for n, line in enumerate(whole, start=2) if line.strip()]
