"""The languages of a text and their wordings.

Every wording keeps to the characters of GSM 03.38, which has é è à ù ì ò ä ö ü ñ ß but not á í ó ú ê ã õ ç:
one of those would turn every text of its language into UCS-2, at twice the price. Where the usual phrase
needs one, another phrase that is as natural stands here; none is misspelt.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Sentences:
    """What a text says, with ``{name}`` and ``{product}`` to be filled in.

    ``named`` and ``unnamed`` are followed by a colon and the quoted title, or by a full stop; ``headline`` is
    the subject of a mail and the line of an in-app item.
    """

    named: str
    unnamed: str
    headline: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language.

    ``own`` is for who is to act; ``others`` for who is told about somebody else, be it one person or many,
    late or not yet. ``link`` stands before the link, ``colon`` before the title.
    """

    own: Sentences
    others: Sentences
    link: str
    opt_out: str
    colon: str = ": "


WORDINGS: Final[dict[str, Wording]] = {
    "en": Wording(
        own=Sentences(
            named="Hi {name} - you have a pending action in {product}",
            unnamed="Hi - you have a pending action in {product}",
            headline="Pending action in {product}",
        ),
        others=Sentences(
            named="Hi {name} - not everyone has acted in {product} yet",
            unnamed="Hi - not everyone has acted in {product} yet",
            headline="Not everyone has acted in {product} yet",
        ),
        link="Open: ",
        opt_out="Reply STOP to opt out.",
    ),
    "es": Wording(
        own=Sentences(
            named="Hola, {name}. Tienes una tarea pendiente en {product}",
            unnamed="Hola, tienes una tarea pendiente en {product}",
            headline="Tarea pendiente en {product}",
        ),
        others=Sentences(
            named="Hola, {name}. No todos han completado su tarea en {product}",
            unnamed="Hola, no todos han completado su tarea en {product}",
            headline="No todos han completado su tarea en {product}",
        ),
        link="Abrir: ",
        opt_out="Responde STOP para darte de baja.",
    ),
    "pt-BR": Wording(
        own=Sentences(
            named="Oi, {name}. Uma tarefa sua segue pendente em {product}",
            unnamed="Oi! Uma tarefa sua segue pendente em {product}",
            headline="Tarefa pendente em {product}",
        ),
        others=Sentences(
            named="Oi, {name}. Nem todos completaram a tarefa em {product}",
            unnamed="Oi! Nem todos completaram a tarefa em {product}",
            headline="Nem todos completaram a tarefa em {product}",
        ),
        link="Abrir: ",
        opt_out="Responda STOP para deixar de receber.",
    ),
    "fr": Wording(
        own=Sentences(
            named="Bonjour {name}, une action vous attend sur {product}",
            unnamed="Bonjour, une action vous attend sur {product}",
            headline="Action en attente sur {product}",
        ),
        others=Sentences(
            named="Bonjour {name}, tous n'ont pas encore agi sur {product}",
            unnamed="Bonjour, tous n'ont pas encore agi sur {product}",
            headline="Tous n'ont pas encore agi sur {product}",
        ),
        link="Ouvrir : ",
        opt_out="Répondez STOP pour vous désinscrire.",
        colon=" : ",
    ),
    "de": Wording(
        own=Sentences(
            named="Hallo {name}, in {product} ist noch eine Aufgabe offen",
            unnamed="Hallo, in {product} ist noch eine Aufgabe offen",
            headline="Offene Aufgabe in {product}",
        ),
        others=Sentences(
            named="Hallo {name}, in {product} haben noch nicht alle reagiert",
            unnamed="Hallo, in {product} haben noch nicht alle reagiert",
            headline="Noch nicht alle haben in {product} reagiert",
        ),
        link="Öffnen: ",
        opt_out="Zum Abmelden mit STOP antworten.",
    ),
}

LANGUAGES: Final[tuple[str, ...]] = tuple(WORDINGS)

_BY_PRIMARY: Final = {tag.split("-")[0]: tag for tag in LANGUAGES}
_NOT_A_LETTER: Final = re.compile("[^a-z]")


@lru_cache(maxsize=1024)
def language_of(locale: str | None, default: str = "en") -> str:
    """The language, one of ``LANGUAGES``, for a BCP 47 tag or a POSIX locale (``es-MX``, ``pt_PT``).

    Its primary subtag decides. Where that is unknown or ``locale`` is None, ``default`` is looked up in the
    same way, and English is the last resort.
    """
    return _supported(locale) or _supported(default) or "en"


def _supported(locale: str | None) -> str | None:
    primary = _NOT_A_LETTER.split((locale or "").strip().lower(), maxsplit=1)[0]
    return _BY_PRIMARY.get(primary)
