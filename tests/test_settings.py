"""Settings stop the process by the name of what is wrong, and never show a value."""

import base64
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import ValidationError

from homing.domain.errors import ConfigurationError
from homing.settings import Settings, load_settings
from homing.store.vault import new_key

PASSWORD: Final = "planted-password"
TOKEN: Final = "planted-token"
FIRST, SECOND, HMAC = new_key(), new_key(), new_key()
GOOD: Final = {
    "HOMING_DATABASE_URL": f"postgresql+asyncpg://login:{PASSWORD}@localhost/homing",
    "HOMING_ENCRYPTION_KEYS": f"second:{SECOND}, first:{FIRST}",
    "HOMING_HMAC_KEY": HMAC,
    "HOMING_TWILIO_AUTH_TOKENS": f"{TOKEN}-new, {TOKEN}-old,",
    "HOMING_SMTP_PASSWORD": PASSWORD,
}
SECRETS: Final = (PASSWORD, TOKEN, FIRST, SECOND, HMAC)

Load = Callable[..., Settings]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Load:
    """Settings from an environment that is good but for what is given; None takes a variable away."""
    for name in list(os.environ):
        if name.startswith("HOMING_"):
            monkeypatch.delenv(name)

    def loaded(**changes: str | None) -> Settings:
        for name, value in {**GOOD, **changes}.items():
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        return load_settings()

    return loaded


def test_what_the_environment_says_is_what_the_settings_hold(load: Load) -> None:
    settings = load(HOMING_LEASE="4", HOMING_PRICE_DEADLINE="PT1H", HOMING_GROUP_SIZE="7")
    assert settings.database_url.get_secret_value() == GOOD["HOMING_DATABASE_URL"]
    assert settings.lease == timedelta(seconds=4)
    assert settings.price_deadline == timedelta(hours=1)
    assert settings.group_size == 7
    assert settings.smtp_port == 25


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOMING_DATABASE_POOL", "0"),
        ("HOMING_GROUP_SIZE", "planted-token"),
        ("HOMING_SMTP_PORT", "65536"),
        ("HOMING_LEASE", "planted-token"),
        ("HOMING_PUBLIC_URL", "planted-token"),
        ("HOMING_SMTP_STARTTLS", "planted-token"),
        ("HOMING_DATABASE_URL", None),
        ("HOMING_ENCRYPTION_KEYS", None),
        ("HOMING_HMAC_KEY", None),
    ],
)
def test_a_wrong_or_missing_value_stops_by_its_name_and_is_not_shown(
    load: Load, name: str, value: str | None
) -> None:
    with pytest.raises(ConfigurationError) as stopped:
        load(**{name: value})
    assert str(stopped.value).startswith(f"{name}: ")
    assert shown_secrets(str(stopped.value)) == []
    assert stopped.value.__cause__ is None


def test_every_value_at_fault_is_named_at_once(load: Load) -> None:
    with pytest.raises(ConfigurationError) as stopped:
        load(HOMING_GROUP_SIZE="0", HOMING_SMTP_PORT="0", HOMING_HMAC_KEY=None)
    for name in ("HOMING_GROUP_SIZE", "HOMING_SMTP_PORT", "HOMING_HMAC_KEY"):
        assert f"{name}: " in str(stopped.value)


@pytest.mark.parametrize(
    "keys",
    [
        "",
        FIRST,
        f":{FIRST}",
        "first:",
        f"first:{FIRST[:-4]}",
        f"first:{FIRST[:-1]}!",
        f"first:{FIRST},",
        f"first:{FIRST};second:{SECOND}",
        f"first:{base64.b64encode(b'0' * 16).decode()}",
    ],
    ids=["nothing", "no id", "empty id", "no key", "short", "no base64", "trailing comma", "semicolon", "16"],
)
def test_a_key_ring_that_is_none_stops_by_its_name_and_shows_no_key(load: Load, keys: str) -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)encryption_keys: ") as stopped:
        load(HOMING_ENCRYPTION_KEYS=keys)
    assert shown_secrets(str(stopped.value)) == []


def test_an_id_that_two_keys_share_stops_since_one_of_them_would_be_lost(load: Load) -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)encryption_keys: ") as stopped:
        load(HOMING_ENCRYPTION_KEYS=f"first:{FIRST},first:{SECOND}")
    assert shown_secrets(str(stopped.value)) == []


@pytest.mark.parametrize("key", ["", "planted-token", FIRST[:-4], FIRST + FIRST])
def test_a_hash_key_that_is_none_stops_by_its_name(load: Load, key: str) -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)hmac_key: ") as stopped:
        load(HOMING_HMAC_KEY=key)
    assert shown_secrets(str(stopped.value)) == []


def test_the_first_key_of_the_ring_comes_first_and_each_is_32_bytes(load: Load) -> None:
    settings = load()
    assert list(settings.key_ring) == ["second", "first"]
    assert settings.key_ring == {"first": base64.b64decode(FIRST), "second": base64.b64decode(SECOND)}
    assert settings.hmac_secret == base64.b64decode(HMAC)


def test_tokens_are_taken_apart_at_commas_and_empty_ones_left_out(load: Load) -> None:
    assert load().twilio_tokens == (f"{TOKEN}-new", f"{TOKEN}-old")
    assert load(HOMING_TWILIO_AUTH_TOKENS=None).twilio_tokens == ()


