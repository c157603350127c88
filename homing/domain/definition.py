"""A workflow definition: a graph of steps, through which the people of a campaign go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from homing.domain.strategy import ChannelStrategy, MessageClass, OnUnknown


class StepType(StrEnum):
    """What a step does. As in every enumeration of the contract, the order is that of the numbers, from 1."""

    SEND_NOTIFICATION = "STEP_TYPE_SEND_NOTIFICATION"
    DEADLINE_CHECK = "STEP_TYPE_DEADLINE_CHECK"
    SEND_REMINDER = "STEP_TYPE_SEND_REMINDER"
    CALL_WEBHOOK = "STEP_TYPE_CALL_WEBHOOK"
    MARK_MISSED = "STEP_TYPE_MARK_MISSED"
    ESCALATE = "STEP_TYPE_ESCALATE"


class Label(StrEnum):
    """The outcomes along which people leave a step; ``completed`` takes whomever no other label takes."""

    COMPLETED = "completed"
    ACTED = "acted"
    SENT = "sent"
    DELIVERED = "delivered"
    NOT_DELIVERED = "not_delivered"
    NO_RECEIPT = "no_receipt"
    SKIPPED = "skipped"
    FAILED = "failed"


class ActionType(StrEnum):
    """What a recipient is asked to do."""

    ACK = "ACTION_TYPE_ACK"


class TargetType(StrEnum):
    """Who is told about others."""

    USER = "ESCALATION_TARGET_TYPE_USER"
    GROUP = "ESCALATION_TARGET_TYPE_GROUP"
    MANAGER = "ESCALATION_TARGET_TYPE_MANAGER"
    ROLE = "ESCALATION_TARGET_TYPE_ROLE"


class Condition(StrEnum):
    """Whom an escalation concerns: those who have not acted, or the whole cohort while one has not."""

    IF_NOT_ACKED = "ESCALATION_CONDITION_IF_NOT_ACKED"
    IF_NOT_CLOSED = "ESCALATION_CONDITION_IF_NOT_CLOSED"


class EscalateMode(StrEnum):
    """Whether targets get an item that they can act on, or are only told."""

    DELIVER = "ESCALATE_MODE_DELIVER"
    ALERT_ONLY = "ESCALATE_MODE_ALERT_ONLY"


CHANNEL_PREFIX: Final = "CHANNEL_NAME_"
CHANNEL_NAMES: Final[tuple[str, ...]] = (
    "email",
    "webhook",
    "telegram",
    "slack",
    "sms",
    "whatsapp",
    "microsoft_teams",
    "line",
    "google_chat",
)
"""Our names of the contract's third-party channels, by its numbers. All may be listed; one without an adapter
is skipped ``channel_disabled``."""

PUSH: Final = "push"
"""The one value of a notification's and a reminder's ``type``."""

LABELS: Final[Mapping[StepType, tuple[Label, ...]]] = {
    # In-app alone, which reports no receipts.
    StepType.SEND_NOTIFICATION: (
        Label.COMPLETED,
        Label.ACTED,
        Label.SENT,
        Label.SKIPPED,
        Label.FAILED,
    ),
    StepType.DEADLINE_CHECK: (Label.COMPLETED, Label.ACTED),
    StepType.SEND_REMINDER: tuple(Label),
    # The receiver took it, or did not.
    StepType.CALL_WEBHOOK: (Label.COMPLETED, Label.ACTED, Label.SENT, Label.FAILED),
    StepType.MARK_MISSED: (Label.COMPLETED, Label.ACTED),
    StepType.ESCALATE: tuple(Label),
}
"""The labels that can occur at each type of step."""

SENDING: Final = frozenset({StepType.SEND_NOTIFICATION, StepType.SEND_REMINDER, StepType.ESCALATE})
"""The types that send to people, and so may carry ``homing``."""

STEP_ID: Final = "[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}"

MAX_STEPS: Final = 100
MAX_TRANSITIONS: Final = 10
MAX_PATHS: Final = 64
MAX_TARGETS: Final = 5
MAX_REPEATS: Final = 5
MAX_HEADERS: Final = 20
MAX_VARIABLES: Final = 50
MAX_NAME: Final = 200
"""Characters, of whatever is called a name, a label or a reason."""
MAX_URL: Final = 2048
MAX_VALUE: Final = 2000
"""Characters of a variable's value and of a header's."""
MAX_TEMPLATE_VERSION: Final = 2**31 - 1

SHORTEST_DELAY: Final = timedelta(minutes=1)
LONGEST_DELAY: Final = timedelta(hours=8760)
LONGEST_INTERVAL: Final = timedelta(days=365)
SHORTEST_WINDOW: Final = timedelta(minutes=1)
LONGEST_WINDOW: Final = timedelta(days=30)
DEFAULT_WINDOW: Final = timedelta(hours=24)
SHORTEST_DELIVERY_WAIT: Final = timedelta(seconds=1)
LONGEST_DELIVERY_WAIT: Final = timedelta(hours=72)
DEFAULT_DELIVERY_WAIT: Final = timedelta(minutes=10)

_ABOUT_RECEIPTS: Final = frozenset({Label.DELIVERED, Label.NOT_DELIVERED, Label.NO_RECEIPT})


@dataclass(frozen=True, slots=True)
class Target:
    """Who is told: the id of a user or group (a UUID), the name of a role, or nothing (the manager)."""

    type: TargetType
    id: str | None = None


@dataclass(frozen=True, slots=True)
class SendNotification:
    """The first delivery to everybody."""

    type: str | None = None
    template_id: str | None = None
    template_version: int | None = None
    action_label: str | None = None
    action_type: ActionType | None = None
    custom_variables: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DeadlineCheck:
    """A wait."""

    delay: timedelta


@dataclass(frozen=True, slots=True)
class SendReminder:
    """A reminder to whoever has not acted: in-app, and on the listed channels (our names, in order).
    ``notify_targets`` are told too."""

    type: str | None = None
    channels: tuple[str, ...] = ()
    notify_targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class CallWebhook:
    """A call of the author's server. Its headers are kept apart, since they may be secrets."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MarkMissed:
    """Whoever has not acted has missed it."""


