"""Reading what was measured, and what makes something to measure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from homing.dispatching.context import Sending
from homing.observing import Metrics
from homing.providers.base import Answer, Outbound, Result
from tests.conftest import SENDER
from tests.dispatching.support import Around, rows
from tests.world import Company, Run, found_company

Values = dict[tuple[str, ...], float]


def values_of(text: str, sample: str, *labels: str) -> Values:
    """The values of a sample's series, by the values of these labels."""
    return {
        tuple(one.labels[label] for label in labels): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
        if one.name == sample
    }


def values(sending: Sending, sample: str, *labels: str) -> Values:
    """Those that are not zero."""
    text = generate_latest(sending.metrics.registry).decode()
    return {key: value for key, value in values_of(text, sample, *labels).items() if value}


class Answers(Around):
    """A provider that answers as it is told to for each number, and else as it does."""

    def __init__(self, real: Any, answers: Mapping[str, Result]) -> None:
        super().__init__(real)
        self.answers = answers

    async def send(self, message: Outbound) -> Answer:
        told = self.answers.get(message.recipient)
        return await super().send(message) if told is None else Answer(told, None)


def answering(sending: Sending, answers: Mapping[str, Result]) -> Sending:
    """What answers so for each number."""
    provider = Answers(sending.providers["twilio"], answers)
    return replace(sending, providers={**sending.providers, "twilio": provider})


async def enter(run: Run, *, due: str) -> None:
    """Let a run's cohort have been due at its step for so long."""
    await rows(
        run.company.sending,
        "insert into visits (org_id, execution_id, cohort, step, people, due_at, wake_at)"
        " values (:org, :execution, 0, 'remind', :people,"
        " now() - cast(cast(:due as text) as interval), now())",
        org=run.company.id,
        execution=run.execution,
        people=run.people,
        due=due,
    )


async def measured_company(sending: Sending) -> Company:
    """An organization whose sending is measured by itself."""
    return await found_company(replace(sending, metrics=Metrics()), SENDER)
