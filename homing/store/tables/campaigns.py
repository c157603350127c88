"""Definitions, campaigns, their executions and audiences, and where everybody is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKeyConstraint, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from homing.store.tables.columns import flag, moment, words


class Definition(SQLModel, table=True):
    """A workflow definition; what it says is in its versions."""

    __tablename__ = "definitions"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    name: str = words()
    created_at: datetime = moment(now=True)


class DefinitionVersion(SQLModel, table=True):
    """A version of a definition, in the contract's JSON. It never changes; an edit is a new version. The
    headers of its webhooks are encrypted, apart: step id -> name -> value."""

    __tablename__ = "definition_versions"

    definition_id: UUID = Field(primary_key=True, foreign_key="definitions.id")
    version: int = Field(primary_key=True)
    org_id: UUID
    body: dict[str, Any] = Field(sa_column=Column("body", JSONB, nullable=False))
    key_id: str | None = Field(default=None, sa_type=Text)
    sealed_headers: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime = moment(now=True)


class Campaign(SQLModel, table=True):
    """A title, a target, an audience and a workflow definition.

    ``kind`` ``once``: it is executed once, for an audience loaded in advance. ``event``: each event that
    concerns it starts an execution of its own.
    """

    __tablename__ = "campaigns"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    title: str = words()
    target_url: str | None = Field(default=None, sa_type=Text)
    kind: str = words("once")
    definition_id: UUID | None = None
    created_at: datetime = moment(now=True)

    __table_args__ = (Index("campaigns_latest", "org_id", "created_at", "id"),)


class Execution(SQLModel, table=True):
    """One run of a campaign, with the version of the definition that it started with.

    ``state`` is what is wanted of it, ``told`` what Temporal is known to have taken in: where the two differ
    for long, a sweep says it again. ``time_scale``: so many seconds of the campaign pass in a real one.
    """

    __tablename__ = "executions"

    id: UUID = Field(primary_key=True)
    org_id: UUID = Field(foreign_key="organizations.id", index=True)
    campaign_id: UUID = Field(foreign_key="campaigns.id")
    definition_id: UUID | None = None
    definition_version: int | None = None
    state: str = words("running")
    told: str | None = Field(default=None, sa_type=Text)
    triggered: bool = flag(default=False)
    """Started by an event: its campaign may have others."""
    time_scale: float = Field(default=1.0, sa_column_kwargs={"server_default": text("1")})
    start_at: datetime | None = moment()
    frozen_at: datetime | None = moment()
    started_at: datetime | None = moment()
    ended_at: datetime | None = moment()
    everybody_acted_at: datetime | None = moment()
    """When nobody was left who had yet to act; ``told_acted_at`` when Temporal took that in."""
    told_acted_at: datetime | None = moment()
    seen_at: datetime | None = moment()
    """When Temporal last answered for it."""
    restored_at: datetime | None = moment()
    """When the database was reconciled that had been put back, until its workflow, which may know more, is
    begun anew."""
    changed_at: datetime = moment(now=True)
    created_at: datetime = moment(now=True)

    __table_args__ = (
        Index("executions_campaign", "campaign_id", "created_at", "id"),
        Index("executions_once", "campaign_id", unique=True, postgresql_where=text("not triggered")),
        Index("executions_untold", "changed_at", postgresql_where=text("told is distinct from state")),
        Index(
            "executions_untold_acted",
            "everybody_acted_at",
            postgresql_where=text("everybody_acted_at is not null and told_acted_at is null"),
        ),
        Index(
            "executions_restored",
            "restored_at",
            postgresql_where=text("restored_at is not null"),
        ),
        Index(
            "executions_alive",
            "seen_at",
            postgresql_where=text("state in ('scheduled', 'running', 'paused')"),
        ),
    )


class EventStart(SQLModel, table=True):
    """An event that started a campaign for a user: the same event starts it once."""

    __tablename__ = "event_starts"

    campaign_id: UUID = Field(primary_key=True, foreign_key="campaigns.id")
    event: str = Field(primary_key=True, sa_type=Text)
    user_id: UUID = Field(primary_key=True)
    org_id: UUID
    execution_id: UUID
    at: datetime = moment(now=True)


class Recipient(SQLModel, table=True):
    """A user in an execution, at a dense position within a cohort."""

    __tablename__ = "recipients"

    org_id: UUID
    execution_id: UUID = Field(primary_key=True, foreign_key="executions.id")
    user_id: UUID = Field(primary_key=True)
    cohort: int
    position: int
    acted_at: datetime | None = moment()
    removed_at: datetime | None = moment()
    missed_at: datetime | None = moment()

    __table_args__ = (
        ForeignKeyConstraint(["org_id", "user_id"], ["users.org_id", "users.id"]),
        Index("recipients_position", "execution_id", "cohort", "position", unique=True),
        Index("recipients_user", "org_id", "user_id"),
        Index(
            "recipients_open",
            "execution_id",
            postgresql_where=text("acted_at is null and removed_at is null"),
        ),
    )


class Visit(SQLModel, table=True):
    """A cohort at a step: where an execution is, and, once it was left, what came of it.

    ``targets``: the cohort is not of recipients but of those who are told about the cohort ``about``.
    ``result`` is what leaving it gave: outcomes, and where everybody went.
    """

    __tablename__ = "visits"

    execution_id: UUID = Field(primary_key=True)
    cohort: int = Field(primary_key=True)
    step: str = Field(primary_key=True, sa_type=Text)
    org_id: UUID
    occurrence: int = Field(default=1, sa_column_kwargs={"server_default": text("1")})
    targets: bool = flag(default=False)
    about: int | None = None
    people: int
    due_at: datetime = moment(nullable=False)
    """When the step is or was due, from which its waits and its window count."""
    wake_at: datetime | None = moment()
    """When it is looked at again: the end of a wait, or of what holds those who are left."""
    window_until: datetime | None = moment()
    """Of those whom an earlier look left behind: when they are given up."""
    entered_at: datetime = moment(now=True)
    left_at: datetime | None = moment()
    result: dict[str, Any] | None = Field(default=None, sa_column=Column("result", JSONB))
    awaits_seconds: float | None = None
    """While a workflow waits for what becomes of messages: how long a receipt of each is awaited."""

    __table_args__ = (
        Index("visits_open", "execution_id", postgresql_where=text("left_at is null")),
        Index("visits_step", "execution_id", "step", "occurrence"),
        Index("visits_wake", "wake_at", postgresql_where=text("left_at is null")),
    )


class Target(SQLModel, table=True):
    """Somebody who is told about others at one occurrence of a step, at a dense position within a cohort.

    ``everyone``: about the whole of the cohort ``about``; otherwise about those whose manager they are.
    ``may_act``: the item is one that they can act on.
    """

    __tablename__ = "targets"

    execution_id: UUID = Field(primary_key=True)
    cohort: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    org_id: UUID
    user_id: UUID
    step: str = words()
    occurrence: int
    about: int
    everyone: bool
    may_act: bool = flag(default=False)
    acted_at: datetime | None = moment()

    __table_args__ = (
        Index("targets_user", "execution_id", "user_id"),
        Index("targets_person", "org_id", "user_id"),
        Index("targets_step", "execution_id", "step", "occurrence", "user_id"),
    )


class Subject(SQLModel, table=True):
    """A recipient about whom others are told at one occurrence of a step, with who was their manager then."""

    __tablename__ = "subjects"

    execution_id: UUID = Field(primary_key=True)
    step: str = Field(primary_key=True, sa_type=Text)
    occurrence: int = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    org_id: UUID
    cohort: int
    manager_id: UUID | None = None

    __table_args__ = (
        Index("subjects_user", "execution_id", "user_id"),
        Index("subjects_cohort", "execution_id", "step", "occurrence", "cohort"),
        Index("subjects_manager", "execution_id", "step", "occurrence", "manager_id"),
    )


class StepOutcome(SQLModel, table=True):
    """How a person came out of a step, and by which transition they left it (None: their way ended)."""

    __tablename__ = "step_outcomes"

    execution_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    step: str = Field(primary_key=True, sa_type=Text)
    org_id: UUID
    outcome: str = words()
    went: str | None = Field(default=None, sa_type=Text)
    at: datetime = moment(now=True)
