"""What crosses between workflows and activities: names, types, timeouts, retries, task queues.

Everything here ends up in histories: opaque ids, reason codes and counts only.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from temporalio.common import RetryPolicy, SearchAttributeKey

from homing.domain.strategy import ChannelStrategy, MessageClass, OnUnknown

SEND_QUEUE_SUFFIX: Final = "-sends"
"""Sends have a task queue of their own beside the workflows' queue."""

Moment = str
"""A time in ISO 8601, with its zone: inside the workflows' sandbox payloads can't be read as datetimes."""

ORG: Final = SearchAttributeKey.for_keyword("HomingOrg")
CAMPAIGN: Final = SearchAttributeKey.for_keyword("HomingCampaign")
EXECUTION: Final = SearchAttributeKey.for_keyword("HomingExecution")
STEP: Final = SearchAttributeKey.for_keyword("HomingStep")
SEARCH_ATTRIBUTES: Final = (ORG, CAMPAIGN, EXECUTION, STEP)
"""All are set at the start, which costs nothing; ids only, since they are never encrypted."""

URGENT, ORDINARY, BULK = 1, 2, 3
"""Priorities: what is urgent, what fits on a page, and the rest."""

UNTIL_IT_WORKS: Final = RetryPolicy(
    initial_interval=timedelta(seconds=1), backoff_coefficient=2.0, maximum_interval=timedelta(minutes=1)
)
"""Infrastructure that is away comes back; nothing else makes an activity raise."""

WEBHOOK_ATTEMPTS: Final = 8
WEBHOOK_RETRIES: Final = RetryPolicy(
    initial_interval=timedelta(seconds=5),
    backoff_coefficient=3.0,
    maximum_interval=timedelta(minutes=10),
    maximum_attempts=WEBHOOK_ATTEMPTS,
)
"""About half an hour for a receiver that is away; then the step has failed."""

ROW_PAGES: Final = 5
"""A channel whose messages are rows of ours takes so many pages in one: it has no requests to wait for."""

