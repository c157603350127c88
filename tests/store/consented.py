"""Somebody who was asked whether they consent, and the form on which they did."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.consents import ConsentKind, ConsentSource
from homing.domain.strategy import MessageClass
from homing.store import consent_forms, consents
from homing.store.consent_forms import NewForm
from homing.store.consents import NewConsent, SealedConsent, seal_consent
from homing.store.vault import Vault
from tests.world import Company

_TEXTS: Final = {"en": "I agree.", "es": "Acepto."}


def form_of(org: UUID) -> UUID:
    return uuid5(org, "form")


def question_of(org: UUID) -> UUID:
    """The text that asks."""
    return uuid5(org, "question")


def new_form(org: UUID) -> NewForm:
    return NewForm(form_of(org), "x", MessageClass.MARKETING, "sms", (), {**_TEXTS, "de": "Ja."})


def asked(vault: Vault, org: UUID, user: UUID) -> SealedConsent:
    return seal_consent(
        vault,
        NewConsent(
            user_id=user,
            message_class=MessageClass.MARKETING,
            channel="sms",
            kind=ConsentKind.ASKED,
            source=ConsentSource.FORM,
            shown="I agree.",
            form_id=form_of(org),
            form_version=1,
            message_id=question_of(org),
            until=datetime.now(UTC) + timedelta(hours=1),
        ),
    )


async def consent(connection: AsyncConnection, company: Company, user: UUID) -> None:
    await consent_forms.create_form(connection, company.id, new_form(company.id))
    await consents.write_consents(connection, company.id, [asked(company.sending.vault, company.id, user)])
