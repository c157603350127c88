"""Nothing that belongs to a user is forgotten: each table says what becomes of it."""

from typing import Any

import pytest
from sqlalchemy import ARRAY, JSON, Column, String

from homing.store.personal import IMPERSONAL, PERSONAL
from homing.store.tables import GLOBAL_TABLES, TENANT_TABLES, metadata

OF_PEOPLE = {"user_id", "hmac", "identifier_hmac", "makes"}
"""Columns by which a row belongs to somebody."""
TABLES = metadata.tables.values()
OF_NUMBERS = {"numbers"}
"""Rows without any content, by which texts and opt-outs take turns."""


def test_every_table_is_declared_once() -> None:
    declared = [one.table for one in PERSONAL] + list(IMPERSONAL)
    assert sorted(declared) == sorted(["organizations", *TENANT_TABLES, *GLOBAL_TABLES])


def test_what_has_a_users_id_or_a_numbers_hash_belongs_to_a_user() -> None:
    found = {
        table.name
        for table in metadata.tables.values()
        if OF_PEOPLE & {column.name for column in table.columns}
    }
    assert found - OF_NUMBERS <= {one.table for one in PERSONAL}


def test_what_is_not_deleted_has_a_reason() -> None:
    assert [one.table for one in PERSONAL if (one.erase is None or "=" in one.erase) and not one.kept] == []


IN_CLEAR = {
    "account_messages": "what locale subject outcome",
    "admin_alerts": "kind channel detail",
    "api_keys": "name hint scopes",
    "attempts": "provider state provider_id detail price_currency recipient_key_id",
    "campaigns": "title target_url kind",
    "channel_events": "step channel kind reason contract_reason",
    "consent_events": "message_class channel kind source language actor",
    "consent_form_texts": "language body",
    "consent_forms": "name message_class channel frames",
    "consents": "message_class channel state",
    "cost_caps": "channel",
    "country_blocks": "channel country reason",
    "definition_versions": "body key_id",
    "definitions": "name",
    "deny_entries": "direction key_id",
    "dispatches": "step channel state reason identifier_source identifier_state country",
    "erasures": "actor",
    "estimated_prices": "channel country currency",
    "event_cursors": "way problem",
    "event_starts": "event",
    "executions": "state told",
    "forgotten_messages": "provider provider_id channel status reason",
    "groups": "external_id name",
    "idempotency_keys": "key key_id",
    "import_faults": "field reason",
    "import_pieces": "key_id",
    "imported_users": "key_id",
    "imports": "kind source state actor refused",
    "inbound_messages": "provider provider_id kind rule keyword taken_as language step answer key_id",
    "keyword_replies": "keyword language body words",
    "number_events": "kind reason actor",
    "number_health": "reason",
    "opt_events": "kind source word provider provider_id rule sender actor key_id answer",
    "opt_outs": "source",
    "org_channels": "channel disabled_reason",
    "organizations": """name product_name link_domain locale region time_zone currency support_contact
        languages events_url retention code_countries""",
    "parity_differences": "sender kind detail",
    "profile_sessions": "language",
    "reachabilities": "kind source state country key_id",
    "receipts": "provider provider_id status",
    "resealings": "table_name key_id after",
    "scim_resources": "kind faults key_id",
    "senders": "channel country kind number capabilities provider_handles_keywords",
    "session_issuers": "name kind issuer audience subject key_id",
    "step_outcomes": "step outcome went",
    "subjects": "step",
    "targets": "step",
    "user_roles": "role",
    "users": "locale country time_zone channels_off classes_off",
    "verifications": "country state locale",
    "visits": "step result",
}
"""Columns that can hold words, none of which names anybody: codes, settings, and the organization's own.
Before one is added here: what is personal is encrypted, and goes with the user."""


@pytest.mark.spec("Q13")
def test_no_words_stand_in_clear_but_those_that_are_known_to_be_nobodys() -> None:
    held = {table.name: {column.name for column in table.columns if _holds_words(column)} for table in TABLES}
    known = {table: set(columns.split()) for table, columns in IN_CLEAR.items()}
    assert {table: columns for table, columns in held.items() if columns} == known


def _holds_words(column: Column[Any]) -> bool:
    kind = column.type.item_type if isinstance(column.type, ARRAY) else column.type
    return isinstance(kind, String | JSON)
