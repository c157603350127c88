"""Metrics as a scraper gets them: in few series, with how things stand, wherever they should be."""

import asyncio
import json
import re
import socket
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

import aiohttp
import httpx
import pytest
from prometheus_client.metrics import MetricWrapperBase
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching import levels
from homing.dispatching.context import Point, Sending
from homing.domain.errors import StorageError
from homing.observing import Levels, Metrics
from homing.providers.base import Ambiguous
from homing.settings import Settings
from homing.store.alerts import AlertKind, raise_alert
from plugin.embedded.children import child
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.stack import environment, worker_process
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from plugin.housekeeping import once
from plugin.http import create_app
from plugin.metrics import Exposition, serving_metrics
from plugin.services import open_sending
from tests.conftest import ROOT, sending_on
from tests.databases import another_database
from tests.dispatching.support import ProcessGoneError, gone_at, rows
from tests.measuring import answering, enter, measured_company, values, values_of
from tests.world import Company

LABELS: Final = {
    *("channel", "outcome", "reason", "provider", "result", "status", "task", "kind", "answer"),
    *("method", "route", "state", "currency", "meaning", "word"),
}


@pytest.fixture
async def firm(apart: Sending) -> Company:
    return await measured_company(apart)


async def read(sending: Sending) -> Levels:
    """With more patience for unknown outcomes than the test's steps take."""
    patient = replace(sending, limits=replace(sending.limits, unknown_after=timedelta(hours=1)))
    async with sending.database.system() as connection:
        return await levels.read_levels(connection, patient)


@pytest.fixture
async def alone(postgres: EmbeddedPostgres, settings: Settings) -> AsyncIterator[Company]:
    """An organization on a database without others: what grows late there is its own."""
    async with another_database(postgres) as name, sending_on(postgres, name, settings) as opened:
        yield await measured_company(opened)


async def test_levels_say_what_is_unknown_spent_alerted_untold_and_overdue(
    alone: Company, carrier: Control
) -> None:
    people = await alone.hire(4)
    run = await alone.campaign(people)
    lost = {one.number: Ambiguous("reset") for one in people[:3]}
    await run.send(sending=answering(alone.sending, lost))
    old = people[0].id
    await rows(
        alone.sending, "update dispatches set changed_at = now() - interval '1 day' where user_id = :u", u=old
    )
    stuck = await alone.campaign(await alone.hire(1))
    with pytest.raises(ProcessGoneError):
        await stuck.send(sending=replace(alone.sending, reached=gone_at(Point.AFTER_POSTING)))
    await rows(
        alone.sending,
        "update dispatches set due_at = now() - interval '1 hour' where execution_id = :id",
        id=stuck.execution,
    )
    await rows(
        alone.sending,
        "update executions set definition_id = :any, told = null, changed_at = now() - interval '1 hour'"
        " where id = :id",
        any=uuid4(),
        id=stuck.execution,
    )
    await enter(run, due="0 seconds")
    await rows(alone.sending, "update visits set wake_at = now() - interval '1 hour'")
    async with alone.sending.database.app(alone.id) as connection:
        await raise_alert(connection, alone.id, AlertKind.LATE_REQUEST, "sms", 3)

    found = await read(alone.sending)
    assert found.unknowns["sms", "asked"] == 2
    assert found.unknowns["sms", "left"] == 1
    assert found.unknowns["sms", "posting"] == 1
    assert found.unknowns["email", "asked"] == 0, "nothing is a number too"
    spend = await alone.spend()
    assert found.spend["sms", "USD", "reserved"] == spend.reserved > 0
    assert found.alerts["late_request", "sms"] == 3
    assert found.untold == 1
    assert found.overdue == 1


async def test_levels_are_read_once_for_all_who_ask_within_a_moment(apart: Sending) -> None:
    standing = levels.Standing(apart)
    first, second = await asyncio.gather(standing.read(), standing.read())
    assert first is second
    assert first is not None


