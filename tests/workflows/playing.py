"""Playing stories on the product: everything is real but the time in which campaigns wait.

The server skips time for a campaign whenever it has nothing to do but wait, and goes no further than to the
hour that it was told: then it stands still, and what people do falls where the story says, on a machine of
any speed.
"""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from pydantic import HttpUrl, SecretStr
from sqlalchemy import text
from temporalio.client import WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment
from temporalio.worker import Worker

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.context import Sending
from homing.domain.decide import IdentifierState
from homing.domain.phone import E164
from homing.domain.traits import IdentifierKind
from homing.settings import Settings
from homing.store import groups, identifiers, organizations, people
from homing.store.groups import NewGroup
from homing.store.identifiers import Binding
from homing.store.people import NewUser
from plugin.embedded.mail import MailSink
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.stack import serving
from plugin.embedded.temporal import PROGRAM, free_port
from plugin.services import open_sending
from plugin.temporal import HomingPlugin
from tests.conftest import SENDER
from tests.databases import another_database, named
from tests.engine import Engine
from tests.invariants import check_books, until
from tests.workflows.reference import Reference, Row
from tests.workflows.stories import BEFORE_THE_START, Deed, Doing, Person, Phone, Story
from tests.world import PLANTED_MAIL, PLANTED_NAME, Company, Run, Someone, found_company, new_number
from workflows.ports import SEARCH_ATTRIBUTES, CampaignResult

PATIENCE: Final = 600.0
"""Seconds for a story, on a machine that is busy."""
_PAGE: Final = 4
_STATES: Final = {Phone.UNVERIFIED: IdentifierState.UNVERIFIED}


@dataclass(frozen=True, slots=True)
class Stage:
    """Where stories are played."""

    environment: WorkflowEnvironment
    engine: Engine
    sending: Sending
    carrier: Control
    mail: MailSink


@dataclass(frozen=True, slots=True)
class Played:
    """What the product made of a story: see ``Reference``."""

    rows: dict[Row, str]
    outcomes: dict[tuple[UUID, str], tuple[str, str | None]]
    counted: dict[str, dict[str, int]]
    missed: set[UUID]
    items: Counter[UUID]
    texts: Counter[UUID]
    mails: Counter[UUID]


@asynccontextmanager
async def staged(
    postgres: EmbeddedPostgres, settings: Settings, carrier: Control, mail: MailSink
) -> AsyncIterator[Stage]:
    """A server that skips time when told to, with a database, an API and a worker of its own: no other
    housekeeper is to wonder about campaigns that it does not know."""
    async with another_database(postgres) as name:
        own = settings.model_copy(
            update={
                "database_url": SecretStr(named(postgres.url, name)),
                "public_url": HttpUrl(f"http://127.0.0.1:{free_port()}"),
            }
        )
        environment = await WorkflowEnvironment.start_time_skipping_v2(
            ts_config=TimeSkippingConfig(
                enabled=False, disable_propagation=True, max_session_skip_count=10_000
            ),
            plugins=[HomingPlugin(own)],
            search_attributes=SEARCH_ATTRIBUTES,
            dev_server_existing_path=str(PROGRAM),
            dev_server_extra_args=["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"],
        )
        async with environment, open_sending(own) as sending, serving(own, sending):
            async with sending.database.system() as connection:
                await organizations.load_prices(connection, Path(organizations.DEFAULT_PRICES))
            client = environment.client
            async with Worker(client, task_queue="stories", disable_eager_activity_execution=True):
                yield Stage(environment, Engine(client, own, "stories"), sending, carrier, mail)


async def play(stage: Stage, story: Story, reference: Reference) -> Played:
    """Play a story to its end, and see what came of it once every receipt that is to come has come."""
    company = await found_company(stage.sending, SENDER)
    cast = await _hire(stage, company, story)
    run = await company.campaign([cast[person.id] for person in story.recipients])
    deeds = sorted(
        ((person, person.deed) for person in story.people if person.deed), key=lambda one: one[1].at
    )
    for person, deed in deeds:
        if deed.at == BEFORE_THE_START:
            await _do(stage, run, person, deed)
    handle = await stage.engine.walk(run, story.definition, page_size=_PAGE)
    for person, deed in deeds:
        if deed.at != BEFORE_THE_START:
            await _stand_at(stage, handle, deed.at)
            await _do(stage, run, person, deed)
    await _stand_at(stage, handle, None)
    result = await handle.result()
    await until(lambda: _is_reported(run, reference), seconds=PATIENCE)
    await check_books(company)
    return await _read(stage, run, cast, result)


