"""The tables. Statements that move many rows are written as SQL in the repositories; these classes are the
schema's one description, from which migrations are made and against which they are checked."""

from typing import Final

from sqlmodel import SQLModel

from homing.store.tables import (
    campaigns,
    consents,
    imports,
    ledger,
    organizations,
    privacy,
    replies,
    scim,
    sessions,
    verification,
)

__all__ = [
    "APPEND_ONLY",
    "GLOBAL_TABLES",
    "TENANT_TABLES",
    "campaigns",
    "consents",
    "imports",
    "ledger",
    "metadata",
    "organizations",
    "privacy",
    "replies",
    "scim",
    "sessions",
    "verification",
]

TENANT_TABLES: Final[tuple[str, ...]] = (
    "org_channels",
    "users",
    "reachabilities",
    "groups",
    "group_members",
    "user_roles",
    "definitions",
    "definition_versions",
    "campaigns",
    "executions",
    "event_starts",
    "recipients",
    "visits",
    "targets",
    "subjects",
    "step_outcomes",
    "senders",
    "country_blocks",
    "cost_caps",
    "dispatches",
    "attempts",
    "receipts",
    "channel_events",
    "in_app_items",
    "admin_alerts",
    "api_keys",
    "idempotency_keys",
    "inbound_messages",
    "forgotten_messages",
    "keyword_replies",
    "deny_entries",
    "number_health",
    "number_events",
    "event_cursors",
    "parity_differences",
    "erasures",
    "account_messages",
    "verifications",
    "scim_resources",
    "code_requests",
    "consent_events",
    "consents",
    "consent_forms",
    "consent_form_texts",
    "session_issuers",
    "profile_sessions",
    "imports",
    "import_pieces",
    "imported_users",
    "import_faults",
)
"""Bound to one organization by ``org_id``; ``organizations`` is by its ``id``."""

GLOBAL_TABLES: Final[tuple[str, ...]] = (
    "numbers",
    "opt_outs",
    "opt_events",
    "estimated_prices",
    "parity_runs",
    "resealings",
)
"""Of no organization: they hold keyed hashes and price lists."""

APPEND_ONLY: Final[tuple[str, ...]] = ("channel_events", "receipts", "definition_versions", "number_events")

metadata: Final = SQLModel.metadata
