"""What a worker or an API process is made of, built from settings and closed again."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from homing.channels import SENT_ON
from homing.dispatching.context import Limits, Reached, Sending, go_on
from homing.observing import Metrics
from homing.providers import provider_kind
from homing.providers.base import Provider
from homing.providers.webhook_signing import WebhookSigner
from homing.providers.webhooks import WebhookConfig, WebhookSender
from homing.settings import Settings
from homing.store.engine import Database
from homing.store.vault import Vault


def build_sending(settings: Settings, *, reached: Reached = go_on) -> Sending:
    """Put the parts together; nothing is connected before it is used. ``reached`` is for tests, which stop
    a process at a point."""
    providers = _providers(settings)
    return Sending(
        database=Database(
            settings.database_url.get_secret_value(),
            pool=settings.database_pool,
            idle=settings.transaction_idle,
        ),
        vault=Vault(settings.key_ring, settings.hmac_secret),
        providers=providers,
        limits=_limits(settings),
        reached=reached,
        metrics=Metrics(channel.traits.name for channel in SENT_ON if channel.provider in providers),
    )


def build_webhooks(settings: Settings) -> WebhookSender:
    """What calls authors' servers; nothing is connected before it is used."""
    return WebhookSender(
        WebhookConfig(signer=WebhookSigner(settings.webhook_keys), allowed_networks=settings.webhook_networks)
    )


async def close_sending(sending: Sending) -> None:
    for provider in sending.providers.values():
        await provider.aclose()
    await sending.database.aclose()


@asynccontextmanager
async def open_sending(settings: Settings, *, reached: Reached = go_on) -> AsyncIterator[Sending]:
    """Build, and close at the end."""
    sending = build_sending(settings, reached=reached)
    try:
        yield sending
    finally:
        await close_sending(sending)


def _limits(settings: Settings) -> Limits:
    return Limits(
        group_size=settings.group_size,
        lease=settings.lease,
        provider_timeout=settings.provider_timeout,
        busy_backoff=settings.busy_backoff,
        unknown_after=settings.unknown_after,
        stale_reservation=settings.stale_reservation,
        price_deadline=settings.price_deadline,
    )


def _providers(settings: Settings) -> dict[str, Provider]:
    """Those that the settings give what they need; a channel without its provider is switched off by orgs."""
    password = settings.smtp_password
    opened: dict[str, Provider] = {
        "smtp": provider_kind("smtp").open(
            host=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_username,
            password=password.get_secret_value() if password else None,
            starttls=settings.smtp_starttls,
            sender=settings.smtp_sender,
            timeout=settings.provider_timeout,
        )
    }
    if settings.twilio_account_sid:
        opened["twilio"] = provider_kind("twilio").open(
            account_sid=settings.twilio_account_sid,
            auth_token=settings.twilio_tokens[0] if settings.twilio_tokens else "",
            status_callback_url=settings.status_callback_url,
            api_base_url=settings.twilio_api_base_url,
            timeout=settings.provider_timeout,
            connect_timeout=settings.connect_timeout,
            pool_size=settings.group_size * settings.pages_at_once,
        )
    return opened
