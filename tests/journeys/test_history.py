"""What admins see afterwards of what went to handsets and came back, everything real."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from tests.dispatching.support import until
from tests.engine import Engine
from tests.http.conftest import Http, opened
from tests.http.handset import new_sender
from tests.world import found_company


@pytest.fixture
async def desk(api: str, sending: Sending) -> AsyncIterator[Http]:
    """An admin's, of a company with a sender of its own."""
    company = await found_company(sending, new_sender())
    async with httpx.AsyncClient(base_url=api, timeout=60) as client:
        yield await opened(client, company)


async def shown(desk: Http, path: str, **query: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await desk.get(path, params=query))["items"]
    return items


@pytest.mark.spec("A04", "W12", "W13", "W16")
async def test_two_reminders_three_handsets_and_what_became_of_them(
    desk: Http, engine: Engine, handsets: Control
) -> None:
    """Ana answers both, Ben's handset is out of reach, and of Cem's nobody hears anything."""
    ana, ben, cem = await desk.company.hire(3)
    await handsets.fault("fail", to=ben.number, code=30003)
    await handsets.fault("silent", to=cem.number)
    run = await desk.company.campaign([ana, ben, cem])
    for step, words in (("first", "I will read it tomorrow."), ("second", "Thanks, done!")):
        await engine.run(run, "sms", step=step)
        await handsets.wait(1 if step == "first" else 2, to=ana.number, status="delivered")
        await handsets.reply(ana.number, words, to=desk.company.sender)

    async def reported() -> bool:
        texts = await shown(desk, "/v1/messages", execution=str(run.execution), channel="sms")
        states = [one["state"] for one in texts]
        return sorted(states) == ["delivered"] * 2 + ["not_delivered"] * 2 + ["sent"] * 2

    await until(reported)

    replies = await shown(desk, "/v1/replies", campaign=str(run.campaign))
    assert [(one["step"], one["body"]) for one in replies] == [
        ("second", "Thanks, done!"),
        ("first", "I will read it tomorrow."),
    ]
    [late] = await shown(desk, "/v1/messages", user=str(ben.id), step="second", channel="sms")
    story = await desk.get(f"/v1/messages/{late['id']}")
    assert (story["state"], story["reason"], story["errorCode"]) == ("not_delivered", "unreachable", 30003)
    assert [one["status"] for one in story["receipts"]][-1] == "not_delivered"
    found = await desk.get(f"/v1/campaigns/{run.campaign}/statistics", params={"by": "step"})
    for group in found["groups"]:
        assert group["receipts"] | {"coverage": None} == {
            "accepted": 3,
            "delivered": 1,
            "notDelivered": 1,
            "noReceipt": 0,
            "awaited": 1,
            "coverage": None,
        }
        assert group["receipts"]["coverage"] == pytest.approx(2 / 3, abs=0.001)
        assert group["replies"] == {"reply": 1}
    assert {one["step"] for one in found["groups"]} == {"first", "second"}
