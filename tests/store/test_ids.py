"""Ids that sort by when they were made."""

import time
from typing import Final
from uuid import RFC_4122

from homing.store.ids import new_id

_MANY: Final = 10_000


def test_an_id_is_of_the_standards_seventh_version() -> None:
    made = [new_id() for _ in range(_MANY)]
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}


def test_no_id_is_made_twice_within_a_millisecond_or_ever() -> None:
    assert len({new_id() for _ in range(_MANY)}) == _MANY


def test_an_id_begins_with_the_millisecond_when_it_was_made() -> None:
    before = time.time_ns() // 1_000_000
    made = [new_id().int >> 80 for _ in range(_MANY)]
    assert before <= made[0] <= made[-1] <= time.time_ns() // 1_000_000


def test_every_other_bit_is_sometimes_set_and_sometimes_not() -> None:
    rest = (1 << 80) - 1
    ones, always = 0, rest
    for _ in range(_MANY):
        one = new_id().int & rest
        ones, always = ones | one, always & one
    assert always == 7 << 76 | 2 << 62
    assert ones == (1 << 79) - 1 & ~(1 << 62)
