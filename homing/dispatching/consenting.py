"""Consents as users say them: recorded at once, or asked of their handset first; and withdrawn, which holds
before it is answered."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching import withdraw
from homing.dispatching.account import send_account_message
from homing.dispatching.context import Sending
from homing.domain.account_texts import AccountText
from homing.domain.consents import ANSWER_WITHIN, ConsentKind, ConsentSource, ConsentState, answer_in
from homing.domain.decide import IdentifierState
from homing.domain.errors import LedgerBehindError, RefusedError
from homing.domain.traits import IdentifierKind
from homing.store import account_messages, consent_questions, consents, numbers, people
from homing.store.account_messages import NewAccountMessage
from homing.store.consent_questions import Question, Standing
from homing.store.consents import NewConsent, seal_consent
from homing.store.inbound import LatestText

MOST_QUESTIONS: Final = 3
"""To one user in 24 hours."""
_ASKED_OF_HANDSETS: Final = frozenset({ConsentSource.FORM, ConsentSource.API, ConsentSource.SELF})
"""What is imported was given elsewhere, and a keyword comes from the handset itself."""


async def give(sending: Sending, org: UUID, new: NewConsent) -> ConsentState:
    """Record that a user consents: it is given at once, or, where the organization wants it confirmed and the
    channel is texts, pending until their handset has answered YES. Where that is awaited already nothing
    more is asked, nor where something was said after it: that stands.

    Raises NotFoundError for a stranger, RefusedError ``no_number_to_ask`` and ``asked_too_often``.
    """

    async def work(connection: AsyncConnection) -> tuple[ConsentState, UUID | None]:
        await people.lock_user(connection, org, new.user_id)
        standing = await consent_questions.read_standing(
            connection, org, new.user_id, new.message_class, new.channel
        )
        late = new.at is not None and standing.said_at is not None and new.at <= standing.said_at
        if late or not _is_asked(new, standing):
            await consents.write_consents(connection, org, [seal_consent(sending.vault, new)])
            return (standing.state if late and standing.state else ConsentState.GIVEN), None
        if standing.awaited:
            return ConsentState.PENDING, None
        return ConsentState.PENDING, await _ask(connection, sending, org, new, standing)

    state, message = await sending.database.repeat_app(org, work)
    if message is not None:
        with suppress(LedgerBehindError):  # then the housekeeping sends it
            await send_account_message(sending, org, message)
    return state


def _is_asked(new: NewConsent, standing: Standing) -> bool:
    """What was confirmed once is not asked again, unless it was withdrawn; what needs no consent never is."""
    if not new.message_class.needs_consent:
        return False
    by_text = new.identifier is IdentifierKind.PHONE and new.source in _ASKED_OF_HANDSETS
    return standing.double_opt_in and by_text and standing.state is not ConsentState.GIVEN


async def _ask(
    connection: AsyncConnection, sending: Sending, org: UUID, new: NewConsent, standing: Standing
) -> UUID:
    if standing.number is None or standing.number_state is not IdentifierState.VERIFIED:
        raise RefusedError("no_number_to_ask")
    if standing.asked >= MOST_QUESTIONS:
        raise RefusedError("asked_too_often")
    until, message = datetime.now(UTC) + ANSWER_WITHIN, uuid4()
    asked = replace(new, kind=ConsentKind.ASKED, at=None, message_id=message, until=until)
    await consents.write_consents(connection, org, [seal_consent(sending.vault, asked)])
    locale = standing.locale or new.language
    question = NewAccountMessage(message, new.user_id, standing.number, AccountText.CONSENT, locale, until)
    await account_messages.request(connection, org, [question])
    return message


async def take_back(sending: Sending, org: UUID, new: NewConsent) -> None:
    """Record that a user withdraws: once this returns no message begins that needs the consent. Raises
    NotFoundError for a stranger."""
    sealed = seal_consent(sending.vault, new)
    users = await sending.database.repeat_app(org, lambda c: consents.write_consents(c, org, [sealed]))
    await withdraw.wait_for_users(sending, org, users)


async def take_answer(sending: Sending, hmac: bytes, body: str, latest: LatestText | None) -> bool:
    """Take a YES or a NO from a number to the question that the ``latest`` text to it asks. Whether it was
    one: else it answers something else, or nothing."""
    agreed = answer_in(body)
    if agreed is None or latest is None:
        return False
    question = await sending.database.repeat_system(partial(_find, sending, hmac, latest))
    if question is None:
        return False

    async def work(connection: AsyncConnection) -> bool:
        # Users before numbers, as everywhere; under both it is asked again.
        await people.lock_user(connection, question.org_id, question.user_id)
        await numbers.hold_all(connection, [hmac])
        current = await _find(sending, hmac, latest, connection)
        if current is None:
            return False
        answer = seal_consent(sending.vault, _answered(current, body, agreed=agreed))
        await consents.write_consents(connection, current.org_id, [answer])
        return True

    return await sending.database.repeat_system(work)


async def _find(
    sending: Sending, hmac: bytes, latest: LatestText, connection: AsyncConnection
) -> Question | None:
    return await consent_questions.find_question(connection, sending.vault, latest.execution_id, hmac)


def _answered(question: Question, body: str, *, agreed: bool) -> NewConsent:
    return NewConsent(
        user_id=question.user_id,
        message_class=question.message_class,
        channel=question.channel,
        kind=ConsentKind.GIVEN if agreed else ConsentKind.WITHDRAWN,
        source=ConsentSource.KEYWORD,
        shown=question.shown,
        words=body,
        language=question.language,
        form_id=question.form_id,
        form_version=question.form_version,
    )
