"""The example that talks to the API with plain httpx, run as its README says."""

import asyncio
import os
import re
import sys
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from homing.carrier.control import Control
from plugin.embedded.mail import MailSink
from tests.conftest import ROOT
from tests.examples.later import pass_a_day
from tests.http.conftest import Http, http
from tests.invariants import until

__all__ = ["http"]

FOLDER: Final = ROOT / "examples" / "api_client"
PATIENCE: Final = 60
ANA: Final = "+12025550171"
CLEO: Final = "+12025550173"
BENS_MAIL: Final = "ben@example.com"


async def call(http: Http, *command: str | Path, key: str = "") -> tuple[int | None, str, str]:
    """A program's status, and what it says."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=ROOT,
        env={**os.environ, "HOMING_API_URL": str(http.client.base_url), "HOMING_API_KEY": key or http.admin},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    async with asyncio.timeout(PATIENCE):
        said, complained = await process.communicate()
    return process.returncode, said.decode(), complained.decode()


async def remind(http: Http, *arguments: str | Path, key: str = "") -> tuple[int | None, str, str]:
    return await call(http, sys.executable, FOLDER / "remind.py", *arguments, key=key)


async def texts(carrier: Control, number: str, title: str) -> int:
    """How many a handset has, about a title."""
    return sum(title in one.body for one in await carrier.texts(number))


async def is_texted(carrier: Control, title: str) -> bool:
    return await texts(carrier, ANA, title) == 1


@pytest.fixture
async def abroad(http: Http) -> Http:
    """An organization that has the sender which the example's people need."""
    number = f"+1202555{uuid4().int % 10_000:04d}"  # of nobody else
    await http.post("/v1/senders", {"number": number, "country": "US"}, 201)
    return http


def documented() -> str:
    """What the README says that the program says."""
    [shown] = re.findall(r"^```text\n(.*?)^```", (FOLDER / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    return str(shown)


@pytest.mark.usefixtures("engine")
async def test_people_are_reminded_once_and_told_about_as_the_readme_says(
    abroad: Http, carrier: Control, mail: MailSink
) -> None:
    title = f"Fire drill {uuid4().hex[:8]}"

    first = await remind(abroad, title)
    await pass_a_day(abroad.company)
    again = await remind(abroad, title)
    made = await abroad.get("/v1/campaigns")

    begin, _, end = documented().partition("running: 3 at remind\n")
    assert (first[0], again[0]) == (0, 0), (first, again)
    assert first[1].startswith(begin)
    assert first[1].endswith(end)
    assert again[1] == "started already\n" + end
    assert [one["title"] for one in made["items"]] == [title]
    assert [await texts(carrier, number, title) for number in (ANA, CLEO)] == [1, 0]
    assert sum(title in one.as_string() for one in mail.inbox[BENS_MAIL]) == 1


@pytest.mark.usefixtures("engine")
async def test_a_run_that_was_broken_off_before_the_start_goes_on_with_its_draft(
    abroad: Http, tmp_path: Path
) -> None:
    title, nobody = f"Fire drill {uuid4().hex[:8]}", tmp_path / "nobody.csv"
    nobody.write_text("external_id\n")

    broken_off = await remind(abroad, title, nobody)
    done = await remind(abroad, title)
    made = await abroad.get("/v1/campaigns")

    assert "audience_empty" in broken_off[2]
    assert (done[0], done[2]) == (0, "")
    assert "\nstarted\n" in done[1]
    assert [one["title"] for one in made["items"]] == [title]


async def test_bad_lines_are_told_and_an_api_that_refuses_says_why(http: Http, tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("external_id,first_name,phone\nnew-1,Dora,+3412\n")

    empty = await remind(http, f"Nobody {uuid4().hex[:8]}", table)
    untold = await remind(http, "two\nlines", table)
    unfit = await remind(http, f"Nobody {uuid4().hex[:8]}", table, key=http.editor)

    assert "  line 2, phone: too_short\n" in empty[1]
    assert (empty[0], untold[0], unfit[0]) == (1, 1, 1)
    assert empty[2].startswith("refused: The audience is empty (audience_empty, request ")
    assert "  $.name: " in untold[2]
    assert "scope_missing" in unfit[2]


@pytest.mark.usefixtures("engine")
async def test_the_readmes_commands_do_the_same(abroad: Http, carrier: Control) -> None:
    page = (FOLDER / "README.md").read_text()
    [_, commands] = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    title = f"By hand {uuid4().hex[:8]}"
    commands = commands.replace("By hand", title).replace(".venv/bin/python", sys.executable)

    status, said, complained = await call(abroad, "bash", "-euc", commands)

    assert (status, complained) == (0, ""), said
    assert '"already":false' in said
    await until(lambda: is_texted(carrier, title))
