"""Any sequence of words about numbers, against a model of who had which in which order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.domain.people import IdentifierSource
from tests.store.whose import confirm, history, newcomers, said, say, take_back
from tests.world import Company, found_company, new_number

SENDER: Final = "+34600000001"
_ROWS: Final = text("""
    select user_id, source, hmac, state from reachabilities
     where org_id = :org and kind = 'phone' and ended_at is null
""")
SOURCES: Final = [source.value for source in IdentifierSource]


@dataclass
class Model:
    """What is to come out, told by who had which number in which order, and by nothing else."""

    vouches: bool
    rows: dict[tuple[int, str], tuple[int, bool]] = field(default_factory=dict)
    counted: list[tuple[int, int]] = field(default_factory=list)

    def holder(self, number: int) -> int | None:
        return next((user for which, user in reversed(self.counted) if which == number), None)

    def say(self, words: Sequence[tuple[int, str, int]]) -> None:
        moved = []
        for (user, source), number in {(user, source): number for user, source, number in words}.items():
            had = self.rows.get((user, source))
            if had is not None and had[0] == number and (had[1] or source == "self"):
                continue
            stranger = self.holder(number) not in (None, user)
            vouched = self.vouches and source == "directory" and stranger
            counts = source != "self" and (vouched or not stranger)
            self.rows[user, source] = (number, counts)
            if counts:
                self.counted.append((number, user))
            if vouched:
                moved.append((user, number))
        for user, number in moved:
            self._end(number, user, but="directory")

    def confirm(self, user: int, source: str) -> None:
        number, _ = self.rows[user, source]
        for key, row in self.rows.items():
            if key[0] == user and row[0] == number:
                self.rows[key] = (number, True)
        self.counted.append((number, user))
        self._end(number, user, but="")

    def _end(self, number: int, user: int, *, but: str) -> None:
        for key, row in list(self.rows.items()):
            if row == (number, True) and key[0] != user and key[1] != but:
                del self.rows[key]


USERS = st.integers(0, 2)
NUMBERS = st.integers(0, 2)
WORDS = st.lists(st.tuples(USERS, st.sampled_from(SOURCES), NUMBERS), min_size=1, max_size=4)
PLACES = st.tuples(USERS, st.sampled_from(SOURCES))
ACTS = st.one_of(
    st.tuples(st.just("say"), WORDS),
    st.tuples(st.just("take back"), PLACES),
    st.tuples(st.just("confirm"), PLACES),
)


async def current(company: Company) -> dict[tuple[UUID, str], tuple[bytes, str]]:
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(_ROWS, {"org": company.id})
        return {(row.user_id, row.source): (row.hmac, row.state) for row in found}


@pytest.mark.spec("X15", "P09")
@settings(max_examples=40, deadline=None)
@given(directory=st.sampled_from(["vouches", "does not"]), acts=st.lists(ACTS, min_size=1, max_size=7))
async def test_whatever_is_said_taken_back_and_confirmed_a_number_is_one_persons_unless_the_directory_vouches(
    apart: Sending, directory: str, acts: list[tuple[str, Any]]
) -> None:
    company, vouches = await found_company(apart, SENDER), directory == "vouches"
    people = [one.id for one in await newcomers(company, 3)]
    numbers = [new_number() for _ in range(3)]
    hashes = [apart.vault.hash_identifier(number) for number in numbers]
    await company.vouch(on=vouches)
    model = Model(vouches)
    for act, what in acts:
        if act == "say":
            await say(company, *(said(people[user], numbers[n], source) for user, source, n in what))
            model.say(what)
        elif act == "take back":
            await take_back(company, people[what[0]], what[1])
            model.rows.pop(what, None)
        elif what in model.rows:
            bound = await history(company, people[what[0]])
            [here] = [one.id for one in bound if one.source == what[1] and one.ended_at is None]
            await confirm(company, people[what[0]], here)
            model.confirm(*what)
        rows = await current(company)
        assert rows == {
            (people[user], source): (hashes[number], "verified" if counts else "unverified")
            for (user, source), (number, counts) in model.rows.items()
        }
        for hmac in hashes:
            theirs = {user for (user, _), row in rows.items() if row == (hmac, "verified")}
            listed = {user for user in theirs if rows.get((user, "directory")) == (hmac, "verified")}
            assert len(theirs) <= 1 or (vouches and len(theirs - listed) <= 1)
