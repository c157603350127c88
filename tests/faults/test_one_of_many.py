"""What goes wrong with one person of a group, and nobody else notices."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.providers.base import Answer, Outbound, Provider
from homing.providers.twilio import TwilioConfig, TwilioProvider
from homing.settings import Settings
from tests.faults.attempts import details
from tests.invariants import check_books, check_ended, check_never_again, check_texts
from tests.providers.raw_server import answer, raw_server
from tests.world import Company, Run, Someone

pytestmark = pytest.mark.usefixtures("by_hand")

PEOPLE: Final = 6
"""One group."""


@pytest.fixture
async def silent(carrier: Control) -> Control:
    """The carrier, which reports nothing: what is accepted stays sent."""
    await carrier.fault("drop_callbacks")
    return carrier


async def stand(run: Run, person: Someone) -> tuple[str, dict[str, int]]:
    """Where one stands, and how many of the others where."""
    row = (await run.dispatches())[person.id]
    own = row.state if row.reason is None else f"{row.state}:{row.reason}"
    others = await run.outcomes()
    others[own] -= 1
    return own, {key: count for key, count in others.items() if count}


@dataclass(slots=True)
class Tripping:
    """The real provider, in a build that has a bug which one number meets."""

    provider: Provider
    number: str
    after: bool
    name: str = "twilio"

    async def send(self, message: Outbound) -> Answer:
        given = await self.provider.send(message) if self.after or message.recipient != self.number else None
        if message.recipient == self.number or given is None:
            raise LookupError(message.recipient)
        return given

    async def aclose(self) -> None:
        """It isn't this one's to close."""


@pytest.mark.spec("X01", "P29")
@pytest.mark.parametrize("after", [False, True], ids=["before_the_request", "after_the_request"])
async def test_a_bug_that_one_request_meets_leaves_that_one_unknown_and_the_others_settled(
    *, after: bool, company: Company, silent: Control
) -> None:
    staff = await company.hire(PEOPLE)
    unlucky = staff[2]
    run = await company.campaign(staff)
    tripping = Tripping(company.sending.providers["twilio"], unlucky.number, after)

    await run.send(sending=replace(company.sending, providers={"twilio": tripping}))

    assert await stand(run, unlucky) == ("unknown", {"sent": PEOPLE - 1})
    assert await details(run) == ["internal_error", *[None] * (PEOPLE - 1)]
    await check_never_again(run, silent, unlucky, int(after))
    assert (await check_texts(silent, staff)).total() == PEOPLE - 1 + after


@pytest.mark.spec("P01", "X02")
async def test_a_key_that_was_lost_fails_only_whose_number_it_locked(
    company: Company, silent: Control
) -> None:
    staff = await company.hire(PEOPLE)
    unlucky = staff[3]
    run = await company.campaign(staff)
    async with company.sending.database.system() as connection:
        await connection.execute(
            text("update reachabilities set key_id = 'lost' where user_id = :user and kind = 'phone'"),
            {"user": unlucky.id},
        )

    await run.send()

    assert await stand(run, unlucky) == ("rejected:internal_error", {"sent": PEOPLE - 1})
    assert await company.alerts() == {"internal_error": 1}
    events = await run.events()
    assert [event.kind for event in events if event.user_id == unlucky.id] == ["FAILED"]
    await check_ended(run)
    await check_never_again(run, silent, unlucky, 0)
    assert (await check_texts(silent, staff)).total() == PEOPLE - 1


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize("code", [10**12, 2**63])
async def test_an_absurd_code_in_one_refusal_keeps_the_group_from_nothing(
    code: int, company: Company, settings: Settings
) -> None:
    run = await company.campaign(await company.hire(PEOPLE))
    accepted = [answer(201, {"sid": f"SM{uuid4().hex}"}) for _ in range(PEOPLE - 1)]

    async with raw_server(answer(400, {"code": code, "message": "?"}), *accepted) as server:
        sending = texting_by(company.sending, settings, server.url)
        await run.send(sending=sending)
        await run.send(sending=sending)
        await sending.providers["twilio"].aclose()
        assert len(server.targets) == PEOPLE

    assert await run.outcomes() == {"sent": PEOPLE - 1, "unknown": 1}
    await check_books(company)


def texting_by(sending: Sending, settings: Settings, url: str) -> Sending:
    """With Twilio at another address."""
    config = TwilioConfig(
        account_sid=settings.twilio_account_sid,
        auth_token="a-token",
        status_callback_url=settings.status_callback_url,
        api_base_url=url,
    )
    return replace(sending, providers={"twilio": TwilioProvider(config)})
