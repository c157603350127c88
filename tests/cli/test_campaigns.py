"""`homing campaign run` and `homing why`, against the API with everything real behind it."""

import json
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from homing.carrier.control import Control
from homing.store import keys
from plugin.cli import authoring, client
from plugin.cli.authoring import CampaignWish
from plugin.cli.client import Api, Refused
from plugin.cli.ending import Exit, Failure
from plugin.embedded.temporal import free_port
from tests.cli.support import homing
from tests.world import PLANTED_NAME, PLANTED_TITLE, Company, new_number

FAST = 86_400.0
DEFINITION = {
    "steps": [
        {
            "id": "remind",
            "type": "STEP_TYPE_SEND_REMINDER",
            "sendReminder": {"thirdPartyChannels": ["CHANNEL_NAME_SMS"]},
        }
    ]
}
FAULTY = {"steps": [{"id": "wait", "type": "STEP_TYPE_DEADLINE_CHECK", "deadlineCheck": {"delay": "soon"}}]}


@pytest.fixture
async def admin(company: Company) -> str:
    """A key to the API."""
    key = keys.new_key_text()
    async with company.sending.database.app(company.id) as connection:
        await keys.create_key(
            connection, company.id, company.sending.vault, id=uuid4(), name="test", key=key, scopes=["admin"]
        )
    return key


def files(folder: Path, definition: object, *lines: str) -> tuple[Path, Path]:
    """A definition, and a table of people."""
    written, people = folder / "reminder.json", folder / "people.csv"
    written.write_text(json.dumps(definition))
    people.write_text("\n".join(("external_id,first_name,country,phone", *lines, "")))
    return written, people


@pytest.mark.spec("P01", "P08", "D24")
@pytest.mark.usefixtures("engine")
async def test_a_campaign_from_files_is_run_to_its_end_and_summed_up(
    tmp_path: Path, api: str, admin: str, carrier: Control, capsys: pytest.CaptureFixture[str]
) -> None:
    number = new_number()
    definition, people = files(
        tmp_path,
        DEFINITION,
        f"e-1,{PLANTED_NAME},ES,{number}",
        f"e-2,{PLANTED_NAME},ES,",
        f"e-3,{PLANTED_NAME},ES,12",
    )
    wish = CampaignWish(definition, [people], PLANTED_TITLE, None, FAST)

    assert await authoring.run_from_files(wish, api, admin, watch=True, as_json=True) is Exit.DONE

    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert result["channels"]["sms"] == {"delivered": 1, "skipped:no_identifier": 1}
    assert result["costMicros"] > 0
    assert (result["state"], result["segments"], result["waitingForPrice"]) == ("completed", 1, 0)
    assert "people.csv:4: phone:" in printed.err
    assert len(await carrier.texts(number)) == 1

    await authoring.explain(result["executionId"], "e-2", api, admin, as_json=False)
    shown = capsys.readouterr().out
    assert "sms skipped: no_identifier" in shown
    assert "left as skipped, and their way ended" in shown
    assert "\n  step/" in shown


@pytest.mark.usefixtures("engine", "carrier")
async def test_one_that_is_not_watched_is_started_and_left_alone(
    tmp_path: Path, api: str, admin: str, capsys: pytest.CaptureFixture[str]
) -> None:
    definition, people = files(tmp_path, DEFINITION, f"e-1,{PLANTED_NAME},ES,{new_number()}")
    wish = CampaignWish(definition, [people], PLANTED_TITLE, "https://target.invalid/q3", FAST)

    assert await authoring.run_from_files(wish, api, admin, watch=False, as_json=True) is Exit.DONE

    made = json.loads(capsys.readouterr().out)
    async with Api(api, admin) as opened:
        state = (await opened.get(f"/v1/executions/{made['executionId']}"))["state"]
        shown = await opened.get(f"/v1/campaigns/{made['campaignId']}")
    assert state in ("running", "completed")
    assert shown["targetUrl"] == "https://target.invalid/q3"


async def test_the_same_definition_again_is_the_one_that_is_registered(
    tmp_path: Path, api: str, admin: str, capsys: pytest.CaptureFixture[str]
) -> None:
    definition, people = files(tmp_path, DEFINITION, f"e-1,{PLANTED_NAME},ES,")
    wish = CampaignWish(definition, [people], PLANTED_TITLE, None, FAST)
    for _ in range(2):
        await authoring.run_from_files(wish, api, admin, watch=False, as_json=True)
    assert capsys.readouterr().out.count("executionId") == 2
    async with Api(api, admin) as opened:
        assert [one["name"] async for one in opened.pages("/v1/definitions")] == ["reminder"]
        assert len([one async for one in opened.pages("/v1/campaigns")]) == 2


