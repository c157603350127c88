"""Verifying evidence by command, offline: by a key alone, or by the installation's own settings."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest

from homing.domain.consents import ConsentKind, ConsentSource, KnownConsent
from homing.domain.evidence import KnownFact, Subject, compose, sign_with, signed_part
from homing.domain.optouts import OPTED_OUT, Fact, derive
from homing.domain.strategy import MessageClass
from homing.settings import Settings
from homing.store.evidence_key import EvidenceKey
from plugin.cli.ending import Exit, Failure
from plugin.cli.verifying import verify_evidence
from plugin.embedded.stack import environment
from tests.cli.support import homing

ANA: Final = "+34611345678"
BEN: Final = "+34611345679"
THEN: Final = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
LATER: Final = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture
def key(settings: Settings) -> EvidenceKey:
    return EvidenceKey(settings.hmac_secret)


def write(
    folder: Path,
    key: EvidenceKey,
    fact: KnownFact | None = None,
    consents: Sequence[KnownConsent] = (),
    **changes: Any,
) -> Path:
    """A document about Ana, with a fact of its own, consents, or changes that were made before it was
    signed."""
    said = KnownFact(
        1, OPTED_OUT, "keyword", "word", "STOP", "twilio", THEN, THEN, words="stop\x1b[31m it\u202e",
        answer="You are opted out.",
    )  # fmt: skip
    standing = derive([Fact(1, OPTED_OUT, "keyword", None, THEN)])
    subject = Subject([UUID(int=5)], ANA[-2:], key.fingerprint(ANA))
    facts = [said] if fact is None else [fact]
    made = ("https://api.example.com/", UUID(int=4), THEN, subject, standing)
    document = compose(*made, facts, consents, key.public)
    document |= changes
    file = folder / "evidence.json"
    file.write_bytes(sign_with(document, key.sign(signed_part(document))))
    return file


@pytest.mark.spec("X16")
async def test_the_command_verifies_by_the_public_key_alone_and_says_what_it_says(
    tmp_path: Path, key: EvidenceKey
) -> None:
    file = write(tmp_path, key)

    done = await homing("evidence", "verify", str(file), "--public-key", key.public)

    assert (done.code, done.err) == (0, "")
    assert f"Verified: signed by {key.public}" in done.out
    assert "It may not be texted since 2026-11-20T09:30:00" in done.out
    assert "opted_out by keyword" in done.out
    assert 'answered "You are opted out."' in done.out
    assert "\x1b" not in done.out, "what somebody wrote moves no cursor"
    assert "\u202e" not in done.out
    assert "…78" in done.out


@pytest.mark.spec("X16")
async def test_what_was_noted_by_hand_can_look_like_no_answer_and_like_no_other_time(
    tmp_path: Path, key: EvidenceKey
) -> None:
    noted = KnownFact(
        1, OPTED_OUT, "api", None, None, None, THEN, LATER,
        words='STOP", answered "You are opted out.\\"\n2026-11-20 opted_in by keyword',
    )  # fmt: skip
    file = write(tmp_path, key, noted)

    done = await homing("evidence", "verify", str(file), "--public-key", key.public)

    [line] = [line for line in done.out.splitlines() if line.startswith("- ")]
    assert line == (
        "- 2026-11-20T09:30:00.000000+00:00 opted_out by api, noted"
        ' "STOP\\", answered \\"You are opted out.\\\\\\" 2026-11-20 opted_in by keyword"'
        ", recorded 2026-11-21T08:00:00.000000+00:00"
    )


@pytest.mark.spec("X16")
async def test_a_consent_is_told_with_the_text_that_was_shown_and_the_words_of_the_answer(
    tmp_path: Path, key: EvidenceKey
) -> None:
    consent = KnownConsent(
        id=1,
        user_id=UUID(int=5),
        message_class=MessageClass.MARKETING,
        channel="sms",
        kind=ConsentKind.GIVEN,
        source=ConsentSource.KEYWORD,
        said_at=THEN,
        recorded_at=LATER,
        language="en",
        shown='I agree", answered "NO\nto news',
        words="Yes\x1b[31m!",
        form_id=None,
        form_version=None,
        actor=None,
    )
    file = write(tmp_path, key, consents=[consent])

    done = await homing("evidence", "verify", str(file), "--public-key", key.public)

    [line] = [line for line in done.out.splitlines() if "marketing" in line]
    assert line == (
        f"- 2026-11-20T09:30:00.000000+00:00 given by keyword: marketing by sms, user {UUID(int=5)},"
        ' shown "I agree\\", answered \\"NO to news", answered "Yes [31m!"'
        ", recorded 2026-11-21T08:00:00.000000+00:00"
    )


@pytest.mark.spec("X16")
async def test_the_command_verifies_by_the_installations_settings_and_knows_the_number(
    tmp_path: Path, key: EvidenceKey, settings: Settings
) -> None:
    file = write(tmp_path, key)

    done = await homing("evidence", "verify", str(file), "--number", ANA, "--json", settings=settings)
    wrong = await homing("evidence", "verify", str(file), "--number", BEN, settings=settings)

    assert done.code == 0
    assert done.json["verified"] is True
    assert done.json["document"] == json.loads(file.read_bytes())
    assert wrong.code == 1
    assert "another number" in wrong.err
    for number in (ANA, BEN):
        assert number not in done.out + wrong.out + wrong.err


@pytest.mark.spec("X16")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"version":', "no JSON"),
        (b"\x00\xff", "no JSON"),
        (b"[]", "no evidence"),
        (b'{"version":"homing-evidence/9","signature":"","publicKey":""}', "version"),
    ],
)
async def test_what_is_no_evidence_ends_with_1(
    tmp_path: Path, key: EvidenceKey, content: bytes, said: str
) -> None:
    file = tmp_path / "evidence.json"
    file.write_bytes(content)

    with pytest.raises(Failure, match=said) as failed:
        await verify_evidence(file, key.public, None, as_json=False)
    assert failed.value.code is Exit.FAILED


@pytest.mark.spec("X16")
async def test_what_was_altered_or_signed_by_another_ends_with_1(tmp_path: Path, key: EvidenceKey) -> None:
    file, other = write(tmp_path, key), EvidenceKey(b"o" * 32)
    altered = file.read_bytes().replace(b"opted_out", b"opted_in")

    with pytest.raises(Failure, match="another key") as failed:
        await verify_evidence(file, other.public, None, as_json=False)
    file.write_bytes(altered)
    with pytest.raises(Failure, match="altered") as changed:
        await verify_evidence(file, key.public, None, as_json=False)

    assert (failed.value.code, changed.value.code) == (Exit.FAILED, Exit.FAILED)


@pytest.mark.spec("X16")
async def test_one_that_names_our_key_and_was_signed_by_another_ends_with_1(
    tmp_path: Path, key: EvidenceKey
) -> None:
    forged = write(tmp_path, EvidenceKey(b"o" * 32), publicKey=key.public)

    with pytest.raises(Failure, match="altered"):
        await verify_evidence(forged, key.public, None, as_json=False)


async def test_a_key_that_is_none_or_a_number_that_is_none_is_wrong_usage(
    tmp_path: Path, key: EvidenceKey, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(tmp_path, key)
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)

    for public, number in (("abc", None), (None, "611 345 678")):
        with pytest.raises(Failure) as failed:
            await verify_evidence(file, public, number, as_json=False)
        assert failed.value.code is Exit.WRONG_USAGE


async def test_without_a_key_or_settings_the_settings_are_named(tmp_path: Path, key: EvidenceKey) -> None:
    done = await homing("evidence", "verify", str(write(tmp_path, key)))

    assert done.code == 2
    assert "HOMING_HMAC_KEY" in done.err