async def _hire(stage: Stage, company: Company, story: Story) -> dict[UUID, Someone]:
    cast = {
        person.id: Someone(person.id, new_number(), f"{uuid4().hex}@{PLANTED_MAIL}")
        for person in story.people
    }
    org = company.id
    async with stage.sending.database.app(org) as connection:
        await people.add_users(
            connection,
            org,
            stage.sending.vault,
            [NewUser(id=one, first_name=f"{PLANTED_NAME}{n}") for n, one in enumerate(cast)],
        )
        bindings = [
            _phone(person, cast[person.id]) for person in story.people if person.phone is not Phone.NONE
        ]
        bindings += [_mail(cast[person.id]) for person in story.people if person.mail]
        assert not await identifiers.bind(connection, org, stage.sending.vault, bindings)
        await people.set_managers(connection, org, {person.id: person.manager for person in story.people})
        for group, members in story.groups.items():
            await groups.add_groups(connection, org, [NewGroup(id=group, name=f"group {group}")])
            await groups.set_members(connection, org, group, members)
        roles = {
            one.id: [role for role in story.roles if one.id in story.roles[role]] for one in story.people
        }
        await groups.set_roles(connection, org, roles)
    for person in story.people:
        await _prepare(stage, company, person, cast[person.id])
    return cast


def _phone(person: Person, someone: Someone) -> Binding:
    state = _STATES.get(person.phone, IdentifierState.VERIFIED)
    source = "directory" if state is IdentifierState.VERIFIED else "self"
    return Binding(
        user_id=someone.id, kind=IdentifierKind.PHONE, raw=someone.number, source=source, state=state
    )


def _mail(someone: Someone) -> Binding:
    return Binding(
        user_id=someone.id,
        kind=IdentifierKind.EMAIL,
        raw=someone.mail,
        source="directory",
        state=IdentifierState.VERIFIED,
    )


async def _prepare(stage: Stage, company: Company, person: Person, someone: Someone) -> None:
    match person.phone:
        case Phone.DEAD:
            await stage.carrier.fault("fail", to=someone.number, code=30003)
        case Phone.SILENT:
            await stage.carrier.fault("silent", to=someone.number)
        case Phone.REFUSED:
            await stage.carrier.fault("error", to=someone.number, code=21211)
        case Phone.UNWANTED:
            await stage.carrier.fault("error", to=someone.number, code=21617)
        case Phone.OPTED_OUT:
            await withdraw.stop(stage.sending, E164(someone.number))
        case Phone.SWITCHED_OFF:
            await withdraw.switch_off(stage.sending, company.id, person.id, "sms")
        case Phone.GOOD | Phone.UNVERIFIED | Phone.NONE:
            pass


async def _do(stage: Stage, run: Run, person: Person, deed: Deed) -> None:
    campaigns, org = stage.engine.campaigns(run), run.company.id
    match deed.doing:
        case Doing.ACTS:
            await campaigns.act(org, run.execution, person.id)
        case Doing.REMOVED:
            await campaigns.remove(org, run.execution, person.id)
        case Doing.DEACTIVATED:
            await campaigns.deactivate(org, person.id)


async def _stand_at(stage: Stage, handle: WorkflowHandle[Any, CampaignResult], hour: float | None) -> None:
    """Let a campaign go on to an hour after its start, or to its end, whichever comes first."""
    span = None
    if hour is not None:
        started = (await handle.describe()).start_time
        span = started + timedelta(hours=hour) - await stage.environment.get_current_time(handle)
        if span < timedelta(minutes=1):
            return  # it stands there already: two do something at the same time
    try:
        await stage.environment.fast_forward(handle, span)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise  # else it has ended


_ROWS: Final = text("""
    select step, occurrence, user_id, channel, state, reason from dispatches where execution_id = :execution
""")
_OUTCOMES: Final = text("""
    select user_id, step, outcome, went from step_outcomes where execution_id = :execution
""")
_MISSED: Final = text("""
    select user_id from recipients where execution_id = :execution and missed_at is not null
""")
_ITEMS: Final = text("""
    select user_id, count(*) from in_app_items
     where execution_id = :execution and withdrawn_at is null group by user_id
""")


async def _ask(run: Run, question: Any) -> Sequence[Any]:
    async with run.company.sending.database.app(run.company.id) as connection:
        return (await connection.execute(question, {"execution": run.execution})).all()


async def _rows(run: Run) -> dict[Row, str]:
    return {
        (row.step, row.occurrence, row.user_id, row.channel): (
            row.state if row.reason is None else f"{row.state}:{row.reason}"
        )
        for row in await _ask(run, _ROWS)
    }


async def _is_reported(run: Run, reference: Reference) -> bool:
    """Whether every text that the carrier reports on has been reported on."""
    rows = await _rows(run)
    return not any(
        rows[row] == "sent"
        for row, state in reference.rows.items()
        if row in rows and row[3] == "sms" and state not in {"sent", "skipped:acted"}
    )


async def _read(stage: Stage, run: Run, cast: dict[UUID, Someone], result: CampaignResult) -> Played:
    counts = await stage.carrier.counts()
    return Played(
        rows=await _rows(run),
        outcomes={(row[0], row[1]): (row[2], row[3]) for row in await _ask(run, _OUTCOMES)},
        counted=result.outcomes,
        missed={row[0] for row in await _ask(run, _MISSED)},
        items=Counter({row[0]: row[1] for row in await _ask(run, _ITEMS)}),
        texts=Counter({id_: counts.by_number.get(one.number, 0) for id_, one in cast.items()}),
        mails=Counter({id_: len(stage.mail.inbox.get(one.mail, [])) for id_, one in cast.items()}),
    )
