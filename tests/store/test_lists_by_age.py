"""Long lists, of which each page is read by an index and not by sorting the whole."""

from uuid import UUID

import pytest
from sqlalchemy import text

from homing.store import denying
from tests.world import Company


@pytest.mark.parametrize("before", [None, UUID(int=1)], ids=["the first page", "a later one"])
async def test_a_page_of_a_deny_list_is_read_in_its_order(company: Company, before: UUID | None) -> None:
    given = {"org": company.id, "direction": "outbound", "at": None, "id": before, "limit": 50}
    async with company.sending.database.app(company.id) as connection:
        # A table of a few rows is sorted sooner than it is looked up in.
        await connection.execute(text("set local enable_sort = off"))
        await connection.execute(text("set local enable_seqscan = off"))
        given["at"] = None if before is None else (await connection.execute(text("select now()"))).scalar()
        plan = (await connection.execute(text(f"explain {denying._LIST.text}"), given)).scalars().all()

    assert any("deny_entries_latest" in line for line in plan), plan
    assert not any("Sort" in line for line in plan), plan
