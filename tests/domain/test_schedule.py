"""Quiet hours, in zones whose clocks jump ahead, go back, and skip a day.

The properties hold against a second statement of the rule, made of the wall clock alone: what it shows
decides, but for the hours that it shows twice.
"""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from homing.domain.errors import RefusedError
from homing.domain.schedule import check_zone, quiet_until, zone_or

TICK: Final = timedelta(microseconds=1)
MINUTE: Final = timedelta(minutes=1)
TODAY: Final = datetime(2026, 6, 1, tzinfo=UTC)
NIGHT: Final = (time(21), time(8))

CHANGES: Final = [
    ("Europe/Madrid", datetime(2026, 3, 29, 1, tzinfo=UTC)),  # 02:00 -> 03:00
    ("Europe/Madrid", datetime(2026, 10, 25, 1, tzinfo=UTC)),  # 03:00 -> 02:00
    ("America/New_York", datetime(2026, 3, 8, 7, tzinfo=UTC)),  # 02:00 -> 03:00
    ("America/New_York", datetime(2026, 11, 1, 6, tzinfo=UTC)),  # 02:00 -> 01:00
    ("Australia/Lord_Howe", datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),  # 02:00 -> 02:30
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),  # 02:00 -> 01:30
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),  # the 30th of December is skipped
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),  # 00:00 -> 01:00
    ("America/Sao_Paulo", datetime(2019, 2, 17, 2, tzinfo=UTC)),  # 00:00 -> 23:00 of the day before
    ("America/St_Johns", datetime(2010, 11, 7, 2, 31, tzinfo=UTC)),  # 00:01 -> 23:01 of the day before
    ("Asia/Kathmandu", datetime(2026, 6, 1, tzinfo=UTC)),  # never
]
NEAR: Final = st.sampled_from(CHANGES).flatmap(
    lambda change: st.tuples(
        st.just(change[0]),
        st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda apart: change[1] + apart),
    )
)
EVER: Final = st.tuples(
    st.sampled_from(sorted({zone for zone, _ in CHANGES})),
    st.timedeltas(timedelta(days=-16_000), timedelta(days=20_000)).map(lambda apart: TODAY + apart),
)
PLACES: Final = NEAR | EVER
"""A zone and a moment, more often than not about a change of its clock."""
TIMES: Final = st.times() | st.builds(time, st.integers(0, 4) | st.just(23), st.sampled_from([0, 1, 15, 30]))


def at(zone: str, *wall: int, fold: int = 0) -> datetime:
    """The moment at which a clock shows this."""
    return datetime(*wall, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]  # its parts


