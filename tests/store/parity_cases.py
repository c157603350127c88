"""As ``tenants.CASES``, of the comparison with the provider and of how admins are told of opt-outs."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from homing.store import event_cursors, parity, parity_facts
from homing.store.event_cursors import Due, Ends, Way
from homing.store.parity import DifferenceFilter, Found
from tests.store.compared import KIND
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {
    "event_cursors.is_behind",
    "event_cursors.read_latest",  # events are of numbers, and those are nobody's
    "event_cursors.read_writing",
    "event_cursors.take_due",
    "parity.read_last_run",  # a comparison is of all
    "parity_facts.count_numbers",
    "parity_facts.read_holders",  # of whatever number: here of nobody's
    "parity_facts.read_known",
    "parity_facts.read_numbers",
    "parity_facts.read_records",
    "parity_facts.read_registry",
    "parity_facts.read_senders",  # a number may be that of several organizations' senders
    "parity_facts.read_written_to",
}
A_MINUTE: Final = timedelta(minutes=1)
_LATEST: Final = 10**12


def due(org: UUID) -> Due:
    return Due(org, Way.WEBHOOK, b"", "", 0, "x", "https://example.org/")


def found(org: UUID, t: Tenant) -> list[Found]:
    return [Found(org, t.number, t.company.sender, KIND, "other")]


PARITY_CASES: Final[dict[str, Case]] = {
    "event_cursors.begin": lambda c, o, t: event_cursors.begin(
        c, o, t.vault, Ends(None, []), Ends("https://example.net/", ["ana@example.net"])
    ),
    "event_cursors.is_behind": lambda c, *_: event_cursors.is_behind(c, _LATEST),
    "event_cursors.read_external_ids": lambda c, o, t: event_cursors.read_external_ids(
        c, o, t.vault, t.users
    ),
    "event_cursors.read_latest": lambda c, *_: event_cursors.read_latest(c),
    "event_cursors.read_writing": lambda c, *_: event_cursors.read_writing(c),
    "event_cursors.take_due": lambda c, _, t: event_cursors.take_due(c, t.vault, _LATEST, 9, A_MINUTE),
    "event_cursors.write_failed": lambda c, o, _: event_cursors.write_failed(
        c, due(o), "x", A_MINUTE, A_MINUTE
    ),
    "event_cursors.write_told": lambda c, o, _: event_cursors.write_told(c, due(o), _LATEST),
    "parity.begin_run": lambda c, *_: parity.begin_run(c),
    "parity.end_run": lambda c, *_: parity.end_run(c, 1, 0),
    "parity.list_differences": lambda c, o, t: parity.list_differences(
        c, o, t.vault, DifferenceFilter(), None, 9
    ),
    "parity.read_last_run": lambda c, *_: parity.read_last_run(c),
    "parity.resolve_others": lambda c, *_: parity.resolve_others(c, 1),
    "parity.write_differences": lambda c, o, t: parity.write_differences(c, found(o, t)),
    "parity_facts.count_numbers": lambda c, *_: parity_facts.count_numbers(c),
    "parity_facts.read_holders": lambda c, _, t: parity_facts.read_holders(c, [t.number]),
    "parity_facts.read_kept": lambda c, _, t: parity_facts.read_kept(c, [t.number]),
    "parity_facts.read_known": lambda c, _, t: parity_facts.read_known(
        c, "twilio", [t.number], [t.reply.provider_id]
    ),
    "parity_facts.read_numbers": lambda c, *_: parity_facts.read_numbers(c, b"", None, 9),
    "parity_facts.read_records": lambda c, _, t: parity_facts.read_records(c, [t.number]),
    "parity_facts.read_registry": lambda c, _, t: parity_facts.read_registry(c, [t.number]),
    "parity_facts.read_senders": lambda c, _, t: parity_facts.read_senders(c, [t.company.sender], []),
    "parity_facts.read_texted": lambda c, _, t: parity_facts.read_texted(c, [t.number]),
    "parity_facts.read_written_to": lambda c, *_: parity_facts.read_written_to(c, UUID(int=0), 9),
}
"""Every function of these repositories, likewise."""
