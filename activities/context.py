"""What surrounds the work of every activity: ids on its log lines, and nothing personal in its failure."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import assert_never

import structlog
from temporalio import activity

from activities.errors import nothing_personal
from workflows.ports import Advance, Collect, FindTargets, Finish, LoadPlan, Page, WebhookCall

Asked = Page | Collect | LoadPlan | Advance | FindTargets | Finish | WebhookCall


@contextmanager
def working_on(asked: Asked) -> Iterator[None]:
    """Bind what was asked for, and by which workflow; let out only errors whose text is ours."""
    info = activity.info()
    bound = structlog.contextvars.bound_contextvars(
        org=asked.ref.org if isinstance(asked, Page | Collect) else asked.org,
        **_ids(asked),
        workflow=info.workflow_id,
        activity=info.activity_type,
        activity_attempt=info.attempt,
    )
    with bound, nothing_personal():
        yield


def _ids(asked: Asked) -> dict[str, str | int]:
    match asked:
        case Page(ref=ref) | Collect(ref=ref):
            return _at(ref.execution, ref.step, ref.occurrence, ref.cohort)
        case Advance(branch=branch) | FindTargets(branch=branch):
            return _at(asked.execution, branch.step, branch.occurrence, branch.cohort)
        case WebhookCall():
            return {"execution": asked.execution, "step": asked.step, "cohort": asked.cohort}
        case LoadPlan() | Finish():
            return {"execution": asked.execution}
        case _ as never:
            assert_never(never)


def _at(execution: str, step: str, occurrence: int, cohort: int) -> dict[str, str | int]:
    return {"execution": execution, "step": step, "occurrence": occurrence, "cohort": cohort}
