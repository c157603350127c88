"""A request to confirm a number outlives the process that keeps it, and leaves no code anywhere."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from google.protobuf.json_format import MessageToDict
from sqlalchemy import text
from temporalio.client import Client

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.domain.ids import verification_workflow_id
from homing.domain.verification import MOST_TRIES
from homing.settings import Settings
from homing.store.tables import TENANT_TABLES
from plugin.embedded.temporal import EmbeddedTemporal
from plugin.temporal import HomingPlugin
from plugin.verification import Confirmed, Verifications
from tests.confirming import code_of, other_than
from tests.conftest import worker_on
from tests.test_zz_nothing_personal import _strings
from tests.world import Company, Someone

PATIENCE = 60.0


@asynccontextmanager
async def worker(temporal: EmbeddedTemporal, settings: Settings, queue: str) -> AsyncIterator[Client]:
    """One that ends with its block."""
    client = await Client.connect(temporal.address, plugins=[HomingPlugin(settings)])
    async with worker_on(client, queue):
        yield client


async def begin(
    company: Company, carrier: Control, client: Client, queue: str
) -> tuple[Verifications, Someone, UUID, str]:
    """Somebody to whom a code has come."""
    [person] = await company.hire(1, number=False)
    use_case = Verifications(company.sending, client, queue)
    started = await use_case.start(company.id, person.id, person.number)
    assert started.told
    await carrier.wait(1, to=person.number, seconds=PATIENCE)
    [arrived] = await carrier.texts(person.number)
    return use_case, person, started.verification, code_of(arrived)


@pytest.mark.spec("P11", "Q12")
@pytest.mark.parametrize("end", ["confirmed", "locked", "cancelled"])
@pytest.mark.usefixtures("api")
async def test_a_request_goes_on_in_another_worker(
    company: Company, carrier: Control, temporal: EmbeddedTemporal, settings: Settings, end: str
) -> None:
    queue = f"verifications-{uuid4()}"
    async with worker(temporal, settings, queue) as client:
        use_case, person, verification, code = await begin(company, carrier, client, queue)
    if end == "confirmed":
        assert isinstance(await use_case.confirm(company.id, person.id, code), Confirmed)
    elif end == "locked":
        for wrong in other_than(code, MOST_TRIES):
            await use_case.confirm(company.id, person.id, wrong)
    else:
        await use_case.cancel(company.id, person.id)
    async with worker(temporal, settings, queue) as client:
        handle = client.get_workflow_handle(verification_workflow_id(company.id, verification))
        assert (await handle.result())["state"] == end


@pytest.mark.spec("P11", "X11", "Q13")
async def test_a_code_stands_in_no_history_no_log_and_no_table(
    sending: Sending,
    company: Company,
    carrier: Control,
    temporal: EmbeddedTemporal,
    settings: Settings,
    logs: Path,
) -> None:
    queue = f"verifications-{uuid4()}"
    async with worker(temporal, settings, queue) as client:
        use_case, person, verification, code = await begin(company, carrier, client, queue)
        wrong = other_than(code)[0]
        await use_case.confirm(company.id, person.id, wrong)
        await use_case.confirm(company.id, person.id, code)
        handle = client.get_workflow_handle(verification_workflow_id(company.id, verification))
        await handle.result()
        history = await handle.fetch_history()
    told = [one for event in history.events for one in _strings(MessageToDict(event))]
    rows = await everything_of(sending, company.id)
    lines = lines_of(logs, company.id)
    assert min(len(told), len(rows)) > 10

    for secret in (code, wrong):
        assert not [one for one in (*told, *rows, *lines) if holds(one, secret)]


def lines_of(logs: Path, org: UUID) -> list[str]:
    """What the product logged of an organization."""
    files = [path for path in logs.iterdir() if path.name != "carrier.log"]
    lines = [line for path in files for line in path.read_text(errors="replace").splitlines()]
    return [line for line in lines if str(org) in line]


_TIMES = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]*")


def holds(words: str, code: str) -> bool:
    """Whether a code stands in some words, by itself: its digits may be part of a time or an id."""
    return re.search(rf"(?<![0-9a-f]){code}(?![0-9a-f])", _TIMES.sub("", words)) is not None


def test_the_scan_finds_a_code_and_no_fraction_of_a_second() -> None:
    assert holds('{"code": "123456"}', "123456")
    assert holds("code=123456 at 2026-11-21T10:00:00.5", "123456")
    assert not holds("2026-11-21T10:00:00.123456+00:00", "123456")


async def everything_of(sending: Sending, org: UUID) -> list[str]:
    """Each row of an organization, with bytes as text where they are any."""
    found: list[str] = []
    async with sending.database.system() as connection:
        for table in TENANT_TABLES:
            query = f"select to_jsonb(t)::text from {table} t where org_id = :org"
            found += (await connection.execute(text(query), {"org": org})).scalars()
    return found + [clear for row in found for clear in _bytes_of(json.loads(row))]


def _bytes_of(row: dict[str, Any]) -> list[str]:
    values = [value for value in row.values() if isinstance(value, str) and value.startswith("\\x")]
    return [bytes.fromhex(value[2:]).decode("utf-8", "replace") for value in values]
