"""The round on which data goes that was kept for long enough, which a schedule starts."""

from temporalio import workflow

from workflows.ports import HEARTBEAT_TIMEOUT, UNTIL_IT_WORKS
from workflows.retention_ports import KIND_TIMEOUT, LET_GO, Gone, LetGo, RetentionInput, RetentionResult


@workflow.defn(name="RetentionWorkflow")
class RetentionWorkflow:
    """Lets go of one kind after the other: nobody waits for it."""

    @workflow.run
    async def run(self, asked: RetentionInput) -> RetentionResult:
        rows: dict[str, int] = {}
        for kind in asked.kinds:
            gone: Gone = await workflow.execute_activity(
                LET_GO,
                LetGo(kind=kind, batch=asked.batch),
                result_type=Gone,
                start_to_close_timeout=KIND_TIMEOUT,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
                retry_policy=UNTIL_IT_WORKS,
                summary=kind,
            )
            rows[kind] = gone.rows
            workflow.set_current_details(_show(rows))
        return RetentionResult(rows=rows)


def _show(rows: dict[str, int]) -> str:
    return "\n".join(("Data that was old enough went:", "", *(f"- {kind}: {n}" for kind, n in rows.items())))
