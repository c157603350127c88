"""Commands for operators: what they do, what they say, and by which exit code they end."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from homing.carrier.control import Control
from homing.dispatching.context import Sending
from homing.settings import Settings
from homing.store import keys
from homing.store.administration import read_organization
from plugin.cli import operating, setting_up
from plugin.cli.ending import Exit, Failure
from plugin.cli.operating import KeyWish, OrgWish
from plugin.embedded.postgres import EmbeddedPostgres
from plugin.embedded.stack import environment
from plugin.embedded.temporal import EmbeddedTemporal, free_port
from tests.cli.support import homing
from tests.conftest import ACCOUNT, SENDER, TOKEN
from tests.databases import empty_database, named
from tests.world import Company


@pytest.fixture
def configured(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings in the environment, where commands read them."""
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
async def without_tables(postgres: EmbeddedPostgres) -> AsyncIterator[str]:
    """The owner's URL of a database without tables."""
    async with empty_database(postgres) as name:
        yield named(postgres.owner_url, name)


async def text_a_stranger(settings: Settings, carrier: Control) -> None:
    """A text of our account to somebody whom no database knows."""
    number = f"+34699{uuid4().int % 1_000_000:06d}"
    url = f"{settings.twilio_api_base_url}".rstrip("/")
    async with httpx.AsyncClient(auth=(ACCOUNT, TOKEN)) as account:
        sent = await account.post(
            f"{url}/2010-04-01/Accounts/{ACCOUNT}/Messages.json",
            data={"From": SENDER, "To": number, "Body": "Read this: https://links.pidgr.test/c/0123456789a"},
        )
    assert sent.status_code == 201, sent.text
    await carrier.wait(1, to=number, status="delivered")  # before it is sent no listing has it


