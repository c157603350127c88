"""One reminder, everything real, told as conversations with handsets."""

from typing import Any

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.domain.decide import IdentifierState
from homing.domain.strategy import ChannelStrategy
from plugin.embedded.mail import MailSink
from tests.engine import Engine
from tests.world import PLANTED_NAME, PLANTED_TITLE, Company


@pytest.mark.spec("P01", "P03", "P05", "P07")
async def test_whoever_has_not_acted_gets_one_text_and_nobody_else(
    company: Company, engine: Engine, carrier: Control
) -> None:
    late, done, stranger = await company.hire(3)
    run = await company.campaign([late, done])
    await withdraw.act(company.sending, company.id, run.execution, done.id)

    result = await engine.run(run, "sms")

    [text] = await carrier.texts(late.number)
    first, second, third = text.body.split("\n")
    assert first.startswith(f'Hi {PLANTED_NAME}0 - you have a pending action in Pidgr: "{PLANTED_TITLE}"')
    assert second.startswith("Open: https://links.pidgr.test/c/")
    assert third == "Reply STOP to opt out."
    assert text.sender == company.sender
    assert await carrier.texts(done.number) == []
    assert await carrier.texts(stranger.number) == []
    assert result.counts["in_app"] == {"sent": 1, "skipped:acted": 1}
    assert result.counts["sms"].pop("skipped:acted") == 1
    assert list(result.counts["sms"].values()) == [1]


@pytest.mark.spec("P08", "P28", "W01")
async def test_who_cannot_be_texted_falls_through_to_mail_in_silence(
    company: Company, engine: Engine, carrier: Control, mail: MailSink
) -> None:
    [good] = await company.hire(1)
    [unverified] = await company.hire(1, state=IdentifierState.UNVERIFIED, source="self")
    [numberless] = await company.hire(1, number=False)
    run = await company.campaign([good, unverified, numberless])

    await engine.run(run, "sms", "email", strategy=ChannelStrategy.FIRST_REACHED)

    assert len(await carrier.texts(good.number)) == 1
    assert await carrier.texts(unverified.number) == []
    assert good.mail not in mail.inbox
    assert len(mail.inbox[unverified.mail]) == len(mail.inbox[numberless.mail]) == 1
    skips = {row.user_id: row.reason for row in (await run.dispatches()).values() if row.reason}
    assert skips == {unverified.id: "unverified", numberless.id: "no_identifier"}


def _kinds(events: list[Any]) -> list[tuple[str, str]]:
    return [(event.channel, event.kind) for event in events]


@pytest.mark.spec("P18", "Q08", "P15")
async def test_an_opted_out_number_gets_no_text_and_the_inbox_item_all_the_same(
    company: Company, engine: Engine, carrier: Control
) -> None:
    [person] = await company.hire(1)
    await withdraw.stop(company.sending, person.number)  # type: ignore[arg-type]  # it is in E.164
    run = await company.campaign([person])

    await engine.run(run, "sms")

    assert await carrier.texts(person.number) == []
    events = await run.events()
    assert await company.inbox(person) == [f'Pending action in Pidgr: "{PLANTED_TITLE}"']
    assert sorted(_kinds(events)) == [("in_app", "SENT"), ("sms", "SKIPPED")]
    assert {event.contract_reason for event in events} == {None, "OPTED_OUT"}
