"""Recalling messages that a ledger which was put back has forgotten, by what a provider lists: whose they
were, and of which executions they may have been."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from homing.channels import Channel
from homing.dispatching.context import Sending
from homing.dispatching.receipts import Report, take_receipts
from homing.dispatching.words import write
from homing.providers.base import Listed
from homing.store import forgotten
from homing.store.forgotten import Concern, Forgotten, Receiver
from homing.store.vault import Vault

CLOCKS_DIFFER: Final = timedelta(minutes=1)
"""The provider's clock and ours may, by so much."""

_LINK_CODE: Final = re.compile(r"/c/([0-9A-Za-z]{11})(?![0-9A-Za-z])")


async def remember(
    sending: Sending, channel: Channel, batch: Sequence[Listed], since: datetime
) -> Counter[str]:
    """Keep those of a channel's messages that the ledger has forgotten, and settle those whose end it does
    not know. ``since``: none of them is older. Returns how many were which: see ``restore.Reconciled``."""
    provider = channel.provider or ""
    hashes = {one.provider_id: sending.vault.hash_body(one.body) for one in batch}
    async with sending.database.system() as connection:
        known = await forgotten.read_known(connection, provider, list(hashes))
        begun = await forgotten.read_begun(connection, provider, list(hashes.values()), since - CLOCKS_DIFFER)
    news = [one for one in batch if one.provider_id not in known]
    ends = [
        Report(attempt, one.provider_id, one.status, one.error_code, one.reason)
        for one in news
        if (attempt := begun.get(hashes[one.provider_id])) is not None
    ]
    if ends:
        await take_receipts(sending, ends)
    ended = {report.provider_id for report in ends}
    lost = [one for one in news if one.provider_id not in ended]
    counts = Counter(listed=len(batch), resolved=len(ends))
    return counts + await _keep(sending, channel, lost) if lost else counts


async def _keep(sending: Sending, channel: Channel, lost: Sequence[Listed]) -> Counter[str]:
    traits, counts = channel.traits, Counter[str]()
    senders = [one.sender for one in lost]
    recipients = [sending.vault.hash_identifier(one.recipient) for one in lost]
    async with sending.database.system() as connection:
        receivers = await forgotten.read_receivers(
            connection, traits.name, str(traits.identifier), senders, recipients
        )
        concerns = await forgotten.read_concerns(connection, {(one.org_id, one.user_id) for one in receivers})
    by_person = _grouped(concerns)
    rows: list[Forgotten] = []
    for message, people in zip(lost, _by_message(receivers, len(lost)), strict=True):
        code = _LINK_CODE.search(message.body)
        may_be = [
            one
            for person in people
            for one in by_person.get((person.org_id, person.user_id), ())
            if one.created_at <= message.created_at + CLOCKS_DIFFER
        ]
        if code is None or not may_be:  # what has no link was of no campaign
            counts["strangers"] += 1
            continue
        certain = [one for one in may_be if _is_its_text(sending.vault, channel, one, code[1], message.body)]
        counts["forgotten"] += 1
        counts["unmatched"] += not certain
        rows += _rows(sending, channel, message, code[1], certain or may_be)
    await sending.database.repeat_system(lambda c: forgotten.keep(c, rows))
    return counts


def _grouped(concerns: Iterable[Concern]) -> Mapping[tuple[UUID, UUID], list[Concern]]:
    grouped: dict[tuple[UUID, UUID], list[Concern]] = defaultdict(list)
    for one in concerns:
        grouped[one.org_id, one.user_id].append(one)
    return grouped


def _by_message(receivers: Iterable[Receiver], messages: int) -> list[list[Receiver]]:
    found: list[list[Receiver]] = [[] for _ in range(messages)]
    for one in receivers:
        found[one.n].append(one)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Whom the texts of an execution are written for."""

    sealed_name: bytes | None = field(repr=False)
    locale: str | None
    about_others: bool


def _is_its_text(vault: Vault, channel: Channel, concern: Concern, code: str, body: str) -> bool:
    """Whether a text with this link is what the execution would have written."""
    reader = _Reader(concern.sealed_name, concern.own_locale, concern.about_others)
    return write(vault, channel, concern, reader, code).body == body


def _rows(
    sending: Sending,
    channel: Channel,
    message: Listed,
    code: str,
    concerns: Sequence[Concern],
) -> list[Forgotten]:
    """A row for each execution and person that a message may have been of."""
    whose = {(one.execution_id, one.user_id): one.org_id for one in concerns}
    return [
        Forgotten(
            provider=channel.provider or "",
            provider_id=message.provider_id,
            execution_id=execution,
            user_id=user,
            org_id=org,
            channel=channel.traits.name,
            status=message.status,
            error_code=message.error_code,
            reason=message.reason,
            body_hash=sending.vault.hash_body(message.body),
            link_hash=sending.vault.hash_link(code),
            sole=len(whose) == 1,
            created_at=message.created_at,
        )
        for (execution, user), org in whose.items()
    ]
