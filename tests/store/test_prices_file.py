"""Prices and senders are data: what may be loaded, and which sender and price a country gets."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import phonenumbers
import pytest
from sqlalchemy import text

from homing.channels import BY_NAME
from homing.dispatching.claim import claim
from homing.dispatching.context import Sending
from homing.store import circumstances, organizations
from homing.store.circumstances import Market, SenderRow
from homing.store.organizations import NewSender
from tests.world import Company, Run

HEADER: Final = "country,currency,price"
BRITISH: Final = "+447400987654"
"""Nobody else's: what is said of a number holds everywhere."""
AMERICAN: Final = "+12015550123"


@pytest.fixture
async def price_list(sending: Sending) -> AsyncIterator[str]:
    """A channel's name of the test's own, so that the prices that others send by stay as they are."""
    name = f"prices-{uuid4().hex}"
    yield name
    async with sending.database.system() as connection:
        await connection.execute(text("delete from estimated_prices where channel = :name"), {"name": name})


async def load(sending: Sending, path: Path, channel: str) -> int:
    async with sending.database.system() as connection:
        return await organizations.load_prices(connection, path, channel)


async def prices(sending: Sending, channel: str) -> dict[tuple[str, str], int]:
    query = text("select country, currency, micros from estimated_prices where channel = :channel")
    async with sending.database.system() as connection:
        found = await connection.execute(query, {"channel": channel})
        return {(row.country, row.currency): row.micros for row in found}


async def market(run: Run) -> Market:
    company = run.company
    async with company.sending.database.app(company.id) as connection:
        common = await circumstances.lock_circumstances(
            connection, company.id, run.execution, BY_NAME["sms"].traits
        )
        return await circumstances.read_market(connection, common, "sms")


async def claimed_senders(run: Run) -> dict[str, UUID | None]:
    """Claim the audience: outcome -> the sender that was chosen."""
    database, org = run.company.sending.database, run.company.id
    await database.repeat_app(
        org, lambda connection: claim(connection, run.company.sending.vault, run.request())
    )
    async with database.app(org) as connection:
        found = await connection.execute(
            text("select concat_ws(':', state, reason) as outcome, sender_id from dispatches")
        )
        return {row.outcome: row.sender_id for row in found}


async def test_the_prices_that_come_along_reach_every_country_in_both_currencies(
    sending: Sending, price_list: str
) -> None:
    count = await load(sending, organizations.DEFAULT_PRICES, price_list)
    loaded = await prices(sending, price_list)
    assert count == len(loaded)
    assert set(loaded) == {
        (c, currency) for c in phonenumbers.SUPPORTED_REGIONS for currency in ("USD", "EUR")
    }
    # Between a tenth of a cent and five units a segment: anything else is a slip of the decimal point.
    assert {key: micros for key, micros in loaded.items() if not 1_000 <= micros <= 5_000_000} == {}


