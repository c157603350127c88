"""The branches of the round that lets go of old data, one history each."""

from typing import Final
from uuid import uuid4

from tests.replay.stage import Handle, Stage, ended, named
from workflows import RetentionWorkflow
from workflows.retention_ports import RetentionInput


async def retention_lets_go_kind_by_kind(stage: Stage) -> Handle:
    handle = await stage.engine.client.start_workflow(
        RetentionWorkflow.run,
        RetentionInput(),
        id=f"retention/{uuid4()}",
        task_queue=stage.engine.settings.task_queue,
    )
    return await ended(handle)


RETENTION: Final = named(retention_lets_go_kind_by_kind)