def shown(moment: datetime, zone: str) -> datetime:
    """What the clock shows, without its zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def quiet_by_the_wall(moment: datetime, zone: str, start: time, end: time) -> bool:
    wall = shown(moment, zone).time()
    if start < end:
        return start <= wall < end
    return start > end and (wall >= start or wall < end)


def shown_twice(moment: datetime, zone: str) -> bool:
    first, last = (
        shown(moment, zone).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    return first != last


def jumps_here(moment: datetime, zone: str) -> bool:
    """Whether the clock has just been set ahead."""
    return shown(moment, zone) - shown(moment - TICK, zone) > TICK


# -- in words


@pytest.mark.parametrize(
    ("local", "ends"),
    [
        ((2026, 6, 1, 20, 59, 59), None),
        ((2026, 6, 1, 21, 0), (2026, 6, 2, 8)),
        ((2026, 6, 1, 23, 30), (2026, 6, 2, 8)),
        ((2026, 6, 2, 0, 0), (2026, 6, 2, 8)),
        ((2026, 6, 2, 7, 59, 59, 999_999), (2026, 6, 2, 8)),
        ((2026, 6, 2, 8, 0), None),
        ((2026, 6, 2, 12, 0), None),
    ],
)
def test_a_night_lasts_from_its_first_moment_until_just_before_its_end(
    local: tuple[int, ...], ends: tuple[int, ...] | None
) -> None:
    end = quiet_until(at("Europe/Madrid", *local), "Europe/Madrid", *NIGHT)
    assert end == (at("Europe/Madrid", *ends) if ends else None)
    assert end is None or end.tzinfo is UTC


def test_a_rest_at_noon_does_not_cross_midnight() -> None:
    noon = (time(13), time(15, 30))
    assert quiet_until(at("Asia/Kathmandu", 2026, 6, 1, 14), "Asia/Kathmandu", *noon) == at(
        "Asia/Kathmandu", 2026, 6, 1, 15, 30
    )
    for hour, minute in ((12, 59), (15, 30), (23, 0), (2, 0)):
        assert quiet_until(at("Asia/Kathmandu", 2026, 6, 1, hour, minute), "Asia/Kathmandu", *noon) is None


def test_the_same_moment_is_night_for_one_and_day_for_another() -> None:
    now = datetime(2026, 6, 1, 12, tzinfo=UTC)
    assert quiet_until(now, "Europe/Madrid", *NIGHT) is None
    assert quiet_until(now, "Pacific/Auckland", *NIGHT) == datetime(2026, 6, 1, 20, tzinfo=UTC)
    assert quiet_until(now.astimezone(ZoneInfo("Asia/Tokyo")), "Asia/Tokyo", *NIGHT) == at(
        "Asia/Tokyo", 2026, 6, 2, 8
    )


@pytest.mark.parametrize(
    ("zone", "evening", "hours"),
    [
        ("Europe/Madrid", date(2026, 3, 28), 10),
        ("Europe/Madrid", date(2026, 10, 24), 12),
        ("America/New_York", date(2026, 3, 7), 10),
        ("America/New_York", date(2026, 10, 31), 12),
        ("Australia/Lord_Howe", date(2026, 10, 3), 10.5),
        ("Australia/Lord_Howe", date(2026, 4, 4), 11.5),
        ("Europe/Madrid", date(2026, 6, 1), 11),
    ],
)
def test_a_night_in_which_the_clock_changes_still_ends_in_the_morning(
    zone: str, evening: date, hours: float
) -> None:
    begins = at(zone, evening.year, evening.month, evening.day, 21)
    ends = begins + timedelta(hours=hours)
    assert quiet_until(begins - TICK, zone, *NIGHT) is None
    assert quiet_until(begins, zone, *NIGHT) == ends
    assert shown(ends, zone) == datetime.combine(evening + timedelta(days=1), time(8))


@pytest.mark.parametrize(
    ("zone", "jump", "start", "end"),
    [
        ("Europe/Madrid", (2026, 3, 29, 3), time(22), time(2, 30)),
        ("America/New_York", (2026, 3, 8, 3), time(22), time(2, 15, 0, 1)),
        ("Australia/Lord_Howe", (2026, 10, 4, 2, 30), time(22), time(2, 0, 1)),
        ("America/Sao_Paulo", (2018, 11, 4, 1), time(22), time(0, 30)),
    ],
)
def test_an_end_that_the_clock_jumps_over_is_the_moment_of_the_jump(
    zone: str, jump: tuple[int, ...], start: time, end: time
) -> None:
    moment = at(zone, *jump)
    assert quiet_until(moment - timedelta(hours=1), zone, start, end) == moment
    assert quiet_until(moment - TICK, zone, start, end) == moment
    assert quiet_until(moment, zone, start, end) is None


def test_a_beginning_that_the_clock_jumps_over_is_the_moment_of_the_jump() -> None:
    jump = at("Europe/Madrid", 2026, 3, 29, 3)
    hours = (time(2, 30), time(6))
    assert quiet_until(jump - TICK, "Europe/Madrid", *hours) is None
    assert quiet_until(jump, "Europe/Madrid", *hours) == at("Europe/Madrid", 2026, 3, 29, 6)


def test_quiet_hours_that_the_clock_jumps_over_altogether_are_left_out() -> None:
    jump = at("Europe/Madrid", 2026, 3, 29, 3)
    for moment in (jump - TICK, jump, jump + TICK):
        assert quiet_until(moment, "Europe/Madrid", time(2, 10), time(2, 50)) is None


def test_an_end_that_comes_twice_is_the_second_one() -> None:
    second = at("Europe/Madrid", 2026, 10, 25, 2, 30, fold=1)
    hours = (time(22), time(2, 30))
    for moment in (second - timedelta(hours=3), second - timedelta(minutes=45), second - TICK):
        assert quiet_until(moment, "Europe/Madrid", *hours) == second
    assert quiet_until(second, "Europe/Madrid", *hours) is None


def test_a_beginning_that_comes_twice_is_the_first_one() -> None:
    first = at("Europe/Madrid", 2026, 10, 25, 2, 30)
    hours = (time(2, 30), time(8))
    assert quiet_until(first - TICK, "Europe/Madrid", *hours) is None
    for moment in (first, first + timedelta(minutes=45), first + timedelta(hours=2)):
        assert quiet_until(moment, "Europe/Madrid", *hours) == at("Europe/Madrid", 2026, 10, 25, 8)


def test_midnight_may_come_twice() -> None:
    # At 00:00 of the 17th it was 23:00 of the 16th again, and at 00:01 of the 7th 23:01 of the 6th.
    assert quiet_until(
        at("America/Sao_Paulo", 2019, 2, 16, 23, 30), "America/Sao_Paulo", time(22), time(23, 45)
    ) == at("America/Sao_Paulo", 2019, 2, 16, 23, 45, fold=1)
    begins = at("America/St_Johns", 2010, 11, 7, 0, 0, 30)
    ends = at("America/St_Johns", 2010, 11, 7, 6)
    again = at("America/St_Johns", 2010, 11, 6, 23, 30, fold=1)
    assert begins < again < ends
    assert quiet_until(begins - TICK, "America/St_Johns", time(0, 0, 30), time(6)) is None
    assert quiet_until(again, "America/St_Johns", time(0, 0, 30), time(6)) == ends
    late = at("America/St_Johns", 2010, 11, 6, 23, 30, fold=1)
    assert quiet_until(begins, "America/St_Johns", time(20), time(23, 30)) == late


def test_a_night_whose_morning_is_skipped_with_its_day_is_one_with_the_next() -> None:
    evening = at("Pacific/Apia", 2011, 12, 29, 21)
    assert quiet_until(evening, "Pacific/Apia", *NIGHT) == at("Pacific/Apia", 2011, 12, 31, 8)
    assert at("Pacific/Apia", 2011, 12, 31, 8) - evening == timedelta(hours=11)


@settings(deadline=None)
@given(PLACES, TIMES)
def test_two_equal_times_mean_no_quiet_hours(place: tuple[str, datetime], both: time) -> None:
    zone, now = place
    assert quiet_until(now, zone, both, both) is None


# -- for every zone, moment and pair of times


@settings(deadline=None)
@given(PLACES, TIMES, TIMES)
@example(("Europe/Madrid", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)), time(2, 30), time(2, 15))
@example(("Pacific/Apia", datetime(2011, 12, 30, 9, 59, tzinfo=UTC)), time(8), time(7))
def test_quiet_hours_end_later_than_now_at_the_time_they_should_and_all_is_quiet_until_then(
    place: tuple[str, datetime], start: time, end: time
) -> None:
    zone, now = place
    ends = quiet_until(now, zone, start, end)
    assume(ends is not None and start != end)
    assert ends is not None
    assert now < ends
    assert shown(ends, zone).time() == end or jumps_here(ends, zone)
    assert quiet_until(ends - TICK, zone, start, end) == ends
    assert quiet_until(ends, zone, start, end) is None
    step = max((ends - now) / 40, MINUTE)
    for n in range(40):
        between = now + n * step
        assert between >= ends or quiet_until(between, zone, start, end) == ends


@settings(deadline=None)
@given(PLACES, TIMES, TIMES)
def test_what_the_clock_shows_decides_but_for_the_hours_that_it_shows_twice(
    place: tuple[str, datetime], start: time, end: time
) -> None:
    zone, now = place
    quiet = quiet_until(now, zone, start, end) is not None
    by_the_wall = quiet_by_the_wall(now, zone, start, end)
    assert quiet >= by_the_wall, "no time of the night is ever left out"
    assert quiet == by_the_wall or shown_twice(now, zone)


@settings(deadline=None)
@given(st.sampled_from(CHANGES), TIMES, TIMES)
def test_they_come_once_a_day_however_the_clock_is_set(
    change: tuple[str, datetime], start: time, end: time
) -> None:
    zone, moment = change
    known = [quiet_until(moment + n * 30 * MINUTE, zone, start, end) for n in range(-96, 97)]
    ends = [one for one in known if one is not None]
    assert ends == sorted(ends)
    assert all(later - earlier > timedelta(hours=12) for earlier, later in pairwise(dict.fromkeys(ends)))


# -- names of zones


@pytest.mark.parametrize("zone", ["Europe/Madrid", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5"])
def test_a_zone_of_the_database_is_taken_as_it_is(zone: str) -> None:
    assert check_zone(zone) == zone == zone_or(zone, "Asia/Tokyo")


@pytest.mark.parametrize(
    "zone",
    ["", " ", "Europe", "Europe/madrid", "Madrid", "+02:00", "../Europe/Madrid", "/etc/passwd", "a\0b"],
)
def test_any_other_zone_is_refused_when_it_is_saved_and_harmless_when_it_was(zone: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_zone(zone)
    assert refused.value.reason == "time_zone_unknown"
    assert zone_or(zone, "Asia/Tokyo") == "Asia/Tokyo"
    assert zone_or(zone, zone) == zone_or(None, zone) == "UTC"
