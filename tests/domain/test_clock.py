"""The campaign's time and the real one: each from the other, and never early."""

import math
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from homing.domain.clock import CampaignClock
from homing.domain.schedule import quiet_until

ORIGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)
MADRID = ZoneInfo("Europe/Madrid")

ORIGINS = st.timedeltas(timedelta(days=-2_000), timedelta(days=5_000)).map(lambda apart: ORIGIN + apart)
PASSED = st.timedeltas(timedelta(days=-2), timedelta(days=366))
FAST = st.floats(1, 1_000)
SLOW = st.floats(1e-3, 1)


def test_a_campaign_runs_so_many_times_as_fast_from_its_origin_on() -> None:
    clock = CampaignClock(ORIGIN, 60)
    assert clock.campaign_time(ORIGIN) == ORIGIN
    assert clock.campaign_time(ORIGIN + timedelta(minutes=24)) == ORIGIN + timedelta(hours=24)
    assert clock.campaign_time(ORIGIN - timedelta(minutes=1)) == ORIGIN - timedelta(hours=1)
    assert clock.real_time(ORIGIN + timedelta(hours=72)) == ORIGIN + timedelta(minutes=72)


@settings(deadline=None)
@given(ORIGINS, PASSED)
def test_a_scale_of_one_is_real_time(origin: datetime, passed: timedelta) -> None:
    clock = CampaignClock(origin, 1.0)
    assert clock.campaign_time(origin + passed) == origin + passed == clock.real_time(origin + passed)


@settings(deadline=None)
@given(ORIGINS, FAST, PASSED)
@example(ORIGIN, 3.0, timedelta(microseconds=1))
@example(ORIGIN, 7.1, timedelta(days=365, microseconds=1))
def test_a_real_time_is_found_again_from_a_campaign_that_runs_faster(
    origin: datetime, scale: float, passed: timedelta
) -> None:
    clock = CampaignClock(origin, scale)
    assert clock.real_time(clock.campaign_time(origin + passed)) == origin + passed


@settings(deadline=None)
@given(ORIGINS, SLOW, PASSED)
def test_a_campaigns_time_is_found_again_where_it_runs_slower(
    origin: datetime, scale: float, passed: timedelta
) -> None:
    clock = CampaignClock(origin, scale)
    assert clock.campaign_time(clock.real_time(origin + passed)) == origin + passed


@settings(deadline=None)
@given(ORIGINS, FAST | SLOW, PASSED)
@example(ORIGIN, 60.0, timedelta(microseconds=1))
def test_who_waits_for_a_campaigns_time_wakes_when_it_has_come_and_not_before(
    origin: datetime, scale: float, passed: timedelta
) -> None:
    clock = CampaignClock(origin, scale)
    due = clock.real_time(origin + passed)
    assert clock.campaign_time(due - TICK) < origin + passed <= clock.campaign_time(due)


def test_times_of_any_zone_are_taken_for_the_instants_they_are() -> None:
    before_the_change = datetime(2026, 3, 29, 0, tzinfo=MADRID)
    clock = CampaignClock(before_the_change, 2.0)
    shown = clock.campaign_time(datetime(2026, 3, 29, 4, tzinfo=MADRID))
    assert shown == datetime(2026, 3, 29, 5, tzinfo=UTC), "three hours, since one was jumped over"
    assert shown.tzinfo is UTC
    assert clock.real_time(shown.astimezone(MADRID)) == datetime(2026, 3, 29, 2, tzinfo=UTC)


@pytest.mark.parametrize("scale", [0.0, -1.0, math.inf, math.nan])
def test_a_clock_that_stands_still_or_runs_backwards_is_none(scale: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        CampaignClock(ORIGIN, scale)


ANY = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001  # bounds


@settings(deadline=None)
@given(ORIGINS, st.floats(1e-300, 1e300), ANY)
@example(ORIGIN, 1_000_000.0, ORIGIN + timedelta(days=4))
@example(ORIGIN, 1e-300, ORIGIN + timedelta(days=4))
def test_a_clock_never_leaves_the_calendar_and_leaves_room_to_count_days_on_it(
    origin: datetime, scale: float, moment: datetime
) -> None:
    clock = CampaignClock(origin, scale)
    for shown in (clock.campaign_time(moment), clock.real_time(moment)):
        assert datetime(2, 1, 1, tzinfo=UTC) <= shown <= datetime(9998, 1, 1, tzinfo=UTC)
        for zone in ("Pacific/Kiritimati", "Pacific/Niue"):
            _ = quiet_until(shown, zone, time(21), time(8))


def test_a_campaign_whose_calendar_is_at_its_end_stays_there() -> None:
    clock = CampaignClock(ORIGIN, 1_000_000)
    end = clock.campaign_time(ORIGIN + timedelta(days=4))
    assert end == datetime(9998, 1, 1, tzinfo=UTC) == clock.campaign_time(ORIGIN + timedelta(days=400))
    assert clock.real_time(end) < ORIGIN + timedelta(days=4)
