"""As ``tenants.CASES``, of consents, the forms on which they are given, and what users wish."""

from datetime import time
from typing import Final

from homing.domain.strategy import MessageClass
from homing.store import consent_forms, consent_questions, consents, preferences
from tests.store.consented import asked, form_of, new_form, question_of
from tests.store.tenants import Case

LATEST: Final = 2**63 - 1

CONSENT_CASES: Final[dict[str, Case]] = {
    "consent_forms.change_form": lambda c, o, t: consent_forms.change_form(
        c, o, form_of(t.id), name="Other", texts={"fr": "Oui."}
    ),
    "consent_forms.create_form": lambda c, o, t: consent_forms.create_form(c, o, new_form(t.id)),
    "consent_forms.end_form": lambda c, o, t: consent_forms.end_form(c, o, form_of(t.id)),
    "consent_forms.find_form": lambda c, _, t: consent_forms.find_form(c, form_of(t.id)),
    "consent_forms.list_forms": lambda c, o, _: consent_forms.list_forms(c, o, form_of(o), 9),
    "consent_forms.read_form": lambda c, o, t: consent_forms.read_form(c, o, form_of(t.id)),
    "consent_questions.find_question": lambda c, _, t: consent_questions.find_question(
        c, t.vault, question_of(t.id), t.number
    ),
    "consent_questions.read_standing": lambda c, o, t: consent_questions.read_standing(
        c, o, t.users[0], MessageClass.MARKETING, "sms"
    ),
    "consents.list_consent_events": lambda c, o, t: consents.list_consent_events(
        c, o, t.vault, user=t.users[0], before=LATEST, limit=9
    ),
    "consents.read_consents": lambda c, o, t: consents.read_consents(c, o, t.vault, t.users[0]),
    "consents.read_consents_of_number": lambda c, o, t: consents.read_consents_of_number(
        c, o, t.vault, t.number
    ),
    "consents.write_consents": lambda c, o, t: consents.write_consents(
        c, o, [asked(t.vault, t.id, t.users[0])]
    ),
    "preferences.read_preferences": lambda c, o, t: preferences.read_preferences(c, o, t.users[0]),
    "preferences.set_quiet_hours": lambda c, o, t: preferences.set_quiet_hours(
        c, o, t.users[0], (time(1), time(2))
    ),
    "preferences.switch_class": lambda c, o, t: preferences.switch_class(
        c, o, t.users[0], "sms:MARKETING", on=False
    ),
}
