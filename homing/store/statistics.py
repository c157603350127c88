"""What became of messages and what came back, counted in sets by what they have in common."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.definition import DEFAULT_DELIVERY_WAIT
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.ids import account_campaign_id
from homing.domain.optouts import BY_HAND


class By(StrEnum):
    """What messages are counted by."""

    CAMPAIGN = "campaign"
    STEP = "step"
    COUNTRY = "country"
    SENDER = "sender"
    DAY = "day"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Span:
    """Local days of an organization, the last one included, and the moments between which they are."""

    first: date
    last: date
    since: datetime
    until: datetime
    time_zone: str
    currency: str


_SPAN: Final = text("""
    with o as (
        select time_zone, currency, (now() at time zone time_zone)::date as today
          from organizations where id = :org),
    d as (
        select o.*, coalesce(cast(:last as date), greatest(today, cast(:first as date))) as last from o),
    s as (select d.*, coalesce(cast(:first as date), last - cast(:days as int)) as first from d)
    select first, last, first::timestamp at time zone time_zone,
           (last + 1)::timestamp at time zone time_zone, time_zone, currency
      from s
""")


async def read_span(
    connection: AsyncConnection, org: UUID, first: date | None, last: date | None, days: int
) -> Span:
    """What the days from ``first`` to ``last`` are; left out, the last is today, and the first is so many
    days before the last. Raises NotFoundError."""
    key = {"org": org, "first": first, "last": last, "days": days}
    row = (await connection.execute(_SPAN, key)).first()
    if row is None:
        raise NotFoundError("organization")
    return Span(*row)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: in this time, where it is not None; of a campaign, where one is named; on a channel.
    ``receipted`` are the channels whose providers report what became of a message."""

    since: datetime | None
    until: datetime | None
    time_zone: str
    receipted: Collection[str]
    campaign: UUID | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """What those that are counted together have in common; None: nothing, or what is not counted by."""

    campaign_id: UUID | None = None
    step: str | None = None
    country: str | None = None
    sender_id: UUID | None = None
    sender: str | None = None
    day: date | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class MessageCount:
    """Messages in one state for one reason. ``silent``: accepted, on a channel with receipts, and without a
    final one for longer than their step awaits it. ``accepted``: those there that a final receipt may be had
    of. Costs are in micros: what was booked, and what is still an estimate."""

    state: str
    reason: str | None
    messages: int
    segments: int
    booked: int
    estimated: int
    accepted: int
    silent: int


@dataclass(frozen=True, slots=True)
class ReplyCount:
    """Replies that were understood alike, and how often by one a number opted out that had not, and in that
    was out."""

    kind: str
    replies: int
    opted_out: int
    opted_in: int


@dataclass(slots=True)
class Part:
    """What is counted together."""

    messages: list[MessageCount] = field(default_factory=list)
    replies: list[ReplyCount] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counted:
    """Everything, and apart what has a key in common: of the largest keys, as many as were asked for, unless
    ``complete``."""

    total: Part
    groups: Mapping[Key, Part]
    complete: bool


