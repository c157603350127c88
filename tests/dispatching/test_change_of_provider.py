"""Opt-outs are ours: they outlive the provider that brought them."""

from dataclasses import replace

import pytest

from homing.carrier import running_carrier
from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.domain.phone import E164
from homing.providers import provider_kind
from tests.world import Company


@pytest.mark.spec("P15")
async def test_an_opt_out_holds_after_a_change_of_provider(company: Company, carrier: Control) -> None:
    stopped, willing = await company.hire(2)
    before = await company.campaign([stopped, willing])
    await before.send()
    assert len(await carrier.texts(stopped.number)) == 1

    await withdraw.stop(company.sending, E164(stopped.number))
    async with running_carrier() as other, Control(other.url) as handsets:
        provider = provider_kind("twilio").open(
            account_sid=other.account.sid,
            auth_token=other.account.token,
            status_callback_url="http://127.0.0.1:9/twilio/status",
            api_base_url=other.url,
        )
        changed = replace(company.sending, providers={"twilio": provider})
        after = await company.campaign([stopped, willing])
        await after.send(sending=changed)
        await provider.aclose()

        assert [text.to for text in await handsets.texts()] == [willing.number]
    assert (await after.outcomes())["skipped:opted_out"] == 1
