"""What is counted and measured. One registry for each process, handed down with what is sent; docs/
observability.md has a row for each, and says what to alert on.

Labels are names of this program and nothing else: no id and no number is ever one, so the number of series is
bounded. Counting is done after a transaction has committed, once for a group or a page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from prometheus_client import CollectorRegistry, Gauge, Histogram
from prometheus_client import Counter as CounterMetric

from homing.domain.outcome import DispatchState, Reason

Tally = Counter[tuple[DispatchState, Reason | None]]
"""How many dispatches came to stand where, and why."""

_LATENCY: Final = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 6 * 3600.0)
_REQUEST: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_SILENCE: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 15)
"""About the two aims: an answer within 300 ms mostly, and never much after a lease of 2 s."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Levels:
    """How things stand in the database, across organizations.

    ``unknowns``: (channel, state) -> dispatches. ``spend``: (channel, currency, kind) -> micros of today, of
    each organization in its own zone. ``alerts``: (kind, channel) -> how often in the last day.
    """

    unknowns: Mapping[tuple[str, str], int] = field(default_factory=dict)
    spend: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    alerts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    untold: int = 0
    overdue: int = 0


class Metrics:
    """The metrics of a process. ``channels``: those whose counters begin at zero, so that the first unknown
    outcome is an increase."""

    def __init__(self, channels: Iterable[str] = ()) -> None:
        self.registry: Final = CollectorRegistry()
        self._add_sending()
        self._add_edges()
        self._add_levels()
        for channel in channels:
            for outcome in (DispatchState.SENT, DispatchState.UNKNOWN):
                self._dispatches.labels(channel, outcome, "")
            self._late.labels(channel)
        for word in ("stop", "act"):
            self._silence.labels(word)

    def _add_sending(self) -> None:
        self._dispatches = CounterMetric(
            "homing_dispatches",
            "Dispatches by what came of them; one that is unknown and then found counts as both",
            ("channel", "outcome", "reason"),
            registry=self.registry,
        )
        self._holds = CounterMetric(
            "homing_holds",
            "Times that a dispatch was put off, to be decided anew later",
            ("channel", "reason"),
            registry=self.registry,
        )
        self._latency = Histogram(
            "homing_dispatch_latency_seconds",
            "From when a message was due until its provider had taken it",
            ("channel",),
            buckets=_LATENCY,
            registry=self.registry,
        )
        self._requests = Histogram(
            "homing_provider_request_seconds",
            "Requests to providers, by what became of them",
            ("provider", "result"),
            buckets=_REQUEST,
            registry=self.registry,
        )
        self._receipts = CounterMetric(
            "homing_receipts",
            "News of messages after their posting; repetitions are not counted",
            ("channel", "status", "reason"),
            registry=self.registry,
        )
        self._add_words()

    def _add_words(self) -> None:
        self._silence = Histogram(
            "homing_silence_seconds",
            "From a word that ends texts until no request that it forbids can begin any more",
            ("word",),
            buckets=_SILENCE,
            registry=self.registry,
        )
        self._late = CounterMetric(
            "homing_late_requests",
            "Requests that a frozen process began after its last check had lapsed",
            ("channel",),
            registry=self.registry,
        )
        self._nudges = CounterMetric(
            "homing_nudges",
            "Workflows told to look whether what they wait for is there",
            ("answer",),
            registry=self.registry,
        )
        self._asked = CounterMetric(
            "homing_silent_asked",
            "Accepted messages without a final report that a provider was asked for, by what it said",
            ("answer",),
            registry=self.registry,
        )

    def _add_edges(self) -> None:
        self._housekeeping = CounterMetric(
            "homing_housekeeping_failures",
            "Failures of housekeeping",
            ("task",),
            registry=self.registry,
        )
        self._handled = CounterMetric(
            "homing_housekeeping_handled",
            "What housekeeping found to do and did",
            ("task",),
            registry=self.registry,
        )
        self._webhooks = CounterMetric(
            "homing_webhook_calls",
            "Calls of authors' servers, each try by itself",
            ("result",),
            registry=self.registry,
        )
        self._callbacks = CounterMetric(
            "homing_callbacks",
            "What a provider reported to this API, by how it was answered",
            ("kind", "answer"),
            registry=self.registry,
        )
        self._replies = CounterMetric(
            "homing_replies",
            "Texts from handsets, by what they were understood as and whether they were answered",
            ("meaning", "answer"),
            registry=self.registry,
        )
        self._http = Histogram(
            "homing_http_request_seconds",
            "Requests to this API until their answers' end",
            ("method", "route", "status"),
            buckets=_REQUEST,
            registry=self.registry,
        )
        self._verified = CounterMetric(
            "homing_verifications",
            "Codes that were asked for and given, by what was answered",
            ("answer",),
            registry=self.registry,
        )
        self._keys = CounterMetric(
            "homing_api_keys_refused",
            "Requests whose API key was refused",
            ("reason",),
            registry=self.registry,
        )

        self._gone = CounterMetric(
            "homing_retention_rows",
            "Rows that went, or whose contents did, because they were kept for long enough",
            ("kind",),
            registry=self.registry,
        )

    def _add_levels(self) -> None:
        self._readable = Gauge(
            "homing_database_readable",
            "1 where the values of the database were read for this answer, else 0",
            registry=self.registry,
        )
        self._unknowns = Gauge(
            "homing_unknown_dispatches",
            "Dispatches whose fate is not known",
            ("channel", "state"),
            registry=self.registry,
        )
        self._spend = Gauge(
            "homing_spend_today_micros",
            "Millionths of a currency reserved and spent on the organizations' present days",
            ("channel", "currency", "kind"),
            registry=self.registry,
        )
        self._alerts = Gauge(
            "homing_alerts",
            "What admins were alerted of within a day",
            ("kind", "channel"),
            registry=self.registry,
        )
        self._untold = Gauge(
            "homing_untold_executions",
            "Executions of which Temporal does not know for a while what is wanted",
            registry=self.registry,
        )
        self._overdue = Gauge(
            "homing_overdue_cohorts",
            "Cohorts whose step was due minutes ago and is not through",
            registry=self.registry,
        )

    def dispatched(self, channel: str, tally: Tally) -> None:
        """Count what a committed transaction decided, found out or put off."""
        for (state, reason), count in tally.items():
            if state is DispatchState.HELD:
                self._holds.labels(channel, reason or "").inc(count)
            else:
                self._dispatches.labels(channel, state, reason or "").inc(count)

    def closed(self, skipped: Mapping[tuple[str, str], int]) -> None:
        """Count what was held and is skipped at its window's end: (channel, reason) -> how many."""
        for (channel, reason), count in skipped.items():
            self._dispatches.labels(channel, DispatchState.SKIPPED, reason).inc(count)

    def posted(self, channel: str, seconds: Iterable[float]) -> None:
        """Measure how long after they were due messages were taken."""
        histogram = self._latency.labels(channel)
        for one in seconds:
            histogram.observe(one)

    def requested(self, provider: str, result: str, seconds: float) -> None:
        self._requests.labels(provider, result).observe(seconds)

    def received(self, reports: Mapping[tuple[str, str, str], int]) -> None:
        """Count news of messages: (channel, status, reason or nothing) -> how many."""
        for labels, count in reports.items():
            self._receipts.labels(*labels).inc(count)

    def silenced(self, word: str, seconds: float) -> None:
        """Measure how long it took until a STOP (``stop``) or an action (``act``) could be answered."""
        self._silence.labels(word).observe(seconds)

    def began_late(self, channel: str, count: int) -> None:
        self._late.labels(channel).inc(count)

    def nudged(self, answer: str) -> None:
        """Count a workflow that was told to look again, by what Temporal said."""
        self._nudges.labels(answer).inc()

    def asked(self, answer: str) -> None:
        """Count a silent message that its provider was asked for."""
        self._asked.labels(answer).inc()

    def kept_house(self, task: str, handled: int) -> None:
        self._handled.labels(task).inc(handled)

    def housekeeping_failed(self, task: str) -> None:
        self._housekeeping.labels(task).inc()

    def webhook_called(self, result: str) -> None:
        self._webhooks.labels(result).inc()

    def callback_answered(self, kind: str, answer: str) -> None:
        self._callbacks.labels(kind, answer).inc()

    def replied(self, meaning: str, answer: str) -> None:
        """Count a text from a handset that was taken in."""
        self._replies.labels(meaning, answer).inc()

    def answered(self, method: str, route: str, status: int, took: timedelta) -> None:
        """Measure a request to the API. ``route`` is the template of its path."""
        known = method if method in _METHODS else "other"
        self._http.labels(known, route, status).observe(took.total_seconds())

    def verified(self, answer: str) -> None:
        """Count a code that was asked for (``asked``, or why not) or given (``confirmed``, or why not)."""
        self._verified.labels(answer).inc()

    def let_go(self, kind: str, rows: int) -> None:
        self._gone.labels(kind).inc(rows)

    def key_refused(self, reason: str) -> None:
        self._keys.labels(reason).inc()

    def show(self, levels: Levels | None) -> None:
        """Set what was read from the database; None where it could not be, and nothing old is shown."""
        for gauge in (self._unknowns, self._spend, self._alerts):
            gauge.clear()
        self._readable.set(levels is not None)
        if levels is None:
            self._untold.set(float("nan"))
            self._overdue.set(float("nan"))
            return
        for unknown, count in levels.unknowns.items():
            self._unknowns.labels(*unknown).set(count)
        for spend, micros in levels.spend.items():
            self._spend.labels(*spend).set(micros)
        for alert, count in levels.alerts.items():
            self._alerts.labels(*alert).set(count)
        self._untold.set(levels.untold)
        self._overdue.set(levels.overdue)