async def test_a_definition_with_faults_is_refused_with_each_of_them(
    tmp_path: Path, api: str, admin: str
) -> None:
    definition, people = files(tmp_path, FAULTY, f"e-1,{PLANTED_NAME},ES,")
    wish = CampaignWish(definition, [people], PLANTED_TITLE, None, FAST)
    with pytest.raises(
        Refused, match=r"definition_refused\)\n +steps\[0\]\.deadlineCheck\.delay: "
    ) as refused:
        await authoring.run_from_files(wish, api, admin, watch=True, as_json=False)
    assert refused.value.code is Exit.FAILED


@pytest.mark.parametrize("content", ["{", "[]", "\xff"], ids=["torn", "a list", "no JSON"])
async def test_a_file_that_is_no_definition_is_wrong_usage(tmp_path: Path, api: str, content: str) -> None:
    definition, people = files(tmp_path, DEFINITION)
    definition.write_text(content, encoding="latin-1")
    wish = CampaignWish(definition, [people], PLANTED_TITLE, None, FAST)
    with pytest.raises(Failure, match=r"reminder\.json") as wrong:
        await authoring.run_from_files(wish, api, "hk_none", watch=True, as_json=False)
    assert wrong.value.code is Exit.WRONG_USAGE


async def test_an_audience_of_nobody_is_said_and_nothing_is_started(
    tmp_path: Path, api: str, admin: str
) -> None:
    definition, people = files(tmp_path, DEFINITION)
    wish = CampaignWish(definition, [people], PLANTED_TITLE, None, FAST)
    with pytest.raises(Failure, match="nobody"):
        await authoring.run_from_files(wish, api, admin, watch=True, as_json=False)


async def test_a_key_that_opens_nothing_and_a_stranger_are_refused(api: str, admin: str) -> None:
    with pytest.raises(Refused, match="key_unknown"):
        await authoring.explain(uuid4(), str(uuid4()), api, keys.new_key_text(), as_json=False)
    with pytest.raises(Refused, match="not_found"):
        await authoring.explain(uuid4(), str(uuid4()), api, admin, as_json=False)
    with pytest.raises(Failure, match="external id nobody"):
        await authoring.explain(uuid4(), "nobody", api, admin, as_json=False)


async def test_an_api_that_does_not_answer_ends_with_3_and_none_that_is_named_with_2() -> None:
    nowhere = {"HOMING_API_URL": f"http://127.0.0.1:{free_port()}", "HOMING_API_KEY": "hk_none"}
    away = await homing("why", str(uuid4()), str(uuid4()), variables=nowhere)
    assert (away.code, "doesn't answer" in away.err) == (3, True)
    with pytest.raises(Failure, match="HOMING_API_KEY") as unnamed:
        client.open_api("http://127.0.0.1:9", None)
    assert unnamed.value.code is Exit.WRONG_USAGE


async def test_commands_find_the_api_of_the_installation_that_runs_in_this_folder(
    tmp_path: Path, api: str, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".homing").mkdir()
    (tmp_path / client.LOCAL).write_text(json.dumps({"url": api, "key": admin}))
    monkeypatch.chdir(tmp_path)
    async with client.open_api(None, None) as opened:
        assert (await opened.get("/v1/settings"))["productName"] == "Pidgr"
    monkeypatch.chdir(tmp_path / ".homing")
    with pytest.raises(Failure, match="homing up"):
        client.open_api(None, None)


async def test_who_is_busy_is_asked_again_as_late_as_it_says() -> None:
    answers = [(429, {"Retry-After": "0"}, {}), (503, {"Retry-After": "0"}, {}), (200, {}, {"fine": True})]

    def answer(_: httpx.Request) -> httpx.Response:
        status, headers, body = answers.pop(0)
        return httpx.Response(status, headers=headers, json=body)

    async with Api("http://api.invalid", "hk_none", transport=httpx.MockTransport(answer)) as opened:
        assert await opened.get("/v1/settings") == {"fine": True}
    assert answers == []
