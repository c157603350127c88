"""An organization's quiet hours and a user's own, together: nobody is disturbed in either."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from homing.domain.schedule import LOOK_AHEAD, leave_no_hour, quiet_until, quiet_until_all
from tests.domain.test_schedule import PLACES, TICK, TIMES, at

SPANS: Final = st.lists(st.tuples(TIMES, TIMES), max_size=3)
thoroughly: Final = settings(max_examples=300, deadline=None)


def quiet(moment: datetime, zone: str, spans: list[tuple[time, time]]) -> bool:
    return any(quiet_until(moment, zone, *span) is not None for span in spans)


@pytest.mark.spec("X13")
@thoroughly
@given(PLACES, SPANS)
def test_it_is_quiet_where_any_of_the_spans_says_so_and_nowhere_else(
    place: tuple[str, datetime], spans: list[tuple[time, time]]
) -> None:
    zone, now = place
    assert (quiet_until_all(now, zone, spans) is not None) == quiet(now, zone, spans)


@pytest.mark.spec("X13")
@thoroughly
@given(PLACES, SPANS, st.floats(0, 1, exclude_max=True))
def test_until_the_end_it_is_quiet_all_the_time_and_at_the_end_it_is_not(
    place: tuple[str, datetime], spans: list[tuple[time, time]], share: float
) -> None:
    zone, now = place
    until = quiet_until_all(now, zone, spans)
    if until is None:
        return
    assert now < until <= now + LOOK_AHEAD
    between = now + share * (until - now)
    assert quiet(min(between, until - TICK), zone, spans)
    assert until == now + LOOK_AHEAD or not quiet(until, zone, spans)


@thoroughly
@given(PLACES, SPANS, st.tuples(TIMES, TIMES))
def test_further_quiet_hours_never_let_anything_out_earlier(
    place: tuple[str, datetime], spans: list[tuple[time, time]], own: tuple[time, time]
) -> None:
    zone, now = place
    alone, together = quiet_until_all(now, zone, spans), quiet_until_all(now, zone, [*spans, own])
    assert alone is None or (together is not None and together >= alone)


def test_a_night_that_its_user_begins_earlier_lasts_until_the_later_morning() -> None:
    spans = [(time(22), time(8)), (time(20), time(7))]
    evening = at("Europe/Madrid", 2026, 6, 1, 20, 30)
    assert quiet_until_all(evening, "Europe/Madrid", spans) == at("Europe/Madrid", 2026, 6, 2, 8)


def test_hours_that_touch_follow_one_another() -> None:
    spans = [(time(12), time(14)), (time(14), time(16)), (time(23), time(1))]
    noon = at("Europe/Madrid", 2026, 6, 1, 12)
    assert quiet_until_all(noon, "Europe/Madrid", spans) == at("Europe/Madrid", 2026, 6, 1, 16)


def test_where_no_moment_is_free_it_is_asked_anew_in_two_days() -> None:
    now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    spans = [(time(8), time(20)), (time(20), time(8))]
    assert quiet_until_all(now, "UTC", spans) == now + timedelta(days=2)


@pytest.mark.parametrize(
    ("spans", "none"),
    [
        ([], False),
        ([(time(8), time(8))], False),
        ([(time(21), time(8))], False),
        ([(time(21), time(20))], False),
        ([(time(21), time(20, 1))], True),
        ([(time(8), time(20)), (time(20), time(8))], True),
        ([(time(0), time(11, 30)), (time(12), time(23, 30))], True),
        ([(time(0, 30), time(23, 30))], False),
    ],
)
def test_an_hour_in_one_piece_is_to_stay_free_in_a_day(spans: list[tuple[time, time]], *, none: bool) -> None:
    assert leave_no_hour(spans) is none
