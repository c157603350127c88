"""What only many reports at once show of the route by which Twilio reports: its queue, its end, and who fails
with whom."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from twilio.request_validator import RequestValidator

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.campaigns import Campaigns
from plugin.http import create_app
from plugin.http.backend import Backend
from plugin.http.problems import add_problem_handlers
from plugin.http.twilio import twilio_routes
from plugin.services import open_sending
from tests.conftest import TOKEN
from tests.dispatching.support import attempts_of, rows, until
from tests.world import Company, Run


@dataclass(frozen=True, slots=True)
class Twilio:
    """Reports on the texts of a run, to an app."""

    settings: Settings
    client: httpx.AsyncClient

    async def report(self, attempt: Any, status: str = "delivered", message: str | None = None) -> int:
        """Post a signed callback. Returns the answer's status."""
        url = f"{self.settings.status_callback_url}?a={attempt.id}"
        form = {"MessageSid": message or attempt.provider_id, "MessageStatus": status}
        signature = RequestValidator(TOKEN).compute_signature(url, form)
        answer = await self.client.post(url, data=form, headers={"X-Twilio-Signature": signature})
        return answer.status_code

    async def report_all(self, attempts: Sequence[Any]) -> list[int]:
        return await asyncio.gather(*(self.report(attempt) for attempt in attempts))


@asynccontextmanager
async def twilio(settings: Settings, app: FastAPI) -> AsyncIterator[Twilio]:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, timeout=30) as client:
        yield Twilio(settings, client)


async def temporal_away() -> Client:
    return await Client.connect("127.0.0.1:9", lazy=True)


async def whole_app(settings: Settings, sending: Sending) -> FastAPI:
    return create_app(settings, sending, await temporal_away())


async def sent(company: Company, people: int) -> tuple[Run, Sequence[Any]]:
    """A run in which so many texts were accepted, and their attempts."""
    run = await company.campaign(await company.hire(people))
    await run.send()
    return run, await attempts_of(run)


@asynccontextmanager
async def held(owner: AsyncEngine, run: Run) -> AsyncIterator[None]:
    """Nothing can be stored of these texts meanwhile."""
    async with owner.begin() as connection:
        query = text("select 1 from dispatches where execution_id = :execution for update")
        await connection.execute(query, {"execution": run.execution})
        yield


async def two_sets(reporting: Twilio, attempts: Sequence[Any], owner: AsyncEngine) -> list[asyncio.Task[int]]:
    """Report on the first two of the texts that are held: as many sets as there may be wait now."""
    tasks = []
    for n, attempt in enumerate(attempts[:2], 1):
        tasks.append(asyncio.create_task(reporting.report(attempt)))
        await sets_wait(owner, n)
    return tasks


async def sets_wait(owner: AsyncEngine, count: int) -> None:
    """Until so many transactions wait for what somebody holds."""
    query = text(
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and cardinality(pg_blocking_pids(pid)) > 0"
    )

    async def waiting() -> bool:
        async with owner.connect() as connection:
            return int(await connection.scalar(query) or 0) >= count

    await until(waiting)


@pytest.mark.spec("Q08")
async def test_reports_that_come_together_are_all_stored_before_they_are_answered(
    firm: Company, settings: Settings
) -> None:
    run, attempts = await sent(firm, 60)

    async with twilio(settings, await whole_app(settings, firm.sending)) as reporting:
        answers = await reporting.report_all(attempts)
        outcomes = await run.outcomes()

    assert answers == [204] * 60
    assert outcomes == {"delivered": 60}
    assert len(await rows(firm.sending, "select 1 from receipts")) == 60


async def test_of_reports_that_come_together_one_of_anothers_message_is_refused_alone(
    firm: Company, settings: Settings
) -> None:
    run, attempts = await sent(firm, 12)
    await rows(firm.sending, "update attempts set provider_id = null")

    async with twilio(settings, await whole_app(settings, firm.sending)) as reporting:
        first = await reporting.report(attempts[0])
        others, [mistaken] = await asyncio.gather(
            reporting.report_all(attempts[1:11]),
            asyncio.gather(reporting.report(attempts[11], message=attempts[0].provider_id)),
        )

    assert (first, others, mistaken) == (204, [204] * 10, 404)
    assert await run.outcomes() == {"delivered": 11, "sent": 1}


async def test_more_reports_than_may_wait_are_to_be_repeated(
    firm: Company, settings: Settings, owner: AsyncEngine
) -> None:
    run, attempts = await sent(firm, 5)
    app = FastAPI()
    add_problem_handlers(app)
    campaigns = Campaigns(firm.sending, await temporal_away(), settings.task_queue)
    app.include_router(twilio_routes(Backend(settings, firm.sending, campaigns), waiting=1))

    async with twilio(settings, app) as reporting:
        async with held(owner, run):
            tasks = await two_sets(reporting, attempts, owner)
            tasks += [asyncio.create_task(reporting.report(attempt)) for attempt in attempts[2:5]]
            early = [await answer for answer in islice(asyncio.as_completed(tasks), 2)]
        answers = await asyncio.gather(*tasks)
        again = [await reporting.report(attempt) for attempt in attempts]

    assert early == [503, 503]
    assert sorted(answers) == [204, 204, 204, 503, 503]
    assert again == [204] * 5
    assert await run.outcomes() == {"delivered": 5}


async def test_while_the_database_is_away_every_report_is_to_be_repeated(
    firm: Company, settings: Settings
) -> None:
    _, attempts = await sent(firm, 3)
    nowhere = SecretStr("postgresql+asyncpg://nobody@127.0.0.1:9/nothing")

    async with (
        open_sending(settings.model_copy(update={"database_url": nowhere})) as sending,
        twilio(settings, await whole_app(settings, sending)) as reporting,
    ):
        answers = await reporting.report_all(attempts)

    assert answers == [503] * 3


async def test_at_the_end_what_was_handed_in_is_stored_and_nothing_more_is_taken(
    firm: Company, settings: Settings, owner: AsyncEngine
) -> None:
    run, attempts = await sent(firm, 3)
    app = await whole_app(settings, firm.sending)

    async with twilio(settings, app) as reporting:
        async with held(owner, run):
            stopping = app.router.lifespan_context(app)
            await stopping.__aenter__()
            tasks = await two_sets(reporting, attempts, owner)
            stopped = asyncio.create_task(stopping.__aexit__(None, None, None))
            ended, _ = await asyncio.wait({stopped}, timeout=0.1)
            late = await reporting.report(attempts[2])
        await stopped
        answers = await asyncio.gather(*tasks)

    assert (ended, late, answers) == (set(), 503, [204] * 2)
    assert await run.outcomes() == {"delivered": 2, "sent": 1}
