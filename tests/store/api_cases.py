"""As ``tenants.CASES``, of the repositories that the API alone asks."""

from datetime import date
from typing import Final
from uuid import UUID, uuid4

from homing.store import administration, definitions, idempotency, inbox, keys, listings
from homing.store.listings import RecipientFilter
from tests.store.opened import UNDER_WAY, key_of, sender_of
from tests.store.tenants import Case

NOBODY: Final = UUID(int=0)
LATEST: Final = date(9999, 12, 31)
NOT_BY_ID: Final = {
    "idempotency.claim",  # the key is the caller's own
    "idempotency.forget_old",
    "keys.find_key",  # of the system, which is told a key and not an organization
    "keys.forget_old_keys",
}

API_CASES: Final[dict[str, Case]] = {
    "administration.change_organization": lambda c, o, t: administration.change_organization(
        c, o, t.vault, {"product_name": "Other"}
    ),
    "administration.change_sender": lambda c, o, t: administration.change_sender(
        c, o, sender_of(t.id), active=False
    ),
    "administration.find_sender": lambda c, o, t: administration.find_sender(c, o, t.company.sender),
    "administration.list_alerts": lambda c, o, _: administration.list_alerts(c, o, (LATEST, "", ""), 9),
    "administration.list_senders": lambda c, o, _: administration.list_senders(c, o, NOBODY, 9),
    "administration.list_spend": lambda c, o, _: administration.list_spend(c, o, (LATEST, ""), 9),
    "administration.read_channels": lambda c, o, _: administration.read_channels(c, o),
    "administration.check_organization": lambda c, o, _: administration.check_organization(c, o),
    "administration.read_organization": lambda c, o, t: administration.read_organization(c, o, t.vault),
    "administration.take_number": lambda c, o, _: administration.take_number(c, o, "+33600000001"),
    "idempotency.claim": lambda c, o, t: idempotency.claim(c, o, t.vault, "other", b"x", 60),
    "idempotency.forget_old": lambda c, *_: idempotency.forget_old(c),
    "idempotency.give_up": lambda c, o, t: idempotency.give_up(c, o, UNDER_WAY, t.under_way.until),
    "idempotency.keep": lambda c, o, t: idempotency.keep(
        c, o, t.vault, UNDER_WAY, t.under_way.until, 201, "{}"
    ),
    "inbox.read_inbox_page": lambda c, o, t: inbox.read_inbox_page(c, o, t.vault, t.users[0], None, 9),
    "inbox.read_item": lambda c, o, t: inbox.read_item(c, o, t.users[0], t.item),
    "inbox.read_profile": lambda c, o, t: inbox.read_profile(c, o, t.vault, t.users[0]),
    "inbox.switch_on": lambda c, o, t: inbox.switch_on(c, o, t.users[0], "sms"),
    "keys.create_key": lambda c, o, t: keys.create_key(
        c, o, t.vault, id=uuid4(), name="x", key=uuid4().hex, scopes=["self"], user=t.users[0]
    ),
    "keys.find_key": lambda c, _, t: keys.find_key(c, t.vault, key_of(t.id)),
    "keys.forget_old_keys": lambda c, *_: keys.forget_old_keys(c),
    "keys.list_keys": lambda c, o, _: keys.list_keys(c, o, NOBODY, 9),
    "keys.revoke_key": lambda c, o, t: keys.revoke_key(c, o, t.id),
    "listings.check_execution": lambda c, o, t: listings.check_execution(c, o, t.run.execution),
    "listings.list_campaigns": lambda c, o, _: listings.list_campaigns(c, o, None, 9),
    "listings.list_events": lambda c, o, t: listings.list_events(c, o, t.run.execution, 0, 9),
    "listings.list_executions": lambda c, o, t: listings.list_executions(c, o, t.run.campaign, None, 9),
    "listings.list_recipients": lambda c, o, t: listings.list_recipients(
        c, o, t.vault, t.run.execution, RecipientFilter(), NOBODY, 9
    ),
    "listings.read_campaign": lambda c, o, t: listings.read_campaign(c, o, t.run.campaign),
    "definitions.list_versions": lambda c, o, t: definitions.list_versions(c, o, t.definition, None, 9),
}
