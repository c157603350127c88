"""An organization's own: its wording, channels and caps, secrets."""

from collections.abc import Sequence
from datetime import time
from itertools import islice
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter
from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import BY_NAME
from homing.dispatching import switching
from homing.dispatching.links import link_secret
from homing.domain.answers import Names, overlong
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.languages import LANGUAGES, language_of
from homing.domain.people import check_country
from homing.providers.webhook_signing import WebhookSigner
from homing.store import administration, caps, height, keyword_replies, organizations
from homing.store.administration import ChannelRow, OrganizationRow
from homing.store.keyword_replies import KeywordReply
from plugin.http.backend import Backend
from plugin.http.models import Line, Micros, Model
from plugin.http.overlong import answer_too_long, overlong_at
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs
from plugin.http.telling import EventsMail, EventsUrl, check_events_url


def _local(moment: time) -> time:
    if moment.tzinfo is not None:
        message = "is a local time: without a zone"
        raise ValueError(message)
    return moment


def _there(country: str) -> str:
    try:
        return check_country(country)
    except RefusedError:
        message = "is no country of ISO 3166"
        raise ValueError(message) from None


LocalTime = Annotated[time, AfterValidator(_local)]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$", examples=["ES"]), AfterValidator(_there)]
Host = Annotated[
    str,
    Field(
        max_length=253,
        pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63})+$",
        examples=["links.example.com"],
    ),
]


class OrganizationShown(Model):
    """An organization. ``locale``, ``region`` and ``timeZone`` stand in where a person has none; days of the
    cap are those of ``timeZone``."""

    id: UUID
    name: str
    product_name: str
    link_domain: str
    show_title: bool
    locale: str
    languages: list[str]
    region: str | None
    time_zone: str
    currency: str
    support_contact: str | None
    quiet_from: time | None
    quiet_until: time | None
    default_sender_id: UUID | None
    answers_daily_micros: int
    events_url: str | None
    events_mail: list[str]
    directory_vouches: bool
    double_opt_in: bool
    suspended: bool


class OrganizationChange(Model):
    """What is named changes. ``languages``: those that messages are written in; none listed: all that there
    are."""

    name: Line = Field(default="", examples=["Example"])
    product_name: Line = Field(default="", examples=["Pidgr"])
    link_domain: Host = Field(default="", description="Where links in messages lead: a domain of your own")
    show_title: bool = True
    locale: Line = "en"
    languages: Annotated[list[Line], Field(max_length=50)] = Field(default_factory=list)
    region: Country | None = None
    time_zone: Line = Field(default="UTC", examples=["Europe/Madrid"])
    support_contact: Line | None = Field(default=None, examples=["help@example.com"])
    quiet_from: LocalTime | None = Field(default=None, examples=["21:00"])
    quiet_until: LocalTime | None = Field(default=None, examples=["08:00"])
    default_sender_id: UUID | None = None
    answers_daily_micros: Micros = Field(
        default=0,
        description="What answers to replies may cost a day, apart from the caps. Beyond it help and the like"
        " is not answered; what opts out or in is confirmed all the same",
        examples=[2_000_000],
    )
    events_url: EventsUrl | None = Field(
        default=None,
        description="Where opt-outs and opt-ins are posted to from now on, as docs/webhooks.md says",
    )
    events_mail: EventsMail = Field(
        default_factory=list,
        description="Whom opt-outs and opt-ins are mailed to, in digests without numbers",
    )
    directory_vouches: bool = Field(
        default=False,
        description="Whether a number that is or was another user's counts at once for whoever the directory"
        " says it is; else they confirm it first",
    )
    double_opt_in: bool = Field(
        default=False,
        description="Whether a consent to texts counts only once the user's handset has answered YES",
    )


class ChannelShown(Model):
    """A channel; ``disabledReason`` where it went off by itself. ``account_sms``, of texts about a number
    itself, is on where ``sms`` is, and has a cap of its own."""

    channel: str
    enabled: bool
    disabled_reason: str | None
    daily_cap_micros: int


class ChannelChange(Model):
    """Switch a channel on or off, and set what it may cost a day. What is named changes."""

    enabled: bool | None = Field(default=None, examples=[True])
    daily_cap_micros: Micros | None = Field(default=None, examples=[50_000_000])


class Secrets(Model):
    """What receivers check signatures with: ``webhook`` of webhooks, ``link`` of the tokens in links (JWT,
    HS256)."""

    webhook: str
    link: str


_IN_ANSWERS: Final = ("product_name", "support_contact", "languages", "locale")
"""What answers to replies are made of."""
_MOST_FAULTS: Final = 10


