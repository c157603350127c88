"""How long an answer to a reply, or a text since, bears on what is answered next."""

from datetime import timedelta

import pytest

from homing.dispatching.answering import MOST_A_DAY, MOST_ALIKE_AN_HOUR
from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.dispatching.support import rows
from tests.http.conftest import Http
from tests.http.handset import STARTED, STOPPED, Office, new_sender, open_office
from tests.world import found_company


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def later(office: Office, passed: timedelta) -> None:
    """Let so much time have passed since everything that the person wrote."""
    sending = office.company.sending
    await rows(
        sending,
        "update inbound_messages set at = at - make_interval(secs => :passed) where hmac = :hmac",
        passed=passed.total_seconds(),
        hmac=sending.vault.hash_identifier(office.person.number),
    )


@pytest.mark.spec("P16")
async def test_whoever_asked_for_help_too_often_is_answered_again_after_an_hour(office: Office) -> None:
    for _ in range(MOST_ALIKE_AN_HOUR):
        assert await office.write("HELP") is not None
    await later(office, timedelta(minutes=59))
    assert await office.write("HELP") is None

    await later(office, timedelta(minutes=2))

    assert await office.write("HELP") is not None


@pytest.mark.spec("P16", "D20")
async def test_whoever_was_answered_too_often_is_answered_again_after_a_day(office: Office) -> None:
    for n in range(MOST_A_DAY):
        assert await office.write(("STOP", "START")[n % 2]) is not None
    await later(office, timedelta(hours=23))
    assert await office.write("HELP") is None

    await later(office, timedelta(hours=2))

    assert await office.write("HELP") is not None


@pytest.mark.spec("A16")
async def test_an_unclear_reply_is_asked_back_once_a_day_by_each_organization_it_is_written_to(
    office: Office, sending: Sending
) -> None:
    other = await found_company(sending, new_sender())

    for to in (office.company.sender, other.sender):
        assert await office.write("stop?", To=to) is not None
        assert await office.write("stop?", To=to) is None
    await later(office, timedelta(hours=25))

    assert await office.write("stop?") is not None


@pytest.mark.spec("A17", "P14")
@pytest.mark.parametrize("texted_since", [False, True])
async def test_a_yes_answers_the_confirmation_of_a_stop_unless_a_text_came_after_that(
    office: Office, *, texted_since: bool
) -> None:
    assert await office.is_texted()
    assert await office.write("STOP") == STOPPED
    if texted_since:  # such as by a process that was frozen with it
        await rows(
            office.company.sending,
            "update attempts set posted_at = clock_timestamp() where org_id = :org",
            org=office.company.id,
        )

    assert await office.write("YES") == (None if texted_since else STARTED)

    assert await office.is_out() is texted_since


@pytest.mark.spec("A17", "P14")
async def test_a_yes_after_the_provider_has_answered_something_itself_answers_no_confirmation_of_ours(
    office: Office,
) -> None:
    assert await office.write("STOP") == STOPPED
    await office.handled("default")
    assert await office.write("HELP") is None

    assert await office.write("YES") is None

    assert await office.is_out()
