"""`homing up`: everything on one machine, nothing left behind, and found again by the next start."""

import json
import shlex
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.embedded.support import ROOT, going_up, marked, sockets_in

FAST = ("--speed", "172800")
"""A day in half a second."""
EXAMPLE = ROOT / "examples" / "q3-security-policy"


@pytest.fixture
def folder() -> Iterator[Path]:
    """With a short path, and in no checkout."""
    with tempfile.TemporaryDirectory(prefix="homing-up-", ignore_cleanup_errors=True) as made:
        yield Path(made) / ".homing"


@pytest.fixture
def other_expectations(tmp_path: Path) -> Path:
    """The example, of which something else is expected."""
    copy = tmp_path / "example"
    shutil.copytree(EXAMPLE, copy)
    expected = json.loads((copy / "expected.json").read_text())
    expected["sms"]["delivered"] += 1
    expected["email"]["bounced"] = 2
    (copy / "expected.json").write_text(json.dumps(expected))
    return copy


def handed_over_to(folder: Path) -> str:
    """Where the carrier posts what handsets write."""
    lines = (line.partition("=") for line in (folder / "environment").read_text().splitlines())
    address = {name: shlex.split(value) for name, _, value in lines}["HOMING_TWILIO_API_BASE_URL"]
    return str(httpx.patch(f"{address[0]}/_carrier/tuning", json={}).json()["inbound_url"])


@pytest.mark.spec("P08", "P14", "P28", "W01")
def test_the_example_ends_as_expected_and_an_interrupt_leaves_nothing_behind(folder: Path) -> None:
    with going_up(folder, *FAST) as up:
        up.wait_for("Ctrl-C ends.")
        assert "Every outcome is as expected." in up.said()
        assert {"postgres", "temporal"} <= {process.name() for process in marked(up.mark)}
        assert json.loads((folder / "api.json").read_text())["url"].startswith("http://127.0.0.1:")

        assert "HOMING_DATABASE_URL=" in (folder / "environment").read_text()
        assert stat.S_IMODE((folder / "environment").stat().st_mode) == 0o600
        assert handed_over_to(folder).endswith("/twilio/inbound#rc=5&rp=all")

        with going_up(folder, "--no-example") as second:
            assert second.ended() == 1
            assert f"(process {up.process.pid})" in second.said()
        assert (folder / "api.json").exists()

        up.press()
        up.press()
        assert up.ended() == 130, up.said()
        assert marked(up.mark) == []
    assert sockets_in(folder) == []
    assert not (folder / "api.json").exists()
    assert not (folder / "environment").exists()
    assert list((folder / "running").iterdir()) == []


@pytest.mark.parametrize("words", ["Starting PostgreSQL", "Starting the API"])
def test_whoever_ends_it_while_it_starts_finds_nothing_left(folder: Path, words: str) -> None:
    with going_up(folder, "--no-example") as up:
        up.wait_for(words)
        up.press(signal.SIGTERM)
        up.press(signal.SIGINT)
        assert up.ended() == 130, up.said()
        assert marked(up.mark) == []
    assert sockets_in(folder) == []


def test_the_next_start_ends_what_a_killed_one_left_and_uses_its_data_and_says_what_differs(
    folder: Path, other_expectations: Path
) -> None:
    with going_up(folder, "--no-example") as killed:
        killed.wait_for("Ctrl-C ends.")
        killed.process.kill()
        killed.process.wait()
        assert {"postgres", "temporal"} <= {process.name() for process in marked(killed.mark)}
        keys = (folder / "keys.json").read_text()

        with going_up(folder, "--exit", "--json", *FAST, "--example", str(other_expectations)) as again:
            assert again.ended() == 1, again.said()
            assert "an earlier start had left behind" in again.said()
            assert marked(killed.mark) == marked(again.mark) == []
        assert (folder / "keys.json").read_text() == keys
        assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
    assert _differences(again.said()) == [
        "email:bounced: expected 2, got 0",
        "sms:delivered: expected 64, got 63",
    ]


def _differences(said: str) -> list[str]:
    """Out of the JSON among all that was printed."""
    begin = said.index("\n{") + 1
    found, _ = json.JSONDecoder().raw_decode(said[begin:])
    return list(found["differences"])


def test_data_without_their_keys_are_not_touched(folder: Path) -> None:
    (folder / "postgres").mkdir(parents=True)
    with going_up(folder, "--no-example") as up:
        assert up.ended() == 2
    assert "keys.json is gone" in up.said()
    assert list((folder / "postgres").iterdir()) == []
