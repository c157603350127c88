"""What a user does on their own page: each form, and what is answered to it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Final

from fastapi import Request

from homing.dispatching import consenting, withdraw
from homing.domain.consents import ConsentKind, ConsentSource, ConsentState, switch_of
from homing.domain.errors import NumberRefused, RefusedError
from homing.domain.languages import LANGUAGES
from homing.domain.people import IdentifierSource
from homing.domain.strategy import MessageClass
from homing.store import inbox, own_page, preferences, sessions
from homing.store.consents import NewConsent
from plugin.http.backend import Backend
from plugin.http.profile_door import Visitor
from plugin.http.rates import address_of
from plugin.http.verification import verifications_of
from plugin.profile.facts import CHANNEL
from plugin.profile.page import Told, consent_text, told
from plugin.verification import Confirmed

_LONGEST_NUMBER: Final = 40
_CLASSES: Final = (MessageClass.TRANSACTIONAL, MessageClass.MARKETING)
_NOT_NOW: Final = "not_now"


class FormFault(RefusedError):
    """What is wrong with a form; its code is one of the page's own faults."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent: by whom, from where, in which language of the page, and with what in it."""

    request: Request
    visitor: Visitor
    language: str
    fields: Mapping[str, str] = field(repr=False)


class Acts:
    """Each form by its name. What is refused is answered with a code that the page has words for."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._sending = backend.sending
        self._database = backend.sending.database
        self._verifications = verifications_of(backend)
        self._forms: Mapping[str, Callable[[Filled], Awaitable[str]]] = {
            "number": self._number,
            "resend": self._resend,
            "confirm": self._confirm,
            "cancel": self._cancel,
            "remove": self._remove,
            "switches": self._switches,
            "quiet": self._quiet,
            "consent": self._consent,
            "withdraw": self._withdraw,
            "language": self._language,
        }

    def __contains__(self, name: object) -> bool:
        return name in self._forms

    async def act(self, name: str, filled: Filled) -> Told:
        """Do what a form asks for."""
        try:
            return Told(said=await self._forms[name](filled))
        except RefusedError as error:
            unworded = "invalid" if isinstance(error, NumberRefused) else _NOT_NOW
            return Told(fault=told(None, error.reason).fault or unworded)

    async def _number(self, filled: Filled) -> str:
        raw = filled.fields.get("number", "").strip()
        if not raw or len(raw) > _LONGEST_NUMBER:
            raise FormFault("not_a_number" if raw else "number_missing")
        visitor = filled.visitor
        await self._verifications.start(
            visitor.org,
            visitor.user,
            raw,
            region=_region(filled.fields.get("country", "")),
            address=address_of(filled.request),
            locale=filled.language,
        )
        return "code_sent"

    async def _resend(self, filled: Filled) -> str:
        visitor = filled.visitor
        await self._verifications.resend(
            visitor.org, visitor.user, address=address_of(filled.request), locale=filled.language
        )
        return "code_sent"

    async def _confirm(self, filled: Filled) -> str:
        code = filled.fields.get("code", "")[:_LONGEST_NUMBER]
        outcome = await self._verifications.confirm(filled.visitor.org, filled.visitor.user, code)
        if not isinstance(outcome, Confirmed):
            raise FormFault(outcome.reason.value)
        return "confirmed"

    async def _cancel(self, filled: Filled) -> str:
        """One that has never counted goes; one that counts stays."""
        visitor = filled.visitor
        async with self._database.app(visitor.org) as connection:
            numbers = await own_page.read_own_numbers(
                connection, visitor.org, self._sending.vault, visitor.user
            )
        if any(one.source == IdentifierSource.SELF and one.state == "unverified" for one in numbers):
            await self._verifications.remove(visitor.org, visitor.user)
        else:
            await self._verifications.cancel(visitor.org, visitor.user)
        return "cancelled"

    async def _remove(self, filled: Filled) -> str:
        await self._verifications.remove(filled.visitor.org, filled.visitor.user)
        return "removed"

    async def _switches(self, filled: Filled) -> str:
        """What is wanted no more holds before this is answered."""
        visitor, database = filled.visitor, self._database
        for one in _CLASSES:
            on, switch = one.name.lower() in filled.fields, switch_of(CHANNEL, one)
            await database.repeat_app(
                visitor.org,
                lambda c, switch=switch, on=on: preferences.switch_class(  # type: ignore[misc]
                    c, visitor.org, visitor.user, switch, on=on
                ),
            )
        if CHANNEL in filled.fields:
            await database.repeat_app(
                visitor.org, lambda c: inbox.switch_on(c, visitor.org, visitor.user, CHANNEL)
            )
            await withdraw.wait_for_user(self._sending, visitor.org, visitor.user)
        else:
            await withdraw.switch_off(self._sending, visitor.org, visitor.user, CHANNEL)
        return "saved"

    async def _quiet(self, filled: Filled) -> str:
        start, end = (_clock(filled.fields.get(name, "").strip()) for name in ("from", "until"))
        if (start is None) != (end is None):
            raise FormFault("quiet_hours_incomplete")
        span = None if start is None or end is None else (start, end)
        visitor = filled.visitor
        await self._database.repeat_app(
            visitor.org, lambda c: preferences.set_quiet_hours(c, visitor.org, visitor.user, span)
        )
        await withdraw.wait_for_user(self._sending, visitor.org, visitor.user)
        return "saved"

    async def _consent(self, filled: Filled) -> str:
        """The text that is kept is the one that was shown, whatever the page is read in by now."""
        shown_in = filled.fields.get("shown_in", "")
        if shown_in not in LANGUAGES:
            raise FormFault("form_old")
        visitor = filled.visitor
        async with self._database.app(visitor.org) as connection:
            own = await own_page.read_own_settings(connection, visitor.org, self._sending.vault, visitor.user)
        shown = consent_text(shown_in, own.product_name)
        new = _said(visitor, ConsentKind.GIVEN, shown, shown_in)
        state = await consenting.give(self._sending, visitor.org, new)
        return "consent_given" if state is ConsentState.GIVEN else "consent_asked"

    async def _withdraw(self, filled: Filled) -> str:
        new = _said(filled.visitor, ConsentKind.WITHDRAWN, None, filled.language)
        await consenting.take_back(self._sending, filled.visitor.org, new)
        return "consent_withdrawn"

    async def _language(self, filled: Filled) -> str:
        visitor, language = filled.visitor, filled.fields.get("language", "")
        if language not in LANGUAGES:
            raise FormFault("form_old")
        await self._database.repeat_app(
            visitor.org,
            lambda c: sessions.set_language(c, visitor.org, visitor.session.id, language),
        )
        return "saved"


def _said(visitor: Visitor, kind: ConsentKind, shown: str | None, language: str) -> NewConsent:
    return NewConsent(
        user_id=visitor.user,
        message_class=MessageClass.MARKETING,
        channel=CHANNEL,
        kind=kind,
        source=ConsentSource.SELF,
        shown=shown,
        language=language,
    )


def _region(code: str) -> str | None:
    return code if len(code) == 2 and code.isascii() and code.isupper() else None  # noqa: PLR2004  # ISO 3166


def _clock(written: str) -> time | None:
    """A time of day as browsers send it; None for none. Raises RefusedError ``quiet_hours_wrong``."""
    if not written:
        return None
    try:
        moment = time.fromisoformat(written)
    except ValueError:
        raise FormFault("quiet_hours_wrong") from None
    if moment.tzinfo is not None:
        raise FormFault("quiet_hours_wrong")
    return moment.replace(second=0, microsecond=0)
