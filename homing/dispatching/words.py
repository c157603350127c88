"""The one way from a campaign to a text: what a renderer may know, and nothing else of the campaign."""

from collections.abc import Collection
from typing import Protocol

from homing.channels import Channel, Rendered
from homing.domain.languages import language_among
from homing.domain.text import ReminderText


class Wording(Protocol):
    """What everybody's messages have in common. ``title`` is None where the organization shows none;
    ``languages`` are those that it writes in, none listed: all."""

    @property
    def title(self) -> str | None: ...
    @property
    def product_name(self) -> str: ...
    @property
    def link_domain(self) -> str: ...
    @property
    def locale(self) -> str: ...
    @property
    def languages(self) -> Collection[str]: ...


class Reader(Protocol):
    """Whom a message is written for."""

    @property
    def first_name(self) -> str | None: ...
    @property
    def locale(self) -> str | None: ...
    @property
    def about_others(self) -> bool: ...


def write(channel: Channel, common: Wording, person: Reader, code: str) -> Rendered:
    """The message for one person, with the link of this code."""
    parts = ReminderText(
        first_name=person.first_name,
        product_name=common.product_name,
        title=common.title,
        link=f"https://{common.link_domain}/c/{code}",
        about_others=person.about_others,
    )
    return channel.render(parts, language_among(common.languages, person.locale, common.locale))
