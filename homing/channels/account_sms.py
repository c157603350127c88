"""Texts about a number itself, by the senders of text messages, and from an allowance of their own: reminders
can't keep a code from being sent, nor codes a reminder."""

from dataclasses import dataclass

from homing.channels.base import Rendered
from homing.channels.sms import Sms
from homing.domain.account_texts import ACCOUNT_CHANNEL, AccountText, AccountWords, render_account
from homing.domain.segments import segment
from homing.domain.traits import ChannelTraits, IdentifierKind


@dataclass(frozen=True, slots=True)
class AccountSms(Sms):
    """No step lists it. Its reader's own switch does not concern it: what they switch off are reminders."""

    traits: ChannelTraits = ChannelTraits(
        name=ACCOUNT_CHANNEL,
        identifier=IdentifierKind.PHONE,
        metered=True,
        optional=False,
        opt_out=True,
        needs_sender=True,
        receipts=True,
        part_of="sms",
    )

    def tell(self, what: AccountText, words: AccountWords, locale: str | None) -> Rendered:
        body = render_account(what, words, locale)
        return Rendered(body=body, segments=segment(body).segments)
