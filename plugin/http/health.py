"""Whether the process lives, and whether what it needs is there."""

import asyncio
from typing import Final, Literal

from fastapi import APIRouter, Response
from sqlalchemy import text

from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.telling import AWAY

_PATIENCE_SECONDS: Final = 2.0

Condition = Literal["ok", "away"]


class Readiness(Model):
    """What the API stands on. Without Temporal it takes wishes all the same, and they are told later."""

    database: Condition
    temporal: Condition


def health_routes(backend: Backend) -> APIRouter:
    """``GET /healthz`` and ``GET /readyz``, without a key."""
    router = APIRouter(tags=["Health"])

    @router.get("/healthz", summary="Whether the process lives")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", summary="Whether requests can be served", responses={503: {"model": Readiness}})
    async def readyz(response: Response) -> Readiness:
        """503 where the database is away."""
        database, temporal = await asyncio.gather(_database(backend), _temporal(backend))
        if database == "away":
            response.status_code = 503
        return Readiness(database=database, temporal=temporal)

    return router


async def _database(backend: Backend) -> Condition:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS), backend.sending.database.system() as connection:
            await connection.execute(text("select 1"))
    except Exception:  # noqa: BLE001  # whatever it is, it is not there
        return "away"
    return "ok"


async def _temporal(backend: Backend) -> Condition:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            there = await backend.campaigns.teller.client.service_client.check_health()
    except AWAY:
        return "away"
    return "ok" if there else "away"