def _check_answers(path: str, row: OrganizationRow, own: Sequence[KeywordReply]) -> None:
    """Raises Problem, at a path, where an answer would be too long now."""
    languages = {language_of(row.locale), *(row.languages or LANGUAGES)}
    texts = {(one.keyword, one.language): one.body for one in own}
    found = overlong(sorted(languages), Names(row.product_name, row.support_contact), texts)
    faults = [
        overlong_at(path, costs, f"the answer to {keyword} in {language} then ")
        for keyword, language, costs in islice(found, _MOST_FAULTS)
    ]
    if faults:
        raise answer_too_long(faults)


def _channels(rows: Sequence[ChannelRow]) -> list[ChannelShown]:
    """As they are to be shown: each with the switch that it goes by."""
    unset = ChannelRow("", enabled=False, disabled_reason=None, daily_cap_micros=0)
    by_name = {row.channel: row for row in rows}
    return [
        ChannelShown(
            channel=row.channel,
            enabled=switch.enabled,
            disabled_reason=switch.disabled_reason,
            daily_cap_micros=row.daily_cap_micros,
        )
        for row in rows
        for switch in (by_name.get(BY_NAME[row.channel].traits.market, unset),)
    ]


def organization_routes(backend: Backend) -> APIRouter:
    """``/v1/settings``, ``/v1/channels`` and ``/v1/secrets``."""
    router = APIRouter(prefix="/v1", tags=["Organization"])
    database = backend.sending.database
    signer = WebhookSigner(backend.settings.webhook_keys)
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    @router.get("/settings", summary="The organization's settings")
    async def settings(caller: Admin) -> OrganizationShown:
        async with database.app(caller.org) as connection:
            return OrganizationShown.model_validate(
                await administration.read_organization(connection, caller.org, backend.sending.vault)
            )

    @router.patch("/settings", summary="Change settings")
    async def change(caller: Admin, body: OrganizationChange) -> OrganizationShown:
        """What is named in the body changes; `null` clears what may be empty. Names with which an answer to
        a reply would take more than 2 segments are refused, and so is a product's name without a letter or a
        digit."""
        if body.events_url is not None:
            check_events_url(body.events_url, backend.settings.webhook_networks)
        changes = body.model_dump(exclude_unset=True)

        async def work(connection: AsyncConnection) -> OrganizationRow:
            row = await administration.change_organization(
                connection, caller.org, backend.sending.vault, changes
            )
            if named := [name for name in _IN_ANSWERS if name in changes]:
                own = await keyword_replies.read_replies(connection, caller.org)
                _check_answers(f"$.{to_camel(named[0])}", row, own)
            return row

        return OrganizationShown.model_validate(await database.repeat_app(caller.org, work))

    @router.get("/channels", summary="The channels")
    async def channels(caller: Admin) -> list[ChannelShown]:
        async with database.app(caller.org) as connection:
            rows = await administration.read_channels(connection, caller.org)
        return _channels(rows)

    @router.put("/channels/{channel}", summary="Switch a channel, and set its daily cap")
    async def switch(caller: Admin, channel: Line, body: ChannelChange) -> ChannelShown:
        """Off: once it is answered nothing more is sent on it, and what waited is skipped `channel_disabled`;
        those steps go on, or fall through, at once. What is left out stays as it is. A channel that is off
        since the database was put back (`ledger_behind`) can't be switched on here, but by the operator's
        `homing reconcile`: 409."""
        known = BY_NAME.get(channel)
        if known is None or known.traits.mandatory:
            raise NotFoundError("channel")
        if body.enabled is not None and known.traits.part_of is not None:
            raise Problem(422, "no_switch", f"The channel is on where {known.traits.part_of} is")
        if body.daily_cap_micros is not None and not known.traits.metered:
            raise Problem(422, "not_metered", "The channel costs nothing, so it has no cap")

        async def work(connection: AsyncConnection) -> ChannelShown:
            if body.enabled and known.traits.metered:
                await height.check_settled(connection, caller.org, channel)
            if body.enabled is not None:
                await organizations.set_channel(connection, caller.org, channel, enabled=body.enabled)
            if body.daily_cap_micros is not None:
                await caps.set_daily_cap(connection, caller.org, channel, body.daily_cap_micros)
            shown = _channels(await administration.read_channels(connection, caller.org))
            unset = ChannelShown(channel=channel, enabled=False, disabled_reason=None, daily_cap_micros=0)
            return next((one for one in shown if one.channel == channel), unset)

        changed = await database.repeat_app(caller.org, work)
        if body.enabled is False:
            await switching.empty(backend.sending, caller.org, channel)
        return changed

    @router.get("/secrets", summary="What receivers check signatures with")
    async def secrets(caller: Admin) -> Secrets:
        """The organization's own. Give them to whoever receives webhooks, or is linked to, and to nobody
        else."""
        return Secrets(
            webhook=signer.signing_secret(caller.org), link=link_secret(backend.settings, caller.org)
        )

    return router
