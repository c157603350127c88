"""The page as HTML: it works without a script, and shows no more of a number than its last two digits."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

import phonenumbers
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from homing.domain.consents import ConsentState, switch_of
from homing.domain.schedule import zone_or
from homing.domain.strategy import MessageClass
from homing.domain.verification import PENDING, VerificationState
from homing.store.own_page import OwnMessage
from plugin.profile.facts import CHANNEL, PageFacts
from plugin.profile.words import WORDS, Words

_FOLDER: Final = Path(__file__).parent
LANGUAGE_NAMES: Final = (
    ("en", "English"),
    ("es", "Español"),
    ("pt-BR", "Português (Brasil)"),
    ("fr", "Français"),
    ("de", "Deutsch"),
)
_TYPES: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_SOURCE_SELF: Final = "self"
_LONG_WAIT: Final = 120
"""Seconds from which on the time of day is said, and not how long it is until then."""
_NUMBER_FAULTS: Final = frozenset(
    {
        "number_missing", "not_a_number", "region_missing", "too_short", "too_long", "invalid", "impossible",
        "invalid_country_code", "extension", "cannot_receive_texts", "country_not_allowed",
        "already_confirmed",
    }
)  # fmt: skip
_CODE_FAULTS: Final = frozenset({"not_a_code", "wrong_code"})
_QUIET_FAULTS: Final = frozenset({"quiet_hours_incomplete", "quiet_hours_wrong", "quiet_hours_all_day"})

STATIC: Final[Mapping[str, tuple[str, bytes]]] = MappingProxyType(
    {
        path.name: (_TYPES[path.suffix], path.read_bytes())
        for path in sorted((_FOLDER / "static").iterdir())
        if path.suffix in _TYPES
    }
)
"""The page's own files, by name: type and content. No name in a request reaches the file system."""
_VERSION: Final = hashlib.sha256(b"".join(content for _, content in STATIC.values())).hexdigest()[:12]


def _fill(template: str, **values: object) -> str:
    return template.format(**values)


_TEMPLATES: Final = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["fill"] = _fill


@dataclass(frozen=True, slots=True)
class Told:
    """What the page answers to what was done before it: a code of ``Words.said``, or of ``Words.faults``."""

    said: str | None = None
    fault: str | None = None


NOTHING: Final = Told()


def told(said: str | None, fault: str | None) -> Told:
    """As an address says it: what is no code of ours is nothing."""
    english = WORDS["en"]
    return Told(said if said in english.said else None, fault if fault in english.faults else None)


def field_of(fault: str | None) -> str | None:
    """The id of the field that a fault is about; None where it is about none."""
    if fault in _NUMBER_FAULTS:
        return "number"
    if fault in _CODE_FAULTS:
        return "code"
    return "quiet-from" if fault in _QUIET_FAULTS else None


def profile_page(  # what there is to say, in which language, and where it stands
    facts: PageFacts,
    language: str,
    *,
    base: str,
    form_token: str,
    answer: Told,
    older: str | None,
    latest: bool,
) -> str:
    """The whole page. ``base``: the path that it stands under; ``form_token``: what proves that a form is one
    of its own; ``older``: the cursor of the messages after those on it, if any; ``latest``: whether it
    begins with the latest."""
    words, settings = WORDS[language], facts.settings
    zone = zone_or(settings.time_zone, settings.org_zone)
    own = next((one for one in facts.numbers if one.source == _SOURCE_SELF), None)
    main = facts.numbers[0] if facts.numbers else None
    return _TEMPLATES.get_template("profile.html").render(
        w=words,
        language=language,
        languages=LANGUAGE_NAMES,
        base=base,
        version=_VERSION,
        form_token=form_token,
        facts=facts,
        said=answer.said,
        fault=answer.fault,
        field=field_of(answer.fault),
        main=main,
        own=own,
        own_is_main=own is main,
        waiting=_waiting(facts, words, zone),
        countries=_countries(facts, language),
        country=settings.country or settings.org_region,
        switches=_switches(facts),
        quiet=(_clock(settings.quiet_from), _clock(settings.quiet_until)),
        org_quiet=_org_quiet(facts),
        zone=zone.replace("_", " "),
        consent=_consent(facts, words, zone),
        consent_text=consent_text(language, settings.product_name),
        messages=[_message(one, words, zone) for one in facts.messages],
        older=older,
        latest=latest,
    )