PAGE_TIMEOUT: Final = timedelta(hours=1)
HEARTBEAT_TIMEOUT: Final = timedelta(seconds=20)
QUERY_TIMEOUT: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRef:
    """One occurrence of a step for one cohort. ``targets``: of those who are told about others."""

    org: str
    execution: str
    step: str
    occurrence: int = 1
    cohort: int = 0
    people: int
    targets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a step uses its channels. Durations are seconds.

    ``channels`` are the third-party channels in order; ``always`` are posted beside them and stand in no
    order. ``unknown_seconds`` is how long an unknown outcome is asked after, ``receipt_seconds`` how long a
    receipt is awaited (None: not at all).
    """

    channels: list[str]
    always: list[str] = field(default_factory=lambda: ["in_app"])
    strategy: ChannelStrategy = ChannelStrategy.ALL
    on_unknown: OnUnknown = OnUnknown.ASSUME_SENT
    unknown_seconds: float = 600.0
    receipt_seconds: float | None = None
    message_class: MessageClass = MessageClass.TRANSACTIONAL
    urgent: bool = False

    @property
    def ordered(self) -> bool:
        return self.strategy is not ChannelStrategy.ALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """How far a step's first sending has come: so many pages are done."""

    done: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StepInput:
    """What is sent to a cohort, at positions ``[0, people)``, and until when.

    ``patience_seconds``: whatever is due within so long after the first sending is waited for here, and the
    rest is left to the caller; None: everybody's end is waited for. ``window_seconds``: after it, who is
    still held is skipped; None: nobody is. ``cursor``: where the first sending goes on; None: everybody was
    tried once already.
    """

    ref: StepRef
    manner: Manner
    window_seconds: float | None = 24 * 3600.0
    patience_seconds: float | None = None
    page_size: int = 200
    pages_at_once: int = 8
    ledger: int = 0
    cursor: Cursor | None = field(default_factory=Cursor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The people at positions ``[first, past)`` on one channel. With ``earlier`` channels only those are
    taken whom none of them reached."""

    ref: StepRef
    manner: Manner
    first: int
    past: int
    channel: str
    earlier: list[str]
    ledger: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """What stands of a page afterwards. ``counts`` is keyed ``state`` or ``state:reason``; ``users`` holds
    the first 20 of each. ``ledger`` is the highest number of any attempt."""

    counts: dict[str, int]
    users: dict[str, list[str]]
    ledger: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Asks where a step stands for a cohort. ``closing``: its window is over, so what is still held is
    skipped with the hold's reason."""

    ref: StepRef
    manner: Manner
    page_size: int
    closing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a step stands. ``counts``: channel -> ``state`` or ``state:reason`` -> people. ``due``: channel
    -> pages that have work now. ``wake_seconds``: when to look again; None when everything is final."""

    counts: dict[str, dict[str, int]]
    due: dict[str, list[int]]
    wake_seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """Where a step stands when its workflow ends, in counts."""

    counts: dict[str, dict[str, int]]
    ledger: int


class StepKind(StrEnum):
    """What a step does with a cohort."""

    SEND = "send"
    WAIT = "wait"
    WEBHOOK = "webhook"
    MARK_MISSED = "mark_missed"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """A step as the workflow walks it. Durations are real seconds: the time scale is applied already.

    ``transitions``: outcome -> step id. ``manner`` and the next three for what sends: what is due within
    ``patience_seconds`` keeps everybody, later wake-ups within ``together_seconds`` are taken together, and
    after ``window_seconds`` who is still held is given up. ``wait_seconds`` for what waits; ``targets`` where
    others are told, ``repeats`` times more, ``repeat_seconds`` apart.
    """

    id: str
    kind: StepKind
    transitions: dict[str, str] = field(default_factory=dict)
    manner: Manner | None = None
    patience_seconds: float = 60.0
    together_seconds: float = 3600.0
    window_seconds: float = 24 * 3600.0
    wait_seconds: float = 0.0
    targets: bool = False
    repeats: int = 0
    repeat_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A cohort at a step: a place where an execution is, and all that is needed to go on from it.

    ``open``: how many of its people have yet to act. ``due``: when the step is due, from which its waits and
    its window count. ``wake``: when there is something to do. ``left``: the step was tried already, and these
    are left. ``about``: of targets, the cohort that they are told about.
    """

    step: str
    cohort: int
    people: int
    open: int
    due: Moment
    wake: Moment
    occurrence: int = 1
    left: bool = False
    targets: bool = False
    about: int | None = None

    @property
    def due_at(self) -> datetime:
        return datetime.fromisoformat(self.due)

    @property
    def wake_at(self) -> datetime:
        return datetime.fromisoformat(self.wake)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which an execution was paused; None: it is."""

    begun: Moment
    ended: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignInput:
    """An execution to walk. ``tagged``: whether the server knows our search attributes.

    ``longest_history``: from so many events on nothing new is begun until what is in flight has ended and a
    new run goes on. Before, from the server's suggestion on, a moment is taken in which nothing is in flight
    anyway.

    The rest is what an earlier run of the workflow hands on: ``branches`` where it stood (None: the database
    is asked), ``pauses`` there were, and ``outcomes`` so far, step -> outcome -> people.
    """

    org: str
    campaign: str
    execution: str
    tagged: bool = True
    page_size: int = 200
    pages_at_once: int = 8
    longest_history: int = 16_000
    branches: list[Branch] | None = None
    pauses: list[Pause] = field(default_factory=list)
    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    ledger: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignResult:
    """How an execution ended: step -> outcome -> people."""

    outcomes: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan:
    """Asks for an execution's plan, and begins it where its time has come."""

    org: str
    execution: str
    now: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The walk of an execution: its pinned version's steps, and where its cohorts stand. ``start``: not
    before then, and until then there are no branches. ``over``: it was cancelled or is complete."""

    version: int
    steps: list[PlanStep]
    branches: list[Branch]
    start: Moment | None
    paused: bool
    everybody_acted: bool
    over: bool
    ledger: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """Sends everybody of a cohort on who is through with a step. ``due`` is from when the next step counts,
    ``waits`` how long it then waits, by step id. Who is not through stays behind, as a cohort of their own;
    a cohort of targets goes nowhere. ``given_up``: the window is over, so nobody is to be tried any more;
    ``failed``: the step did not do its work (a webhook)."""

    org: str
    execution: str
    step: PlanStep
    branch: Branch
    due: Moment
    window_until: Moment
    waits: dict[str, float]
    given_up: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Advanced:
    """Where everybody went: the branches, and how many came out how."""

    branches: list[Branch]
    outcomes: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindTargets:
    """Asks who is to be told about a cohort at one occurrence of a step. ``again``: when the next one is."""

    org: str
    execution: str
    branch: Branch
    again: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Those who are to be told, as a branch of their own (None: nobody). ``holds``: whether there is still
    somebody to tell about."""

    branch: Branch | None
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """Ends an execution in the database."""

    org: str
    execution: str
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookCall:
    """A step's webhook, for one cohort. Address and headers are read from the definition."""

    org: str
    execution: str
    step: str
    cohort: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookResult:
    """Whether the receiver took it: ``status`` of HTTP where there was an answer, else ``reason``."""

    delivered: bool
    status: int | None = None
    reason: str | None = None


COLLECT: Final = "collect"
LOAD_PLAN: Final = "load_plan"
ADVANCE: Final = "advance"
FIND_TARGETS: Final = "find_targets"
CALL_WEBHOOK: Final = "call_webhook"
FINISH: Final = "finish"


def send_activity(channel: str) -> str:
    """The name of the activity that sends on a channel."""
    return f"send_{channel}"
