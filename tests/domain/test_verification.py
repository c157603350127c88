"""How often codes may be asked for and tried, and what a try comes to."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homing.domain.account_texts import CODE_LASTS
from homing.domain.errors import TooSoonError
from homing.domain.verification import (
    DAY,
    FEWEST,
    HOUR,
    JUDGED,
    LOCKED_FOR,
    LONGEST,
    MOST_TRIES,
    OWN_FIRST,
    TRIES_DAILY,
    WAITS,
    Limit,
    Request,
    Scope,
    Usage,
    Verdict,
    VerificationState,
    allowed_countries,
    block_of,
    chance_of_guessing,
    check_usage,
    is_open,
    is_slow,
    judge,
    limits,
    may_renew,
    read_code,
    ready_at,
    tries_against_number,
    tries_against_organization,
    tries_against_user,
    wait_after,
)

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def request(
    state: VerificationState = VerificationState.OPEN, *, tries: int = 0, age: timedelta = SECOND
) -> Request:
    """One whose code was made so long ago."""
    return Request(state, tries, NOW - age, NOW - age + CODE_LASTS)


def usage(**changes: object) -> Usage:
    nothing = {"own": 0, "lately": 0, "latest": None, "tries": 0, "tried_until": None, "locked_at": None}
    return Usage(now=NOW, **{**nothing, **changes})  # type: ignore[arg-type]  # handed through as it is


@pytest.mark.spec("P11")
@pytest.mark.parametrize(
    ("asked", "code", "verdict"),
    [
        (request(), "right", Verdict.CONFIRMED),
        (request(), "wrong", Verdict.WRONG),
        (request(tries=MOST_TRIES - 2), "wrong", Verdict.WRONG),
        (request(tries=MOST_TRIES - 1), "wrong", Verdict.LOCKED),
        (request(tries=MOST_TRIES - 1), "right", Verdict.CONFIRMED),
        (request(age=CODE_LASTS - SECOND), "right", Verdict.CONFIRMED),
        (request(age=CODE_LASTS), "right", Verdict.EXPIRED),
        (request(VerificationState.CONFIRMED), "right", Verdict.EXPIRED),
        (request(VerificationState.CONFIRMED), "wrong", Verdict.EXPIRED),
        (request(VerificationState.EXPIRED), "right", Verdict.EXPIRED),
        (request(VerificationState.LOCKED), "right", Verdict.LOCKED),
        (request(VerificationState.LOCKED), "wrong", Verdict.LOCKED),
        (request(VerificationState.CANCELLED), "right", Verdict.NOTHING),
    ],
)
def test_a_right_code_counts_while_its_request_is_open(asked: Request, code: str, verdict: Verdict) -> None:
    assert judge(asked, NOW, right=code == "right") is verdict


@pytest.mark.spec("P11")
def test_a_code_that_is_void_does_not_count_though_its_request_is_open() -> None:
    """Another one was asked for and has not been made yet."""
    renewed = Request(VerificationState.OPEN, 0, NOW - CODE_LASTS, NOW + CODE_LASTS)
    assert judge(renewed, NOW, right=True) is Verdict.WRONG
    unsent = Request(VerificationState.OPEN, 0, None, NOW + CODE_LASTS)
    assert judge(unsent, NOW, right=True) is Verdict.WRONG


@given(
    state=st.sampled_from(VerificationState),
    tries=st.integers(0, MOST_TRIES - 1),
    age=st.timedeltas(timedelta(0), 2 * CODE_LASTS),
)
def test_where_no_code_counts_the_verdict_does_not_tell_the_right_one(
    state: VerificationState, tries: int, age: timedelta
) -> None:
    asked = request(state, tries=tries, age=age)
    if not is_open(asked, NOW):
        assert judge(asked, NOW, right=True) is judge(asked, NOW, right=False)


@pytest.mark.parametrize(
    "typed",
    [
        "123456",
        " 123 456 ",
        "123-456",
        "123–456",
        "１２３４５６",
        "۱۲۳۴۵۶",
        "१२३४५६",
        "1 2\u00a03\u200b4\u20115\t6",
    ],
)
@pytest.mark.spec("P11")
def test_a_code_is_read_as_people_and_keyboards_write_it(typed: str) -> None:
    assert read_code(typed) == "123456"


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "12345a", "+123456", "１２３４５", "12345²", "½12345"]
)
def test_what_has_not_six_digits_is_no_code(typed: str) -> None:
    assert read_code(typed) is None


@given(st.text())
def test_reading_a_code_never_fails(typed: str) -> None:
    code = read_code(typed)
    assert code is None or (len(code) == 6 and code.isascii() and code.isdecimal())


@pytest.mark.spec("P11")
def test_waits_grow_and_the_last_one_holds() -> None:
    waits = [wait_after(codes) for codes in range(1, 10)]
    assert waits[: len(WAITS)] == list(WAITS)
    assert waits == sorted(waits)
    assert wait_after(0) == timedelta(0)


@pytest.mark.parametrize(
    ("had", "reason", "wait"),
    [
        (usage(latest=NOW - SECOND, lately=1, own=1), "code_too_soon", WAITS[0] - SECOND),
        (usage(latest=NOW - SECOND, lately=3, own=3), "code_too_soon", WAITS[2] - SECOND),
        (usage(locked_at=NOW - SECOND), "code_locked", LOCKED_FOR - SECOND),
        (usage(tries=TRIES_DAILY - MOST_TRIES + 1, tried_until=NOW), "too_many_codes", DAY),
        (usage(locked_at=NOW, latest=NOW, lately=1), "code_locked", LOCKED_FOR),
    ],
)
@pytest.mark.spec("P11")
def test_a_user_waits_for_what_is_their_own_doing(had: Usage, reason: str, wait: timedelta) -> None:
    with pytest.raises(TooSoonError) as refused:
        check_usage(had)
    assert (refused.value.reason, refused.value.wait) == (reason, wait)
    assert ready_at(had) == NOW + wait


@pytest.mark.parametrize(
    "had",
    [
        usage(),
        usage(latest=NOW - WAITS[0], lately=1, own=1),
        usage(locked_at=NOW - LOCKED_FOR),
        usage(tries=TRIES_DAILY - MOST_TRIES, tried_until=NOW),
    ],
)
def test_nobody_waits_longer_than_that(had: Usage) -> None:
    check_usage(had)
    assert ready_at(had) is None


def _most(found: list[Limit], scope: Scope, within: timedelta) -> int | None:
    return next((one.most for one in found if (one.scope, one.within) == (scope, within)), None)


@pytest.mark.spec("P11")
def test_every_code_is_limited_by_user_number_organization_country_numbers_beside_it_and_address() -> None:
    daily = limits(1000, own=OWN_FIRST, slow=False)
    expected = {
        Scope.USER: 10,
        Scope.NUMBER: 10,
        Scope.NUMBER_AT_ALL: 50,
        Scope.ORGANIZATION: 1000,
        Scope.COUNTRY: 500,
        Scope.BLOCK: 200,
        Scope.ADDRESS: 333,
    }
    assert {scope: _most(daily, scope, DAY) for scope in expected} == expected
    assert _most(daily, Scope.ORGANIZATION, HOUR) == 250
    assert _most(daily, Scope.ADDRESS, HOUR) == 125


@pytest.mark.spec("P11")
def test_others_cannot_use_up_the_codes_of_a_numbers_owner() -> None:
    """The limit of a number is for whoever asks again and again, and its owner, who had none, does not."""
    assert _most(limits(1000, own=0, slow=False), Scope.NUMBER, DAY) is None
    assert _most(limits(1000, own=OWN_FIRST - 1, slow=False), Scope.NUMBER, DAY) is None
    assert _most(limits(1000, own=0, slow=False), Scope.NUMBER_AT_ALL, DAY) is not None
    others = (50 - 10) // OWN_FIRST
    assert others == 20, "so many users together, as the module and docs/numbers.md say"


def test_a_small_organization_gets_codes_too() -> None:
    assert all(one.most >= 1 for one in limits(1, own=0, slow=True))


@pytest.mark.spec("P11")
def test_a_country_where_hardly_a_number_is_confirmed_is_slowed_down() -> None:
    assert not is_slow(FEWEST - 1, 0), "chance"
    assert is_slow(FEWEST, 5)
    assert not is_slow(FEWEST, 6)
    assert is_slow(JUDGED, 14)
    assert not is_slow(JUDGED, 15)
    assert _most(limits(1000, own=0, slow=True), Scope.SLOW_COUNTRY, HOUR) == 10
    assert _most(limits(1000, own=0, slow=False), Scope.SLOW_COUNTRY, HOUR) is None


@pytest.mark.spec("P11")
def test_the_chance_of_guessing_a_code_in_a_day_is_as_small_as_the_documentation_says() -> None:
    assert chance_of_guessing(tries_against_user()) <= 1.5e-5
    assert chance_of_guessing(tries_against_number()) <= 2.5e-4
    assert chance_of_guessing(tries_against_organization(1000)) <= 5e-3
    assert chance_of_guessing(10**9) == 1.0, "a chance"


@pytest.mark.spec("P11")
def test_a_request_is_over_within_the_hour_by_which_a_day_is_counted_longer() -> None:
    """So whatever can be tried within 24 hours belongs to codes that were counted."""
    assert timedelta(hours=24) + LONGEST <= DAY
    assert may_renew(NOW - LONGEST + CODE_LASTS, NOW)
    assert not may_renew(NOW - LONGEST + CODE_LASTS - SECOND, NOW)


def test_a_block_is_ten_thousand_numbers() -> None:
    assert block_of("+34600123456") == "+3460012"


def test_codes_go_where_the_organization_is_at_home_or_has_senders_unless_it_chose() -> None:
    assert allowed_countries(None, "ES", ["US"]) == {"ES", "US"}
    assert allowed_countries(None, None, []) == frozenset()
    assert allowed_countries(["PT"], "ES", ["US"]) == {"PT"}
    assert allowed_countries([], "ES", ["US"]) == frozenset()