@pytest.fixture
async def without_database(settings: Settings) -> AsyncIterator[Sending]:
    """What sends where nobody answers for the database."""
    gone = settings.model_copy(
        update={"database_url": SecretStr(f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/homing")}
    )
    async with open_sending(gone) as opened:
        yield opened


async def test_without_the_database_the_process_still_tells_what_it_counted(
    settings: Settings, without_database: Sending
) -> None:
    metrics = without_database.metrics
    metrics.show(Levels(unknowns={("sms", "asked"): 7}, untold=2))
    metrics.webhook_called("delivered")
    text = (await Exposition(settings, without_database).text()).decode()
    assert values_of(text, "homing_database_readable") == {(): 0}
    assert values_of(text, "homing_webhook_calls_total", "result") == {("delivered",): 1}
    assert values_of(text, "homing_unknown_dispatches", "channel", "state") == {}, "nothing old is shown"
    assert str(values_of(text, "homing_untold_executions")[()]) == "nan"


async def test_housekeeping_counts_what_each_task_did_and_failed_at(firm: Company) -> None:
    async def weed(_: Sending) -> int:
        raise StorageError("away")

    async def sweep(_: Sending) -> int:
        return 3

    for _ in range(2):
        await once(firm.sending, {"weed": weed, "sweep": sweep})
    assert values(firm.sending, "homing_housekeeping_failures_total", "task") == {("weed",): 2}
    assert values(firm.sending, "homing_housekeeping_handled_total", "task") == {("sweep",): 6}


@pytest.fixture
async def http(settings: Settings, firm: Company) -> AsyncIterator[httpx.AsyncClient]:
    """The API over what is measured."""
    guarded = settings.model_copy(update={"metrics_token": SecretStr("a-scrapers-token")})
    app = create_app(guarded, firm.sending, await Client.connect("127.0.0.1:9", lazy=True))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://api") as client:
        yield client


SCRAPER: Final = {"Authorization": "Bearer a-scrapers-token"}


async def test_the_api_serves_its_metrics_to_who_bears_the_token(
    http: httpx.AsyncClient, firm: Company, carrier: Control
) -> None:
    run = await firm.campaign(await firm.hire(2))
    await run.send()
    for headers in (
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Bearer \u00e9".encode("latin-1")},
    ):
        refused = await http.get("/metrics", headers=headers)  # type: ignore[arg-type]  # bytes are taken too
        assert (refused.status_code, refused.content) == (401, b"")
    answer = await http.get("/metrics", headers=SCRAPER)
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert values_of(answer.text, "homing_database_readable") == {(): 1}
    counted = values_of(answer.text, "homing_dispatches_total", "channel", "outcome", "reason")
    assert counted["sms", "sent", ""] == 2


async def test_requests_are_counted_by_the_template_of_their_route(http: httpx.AsyncClient) -> None:
    for code in ("Ab3dE6gH9jK", "Zz3dE6gH9jK"):
        await http.get(f"/c/{code}")
    await http.get("/nothing/here")
    await http.request("BREW", "/healthz")
    await http.get("/v1/campaigns")
    await http.get("/v1/campaigns", headers={"Authorization": "Bearer hk_nobodys"})
    await http.post("/twilio/status?a=1", data={"MessageSid": "SM1"})
    text = (await http.get("/metrics", headers=SCRAPER)).text
    assert values_of(text, "homing_http_request_seconds_count", "method", "route", "status") == {
        ("GET", "/c/{code}", "404"): 2,
        ("GET", "unmatched", "404"): 1,
        ("other", "/healthz", "405"): 1,
        ("GET", "unmatched", "401"): 2,  # turned away before anybody asked where they were going
        ("POST", "/twilio/status", "403"): 1,
    }
    assert values_of(text, "homing_api_keys_refused_total", "reason") == {
        ("key_missing",): 1,
        ("key_unknown",): 1,
    }
    assert values_of(text, "homing_callbacks_total", "kind", "answer") == {("status", "not_signed"): 1}


async def test_no_label_holds_an_id_a_number_or_anything_that_is_not_a_word_of_this_program(
    http: httpx.AsyncClient, firm: Company, carrier: Control
) -> None:
    run = await firm.campaign([*await firm.hire(2), *await firm.hire(1, number=False)])
    await run.send()
    await http.get(f"/v1/campaigns/{run.campaign}")
    text = (await http.get("/metrics", headers=SCRAPER)).text
    shown = {
        (name, value)
        for family in text_string_to_metric_families(text)
        for one in family.samples
        for name, value in one.labels.items()
        if name != "le"
    }
    assert ("reason", "no_identifier") in shown
    assert {name for name, _ in shown} <= LABELS
    word = re.compile(r"[a-z_]*|[A-Z]{3,7}|[1-5]\d\d|/[a-z0-9/_{}.-]*")
    assert [value for _, value in shown if not word.fullmatch(value)] == []


async def fetch(port: int, token: str | None = None) -> tuple[int, str]:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/metrics", headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_a_process_without_an_api_serves_them_by_itself_and_stops_at_its_end(
    settings: Settings, firm: Company
) -> None:
    port = free_port()
    own = settings.model_copy(update={"metrics_port": port, "metrics_token": SecretStr("a-token")})
    async with serving_metrics(own, firm.sending):
        assert (await fetch(port))[0] == 401
        status, text = await fetch(port, "a-token")
        assert (status, values_of(text, "homing_database_readable")) == (200, {(): 1})
    with pytest.raises(aiohttp.ClientConnectorError):
        await fetch(port)


async def test_a_worker_serves_its_metrics_and_temporals_and_logs_json_alone(
    settings: Settings, temporal: EmbeddedTemporal, tmp_path: Path
) -> None:
    ours, theirs = free_port(), free_port()
    own = settings.model_copy(
        update={
            "metrics_port": ours,
            "temporal_metrics_port": theirs,
            "task_queue": f"metrics-{uuid4().hex}",
            "log_format": "json",
        }
    )
    log = tmp_path / "worker.log"
    async with worker_process(own, temporal.address, log):
        status, text = await fetch(ours)
        assert status == 200
        assert values_of(text, "homing_database_readable") == {(): 1}
        assert (
            values_of(text, "homing_dispatches_total", "channel", "outcome", "reason")["sms", "unknown", ""]
            == 0
        ), "so that the first is an increase"
        status, text = await fetch(theirs)
        assert status == 200
        names = {family.name for family in text_string_to_metric_families(text)}
        assert {"temporal_request", "temporal_request_latency_seconds", "temporal_num_pollers"} <= names
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    ready = next(line for line in lines if line["event"] == "worker ready")
    assert (ready["level"], ready["task_queue"]) == ("info", own.task_queue)
    assert all({"time", "level", "logger", "event"} <= line.keys() for line in lines)


@pytest.mark.parametrize("setting", ["metrics_port", "temporal_metrics_port"])
async def test_a_worker_whose_port_is_taken_ends_and_names_the_setting(
    settings: Settings, temporal: EmbeddedTemporal, tmp_path: Path, setting: str
) -> None:
    own = settings.model_copy(update={"task_queue": f"metrics-{uuid4().hex}", "log_format": "json"})
    log = tmp_path / "worker.log"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        own = own.model_copy(update={setting: taken.getsockname()[1]})
        variables = {**environment(own), "TEMPORAL_ADDRESS": temporal.address}
        async with child("worker", sys.executable, "worker.py", log=log, variables=variables) as process:
            assert await asyncio.wait_for(process.wait(), 60) == 2
    last = json.loads(log.read_text().splitlines()[-1])
    assert last["level"] == "error"
    assert last["detail"].startswith(f"HOMING_{setting.upper()}: can't listen on ")


def families() -> dict[str, tuple[str, set[str]]]:
    """Each metric as it is shown: name -> type and labels."""
    found = {}
    for metric in vars(Metrics()).values():
        if isinstance(metric, MetricWrapperBase):
            kind = str(metric._type)
            found[f"{metric._name}_total" if kind == "counter" else metric._name] = (
                kind,
                set(metric._labelnames),
            )
    return found


def test_the_page_on_metrics_has_a_row_for_each_with_its_type_and_labels() -> None:
    page = (ROOT / "docs" / "observability.md").read_text()
    rows_ = re.findall(
        r"^\| `(homing_\w+)` \| (\w+) \| ([^|]*) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE
    )
    told = {name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels, _, _ in rows_}
    assert told == families()
    assert len(rows_) == len(told)
