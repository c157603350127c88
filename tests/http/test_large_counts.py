"""Statistics of very much: only the largest groups are shown, and counting ends."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.http import create_app
from plugin.http.limits import Guard
from plugin.http.problems import add_problem_handlers
from plugin.http.rates import Rates
from plugin.http.security import Doorkeeper
from plugin.http.statistics import statistics_routes
from tests.dispatching.support import rows
from tests.http.conftest import Http, problem
from tests.http.test_statistics import counted


async def test_only_the_largest_groups_are_shown_of_very_many(http: Http) -> None:
    [ana] = await http.company.hire(1)
    run = await http.company.campaign([ana])
    many = """
        insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,
                                channel, state)
        select gen_random_uuid(), :org, :execution, 's' || least(n, 1200), n, 0, 0, :user, 'email', 'sent'
          from generate_series(1, 1210) n
    """
    await rows(http.company.sending, many, org=http.company.id, execution=run.execution, user=ana.id)

    found = await counted(http, by="step")

    assert (len(found["groups"]), found["complete"]) == (1000, False)
    assert (found["groups"][0]["step"], found["groups"][0]["messages"]) == ("s1200", 11)
    assert found["total"]["messages"] == 1210


async def test_of_many_days_the_largest_are_shown_and_of_many_steps_what_came_back_with_them(
    http: Http,
) -> None:
    """A thousand steps of some days ago with one message each, one of today with five, and replies alone."""
    [ana] = await http.company.hire(1)
    run = await http.company.campaign([ana])
    many = """
        insert into dispatches (id, org_id, execution_id, step, occurrence, cohort, position, user_id,
                                channel, state, created_at)
        select gen_random_uuid(), :org, :execution, case when n > 1010 then 'large' else 's' || n end,
               n, 0, 0, :user, 'email', 'sent',
               now() - case when n > 1010 then interval '0' else interval '36 hours' end
          from generate_series(1, 1015) n
    """
    heard = """
        insert into inbound_messages (provider, provider_id, org_id, hmac, kind, key_id, sealed, execution_id,
                                      step)
        select 'twilio', 'SM' || gen_random_uuid(), :org, '\\x00', 'reply', 'x', '\\x00', :execution,
               case when n = 1 then 'large' else 'lonely' end
          from generate_series(1, 3) n
    """
    of = {"org": http.company.id, "execution": run.execution}
    await rows(http.company.sending, many, user=ana.id, **of)
    await rows(http.company.sending, heard, **of)

    found = await counted(http, by=["step", "day"])

    groups = {one["step"]: one for one in found["groups"]}
    assert (len(found["groups"]), found["complete"]) == (1000, False)
    assert "lonely" not in groups
    assert (groups["large"]["messages"], groups["large"]["replies"]) == (5, {"reply": 1})
    assert (found["total"]["messages"], found["total"]["replies"]) == (1015, {"reply": 3})
    assert [one["day"] for one in found["groups"]] == sorted(one["day"] for one in found["groups"])


async def test_what_takes_too_long_to_count_is_given_up_with_a_reason(
    http: Http, postgres: EmbeddedPostgres, settings: Settings, sending: Sending
) -> None:
    """Nobody who waits for what was under way before waits for longer than that."""
    app = create_app(settings, sending, await Client.connect("127.0.0.1:9", lazy=True))
    hasty = FastAPI()
    add_problem_handlers(hasty)
    hasty.include_router(statistics_routes(app.state.backend, timedelta(seconds=0.2)))
    hasty.state.backend = app.state.backend
    hasty.add_middleware(Doorkeeper, backend=app.state.backend, rates=Rates(settings.api_rate))
    hasty.add_middleware(Guard, largest=settings.api_largest_body)
    engine = create_async_engine(postgres.owner_url, poolclass=NullPool)
    transport = httpx.ASGITransport(hasty)
    async with (
        httpx.AsyncClient(transport=transport, base_url="http://api") as client,
        engine.begin() as owner,
        asyncio.timeout(60),
    ):
        await owner.execute(text("lock table definition_versions in access exclusive mode"))
        refused = await replace(http, client=client).call("GET", "/v1/statistics")
    await engine.dispose()

    problem(refused, 422, "too_much_to_count")
    assert (await counted(http))["complete"]
