"""From a handset's words to evidence that anybody can verify, everything real."""

from pathlib import Path
from typing import Final

import httpx
import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from tests.cli.support import homing
from tests.http.conftest import expect, opened, problem
from tests.journeys.talking import begin

WORDS: Final = "Please stop texting me 🛑, I retired in May"


@pytest.mark.spec("X16", "A18", "P15")
async def test_what_somebody_wrote_and_was_answered_is_proved_and_undone_by_them_alone(
    handsets: Control, sending: Sending, settings: Settings, api: str, tmp_path: Path
) -> None:
    talk = await begin(handsets, sending)
    assert len(await talk.reminded()) == 1
    [confirmation] = await talk.says(WORDS)
    assert await talk.reminded() == []

    async with httpx.AsyncClient(base_url=api, timeout=60) as client:
        admins = await opened(client, talk.company)
        who = {"userId": str(talk.person.id)}
        problem(await admins.call("POST", "/v1/opt-outs/undo", json=who), 409, "opted_out_by_person")
        answer = await admins.call("POST", "/v1/evidence", json=who)
        key = (await admins.get("/v1/evidence-key"))["publicKey"]
    [fact] = expect(answer, 200)["facts"]

    assert fact["words"] == WORDS
    assert (fact["source"], fact["sender"], fact["answer"]) == ("keyword", talk.company.sender, confirmation)
    file = tmp_path / "evidence.json"
    file.write_bytes(answer.content)
    by_key = await homing("evidence", "verify", str(file), "--public-key", key)
    by_settings = await homing(
        "evidence", "verify", str(file), "--number", talk.person.number, settings=settings
    )
    file.write_bytes(answer.content.replace(b"May", b"Mai"))
    altered = await homing("evidence", "verify", str(file), "--public-key", key)
    assert (by_key.code, by_settings.code, altered.code) == (0, 0, 1)
    assert WORDS in by_key.out

    assert len(await talk.says("START")) == 1
    assert len(await talk.reminded()) == 1
