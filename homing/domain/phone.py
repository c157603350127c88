"""Phone numbers: taken in as people and directories write them, kept in E.164, and never guessed."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import category, normalize

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ValidationResult

from homing.domain.errors import NumberRefused
from homing.domain.phone_plans import kind_and_country


class E164(str):
    """A number in E.164 (``+`` and at most 15 digits); its repr shows only the last two digits."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"E164({masked(self)})"


_PARSE_REASONS: Final = {
    NumberParseException.INVALID_COUNTRY_CODE: "invalid_country_code",
    NumberParseException.NOT_A_NUMBER: "not_a_number",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too_short",
    NumberParseException.TOO_SHORT_NSN: "too_short",
    NumberParseException.TOO_LONG: "too_long",
}
_LENGTH_REASONS: Final = {
    ValidationResult.INVALID_COUNTRY_CODE: "invalid_country_code",
    ValidationResult.TOO_SHORT: "too_short",
    ValidationResult.TOO_LONG: "too_long",
    # Without its area code, or of a length that the country does not use.
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "impossible",
    ValidationResult.INVALID_LENGTH: "impossible",
}
_NEVER_TEXTED: Final = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.PAGER,
        PhoneNumberType.VOICEMAIL,
    }
)
_WITHOUT_PLUS: Final = phonenumbers.CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN

_TEL_SCHEME: Final = re.compile(r"\s*tel:\s*", re.IGNORECASE)
_GLOBAL_CONTEXT: Final = re.compile(r";phone-context=\+", re.IGNORECASE)
_WRITTEN: Final = re.compile(r"\s*\+?[\d\s()./-]+")
_TOLD: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_MEXICAN_MOBILE: Final = re.compile(r"\+521(?=[0-9]{10}\Z)")
"""With the 1 that Mexico took out of mobile numbers in 2019, and that networks still put in."""
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\u30fc]")


def parse(raw: str, region: str | None, *, landline: bool = False, toll_free: bool = False) -> E164:
    """Read ``raw`` as a number that can receive texts; ``region`` (ISO 3166 alpha-2) says where a national
    number, or an international one dialled with a prefix such as 00, belongs.

    Takes RFC 3966 ``tel:``, any script's digits and the usual punctuation; ``raw`` is the caller's to keep.
    ``landline``, ``toll_free``: it may be such a one, which is nobody's handset but may be a sender.
    Raises NumberRefused with one of ``region_missing``, ``not_a_number``, ``extension``, ``too_short``,
    ``too_long``, ``invalid_country_code``, ``impossible``, ``invalid``, ``cannot_receive_texts``.
    """
    if not landline and not toll_free:
        return parse_with_country(raw, region)[0]
    senders = {PhoneNumberType.FIXED_LINE: landline, PhoneNumberType.TOLL_FREE: toll_free}
    never_texted = _NEVER_TEXTED - {kind for kind, may_be in senders.items() if may_be}
    return _sound(_read(_plain(raw), region), never_texted)


def parse_with_country(raw: str, region: str | None) -> tuple[E164, str | None]:
    """As ``parse``, and ``country_of`` it besides: of a number that is new, in less time than both take."""
    text = _plain(raw)
    known = kind_and_country(text)
    if known is not None and known[0] not in _NEVER_TEXTED:
        return E164(text), known[1]
    number = _read(text, region)
    return _sound(number, _NEVER_TEXTED), _country(number)


def parse_writer(raw: str) -> E164 | None:
    """The number that a text came from, as a provider tells it, in the form in which numbers are kept; as it
    is, where it can receive none itself. None for what is nobody's number, such as a short code or a name."""
    if not _TOLD.fullmatch(raw):
        return None
    told = _MEXICAN_MOBILE.sub("+52", raw)
    try:
        return parse(told, None)
    except NumberRefused:
        return E164(told)


@lru_cache(maxsize=65_536)
def country_of(number: E164) -> str | None:
    """The country of ``number`` (ISO 3166 alpha-2), or None for one of no country, such as a satellite's."""
    try:
        return _country(phonenumbers.parse(number))
    except NumberParseException:
        return None


def masked(number: str) -> str:
    """All of a number that may be shown: its last two digits."""
    return f"…{str.__str__(number)[-2:]}"


def last_digits(number: str) -> str:
    """All of a number that an admin may see, and looks for it by: its last four digits."""
    return str.__str__(number)[-4:]


def _read(text: str, region: str | None) -> PhoneNumber:
    subscriber, *parameters = _TEL_SCHEME.sub("", text, count=1).split(";")
    if not any(sign.isdecimal() for sign in subscriber):
        raise NumberRefused("not_a_number")
    home = region.strip().upper() if region else None
    if home not in phonenumbers.SUPPORTED_REGIONS:
        home = None
    international = "+" in subscriber or _GLOBAL_CONTEXT.search(text)
    if home is None and not international:
        raise NumberRefused("region_missing")
    try:
        number = phonenumbers.parse(";".join([subscriber, *parameters]), home, keep_raw_input=True)
    except NumberParseException as error:
        reason = _PARSE_REASONS.get(error.error_type, "not_a_number")
    else:
        # The parser would dial letters and skip what it does not know around a number: both are guesses.
        if number.extension is not None:
            reason = "extension"
        elif not _WRITTEN.fullmatch(subscriber):
            reason = "not_a_number"
        else:
            return number
    raise NumberRefused(reason)


def _sound(number: PhoneNumber, never_texted: frozenset[int]) -> E164:
    reason = _fault(number, never_texted)
    if reason is not None:
        raise NumberRefused(reason)
    return E164(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _country(number: PhoneNumber) -> str | None:
    code = phonenumbers.region_code_for_number(number)
    return None if code == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else code


def _fault(number: PhoneNumber, never_texted: frozenset[int]) -> str | None:
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != ValidationResult.IS_POSSIBLE:
        return _LENGTH_REASONS.get(possible, "impossible")
    if number.country_code_source == _WITHOUT_PLUS and number.country_code != 1:
        # "34 600 ..." without a plus reaches nobody when dialled in Spain, and might belong anywhere. Only
        # in North America is the country code what people dial at home, too.
        return "impossible"
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:
        return "invalid"
    return "cannot_receive_texts" if kind in never_texted else None


def _plain(raw: str) -> str:
    """``raw`` with its signs in plain form, without the invisible marks that pasted numbers carry."""
    if raw.isascii():
        return raw.strip()
    return _DASHES.sub("-", "".join(map(_plain_sign, raw))).strip()


def _plain_sign(sign: str) -> str:
    kind = category(sign)
    if kind in {"Cf", "Cs"}:
        return ""
    # A superscript is a footnote, not a digit of the number: it stays as it is and is refused.
    return sign if kind == "No" else normalize("NFKC", sign)
