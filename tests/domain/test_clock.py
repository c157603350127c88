"""The campaign's time and the real one: each from the other, and never early."""

import math
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from homing.domain.clock import CampaignClock

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
