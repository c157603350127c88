"""The one way from a campaign to a text: what a renderer may know, and nothing else of the campaign."""

from collections.abc import Collection
from typing import Protocol

from homing.channels import ACCOUNT_SMS, Channel, Rendered
from homing.domain.account_texts import AccountText, AccountWords
from homing.domain.languages import language_among
from homing.domain.text import ReminderText
from homing.store.account_messages import AccountMessage
from homing.store.circumstances import Circumstances
from homing.store.vault import Vault


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
    def sealed_name(self) -> bytes | None: ...
    @property
    def locale(self) -> str | None: ...
    @property
    def about_others(self) -> bool: ...


def write(vault: Vault, channel: Channel, common: Wording, person: Reader, code: str) -> Rendered:
    """The message for one person, with the link of this code."""
    parts = ReminderText(
        first_name=vault.open(person.sealed_name),
        product_name=common.product_name,
        title=common.title,
        link=f"https://{common.link_domain}/c/{code}",
        about_others=person.about_others,
    )
    return channel.render(parts, language_among(common.languages, person.locale, common.locale))


def written(  # one message, and the two codes that may be in it
    vault: Vault,
    channel: Channel,
    common: Circumstances,
    person: Reader,
    link: str,
    account: AccountMessage | None,
    code: str,
) -> Rendered:
    """The message for one person, with the link of one code; or the text about their number, in which nobody
    is named, with the other code where it is one of a code."""
    if account is None:
        return write(vault, channel, common, person, link)
    words = AccountWords(
        product=common.product_name,
        contact=common.support_contact,
        code=code if account.what is AccountText.CODE else None,
    )
    locale = account.locale or person.locale
    return ACCOUNT_SMS.tell(account.what, words, language_among(common.languages, locale, common.locale))
