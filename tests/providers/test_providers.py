"""The list of providers: what it opens, and that reading it costs nothing."""

import subprocess
import sys

import pytest

from homing.domain.errors import ConfigurationError
from homing.providers import PROVIDERS, ProviderKind, provider_kind
from homing.providers.base import NotProcessed, Outbound
from plugin.embedded.temporal import free_port
from tests.providers.test_smtp import MAIL
from tests.providers.test_twilio_wire import TEXT


@pytest.mark.spec("P04")
@pytest.mark.parametrize("kind", PROVIDERS, ids=[kind.name for kind in PROVIDERS])
async def test_each_provider_opens_by_its_name_and_says_that_nobody_was_there(kind: ProviderKind) -> None:
    port = free_port()
    settings: dict[str, tuple[dict[str, object], Outbound]] = {
        "twilio": (
            {
                "account_sid": "AC1",
                "auth_token": "t",
                "status_callback_url": "https://hooks.example.com/s",
                "api_base_url": f"http://127.0.0.1:{port}",
            },
            TEXT,
        ),
        "smtp": ({"host": "127.0.0.1", "port": port, "sender": "r@homing.example"}, MAIL),
    }
    fields, message = settings[kind.name]
    provider = kind.open(**fields)
    assert provider.name == kind.name
    answered = await provider.send(message)
    assert isinstance(answered.result, NotProcessed)
    assert answered.first_byte_at is None
    await provider.aclose()


def test_a_name_that_is_none_is_a_wrong_setting() -> None:
    assert provider_kind("smtp").name == "smtp"
    with pytest.raises(ConfigurationError, match="pigeon"):
        provider_kind("pigeon")


def test_no_sdk_is_imported_before_a_provider_is_opened() -> None:
    program = (
        "import sys, homing.providers, homing.providers.twilio, homing.providers.smtp,"
        " homing.providers.twilio_codes, homing.providers.twilio_webhooks;"
        "print(sorted({'twilio', 'aiohttp', 'aiosmtplib', 'requests'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
