"""Part of `make bench`: whether the time that a code takes tells how right it is. Right and wrong ones are
given in turns, in an order drawn by lot; how far their medians lie apart is compared with how far they do
when the same times are dealt out anew."""

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import text
from temporalio.client import Client

from homing.dispatching.context import Sending
from homing.dispatching.trying_codes import try_code
from homing.dispatching.verifying import Wish, ask_for_code
from homing.domain.verification import LARGEST_DAILY, MOST_TRIES
from homing.settings import Settings
from homing.store import code_limits, verifications
from homing.store.vault import new_key
from plugin.embedded.postgres import embedded_postgres
from plugin.embedded.stack import ROOT
from plugin.embedded.temporal import embedded_temporal
from plugin.process import leave_after
from plugin.services import open_sending
from plugin.verification import Verifications
from tests.confirming import let_pass
from tests.world import Company, Someone, found_company

PEOPLE: Final = 200
"""Who give a right code, and as many who give a wrong one."""
DEALS: Final = 4_000
SURE: Final = 0.001
"""Of what chance alone brings about as rarely, chance is not believed to be the reason."""
RIGHT: Final = "123456"
WRONG: Final = "654321"
_MESSAGE: Final = text("select id from account_messages where subject = :subject")


async def bench() -> None:
    async with _ground() as (sending, client):
        use_case = Verifications(sending, client, "nobody-works-here")
        await _compare(sending, use_case, [], people=20)  # so that everything is warm
        figures = {
            "open": await _compare(sending, use_case, []),
            "locked": await _compare(sending, use_case, [WRONG] * MOST_TRIES),
            "expired": await _compare(sending, use_case, [], late=True),
        }
    print(json.dumps(figures, indent=2))
    build = ROOT / "build"
    build.mkdir(exist_ok=True)
    (build / "bench-codes.json").write_text(json.dumps(figures, indent=2) + "\n")
    if min(one["p"] for one in figures.values()) < SURE:
        sys.exit("the time that a code takes tells whether it is right")


@asynccontextmanager
async def _ground() -> AsyncIterator[tuple[Sending, Client]]:
    """A database and Temporal; nobody works there, so that nothing else takes time."""
    with tempfile.TemporaryDirectory(prefix="homing-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        async with (
            embedded_postgres(folder / "postgres") as postgres,
            embedded_temporal(folder / "temporal") as temporal,
        ):
            settings = Settings(
                database_url=postgres.url,  # type: ignore[arg-type]  # validated by pydantic
                encryption_keys=f"bench:{new_key()}",  # type: ignore[arg-type]
                hmac_key=new_key(),  # type: ignore[arg-type]
            )
            async with open_sending(settings) as sending:
                yield sending, await Client.connect(temporal.address)


async def _open(company: Company, count: int, given: Sequence[str]) -> list[Someone]:
    """People who have each asked for a code, to a number of another block, and then given these."""
    numbers = [f"+3461{n:04}111" for n in range(count)]
    people = await company.hire(count, number=False, numbers=numbers)
    for one in people:
        asked = await ask_for_code(company.sending, company.id, one.id, Wish(raw=one.number))
        await _make_code(company, asked.verification)
    for one in people:
        for code in given:
            await try_code(company.sending, company.id, one.id, code)
    return people


async def _make_code(company: Company, verification: UUID) -> None:
    async with company.sending.database.app(company.id) as connection:
        message = (await connection.execute(_MESSAGE, {"subject": str(verification)})).scalar_one()
        kept = company.sending.vault.hash_code(verification, RIGHT)
        await verifications.keep_code(connection, message, kept)


async def _compare(
    sending: Sending,
    use_case: Verifications,
    given: Sequence[str],
    *,
    late: bool = False,
    people: int = PEOPLE,
) -> dict[str, float]:
    company = await found_company(sending, "+34600000001")
    async with sending.database.app(company.id) as connection:
        await code_limits.set_policy(connection, company.id, None, LARGEST_DAILY)
    turns = [
        (one, RIGHT if n % 2 else WRONG) for n, one in enumerate(await _open(company, 2 * people, given))
    ]
    if late:
        await let_pass(company, timedelta(hours=2))
    random.Random(0).shuffle(turns)
    taken: dict[str, list[float]] = {RIGHT: [], WRONG: []}
    for one, code in turns:
        begun = time.perf_counter()
        await use_case.confirm(company.id, one.id, code)
        taken[code].append(time.perf_counter() - begun)
    apart = _apart(taken[RIGHT], taken[WRONG])
    return {
        "right_median_ms": round(1_000 * statistics.median(taken[RIGHT]), 3),
        "wrong_median_ms": round(1_000 * statistics.median(taken[WRONG]), 3),
        "apart_ms": round(1_000 * apart, 3),
        "p": _chance_of(apart, taken[RIGHT], taken[WRONG]),
    }


def _apart(one: Sequence[float], other: Sequence[float]) -> float:
    return abs(statistics.median(one) - statistics.median(other))


def _chance_of(apart: float, one: Sequence[float], other: Sequence[float]) -> float:
    """How often medians lie so far apart where the same times are dealt out by lot: a permutation test."""
    dealt, lot = [*one, *other], random.Random(0)
    farther = 0
    for _ in range(DEALS):
        lot.shuffle(dealt)
        farther += _apart(dealt[: len(one)], dealt[len(one) :]) >= apart
    return (farther + 1) / (DEALS + 1)


if __name__ == "__main__":
    leave_after(bench())