def failed_page(language: str, *, base: str) -> str:
    """What is shown where the page can't be had just now, or is asked for too often."""
    words = WORDS[language]
    return _TEMPLATES.get_template("closed.html").render(
        language=language, base=base, version=_VERSION, headline=words.error, sentence=words.faults["not_now"]
    )


def closed_page(language: str, *, base: str, left: bool) -> str:
    """What whoever is not let in sees; ``left``: they have just gone themselves."""
    words = WORDS[language]
    return _TEMPLATES.get_template("closed.html").render(
        language=language,
        base=base,
        version=_VERSION,
        headline=words.page if left else words.closed_heading,
        sentence=words.left if left else words.closed,
    )


def consent_text(language: str, product: str) -> str:
    """What a user agrees to who consents on the page: it is shown, and kept as it was."""
    return WORDS[language].switches.consent_text.format(product=product)


def _waiting(facts: PageFacts, words: Words, zone: str) -> dict[str, Any] | None:
    """The number that is to be confirmed; ``wait``: the seconds until another code may be asked for."""
    waiting = facts.waiting
    if waiting is None:
        return None
    again = waiting.again_at
    wait = 0 if again is None else max(0, math.ceil((again - facts.now).total_seconds()))
    return {
        "end": waiting.shown[-2:],
        "open": waiting.state is VerificationState.OPEN,
        "theirs": waiting.source in (_SOURCE_SELF, PENDING),
        "in_place": waiting.source == PENDING,
        "tries_left": waiting.tries_left,
        "may_ask": waiting.codes_left > 0,
        "wait": wait,
        "long_wait": wait > _LONG_WAIT,
        "wait_until": "" if again is None else _soon(again, facts.now, words, zone),
        "start_to": waiting.start_to,
    }


def _switches(facts: PageFacts) -> dict[str, bool]:
    off = facts.settings.classes_off
    by_class = {
        one.name.lower(): switch_of(CHANNEL, one) not in off
        for one in (MessageClass.TRANSACTIONAL, MessageClass.MARKETING)
    }
    return {CHANNEL: CHANNEL not in facts.settings.channels_off, **by_class}


def _clock(moment: time | None) -> str:
    return "" if moment is None else moment.strftime("%H:%M")


def _org_quiet(facts: PageFacts) -> tuple[str, str] | None:
    start, end = facts.settings.org_quiet_from, facts.settings.org_quiet_until
    return None if start is None or end is None or start == end else (_clock(start), _clock(end))


def _consent(facts: PageFacts, words: Words, zone: str) -> dict[str, str]:
    said = facts.consent
    if said is None or said.state is ConsentState.WITHDRAWN or (said.until and said.until <= facts.now):
        return {"state": "none", "at": ""}
    return {"state": said.state.value, "at": _date(said.said_at, words, zone)}


def _date(moment: datetime, words: Words, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime(words.history.date)


def _soon(moment: datetime, now: datetime, words: Words, zone: str) -> str:
    """The time of day, with the date where it is another."""
    at, today = (one.astimezone(ZoneInfo(zone)) for one in (moment, now))
    return _clock(at.time()) if at.date() == today.date() else _date(moment, words, zone)


def _message(one: OwnMessage, words: Words, zone: str) -> dict[str, Any]:
    history = words.history
    return {
        "moment": one.at.isoformat(timespec="seconds"),
        "at": _date(one.at, words, zone),
        "title": history.account[one.what] if one.what else one.title or history.untitled,
        "channel": history.channels.get(one.channel, one.channel),
        "state": history.states[one.state],
        "reason": history.reasons.get(one.reason or ""),
    }


def _countries(facts: PageFacts, language: str) -> list[tuple[str, str, int]]:
    """Code, name and prefix, by name."""
    named = [
        (code, country_name(code, language), phonenumbers.country_code_for_region(code))
        for code in facts.countries
        if code in phonenumbers.SUPPORTED_REGIONS
    ]
    return sorted(named, key=lambda one: one[1].casefold())


def country_name(code: str, language: str) -> str:
    """What a country is called; its code where that is not known."""
    names = _names().get(code, {})
    name = names.get(language.partition("-")[0]) or names.get("en") or code
    # A star refers to the name in another language that is the same.
    return names.get(name[1:], code) if name.startswith("*") else name


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    from phonenumbers.geodata.locale import LOCALE_DATA  # noqa: PLC0415  # large, and for this page alone

    found: Mapping[str, Mapping[str, str]] = LOCALE_DATA
    return found
