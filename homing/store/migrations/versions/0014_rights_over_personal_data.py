"""What the housekeeping may do to personal data: encrypt it anew, erase it, and let it go when its time is
over."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

REWRITTEN = {
    "definition_versions": "key_id, sealed_headers",
    "opt_events": "key_id, sealed",
}
"""Columns that the system may write, on tables whose rows nobody else changes."""
DELETED = (
    "reachabilities",
    "group_members",
    "user_roles",
    "event_starts",
    "in_app_items",
    "number_health",
    "parity_differences",
    "forgotten_messages",
    "verifications",
)
"""Tables of which the system may delete rows."""

LET_GO = """
    create function homing_let_go_of_{table}(what text, days int, most int) returns bigint
    language sql security definer set search_path = pg_catalog, public as $$
        with gone as (
            delete from public.{table} where ctid = any(array(
                select t.ctid from public.{table} t join public.organizations o on o.id = t.org_id
                 where t.at < now() - make_interval(days => greatest(1, least(
                           days, (select min((retention ->> what)::int) from public.organizations))))
                   and t.at < now() - make_interval(days => greatest(1,
                           coalesce((o.retention ->> what)::int, days)))
                 limit most))
            returning 1)
        select count(*) from gone
    $$
"""
"""Rows that are only ever added go all the same once they are old, and by this alone: a day at least."""
OF_AGE = ("channel_events", "receipts", "number_events")
BY_AGE = {
    "channel_events": "at",
    "receipts": "at",
    "number_events": "at",
    "in_app_items": "created_at",
    "inbound_messages": "at",
    "reachabilities": "created_at",
}
"""What is found by its age, over all organizations."""
STILL_HELD = {
    "attempts_recipients": ("attempts", "posted_at", "recipient_sealed is not null"),
    "inbound_messages_held": ("inbound_messages", "at", "cleared_at is null"),
    "reachabilities_raw": ("reachabilities", "created_at", "sealed_raw <> sealed"),
}
"""What stays while something of it goes: by age, those of which it has not gone yet."""
ERASE = """
    create function homing_erase_number_events(org uuid, person uuid, hashes bytea[]) returns bigint
    language sql security definer set search_path = pg_catalog, public as $$
        with gone as (
            delete from public.number_events t
             where t.org_id = org and (t.user_id = person or t.hmac = any(hashes))
               and exists (select 1 from public.erasures e where e.org_id = org and e.user_id = person)
            returning 1)
        select count(*) from gone
    $$
"""
"""And those about the numbers of somebody who is to be forgotten."""


def upgrade() -> None:
    for table, columns in REWRITTEN.items():
        op.execute(f"grant update ({columns}) on {table} to homing_system")
    for table in DELETED:
        op.execute(f"grant delete on {table} to homing_system")
    for table in OF_AGE:
        op.execute(LET_GO.format(table=table))
        _grant(f"homing_let_go_of_{table}(text, int, int)")
    op.execute(ERASE)
    _grant("homing_erase_number_events(uuid, uuid, bytea[])")
    for table, column in BY_AGE.items():
        op.create_index(f"{table}_age", table, [column], postgresql_using="brin")
    for name, (table, column, which) in STILL_HELD.items():
        op.create_index(name, table, [column], postgresql_where=sa.text(which))


def _grant(function: str) -> None:
    op.execute(f"revoke execute on function {function} from public")
    op.execute(f"grant execute on function {function} to homing_system")


def downgrade() -> None:
    for name, (table, _, _) in STILL_HELD.items():
        op.drop_index(name, table_name=table)
    for table in BY_AGE:
        op.drop_index(f"{table}_age", table_name=table)
    op.execute("drop function homing_erase_number_events(uuid, uuid, bytea[])")
    for table in OF_AGE:
        op.execute(f"drop function homing_let_go_of_{table}(text, int, int)")
    for table in DELETED:
        op.execute(f"revoke delete on {table} from homing_system")
    for table, columns in REWRITTEN.items():
        op.execute(f"revoke update ({columns}) on {table} from homing_system")
