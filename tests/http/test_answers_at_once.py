"""Texts from one handset that come at once: they are answered as if one came after the other."""

import asyncio

import httpx
import pytest
from sqlalchemy import text

from homing.dispatching.answering import MOST_ALIKE_AN_HOUR
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import optouts
from tests.http.conftest import Http
from tests.http.handset import Office, answer_in, open_office
from tests.invariants import waiting

_SPENT = text("select coalesce(sum(spent), 0) from cost_caps where org_id = :org and channel = 'sms_answers'")


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


async def spent(office: Office) -> int:
    async with office.company.sending.database.app(office.company.id) as connection:
        return int((await connection.execute(_SPENT, {"org": office.company.id})).scalar_one())


async def at_once(office: Office, forms: list[dict[str, str]]) -> list[str | None]:
    """What is answered to texts that have all been read by the time the first of them is."""
    sending = office.company.sending
    async with sending.database.system() as connection:
        await optouts.hold(connection, sending.vault.hash_identifier(office.person.number))
        posts: list[asyncio.Task[httpx.Response]] = [asyncio.create_task(office.post(form)) for form in forms]
        await waiting(sending.database, count=len(forms))
    return [answer_in(answer) for answer in await asyncio.gather(*posts)]


@pytest.mark.spec("P16")
async def test_however_many_ask_for_help_at_once_no_more_are_answered_than_one_after_the_other(
    office: Office,
) -> None:
    answers = await at_once(office, [office.form("HELP") for _ in range(MOST_ALIKE_AN_HOUR + 3)])

    assert sum(answer is not None for answer in answers) == MOST_ALIKE_AN_HOUR


@pytest.mark.spec("A16")
async def test_an_unclear_reply_that_is_repeated_at_once_is_asked_back_each_time_and_paid_for_once(
    office: Office,
) -> None:
    form = office.form("stop?")

    answers = await at_once(office, [form] * 4)

    [kept] = await office.kept()
    assert kept.kind == "unclear"
    assert answers == [kept.answer] * 4
    assert None not in answers
    assert await spent(office) == kept.answer_micros > 0
