"""Whom a reply is for where several organizations send from one number, and who writes from a number in
another form."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.dispatching.context import Sending
from homing.dispatching.late_words import obey
from homing.providers.base import Received
from homing.settings import Settings
from tests.http.conftest import Http, make_key
from tests.http.handset import Office, change, new_sid, open_office
from tests.world import Company, found_company


@pytest.fixture
async def office(http: Http, sending: Sending, settings: Settings) -> Office:
    return await open_office(http, sending, settings)


@pytest.fixture
async def younger(office: Office, sending: Sending) -> Company:
    """Another organization, with the same sender."""
    company = await found_company(sending, office.company.sender)
    await change(company, "organizations", "id", {"product_name": "Bees"})
    return company


async def replies_of(http: Http, company: Company) -> list[str]:
    answer = await http.get("/v1/replies", key=await make_key(company, "admin"))
    return [reply["body"] for reply in answer["items"]]


@pytest.mark.spec("A04", "P16")
async def test_of_organizations_with_one_number_the_one_that_knows_the_writer_hears_and_answers_them(
    http: Http, office: Office, younger: Company
) -> None:
    [bea] = await younger.hire(1)

    assert (await office.write("HELP", From=bea.number) or "").startswith("Bees: ")
    await office.write("this is Bea, my code is wrong", From=bea.number)

    assert "this is Bea, my code is wrong" in await replies_of(http, younger)
    assert await replies_of(http, office.company) == []


async def test_whom_all_of_them_know_or_none_is_answered_by_the_oldest(
    office: Office, younger: Company
) -> None:
    [stranger] = await office.company.hire(1)
    await younger.hire(1, numbers=[office.person.number])

    assert (await office.write("HELP") or "").startswith("Pidgr: ")
    assert (await office.write("HELP", From="+34699000000") or "").startswith("Pidgr: ")
    assert (await office.write("HELP", From=stranger.number) or "").startswith("Pidgr: ")


@pytest.mark.spec("P14", "A11")
@pytest.mark.parametrize("way", ["webhook", "listing"])
async def test_a_mexican_number_that_the_network_tells_with_its_old_1_is_the_same_number(
    office: Office, way: str
) -> None:
    number = f"+5255{uuid4().int % 90_000_000 + 10_000_000}"
    [person] = await office.company.hire(1, numbers=[number])
    run = await office.company.campaign([person])
    told = number.replace("+52", "+521", 1)

    if way == "webhook":
        assert await office.write("STOP", From=told) is not None
    else:
        heard = Received(new_sid(), told, office.company.sender, "STOP", datetime.now(UTC))
        await obey(office.company.sending, "twilio", [heard])

    query = text("select exists (select 1 from opt_outs where hmac = :hmac)")
    hmac = office.company.sending.vault.hash_identifier(person.number)
    async with office.company.sending.database.system() as connection:
        assert (await connection.execute(query, {"hmac": hmac})).scalar_one()
    await run.send()
    assert await run.outcomes() == {"skipped:opted_out": 1}
