"""Who consented to what, and what users wish."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from homing.store.migrations.kinds import at, own_rows

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    _create_consents()
    _create_forms()
    op.add_column("users", sa.Column("classes_off", sa.ARRAY(sa.Text()), server_default="{}", nullable=False))
    op.add_column("users", sa.Column("quiet_from", sa.Time(), nullable=True))
    op.add_column("users", sa.Column("quiet_until", sa.Time(), nullable=True))
    op.add_column(
        "organizations", sa.Column("double_opt_in", sa.Boolean(), server_default="false", nullable=False)
    )


def _create_consents() -> None:
    op.create_table(
        "consent_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("message_class", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("form_version", sa.Integer(), nullable=True),
        sa.Column("hmac", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_text", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=True),
        at("said_at", nullable=False),
        at("at", now=True),
        sa.ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("consent_events_latest", "consent_events", ["org_id", "id"])
    op.create_index("consent_events_user", "consent_events", ["org_id", "user_id", "id"])
    op.create_index(
        "consent_events_number",
        "consent_events",
        ["org_id", "hmac", "id"],
        postgresql_where=sa.text("hmac is not null"),
    )
    # Facts are changed by nobody; keys are rotated and people forgotten by the product itself.
    own_rows("consent_events", "select, insert", "select, insert, update, delete")
    op.create_table(
        "consents",
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("message_class", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        at("said_at", nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        at("until"),
        sa.ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        sa.PrimaryKeyConstraint("org_id", "user_id", "message_class", "channel"),
    )
    op.create_index(
        "consents_pending",
        "consents",
        ["message_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    own_rows("consents", "select, insert, update", "select, insert, update, delete")


def _create_forms() -> None:
    op.create_table(
        "consent_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("message_class", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("frames", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        at("created_at", now=True),
        at("ended_at"),
        sa.ForeignKeyConstraint(["org_id"], ["organizations.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_consent_forms_org_id"), "consent_forms", ["org_id"])
    own_rows("consent_forms", "select, insert, update", "select, insert, update, delete")
    op.create_table(
        "consent_form_texts",
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("org_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        at("created_at", now=True),
        sa.ForeignKeyConstraint(["form_id"], ["consent_forms.id"]),
        sa.PrimaryKeyConstraint("form_id", "version", "language"),
    )
    own_rows("consent_form_texts", "select, insert", "select, insert")


def downgrade() -> None:
    op.drop_column("organizations", "double_opt_in")
    for column in ("quiet_until", "quiet_from", "classes_off"):
        op.drop_column("users", column)
    for table in ("consent_form_texts", "consent_forms", "consents", "consent_events"):
        op.drop_table(table)
