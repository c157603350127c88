"""The registry and the carrier's own blocks grow apart by real texts; the scheduled comparison says where."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import HttpUrl
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities import parity_activities
from homing.carrier.control import Control
from homing.dispatching.by_hand import Noted, opt_out
from homing.dispatching.context import Sending
from homing.dispatching.inbound import Reply, take_reply
from homing.dispatching.listening import hear
from homing.domain.parity import EXPLANATIONS, DifferenceKind
from homing.domain.phone import E164
from homing.providers.twilio_words import taken_as
from homing.settings import Settings
from homing.store import parity
from homing.store.opt_by_hand import Hand
from plugin.embedded.stack import serving
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from plugin.setup import PARITY, schedule_parity
from plugin.temporal import _pass_through
from tests.dispatching.listened import Ears, Later
from tests.dispatching.support import Around, until
from tests.http.conftest import make_key
from tests.http.handset import change
from tests.world import Company, Someone
from workflows import ParityWorkflow
from workflows.parity_ports import (
    BEGIN_PARITY,
    COMPARE_PARITY,
    END_PARITY,
    LISTEN_PARITY,
    BeginParity,
    CompareParity,
    EndParity,
    ListenParity,
    ParityResult,
)

BLOCKED = DifferenceKind.BLOCKED_AT_PROVIDER
TEXTED = DifferenceKind.TEXTED_AFTER_OPT_OUT
MISSED = DifferenceKind.KEYWORD_MISSED
STOP_UNKNOWN = DifferenceKind.OPT_OUT_UNKNOWN_TO_PROVIDER
START_UNKNOWN = DifferenceKind.OPT_IN_UNKNOWN_TO_PROVIDER
MISDERIVED = DifferenceKind.REGISTRY_MISDERIVED


@dataclass(frozen=True, slots=True)
class Office:
    """A company whose sender's keywords the carrier handles itself, its handsets, and who compares."""

    company: Company
    carrier: Control
    owner: AsyncEngine
    client: Client
    api: httpx.AsyncClient

    @property
    def sending(self) -> Sending:
        return self.company.sending

    async def person(self) -> Someone:
        [hired] = await self.company.hire(1)
        return hired

    async def loses(self, person: Someone, word: str) -> None:
        """A handset writes what the webhook never sees."""
        await self.carrier.reply(person.number, word, to=self.company.sender)

    async def writes(self, person: Someone, word: str) -> None:
        """A handset writes, and the webhook takes it in."""
        written = await self.carrier.reply(person.number, word, to=self.company.sender)
        reply = Reply(
            "twilio",
            written.sid,
            E164(person.number),
            self.company.sender,
            word,
            lambda handling, kind: taken_as(word, handling, kind),
        )
        await take_reply(self.sending, reply)

    async def texts(self, person: Someone) -> tuple[str, str | None]:
        """What becomes of a text to somebody."""
        run = await self.company.campaign([person])
        await run.send()
        [row] = (await run.dispatches()).values()
        return row.state, row.reason

    async def forgets(self, person: Someone, *tables: str) -> None:
        """The registry is put back, for a number, to when nobody had opted out."""
        hmac = self.sending.vault.hash_identifier(person.number)
        async with self.owner.begin() as connection:
            for table in tables:
                await connection.execute(text(f"delete from {table} where hmac = :hmac"), {"hmac": hmac})

    async def compare(self) -> None:
        """Let the schedule run now, and wait for the end of what it starts."""
        async with self.sending.database.system() as connection:
            before = await parity.read_last_run(connection)

        async def ended() -> bool:
            async with self.sending.database.system() as connection:
                last = await parity.read_last_run(connection)
            new = last is not None and (before is None or last.id > before.id)
            return new and last is not None and last.ended_at is not None

        await self.client.get_schedule_handle(PARITY).trigger()
        await until(ended, seconds=120)

    async def get(self, **query: Any) -> dict[str, Any]:
        answer = await self.api.get("/v1/opt-outs/parity", params=query)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def differences(self, **query: Any) -> dict[str, set[DifferenceKind]]:
        """User -> kinds."""
        found: dict[str, set[DifferenceKind]] = {}
        for one in (await self.get(limit=200, **query))["items"]:
            for user in one["userIds"]:
                found.setdefault(user, set()).add(DifferenceKind(one["kind"]))
        return found


