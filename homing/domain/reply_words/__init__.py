"""What words and phrases of a reply mean, by language.

Commas part entries; ``(a|b) c`` stands for ``a c`` and ``b c``, ``(a|) c`` for ``a c`` and ``c``; what ends in a star is
a stem.
"""

from collections.abc import Mapping
from typing import Final

from homing.domain.reply_senses import Sense
from homing.domain.reply_words import (
    arabic,
    arabic_parts,
    chinese,
    danish,
    danish_parts,
    dutch,
    dutch_parts,
    english,
    english_parts,
    english_questions,
    french,
    french_parts,
    german,
    german_parts,
    hindi,
    indonesian,
    italian,
    italian_parts,
    japanese,
    joining,
    korean,
    polish,
    polish_parts,
    portuguese,
    portuguese_parts,
    russian,
    russian_parts,
    spanish,
    spanish_parts,
    swedish,
    swedish_parts,
    turkish,
)

Language = Mapping[Sense, str]

# Where two languages differ on a word, the first one counts.
PARTED: Final[Mapping[str, Language]] = {
    "en": {**english.WORDS, **english_parts.WORDS, **english_questions.WORDS},
    "es": {**spanish.WORDS, **spanish_parts.WORDS},
    "pt": {**portuguese.WORDS, **portuguese_parts.WORDS},
    "fr": {**french.WORDS, **french_parts.WORDS},
    "de": {**german.WORDS, **german_parts.WORDS},
    "it": {**italian.WORDS, **italian_parts.WORDS},
    "nl": {**dutch.WORDS, **dutch_parts.WORDS},
    "sv": {**swedish.WORDS, **swedish_parts.WORDS},
    "da": {**danish.WORDS, **danish_parts.WORDS},
    "pl": {**polish.WORDS, **polish_parts.WORDS},
    "ru": {**russian.WORDS, **russian_parts.WORDS},
    "tr": turkish.WORDS,
    "ar": {**arabic.WORDS, **arabic_parts.WORDS},
    "hi": hindi.WORDS,
    "id": indonesian.WORDS,
    "zh": chinese.PARTED,
    "ja": japanese.PARTED,
    "ko": korean.PARTED,
    "": joining.WORDS,
}
RUNNING: Final[Mapping[str, Language]] = {"zh": chinese.WORDS, "ja": japanese.WORDS, "ko": korean.WORDS}
"""Written without spaces between words, or with particles at them."""