_NOTHING: Final[Mapping[str, tuple[str, str]]] = {"nothing": ("null::text", "null::text")}
# A text about a number is of none.
_CAMPAIGN: Final = "nullif(e.campaign_id, cast(:account as uuid))"
# Each by what a message has it, and by what a reply has it.
_KEYS: Final[Mapping[By, Mapping[str, tuple[str, str]]]] = {
    By.CAMPAIGN: {"campaign_id": (_CAMPAIGN, _CAMPAIGN)},
    By.STEP: {"campaign_id": (_CAMPAIGN, _CAMPAIGN), "step": ("d.step", "i.step")},
    By.COUNTRY: {"country": ("d.country", "d.country")},
    By.SENDER: {"sender_id": ("d.sender_id", "i.sender_id"), "sender": ("s.number", "s.number")},
    By.DAY: {
        "day": (
            "(d.created_at at time zone cast(:time_zone as text))::date",
            "(i.at at time zone cast(:time_zone as text))::date",
        )
    },
    By.CHANNEL: {"channel": ("d.channel", "coalesce(d.channel, s.channel)")},
}
_SCOPE: Final[Mapping[str, tuple[str, str]]] = {
    "since": ("d.created_at >= :since", "i.at >= :since"),
    "until": ("d.created_at < :until", "i.at < :until"),
    "campaign": ("e.campaign_id = :campaign", "e.campaign_id = :campaign"),
    "channel": ("d.channel = :channel", "coalesce(d.channel, s.channel) = :channel"),
}
# A wait is written as ``format_duration`` does, which PostgreSQL reads as an interval; it passes as fast as
# the execution's time does.
_MESSAGES: Final = """
    select {keys}, d.state, d.reason, d.segments, d.cost, d.reserved,
           d.state in ('sent', 'delivered', 'not_delivered') as accepted,
           d.channel = any(cast(:receipted as text[])) as receipted,
           d.state = 'sent'
             and d.changed_at <= now() - coalesce(w.wait, make_interval(secs => :wait)) / e.time_scale as late
      from dispatches d
      join executions e on e.id = d.execution_id
      left join senders s on s.id = d.sender_id
      left join waits w on w.definition_id = e.definition_id and w.version = e.definition_version
       and w.step = d.step and d.state = 'sent'
     where {where}
"""
# The person's own last word before; what somebody recorded before that neither a START nor they have lifted.
_OWN: Final = """
    select b.kind from opt_events b
     where b.hmac = t.hmac and b.id < t.id and b.source <> all(cast(:by_hand as text[]))
     order by b.id desc limit 1
"""
_RECORDED: Final = """
    select 1 from opt_events b
     where b.hmac = t.hmac and b.id < t.id and b.kind = 'opted_out'
       and b.source = any(cast(:by_hand as text[]))
       and not exists (
           select 1 from opt_events l
            where l.hmac = b.hmac and l.id > b.id and l.id < t.id and l.kind = 'opted_in'
              and (l.source <> all(cast(:by_hand as text[])) or l.org_id is not distinct from b.org_id))
"""
_REPLIES: Final = f"""
    select {{keys}}, i.kind,
           case t.kind when 'opted_out' then ({_OWN}) is distinct from 'opted_out' end as out,
           case t.kind when 'opted_in' then ({_OWN}) is not distinct from 'opted_out' or exists ({_RECORDED})
            end as back
      from inbound_messages i
      left join executions e on e.id = i.execution_id
      left join dispatches d on d.id = i.dispatch_id
      left join senders s on s.id = i.sender_id
      left join opt_events t on t.org_id = :org and t.hmac = i.hmac and t.provider = i.provider
       and t.provider_id = i.provider_id
     where {{where}}
"""  # noqa: S608  # constants
# Both are grouped once, in all and by key; of the keys only the largest leave the database.
_COUNT: Final = f"""
    with waits as materialized (
        select v.definition_id, v.version, t ->> 'id' as step,
               cast(t -> 'homing' ->> 'deliveryWait' as interval) as wait
          from definition_versions v cross join lateral jsonb_array_elements(v.body -> 'steps') t
         where v.org_id = :org and t -> 'homing' ->> 'deliveryWait' is not null),
    sent as materialized (
        select {{names}}, jsonb_build_array({{names}}) as key, grouping({{first}}) = 1 as whole,
               state, reason, count(*) as messages,
               coalesce(sum(segments) filter (where accepted), 0) as segments,
               coalesce(sum(cost), 0) as booked, coalesce(sum(reserved), 0) as estimated,
               count(*) filter (where accepted and receipted) as accepted,
               count(*) filter (where late and receipted) as silent
          from ({_MESSAGES.format(keys="{of_messages}", where="{messages_where}")}) m
         group by grouping sets (({{names}}, state, reason), (state, reason))),
    heard as materialized (
        select {{names}}, jsonb_build_array({{names}}) as key, grouping({{first}}) = 1 as whole, kind,
               count(*) as replies, count(*) filter (where out) as opted_out,
               count(*) filter (where back) as opted_in
          from ({_REPLIES.format(keys="{of_replies}", where="{replies_where}")}) r
         group by grouping sets (({{names}}, kind), (kind))),
    largest as materialized (
        select key, count(*) over () as keys
          from (select key, messages, 0 as replies from sent where not whole
                union all select key, 0, replies from heard where not whole) both_kinds
         group by key order by sum(messages) desc, sum(replies) desc, key limit :most)
    select {{names}}, whole, l.keys, state, reason, messages, segments, booked, estimated, accepted, silent,
           cast(null as text) as kind, cast(null as bigint) as replies, cast(null as bigint) as opted_out,
           cast(null as bigint) as opted_in
      from sent left join largest l on not whole and l.key = sent.key where whole or l.key is not null
     union all
    select {{names}}, whole, l.keys, null, null, null, null, null, null, null, null,
           kind, replies, opted_out, opted_in
      from heard left join largest l on not whole and l.key = heard.key where whole or l.key is not null
"""  # noqa: S608  # constants
_PATIENCE: Final = text("select set_config('statement_timeout', :patience, true)")
_CANCELLED: Final = "57014"


