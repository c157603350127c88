"""Public link shorteners, which carriers filter: finding one in a text."""

import re
from collections.abc import Iterator
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote

SHORTENERS: Final = frozenset(
    {
        "adf.ly",
        "bit.ly",
        "bl.ink",
        "buff.ly",
        "cutt.ly",
        "dub.sh",
        "fb.me",
        "git.io",
        "goo.gl",
        "is.gd",
        "lnkd.in",
        "ow.ly",
        "rb.gy",
        "rebrand.ly",
        "s.id",
        "short.io",
        "shorturl.at",
        "soo.gd",
        "t.co",
        "t.ly",
        "tiny.cc",
        "tinyurl.com",
        "tny.im",
        "tr.im",
        "twil.io",
        "u.nu",
        "v.gd",
        "x.co",
    }
)
"""Registered domains, two labels each."""

# Runs of letters and digits joined by single dots or by hyphens. Possessive, so that no text, however
# built, takes more than linear time.
_HOST: Final = re.compile(r"[^\W_]++(?:(?:\.|-++)[^\W_]++)*+")
# What UTS 46 ignores in a host name, besides other characters that nobody sees.
_IGNORED: Final = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
# Thai, Lao, Burmese, Khmer, Chinese, Japanese and Korean put a link into a sentence without a space.
_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
_IDEOGRAPHIC_STOP: Final = "\u3002"


def shortener_in(text: str) -> str | None:
    """The first public shortener that ``text`` names as a host, with or without a scheme, or None.

    Subdomains, a port, a path, a trailing dot, letters of any case or width and percent-encoding make no
    difference; a host that merely ends in the same letters (``habit.ly``) is another domain.
    """
    for reading in _readings(text):
        for host in _HOST.findall(reading):
            if "." in host:
                domain = ".".join(host.rsplit(".", 2)[-2:])
                if domain in SHORTENERS:
                    return domain
    return None


def _readings(text: str) -> Iterator[str]:
    """The ways in which a phone or a browser may read ``text``, in lower case."""
    if "%" in text:
        yield from _readings_unescaped(unquote(text))
    yield from _readings_unescaped(text)


def _readings_unescaped(text: str) -> Iterator[str]:
    if text.isascii():
        if "." in text:
            yield text.lower()
        return
    compatible = normalize("NFKC", _IGNORED.sub("", text)).casefold()
    spaced = _UNSPACED.sub(" ", compatible)
    if _IDEOGRAPHIC_STOP in spaced:
        # IDNA takes the ideographic full stop for a dot; in a sentence it ends one.
        yield spaced.replace(_IDEOGRAPHIC_STOP, ".")
    yield spaced