@pytest.fixture
async def office(
    house: Company, handsets: Control, owner: AsyncEngine, temporal: EmbeddedTemporal, settings: Settings
) -> AsyncIterator[Office]:
    client, queue = await Client.connect(temporal.address), f"parity-{uuid4().hex}"
    await change(house, "senders", "org_id", {"provider_handles_keywords": "default"})
    await handsets.tune(keywords="default")
    own = settings.model_copy(update={"public_url": HttpUrl(f"http://127.0.0.1:{free_port()}")})
    worker = Worker(
        client,
        task_queue=queue,
        workflows=[ParityWorkflow],
        activities=parity_activities(house.sending),
        workflow_runner=_pass_through(SandboxedWorkflowRunner()),
    )
    assert await schedule_parity(client, queue)
    key = {"Authorization": f"Bearer {await make_key(house, 'admin')}"}
    api = httpx.AsyncClient(base_url=str(own.public_url), headers=key, timeout=30)
    async with worker, serving(own, house.sending, client), api:
        yield Office(house, handsets, owner, client, api)
    await client.get_schedule_handle(PARITY).delete()


@pytest.mark.spec("X14")
async def test_the_schedule_lists_each_difference_with_its_explanation_and_closes_what_is_gone(
    office: Office,
) -> None:
    forgotten, early, lost, polite, resumed, damaged, agreed = [await office.person() for _ in range(7)]
    # The provider alone knows of a STOP, and the registry has forgotten what the refusal told it.
    await office.loses(forgotten, "STOP")
    assert await office.texts(forgotten) == ("rejected", "opted_out_at_provider")
    await office.forgets(forgotten, "opt_outs", "opt_events")
    # An import says what was said before the text went out.
    assert await office.texts(early) == ("sent", None)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    number = office.sending.vault.hash_identifier(early.number)
    await opt_out(office.sending, Hand(office.company.id, "import", "test"), [Noted(number, None, yesterday)])
    await office.loses(lost, "Stop!")
    await office.writes(polite, "Stop.")
    await office.writes(resumed, "STOP")
    await office.writes(resumed, "Start.")
    await office.writes(damaged, "STOP")
    await office.forgets(damaged, "opt_outs")
    await office.writes(agreed, "STOP")

    await office.compare()

    assert await office.differences() == {
        str(forgotten.id): {BLOCKED, MISSED},
        str(early.id): {TEXTED, STOP_UNKNOWN},
        str(lost.id): {MISSED},
        str(polite.id): {STOP_UNKNOWN},
        str(resumed.id): {START_UNKNOWN},
        str(damaged.id): {MISDERIVED, BLOCKED},
    }
    shown = await office.get(limit=200)
    for one in shown["items"]:
        explained = EXPLANATIONS[DifferenceKind(one["kind"])]
        assert (one["meaning"], one["why"], one["whatToDo"]) == (
            explained.meaning,
            explained.why,
            explained.remedy,
        )
        assert one["sender"] == office.company.sender
    assert {one["shown"] for one in shown["items"] if one["userIds"] == [str(resumed.id)]} == {
        f"…{resumed.number[-2:]}"
    }
    assert not any(person.number in str(shown) for person in office.company.staff)
    assert shown["lastRun"]["endedAt"] is not None

    assert await office.texts(resumed) == ("skipped", "opted_out")
    await office.writes(resumed, "UNSTOP")
    assert await hear(office.sending) >= 1
    await office.compare()

    later = await office.differences()
    assert str(resumed.id) not in later
    assert later[str(lost.id)] == {STOP_UNKNOWN}
    assert later[str(polite.id)] == {STOP_UNKNOWN}
    assert (await office.differences(resolved=True))[str(resumed.id)] == {START_UNKNOWN}
    assert await office.texts(resumed) == ("sent", None)


