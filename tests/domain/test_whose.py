"""Whose number it is: what the word that somebody has one comes to, and who is told of a change."""

from typing import Final
from uuid import UUID, uuid4

import pytest

from homing.domain.decide import IdentifierState
from homing.domain.people import IdentifierSource
from homing.domain.whose import Change, Held, Settled, changes, reason_of, settle, used

ANA, BEN, CAM = (UUID(int=n) for n in (1, 2, 3))
NUMBER: Final = b"number"
VERIFIED, UNVERIFIED = IdentifierState.VERIFIED, IdentifierState.UNVERIFIED
CONTESTED: Final = Settled(UNVERIFIED, contested=True)


def said(user: UUID, source: str = "api", state: IdentifierState = VERIFIED, number: bytes = NUMBER) -> Held:
    return Held(uuid4(), user, source, state, number)


def test_a_number_that_was_nobodys_is_whoevers_it_is_said_to_be_first() -> None:
    words = [said(ANA), said(BEN), said(ANA, "import"), said(CAM, number=b"another")]
    assert settle(words, {}, vouches=False) == [
        Settled(VERIFIED),
        CONTESTED,
        Settled(VERIFIED),
        Settled(VERIFIED),
    ]


@pytest.mark.spec("X15")
@pytest.mark.parametrize("source", sorted(set(IdentifierSource) - {IdentifierSource.SELF}))
def test_a_number_that_another_has_or_had_is_to_be_confirmed_whoever_says_so(source: str) -> None:
    assert settle([said(BEN, source)], {NUMBER: ANA}, vouches=False) == [CONTESTED]


@pytest.mark.spec("X15")
def test_the_directory_may_vouch_and_nobody_else_does() -> None:
    holders = {NUMBER: ANA}
    assert settle([said(BEN, "directory")], holders, vouches=True) == [Settled(VERIFIED, vouched=True)]
    assert settle([said(BEN, "api")], holders, vouches=True) == [CONTESTED]


@pytest.mark.spec("X15")
def test_a_number_that_is_taken_up_again_is_theirs_unless_another_had_it_since() -> None:
    assert settle([said(ANA)], {NUMBER: ANA}, vouches=False) == [Settled(VERIFIED)]
    assert settle([said(ANA)], {NUMBER: BEN}, vouches=False) == [CONTESTED]


def test_of_two_for_whom_the_directory_vouches_at_once_both_have_it_and_the_last_one_holds_it() -> None:
    words = [said(ANA, "directory"), said(BEN, "directory"), said(ANA, "api"), said(BEN, "api")]
    vouched = Settled(VERIFIED, vouched=True)
    assert settle(words, {NUMBER: CAM}, vouches=True) == [vouched, vouched, CONTESTED, Settled(VERIFIED)]


@pytest.mark.spec("P11")
@pytest.mark.parametrize("holder", [ANA, BEN], ids=["their own", "another's"])
def test_what_a_user_adds_never_counts_before_it_is_confirmed(holder: UUID) -> None:
    """Nor does the answer tell whether it is another's."""
    words = [said(ANA, "self", UNVERIFIED)]
    assert settle(words, {NUMBER: holder}, vouches=True) == [Settled(UNVERIFIED)]


def test_what_is_said_and_does_not_count_takes_nothing_from_anybody() -> None:
    words = [said(BEN, "self", UNVERIFIED), said(ANA)]
    assert settle(words, {}, vouches=False) == [Settled(UNVERIFIED), Settled(VERIFIED)]


@pytest.mark.spec("P09")
def test_the_source_that_is_believed_most_is_used_whatever_its_state() -> None:
    own, imported, synced, bound = (
        said(ANA, "self"),
        said(ANA, "import"),
        said(ANA, "directory", UNVERIFIED),
        said(ANA, "api"),
    )
    assert used([own, imported, synced, bound]) == synced
    assert used([own, imported, bound]) == bound
    assert used([own, imported]) == imported
    assert used([]) is None


def moved(old: Held, new: Held | None) -> list[Change]:
    return changes({ANA: old}, {} if new is None else {ANA: new})


@pytest.mark.spec("X15")
def test_the_old_and_the_new_number_are_told_of_a_change() -> None:
    old, new = said(ANA), said(ANA, number=b"new")
    assert moved(old, new) == [Change(ANA, old.id, new.id)]
    assert moved(old, None) == [Change(ANA, old.id)]


@pytest.mark.spec("X15")
def test_a_new_number_that_is_to_be_confirmed_is_told_once_it_is() -> None:
    old, new = said(ANA), said(ANA, "self", UNVERIFIED, b"new")
    assert moved(old, new) == [Change(ANA, old.id, None)]


@pytest.mark.spec("X15")
def test_a_former_number_that_is_none_is_told_nothing_and_the_new_one_is() -> None:
    old, new = said(ANA, state=IdentifierState.INVALID), said(ANA, number=b"new")
    assert moved(old, new) == [Change(ANA, None, new.id)]
    assert moved(old, None) == [Change(ANA)]


def test_nobody_is_told_where_nothing_changed_or_no_number_counted_before() -> None:
    assert moved(said(ANA), said(ANA, "directory")) == []
    assert moved(said(ANA, "self", UNVERIFIED), said(ANA, number=b"new")) == []
    assert changes({}, {ANA: said(ANA)}) == []


def test_why_a_number_does_not_count_is_told_without_saying_whose_it_is() -> None:
    assert reason_of("self", UNVERIFIED) == reason_of("pending", UNVERIFIED) == "unconfirmed"
    assert reason_of("directory", UNVERIFIED) == "number_of_another_user"
    assert {reason_of("api", state) for state in IdentifierState if state is not UNVERIFIED} == {None}
