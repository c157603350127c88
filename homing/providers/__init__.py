"""Providers: they transmit, and say honestly what became of a message. A new one is a module and a line here.

Nothing is imported before a provider is opened, since a vendor's SDK costs up to 300 ms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from homing.domain.errors import ConfigurationError
from homing.providers.base import Provider


@dataclass(frozen=True, slots=True)
class ProviderKind:
    """A provider by name. ``open`` takes the fields of its settings (``TwilioConfig``, ``SmtpConfig``)."""

    name: str
    open: Callable[..., Provider]


def _open_twilio(**settings: Any) -> Provider:  # the fields of TwilioConfig, which types them
    from homing.providers.twilio import TwilioConfig, TwilioProvider  # noqa: PLC0415  see the module's docstring

    return TwilioProvider(TwilioConfig(**settings))


def _open_smtp(**settings: Any) -> Provider:  # the fields of SmtpConfig, which types them
    from homing.providers.smtp import SmtpConfig, SmtpProvider  # noqa: PLC0415  see the module's docstring

    return SmtpProvider(SmtpConfig(**settings))


PROVIDERS: Final = (
    ProviderKind("twilio", _open_twilio),
    ProviderKind("smtp", _open_smtp),
)


def provider_kind(name: str) -> ProviderKind:
    """The provider of that name. Raises ``ConfigurationError`` if there is none."""
    for kind in PROVIDERS:
        if kind.name == name:
            return kind
    raise ConfigurationError(f"no provider is called {name!r}")
