"""The languages of a text and their wordings, and those of the page behind a link.

Every wording of a text keeps to the characters of GSM 03.38, which has é è à ù ì ò ä ö ü ñ ß but not á í ó ú
ê ã õ ç: one of those would turn every text of its language into UCS-2, at twice the price. Where the usual
phrase needs one, another phrase that is as natural stands here; none is misspelt.
"""

import re
from collections.abc import Collection
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


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the page behind a link says. It is no text message, so its letters need not be those of GSM.

    ``act`` is the button; ``done`` answers it, ``already`` whoever did it before; ``over``: there is nothing
    to do any more; ``unknown``: the link leads nowhere, for which ``unknown_why`` gives the reasons;
    ``too_often``: so many links were tried that none is looked at for a minute.
    """

    act: str
    done: str
    already: str
    over: str
    unknown: str
    unknown_why: str
    too_often: str


LINK_PAGES: Final[dict[str, LinkPage]] = {
    "en": LinkPage(
        act="Confirm",
        done="Done. Thank you!",
        already="This has been done already.",
        over="There is nothing left to do here.",
        unknown="This link does not work",
        unknown_why="It may be incomplete or have expired. The latest message has a new one.",
        too_often="Too many attempts. Please try again in a minute.",
    ),
    "es": LinkPage(
        act="Confirmar",
        done="Hecho. ¡Gracias!",
        already="Esto ya estaba hecho.",
        over="Aquí ya no queda nada por hacer.",
        unknown="Este enlace no funciona",
        unknown_why="Puede estar incompleto o haber caducado. El último mensaje trae uno nuevo.",
        too_often="Demasiados intentos. Vuelve a probar dentro de un minuto.",
    ),
    "pt-BR": LinkPage(
        act="Confirmar",
        done="Pronto. Obrigado!",
        already="Isto já estava feito.",
        over="Não há mais nada a fazer aqui.",
        unknown="Este link não funciona",
        unknown_why="Ele pode estar incompleto ou ter expirado. A última mensagem traz um novo.",
        too_often="Muitas tentativas. Tente de novo em um minuto.",
    ),
    "fr": LinkPage(
        act="Confirmer",
        done="C'est fait. Merci !",
        already="C'était déjà fait.",
        over="Il n'y a plus rien à faire ici.",
        unknown="Ce lien ne fonctionne pas",
        unknown_why="Il est peut-être incomplet ou expiré. Le dernier message en contient un nouveau.",
        too_often="Trop de tentatives. Réessayez dans une minute.",
    ),
    "de": LinkPage(
        act="Bestätigen",
        done="Erledigt. Danke!",
        already="Das ist schon erledigt.",
        over="Hier ist nichts mehr zu tun.",
        unknown="Dieser Link führt nirgendwohin",
        unknown_why="Er ist unvollständig oder abgelaufen. Die letzte Nachricht enthält einen neuen.",
        too_often="Zu viele Versuche. Bitte in einer Minute noch einmal.",
    ),
}

_BY_PRIMARY: Final = {tag.split("-")[0]: tag for tag in LANGUAGES}
_NOT_A_LETTER: Final = re.compile("[^a-z]")


@lru_cache(maxsize=1024)
def language_of(locale: str | None, default: str = "en") -> str:
    """The language, one of ``LANGUAGES``, for a BCP 47 tag or a POSIX locale (``es-MX``, ``pt_PT``).

    Its primary subtag decides. Where that is unknown or ``locale`` is None, ``default`` is looked up in the
    same way, and English is the last resort.
    """
    return _supported(locale) or _supported(default) or "en"


def language_among(languages: Collection[str], locale: str | None, default: str) -> str:
    """The language for a locale out of those that an organization writes in (none listed: all); where it is
    none of them, that of ``default``."""
    language = language_of(locale, default)
    return language if not languages or language in languages else language_of(default)


def language_written(languages: Collection[str], tag: str | None) -> str | None:
    """The language of a tag where an organization writes in it (none listed: in all), else None."""
    language = _supported(tag)
    return language if language is not None and (not languages or language in languages) else None


def _supported(locale: str | None) -> str | None:
    primary = _NOT_A_LETTER.split((locale or "").strip().lower(), maxsplit=1)[0]
    return _BY_PRIMARY.get(primary)
