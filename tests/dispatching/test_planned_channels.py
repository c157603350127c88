"""A step may list channels that nothing is sent on yet: everybody is skipped there, and reached elsewhere."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pytest
from temporalio.testing import ActivityEnvironment

from activities import send_activities
from homing.carrier.control import Control
from homing.channels import CHANNELS
from homing.channels.planned import Planned
from homing.dispatching.context import Sending
from homing.domain.outcome import EventKind
from homing.domain.strategy import ChannelStrategy
from homing.providers.base import Answer, Outbound, Provider
from homing.settings import Settings
from homing.store import organizations
from plugin.services import open_sending
from tests.dispatching.support import Around, attempts_of, kinds
from tests.world import Company, Run
from workflows.ports import Manner, Page, PageResult, StepRef

PLANNED: Final = [channel.traits.name for channel in CHANNELS if isinstance(channel, Planned)]
DISABLED: Final = "skipped:channel_disabled"


class Counting(Around):
    """Counts what it is asked to transmit."""

    def __init__(self, real: Provider) -> None:
        super().__init__(real)
        self.asked = 0

    async def send(self, message: Outbound) -> Answer:
        self.asked += 1
        return await super().send(message)


def counting(sending: Sending) -> tuple[Sending, Mapping[str, Counting]]:
    providers = {name: Counting(provider) for name, provider in sending.providers.items()}
    return replace(sending, providers=providers), providers


async def switch_on(company: Company, *channels: str) -> None:
    """As an admin might who expects too much."""
    async with company.sending.database.app(company.id) as connection:
        for channel in channels:
            await organizations.set_channel(connection, company.id, channel, enabled=True)


async def send_step(sending: Sending, run: Run, manner: Manner) -> dict[str, PageResult]:
    """Everybody through a step's channels in order, by the activities that its workflow calls."""
    channels = [channel.traits.name for channel in CHANNELS]
    activities = dict(zip(channels, send_activities(sending), strict=True))
    ref = StepRef(org=str(run.company.id), execution=str(run.execution), step="remind", people=run.people)
    results = {}
    for number, channel in enumerate(manner.channels):
        page = Page(
            ref=ref,
            manner=manner,
            first=0,
            past=run.people,
            channel=channel,
            earlier=manner.channels[:number] if manner.ordered else [],
            ledger=0,
        )
        results[channel] = await ActivityEnvironment().run(activities[channel], page)
    return results


@pytest.mark.spec("Q04", "P20")
@pytest.mark.parametrize("strategy", ChannelStrategy)
async def test_beside_sms_telegram_is_skipped_as_disabled_for_each_and_everybody_is_texted(
    firm: Company, carrier: Control, strategy: ChannelStrategy
) -> None:
    staff = await firm.hire(3)
    run = await firm.campaign(staff)
    await switch_on(firm, "telegram")
    sending, providers = counting(firm.sending)
    manner = Manner(channels=["telegram", "sms"], strategy=strategy, receipt_seconds=600.0)

    results = await send_step(sending, run, manner)

    assert results["telegram"].counts == {DISABLED: 3} == await run.outcomes("telegram")
    assert await kinds(run, "telegram") == {one.id: [EventKind.SKIPPED] for one in staff}
    assert results["sms"].counts == {"sent": 3}
    assert {name: provider.asked for name, provider in providers.items()} == {"twilio": 3, "smtp": 0}
    for one in staff:
        await carrier.wait(to=one.number)


@pytest.mark.spec("Q04")
async def test_on_no_planned_channel_is_any_provider_asked(firm: Company) -> None:
    run = await firm.campaign(await firm.hire(2))
    await switch_on(firm, *PLANNED)
    sending, providers = counting(firm.sending)

    results = await send_step(sending, run, Manner(channels=PLANNED))

    assert {name: result.counts for name, result in results.items()} == {
        name: {DISABLED: 2} for name in PLANNED
    }
    assert [provider.asked for provider in providers.values()] == [0, 0]
    assert await attempts_of(run) == []


@pytest.mark.spec("Q04")
async def test_a_page_that_was_claimed_as_if_there_were_a_provider_is_skipped_before_its_post(
    firm: Company,
) -> None:
    run = await firm.campaign(await firm.hire(2))
    await switch_on(firm, "slack")
    sending, providers = counting(firm.sending)
    assert run.request("slack").available

    await run.send("slack", sending=sending)

    assert await run.outcomes("slack") == {DISABLED: 2}
    assert [provider.asked for provider in providers.values()] == [0, 0]
    assert await attempts_of(run) == []


async def test_no_installation_has_a_provider_for_a_planned_channel(settings: Settings) -> None:
    async with open_sending(settings) as opened:
        served = {channel.traits.name for channel in CHANNELS if channel.provider in opened.providers}
    assert served == {"sms", "email"}
