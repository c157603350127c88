"""One person on one page, and what becomes of it."""

from tests.invariants import until
from tests.world import Company, Run, Someone


async def one_run(company: Company) -> tuple[Someone, Run]:
    """Somebody, and a campaign for them alone."""
    [person] = await company.hire(1)
    return person, await company.campaign([person])


async def stands(run: Run, outcome: str) -> None:
    """Wait until everybody stands there."""

    async def there() -> bool:
        return await run.outcomes() == {outcome: run.people}

    await until(there)
