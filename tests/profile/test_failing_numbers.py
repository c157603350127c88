"""A number that texts don't reach, on its user's own page."""

from typing import Final

import httpx
import pytest
from sqlalchemy import text

from homing.store import health
from homing.store.health import NumberKey
from plugin.profile.words import WORDS
from tests.http.conftest import Http
from tests.profile.sound import check_sound
from tests.profile.visiting import let_in
from tests.world import Company, Someone

pytestmark = pytest.mark.usefixtures("engine")
WORD: Final = WORDS["en"].number
_INVALID: Final = text("update reachabilities set state = 'invalid' where user_id = :u and kind = 'phone'")

each_failing = pytest.mark.parametrize("state", ["quarantined", "invalid"])


async def let_fail(company: Company, person: Someone, state: str) -> None:
    database = company.sending.database
    if state == "quarantined":
        hmac = company.sending.vault.hash_identifier(person.number)
        async with database.system() as connection:
            await health.quarantine(connection, [NumberKey(company.id, hmac)], "x")
    else:
        async with database.app(company.id) as connection:
            await connection.execute(_INVALID, {"u": person.id})


@each_failing
async def test_a_number_that_fails_says_so_and_offers_another(
    http: Http, client: httpx.AsyncClient, state: str
) -> None:
    [ana] = await http.company.hire(1, source="self")
    await let_fail(http.company, ana, state)
    page = (await let_in(http, ana, client)).now
    assert (WORD.failing if state == "quarantined" else WORD.unfit) in page.text
    assert WORD.confirmed not in page.text
    assert page.has("number")
    check_sound(page)


@pytest.mark.spec("P09")
@each_failing
async def test_where_a_number_of_the_organizations_fails_it_is_the_organization_that_is_asked(
    http: Http, client: httpx.AsyncClient, state: str
) -> None:
    [ana] = await http.company.hire(1)
    await let_fail(http.company, ana, state)
    page = (await let_in(http, ana, client)).now
    assert (WORD.failing_fixed if state == "quarantined" else WORD.unfit_fixed) in page.text
    assert not page.has("number")
    assert "another number" not in page.text
    assert WORD.unfit not in page.text
