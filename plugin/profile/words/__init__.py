"""What a user's own page says, in each language."""

from typing import Final

from plugin.profile.words.english import ENGLISH
from plugin.profile.words.french import FRENCH
from plugin.profile.words.german import GERMAN
from plugin.profile.words.portuguese import PORTUGUESE
from plugin.profile.words.spanish import SPANISH
from plugin.profile.words.words import Words

__all__ = ["WORDS", "Words"]

WORDS: Final[dict[str, Words]] = {
    "en": ENGLISH,
    "es": SPANISH,
    "pt-BR": PORTUGUESE,
    "fr": FRENCH,
    "de": GERMAN,
}
