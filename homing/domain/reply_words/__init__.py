"""What words and phrases of a reply mean, by language."""

from collections.abc import Mapping
from typing import Final

from homing.domain.reply_senses import Sense
from homing.domain.reply_words import (
    arabic,
    chinese,
    danish,
    dutch,
    english,
    english_questions,
    french,
    german,
    hindi,
    indonesian,
    italian,
    japanese,
    joining,
    korean,
    polish,
    portuguese,
    russian,
    spanish,
    swedish,
    turkish,
)

Language = Mapping[Sense, str]

# Where two languages differ on a word, the first one counts.
PARTED: Final[Mapping[str, Language]] = {
    "en": {**english.WORDS, **english_questions.WORDS},
    "es": spanish.WORDS,
    "pt": portuguese.WORDS,
    "fr": french.WORDS,
    "de": german.WORDS,
    "it": italian.WORDS,
    "nl": dutch.WORDS,
    "sv": swedish.WORDS,
    "da": danish.WORDS,
    "pl": polish.WORDS,
    "ru": russian.WORDS,
    "tr": turkish.WORDS,
    "ar": arabic.WORDS,
    "hi": hindi.WORDS,
    "id": indonesian.WORDS,
    "": joining.WORDS,
}
RUNNING: Final[Mapping[str, Language]] = {"zh": chinese.WORDS, "ja": japanese.WORDS, "ko": korean.WORDS}
"""Written without spaces between words, or with particles at them."""
