"""The page of a form: what it says, how its reader's consent stands, and a button. It needs no script, and
takes no number."""

from html import escape

from homing.domain.consent_wordings import FORM_WORDS
from homing.domain.consents import ConsentState
from homing.store.consent_forms import Form
from plugin.http.link_page import page


def form_page(
    form: Form, language: str, state: ConsentState | None, token: str | None, note: str | None = None
) -> str:
    """The form in a language. ``token``: that its buttons send; None: there are none, since nobody knows who
    reads it. ``note``: what else is to be said."""
    words = FORM_WORDS[language]
    content = [
        f"<header>{escape(form.product_name)}</header>",
        f'<p class="said">{escape(form.texts[language])}</p>',
    ]
    if note is not None:
        content.append(f'<p role="status">{escape(note)}</p>')
    if token is None:
        content.append(f"<p>{escape(words.elsewhere)}</p>")
    else:
        content += _answerable(language, state, token, said=note is not None)
    return page(language, form.product_name, content)


def _answerable(language: str, state: ConsentState | None, token: str, *, said: bool) -> list[str]:
    words = FORM_WORDS[language]
    stands = {
        ConsentState.GIVEN: words.given,
        ConsentState.PENDING: words.pending,
        ConsentState.WITHDRAWN: words.withdrawn,
    }
    content = [f'<p role="status">{escape(stands[state])}</p>'] if state is not None and not said else []
    content += ['<form method="post">', f'<input type="hidden" name="t" value="{escape(token)}">']
    if state in (None, ConsentState.WITHDRAWN):
        content.append(f'<button name="say" value="agree">{escape(words.agree)}</button>')
    else:
        content.append(
            f'<button class="second" name="say" value="withdraw">{escape(words.withdraw)}</button>'
        )
    return [*content, "</form>"]
