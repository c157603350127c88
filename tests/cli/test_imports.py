"""`homing import`, against the API with a worker behind it."""

from pathlib import Path
from uuid import uuid4

import pytest

from homing.settings import Settings
from homing.store import imports, keys
from homing.store.imports import ImportKind
from tests.cli.support import Done, homing
from tests.world import Company


@pytest.fixture
async def scim(company: Company) -> str:
    """A key to the API."""
    key = keys.new_key_text()
    async with company.sending.database.app(company.id) as connection:
        await keys.create_key(
            connection, company.id, company.sending.vault, id=uuid4(), name="test", key=key, scopes=["scim"]
        )
    return key


async def imported(api: str, key: str, *words: str) -> Done:
    return await homing(
        "import", *words, variables={"HOMING_API_URL": api, "HOMING_API_KEY": key, "COLUMNS": "200"}
    )


@pytest.mark.spec("D24")
@pytest.mark.usefixtures("engine")
async def test_files_are_loaded_and_what_was_not_taken_is_said_by_line(
    tmp_path: Path, api: str, scim: str
) -> None:
    people, consents, report = (tmp_path / name for name in ("people.csv", "consents.csv", "bad.csv"))
    bad = "".join(f"e-{n},Spain\n" for n in range(30))
    people.write_text(f"external_id,country\ne-x,ES\n{bad}")
    done = await imported(api, scim, "people", str(people), "--report", str(report))
    assert (done.code, done.err) == (0, "")
    assert "1 created, 0 updated, 30 refused" in done.out
    assert "line 3: country: country_unknown" in done.out
    assert "and 20 more" in done.out
    assert report.read_text().splitlines()[:2] == [
        "line,column,reason,loaded",
        "3,country,country_unknown,false",
    ]
    assert len(report.read_text().splitlines()) == 31
    consents.write_text(
        "external_id,consent,consent_class,consent_channel,consent_at,consent_text\n"
        "e-x,given,MARKETING,sms,2026-11-01T09:30:00Z,Offers\n"
    )
    recorded = (await imported(api, scim, "consents", str(consents), "--json")).json
    assert (recorded["kind"], recorded["state"], recorded["created"]) == ("consents", "done", 1)


async def test_a_file_that_is_none_ends_the_command_with_the_reason(
    tmp_path: Path, api: str, scim: str
) -> None:
    people = tmp_path / "people.csv"
    people.write_text("shoe_size\n42\n")
    done = await imported(api, scim, "people", str(people))
    assert done.code == 1
    assert "header_missing" in done.err


async def test_one_import_too_many_ends_the_command_with_a_sentence_however_long_its_file_is(
    tmp_path: Path, api: str, scim: str, company: Company, settings: Settings
) -> None:
    most = settings.imports_at_once
    async with company.sending.database.app(company.id) as connection:
        for _ in range(most):
            await imports.create_import(
                connection, company.id, uuid4(), ImportKind.PEOPLE, source="import", actor="test", most=most
            )
    people = tmp_path / "people.csv"
    people.write_text("external_id\n" + "e-1\n" * 2**22)
    done = await imported(api, scim, "people", str(people))
    assert done.code == 1
    sentence = "The organization has as many imports under way as it may: wait until one is over"
    assert done.err.strip() == f"homing: {sentence} (too_many_imports)"
