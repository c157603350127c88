"""As ``tenants.CASES``, of texts about numbers; and the one that every organization there has asked for."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4, uuid5

from homing.channels import ACCOUNT_SMS
from homing.domain.account_texts import AccountText
from homing.store import account_facts, account_messages
from homing.store.account_messages import NewAccountMessage
from tests.store.asked import message_of
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {"account_messages.end_all", "account_messages.read_due"}


def other(t: Tenant) -> NewAccountMessage:
    """A code that would take the place of the owner's."""
    until = datetime.now(UTC) + timedelta(minutes=1)
    subject = str(uuid5(t.id, "verification"))
    return NewAccountMessage(uuid4(), t.users[0], uuid4(), AccountText.CODE, None, until, subject)


def dispatch_of(t: Tenant) -> UUID:
    return t.ids["reserved"]


ACCOUNT_CASES: Final[dict[str, Case]] = {
    "account_facts.read_account_group": lambda c, o, t: account_facts.read_account_group(
        c, o, [dispatch_of(t)], ACCOUNT_SMS.traits
    ),
    "account_facts.read_account_people": lambda c, o, t: account_facts.read_account_people(
        c, o, message_of(t.id), t.users, ACCOUNT_SMS.traits
    ),
    "account_messages.close": lambda c, o, t: account_messages.close(c, o, message_of(t.id)),
    "account_messages.end_all": lambda c, *_: account_messages.end_all(c),
    "account_messages.finish": lambda c, o, t: account_messages.finish(c, o, message_of(t.id)),
    "account_messages.is_over": lambda c, o, t: account_messages.is_over(c, o, message_of(t.id)),
    "account_messages.read_due": lambda c, *_: account_messages.read_due(c, 0, 99),
    "account_messages.read_message": lambda c, o, t: account_messages.read_message(c, o, message_of(t.id)),
    "account_messages.request": lambda c, o, t: account_messages.request(c, o, [other(t)]),
    "account_messages.withdraw_codes": lambda c, o, t: account_messages.withdraw_codes(
        c, o, str(uuid5(t.id, "verification"))
    ),
}