async def test_migrating_says_from_where_to_where_and_again_changes_nothing(
    without_tables: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await setting_up.bring_up_to_date(without_tables, "homing_login", as_json=True) is Exit.DONE
    first = json.loads(capsys.readouterr().out)
    assert first["before"] is None
    assert await setting_up.bring_up_to_date(without_tables, "homing_login", as_json=False) is Exit.DONE
    assert f"at {first['after']} already" in capsys.readouterr().out


async def test_a_database_that_is_away_ends_with_3_and_shows_no_secret() -> None:
    owner = f"postgresql+asyncpg://owner:hidden@127.0.0.1:{free_port()}/homing"
    done = await homing("migrate", variables={"HOMING_OWNER_URL": owner})
    assert done.code == 3
    assert "the database can't be used" in done.err
    assert "hidden" not in done.out + done.err


@pytest.mark.parametrize("command", ["setup", "worker"])
async def test_settings_that_are_missing_or_wrong_end_with_2_and_their_names(command: str) -> None:
    done = await homing(command, variables={"HOMING_LEASE": "never"})
    assert done.code == 2
    assert "HOMING_DATABASE_URL" in done.err
    assert "HOMING_LEASE" in done.err
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("configured")
async def test_setting_up_again_finds_everything_there(
    temporal: EmbeddedTemporal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", temporal.address)
    assert await setting_up.set_up(None, as_json=True) is Exit.DONE
    done = json.loads(capsys.readouterr().out)
    assert done["registeredSearchAttributes"] == []
    assert done["prices"] > 200


@pytest.mark.usefixtures("configured")
async def test_setting_up_without_temporal_says_that_it_is_unreachable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    with pytest.raises(Failure, match="Temporal") as away:
        await setting_up.set_up(None, as_json=False)
    assert away.value.code is Exit.UNREACHABLE


@pytest.mark.usefixtures("configured")
async def test_a_price_list_with_a_bad_line_is_refused_by_that_line(
    temporal: EmbeddedTemporal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TEMPORAL_ADDRESS", temporal.address)
    prices = tmp_path / "contract.csv"
    prices.write_text("country,currency,price\nES,USD,0.07\nFR,USD,dear\n")
    with pytest.raises(Failure, match="line 3") as refused:
        await setting_up.set_up(prices, as_json=False)
    assert refused.value.code is Exit.WRONG_USAGE


async def test_a_new_organization_comes_with_a_key_that_its_admins_can_use(
    configured: Settings, sending: Sending
) -> None:
    words = ["org", "create", "Example", "--product", "Pidgr", "--link-domain", "links.example.com"]
    made = await homing(*words, "--region", "ES", "--locale", "es", "--json", settings=configured)

    assert made.code == 0, made.err
    org = UUID(made.json["orgId"])
    async with sending.database.system() as connection:
        known = await keys.find_key(connection, sending.vault, made.json["key"])
    assert known is not None
    assert (known.org_id, known.scopes) == (org, ("admin",))
    async with sending.database.app(org) as connection:
        row = await read_organization(connection, org, sending.vault)
    assert (row.name, row.product_name, row.link_domain, row.region) == (
        "Example",
        "Pidgr",
        "links.example.com",
        "ES",
    )


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (OrgWish("Example", "Pidgr", "bit.ly", None, "UTC", "en", "USD"), "link_shortener"),
        (
            OrgWish("Example", "Pidgr", "links.example.com", None, "Mars/Base", "en", "USD"),
            "time_zone_unknown",
        ),
    ],
    ids=["a link shortener", "no time zone"],
)
async def test_an_organization_that_cannot_be_is_refused_with_the_reason(wish: OrgWish, reason: str) -> None:
    with pytest.raises(Failure, match=reason) as refused:
        await operating.make_org(wish, as_json=False)
    assert refused.value.code is Exit.WRONG_USAGE


@pytest.mark.usefixtures("configured")
async def test_a_key_has_the_scopes_that_were_named_and_is_shown_once(
    sending: Sending, company: Company, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = datetime.now(UTC) + timedelta(days=1)
    wish = KeyWish(company.id, ("editor", "scim"), "workflow editor", None, ends)
    assert await operating.make_key(wish, as_json=False) is Exit.DONE
    [key] = [word for word in capsys.readouterr().out.split() if word.startswith("hk_")]
    async with sending.database.system() as connection:
        known = await keys.find_key(connection, sending.vault, key)
    assert known is not None
    assert set(known.scopes) == {"editor", "scim"}
    async with sending.database.app(company.id) as connection:
        [listed] = await keys.list_keys(connection, company.id, UUID(int=0), 10)
    assert (listed.name, listed.expires_at) == ("workflow editor", ends)


@pytest.mark.usefixtures("configured")
async def test_a_key_of_scope_self_is_a_users_of_that_organization(company: Company) -> None:
    [someone] = await company.hire(1)
    await operating.make_key(KeyWish(company.id, ("self",), "phone", someone.id, None), as_json=True)
    for scopes, user in ((("self",), None), (("admin",), someone.id)):
        with pytest.raises(Failure, match="--user") as wrong:
            await operating.make_key(KeyWish(company.id, scopes, "phone", user, None), as_json=True)
        assert wrong.value.code is Exit.WRONG_USAGE
    with pytest.raises(Failure, match="user") as stranger:
        await operating.make_key(KeyWish(company.id, ("self",), "phone", uuid4(), None), as_json=True)
    assert stranger.value.code is Exit.FAILED


@pytest.mark.usefixtures("configured")
async def test_there_is_no_key_of_an_organization_that_is_not_there() -> None:
    with pytest.raises(Failure, match="organization") as refused:
        await operating.make_key(KeyWish(uuid4(), ("admin",), "nobody's", None, None), as_json=False)
    assert refused.value.code is Exit.FAILED


@pytest.mark.usefixtures("apart", "carrier")
async def test_reconciling_says_what_it_found(
    configured: Settings,
    quiet_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = named(configured.database_url.get_secret_value(), quiet_database)
    monkeypatch.setenv("HOMING_DATABASE_URL", url)
    since = datetime(2026, 11, 21, 10, tzinfo=UTC)
    done = await operating.reconcile_ledger(since, since + timedelta(seconds=1), as_json=True)
    assert done is Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert found["forgotten"] == 0
    assert set(found) >= {"listed", "unmatched", "resolved", "opted_out", "channels"}
    assert (found["strangers"], found["advice"]) == (0, None)
    await operating.reconcile_ledger(since, since + timedelta(seconds=1), as_json=False)
    said = [line.partition(": ") for line in capsys.readouterr().out.splitlines()]
    assert [name for name, _, _ in said][-2:] == ["channels", "executions"]
    assert all(number.isdecimal() for _, _, number in said)


@pytest.mark.usefixtures("apart")
async def test_reconciling_says_what_to_do_before_the_workers_start_where_texts_went_to_strangers(
    configured: Settings,
    carrier: Control,
    quiet_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = named(configured.database_url.get_secret_value(), quiet_database)
    monkeypatch.setenv("HOMING_DATABASE_URL", url)
    since = datetime.now(UTC)
    await text_a_stranger(configured, carrier)

    assert await operating.reconcile_ledger(since, None, as_json=True) is Exit.DONE
    found = json.loads(capsys.readouterr().out)
    assert await operating.reconcile_ledger(since, None, as_json=False) is Exit.DONE
    said = capsys.readouterr().out.splitlines()

    assert found["strangers"] >= 1
    assert said[-1] == found["advice"]
    for words in ("start the API alone", "sync people and senders", "`homing reconcile` again"):
        assert words in found["advice"]


@pytest.mark.usefixtures("configured")
async def test_reconciling_a_time_that_ends_before_it_begins_is_refused() -> None:
    since = datetime(2026, 11, 21, 10, tzinfo=UTC)
    with pytest.raises(Failure, match="until_before_since") as refused:
        await operating.reconcile_ledger(since, since - timedelta(hours=1), as_json=True)
    assert refused.value.code is Exit.WRONG_USAGE
