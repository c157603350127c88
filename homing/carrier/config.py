"""Whom the carrier serves, and how fast and how dear it is."""

import secrets
import time
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, PositiveFloat

from homing.carrier.keywords import Mode
from homing.carrier.urls import BaseUrl, Host, WebhookUrl

API_VERSION = "2010-04-01"


@dataclass(frozen=True, slots=True)
class Account:
    """The one account that the carrier serves. ``numbers`` are its senders; None owns whatever it names."""

    sid: str = field(default_factory=lambda: "AC" + secrets.token_hex(16))
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    api_key: str | None = None
    api_secret: str | None = field(default=None, repr=False)
    numbers: frozenset[str] | None = None


class Tuning(BaseModel):
    """What may be changed while the carrier runs. Times are in seconds, prices in USD per segment.

    ``sent_delay`` runs from acceptance, ``delivered_delay`` from `sent`, ``price_delay`` from the last
    status; a text younger than ``listing_lag`` is in no listing. Texts from handsets are posted to
    ``inbound_url`` (None: nowhere); ``keywords`` says what the provider does about STOP and its like,
    ``keywords_by_number`` where one of the account's numbers differs; ``resolve`` is the handsets' own DNS:
    where a link to a host really leads. Whoever is in ``segments_per_second`` (a number, or a Messaging
    Service) sends no faster, and keeps no more waiting than takes ``queue_seconds``; the others send at once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sent_delay: NonNegativeFloat = 0.05
    delivered_delay: NonNegativeFloat = 0.05
    price_delay: NonNegativeFloat = 0.2
    listing_lag: NonNegativeFloat = 0.0
    callbacks: bool = True
    prices: dict[str, Decimal] = Field(
        default_factory=lambda: {
            "CA": Decimal("0.0083"),
            "DE": Decimal("0.1"),
            "ES": Decimal("0.0769"),
            "FR": Decimal("0.0798"),
            "GB": Decimal("0.0524"),
            "MX": Decimal("0.0672"),
            "US": Decimal("0.0083"),
        }
    )
    price_elsewhere: Decimal = Decimal("0.08")
    price_of_failed: Decimal = Decimal("0.001")
    segments_per_second: dict[str, PositiveFloat] = Field(default_factory=dict)
    queue_seconds: NonNegativeFloat = 36_000.0
    inbound_url: WebhookUrl | None = None
    keywords: Mode = "none"
    keywords_by_number: dict[str, Mode] = Field(default_factory=dict)
    resolve: dict[Host, BaseUrl] = Field(default_factory=dict)

    def keywords_of(self, number: str) -> Mode:
        """What the provider does about keywords that come in at one of the account's numbers."""
        return self.keywords_by_number.get(number, self.keywords)


class Clock:
    """Wall time that never runs backward, in seconds since 1970 with microseconds."""

    def __init__(self) -> None:
        self._offset = time.time() - time.monotonic()

    def now(self) -> float:
        return self._offset + time.monotonic()
