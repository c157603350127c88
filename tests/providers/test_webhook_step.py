"""A webhook step as the activity takes it: what is told, what is tried again, and what that costs."""

import asyncio
import dataclasses
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker

from activities import webhook_activity
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.definition_json import read_definition
from homing.domain.ids import campaign_workflow_id, webhook_key
from homing.providers.webhooks import WebhookSender
from homing.settings import Settings
from homing.store.definitions import save_definition
from homing.store.engine import Database
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.services import build_webhooks
from plugin.temporal import HomingPlugin
from tests.definitions import define, notify, webhook
from tests.providers.raw_server import Behaviour, answer, hang, raw_server
from tests.providers.receivers import LOOPBACK, documented_check, sender
from tests.world import Company, Run
from workflows import CampaignWorkflow
from workflows.ports import WEBHOOK_ATTEMPTS, CampaignInput, WebhookCall, WebhookResult

OK: Final = answer(200, "thanks")
DOWN: Final = answer(503, "a body that says too much")
_PIN: Final = text("""
    update executions set definition_id = :definition, definition_version = :version where id = :execution
""")


@pytest.fixture
async def webhooks(settings: Settings) -> AsyncIterator[WebhookSender]:
    """Built as the plugin builds it, for receivers on this machine."""
    opened = build_webhooks(settings.model_copy(update={"webhook_allow": "127.0.0.0/8"}))
    yield opened
    await opened.aclose()


async def save(run: Run, definition_id: UUID, url: str, **headers: str) -> int:
    company = run.company
    written = define(notify(), webhook("tell", url, headers=headers))
    read, kept = read_definition(written, allowed_networks=LOOPBACK)
    async with company.sending.database.app(company.id) as connection:
        return await save_definition(
            connection, company.id, definition_id, "a definition", read, kept, company.sending.vault
        )


async def at_a_webhook(company: Company, url: str, people: int = 3, **headers: str) -> Run:
    """A run whose execution is pinned to a definition with a webhook."""
    run, definition_id = await company.campaign(await company.hire(people)), uuid4()
    version = await save(run, definition_id, url, **headers)
    pinned = {"definition": definition_id, "version": version, "execution": run.execution}
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(_PIN, pinned)
    return run


async def call(
    run: Run,
    webhooks: WebhookSender,
    *,
    attempt: int = 1,
    step: str = "tell",
    cohort: int = 0,
    sending: Sending | None = None,
) -> WebhookResult:
    asked = WebhookCall(org=str(run.company.id), execution=str(run.execution), step=step, cohort=cohort)
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, attempt=attempt)
    result: WebhookResult = await environment.run(
        webhook_activity(sending or run.company.sending, webhooks), asked
    )
    return result


@pytest.mark.spec("Q06")
async def test_a_receiver_is_told_ids_and_counts_signed_with_its_organizations_secret(
    company: Company, webhooks: WebhookSender
) -> None:
    async with raw_server(OK) as server:
        run = await at_a_webhook(company, f"{server.url}/hook", people=5, Authorization="Bearer s")
        first, second, third, *_ = company.staff
        await withdraw.act(company.sending, company.id, run.execution, first.id)
        await withdraw.act(company.sending, company.id, run.execution, second.id)
        await withdraw.remove(company.sending, company.id, run.execution, third.id)
        assert await call(run, webhooks) == WebhookResult(delivered=True, status=200)
    told: dict[str, Any] = json.loads(server.bodies[0])
    sent_at = told.pop("sentAt")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", sent_at)
    assert told == {
        "type": "workflow.step",
        "id": str(webhook_key(company.id, run.execution, "tell", 0)),
        "organization": str(company.id),
        "campaign": str(run.campaign),
        "execution": str(run.execution),
        "step": "tell",
        "name": "tell",
        "cohort": 0,
        "people": 5,
        "open": 2,
        "acted": 2,
    }
    headers = dict(line.split(": ", 1) for line in server.heads[0].split("\r\n")[1:] if line)
    assert headers["Authorization"] == "Bearer s"
    at = int(headers["Homing-Signature"].partition(",")[0].removeprefix("t="))
    secret, body = webhooks.signer.signing_secret(company.id), server.bodies[0].encode()
    assert documented_check()(secret, headers["Homing-Signature"], body, at)


async def test_each_try_of_a_call_has_the_same_key_and_other_calls_have_others(
    company: Company, webhooks: WebhookSender
) -> None:
    async with raw_server(DOWN, OK) as server:
        run = await at_a_webhook(company, server.url)
        with pytest.raises(ApplicationError) as raised:
            await call(run, webhooks)
        assert await call(run, webhooks, attempt=2) == WebhookResult(delivered=True, status=200)
        await call(run, webhooks, cohort=1)
    assert (raised.value.type, raised.value.non_retryable) == ("webhook_unavailable", False)
    assert str(raised.value) == "webhook_unavailable: webhook_unavailable: status 503"
    assert raised.value.__cause__ is None
    keys = [json.loads(body)["id"] for body in server.bodies]
    assert keys[0] == keys[1] != keys[2]
    for key, head in zip(keys, server.heads, strict=True):
        assert f"Homing-Idempotency-Key: {key}" in head
    assert webhook_key(company.id, run.execution, "tell", 0) != webhook_key(
        company.id, run.execution, "other", 0
    )


