"""Campaigns: made, listed, and started by events."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field, HttpUrl
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import Fault
from homing.store import audiences, listings
from homing.store.campaigns import CampaignKind
from homing.store.triggers import Answer
from plugin.http.backend import Backend
from plugin.http.idempotency import OnceOnly
from plugin.http.models import ExternalIds, Ids, Line, Model
from plugin.http.paging import CursorText, Limit, Page, age_cursor, page_of
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs

_LONGEST_URL = 2048


def _short(url: HttpUrl) -> HttpUrl:
    if len(str(url)) > _LONGEST_URL or url.username or url.password:
        message = "is longer than 2048 characters, or has a user name"
        raise ValueError(message)
    return url


TargetUrl = Annotated[HttpUrl, AfterValidator(_short)]


class NewCampaign(Model):
    """A campaign to be."""

    title: Line = Field(examples=["Q3 Security Policy"])
    definition_id: UUID
    target_url: TargetUrl | None = Field(
        default=None,
        description="Where links in its messages lead; without one they lead to a page with a button to act",
        examples=["https://example.com/policies/q3"],
    )
    kind: CampaignKind = Field(
        default=CampaignKind.ONCE,
        description="`once`: for an audience that is loaded in advance. `event`: each event starts it for"
        " those whom it concerns.",
    )
    time_scale: Annotated[float, Field(ge=1, le=1_000_000)] = Field(
        default=1.0,
        description="So many of its seconds pass in a real one, for trying things out: anything but 1 only"
        " where the installation allows it, and never for `event`",
    )


class CampaignMade(Model):
    """A new campaign, and the draft of its execution; one that events start has none yet."""

    id: UUID
    execution_id: UUID | None


class CampaignShown(Model):
    """A campaign, and its execution where it has but one."""

    id: UUID
    title: str
    target_url: str | None
    kind: CampaignKind
    definition_id: UUID | None
    execution_id: UUID | None
    created_at: datetime


class ExecutionShown(Model):
    """An execution among its campaign's."""

    id: UUID
    state: str
    definition_version: int | None
    start_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    created_at: datetime


class CampaignEvent(Model):
    """Something that happened to people, by a name that is its own: `signup:8123`. The same name starts the
    campaign once for each of them."""

    event: Line = Field(examples=["contract-signed:2026-11-21"])
    user_ids: Ids = Field(default_factory=list)
    external_ids: ExternalIds = Field(default_factory=list)


class EventAnswer(Model):
    """What an event did for one user: ``started``, ``already_started``, ``inactive`` or ``unknown``."""

    user_id: UUID | None = None
    external_id: str | None = None
    answer: Answer
    execution_id: UUID | None = None


class EventAnswers(Model):
    """An answer for each user, in the order in which they were named."""

    answers: list[EventAnswer]


def campaign_routes(backend: Backend) -> APIRouter:
    """``/v1/campaigns``."""
    router = APIRouter(prefix="/v1/campaigns", tags=["Campaigns"])
    database = backend.sending.database
    Editor = Annotated[Caller, needs(Scope.EDITOR)]  # noqa: N806  # a type

    @router.post("", status_code=201, response_model=CampaignMade, summary="Make a campaign")
    async def create(caller: Editor, body: NewCampaign, once: OnceOnly) -> Response:
        """It is a draft: add its audience, then start it."""
        _check_scale(body, allowed=backend.settings.time_scales)

        async def work(campaign: UUID) -> CampaignMade:
            made = await backend.campaigns.create(
                caller.org,
                body.title,
                body.definition_id,
                target_url=None if body.target_url is None else str(body.target_url),
                kind=body.kind,
                time_scale=body.time_scale,
                campaign=campaign,
            )
            return CampaignMade(id=made.campaign, execution_id=made.execution)

        return await once(caller, body, work)

    @router.get("", summary="The campaigns, the latest first")
    async def listed(caller: Editor, limit: Limit = 50, cursor: CursorText = None) -> Page[CampaignShown]:
        before = age_cursor(cursor)
        async with database.app(caller.org) as connection:
            rows = await listings.list_campaigns(connection, caller.org, before, limit + 1)
        return page_of(CampaignShown, rows, limit, lambda row: (row.created_at, row.id))

    @router.get("/{campaign}", summary="A campaign")
    async def shown(caller: Editor, campaign: UUID) -> CampaignShown:
        async with database.app(caller.org) as connection:
            return CampaignShown.model_validate(
                await listings.read_campaign(connection, caller.org, campaign)
            )

    @router.get("/{campaign}/executions", summary="A campaign's executions, the latest first")
    async def executions(
        caller: Editor, campaign: UUID, limit: Limit = 50, cursor: CursorText = None
    ) -> Page[ExecutionShown]:
        before = age_cursor(cursor)
        async with database.app(caller.org) as connection:
            await listings.read_campaign(connection, caller.org, campaign)
            rows = await listings.list_executions(connection, caller.org, campaign, before, limit + 1)
        return page_of(ExecutionShown, rows, limit, lambda row: (row.created_at, row.id))

    @router.post("/{campaign}/events", summary="Start a campaign by an event, for one user or many")
    async def happened(caller: Editor, campaign: UUID, body: CampaignEvent) -> EventAnswers:
        """Users for whom it is new share an execution. May be repeated: the same event starts it once."""
        known = await _known(backend, caller.org, body.external_ids)
        users = [*body.user_ids, *known.values()]
        answers = await backend.campaigns.trigger(caller.org, campaign, body.event, users)
        by_user = {one.user_id: one for one in answers}
        named = [
            EventAnswer(user_id=user, answer=by_user[user].answer, execution_id=by_user[user].execution_id)
            for user in dict.fromkeys(body.user_ids)
        ]
        for external in dict.fromkeys(body.external_ids):
            one = by_user.get(known[external]) if external in known else None
            named.append(
                EventAnswer(
                    external_id=external,
                    user_id=None if one is None else one.user_id,
                    answer=Answer.UNKNOWN if one is None else one.answer,
                    execution_id=None if one is None else one.execution_id,
                )
            )
        return EventAnswers(answers=named)

    return router


def _check_scale(body: NewCampaign, *, allowed: bool) -> None:
    """Raises Problem for a time of its own that a campaign can't have."""
    if body.time_scale == 1 or (allowed and body.kind is CampaignKind.ONCE):
        return
    why = "must be 1 where events start the campaign" if allowed else "must be 1 in this installation"
    raise Problem(
        422, "time_scale_refused", "The campaign runs in real time", errors=[Fault("$.timeScale", why)]
    )


async def _known(backend: Backend, org: UUID, externals: list[str]) -> dict[str, UUID]:
    async def work(connection: AsyncConnection) -> dict[str, UUID]:
        return await audiences.find_external(connection, org, backend.sending.vault, externals)

    return await backend.sending.database.repeat_app(org, work)
