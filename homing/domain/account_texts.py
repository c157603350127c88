"""Texts about a number itself: a code, the notice of a change, a question for consent.

They keep to the characters of GSM 03.38 for the reason that ``homing.domain.languages`` gives, and each is of
one segment with a product name and a contact that are short. None has a link: nothing in a text that somebody
may have been made to ask for should be tapped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from homing.domain.decide import FORMER, USABLE, IdentifierState
from homing.domain.languages import language_of
from homing.domain.strategy import MessageClass
from homing.domain.text import one_line, with_opt_out

ACCOUNT_CHANNEL: Final = "account_sms"
"""What these are sent on: texts, from an allowance of their own."""
CODE_LASTS: Final = timedelta(minutes=10)
"""What the text of a code says of how long it counts."""
CODE_PLACEHOLDER: Final = "0" * 6
"""As long as a real code, for counting segments before there is one."""


class AccountText(StrEnum):
    """What a text about a number says."""

    CODE = "code"
    """The code that confirms it."""
    NUMBER_REMOVED = "number_removed"
    """To the old number: it is used no more."""
    NUMBER_ADDED = "number_added"
    """To the new number: it is used from now on."""
    CONSENT = "consent"
    """Whether marketing may be sent, of which a YES is the proof (double opt-in)."""

    @property
    def message_class(self) -> MessageClass:
        return MessageClass.OTP if self is AccountText.CODE else MessageClass.TRANSACTIONAL

    @property
    def awaited(self) -> bool:
        """Whether its reader has just asked for it, and so waits for it, be it night."""
        return self in (AccountText.CODE, AccountText.CONSENT)

    @property
    def usable(self) -> frozenset[IdentifierState]:
        """The states of a number that it may go to: a code's confirms it, and an old number's is told that it
        is one."""
        if self is AccountText.CODE:
            return USABLE | {IdentifierState.UNVERIFIED}
        return USABLE | FORMER if self is AccountText.NUMBER_REMOVED else USABLE


@dataclass(frozen=True, slots=True)
class AccountWords:
    """All that can reach the renderer: no name, no number, nothing of a campaign. ``contact`` is whom to ask,
    where that is said; ``code`` is None in all but a code's text."""

    product: str
    contact: str | None
    code: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class _Sentences:
    """Of one language. ``who`` with a ``contact`` or ``nobody`` without one says whom to tell."""

    code: str
    removed: str
    added: str
    consent: str
    contact: str
    nobody: str


# The code comes first: it is read off a notification, and phones offer to fill it in.
_SENTENCES: Final[Mapping[str, _Sentences]] = {
    "en": _Sentences(
        code="{code} is your {product} code. It is valid for {minutes} minutes. Never share it.",
        removed="{product}: this number was removed from an account and gets no more texts.",
        added="{product}: this number was added to an account and gets its texts from now on.",
        consent="{product}: reply YES to get news and offers by text.",
        contact="Not you? Tell us: {contact}.",
        nobody="Not you? Tell your administrator.",
    ),
    "es": _Sentences(
        code="{code} es tu clave de {product}. Vale {minutes} minutos. No la compartas.",
        removed="{product}: una cuenta ya no usa este teléfono para sus mensajes.",
        added="{product}: una cuenta usa ahora este teléfono para sus mensajes.",
        consent="{product}: responde YES para recibir novedades y ofertas por SMS.",
        contact="¿Te extraña? Avisa: {contact}.",
        nobody="¿Te extraña? Avisa a tu administrador.",
    ),
    "pt-BR": _Sentences(
        code="{code} confirma seu telefone em {product}. Vale por {minutes} minutos. Nunca passe adiante.",
        removed="{product}: uma conta deixou de usar este telefone para suas mensagens.",
        added="{product}: uma conta usa agora este telefone para suas mensagens.",
        consent="{product}: responda YES para receber novidades e ofertas por SMS.",
        contact="Algo errado? Avise: {contact}.",
        nobody="Algo errado? Avise o administrador.",
    ),
    "fr": _Sentences(
        code="{code} est votre code {product}. Il est valable {minutes} minutes. Ne le donnez à personne.",
        removed="{product} : un compte n'utilise plus ce numéro, qui ne recevra plus de SMS.",
        added="{product} : un compte utilise désormais ce numéro pour ses SMS.",
        consent="{product} : répondez YES pour recevoir par SMS nos nouvelles et nos offres.",
        contact="Ce n'était pas vous ? Signalez-le : {contact}.",
        nobody="Ce n'était pas vous ? Signalez-le à votre administrateur.",
    ),
    "de": _Sentences(
        code="{code} ist dein Code für {product}. Er gilt {minutes} Minuten. Gib ihn nie weiter.",
        removed="{product}: Ein Konto nutzt diese Nummer nicht mehr für seine SMS.",
        added="{product}: Ein Konto nutzt nun diese Nummer für seine SMS.",
        consent="{product}: Mit YES antworten, um Neuigkeiten und Angebote per SMS zu erhalten.",
        contact="Warst du das nicht? Melde dich: {contact}.",
        nobody="Warst du das nicht? Melde dich bei der Administration.",
    ),
}


def render_account(what: AccountText, words: AccountWords, locale: str | None) -> str:
    """The text in its reader's language.

    What may come unasked, and more of the same with it, ends in the opt-out line. A code has none: its reader
    asked for it, a second segment would double what every confirmation costs, and STOP counts all the same.
    Neither has the notice to a number that gets nothing any more.
    """
    language = language_of(locale)
    sentences, contact = _SENTENCES[language], one_line(words.contact or "")
    whom = sentences.contact if contact else sentences.nobody
    template = {
        AccountText.CODE: sentences.code,
        AccountText.NUMBER_REMOVED: f"{sentences.removed} {whom}",
        AccountText.NUMBER_ADDED: f"{sentences.added} {whom}",
        AccountText.CONSENT: sentences.consent,
    }[what]
    body = template.format(
        code=words.code or "",
        product=one_line(words.product),
        contact=contact,
        minutes=CODE_LASTS // timedelta(minutes=1),
    )
    ends = what in (AccountText.NUMBER_ADDED, AccountText.CONSENT)
    return with_opt_out(body, language) if ends else body