@pytest.mark.parametrize(("status", "behaviour", "seconds"), [(503, DOWN, 30), (None, hang, 0.5)])
async def test_the_last_attempt_returns_what_the_ones_before_it_raise(
    company: Company, status: int | None, behaviour: Behaviour, seconds: float
) -> None:
    async with raw_server(behaviour) as server, sender(seconds=seconds) as webhooks:
        run = await at_a_webhook(company, server.url)
        with pytest.raises(ApplicationError):
            await call(run, webhooks, attempt=WEBHOOK_ATTEMPTS - 1)
        last = await call(run, webhooks, attempt=WEBHOOK_ATTEMPTS)
    assert last == WebhookResult(delivered=False, status=status, reason="webhook_unavailable")


@pytest.mark.parametrize(
    ("status", "reason"), [(410, "webhook_gone"), (404, "webhook_refused"), (301, "redirect_refused")]
)
async def test_a_refusal_is_final_at_once(
    company: Company, webhooks: WebhookSender, status: int, reason: str
) -> None:
    async with raw_server(answer(status, "")) as server:
        run = await at_a_webhook(company, server.url)
        assert await call(run, webhooks) == WebhookResult(delivered=False, status=status, reason=reason)


@pytest.mark.spec("Q06")
async def test_an_address_that_is_private_by_now_is_refused_at_once(
    company: Company, settings: Settings
) -> None:
    webhooks = build_webhooks(settings)
    async with raw_server(OK) as server:
        run = await at_a_webhook(company, server.url)
        assert await call(run, webhooks) == WebhookResult(delivered=False, reason="address_refused")
    await webhooks.aclose()
    assert server.connections == 0


@pytest.mark.spec("Q09")
async def test_the_version_that_the_execution_began_with_is_called_after_an_edit(
    company: Company, webhooks: WebhookSender
) -> None:
    async with raw_server(OK) as old, raw_server(OK) as new:
        run = await at_a_webhook(company, old.url, X_Key="a")
        async with company.sending.database.app(company.id) as connection:
            found = await connection.execute(
                text("select definition_id from executions where id = :id"), {"id": run.execution}
            )
            assert await save(run, found.scalar_one(), new.url, X_Key="b") == 2
        assert (await call(run, webhooks)).delivered
    assert (len(old.targets), len(new.targets)) == (1, 0)
    assert "X_Key: a" in old.heads[0]


async def test_a_step_that_calls_nobody_is_a_bug_and_says_no_more(
    company: Company, webhooks: WebhookSender
) -> None:
    run = await at_a_webhook(company, "https://example.org/hook")
    with pytest.raises(ApplicationError) as raised:
        await call(run, webhooks, step="notify")
    assert raised.value.type == "bug"
    assert "example.org" not in str(raised.value)


async def test_a_database_that_is_away_is_waited_for_and_costs_the_receiver_no_attempt(
    company: Company, postgres: EmbeddedPostgres, webhooks: WebhookSender, tmp_path: Path
) -> None:
    url = make_url(postgres.url)
    real, [name] = Path(str(url.query["host"])), [f".s.PGSQL.{url.port or 5432}"]
    way = tmp_path / name
    knocked = asyncio.Event()

    async def turn_away(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        knocked.set()
        writer.close()

    closed = await asyncio.start_unix_server(turn_away, way)
    away = Database(
        url.update_query_dict({"host": str(tmp_path)}).render_as_string(hide_password=False), pool=1
    )
    async with raw_server(OK) as server:
        run = await at_a_webhook(company, server.url)
        sending = dataclasses.replace(company.sending, database=away)
        calling = asyncio.create_task(call(run, webhooks, sending=sending))
        async with asyncio.timeout(60):
            await knocked.wait()
            closed.close()
            way.unlink()
            way.symlink_to(real / name)
            assert await calling == WebhookResult(delivered=True, status=200)
    await away.aclose()
    assert len(server.targets) == 1


@pytest.mark.spec("Q06")
@pytest.mark.parametrize(
    ("turns", "outcome"), [((DOWN, OK), {"sent": 3}), ((answer(410, ""),), {"failed": 3})]
)
async def test_a_campaign_goes_on_by_what_its_receiver_answered(
    company: Company,
    settings: Settings,
    temporal: EmbeddedTemporal,
    turns: tuple[Behaviour, ...],
    outcome: dict[str, int],
) -> None:
    own = settings.model_copy(update={"webhook_allow": "127.0.0.0/8"})
    client = await Client.connect(temporal.address, plugins=[HomingPlugin(own)])
    queue = f"webhooks-{uuid4()}"
    async with raw_server(*turns) as server:
        run = await at_a_webhook(company, server.url)
        async with Worker(client, task_queue=queue), asyncio.timeout(120):
            result = await client.execute_workflow(
                CampaignWorkflow.run,
                CampaignInput(org=str(company.id), campaign=str(run.campaign), execution=str(run.execution)),
                id=campaign_workflow_id(company.id, run.execution),
                task_queue=queue,
            )
    assert result.outcomes["tell"] == outcome
    assert len(server.targets) == len(turns)