@pytest.mark.spec("X14")
async def test_a_list_of_differences_has_pages_and_filters(office: Office) -> None:
    people = [await office.person() for _ in range(3)]
    for person in people:
        await office.writes(person, "Stop.")
    await office.loses(people[0], "Start!")
    await office.compare()

    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = await office.get(limit=1, kind=STOP_UNKNOWN, **cursor)
        seen += [one["userIds"][0] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}

    assert sorted(seen) == sorted(str(person.id) for person in people)
    assert await office.differences(kind=MISSED) == {str(people[0].id): {MISSED}}
    async with office.sending.database.system() as connection:
        found = await connection.execute(
            text("select id, number from senders where org_id = :org"), {"org": office.company.id}
        )
        ids = {number: str(id_) for id_, number in found}
    own = ids[office.company.sender]
    listed = (await office.get(sender=own))["items"]
    assert len(listed) == len(people) + 1
    assert {(one["senderId"], one["sender"]) for one in listed} == {(own, office.company.sender)}
    assert await office.differences(sender=str(uuid4())) == {}
    answer = await office.api.get("/v1/opt-outs/parity", params={"sender": office.company.sender})
    assert answer.status_code == 422


@pytest.mark.spec("X14")
async def test_what_is_asked_for_begins_at_once_but_not_twice_within_an_hour(office: Office) -> None:
    async with office.owner.begin() as connection:
        await connection.execute(text("update parity_runs set begun_at = begun_at - interval '1 hour'"))
    person = await office.person()
    await office.writes(person, "Stop.")

    answer = await office.api.post("/v1/opt-outs/parity/compare")
    assert answer.status_code == 202

    async def found() -> bool:
        return await office.differences() == {str(person.id): {STOP_UNKNOWN}}

    await until(found, seconds=120)
    again = await office.api.post("/v1/opt-outs/parity/compare")
    assert (again.status_code, again.json()["code"]) == (409, "compared_lately")


async def act(sending: Sending, name: str, asked: object) -> Any:
    """An activity; a provider that is away is not waited for."""
    [found] = [one for one in parity_activities(sending, pauses=()) if definition_of(one) == name]
    return await ActivityEnvironment().run(found, asked)


def definition_of(function: Any) -> str:
    return str(activity._Definition.must_from_callable(function).name)


def heard_by(sending: Sending, provider: Around) -> Sending:
    return replace(sending, providers={"twilio": provider})


async def compare_by(sending: Sending) -> ParityResult:
    """A comparison by a provider that answers as it does."""
    begun = await act(sending, BEGIN_PARITY, BeginParity(share=5_000, most_shares=1))
    listened = await act(sending, LISTEN_PARITY, ListenParity(run=begun.run, senders=1_000))
    compared = await act(sending, COMPARE_PARITY, CompareParity(run=begun.run, share=0, shares=1))
    end = EndParity(run=begun.run, numbers=compared.numbers, deaf=listened.failed)
    ended: ParityResult = await act(sending, END_PARITY, end)
    return ended


@pytest.mark.spec("X14")
async def test_a_sender_that_could_not_be_asked_for_keeps_nothing_else_open(office: Office) -> None:
    lost, resumed = await office.person(), await office.person()
    await office.loses(lost, "Stop!")
    await office.writes(resumed, "STOP")
    await office.writes(resumed, "Start.")
    await office.compare()
    await office.writes(resumed, "START")

    deaf = Ears(office.sending, deaf_to=[office.company.sender])
    assert (await compare_by(heard_by(office.sending, deaf))).deaf == 1

    assert await office.differences() == {str(lost.id): {MISSED}}


@pytest.mark.spec("X14")
async def test_a_word_that_is_listed_no_longer_stays_open_until_it_is_taken_in(office: Office) -> None:
    lost = await office.person()
    await office.loses(lost, "STOP")
    await compare_by(office.sending)
    a_season_later = Later(office.sending, timedelta(days=90))

    assert (await compare_by(heard_by(office.sending, a_season_later))).deaf == 0
    assert await office.differences() == {str(lost.id): {MISSED}}

    assert await hear(office.sending) == 1
    await compare_by(heard_by(office.sending, Ears(office.sending, deaf_to=[office.company.sender])))
    assert await office.differences() == {}
