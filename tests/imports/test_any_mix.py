"""Whatever mix of good and bad rows a file has, and however it arrives, exactly the good ones are loaded and
each bad one is told by its line."""

from dataclasses import dataclass, field
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homing.dispatching.context import Sending
from homing.store.identifiers import read_identifiers
from homing.store.imports import ImportState
from tests.imports.files import Files
from tests.world import found_company, new_number

HEADER: Final = b"external_id,country,phone,manager\n"
SHARED: Final = "shared"
BAD: Final = {
    "country": ("country", "country_unknown"),
    "phone": ("phone", "too_short"),
    "columns": ("", "columns"),
    "encoding": ("", "encoding"),
    "quotes": ("", "quotes"),
    "too_long": ("", "too_long"),
}


@dataclass(frozen=True)
class Drawn:
    """A row to be: whose it is, what is wrong with it (``fine``: nothing), and their manager."""

    who: int
    what: str
    manager: int | None

    def line(self, shared: str) -> bytes:
        manager = "" if self.manager is None else f"e-{self.manager}"
        fine = f"e-{self.who},ES,,{manager}".encode()
        return {
            "country": fine.replace(b"ES", b"Spain"),
            "phone": fine.replace(b",ES,", b",ES,612"),
            "columns": f"e-{self.who}".encode(),
            "encoding": fine.replace(b"ES", "é".encode("latin-1")),
            "quotes": fine.replace(b"ES", b'"ES'),
            "too_long": b"x" * 200_000,
            SHARED: fine.replace(b",ES,", f",ES,{shared}".encode()),
        }.get(self.what, fine)


@dataclass
class Expected:
    """What ought to come of rows, worked out one after the other."""

    loaded: dict[int, int | None] = field(default_factory=dict)
    """Whom, with their manager."""
    lines: dict[int, int] = field(default_factory=dict)
    """On which line each was."""
    sharing: list[int] = field(default_factory=list)
    faults: list[tuple[int, str, str, bool]] = field(default_factory=list)

    def take(self, line: int, row: Drawn) -> None:
        if row.what in BAD and (row.what != "phone" or row.manager != row.who):
            self.faults.append((line, *BAD[row.what], False))
        if row.manager == row.who and row.what in ("fine", SHARED, "country", "phone"):
            self.faults.append((line, "manager", "manager_is_self", False))
        elif row.what in BAD:
            pass  # and it is told already
        elif row.who in self.loaded:
            self.faults.append((line, "external_id", "repeated", False))
        else:
            self.loaded[row.who] = row.manager
            if row.what == SHARED:
                self.sharing.append(row.who)
                if len(self.sharing) > 1:
                    self.faults.append((line, "phone", "number_of_another_user", True))
            self.lines[row.who] = line

    def end(self) -> None:
        for who, manager in self.loaded.items():
            if manager is not None and manager not in self.loaded:
                self.faults.append((self.lines[who], "manager", "manager_unknown", True))


ROWS: Final = st.lists(
    st.builds(
        Drawn,
        who=st.integers(0, 8),
        what=st.sampled_from(["fine", "fine", "fine", SHARED, *BAD]),
        manager=st.none() | st.integers(0, 8),
    ),
    max_size=25,
)


@pytest.mark.spec("D24")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, size=st.integers(1, 12), piece=st.integers(1, 300_000), end=st.sampled_from(["\n", "\r\n"]))
async def test_exactly_the_good_rows_are_loaded_and_each_bad_one_is_told(
    apart: Sending, rows: list[Drawn], size: int, piece: int, end: str
) -> None:
    files = Files(await found_company(apart, "+34600000001"), size=size)
    shared, expected = new_number(), Expected()
    for line, row in enumerate(rows, start=2):
        expected.take(line, row)
    expected.end()
    body = HEADER + b"".join(row.line(shared) + end.encode() for row in rows)
    done = await files.load(body, piece)
    assert (done.state, done.created) == (ImportState.DONE, len(expected.loaded))
    assert done.refused_rows == len(rows) - len(expected.loaded)
    assert sorted(await files.report(done.id)) == sorted(expected.faults)
    people = await files.people()
    managers = {name: one.manager_external_id for name, one in people.items()}
    assert managers == {
        f"e-{who}": f"e-{manager}" if manager in expected.loaded else None
        for who, manager in expected.loaded.items()
    }
    ids = {one.id: name for name, one in people.items()}
    async with files.company.sending.database.app(files.company.id) as connection:
        known = await read_identifiers(connection, files.company.id, files.company.sending.vault, ids)
    states = {ids[user]: one.state for user, found in known.items() for one in found}
    assert states == {
        f"e-{who}": "unverified" if place else "verified" for place, who in enumerate(expected.sharing)
    }
