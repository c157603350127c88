"""The history of messages: each dispatch with what is known of it, the latest first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, Literal, Self
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.errors import NotFoundError
from homing.domain.ids import account_campaign_id
from homing.domain.outcome import CONTRACT_REASONS
from homing.domain.receipts import RANK
from homing.store.involved import EXECUTIONS_OF, first_executions
from homing.store.listings import Place
from homing.store.vault import Vault

_STATUS: Final = {rank: status.value for status, rank in RANK.items()}
_CONTRACT: Final = {reason.value: contract.value for reason, contract in CONTRACT_REASONS.items()}
_SHOWN: Final = 4


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """Which messages are listed: those of which everything holds that is not None. ``since`` and ``until``
    are about when it was decided to make one; ``tail`` is the keyed hash of last digits, of numbers that
    their users still have."""

    campaign: UUID | None = None
    execution: UUID | None = None
    step: str | None = None
    user: UUID | None = None
    channel: str | None = None
    state: str | None = None
    reason: str | None = None
    country: str | None = None
    sender: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    tail: bytes | None = None

    def ending(self, tail: bytes) -> Self:
        """Those of a number that ends so."""
        return replace(self, tail=tail)


_OF_USER: Final = EXECUTIONS_OF.format(org=":org", user=":user")
_ENDING: Final = f"""
    select m.id from reachabilities h
      join lateral ({EXECUTIONS_OF.format(org=":org", user="h.user_id")}) e on true
      join dispatches m on m.execution_id = e.execution_id and m.user_id = h.user_id
     where h.org_id = :org and h.tail = :tail and h.ended_at is null and m.identifier_hmac = h.hmac
"""  # noqa: S608  # constants
_CONDITIONS: Final[Mapping[str, str]] = {
    "campaign": "d.execution_id in (select id from executions where campaign_id = :campaign)",
    "execution": "d.execution_id = :execution",
    "step": "d.step = :step",
    "user": f"d.user_id = :user and d.execution_id = any(array({_OF_USER}))",
    "channel": "d.channel = :channel",
    "state": "d.state = :state",
    "reason": "d.reason = :reason",
    "country": "d.country = :country",
    "sender": "d.sender_id = :sender",
    "since": "d.created_at >= :since",
    "until": "d.created_at < :until",
    "tail": f"d.id = any(array({_ENDING}))",
    "before": "(d.created_at, d.id) < (:at, :id)",
}
_COLUMNS: Final = """
    d.id, nullif(e.campaign_id, cast(:account as uuid)) as campaign_id,
    case when e.campaign_id <> cast(:account as uuid) then d.execution_id end as execution_id,
    d.step, d.occurrence, d.cohort, d.user_id, u.sealed_external_id, d.channel, d.state, d.reason,
    d.country, d.sender_id, s.number as sender, d.identifier_source, d.identifier_state, d.segments,
    d.cost, d.reserved, coalesce(a.price is not null, false) as priced, a.error_code, a.receipt_rank,
    d.created_at, d.changed_at,
    case when a.state = 'sent' then a.settled_at
         when d.attempt_id is null and d.state = 'sent' then d.changed_at end as sent_at,
    h.key_id, h.sealed
"""
# What a dispatch is shown with is looked up for those of a page alone.
_AROUND: Final = """
      join executions e on e.id = d.execution_id
      join users u on u.org_id = d.org_id and u.id = d.user_id
      left join senders s on s.id = d.sender_id
      left join attempts a on a.id = d.attempt_id
      left join lateral (
           select r.key_id, r.sealed from reachabilities r
            where r.org_id = d.org_id and r.user_id = d.user_id and r.hmac = d.identifier_hmac
              and r.tail is not null and r.ended_at is null limit 1) h on true
"""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A dispatch as a message. ``last_digits``: of the number that it was for, where that is told and its
    user still has it. ``receipt`` is the best one; ``cost_is``: what ``cost_micros`` is, where there is a
    cost."""

    id: UUID
    campaign_id: UUID | None
    execution_id: UUID | None
    step: str
    occurrence: int
    cohort: int
    user_id: UUID
    external_id: str | None
    channel: str
    state: str
    reason: str | None
    contract_reason: str | None
    country: str | None
    sender_id: UUID | None
    sender: str | None
    identifier_source: str | None
    identifier_state: str | None
    last_digits: str | None = field(repr=False)
    segments: int
    cost_micros: int | None
    cost_is: Literal["price", "estimate"] | None
    error_code: int | None
    receipt: str | None
    created_at: datetime
    changed_at: datetime
    sent_at: datetime | None