@dataclass(frozen=True, slots=True)
class Escalate:
    """Others are told of those who have not acted: once, and ``repeat_count`` times more."""

    condition: Condition
    targets: tuple[Target, ...]
    repeat_count: int = 0
    repeat_interval: timedelta = timedelta(0)
    mode: EscalateMode = EscalateMode.DELIVER
    channels: tuple[str, ...] = ()


Config = SendNotification | DeadlineCheck | SendReminder | CallWebhook | MarkMissed | Escalate

_TYPES: Final[Mapping[type[Config], StepType]] = {
    SendNotification: StepType.SEND_NOTIFICATION,
    DeadlineCheck: StepType.DEADLINE_CHECK,
    SendReminder: StepType.SEND_REMINDER,
    CallWebhook: StepType.CALL_WEBHOOK,
    MarkMissed: StepType.MARK_MISSED,
    Escalate: StepType.ESCALATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """The project's own fields of a step, ``homing`` in JSON. ``delivery_wait`` None: ``Step`` says."""

    channel_strategy: ChannelStrategy = ChannelStrategy.ALL
    delivery_wait: timedelta | None = None
    on_unknown: OnUnknown = OnUnknown.ASSUME_SENT
    window: timedelta = DEFAULT_WINDOW
    message_class: MessageClass = MessageClass.TRANSACTIONAL
    urgent: bool = False
    urgent_reason: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the graph. ``transitions``: label -> id of the next step."""

    id: str
    config: Config
    transitions: Mapping[Label, str] = field(default_factory=dict)
    extras: Extras = field(default_factory=Extras)

    @property
    def type(self) -> StepType:
        return _TYPES[type(self.config)]

    @property
    def delivery_wait(self) -> timedelta | None:
        """How long a receipt is awaited: as the author says, or a while where something depends on it."""
        if self.extras.delivery_wait is not None:
            return self.extras.delivery_wait
        until_delivered = self.extras.channel_strategy is ChannelStrategy.UNTIL_DELIVERED
        matters = until_delivered or not _ABOUT_RECEIPTS.isdisjoint(self.transitions)
        return DEFAULT_DELIVERY_WAIT if matters else None


@dataclass(frozen=True, slots=True)
class Definition:
    """The steps; the first is where everybody begins."""

    steps: tuple[Step, ...]

    @property
    def entry(self) -> Step:
        return self.steps[0]
