"""Lists as CSV files: quoted, free of formulas, and never whole in memory."""

import csv
import io
import tracemalloc
from datetime import UTC, datetime
from typing import Final

import pytest

from plugin.http.exporting import csv_file
from tests.dispatching.support import rows
from tests.http.conftest import Http

ROWS: Final = 1000
"""Of a chunk."""
FORMULAS: Final = ('=HYPERLINK("x")', "+1", "-1", "@sum", "\tx", "\r=1", "\n=1", "\uff1d1")


async def written(content: list[list[object]]) -> str:
    async def read(_: None) -> tuple[list[list[object]], None]:
        return content, None

    file = await csv_file("x", ["a", "b"], read, lambda row: row)
    return "".join([text_of(part) async for part in file.body_iterator])


def text_of(part: str | bytes | memoryview) -> str:
    assert isinstance(part, bytes)
    return part.decode()


@pytest.mark.parametrize("cell", FORMULAS)
async def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe(cell: str) -> None:
    _, [shown, other] = csv.reader(io.StringIO(await written([[cell, "a=b"]]), newline=""))

    assert (shown, other) == (f"'{cell}", "a=b")


async def test_a_cell_keeps_commas_quotation_marks_and_lines() -> None:
    moment = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    content = await written([['a "b", c', "two\nlines"], [None, moment]])

    assert content == 'a,b\r\n"a ""b"", c","two\nlines"\r\n,2026-11-21T09:30:00+00:00\r\n'


@pytest.mark.spec("W12")
async def test_a_long_file_takes_no_more_memory_than_a_chunk_of_it() -> None:
    async def read(chunk: int | None) -> tuple[list[str], int | None]:
        at = chunk or 0
        return [f"{at}/{n}/{'x' * 100}" for n in range(ROWS)], None if at == last else at + 1

    peaks = []
    for last in (2, 100):  # `read` looks at it
        tracemalloc.start()
        file = await csv_file("x", ["a"], read, lambda row: [row])
        lines = 0
        async for part in file.body_iterator:
            lines += text_of(part).count("\r\n")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert lines == ROWS * (last + 1) + 1

    few, many = peaks
    assert many < 2 * few


@pytest.mark.spec("W12")
async def test_a_file_of_several_chunks_holds_every_message_once(http: Http) -> None:
    [ana] = await http.company.hire(1)
    run = await http.company.campaign([ana])
    many = """
        insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,
                                channel, state, created_at)
        select gen_random_uuid(), :org, :execution, 'remind', n, 0, 0, :user, 'email', 'sent',
               now() - make_interval(secs => n / 7) from generate_series(1, 2500) n
    """
    await rows(http.company.sending, many, org=http.company.id, execution=run.execution, user=ana.id)

    answer = await http.call("GET", "/v1/messages.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text, newline="")))

    assert sorted(int(one["occurrence"]) for one in lines) == list(range(1, 2501))
    assert [one["created_at"] for one in lines] == sorted((one["created_at"] for one in lines), reverse=True)
