"""Evidence of opt-outs, opt-ins and consents, signed."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.consents import KnownConsent
from homing.domain.errors import RefusedError
from homing.domain.evidence import Subject, compose, sign_with, signed_part
from homing.domain.phone import E164, masked, parse
from homing.store import consents, evidence, people
from homing.store.evidence import Known
from homing.store.evidence_key import EvidenceKey
from plugin.http.backend import Backend
from plugin.http.models import Model
from plugin.http.opt_outs import NumberOrUser
from plugin.http.security import Caller, Scope, needs


class EvidenceNumber(Model):
    """The number, by its last digits, and by a fingerprint that only the installation can compute."""

    last_digits: str
    fingerprint: str = Field(pattern="^[0-9a-f]{64}$")


class EvidenceStanding(Model):
    """Whether the number may be texted. ``source`` and ``since`` are of the fact since which it may not,
    where that is among the facts."""

    opted_out: bool
    source: str | None
    since: datetime | None


class EvidenceFact(Model):
    """A number was opted out or in again. ``words`` as they were written, or noted by hand, with the
    confirmation that was shown (``answer``), where it was this organization that was written to, or that
    recorded it; of others the word of the tables and the rule alone."""

    id: int
    kind: Literal["opted_out", "opted_in"]
    source: str
    rule: str | None
    word: str | None
    words: str | None
    said_at: datetime
    recorded_at: datetime
    recorded_by: str | None
    provider: str | None
    message_id: str | None
    sender: str | None
    answer: str | None


class EvidenceConsent(Model):
    """What a user of the organization said while the number was theirs: that they consent (``given``, or
    ``asked`` where their handset was asked too) or not (``withdrawn``), with the text that they were shown
    and the words that they answered."""

    id: int
    user_id: UUID
    message_class: str
    channel: str
    kind: Literal["given", "asked", "withdrawn"]
    source: Literal["import", "form", "api", "keyword", "self"]
    text_shown: str | None
    language: str | None
    words: str | None
    said_at: datetime
    recorded_at: datetime
    recorded_by: str | None
    form_id: UUID | None
    form_version: int | None


class Evidence(Model):
    """Everything that the organization may know of a number's opt-outs, opt-ins and consents, signed by
    Ed25519 over its canonical JSON: names sorted, no spaces, UTF-8, without `signature`."""

    version: Literal["homing-evidence/1"]
    installation: str
    organization_id: UUID
    made_at: datetime
    user_ids: list[UUID]
    number: EvidenceNumber
    standing: EvidenceStanding
    facts: list[EvidenceFact]
    consents: list[EvidenceConsent]
    public_key: str = Field(pattern="^[0-9a-f]{64}$")
    signature: str = Field(pattern="^[0-9a-f]{128}$")


class PublicKey(Model):
    """The key by which evidence of this installation is verified, in hexadecimal."""

    algorithm: Literal["Ed25519"] = "Ed25519"
    public_key: str


def evidence_routes(backend: Backend) -> APIRouter:
    """``/v1/evidence`` and ``/v1/evidence-key``."""
    router = APIRouter(prefix="/v1", tags=["Opt-outs"])
    sending, key = backend.sending, EvidenceKey(backend.settings.hmac_secret)
    Admin = Annotated[Caller, needs(Scope.ADMIN)]  # noqa: N806  # a type
    Anybody = Annotated[Caller, needs(*Scope)]  # noqa: N806  # likewise

    async def find(connection: AsyncConnection, org: UUID, body: NumberOrUser) -> E164:
        if body.user_id is not None:
            await people.check_user(connection, org, body.user_id)
            return await evidence.read_used_number(connection, org, sending.vault, body.user_id)
        return parse(body.number or "", await people.read_region(connection, org))

    @router.post(
        "/evidence",
        summary="Everything known of a number's opt-outs and consents, signed",
        response_model=Evidence,
    )
    async def made(caller: Admin, body: NumberOrUser) -> Response:
        """Of a user (the number by which they are reached), or of a number that is or was a user's or has
        written to the organization; 404 for any other. Each opt-out and opt-in with its words, times, source
        and answer, what stands now, and each consent with the text that was shown. `homing evidence verify`
        checks it, without a connection to anything."""
        if (body.number is None) is (body.user_id is None):
            raise RefusedError("number_or_user")

        async def work(connection: AsyncConnection) -> tuple[E164, list[UUID], Known, list[KnownConsent]]:
            number = await find(connection, caller.org, body)
            hmac = sending.vault.hash_identifier(number)
            users = await evidence.read_subject(connection, caller.org, hmac)
            known = await evidence.read_known(connection, caller.org, sending.vault, hmac)
            said = await consents.read_consents_of_number(connection, caller.org, sending.vault, hmac)
            return number, users, known, said

        number, users, known, said = await sending.database.repeat_app(caller.org, work)
        document = compose(
            str(backend.settings.public_url),
            caller.org,
            datetime.now(UTC),
            Subject(users, masked(number).removeprefix("…"), key.fingerprint(number)),
            known.standing,
            known.facts,
            said,
            key.public,
        )
        return Response(sign_with(document, key.sign(signed_part(document))), media_type="application/json")

    @router.get("/evidence-key", summary="The key that evidence is verified by")
    async def public_key(_: Anybody) -> PublicKey:
        return PublicKey(public_key=key.public)

    return router
