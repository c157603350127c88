"""The words of a reminder, on each channel, from the only four things that may reach them and whether they
are about others."""

import re
from dataclasses import dataclass, field
from typing import Final
from unicodedata import category, normalize

from homing.domain.errors import TextRefused
from homing.domain.languages import LANGUAGES, WORDINGS, Sentences, Wording, language_of
from homing.domain.links import shortener_in
from homing.domain.segments import segment

__all__ = [
    "LANGUAGES",
    "MAX_FIRST_NAME",
    "MAX_SMS_SEGMENTS",
    "MAX_TITLE",
    "ReminderText",
    "check_text",
    "check_title",
    "has_link",
    "language_of",
    "one_line",
    "refusal",
    "render_email",
    "render_item",
    "render_sms",
    "with_opt_out",
]

MAX_FIRST_NAME: Final = 40
MAX_TITLE: Final = 200
MAX_SMS_SEGMENTS: Final = 4
"""At most 612 characters, so well within the 1600 that a provider takes."""

_ELLIPSIS: Final = "..."
_INVISIBLE: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0]")
_LINK_LIKE: Final = re.compile(r"://|www\.|[^\W_]\.(?:[^\W\d_]{2,}|xn--)", re.IGNORECASE)
_BESIDE_LETTERS: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ReminderText:
    """All that can reach the renderer; nothing else of a campaign has a way in.

    ``title`` is None where the org has switched it off; ``link`` is the whole URL with its scheme.
    ``about_others``: its reader is told of people who have yet to act, and need not act themselves.
    """

    first_name: str | None = field(repr=False)
    product_name: str
    title: str | None = field(repr=False)
    link: str
    about_others: bool = False


def render_sms(text: ReminderText, locale: str | None) -> str:
    """The text message in the recipient's language, ending in its opt-out line.

    A title too long for ``MAX_SMS_SEGMENTS`` is cut, or left out, and nothing else is: what is too long
    without any title is rendered whole and is then refused by ``refusal``.
    """
    language = language_of(locale)
    wording = WORDINGS[language]
    lead = _lead(text, wording)
    link = f"\n{wording.link}{one_line(text.link)}"

    def body(title: str | None) -> str:
        return with_opt_out(_closed(lead, title, wording) + link, language)

    title = _title(text)
    whole = body(title)
    if title is None or _fits(whole):
        return whole
    fitting, too_long = 0, len(title)
    while too_long - fitting > 1:
        middle = (fitting + too_long) // 2
        if _fits(body(_cut(title, middle))):
            fitting = middle
        else:
            too_long = middle
    return body(_cut(title, fitting) if fitting else None)


def render_email(text: ReminderText, locale: str | None) -> tuple[str, str]:
    """Subject and body of the mail; STOP means nothing in a mail, so it has no opt-out line."""
    wording = WORDINGS[language_of(locale)]
    sentence = _closed(_lead(text, wording), _title(text), wording)
    return render_item(text, locale), f"{sentence}\n{wording.link}{one_line(text.link)}\n"


def render_item(text: ReminderText, locale: str | None) -> str:
    """The title line of the item in the inbox."""
    wording = WORDINGS[language_of(locale)]
    headline = _sentences(text, wording).headline.format(product=one_line(text.product_name))
    title = _title(text)
    return headline if title is None else f'{headline}{wording.colon}"{title}"'


def with_opt_out(body: str, language: str) -> str:
    """``body`` with exactly one opt-out line, its last.

    A line of its own that is the opt-out line of any language is the text's own one and is moved to the end;
    a text without one gets that of ``language``. The same words inside another line count for nothing.
    """
    opt_out = WORDINGS[language_of(language)].opt_out
    kept = []
    for line in body.splitlines():
        own = _OPT_OUT_LINES.get(_letters(line))
        if own is None:
            kept.append(line)
        else:
            opt_out = own
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join([*kept, opt_out])


def check_title(title: str) -> str:
    """The title as it will be shown, cleaned; raises TextRefused with ``title_empty``, ``title_too_long``
    (above ``MAX_TITLE`` characters) or ``link_shortener``."""
    shown = one_line(title)
    if not shown:
        raise TextRefused("title_empty")
    if len(shown) > MAX_TITLE:
        raise TextRefused("title_too_long")
    check_text(title)
    return shown


def has_link(text: str) -> bool:
    """Whether a phone would make something in ``text`` tappable."""
    compatible = text if text.isascii() else normalize("NFKC", text).replace("\u3002", ".")
    return _LINK_LIKE.search(compatible) is not None


def check_text(*parts: str) -> None:
    """Refuse, when it is saved, a text with a public link shortener in any part (title, product name, link
    domain); raises TextRefused with ``link_shortener``."""
    if any(shortener_in(part) or shortener_in(one_line(part)) for part in parts):
        raise TextRefused("link_shortener")


def refusal(body: str) -> str | None:
    """Why a rendered text may not be sent: ``link_shortener``, ``text_too_long``, or None where it may."""
    if shortener_in(body):
        return "link_shortener"
    return None if _fits(body) else "text_too_long"


def _lead(text: ReminderText, wording: Wording) -> str:
    sentences, product = _sentences(text, wording), one_line(text.product_name)
    name = _first_name(text)
    if name is None:
        return sentences.unnamed.format(product=product)
    return sentences.named.format(name=name, product=product)


def _sentences(text: ReminderText, wording: Wording) -> Sentences:
    return wording.others if text.about_others else wording.own


def _closed(lead: str, title: str | None, wording: Wording) -> str:
    return f"{lead}." if title is None else f'{lead}{wording.colon}"{title}".'


def _first_name(text: ReminderText) -> str | None:
    """None also for what is no name: a link, which a phone would make tappable, or signs without a letter."""
    name = one_line(text.first_name or "")
    if has_link(name) or not any(map(str.isalpha, name)):
        return None
    return name if len(name) <= MAX_FIRST_NAME else _head(name, MAX_FIRST_NAME)


def _title(text: ReminderText) -> str | None:
    title = one_line(text.title or "")
    if len(title) > MAX_TITLE:
        return _cut(title, MAX_TITLE - len(_ELLIPSIS))
    return title or None


def _cut(title: str, length: int) -> str:
    return _head(title, length) + _ELLIPSIS


def _head(text: str, length: int) -> str:
    """The first ``length`` characters, or a few less where that would part a letter from its accents."""
    end = length
    while end and category(text[end])[0] == "M":
        end -= 1
    return text[: end or length].rstrip()


def _fits(body: str) -> bool:
    return segment(body).segments <= MAX_SMS_SEGMENTS


def one_line(text: str) -> str:
    """``text`` in NFC as one line of visible characters: controls and line breaks become spaces, direction
    overrides and zero-width characters vanish, spaces are folded."""
    if not text.isprintable():
        text = "".join(map(_visible, text))
    if not text.isascii():
        text = normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def _visible(character: str) -> str:
    kind = category(character)
    if kind in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    return "" if kind in {"Cf", "Cs"} else character


def _letters(line: str) -> str:
    return _BESIDE_LETTERS.sub("", line.casefold())


_OPT_OUT_LINES: Final = {_letters(wording.opt_out): wording.opt_out for wording in WORDINGS.values()}
