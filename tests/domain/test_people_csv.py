"""Files of people: of a bad row the line and the reason are told, and all other rows are read."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.csv_rows import MAX_LINE, MAX_ROWS, BadRow, HeaderRefused
from homing.domain.people import ConsentSaid, Given, IdentifierSource, PersonRow
from homing.domain.people_csv import COLUMNS, PeopleCsv
from homing.domain.strategy import MessageClass

WHOLE: Final = 10**9
NOW: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)


def read(content: bytes | str, piece: int = WHOLE, *, most: int = MAX_ROWS) -> list[PersonRow | BadRow]:
    """All rows of a file that comes in pieces of so many bytes."""
    data = content.encode() if isinstance(content, str) else content
    reader = PeopleCsv(IdentifierSource.DIRECTORY, {"sms", "email"}, NOW, most=most)
    found = [row for n in range(0, len(data), piece) for row in reader.feed(data[n : n + piece])]
    return [*found, *reader.end()]


def good(found: Sequence[PersonRow | BadRow]) -> list[str | None]:
    return [row.external_id for row in found if isinstance(row, PersonRow)]


def bad(found: Sequence[PersonRow | BadRow]) -> list[tuple[int, str, str]]:
    """(line, column, reason) of everything that was wrong."""
    return [
        (row.line, one.field, one.reason) for row in found if isinstance(row, BadRow) for one in row.wrong
    ]


@pytest.mark.spec("D24")
def test_a_row_says_what_its_cells_say_and_an_empty_cell_says_nothing() -> None:
    full, sparse = read(
        "external_id,first_name,locale,country,time_zone,phone,phone_source,email,manager,roles,groups\n"
        "e-1,Ana,pt-BR,es,Europe/Madrid,612 34 56 78,import,ana@example.org,e-9,lead; safety;lead,Night;g-2\n"
        "e-2,,,,,,,,,,\n"
    )
    assert full == PersonRow(
        number=2,
        external_id="e-1",
        said={"first_name": "Ana", "locale": "pt-BR", "country": "ES", "time_zone": "Europe/Madrid"},
        manager="e-9",
        manager_said=True,
        roles=("lead", "safety"),
        groups=("Night", "g-2"),
        phone=Given("612 34 56 78", IdentifierSource.IMPORT),
        email=Given("ana@example.org", IdentifierSource.DIRECTORY),
    )
    assert sparse == PersonRow(number=3, external_id="e-2")


def test_a_number_is_of_the_files_source_unless_its_own_is_said() -> None:
    (row,) = read("external_id,phone\ne-1,+34612345678\n")
    assert isinstance(row, PersonRow)
    assert row.phone == Given("+34612345678", IdentifierSource.DIRECTORY)


@pytest.mark.spec("D24")
@pytest.mark.parametrize("piece", [1, 7, WHOLE])
@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_files_of_every_kind_are_read_alike_however_they_arrive(
    delimiter: str, mark: str, end: str, piece: int
) -> None:
    header = delimiter.join([" External_ID", "first_name", "groups"])
    first = delimiter.join(["e-1", '"Zoë, ""Zo"" O\'Neil"', '"Night;Day"'])
    second = delimiter.join(["e-2", "Łukasz", ""])
    newline = end or "\n"
    found = read(f"{mark}{header}{newline}{first}{newline}{newline}{second}{end}", piece)
    assert [
        (row.number, row.external_id, row.said.get("first_name"))
        for row in found
        if isinstance(row, PersonRow)
    ] == [
        (2, "e-1", 'Zoë, "Zo" O\'Neil'),
        (4, "e-2", "Łukasz"),
    ]
    assert isinstance(found[0], PersonRow)
    assert found[0].groups == ("Night", "Day")
    assert bad(found) == []


@pytest.mark.spec("D24")
@pytest.mark.parametrize("piece", [5, WHOLE])
@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (b",Ana,,,,", "external_id", "empty"),
        (b"e-3,Ana", "", "columns"),
        (b"e-3,Ana,,,,,,", "", "columns"),
        ("e-3,José,,,,".encode("latin-1"), "", "encoding"),
        (b"e-3,A\0na,,,,", "first_name", "control_character"),
        (b"e-3,A\x07na,,,,", "first_name", "control_character"),
        (b"e-3,A\tna,,,,", "first_name", "control_character"),
        (b"e-3," + b"A" * 201 + b",,,,", "first_name", "too_long"),
        (b"e-3," + b"A" * 10_001 + b",,,,", "first_name", "too_long"),
        (b"e-3," + b"A" * (MAX_LINE + 1) + b",,,,", "", "too_long"),
        (b"e-3,,Spanish,,,", "locale", "locale_unknown"),
        (b"e-3,,,Spain,,", "country", "country_unknown"),
        (b"e-3,,,XX,,", "country", "country_unknown"),
        (b"e-3,,,,Mars/Base,", "time_zone", "time_zone_unknown"),
        (b"e-3,,,,../../etc/passwd,", "time_zone", "time_zone_unknown"),
        (b"e-3,,,,,e-3", "manager", "manager_is_self"),
        (b'e-3,"Ana,,,,', "", "quotes"),
        (b'e-3,"Ana"x,,,,', "", "quotes"),
        (b'e-3,"Ana\nMaria",,,,', "", "line_break"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_reason_and_its_neighbours_are_read(
    row: bytes, column: str, reason: str, piece: int
) -> None:
    header = b"external_id,first_name,locale,country,time_zone,manager\n"
    found = read(header + b"e-1,Ana,,,,\n" + row + b"\n" + b'e-2,"Ben",,,,\n', piece)
    assert bad(found) == [(3, column, reason)]
    assert good(found) == ["e-1", "e-2"]


@pytest.mark.spec("D24")
@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("e-1,hearsay,", "phone_source", "source_unknown"),
        (f"e-1,,{'x' * 201}", "roles", "too_long"),
        ("e-1,," + ";".join(f"r{n}" for n in range(101)), "roles", "too_many"),
    ],
)
def test_sources_and_roles_are_looked_at_too(row: str, column: str, reason: str) -> None:
    assert bad(read(f"external_id,phone_source,roles\n{row}\n")) == [(2, column, reason)]


@pytest.mark.spec("D24")
def test_everything_that_is_wrong_with_a_row_is_told_at_once() -> None:
    found = read("external_id,locale,country\n,Spanish,Spain\n")
    assert bad(found) == [
        (2, "external_id", "empty"),
        (2, "locale", "locale_unknown"),
        (2, "country", "country_unknown"),
    ]


@pytest.mark.spec("D24")
def test_quotes_that_are_never_closed_cost_their_own_row_alone() -> None:
    rows = "".join(f"e-{n},Ana\n" for n in range(3, 60))
    found = read(f'external_id,first_name\ne-1,"Ana\ne-2,Ben\n{rows}')
    assert bad(found) == [(2, "", "quotes")]
    assert good(found) == [f"e-{n}" for n in range(2, 60)]


@pytest.mark.parametrize(
    ("content", "reason", "column"),
    [
        (b"", "header_missing", None),
        (b"\n", "header_missing", None),
        (b"first_name,phone\nAna,1\n", "header_missing", None),
        (b"e-1,Ana,+34612345678\n", "header_missing", None),
        (b"external_id,first_name,nickname\n", "header_unknown", 3),
        (b"external_id,\n", "header_unknown", 2),
        (b"external_id,phone,phone\n", "header_repeated", 3),
        (b"external_id,External_Id\n", "header_repeated", 2),
        (b'external_id,"phone\n', "quotes", None),
        ("external_id,teléfono\n".encode("latin-1"), "encoding", None),
        ("external_id,first_name\n".encode("utf-16"), "encoding", None),
        (b"external_id" * MAX_LINE, "too_long", None),
    ],
)
@pytest.mark.spec("D24")
def test_a_first_line_that_is_no_header_refuses_the_file_and_names_the_column(
    content: bytes, reason: str, column: int | None
) -> None:
    with pytest.raises(HeaderRefused) as refused:
        read(content, 1000)
    assert (refused.value.reason, refused.value.column) == (reason, column)


def test_a_header_alone_is_a_file_without_rows() -> None:
    assert read(",".join(COLUMNS)) == []


@pytest.mark.spec("D24")
def test_a_row_may_name_its_user_by_their_id_alone() -> None:
    user = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    known, strange, nobody = read(f"user,phone\n{user},+34612345678\ne-1,+34612345678\n,+34612345678\n")
    assert known == PersonRow(number=2, id=user, phone=Given("+34612345678", IdentifierSource.DIRECTORY))
    assert bad([strange, nobody]) == [(3, "user", "not_an_id"), (4, "user", "empty")]


@pytest.mark.spec("D24", "D26")
def test_a_consent_may_come_with_its_user() -> None:
    header = "external_id,consent,consent_class,consent_channel,consent_at,consent_text,consent_language\n"
    with_one, without = read(
        f'{header}e-1,Given,marketing,SMS,2026-11-20T09:30:00+01:00,"Offers, by text",pt-BR\ne-2,,,,,,\n'
    )
    assert isinstance(with_one, PersonRow)
    assert with_one.consent == ConsentSaid(
        MessageClass.MARKETING,
        "sms",
        given=True,
        at=datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        shown="Offers, by text",
        language="pt-BR",
    )
    assert without == PersonRow(number=3, external_id="e-2")


def test_formulas_sql_and_html_are_words_like_others() -> None:
    words = ["=1+1", "'; drop table users; --", "<script>alert(1)</script>", "@SUM(A1)"]
    rows = "".join(f'e-{n},"{word}"\n' for n, word in enumerate(words))
    found = read(f"external_id,first_name\n{rows}")
    assert [row.said["first_name"] for row in found if isinstance(row, PersonRow)] == words


def test_rows_beyond_the_limit_are_told_once_and_not_read() -> None:
    found = read("external_id\n" + "".join(f"e-{n}\n" for n in range(9)), most=3)
    assert good(found) == ["e-0", "e-1", "e-2"]
    assert bad(found) == [(5, "", "too_many_rows")]


def test_no_row_shows_what_it_holds_when_it_is_printed() -> None:
    found = read("external_id,first_name,phone,email,manager\ne-1,Ana,+34612345678,ana@example.org,e-9\n")
    assert [word for word in ("e-1", "Ana", "612", "ana@", "e-9") if word in repr(found)] == []


@given(content=st.binary(max_size=400), piece=st.integers(1, 50))
def test_whatever_is_uploaded_each_line_is_read_or_told_once_at_most(content: bytes, piece: int) -> None:
    data = b"external_id,first_name\n" + content
    found = read(data, piece)
    lines = [row.number if isinstance(row, PersonRow) else row.line for row in found]
    assert lines == sorted(set(lines))
    assert all(2 <= line <= data.count(b"\n") + 1 for line in lines)
    assert found == read(data)


_PLAIN: Final = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).filter(
    lambda word: word.strip() == word and word != ""
)


@given(names=st.lists(_PLAIN, max_size=20), delimiter=st.sampled_from(",;"), piece=st.integers(1, 90))
def test_every_name_that_is_quoted_properly_comes_back_as_it_was(
    names: list[str], delimiter: str, piece: int
) -> None:
    quoted = ['"' + name.replace('"', '""') + '"' for name in names]
    rows = "".join(f"e-{n}{delimiter}{name}\n" for n, name in enumerate(quoted))
    found = read(f"external_id{delimiter}first_name\n{rows}", piece)
    assert bad(found) == []
    assert [row.said["first_name"] for row in found if isinstance(row, PersonRow)] == names