async def list_messages(
    connection: AsyncConnection,
    org: UUID,
    vault: Vault,
    which: MessageFilter,
    before: Place | None,
    limit: int,
    *,
    digits: bool,
) -> list[MessageRow]:
    """The latest first, after the place where another page ended; ``digits``: with the last ones of the
    numbers."""
    chosen = {name: value for name in MessageFilter.__slots__ if (value := getattr(which, name)) is not None}
    if which.campaign is not None and which.execution is None:
        some = await first_executions(connection, org, which.campaign)
        chosen |= {"execution": some[0]} if len(some) == 1 else {}
    if before is not None:
        chosen["before"] = before
    conditions = " and ".join(["d.org_id = :org", *(_CONDITIONS[name] for name in chosen)])
    at, id_ = chosen.pop("before", (None, None))
    place = {} if at is None else {"at": at, "id": id_}
    query = text(f"""
        with d as (
            select d.* from dispatches d where {conditions}
             order by d.created_at desc, d.id desc limit :limit)
        select {_COLUMNS} from d {_AROUND} order by d.created_at desc, d.id desc
    """)  # noqa: S608  # constants
    found = await connection.execute(
        query, {"org": org, "account": account_campaign_id(org), "limit": limit, **chosen, **place}
    )
    return [_row(row, vault, digits=digits) for row in found.mappings()]


def _row(row: RowMapping, vault: Vault, *, digits: bool) -> MessageRow:
    known = None
    if digits and row["sealed"] is not None:
        known = vault.decrypt(row["key_id"], row["sealed"])
    incurred = row["cost"] is not None or row["reserved"] > 0
    made: dict[str, Any] = {
        "external_id": vault.open(row["sealed_external_id"]),
        "contract_reason": _CONTRACT.get(row["reason"]),
        "last_digits": None if known is None else known[-_SHOWN:],
        "cost_micros": (row["cost"] or 0) + row["reserved"] if incurred else None,
        "cost_is": ("price" if row["priced"] and row["reserved"] == 0 else "estimate") if incurred else None,
        "receipt": _STATUS.get(row["receipt_rank"]),
    }
    return MessageRow(**{name: made[name] if name in made else row[name] for name in MessageRow.__slots__})


@dataclass(frozen=True, slots=True)
class AttemptListed:
    """A request at a provider. ``price_micros`` is in the organization's currency."""

    id: UUID
    provider: str
    provider_id: str | None
    sender_id: UUID | None
    sender: str | None
    state: str
    detail: str | None
    error_code: int | None
    price_micros: int | None
    posted_at: datetime
    settled_at: datetime | None
    clicked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptListed:
    """A provider's report on a message that it accepted."""

    attempt_id: UUID
    provider_id: str
    status: str
    error_code: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class EventOfMessage:
    """A channel event of one dispatch."""

    id: int
    at: datetime
    kind: str
    reason: str | None
    contract_reason: str | None
    cost_micros: int | None


@dataclass(frozen=True, slots=True)
class MessageStory:
    """A message with everything that happened to it, each in the order in which it did."""

    message: MessageRow
    attempts: tuple[AttemptListed, ...]
    receipts: tuple[ReceiptListed, ...]
    events: tuple[EventOfMessage, ...]


_ONE: Final = text(f"select {_COLUMNS} from dispatches d {_AROUND} where d.org_id = :org and d.id = :message")  # noqa: S608  # constants
_ATTEMPTS: Final = text("""
    select a.id, a.provider, a.provider_id, a.sender_id, s.number, a.state, a.detail, a.error_code, a.price,
           a.posted_at, a.settled_at, a.clicked_at
      from attempts a left join senders s on s.id = a.sender_id
     where a.org_id = :org and a.dispatch_id = :message order by a.seq
""")
# By the providers' ids, by which alone they are found.
_RECEIPTS: Final = text("""
    select r.attempt_id, r.provider_id, r.status, r.error_code, r.at
      from attempts a
      join receipts r on r.provider = a.provider and r.provider_id = a.provider_id and r.attempt_id = a.id
     where a.org_id = :org and a.dispatch_id = :message order by r.at, a.seq
""")
_EVENTS: Final = text("""
    select id, at, kind, reason, contract_reason, cost_micros from channel_events
     where org_id = :org and dispatch_id = :message order by id
""")


async def read_message(
    connection: AsyncConnection, org: UUID, vault: Vault, message: UUID, *, digits: bool
) -> MessageStory:
    """``digits`` as of ``list_messages``. Raises NotFoundError."""
    key = {"org": org, "account": account_campaign_id(org), "message": message}
    row = (await connection.execute(_ONE, key)).mappings().first()
    if row is None:
        raise NotFoundError("message")
    return MessageStory(
        _row(row, vault, digits=digits),
        tuple(AttemptListed(*one) for one in await connection.execute(_ATTEMPTS, key)),
        tuple(ReceiptListed(*one) for one in await connection.execute(_RECEIPTS, key)),
        tuple(EventOfMessage(*one) for one in await connection.execute(_EVENTS, key)),
    )
