"""Runs last: nothing that the suite planted stands in any history or log that it made."""

import base64
import re
from pathlib import Path
from typing import Any, Final

import pytest
from google.protobuf.json_format import MessageToDict
from temporalio.client import Client

from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.temporal import EmbeddedTemporal
from tests.conftest import LOGS
from tests.engine import Engine
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
            for text in _strings(tree):
                assert not _found(text), execution.id
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
