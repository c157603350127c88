"""What belongs to a user, table by table: which rows, what becomes of them when the user is erased, and why
what stays may stay. Erasing and exporting both go by this and by nothing else, and a test demands that every
table stands here.

The conditions are of a table ``t``; ``:hashes`` are keyed hashes of the user's numbers and addresses, former
ones too, ``:sole`` those of them that no other user of the organization has or had.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from homing.store.involved import EXECUTIONS_OF

DELETE: Final = "delete"
_OWN: Final = "t.org_id = :org and t.user_id = :user"
_THEIRS: Final = f"""
    select d.id from dispatches d where d.org_id = :org and d.user_id = :user
       and d.execution_id = any(array({EXECUTIONS_OF.format(org=":org", user=":user")}))
"""  # noqa: S608  # a constant
_TRIES: Final = (
    f"select a.provider, a.provider_id, a.id from attempts a where a.dispatch_id = any(array({_THEIRS}))"  # noqa: S608  # as above
)
_LEDGER: Final = "counts, costs and times under the opaque id"


@dataclass(frozen=True, slots=True)
class Personal:
    """Rows of a table that belong to a user. ``erase``: ``DELETE``, or what is set in them, or None.
    ``kept``: why something of them, or all, is there after an erasure."""

    table: str
    whose: str
    erase: str | None
    kept: str | None = None


PERSONAL: Final[tuple[Personal, ...]] = (
    Personal("group_members", _OWN, DELETE),
    Personal("user_roles", _OWN, DELETE),
    Personal("event_starts", _OWN, DELETE),
    Personal("recipients", _OWN, None, _LEDGER),
    Personal("targets", _OWN, None, _LEDGER),
    Personal("subjects", _OWN, None, _LEDGER),
    Personal(
        "step_outcomes",
        f"{_OWN} and t.execution_id = any(array({EXECUTIONS_OF.format(org=':org', user=':user')}))",
        None,
        _LEDGER,
    ),
    Personal(
        "dispatches",
        f"t.id = any(array({_THEIRS}))",
        "identifier_hmac = null, reachability_id = null",
        _LEDGER,
    ),
    Personal(
        "attempts",
        f"t.dispatch_id = any(array({_THEIRS}))",
        "recipient_key_id = null, recipient_sealed = null",
        _LEDGER,
    ),
    Personal(
        "receipts",
        f"(t.provider, t.provider_id, t.attempt_id) in ({_TRIES})",
        None,
        _LEDGER,
    ),
    Personal("channel_events", f"t.dispatch_id = any(array({_THEIRS}))", None, _LEDGER),
    Personal("in_app_items", _OWN, DELETE),
    Personal("forgotten_messages", _OWN, DELETE),
    Personal("account_messages", _OWN, None, _LEDGER),
    Personal("api_keys", _OWN, DELETE),
    Personal("idempotency_keys", "t.org_id = :org and t.makes = :user", DELETE),
    Personal("verifications", _OWN, DELETE),
    Personal("profile_sessions", _OWN, DELETE),
    Personal("consents", _OWN, DELETE),
    Personal("consent_events", _OWN, DELETE),
    Personal("scim_resources", "t.org_id = :org and t.id = :user and t.kind = 'User'", DELETE),
    Personal("imported_users", _OWN, DELETE),
    Personal(
        "inbound_messages",
        """(t.org_id = :org and (t.user_id = :user or t.hmac = any(:sole))
            or t.org_id is null and t.hmac = any(:sole))""",
        """hmac = '', tail = null, words = '{}', key_id = :key_id, sealed = :nothing, sealed_digits = null,
           cleared_at = coalesce(t.cleared_at, now())""",
        "that there was a reply, what it was taken for and what answering it cost",
    ),
    Personal(
        "opt_events",
        "(t.org_id = :org or t.org_id is null) and t.hmac = any(:hashes)",
        "key_id = null, sealed = null",
        "that and why a number may not be texted, by its keyed hash",
    ),
    Personal("opt_outs", "t.hmac = any(:hashes)", None, "so that the number is texted by nobody"),
    Personal(
        "deny_entries",
        "t.org_id = :org and t.hmac = any(:hashes)",
        "sealed_note = null",
        "so that the number stays on the organization's list",
    ),
    Personal("number_health", "t.org_id = :org and t.hmac = any(:sole)", DELETE),
    Personal("parity_differences", "t.org_id = :org and t.hmac = any(:sole)", DELETE),
    Personal(
        "number_events",
        "t.org_id = :org and (t.user_id = :user or t.hmac = any(:sole))",
        "homing_erase_number_events",
    ),
    Personal("reachabilities", _OWN, DELETE),
    Personal(
        "users",
        "t.org_id = :org and t.id = :user",
        """sealed_external_id = null, external_hash = null, sealed_first_name = null, locale = null,
           country = null, time_zone = null, manager_id = null, active = false, deactivated_at = null,
           channels_off = '{}', classes_off = '{}', quiet_from = null, quiet_until = null,
           erased_at = coalesce(t.erased_at, now())""",
        "the opaque id, which ledgers name",
    ),
    Personal("erasures", _OWN, None, "who had whom erased, and when"),
)
"""In the order in which they are erased."""

IMPERSONAL: Final[Mapping[str, str]] = {
    "organizations": "of the organization; its admins' addresses, encrypted, are no users'",
    "org_channels": "of the organization",
    "groups": "of the organization",
    "definitions": "of the organization",
    "definition_versions": "of the organization: targets by opaque id",
    "campaigns": "of the organization",
    "executions": "of the organization",
    "visits": "counts of cohorts",
    "senders": "numbers of the organization",
    "country_blocks": "of the organization",
    "cost_caps": "sums",
    "admin_alerts": "counts",
    "keyword_replies": "words of the organization",
    "event_cursors": "keyed hashes of admins' addresses",
    "code_requests": "keyed hashes that name nobody, for as long as limits count",
    "consent_forms": "of the organization",
    "consent_form_texts": "words of the organization",
    "session_issuers": "of the organization",
    "imports": "counts",
    "import_pieces": "files of many people, encrypted, until they are loaded",
    "import_faults": "lines, columns and reasons",
    "numbers": "keyed hashes by which texts and opt-outs take turns",
    "estimated_prices": "a price list",
    "parity_runs": "counts",
    "resealings": "counts",
}
"""Tables of which nothing belongs to a user, and what they hold."""
