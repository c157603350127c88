"""Commands about what is personal: keys, erasing, exporting."""

import json
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from homing.dispatching.reseal import Resealer
from homing.settings import Settings
from homing.store.vault import new_key
from plugin.cli.ending import Exit
from plugin.embedded.folder import Folder
from plugin.embedded.postgres import EmbeddedPostgres
from tests.cli.support import homing
from tests.privacy.conftest import Place, place
from tests.world import PLANTED_NAME, Company, found_company


@pytest.fixture
async def house(postgres: EmbeddedPostgres, settings: Settings) -> AsyncIterator[Place]:
    async with place(postgres, settings) as opened:
        yield opened


@pytest.fixture
async def staffed(house: Place) -> AsyncIterator[Company]:
    async with house.opened() as sending:
        company = await found_company(sending, "+34600000001")
        await company.hire(2)
        yield company


async def test_a_new_key_is_shown_once_with_what_to_do() -> None:
    made = await homing("keys", "rotate", "--json")
    assert made.code == Exit.DONE, made.err
    assert set(made.json) == {"id", "key"}
    shown = await homing("keys", "rotate")
    assert "homing keys status" in shown.out
    assert made.json["key"] not in shown.out


async def test_an_installation_of_this_machine_gets_its_new_key_in_front(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "installation")
    with folder.locked():
        before = folder.read_keys()
        refused = await homing("keys", "rotate", "--folder", str(folder.path))
        assert refused.code == Exit.FAILED
    made = await homing("keys", "rotate", "--folder", str(folder.path), "--json")
    assert made.code == Exit.DONE, made.err
    after = folder.read_keys()
    assert after.encryption.startswith(f"{made.json['id']}:")
    assert after.encryption.endswith(f",{before.encryption}")
    assert stat.S_IMODE(folder.keys.stat().st_mode) == 0o600
    assert after.vault.current_key == made.json["id"]
    nowhere = await homing("keys", "rotate", "--folder", str(tmp_path / "nowhere"))
    assert nowhere.code == Exit.WRONG_USAGE


async def test_the_status_says_which_key_may_go_and_which_is_missing(house: Place, staffed: Company) -> None:
    assert len(staffed.staff) == 2
    ring = f"new:{new_key()},{house.ring}"
    both = {"HOMING_ENCRYPTION_KEYS": ring}
    before = await homing("keys", "status", "--json", settings=house.settings, variables=both)
    assert before.code == Exit.DONE, before.err
    keys = {row["id"]: row for row in before.json["keys"]}
    assert (keys["new"]["current"], keys["new"]["values"]) == (True, 0)
    assert (keys["test"]["mayGo"], keys["test"]["values"] > 0) == (False, True)
    async with house.opened(ring) as sending:
        await Resealer()(sending)
    after = await homing("keys", "status", "--json", settings=house.settings, variables=both)
    keys = {row["id"]: row for row in after.json["keys"]}
    assert (keys["test"]["mayGo"], keys["test"]["values"]) == (True, 0)
    assert all(row["doneAt"] for row in after.json["tables"])
    shown = await homing("keys", "status", settings=house.settings, variables=both)
    assert "test: 0 values; may go." in shown.out
    lost = await homing("keys", "status", settings=house.settings)
    assert lost.code == Exit.FAILED
    assert "missing" in lost.err


async def test_a_user_is_exported_to_a_file_of_ones_own_and_erased(
    house: Place, staffed: Company, tmp_path: Path
) -> None:
    someone, file = staffed.staff[0], tmp_path / "dossier.json"
    file.touch()
    file.chmod(0o644)
    asked = (str(someone.id), "--org", str(staffed.id))
    written = await homing("users", "export", *asked, "--output", str(file), settings=house.settings)
    assert written.code == Exit.DONE, written.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    document = json.loads(file.read_text())
    assert document["kept"]["users"][0]["firstName"] == f"{PLANTED_NAME}0"
    printed = await homing("users", "export", *asked, settings=house.settings)
    assert printed.json["kept"]["users"] == document["kept"]["users"]

    erased = await homing("users", "erase", *asked, "--json", settings=house.settings)

    assert erased.code == Exit.DONE, erased.err
    assert erased.json["actor"] == "operator"
    gone = await homing("users", "export", *asked, "--output", str(tmp_path / "x"), settings=house.settings)
    assert (gone.code, (tmp_path / "x").exists()) == (Exit.FAILED, False)
    stranger = await homing("users", "erase", str(uuid4()), "--org", str(staffed.id), settings=house.settings)
    assert (stranger.code, "no such user" in stranger.err) == (Exit.FAILED, True)