@pytest.mark.parametrize("networks", ["planted-token", "10.0.0.1/8", "127.0.0.0/8;10.0.0.0/8"])
def test_a_network_that_is_none_stops_by_its_name(load: Load, networks: str) -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)webhook_allow: ") as stopped:
        load(HOMING_WEBHOOK_ALLOW=networks)
    assert shown_secrets(str(stopped.value)) == []


@pytest.mark.parametrize("keys", ["planted-token", FIRST[:-4], f"{FIRST};{SECOND}"])
def test_a_signing_key_that_is_none_stops_by_its_name(load: Load, keys: str) -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)webhook_signing_keys: ") as stopped:
        load(HOMING_WEBHOOK_SIGNING_KEYS=keys)
    assert shown_secrets(str(stopped.value)) == []


def test_webhooks_go_to_the_public_internet_and_are_signed_by_a_key_of_their_own_unless_set(
    load: Load,
) -> None:
    assert load().webhook_networks == ()
    [derived] = load().webhook_keys
    assert derived not in {load().hmac_secret, *load().key_ring.values()}
    assert [derived] == list(load().webhook_keys)
    told = load(HOMING_WEBHOOK_ALLOW="127.0.0.0/8, ::1/128", HOMING_WEBHOOK_SIGNING_KEYS=f"{FIRST},{SECOND}")
    assert [str(one) for one in told.webhook_networks] == ["127.0.0.0/8", "::1/128"]
    assert told.webhook_keys == (base64.b64decode(FIRST), base64.b64decode(SECOND))


@pytest.mark.parametrize("show", [repr, str, lambda settings: str(settings.model_dump())])
def test_secrets_print_as_stars(load: Load, show: Callable[[Settings], str]) -> None:
    shown = show(load())
    assert shown_secrets(shown) == []
    assert shown.count("**********") == 5


def test_settings_cannot_be_changed(load: Load) -> None:
    settings = load()
    with pytest.raises(ValidationError, match="frozen"):
        settings.group_size = 1  # type: ignore[misc]  # the very thing that must fail


def test_a_setting_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError, match="group_sise") as refused:
        Settings(**{**arguments(), "group_sise": 3})
    assert shown_secrets(str(refused.value)) == []


@pytest.mark.parametrize(("connect", "lease"), [("2", "2"), ("3", "2"), ("1", "0.5")])
def test_a_lease_must_leave_room_for_connecting(load: Load, connect: str, lease: str) -> None:
    with pytest.raises(ConfigurationError, match=r"(?i)connect_timeout: "):
        load(HOMING_CONNECT_TIMEOUT=connect, HOMING_LEASE=lease)


def test_a_lease_longer_than_connecting_takes_is_accepted(load: Load) -> None:
    assert load(HOMING_CONNECT_TIMEOUT="1.9", HOMING_LEASE="2").lease == timedelta(seconds=2)


@pytest.mark.parametrize("name", ["HOMING_LEASE", "HOMING_PROVIDER_TIMEOUT", "HOMING_CONNECT_TIMEOUT"])
@pytest.mark.parametrize("value", ["0", "-1"])
def test_a_duration_that_has_passed_before_it_began_stops_by_its_name(
    load: Load, name: str, value: str
) -> None:
    with pytest.raises(ConfigurationError, match=rf"(?i){name.removeprefix('HOMING_')}: "):
        load(**{name: value})


def test_secrets_are_read_from_files_of_their_names(load: Load, tmp_path: Path) -> None:
    (tmp_path / "homing_hmac_key").write_text(f"{SECOND}\n")
    (tmp_path / "homing_smtp_password").write_text("from-a-file")
    settings = load(HOMING_SECRETS_DIR=str(tmp_path), HOMING_HMAC_KEY=None, HOMING_SMTP_PASSWORD=None)
    assert settings.hmac_secret == base64.b64decode(SECOND)
    assert settings.smtp_password is not None
    assert settings.smtp_password.get_secret_value() == "from-a-file"


def test_a_secret_in_a_file_that_is_wrong_stops_by_its_name(load: Load, tmp_path: Path) -> None:
    (tmp_path / "homing_hmac_key").write_text(TOKEN)
    with pytest.raises(ConfigurationError, match=r"(?i)hmac_key: ") as stopped:
        load(HOMING_SECRETS_DIR=str(tmp_path), HOMING_HMAC_KEY=None)
    assert shown_secrets(str(stopped.value)) == []


def test_a_folder_of_secrets_that_is_not_there_stops_by_its_name(load: Load, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="HOMING_SECRETS_DIR names no folder") as stopped:
        load(HOMING_SECRETS_DIR=str(tmp_path / PASSWORD))
    assert shown_secrets(str(stopped.value)) == []


def test_the_callback_hangs_below_the_public_url_with_one_slash(load: Load) -> None:
    for public in ("https://h.example/homing", "https://h.example/homing/"):
        assert load(HOMING_PUBLIC_URL=public).status_callback_url == "https://h.example/homing/twilio/status"


def arguments() -> dict[str, Any]:
    return {name.removeprefix("HOMING_").lower(): value for name, value in GOOD.items()}


def shown_secrets(shown: str) -> list[str]:
    return [secret for secret in SECRETS if secret in shown]
