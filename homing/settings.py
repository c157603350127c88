"""Settings: read once into a frozen object and handed down. A wrong value stops the process by its name.

Every field is the environment variable ``HOMING_<NAME>``, or a file of that name (``homing_<name>``) in the
folder ``HOMING_SECRETS_DIR``. Secrets print as stars.
"""

import base64
import binascii
import hashlib
import hmac
import os
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from homing.domain.errors import ConfigurationError
from homing.domain.retention import Kept, read_days
from homing.domain.web_address import Network

_KEY_BYTES = 32
_LONGEST_KEY_ID = 64


def _seconds(value: object) -> object:
    try:
        return timedelta(seconds=float(value)) if isinstance(value, str) else value
    except ValueError:
        return value  # ISO 8601, or not a duration: pydantic says which


Count = Annotated[int, Field(ge=1)]
Duration = Annotated[timedelta, Field(gt=timedelta(0)), BeforeValidator(_seconds)]
"""Above zero; a bare number is seconds, in a variable of the environment too."""


class Keys(BaseSettings):
    """The keys to what is personal, which is all that a migration needs."""

    model_config = SettingsConfigDict(
        env_prefix="HOMING_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    encryption_keys: SecretStr
    """Key ring for what is personal: ``id:base64`` of 32 bytes each, by comma; the first encrypts."""
    hmac_key: SecretStr
    """Base64 of 32 bytes by which numbers are found. It never rotates: losing it loses the opt-outs."""

    @model_validator(mode="after")
    def _keys_are_keys(self) -> Self:
        _ = self.key_ring, self.hmac_secret
        return self

    @property
    def key_ring(self) -> dict[str, bytes]:
        """The encryption keys by id; the first of them encrypts."""
        entries = [part.strip() for part in self.encryption_keys.get_secret_value().split(",")]
        ring: dict[str, bytes] = {}
        for entry in entries:
            name, colon, encoded = entry.partition(":")
            if not colon or not name or len(name.encode()) > _LONGEST_KEY_ID:
                message = "encryption_keys: each key is written id:base64, the id in 64 bytes at most"
                raise ValueError(message)
            if name in ring:
                message = "encryption_keys: two keys have the same id"
                raise ValueError(message)
            ring[name] = _decode("encryption_keys", encoded)
        return ring

    @property
    def hmac_secret(self) -> bytes:
        return _decode("hmac_key", self.hmac_key.get_secret_value())


class Settings(Keys):
    """Everything that differs between two installations. Durations are seconds or ISO 8601 (``PT10S``)."""

    database_url: SecretStr
    """PostgreSQL as the application's login role, which may only become homing_app and homing_system."""
    database_pool: Count = 20
    """Connections that one process keeps."""
    transaction_idle: Annotated[Duration, Field(le=timedelta(minutes=1))] = timedelta(seconds=3)
    """How long a transaction may stand still, because its process froze or lost its network, until the server
    ends it: its locks may be what STOP waits for. More is for a machine that pauses for longer."""

    retention: str = ""
    """Days for which data is kept, ``kind=days`` by comma, where that is not the default (docs/operations.md)
    nor an organization's own choice."""

    twilio_account_sid: str = ""
    """Without one there is no sms, and whoever is due by it is skipped `channel_disabled`."""
    twilio_auth_tokens: SecretStr = SecretStr("")
    """By comma while one is rotated; the first is used for sending, all for checking signatures."""
    twilio_api_base_url: str | None = None
    """Another server that speaks Twilio's API, such as the carrier in a box."""
    public_url: HttpUrl = HttpUrl("http://127.0.0.1:8080")
    """Where the outside reaches this API; what Twilio signs."""

    api_host: str = "127.0.0.1"
    """Where `homing api` listens."""
    api_port: Annotated[int, Field(ge=0, le=65535)] = 8080
    """The port of it; 0 finds a free one."""
    trusted_proxies: str = "127.0.0.1"
    """Addresses or networks by comma whose X-Forwarded-For says who asks."""
    api_rate: Count = 50
    """Requests a second that one API key may make, on average; ten seconds' worth at once."""
    api_largest_body: Count = 1_048_576
    """Bytes of a request, except for imports, which are read as a stream (at most 100 MiB, those that are
    loaded in the background 500 MiB)."""
    imports_at_once: Count = 5
    """Imports that an organization may have under way: received, waiting or being loaded. One more is
    refused, until one of them is over."""
    time_scales: bool = False
    """Whether campaigns may run in scaled time, days in seconds: for trying things out."""
    ui_url: HttpUrl | None = None
    """Where operators find Temporal UI, for links to workflows."""

    log_format: Literal["auto", "json", "console"] = "auto"
    """``auto``: lines for reading at a terminal, else JSON."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """From which level on events are logged."""
    metrics_host: str = "127.0.0.1"
    """Where the metrics of workers, and of Temporal's SDK, are served."""
    metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Where a worker serves its metrics; the API has a route for them."""
    metrics_token: SecretStr | None = None
    """What a scraper of the API's route must bear; without it the route is open."""
    temporal_metrics_port: Annotated[int, Field(ge=1, le=65535)] | None = None
    """Where the metrics of Temporal's SDK are served."""

    smtp_host: str = "127.0.0.1"
    """The server that takes mail."""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    """Its port."""
    smtp_username: str | None = None
    """For a server that wants to know who sends."""
    smtp_password: SecretStr | None = None
    """Goes with the user name."""
    smtp_starttls: bool = False
    """Whether TLS begins after the greeting, and no mail goes without it."""
    smtp_sender: str = "reminders@localhost"
    """Whom mails come from."""

    webhook_signing_keys: SecretStr = SecretStr("")
    """Base64 of 32 bytes each, by comma: all sign while one is rotated, and the first gives the secrets that
    admins are shown. Empty: one that is derived from the HMAC key, and so never rotates."""
    webhook_allow: str = ""
    """Networks by comma (``10.0.0.0/8``) where receivers of webhooks may be although they are not public:
    who may write a definition can then post to whatever listens there."""

    task_queue: str = "homing"
    """Sends have a queue of their own beside it, so that nothing else waits behind them."""
    worker_shutdown: Duration = timedelta(seconds=30)
    """How long a worker that is told to end lets its groups finish."""

    group_size: Count = 32
    """Texts that are posted together; at most this many, times the pages at work, can become unknown."""
    pages_at_once: Count = 3
    """Pages that one worker process sends side by side."""
    lease: Duration = timedelta(seconds=2)
    """How long after its last look a request may begin; STOP waits no longer than this."""
    connect_timeout: Duration = timedelta(seconds=1)
    """For a connection to the provider; the lease must leave room for it."""
    provider_timeout: Duration = timedelta(seconds=10)
    """For a whole request to a provider; afterwards nobody knows its outcome."""
    busy_backoff: Duration = timedelta(seconds=30)
    """How long a message that was provably not processed is retried before it is held."""
    unknown_after: Duration = timedelta(minutes=10)
    """How long an unknown outcome is asked after before the step's policy decides."""
    stale_reservation: Duration = timedelta(minutes=10)
    """After this a message whose process went away before it began is decided anew."""
    price_deadline: Duration = timedelta(hours=48)
    """After this a message without a real price is booked at its estimate."""
    sweep_interval: Duration = timedelta(seconds=10)
    """How often workers keep house: what was left half done, receipts and prices that did not come."""

    @model_validator(mode="after")
    def _values_are_sound(self) -> Self:
        _ = self.webhook_keys, self.webhook_networks, self.retention_days
        if self.connect_timeout >= self.lease:
            message = "connect_timeout: must be shorter than the lease"
            raise ValueError(message)
        if self.twilio_account_sid and not self.twilio_tokens:
            message = "twilio_auth_tokens: needed with an account"
            raise ValueError(message)
        return self

    @property
    def retention_days(self) -> dict[Kept, int]:
        """For how many days each kind of data is kept, where an organization does not say."""
        try:
            return read_days(self.retention)
        except ValueError as error:
            message = f"retention: kind=days by comma; {error}"
            raise ValueError(message) from None

    @property
    def twilio_tokens(self) -> tuple[str, ...]:
        return _split(self.twilio_auth_tokens.get_secret_value())

    @property
    def webhook_keys(self) -> tuple[bytes, ...]:
        """Those that webhooks are signed with; the first is the current one."""
        listed = _split(self.webhook_signing_keys.get_secret_value())
        derived = hmac.digest(self.hmac_secret, b"homing/webhook", hashlib.sha256)
        return tuple(_decode("webhook_signing_keys", one) for one in listed) or (derived,)

    @property
    def webhook_networks(self) -> tuple[Network, ...]:
        try:
            return tuple(ip_network(one) for one in _split(self.webhook_allow))
        except ValueError:
            message = "webhook_allow: networks by comma, such as 10.0.0.0/8"
            raise ValueError(message) from None

    @property
    def status_callback_url(self) -> str:
        return self.public("/twilio/status")

    def public(self, path: str) -> str:
        """The address of a path of this API as the outside writes it."""
        return f"{str(self.public_url).rstrip('/')}{path}"


def _split(listed: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in listed.split(",") if part.strip())


def _decode(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _KEY_BYTES:
        message = f"{name}: a key is the base64 of {_KEY_BYTES} bytes"
        raise ValueError(message)
    return key


def load_settings() -> Settings:
    """Read the environment, and the folder of secrets where one is named.

    Raises ConfigurationError, which names every setting at fault and shows no value.
    """
    folder = os.environ.get("HOMING_SECRETS_DIR")
    if folder is not None and not Path(folder).is_dir():
        message = "HOMING_SECRETS_DIR names no folder"
        raise ConfigurationError(message)
    try:
        return Settings(_secrets_dir=folder)
    except ValidationError as error:
        raise ConfigurationError(_faults(error)) from None


def load_keys() -> Keys | None:
    """The keys alone, as ``load_settings`` reads them; None where there are none to read."""
    try:
        return Keys(_secrets_dir=os.environ.get("HOMING_SECRETS_DIR"))
    except ValidationError as error:
        if all(fault["type"] == "missing" for fault in error.errors(include_input=False)):
            return None
        raise ConfigurationError(_faults(error)) from None


def _faults(error: ValidationError) -> str:
    """Each setting at fault, and no value."""
    return "; ".join(
        f"HOMING_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" if fault["loc"] else fault["msg"]
        for fault in error.errors(include_input=False, include_url=False)
    )
