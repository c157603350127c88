"""Adding and confirming a number of one's own, and what an organization allows of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import RefusedError
from homing.domain.people import check_characters
from homing.domain.verification import LARGEST_DAILY, VerificationState, allowed_countries
from homing.store import code_limits, people
from homing.store.code_limits import Policy
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.organization import Country
from plugin.http.problems import refusal
from plugin.http.rates import address_of
from plugin.http.security import Caller, Scope, needs
from plugin.verification import Refused, Verifications


def _storable(typed: str) -> str:
    try:
        return check_characters(typed)
    except RefusedError:
        message = "holds control characters"
        raise ValueError(message) from None


Typed = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_storable)]
Own = Annotated[Caller, needs(Scope.SELF)]
Admin = Annotated[Caller, needs(Scope.ADMIN)]


class PendingNumber(Model):
    """A number that waits to be confirmed: `shown` are its last two digits.

    `state` is that of the latest request: `open`, `expired`, `locked` after five wrong codes, `cancelled`,
    or null where no code was asked for. `againAt`: before then no other code is sent. `startTo`: who once
    texted STOP texts START to this number before a code can come; it is told always, since whether a number
    has opted out is told to nobody who only typed it.
    """

    state: VerificationState | None
    shown: str
    source: str
    country: str | None
    expires_at: datetime | None
    again_at: datetime | None
    tries_left: int
    codes_left: int
    start_to: str | None


class OwnNumberIn(Model):
    """A number as people write it; `region` is where a national one is read, if not in the user's country."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": "612 34 56 78", "region": "ES"}]})

    number: Typed
    region: Country | None = None


class CodeIn(Model):
    """A code as it was typed: spaces, dashes and any script's digits are fine."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "123 456"}]})

    code: Typed


class CodesChange(Model):
    """Where codes that confirm numbers may be sent (`null`: the organization's region, and the countries of
    its senders), and how many a day: a quarter of them in one hour, and half of them to one country, at
    most."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"countries": ["ES", "PT"], "daily": 1000}]})

    countries: Annotated[list[Country], Field(max_length=300)] | None
    daily: int = Field(ge=1, le=LARGEST_DAILY)


class CodesShown(Model):
    """What was chosen, and in which countries that `allowed` results."""

    countries: list[str] | None
    daily: int
    allowed: list[str]


def verification_routes(backend: Backend) -> APIRouter:
    """``/v1/me/phone``, and what admins see and set."""
    router = APIRouter(prefix="/v1")
    _confirming(router, backend)
    _administering(router, backend)
    return router


def verifications_of(backend: Backend) -> Verifications:
    """The use case, with the client of Temporal that the process has."""
    return Verifications(backend.sending, backend.campaigns.teller.client, backend.settings.task_queue)


def _confirming(router: APIRouter, backend: Backend) -> None:
    use_case = verifications_of(backend)

    @router.post("/me/phone", status_code=202, summary="Add or change my number", tags=["Me"])
    async def add(caller: Own, body: OwnNumberIn, request: Request) -> PendingNumber:
        """Send a code to a number, as far as texts may be sent to it. It counts once it is confirmed, and a
        number that it is to replace is texted until then. The answer is the same whether or not the number is
        known, is another's, or has opted out. 409 `number_from_organization` where the organization gave
        another one, which comes before; 409 `already_confirmed`; 422 `country_not_allowed`; 429 with
        `Retry-After` where too many codes were asked for."""
        started = await use_case.start(
            caller.org, user_of(caller), body.number, region=body.region, address=address_of(request)
        )
        return PendingNumber.model_validate(started.pending)

    @router.post("/me/phone/code", status_code=202, summary="Send another code", tags=["Me"])
    async def resend(caller: Own, request: Request) -> PendingNumber:
        """To the number that waits for one; the code before it is void. One may be asked for after 30
        seconds, then after 1, 2 and 5 minutes."""
        started = await use_case.resend(caller.org, user_of(caller), address=address_of(request))
        return PendingNumber.model_validate(started.pending)

    @router.post(
        "/me/phone/confirm",
        status_code=204,
        response_class=Response,
        summary="Confirm my number",
        tags=["Me"],
    )
    async def confirm(caller: Own, body: CodeIn) -> None:
        """By the code that was texted to it, within ten minutes. Five wrong codes lock the request for
        fifteen minutes: 422 `wrong_code`, then `code_locked`. 422 `code_expired` where its time is over or it
        was used, `nothing_to_confirm` where none was asked for, and `not_a_code` for what has not six digits,
        which counts as no try."""
        answer = await use_case.confirm(caller.org, user_of(caller), body.code)
        if isinstance(answer, Refused):
            left = f"Tries left: {answer.tries_left}." if answer.tries_left else None
            raise refusal(answer.reason.value, left)

    @router.delete(
        "/me/phone/code", status_code=204, response_class=Response, summary="Give up confirming", tags=["Me"]
    )
    async def cancel(caller: Own) -> None:
        """The code is void. A number that was to be replaced stays as it is."""
        await use_case.cancel(caller.org, user_of(caller))

    @router.delete(
        "/me/phone", status_code=204, response_class=Response, summary="Remove my number", tags=["Me"]
    )
    async def remove(caller: Own) -> None:
        """The one that I added, confirmed or not: once it is answered no text to it begins. What the
        organization gave stays."""
        await use_case.remove(caller.org, user_of(caller))


def user_of(caller: Caller) -> UUID:
    """Whose key it is, of one with the scope ``self``."""
    assert caller.user is not None  # noqa: S101  # such a key is a user's
    return caller.user


def _administering(router: APIRouter, backend: Backend) -> None:
    database, use_case = backend.sending.database, verifications_of(backend)

    @router.get("/users/{user}/verification", summary="The number that a user is confirming", tags=["Users"])
    async def see(caller: Admin, user: UUID) -> PendingNumber | None:
        """`null` where none waits. Nobody but its user can confirm it."""
        async with database.app(caller.org) as connection:
            await people.check_user(connection, caller.org, user)
        pending = await use_case.pending(caller.org, user)
        return None if pending is None else PendingNumber.model_validate(pending)

    @router.get("/settings/codes", summary="Where codes may be sent, and how many", tags=["Organization"])
    async def policy(caller: Admin) -> CodesShown:
        async with database.app(caller.org) as connection:
            return _shown(await code_limits.read_policy(connection, caller.org, ""))

    @router.put("/settings/codes", summary="Open and close countries to codes", tags=["Organization"])
    async def change(caller: Admin, body: CodesChange) -> CodesShown:
        """From the next code on that is asked for."""

        async def work(connection: AsyncConnection) -> Policy:
            await code_limits.set_policy(connection, caller.org, body.countries, body.daily)
            return await code_limits.read_policy(connection, caller.org, "")

        return _shown(await database.repeat_app(caller.org, work))


def _shown(policy: Policy) -> CodesShown:
    allowed = allowed_countries(policy.chosen, policy.region, policy.senders)
    return CodesShown(countries=policy.chosen, daily=policy.daily, allowed=sorted(allowed))
