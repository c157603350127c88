"""The branches of the comparison's workflow, one history each."""

from typing import Final
from uuid import uuid4

from tests.replay.stage import Handle, Stage, ended, named
from workflows import ParityWorkflow
from workflows.parity_ports import ParityInput


async def parity_compares_page_by_page(stage: Stage) -> Handle:
    await stage.company()
    asked = ParityInput(share=1, most_shares=2, senders=1)
    handle = await stage.engine.client.start_workflow(
        ParityWorkflow.run, asked, id=f"parity/{uuid4()}", task_queue=stage.engine.settings.task_queue
    )
    return await ended(handle)


PARITY: Final = named(parity_compares_page_by_page)
