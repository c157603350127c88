"""What was tried, by the ledger."""

from sqlalchemy import text

from tests.world import Run

_DETAILS = text("""
    select a.detail from attempts a join dispatches d on d.id = a.dispatch_id
     where d.execution_id = :execution order by a.detail nulls last
""")


async def details(run: Run) -> list[str | None]:
    """What is noted of each attempt of a run; of those that went as they should nothing is, and they come
    last."""
    async with run.company.sending.database.app(run.company.id) as connection:
        found = await connection.execute(_DETAILS, {"execution": run.execution})
        return list(found.scalars())
