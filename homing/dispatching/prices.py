"""Prices: settle reservations by what messages really cost, up to 48 hours later."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.dispatching.context import Sending
from homing.dispatching.receipts import take_receipt
from homing.dispatching.silence import take_listed
from homing.observing import get_logger
from homing.providers.base import Listed, Lists
from homing.store import caps
from homing.store.alerts import AlertKind, raise_alert

_LOG = get_logger(__name__)

_EARLIER: Final = timedelta(minutes=1)
"""The provider's clock and ours may differ by this."""

# Asked again only after as long as it has been unpriced so far.
_ITS_TURN: Final = """
    a.posted_at > now() - make_interval(secs => :deadline)
    and clock_timestamp() - coalesce(a.asked_at, a.posted_at)
        >= coalesce(a.asked_at, a.posted_at) - a.posted_at
"""
_DUE: Final = text(f"""
    select min(a.posted_at) as since, max(a.posted_at) as until, count(*) as attempts from attempts a
     where a.provider = :provider and a.priced_at is null and a.state in ('sent', 'unknown') and {_ITS_TURN}
""")  # noqa: S608  # constants of this module
# Of those of unknown outcome only the due, which are also asked after one by one (reconcile) at a pace of
# their own. Attempts are held here without their dispatches, so what is locked is not waited for.
_ASKED: Final = text(f"""
    update attempts a set asked_at = clock_timestamp()
     where a.id = any(array(
           select a.id from attempts a
            where a.provider = :provider and a.priced_at is null and a.posted_at between :since and :until
              and (a.state = 'sent' or (a.state = 'unknown' and {_ITS_TURN}))
              for update skip locked))
""")  # noqa: S608  # constants of this module
# What never left the provider has no time of sending, by which it lists: these are asked for by number.
_FAILED: Final = text(f"""
    update attempts a set asked_at = clock_timestamp()
      from dispatches d
     where d.attempt_id = a.id and d.state = 'not_delivered' and d.period is not null
       and a.recipient_sealed is not null
       and a.id = any(array(
           select a.id from attempts a join dispatches d on d.attempt_id = a.id
            where a.provider = :provider and a.priced_at is null and a.state = 'sent'
              and d.state = 'not_delivered' and {_ITS_TURN}
            order by a.posted_at limit 100 for update of a skip locked))
    returning a.recipient_key_id as key_id, a.recipient_sealed as sealed
""")  # noqa: S608  # constants of this module
_KNOWN: Final = text("""
    select a.id, a.provider_id, d.org_id, d.channel, d.period, d.country, o.currency
      from attempts a join dispatches d on d.id = a.dispatch_id join organizations o on o.id = d.org_id
     where a.provider = :provider and a.provider_id = any(:ids)
       and a.priced_at is null and d.period is not null
""")
_LOST: Final = text("""
    select a.id, a.body_hash, a.posted_at from attempts a join dispatches d on d.attempt_id = a.id
     where a.provider = :provider and a.state = 'unknown' and d.state = 'unknown'
       and a.body_hash = any(:hashes)
""")
_OVERDUE: Final = text("""
    select a.id, d.org_id, d.channel, d.period from attempts a join dispatches d on d.id = a.dispatch_id
     where a.priced_at is null and a.state in ('sent', 'unknown') and d.period is not null
       and a.posted_at <= now() - make_interval(secs => :deadline)
     limit 1000
""")
_RATE: Final = text("""
    select max(micros) filter (where currency = :own) as own,
           max(micros) filter (where currency = :theirs) as theirs
      from estimated_prices where channel = :channel and country = :country
""")
_LOCK: Final = text("""
    select 1 from dispatches where id in (select dispatch_id from attempts where id = any(:ids))
     order by id for update
""")
# The price is written once; what it replaces is the reservation of the attempt that the dispatch is at.
_BOOK: Final = text("""
    with priced as (
        update attempts a
           set price = v.price, price_currency = v.currency, priced_at = now(), recipient_sealed = null
          from unnest(cast(:ids as uuid[]), cast(:prices as bigint[]), cast(:currencies as text[]))
               as v(id, price, currency)
         where a.id = v.id and a.priced_at is null
        returning a.id, a.dispatch_id, a.price, a.estimate),
    old as (
        select d.id, d.reserved, bool_or(d.attempt_id = p.id) as current,
               sum(coalesce(p.price, p.estimate))::bigint as cost, bool_or(p.price > p.estimate) as above
          from dispatches d join priced p on p.dispatch_id = d.id
         group by d.id, d.reserved),
    booked as (
        update dispatches d set cost = coalesce(d.cost, 0) + old.cost,
               reserved = case when old.current then 0 else d.reserved end
          from old where d.id = old.id)
    select coalesce(sum(cost), 0)::bigint as spent,
           coalesce(sum(case when current then reserved else 0 end), 0)::bigint as freed,
           count(*) filter (where above) as above
      from old
""")


@dataclass(frozen=True, slots=True)
class _Price:
    """A price to book; None books the estimate."""

    attempt: UUID
    micros: int | None
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Period:
    """The row of the cap that a message belongs to."""

    org: UUID
    channel: str
    day: date


async def read_prices(sending: Sending) -> int:
    """Ask each provider that lists what its messages cost. Returns how many prices were booked."""
    booked = 0
    for name, provider in sending.providers.items():
        if not hasattr(provider, "messages_since"):
            continue
        try:
            booked += await _read_from(sending, name, cast(Lists, provider))
        except (OSError, TimeoutError) as error:
            _LOG.warning("the provider could not be asked for prices", provider=name, error=error)
    return booked


