"""Asking for codes and giving them, where nobody sends any: codes are made by hand."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final
from uuid import UUID

from sqlalchemy import event, text

from homing.dispatching.pending import Pending, read_pending
from homing.dispatching.trying_codes import Tried, try_code
from homing.dispatching.verifying import Asked, Wish, ask_for_code
from homing.store import code_limits, own_numbers, verifications
from tests.world import Company, Someone

CODE = "123456"


async def newcomers(company: Company, count: int = 1) -> list[Someone]:
    """People without a number."""
    return await company.hire(count, number=False)


async def ask(company: Company, who: Someone, number: str | None = None, **wish: str) -> Asked:
    return await ask_for_code(company.sending, company.id, who.id, Wish(raw=number or who.number, **wish))


async def again(company: Company, who: Someone) -> Asked:
    return await ask_for_code(company.sending, company.id, who.id, Wish(raw=None))


_MESSAGE = text("select id from account_messages where subject = :subject order by created_at desc limit 1")


async def post(company: Company, verification: UUID, code: str = CODE) -> None:
    """Let a code be made for the latest message of a request, as posting does."""
    async with company.sending.database.app(company.id) as connection:
        message = (await connection.execute(_MESSAGE, {"subject": str(verification)})).scalar_one()
        code_hash = company.sending.vault.hash_code(verification, code)
        await verifications.keep_code(connection, message, code_hash)


async def give(company: Company, who: Someone, code: str) -> Tried:
    return await try_code(company.sending, company.id, who.id, code)


async def pending(company: Company, who: Someone) -> Pending | None:
    async with company.sending.database.app(company.id) as connection:
        return await read_pending(connection, company.id, company.sending.vault, who.id)


async def set_daily(company: Company, daily: int, countries: Sequence[str] | None = None) -> None:
    async with company.sending.database.app(company.id) as connection:
        await code_limits.set_policy(connection, company.id, countries, daily)


async def states(company: Company, who: Someone) -> dict[str, str]:
    """Source -> state of somebody's numbers now."""
    async with company.sending.database.app(company.id) as connection:
        phones = await own_numbers.read_phones(connection, company.id, who.id)
    return {one.source: one.state for one in phones}


_ENDS: Final = re.compile("^(ROLLBACK TO|RELEASE) SAVEPOINT")


@contextmanager
def statements(company: Company) -> Iterator[list[str]]:
    """Every statement that is made meanwhile, in order. What follows a right code is kept, and taken back
    after a wrong one: that is the only difference that is not looked at."""
    made: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        made.append(_ENDS.sub("END", statement))

    engine = company.sending.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield made
    finally:
        event.remove(engine, "before_cursor_execute", note)
