"""What people reply to a text: the words that mean something by themselves, however they are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize


class Meaning(StrEnum):
    """What a reply asks for."""

    STOP = "stop"
    START = "start"
    HELP = "help"
    KEYWORD = "keyword"
    """Another keyword that has an answer of its own."""
    WRONG_NUMBER = "wrong_number"
    UNCLEAR = "unclear"
    """It may ask for something, and is asked back."""
    PLAIN = "reply"


class Handling(StrEnum):
    """Which keywords the provider of a sender answers by itself: none; its own exact words (``DEFAULT``); or
    those that were configured there, and then it says so with the text (``ADVANCED``)."""

    NONE = "none"
    DEFAULT = "default"
    ADVANCED = "advanced"


@dataclass(frozen=True, slots=True)
class Keyword:
    """A word that was understood: its meaning, the word as the tables spell it, the language that it is of
    (None: of several, or English, which counts for everybody), and the name by which it is answered."""

    meaning: Meaning
    word: str
    language: str | None = None
    name: str | None = None


# What is an ordinary answer in another language is no keyword here, but in ``DOUBTFUL``.
WORDS: Final[Mapping[Meaning, Mapping[str, tuple[str, ...]]]] = {
    Meaning.STOP: {
        "en": (
            "STOP",
            "STOPALL",
            "STOP ALL",
            "CANCEL",
            "END",
            "QUIT",
            "UNSUBSCRIBE",
            "REVOKE",
            "OPTOUT",
            "OPT OUT",
        ),
        "es": ("BAJA", "PARAR", "PARE", "CANCELAR", "DETENER", "SALIR", "NO MÁS", "ANULAR"),
        "pt": ("PARAR", "PARE", "SAIR", "CANCELAR", "DESCADASTRAR", "REMOVER", "CHEGA", "FIM", "NÃO MAIS"),
        "fr": ("ARRÊT", "ARRÊTER", "ARRÊTEZ", "DÉSABONNER", "DÉSINSCRIRE", "DÉSINSCRIPTION", "ANNULER"),
        "de": ("STOPP", "ABMELDEN", "ABBESTELLEN", "AUSTRAGEN", "ABMELDUNG", "AUFHÖREN", "ENDE", "KÜNDIGEN"),
        "it": ("BASTA", "FERMA", "SMETTI", "ANNULLA", "CANCELLA", "CANCELLAMI", "DISISCRIVI", "DISISCRIVIMI"),
        "nl": ("AFMELDEN", "UITSCHRIJVEN", "STOPPEN", "OPZEGGEN", "AFMELDING", "STOPZETTEN"),
        "sv": ("STOPP", "STOPPA", "AVSLUTA", "AVREGISTRERA", "AVANMÄL", "SLUTA"),
        "da": ("STOP", "AFMELD", "AFSLUT", "FRAMELD"),
        "no": ("STOPP", "AVSLUTT", "AVMELD", "MELD AV"),
        "pl": ("WYPISZ", "ANULUJ", "REZYGNUJĘ", "ZATRZYMAJ", "KONIEC", "PRZESTAŃ"),
        "tr": ("DURDUR", "İPTAL", "AYRIL", "ABONELİKTEN ÇIK"),
        "ru": ("СТОП", "ОТПИСАТЬСЯ", "ОТПИСКА", "ОТМЕНА", "ОТПИШИТЕ", "ХВАТИТ", "ПРЕКРАТИТЬ"),
        "uk": ("СТОП", "ВІДПИСАТИСЯ", "СКАСУВАТИ", "ВІДПИСКА"),
        "ja": ("停止", "配信停止", "解除", "退会", "ストップ", "中止", "受信拒否", "配信解除"),
        "zh": ("退订", "退訂", "TD", "取消", "停止", "取消订阅", "取消訂閱", "停", "拒收"),
        "ko": ("수신거부", "중지", "정지", "거부", "해지", "그만", "스톱", "취소", "중단"),
        "ar": ("إلغاء", "قف", "توقف", "إيقاف", "ايقاف", "الغاء الاشتراك", "أوقف"),
        "he": ("הסר", "הפסק", "עצור", "הסרה"),
        "el": ("ΣΤΟΠ", "ΔΙΑΚΟΠΗ", "ΔΙΑΓΡΑΦΗ"),
        "hi": ("रोकें", "बंद करें", "बंद करो", "स्टॉप", "रोको"),
        "id": ("BERHENTI", "BATAL", "HENTIKAN"),
        "vi": ("HỦY ĐĂNG KÝ", "NGỪNG"),
        "ro": ("DEZABONARE", "RENUNȚ", "OPREȘTE"),
        "cs": ("ODHLÁSIT", "ZRUŠIT", "PŘESTAŇTE"),
        "fi": ("LOPETA", "PERUUTA"),
        "hu": ("LEIRATKOZÁS", "LEIRATKOZOM", "ÁLLJ"),
        "th": ("หยุด", "ยกเลิก"),
    },
    # Not YES: toll-free networks don't take it for a START, and people say it to other questions.
    Meaning.START: {
        "en": ("START", "UNSTOP"),
        "es": ("INICIAR", "EMPEZAR", "REANUDAR"),
        "pt": ("INICIAR", "COMEÇAR", "RETOMAR"),
        "fr": ("DÉMARRER", "COMMENCER", "REPRENDRE"),
        "de": ("STARTEN", "ANMELDEN"),
        "it": ("INIZIA", "RIPRENDI"),
        "nl": ("STARTEN", "AANMELDEN", "HERVAT", "HERVATTEN"),
        "sv": ("STARTA",),
        "da": ("TILMELD",),
        "no": ("START",),
        "pl": ("WZNÓW", "ROZPOCZNIJ"),
        "tr": ("BAŞLA", "BAŞLAT"),
        "ru": ("СТАРТ", "ВОЗОБНОВИТЬ", "ПОДПИСАТЬСЯ"),
        "ja": ("再開", "配信再開", "スタート"),
        "zh": ("恢复", "恢復", "重新订阅", "重新訂閱"),
        "ko": ("시작", "재개"),
        "ar": ("ابدأ", "بدء", "استئناف"),
    },
    Meaning.HELP: {
        "en": ("HELP", "INFO"),
        "es": ("AYUDA", "INFORMACIÓN"),
        "pt": ("AJUDA", "INFORMAÇÃO", "INFORMAÇÕES"),
        "fr": ("AIDE", "INFOS"),
        "de": ("HILFE", "INFORMATION"),
        "it": ("AIUTO", "INFORMAZIONI"),
        "nl": ("HULP", "INFORMATIE"),
        "sv": ("HJÄLP",),
        "da": ("HJÆLP",),
        "no": ("HJELP",),
        "pl": ("POMOC", "INFORMACJA"),
        "tr": ("YARDIM", "BİLGİ"),
        "ru": ("ПОМОЩЬ", "ИНФО", "СПРАВКА"),
        "uk": ("ДОПОМОГА",),
        "ja": ("ヘルプ", "助けて"),
        "zh": ("帮助", "幫助", "帮忙"),
        "ko": ("도움말", "도움"),
        "ar": ("مساعدة", "مساعده", "معلومات"),
        "id": ("BANTUAN",),
        "hi": ("मदद", "सहायता"),
    },
    Meaning.KEYWORD: {
        "en": ("CONTACT",),
        "es": ("CONTACTO",),
        "pt": ("CONTATO", "CONTACTO"),
        "fr": ("CONTACT",),
        "de": ("KONTAKT",),
        "it": ("CONTATTO", "CONTATTI"),
        "nl": ("CONTACT",),
        "sv": ("KONTAKT",),
        "da": ("KONTAKT",),
        "no": ("KONTAKT",),
        "pl": ("KONTAKT",),
        "tr": ("İLETİŞİM",),
        "ru": ("КОНТАКТ", "КОНТАКТЫ"),
        "ja": ("連絡先", "問い合わせ"),
        "zh": ("联系方式", "聯絡方式", "联系", "聯絡"),
        "ko": ("연락처", "문의"),
        "ar": ("اتصال", "تواصل"),
    },
}
"""By meaning and language. Each counts for everybody, English before all: who writes, and in which language,
is not known."""

INFO: Final = frozenset(
    {"INFO", "INFOS", "INFORMACIÓN", "INFORMAÇÃO", "INFORMAÇÕES", "INFORMATION", "INFORMAZIONI"}
    | {"INFORMATIE", "INFORMACJA", "BİLGİ", "ИНФО", "معلومات"}
)
"""Those of ``Meaning.HELP`` that have an answer of their own."""

DOUBTFUL: Final[Mapping[str, str]] = {
    "FIN": "fr and es: the end; sv, da, no: nice",
    "ALTO": "es: halt; es, pt, it: tall, high",
    "PARA": "es, pt: stop; es, pt: for; tr: money",
    "DUR": "tr: stop; fr: hard",
    "SEIS": "fi: stop; es, pt: six",
    "RET": "tr: refused; da: right, correct",
    "SLUT": "sv, da: the end; en: an insult",
    "LEAVE": "en: leave me be; absence from work",
    "OUT": "en: take me out; not in the office",
    "EXIT": "en: the way out, of this or of a building",
    "BLOCK": "en: I block you; a building",
    "BLOCKED": "en: I have blocked you; so is the drain",
    "REPORTED": "en: I have reported you, or a fault",
    "OFF": "en: turn this off; a day off",
    "SPAM": "en: a complaint, that may be about another text",
    "REMOVE": "en: me, or something that was asked about",
    "PERU": "fi: a cancellation; a country",
    "T": "zh: unsubscribe; a letter",
    "HALT": "de: stop; de: just, a filler",
    "N": "en: no",
    "NO": "no to what?",
    "NOPE": "no to what?",
    "NAH": "no to what?",
    "NEIN": "no to what?",
    "NÃO": "no to what?",
    "NON": "no to what?",
    "NEE": "no to what?",
    "NEJ": "no to what?",
    "NEI": "no to what?",
    "NIE": "no to what?",
    "HAYIR": "no to what?",
    "НЕТ": "no to what?",
    "НІ": "no to what?",
    "いいえ": "no to what?",
    "いや": "no to what?",
    "不": "no to what?",
    "不要": "don't, or I don't want it",
    "不用": "no need",
    "아니요": "no to what?",
    "아니오": "no to what?",
    "لا": "no to what?",
    "לא": "no to what?",
    "NAHI": "no to what?",
    "नहीं": "no to what?",
    "TIDAK": "no to what?",
    "DON'T": "don't what?",
    "DONT": "don't what?",
    "NEVER": "never what?",
}
"""Bare words that ask for an opt-out in one language and answer something in another, or that leave open what
is refused, with the reason: they are asked back."""

# Hangul fillers and the blank Braille cell are letters and signs to Unicode, and nothing to the eye.
_BLANK: Final = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
# From where a run begins, so that no text, however built, takes more than linear time.
_AROUND: Final = re.compile(r"^[\W_]++|(?<![\W_])[\W_]++$")
_BETWEEN: Final = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")
# Letters of their own to Unicode, and an i, l, o ... to who has no such key.
_PLAINER: Final = {"ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "’": "'", "‘": "'", "´": "'"}
_CONTROLS: Final = dict.fromkeys((*range(32), 127), " ")


def plain(body: str) -> str:
    """A reply as it is compared: NFKC, case-folded, without accents, without what nobody sees, without
    punctuation and emoji around it; spaces and hyphens within are single spaces."""
    return trim(fold(body))


def fold(body: str) -> str:
    """A reply with its signs and spaces, and otherwise as it is compared."""
    if body.isascii():
        return body.lower().translate(_CONTROLS)
    compatible = normalize("NFKD", _BLANK.sub("", normalize("NFKC", body)).casefold())
    return "".join(map(_seen, compatible))


def trim(folded: str) -> str:
    """What is folded, without signs around it and with single spaces."""
    return _BETWEEN.sub(" ", _AROUND.sub("", folded))


@lru_cache(maxsize=8192)
def _seen(character: str) -> str:
    if character in _PLAINER:
        return _PLAINER[character]
    kind = category(character)
    if kind == "Cc":
        return " "
    return "" if kind in {"Mn", "Me", "Cf", "Cs"} else character


def _tables() -> dict[str, Keyword]:
    """English first: it has no language of its own here. What several languages have, likewise."""
    found: dict[str, Keyword] = {}
    for meaning, languages in WORDS.items():
        for language, words in languages.items():
            for word in words:
                of = None if language == "en" else language
                name = "contact" if meaning is Meaning.KEYWORD else meaning.value
                known = Keyword(meaning, word, of, "info" if word in INFO else name)
                before = found.setdefault(plain(word), known)
                if before is not known and before.language is not None:
                    found[plain(word)] = Keyword(before.meaning, before.word, None, before.name)
    return found


KEYWORDS: Final[Mapping[str, Keyword]] = _tables()
"""By the word as ``plain`` makes it."""