async def count(  # what, by what, how much of it, for how long
    connection: AsyncConnection, org: UUID, scope: Scope, by: Sequence[By], *, most: int, patience: timedelta
) -> Counted:
    """Messages by when it was decided to make them, and replies by when they came, each under the message
    that it is taken to reply to. Raises RefusedError ``too_much_to_count`` where that takes longer than
    ``patience``: others wait for the end of whatever has begun before them."""
    columns = {name: sql for one in by for name, sql in _KEYS[one].items()}
    given = {name: value for name in _SCOPE if (value := getattr(scope, name)) is not None}
    asked = {
        "org": org,
        "receipted": list(scope.receipted),
        "wait": DEFAULT_DELIVERY_WAIT.total_seconds(),
        "by_hand": list(BY_HAND),
        "most": most,
        **given,
        **({"time_zone": scope.time_zone} if By.DAY in by else {}),
        **({"account": account_campaign_id(org)} if {By.CAMPAIGN, By.STEP} & set(by) else {}),
    }
    await connection.execute(_PATIENCE, {"patience": f"{patience / timedelta(milliseconds=1):.0f}ms"})
    try:
        found = (await connection.execute(text(_query(columns or _NOTHING, given)), asked)).mappings()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _CANCELLED:
            reason = "too_much_to_count"
            raise RefusedError(reason) from None
        raise
    return _counted(found.all(), columns, most)


def _query(columns: Mapping[str, tuple[str, str]], given: Collection[str]) -> str:
    parts = {"names": ", ".join(columns), "first": next(iter(columns))}
    for of, (what, row) in enumerate((("messages", "d"), ("replies", "i"))):
        parts[f"of_{what}"] = ", ".join(f"{sql[of]} as {name}" for name, sql in columns.items())
        parts[f"{what}_where"] = " and ".join([f"{row}.org_id = :org", *(_SCOPE[name][of] for name in given)])
    return _COUNT.format_map(parts)


def _counted(rows: Sequence[RowMapping], columns: Collection[str], most: int) -> Counted:
    total, groups, keys = Part(), dict[Key, Part](), 0
    for row in rows:
        part = total
        if not row["whole"]:
            keys = row["keys"]
            part = groups.setdefault(Key(**{name: row[name] for name in columns}), Part())
        if row["kind"] is None:
            part.messages.append(MessageCount(**_of(row, MessageCount.__slots__)))
        else:
            part.replies.append(ReplyCount(**_of(row, ReplyCount.__slots__)))
    return Counted(total, groups, keys <= most)


def _of(row: RowMapping, names: Sequence[str]) -> dict[str, Any]:
    """Sums, which PostgreSQL gives as decimals, as whole numbers."""
    return {name: int(row[name]) if isinstance(row[name], Decimal) else row[name] for name in names}