async def _read_from(sending: Sending, name: str, provider: Lists) -> int:
    which = {"provider": name, "deadline": sending.limits.price_deadline.total_seconds()}
    booked = await _read_failed(sending, which, provider)
    async with sending.database.system() as connection:
        due = (await connection.execute(_DUE, which)).one()
        if not due.attempts:
            return booked
        await connection.execute(_ASKED, {**which, "since": due.since, "until": due.until})
    batch = []
    async for message in provider.messages_since(due.since - _EARLIER, _tomorrow(due.until)):
        batch.append(message)
        if len(batch) == _BATCH:
            booked += await _book_batch(sending, name, batch)
            batch = []
    return booked + await _book_batch(sending, name, batch)


async def _read_failed(sending: Sending, which: dict[str, Any], provider: Lists) -> int:
    async with sending.database.system() as connection:
        failed = (await connection.execute(_FAILED, which)).all()
    booked = 0
    for row in failed:
        recipient = sending.vault.decrypt(row.key_id, row.sealed)
        listed = [message async for message in provider.messages_to(recipient)]
        booked += await _book_batch(sending, which["provider"], listed)
    return booked


_BATCH: Final = 500


def _tomorrow(moment: datetime) -> datetime:
    """A message may leave the provider's own queue up to ten hours after it was accepted."""
    return moment + timedelta(days=1)


async def _book_batch(sending: Sending, provider: str, batch: Sequence[Listed]) -> int:
    await _find_lost(sending, provider, batch)
    await take_listed(sending, provider, batch)
    by_id = {message.provider_id: message for message in batch if message.price_micros is not None}
    if not by_id:
        return 0
    async with sending.database.system() as connection:
        rows = (await connection.execute(_KNOWN, {"provider": provider, "ids": list(by_id)})).all()
        prices: dict[_Period, list[_Price]] = defaultdict(list)
        rates: _Rates = {}
        for row in rows:
            price = await _in_own_currency(connection, row, by_id[row.provider_id], rates)
            prices[_Period(row.org_id, row.channel, row.period)].append(price)
    for period, listed in prices.items():
        await _book(sending, period, listed)
    return len(rows)


async def _find_lost(sending: Sending, provider: str, batch: Sequence[Listed]) -> None:
    """Late news of an unknown outcome: the text in the listing is the one that was posted."""
    hashes = {sending.vault.hash_body(message.body): message for message in batch}
    async with sending.database.system() as connection:
        parameters = {"provider": provider, "hashes": list(hashes)}
        lost = (await connection.execute(_LOST, parameters)).all()
    for row in lost:
        message = hashes[row.body_hash]
        await take_receipt(
            sending,
            row.id,
            message.provider_id,
            message.status,
            error_code=message.error_code,
            reason=message.reason,
        )


_Rates = dict[tuple[Any, ...], Any]
"""The estimates of a country in two currencies, read once for a batch."""


async def _in_own_currency(connection: AsyncConnection, row: Any, message: Listed, rates: _Rates) -> _Price:
    """Converted by the ratio of the country's estimates in both currencies, rounded up."""
    micros = message.price_micros or 0
    if message.currency in (None, row.currency):
        return _Price(row.id, micros, row.currency)
    parameters = {
        "own": row.currency,
        "theirs": message.currency,
        "channel": row.channel,
        "country": row.country,
    }
    pair = tuple(parameters.values())
    if pair not in rates:
        rates[pair] = (await connection.execute(_RATE, parameters)).one()
    own, theirs = rates[pair]
    if own is None or not theirs:
        await raise_alert(connection, row.org_id, AlertKind.UNKNOWN_CURRENCY, row.channel)
        return _Price(row.id, None, None)
    return _Price(row.id, -(-micros * own // theirs), row.currency)


async def _book(sending: Sending, period: _Period, prices: Sequence[_Price]) -> None:
    async def work(connection: AsyncConnection) -> None:
        await caps.lock_periods(connection, period.org, period.channel, {period.day})
        ordered = sorted(prices, key=lambda price: price.attempt)
        await connection.execute(_LOCK, {"ids": [price.attempt for price in ordered]})
        result = await connection.execute(
            _BOOK,
            {
                "ids": [price.attempt for price in ordered],
                "prices": [price.micros for price in ordered],
                "currencies": [price.currency for price in ordered],
            },
        )
        spent, freed, above = result.one()
        await caps.move(connection, period.org, period.channel, period.day, reserved=-freed, spent=spent)
        if above:
            await caps.close_today(connection, period.org, period.channel)
        await raise_alert(connection, period.org, AlertKind.PRICE_ABOVE_ESTIMATE, period.channel, above)

    await sending.database.repeat_system(work)


async def book_overdue(sending: Sending) -> int:
    """Book at the estimate what has had no price for 48 hours. Returns how many."""
    deadline = sending.limits.price_deadline.total_seconds()
    async with sending.database.system() as connection:
        rows = (await connection.execute(_OVERDUE, {"deadline": deadline})).all()
    prices: dict[_Period, list[_Price]] = defaultdict(list)
    for row in rows:
        prices[_Period(row.org_id, row.channel, row.period)].append(_Price(row.id, None, None))
    for period, listed in prices.items():
        await _book(sending, period, listed)
    return len(rows)