async def test_a_price_is_kept_in_whole_micros_rounded_up(
    sending: Sending, price_list: str, tmp_path: Path
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text(f"{HEADER}\nES,EUR,0.0725\nPT,EUR,0.00000001\nUS,USD,1\n")
    assert await load(sending, file, price_list) == 3
    assert await prices(sending, price_list) == {
        ("ES", "EUR"): 72_500,
        ("PT", "EUR"): 1,
        ("US", "USD"): 1_000_000,
    }


async def test_an_installations_own_prices_are_loaded_over_those_that_are_there(
    sending: Sending, price_list: str, tmp_path: Path
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text(f"{HEADER}\nES,EUR,0.05\nES,USD,0.06\n")
    await load(sending, file, price_list)
    file.write_text(f"{HEADER}\nES,EUR,0.04\n")
    assert await load(sending, file, price_list) == 1
    assert await prices(sending, price_list) == {("ES", "EUR"): 40_000, ("ES", "USD"): 60_000}


@pytest.mark.parametrize(
    "row",
    [
        "ES,EUR",
        "ES,EUR,",
        "ES,EUR,free",
        "ES,EUR,NaN",
        "ES,eur,0.05",
        "ES,,0.05",
        "ES,EUR,0,05",
        "ES,EUR,-0.05",
        ",EUR,0.05",
        "es,EUR,0.05",
        "Spain,EUR,0.05",
    ],
)
async def test_a_row_that_is_no_price_is_named_by_its_line_and_nothing_is_loaded(
    sending: Sending, price_list: str, tmp_path: Path, row: str
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text(f"{HEADER}\nPT,EUR,0.05\n{row}\nFR,EUR,0.05\n")
    with pytest.raises(ValueError, match=r"^line 3: "):
        await load(sending, file, price_list)
    assert await prices(sending, price_list) == {}


async def test_a_file_without_its_header_is_refused(
    sending: Sending, price_list: str, tmp_path: Path
) -> None:
    file = tmp_path / "prices.csv"
    file.write_text("ES,EUR,0.05\nPT,EUR,0.05\n")
    with pytest.raises(ValueError, match=r"^line 2: "):
        await load(sending, file, price_list)


@pytest.mark.spec("P26")
def test_a_sender_is_a_local_number_else_the_default_else_none() -> None:
    local, second, default = (
        SenderRow(UUID(int=n), country, f"+{n}") for n, country in ((1, "ES"), (2, "ES"), (3, "US"))
    )
    senders = {one.id: one for one in (second, default, local)}
    without = Market(senders, {}, frozenset(), None)
    with_default = Market(senders, {}, frozenset(), default.id)
    assert without.sender_for("ES") == with_default.sender_for("ES") == local
    assert without.sender_for("FR") is None
    assert without.sender_for(None) is None
    assert with_default.sender_for("FR") == with_default.sender_for(None) == default


@pytest.mark.spec("P26")
def test_a_sender_that_was_refused_is_not_chosen_again() -> None:
    local, second, default = (
        SenderRow(UUID(int=n), country, f"+{n}") for n, country in ((1, "ES"), (2, "ES"), (3, "US"))
    )
    senders = {one.id: one for one in (local, second, default)}
    market = Market(senders, {}, frozenset(), default.id)
    assert market.sender_for("ES", other_than=local.id) == second
    assert market.sender_for("FR", other_than=default.id) is None
    assert Market({local.id: local}, {}, frozenset(), None).sender_for("ES", other_than=local.id) is None


def test_no_price_is_known_to_a_country_that_is_blocked_unknown_or_not_listed() -> None:
    market = Market({}, {"ES": 50_000, "RU": 50_000}, frozenset({"RU"}), None)
    assert [market.price_to(country) for country in ("ES", "RU", "FR", None)] == [50_000, None, None, None]


@pytest.mark.spec("P26")
async def test_who_has_no_sender_in_their_country_is_skipped_until_there_is_a_default(
    company: Company,
) -> None:
    run = await company.campaign(await company.hire(1, numbers=[BRITISH]))
    assert await claimed_senders(run) == {"skipped:no_sender_for_country": None}
    spanish = min((await market(run)).senders)
    await company.change(default_sender_id=spanish)
    later = await company.campaign(company.staff)
    assert (await claimed_senders(later))["reserved"] == spanish


@pytest.mark.spec("P27")
@pytest.mark.parametrize(
    ("kind", "number", "speed"), [("short_code", "70123", 100), ("alphanumeric", "PIDGR", 10)]
)
async def test_a_sender_of_another_kind_is_a_row_and_no_code(
    company: Company, kind: str, number: str, speed: int
) -> None:
    added = NewSender(
        id=uuid4(),
        country="US",
        number=number,
        kind=kind,
        capabilities=("sms", "two_way"),
        segments_per_second=speed,
    )
    async with company.sending.database.app(company.id) as connection:
        await organizations.add_senders(connection, company.id, [added])
        kept = await connection.execute(
            text("select kind, capabilities, segments_per_second from senders where country = 'US'")
        )
        assert tuple(kept.one()) == (kind, ["sms", "two_way"], speed)
    run = await company.campaign(await company.hire(1, numbers=[AMERICAN]))
    assert await claimed_senders(run) == {"reserved": added.id}
    chosen = (await market(run)).sender_for("US")
    assert chosen is not None
    assert chosen.number == number


@pytest.mark.spec("P26")
async def test_a_sender_that_is_out_of_use_sends_nothing(company: Company) -> None:
    async with company.sending.database.app(company.id) as connection:
        await connection.execute(text("update senders set active = false"))
    run = await company.campaign(await company.hire(1))
    assert await claimed_senders(run) == {"skipped:no_sender_for_country": None}
