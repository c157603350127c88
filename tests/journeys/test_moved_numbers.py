"""A number that moves to another colleague, with both handsets in hand."""

from collections.abc import Awaitable, Callable

import pytest

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.domain.phone import E164
from tests.confirming import Confirming, somebody
from tests.engine import Engine
from tests.http.conftest import Http, expect
from tests.invariants import until
from tests.journeys.test_over_http import http
from tests.world import Run, new_number

__all__ = ["http"]
pytestmark = pytest.mark.usefixtures("engine")


async def bind(http: Http, person: Confirming, number: str) -> str:
    """By the API; the state that it then has."""
    answer = await http.call("PUT", f"/v1/users/{person.person.id}/phone", json={"number": number})
    return str(expect(answer, 200)["phone"]["state"])


async def remind(http: Http, engine: Engine, *people: Confirming) -> Run:
    run = await http.company.campaign([one.person for one in people])
    await engine.run(run, "sms")
    return run


async def used(run: Run, person: Confirming) -> tuple[str | None, str | None, str | None]:
    row = (await run.dispatches())[person.person.id]
    return row.reason, row.identifier_source, row.identifier_state


@pytest.mark.spec("X15", "P28", "P09", "W06")
async def test_a_number_that_moves_to_a_colleague_is_not_texted_for_him_before_he_confirms_it(
    http: Http, engine: Engine, carrier: Control
) -> None:
    ana, ben = await somebody(http, carrier), await somebody(http, carrier)
    shared, former = ana.number, new_number()
    assert [await bind(http, ana, shared), await bind(http, ben, former)] == ["verified"] * 2

    assert await bind(http, ben, shared) == "unverified"

    [told] = await carrier.wait(1, to=former, seconds=60)
    assert "removed" in told.body
    expect(await http.call("DELETE", f"/v1/users/{ana.person.id}/phone?source=api"), 204)
    [told] = await carrier.wait(1, to=shared, seconds=60)
    assert "removed" in told.body
    skipped = await remind(http, engine, ana, ben)
    assert await used(skipped, ben) == ("unverified", "api", "unverified")
    assert await used(skipped, ana) == ("no_identifier", None, None)
    assert len(await carrier.texts(shared)) == 1, "but the notice to Ana"

    ben.seen = 1
    expect(await ben.add(shared), 202)
    expect(await ben.give(await ben.code(shared)), 204)
    await carrier.wait(3, to=shared, seconds=60)
    assert "added" in (await carrier.texts(shared))[2].body
    texted = await remind(http, engine, ben)
    assert await used(texted, ben) == (None, "api", "verified")
    assert len(await carrier.wait(4, to=shared, seconds=60)) == 4
    assert len(await carrier.texts(former)) == 1


@pytest.mark.spec("X15", "P14")
async def test_a_number_that_texted_stop_is_told_of_no_change(http: Http, carrier: Control) -> None:
    ana, ben = [await somebody(http, carrier, number=True) for _ in range(2)]
    await withdraw.stop(http.company.sending, E164(ana.number))

    for one in (ana, ben):
        body = {"number": new_number(), "source": "directory"}
        expect(await http.call("PUT", f"/v1/users/{one.person.id}/phone", json=body), 200)

    async def reasons() -> set[str | None]:
        which = {"user": str(ana.person.id), "channel": "account_sms"}
        listed = await http.get("/v1/messages", params=which)
        return {one["reason"] for one in listed["items"] if one["lastDigits"] is None}

    await until(lambda: holds(reasons), seconds=60)
    await carrier.wait(1, to=ben.number, seconds=60)
    assert await carrier.texts(ana.number) == []


async def holds(reasons: Callable[[], Awaitable[set[str | None]]]) -> bool:
    return await reasons() == {"opted_out"}
