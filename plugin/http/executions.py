"""Executions: their audience, their course, and where they are."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from homing.domain.audience import Admission
from plugin.audiences import Imported, Loaded
from plugin.http.backend import Backend
from plugin.http.models import ExternalIds, Ids, Line, Model, Moment
from plugin.http.security import Caller, Scope, needs
from plugin.http.spooling import spooled_lines
from plugin.reports import ExecutionReport


class Audience(Model):
    """Whom to add: exactly one of these."""

    user_ids: Ids | None = None
    external_ids: ExternalIds | None = Field(default=None, examples=[["emp-0001", "emp-0002"]])
    group_id: UUID | None = None
    role: Line | None = None
    everybody: Literal[True] | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if len(self.model_dump(exclude_none=True)) != 1:
            message = "name exactly one of userIds, externalIds, groupId, role and everybody"
            raise ValueError(message)
        return self


class AudienceLoaded(Model):
    """What became of the people of a request; unknown ones by the ids that they were named with."""

    added: int
    repeated: int
    inactive: int
    unknown_user_ids: list[UUID]
    unknown_external_ids: list[str]


class BadLine(Model):
    """A line that added nobody, and why."""

    line: int
    reason: Admission


class AudienceImported(Model):
    """How many an import added; ``badLines``, and the first 1000 of them."""

    added: int
    bad_lines: int
    bad: list[BadLine]


class Start(Model):
    """When to start (left out: now), and with which version of the definition (left out: the latest)."""

    at: Moment | None = Field(default=None, examples=["2026-12-01T09:00:00+01:00"])
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None


class Started(Model):
    """``already``: an earlier start did it. ``told`` false: Temporal is away, and will be told."""

    state: str
    already: bool
    told: bool


class State(Model):
    """What is wanted of an execution now."""

    state: str


class Cancelled(Model):
    """``changed`` false: it was over already."""

    changed: bool


class People(Model):
    """The audience as a whole. ``open``: who has yet to act."""

    total: int
    open: int
    acted: int
    missed: int
    removed: int


class Position(Model):
    """A cohort at a step, since when, and when it is looked at again. ``about``: of those who are told about
    another cohort, which."""

    step: str
    occurrence: int
    cohort: int
    people: int
    since: datetime
    due_at: datetime
    wake_at: datetime | None
    about: int | None


class Workflow(Model):
    """A workflow's id, and its page in Temporal UI where the address of that is known."""

    id: str
    url: str | None


class Progress(Model):
    """Where an execution is. ``outcomes``: step -> outcome -> people who left it; ``channels``: channel ->
    ``state`` or ``state:reason`` -> messages."""

    id: UUID
    campaign_id: UUID
    state: str
    since: datetime
    definition_id: UUID | None
    version: int | None
    start_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    next_wake: datetime | None
    people: People
    positions: list[Position]
    outcomes: dict[str, dict[str, int]]
    channels: dict[str, dict[str, int]]
    workflow: Workflow


def execution_routes(backend: Backend) -> APIRouter:
    """``/v1/executions``."""
    router = APIRouter(prefix="/v1/executions/{execution}", tags=["Executions"])
    campaigns, audiences = backend.campaigns, backend.campaigns.audiences
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type

    @router.get("", summary="Where an execution is")
    async def progress(caller: Editor, execution: UUID) -> Progress:
        """The steps that its cohorts are at, since when, the next wake-up, and counts by outcome."""
        return _progress(execution, await campaigns.progress(caller.org, execution))

    @router.post("/audience", summary="Add people to a draft")
    async def add(caller: Editor, execution: UUID, body: Audience) -> AudienceLoaded:
        """At most 10,000 who are named, a group, everybody with a role, or everybody. Nobody is added twice:
        a request may be repeated."""
        if body.external_ids is not None:
            loaded, unknown = await audiences.add_external(caller.org, execution, body.external_ids)
            return _loaded(loaded, unknown)
        if body.user_ids is not None:
            return _loaded(await audiences.add_users(caller.org, execution, body.user_ids))
        if body.group_id is not None:
            return _loaded(await audiences.add_group(caller.org, execution, body.group_id))
        if body.role is not None:
            return _loaded(await audiences.add_role(caller.org, execution, body.role))
        return _loaded(await audiences.add_everybody(caller.org, execution))

    @router.post(
        "/audience/import",
        summary="Add people to a draft from a CSV",
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {
                    "text/csv": {
                        "schema": {"type": "string"},
                        "example": "external_id\nemp-0001\nemp-0002\n",
                    }
                },
            }
        },
    )
    async def imported(caller: Editor, execution: UUID, request: Request) -> AudienceImported:
        """A table with a column `external_id`, read as a stream of at most 100 MiB in UTF-8; other columns
        are left aside. Lines that add nobody are told, each with its reason; the good ones are added."""
        async with spooled_lines(request) as lines:
            return _imported(await audiences.import_users(caller.org, execution, lines))

    @router.post("/freeze", summary="Close the audience of a draft")
    async def freeze(caller: Editor, execution: UUID) -> State:
        return State(state=await campaigns.freeze(caller.org, execution))

    @router.post("/start", summary="Start an execution, once")
    async def start(caller: Editor, execution: UUID, body: Start | None = None) -> Started:
        """Now or at a time to come; its audience is closed if it was not. Answers at once, however many
        people it has. Again is the same as once."""
        wanted = body or Start()
        done = await campaigns.start(caller.org, execution, at=wanted.at, version=wanted.version)
        return Started(state=done.state, already=done.already, told=done.told)

    @router.post("/pause", summary="Send nothing until resumed")
    async def pause(caller: Editor, execution: UUID) -> State:
        await campaigns.pause(caller.org, execution)
        return State(state="paused")

    @router.post("/resume", summary="Go on")
    async def resume(caller: Editor, execution: UUID) -> State:
        """What fell due meanwhile is done now."""
        await campaigns.resume(caller.org, execution)
        return State(state="running")

    @router.post("/cancel", summary="End an execution")
    async def cancel(caller: Editor, execution: UUID) -> Cancelled:
        """After the answer none of its messages begins."""
        return Cancelled(changed=await campaigns.cancel(caller.org, execution))

    return router


def _loaded(loaded: Loaded, unknown: list[str] | None = None) -> AudienceLoaded:
    return AudienceLoaded(
        added=loaded.added,
        repeated=loaded.repeated,
        inactive=loaded.inactive,
        unknown_user_ids=list(loaded.unknown),
        unknown_external_ids=unknown or [],
    )


def _imported(imported: Imported) -> AudienceImported:
    shown = [BadLine(line=one.line, reason=one.reason) for one in imported.bad]
    return AudienceImported(added=imported.added, bad_lines=imported.bad_lines, bad=shown)


def _progress(execution: UUID, found: ExecutionReport) -> Progress:
    progress, summary = found.progress, found.progress.summary
    return Progress(
        id=execution,
        campaign_id=summary.campaign_id,
        state=summary.state,
        since=summary.since,
        definition_id=summary.definition_id,
        version=summary.version,
        start_at=summary.start_at,
        started_at=summary.started_at,
        ended_at=summary.ended_at,
        next_wake=progress.next_wake,
        people=People(
            total=summary.people,
            open=summary.open,
            acted=summary.acted,
            missed=summary.missed,
            removed=summary.removed,
        ),
        positions=[Position.model_validate(one) for one in progress.positions],
        outcomes={step: dict(counts) for step, counts in progress.outcomes.items()},
        channels={channel: dict(counts) for channel, counts in progress.channels.items()},
        workflow=Workflow.model_validate(found.workflow),
    )
