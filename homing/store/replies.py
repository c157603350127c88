"""What people replied, the latest first: found by their words' keyed hashes, shown decrypted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.ids import account_campaign_id
from homing.store.involved import first_executions
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True)
class ReplyFilter:
    """Which replies are listed: those of which everything holds that is not None. ``words`` are the hashes of
    words that all occur, in either spelling; ``tail`` is that of the last digits."""

    campaign: UUID | None = None
    execution: UUID | None = None
    step: str | None = None
    user: UUID | None = None
    kind: str | None = None
    sender: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    tail: bytes | None = None
    words: Sequence[Sequence[int]] | None = None


_CONDITIONS: Final[Mapping[str, str]] = {
    "campaign": """i.execution_id = any(array(
        select id from executions where org_id = :org and campaign_id = :campaign))""",
    "execution": "i.execution_id = :execution",
    "step": "i.step = :step",
    "user": "i.user_id = :user",
    "kind": "i.kind = :kind",
    "sender": "i.sender_id = :sender",
    "since": "i.at >= :since",
    "until": "i.at < :until",
    "tail": "i.tail = :tail",
    "before": "i.id < :before",
}
_SPELLING: Final = "i.words @> cast(:{} as bigint[])"


async def find_replies(
    connection: AsyncConnection, org: UUID, which: ReplyFilter, before: int | None, limit: int
) -> list[int]:
    """The ids of the latest before one.

    By words they are asked for in the system's role: row-level security, which the other has, keeps the
    index of words from being used. What is found is read in the organization's own.
    """
    chosen = {name: value for name in ReplyFilter.__slots__ if (value := getattr(which, name)) is not None}
    if which.campaign is not None:
        some = await first_executions(connection, org, which.campaign)
        if not some:
            return []
        chosen |= {"execution": some[0]} if len(some) == 1 and which.execution is None else {}
    if before is not None:
        chosen["before"] = before
    spellings = {f"words_{n}": words for n, words in enumerate(chosen.pop("words", ()))}
    conditions = " and ".join(
        ["i.org_id = :org", *(_CONDITIONS[name] for name in chosen)]
        + ([f"({' or '.join(map(_SPELLING.format, spellings))})"] if spellings else [])
    )
    query = text(f"""
        select i.id from inbound_messages i where {conditions} order by i.id desc limit :limit
    """)  # noqa: S608  # constants
    asked = {"org": org, "limit": limit, **chosen, **spellings}
    return list((await connection.execute(query, asked)).scalars())


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A text from a handset. ``kind`` is what it was understood as, by which ``rule``; the execution and the
    step are those of the latest text from that sender before it. ``answer_micros``: estimated."""

    id: int
    at: datetime
    kind: str
    rule: str
    keyword: str | None
    language: str | None
    body: str = field(repr=False)
    user_id: UUID | None
    external_id: str | None = field(repr=False)
    last_digits: str | None = field(repr=False)
    campaign_id: UUID | None
    execution_id: UUID | None
    step: str | None
    message_id: UUID | None
    sender_id: UUID | None
    sender: str | None
    answer: str | None = field(repr=False)
    answer_segments: int
    answer_micros: int


_READ: Final = text("""
    select i.id, i.at, i.kind, i.rule, i.keyword, i.language, i.key_id, i.sealed, i.sealed_digits, i.user_id,
           u.sealed_external_id, nullif(e.campaign_id, cast(:account as uuid)) as campaign_id,
           case when e.campaign_id <> cast(:account as uuid) then i.execution_id end as execution_id,
           case when e.campaign_id <> cast(:account as uuid) then i.step end as step,
           i.dispatch_id as message_id,
           i.sender_id, s.number as sender, i.answer, i.answer_segments, i.answer_micros
      from inbound_messages i
      left join users u on u.org_id = i.org_id and u.id = i.user_id
      left join executions e on e.id = i.execution_id
      left join senders s on s.id = i.sender_id
     where i.org_id = :org and i.id = any(cast(:ids as bigint[])) order by i.id desc
""")


async def read_replies(
    connection: AsyncConnection, org: UUID, vault: Vault, ids: Collection[int], *, digits: bool
) -> list[ReplyRow]:
    """What was found, the latest first; ``digits``: with the last ones of the numbers."""
    found = await connection.execute(
        _READ, {"org": org, "account": account_campaign_id(org), "ids": list(ids)}
    )
    return [_row(row, vault, digits=digits) for row in found.mappings()]


def _row(row: RowMapping, vault: Vault, *, digits: bool) -> ReplyRow:
    told = digits and row["sealed_digits"] is not None
    made: dict[str, Any] = {
        "external_id": vault.open(row["sealed_external_id"]),
        "body": vault.decrypt(row["key_id"], row["sealed"]),
        "last_digits": vault.decrypt(row["key_id"], row["sealed_digits"]) if told else None,
    }
    return ReplyRow(**{name: made[name] if name in made else row[name] for name in ReplyRow.__slots__})
