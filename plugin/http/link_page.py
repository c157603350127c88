"""The page behind a link: one document without scripts, in the reader's language, light or dark."""

import base64
import hashlib
from collections.abc import Sequence
from html import escape
from string import Template
from typing import Final

from homing.domain.languages import LINK_PAGES, WORDINGS
from homing.domain.text import MAX_FIRST_NAME
from homing.store.links import LinkRow

_STYLE: Final = """
:root { color-scheme: light dark; --ink: #1a1c20; --soft: #5d636e; --ground: #f4f5f7; --card: #fff;
  --line: #e2e4e9; --act: #1f5fd0; --on-act: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef2; --soft: #a3a9b5; --ground: #121418;
  --card: #1c1f25; --line: #2e323b; --act: #7aa7ff; --on-act: #0d1526; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1.25rem;
  background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.75rem 1.5rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 1rem; overflow-wrap: anywhere; }
header { color: var(--soft); font-size: .9375rem; font-weight: 600; }
h1 { margin: .75rem 0 0; font-size: 1.375rem; line-height: 1.3; }
p { margin: .75rem 0 0; }
form { margin: 1.5rem 0 0; }
button { width: 100%; min-height: 3rem; padding: .75rem 1rem; border: 0; border-radius: .75rem;
  background: var(--act); color: var(--on-act); font: inherit; font-weight: 600; cursor: pointer; }
button.second { margin-top: .75rem; background: none; color: var(--soft); border: 1px solid var(--line); }
.said { white-space: pre-line; }
button:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
"""
_PAGE: Final = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<title>$headline</title>
<style>$style</style>
</head>
<body>
<main>
$content
</main>
</body>
</html>
""")
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


def headers_for(frames: Sequence[str] = ()) -> dict[str, str]:
    """Of a page that pages of these origins may show within themselves."""
    ancestors = " ".join(frames) or "'none'"
    return {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self';"
            f" frame-ancestors {ancestors}; base-uri 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex, nofollow",
    }


HEADERS: Final = headers_for()
"""Of the page, and of every other answer to a link."""


def open_page(link: LinkRow, language: str) -> str:
    """What is to be done, with the button for it where its reader may do it."""
    wording = WORDINGS[language]
    sentences = wording.others if link.about_others else wording.own
    name = (link.first_name or "").strip()[:MAX_FIRST_NAME]
    lead = sentences.named if name else sentences.unnamed
    said = [f"<p>{_text(lead.format(name=name, product=link.product_name))}.</p>"]
    if link.may_act:
        said.append(f'<form method="post"><button>{_text(LINK_PAGES[language].act)}</button></form>')
    return _about(link, language, said)


def done_page(link: LinkRow, language: str) -> str:
    """The answer to the button."""
    return _about(link, language, [f"<p>{_text(LINK_PAGES[language].done)}</p>"])


def past_page(link: LinkRow, language: str) -> str:
    """There is nothing to do: it was done already, or is over."""
    words = LINK_PAGES[language]
    return _about(link, language, [f"<p>{_text(words.already if link.done else words.over)}</p>"])


def unknown_page(language: str) -> str:
    """The one answer to every code that leads nowhere, whyever."""
    words = LINK_PAGES[language]
    return page(
        language, words.unknown, [f"<h1>{_text(words.unknown)}</h1>", f"<p>{_text(words.unknown_why)}</p>"]
    )


def too_often_page(language: str) -> str:
    words = LINK_PAGES[language]
    return page(language, words.unknown, [f"<p>{_text(words.too_often)}</p>"])


def _about(link: LinkRow, language: str, said: list[str]) -> str:
    content = [f"<header>{_text(link.product_name)}</header>"]
    if link.title:
        content.append(f"<h1>{_text(link.title)}</h1>")
    return page(language, link.product_name, [*content, *said])


def page(language: str, headline: str, content: Sequence[str]) -> str:
    """A document; ``content`` is HTML."""
    return _PAGE.substitute(
        language=language, headline=_text(headline), style=_STYLE, content="\n".join(content)
    )


def _text(words: str) -> str:
    return escape(words)
