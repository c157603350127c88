"""Whose a reply to no text is: of whoever has the number now, in the organization that it was written to."""

import pytest

from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.http.conftest import Http, expect, opened
from tests.http.handset import Office, new_sender, open_office
from tests.world import found_company


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


@pytest.mark.spec("A04")
async def test_a_reply_from_a_number_that_somebody_had_once_is_not_theirs(http: Http, office: Office) -> None:
    own = await opened(http.client, office.company)
    path = f"/v1/users/{office.person.id}/phone?source=directory"
    expect(await own.call("DELETE", path), 204)

    await office.write("hello")

    assert [kept.user_id for kept in await office.kept()] == [None]


@pytest.mark.spec("A04", "P16")
async def test_a_reply_to_one_organization_is_of_none_of_anothers_people_nor_answered_in_their_language(
    office: Office, sending: Sending
) -> None:
    other = await found_company(sending, new_sender())
    [same] = await other.hire(1, numbers=[office.person.number], locale="de")
    [stranger] = await other.hire(1, locale="de")

    ours, theirs = [await office.write("HELP", To=one.sender) for one in (office.company, other)]
    unknown = await office.write("HELP", From=stranger.number)

    assert [kept.user_id for kept in await office.kept()] == [office.person.id, same.id]
    assert [(answer or "").startswith("Pidgr: Reminders") for answer in (ours, theirs, unknown)] == [
        True,
        False,
        True,
    ]
