"""What there is to say on the page: every language has all of it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """About the number. ``{end}`` is what is shown of one, ``{sender}`` a number of ours."""

    heading: str
    none: str
    shown: str
    confirmed: str
    from_directory: str
    fixed: str
    unconfirmed: str
    unconfirmed_elsewhere: str
    confirm_this: str
    failing: str
    failing_fixed: str
    unfit: str
    unfit_fixed: str
    stopped: str
    stopped_heading: str
    start: str
    start_no_sender: str
    own_unused: str
    remove: str
    remove_sure: str
    change: str
    add: str
    country: str
    number: str
    number_hint: str
    send_code: str
    consent_to_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeWords:
    """About the code on its way. ``{end}``: of the number; ``{tries}``, ``{seconds}``: counts."""

    heading: str
    sent: str
    label: str
    hint: str
    confirm: str
    tries_one: str
    tries_many: str
    not_come: str
    if_stopped: str
    if_stopped_no_sender: str
    resend: str
    resend_in: str
    resend_soon: str
    no_more: str
    other_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchWords:
    """About switches, quiet hours and consents."""

    heading: str
    about: str
    all_texts: str
    transactional: str
    marketing: str
    in_app: str
    in_app_always: str
    always_on: str
    save: str
    quiet_heading: str
    quiet_about: str
    quiet_org: str
    quiet_from: str
    quiet_until: str
    consent_heading: str
    consent_about: str
    consent_text: str
    consent_given: str
    consent_pending: str
    consent_none: str
    consent_give: str
    consent_withdraw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryWords:
    """About what was sent. ``account``, ``channels``, ``states`` and ``reasons`` by their names; ``date`` is
    for ``strftime``."""

    heading: str
    about: str
    none: str
    untitled: str
    account: Mapping[str, str]
    older: str
    latest: str
    no_more: str
    date: str
    channels: Mapping[str, str]
    states: Mapping[str, str]
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. ``said`` answers what was done, ``faults`` what went wrong, by their codes."""

    page: str
    place: tuple[str, ...]
    place_label: str
    intro: str
    hello: str
    language: str
    change_language: str
    leave: str
    error: str
    closed_heading: str
    closed: str
    left: str
    number: NumberWords
    code: CodeWords
    switches: SwitchWords
    history: HistoryWords
    said: Mapping[str, str]
    faults: Mapping[str, str]
