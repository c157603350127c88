"""Who may open a user's own page: links to it, and hosts whose sessions are taken for the user's."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, Self
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from fastapi import APIRouter, Response
from pydantic import AfterValidator, Field, model_validator

from homing.domain.errors import Fault
from homing.domain.web_address import Network, url_fault
from homing.store import sessions
from homing.store.sessions import IssuerKind, NewIssuer, Subject, new_session_token
from plugin.http.backend import Backend
from plugin.http.models import Line, Model
from plugin.http.problems import Problem
from plugin.http.security import Caller, Scope, needs
from plugin.profile.host_tokens import SHORTEST_SECRET, read_public_key
from plugin.profile.links import link_to_page

_MINUTES: Final = 15
_MADE: Final = "pgsec_"


def _ascii(secret: str) -> str:
    if not (secret.isascii() and secret.isprintable()):
        message = "is written in visible ASCII characters"
        raise ValueError(message)
    return secret


class LinkWanted(Model):
    """How long a link may be opened."""

    expires_in_seconds: Annotated[int, Field(ge=60, le=_MINUTES * 60)] = Field(default=300, examples=[300])


class PageLink(Model):
    """The address of a user's own page: it lets in whoever opens it first, and nobody after."""

    url: str
    expires_at: datetime


class IssuerIn(Model):
    """Whose tokens are taken: those of `issuer` (`iss`) for `audience` (`aud`). They are checked with one of:
    a shared `secret` (HS256; one is made where none is given), a `publicKey` as PEM (RS256, ES256 or EdDSA,
    as the key is), the keys at `keySetUrl` (the same three). `subject`: what `sub` is."""

    name: Line = Field(examples=["Production"])
    kind: IssuerKind
    issuer: Line = Field(examples=["https://login.example.com"])
    audience: Line = Field(examples=["homing"])
    subject: Subject = Subject.EXTERNAL_ID
    secret: (
        Annotated[str, Field(min_length=SHORTEST_SECRET, max_length=512), AfterValidator(_ascii)] | None
    ) = None
    public_key: Annotated[str, Field(min_length=1, max_length=4096)] | None = None
    key_set_url: Annotated[str, Field(min_length=1, max_length=2048)] | None = None

    @model_validator(mode="after")
    def _of_its_kind(self) -> Self:
        given = {
            IssuerKind.SECRET: self.secret,
            IssuerKind.PUBLIC_KEY: self.public_key,
            IssuerKind.KEY_SET: self.key_set_url,
        }
        wrong = any(value is not None for kind, value in given.items() if kind is not self.kind)
        if wrong or (self.kind is not IssuerKind.SECRET and given[self.kind] is None):
            message = "is checked with what its kind says: secret, publicKey or keySetUrl, and nothing else"
            raise ValueError(message)
        return self


class IssuerShown(Model):
    """An issuer, without a secret. ``publicKey`` and ``keySetUrl`` as they were given; ``enterUrl`` is where
    its tokens are brought."""

    id: UUID
    name: str
    kind: IssuerKind
    issuer: str
    audience: str
    subject: Subject
    public_key: str | None
    key_set_url: str | None
    enter_url: str
    created_at: datetime


class IssuerMade(Model):
    """``secret``: the one that was made, which is never shown again; null where none was."""

    id: UUID
    secret: str | None
    enter_url: str


def profile_access_routes(backend: Backend) -> APIRouter:
    """``/v1/users/{user}/profile-link`` and ``/v1/session-issuers``."""
    router = APIRouter()
    database, settings = backend.sending.database, backend.settings
    vault = backend.sending.vault
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type

    def enter_url(org: UUID) -> str:
        return settings.public(f"/profile/enter/{org}")

    @router.post(
        "/v1/users/{user}/profile-link",
        status_code=201,
        tags=["Users"],
        summary="Make a link to a user's own page",
    )
    async def link(caller: Admin, user: UUID, body: LinkWanted) -> PageLink:
        """For a host whose session the user already has: send the browser there at once. The link is a key to
        the page, so it belongs in no mail and in no log."""
        async with database.app(caller.org) as connection:
            deactivated_at = await sessions.check_user(connection, caller.org, user)
        good_for = timedelta(seconds=body.expires_in_seconds)
        url, until = link_to_page(
            settings, caller.org, user, datetime.now(UTC), good_for, deactivated_at=deactivated_at
        )
        return PageLink(url=url, expires_at=until)

    @router.post(
        "/v1/session-issuers", status_code=201, tags=["Organization"], summary="Take the tokens of a host"
    )
    async def add(caller: Admin, body: IssuerIn) -> IssuerMade:
        """While a key is rotated, two issuers of one name in `iss` stand side by side."""
        made = f"{_MADE}{new_session_token()}" if body.kind is IssuerKind.SECRET and not body.secret else None
        if body.public_key is not None:
            read_public_key(body.public_key)
        if body.key_set_url is not None:
            _check_url(body.key_set_url, settings.webhook_networks)
        checked_with = made or body.secret or body.public_key or body.key_set_url or ""
        new = NewIssuer(uuid4(), body.name, body.kind, body.issuer, body.audience, body.subject, checked_with)
        await database.repeat_app(caller.org, lambda c: sessions.add_issuer(c, caller.org, vault, new))
        return IssuerMade(id=new.id, secret=made, enter_url=enter_url(caller.org))

    @router.get("/v1/session-issuers", tags=["Organization"], summary="The hosts whose tokens are taken")
    async def listed(caller: Admin) -> list[IssuerShown]:
        """At most 20."""
        async with database.app(caller.org) as connection:
            found = await sessions.list_issuers(connection, caller.org, vault)
        return [
            IssuerShown(
                id=one.id,
                name=one.name,
                kind=one.kind,
                issuer=one.issuer,
                audience=one.audience,
                subject=one.subject,
                public_key=one.checked_with if one.kind is IssuerKind.PUBLIC_KEY else None,
                key_set_url=one.checked_with if one.kind is IssuerKind.KEY_SET else None,
                enter_url=enter_url(caller.org),
                created_at=one.created_at,
            )
            for one in found
        ]

    @router.delete(
        "/v1/session-issuers/{issuer}",
        status_code=204,
        response_class=Response,
        tags=["Organization"],
        summary="Take no more tokens of a host",
    )
    async def remove(caller: Admin, issuer: UUID) -> None:
        """From the answer on they open nothing; whoever is at their page stays for an hour at most."""
        await database.repeat_app(caller.org, lambda c: sessions.remove_issuer(c, caller.org, issuer))

    return router


def _check_url(url: str, allowed: Sequence[Network]) -> None:
    """A host's keys are read over TLS, except from where the installation allows private addresses."""
    fault = url_fault(url, allowed)
    if fault is None and urlsplit(url).scheme != "https" and url_fault(url) is None:
        fault = "an https URL: over http anybody between could put keys of their own"
    if fault is not None:
        errors = [Fault("$.keySetUrl", f"must be {fault}")]
        raise Problem(422, "invalid", "The request has faults", errors=errors)
