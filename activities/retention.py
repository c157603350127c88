"""The activity that lets go of data once it is old."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from temporalio import activity

from activities.errors import nothing_personal
from activities.heartbeat import heartbeating
from homing.dispatching.context import Sending
from homing.domain.retention import Kept
from homing.store import retention
from workflows.retention_ports import LET_GO, Gone, LetGo


def retention_activity(sending: Sending, days: Mapping[Kept, int]) -> Callable[..., Any]:
    """``let_go``: it may be repeated. ``days``: as the installation has it."""

    @activity.defn(name=LET_GO)
    async def let_go(asked: LetGo) -> Gone:
        kind = Kept(asked.kind)
        batch = partial(retention.let_go, vault=sending.vault, kind=kind, days=days[kind], most=asked.batch)
        rows = 0
        with nothing_personal():
            async with heartbeating():
                while gone := await sending.database.repeat_system(batch):
                    rows += gone
                    sending.metrics.let_go(kind.value, gone)
        return Gone(rows=rows)

    return let_go
