"""The identifiers by which channels reach users: read strictly, kept encrypted, shown masked."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError, RefusedError
from homing.domain.people import IdentifierSource, check_address
from homing.domain.phone import masked, parse_with_country
from homing.domain.traits import IdentifierKind
from homing.domain.whose import Held, Settled, changes, reason_of, settle
from homing.store.engine import planning_keys_once
from homing.store.holders import Key, hold, read_holders, used_by, vouches
from homing.store.ids import new_id
from homing.store.number_changes import tell, tell_confirmed
from homing.store.numbers import SHOWN_STATE, hold_all
from homing.store.vault import Vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """An identifier as it was given. What a directory says counts as verified; what a user adds does so
    once confirmed. ``region``: where a national number is read, None if nowhere."""

    user_id: UUID
    kind: IdentifierKind
    raw: str = field(repr=False)
    source: str
    state: IdentifierState
    region: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedBinding:
    """One that was not taken, and why; the others were."""

    user_id: UUID
    reason: str


class Sealed(NamedTuple):
    """An identifier as it is kept. A tuple, since files bring millions."""

    id: UUID
    user_id: UUID
    kind: str
    source: str
    state: str
    country: str | None
    hmac: bytes
    key_id: str
    sealed: bytes
    sealed_raw: bytes
    tail: bytes | None

    def of(self, user: UUID) -> "Sealed":
        """The same as another user's."""
        return self._replace(user_id=user)


def seal(vault: Vault, binding: Binding) -> Sealed:
    """Read and encrypt an identifier. Raises RefusedError with the reason where it is none (see ``parse``,
    ``check_address``)."""
    if binding.kind is IdentifierKind.PHONE:
        number, country = parse_with_country(binding.raw, binding.region)
        value, tail = str(number), vault.hash_tail(number)
    else:
        value, country, tail = check_address(binding.raw), None, None
    key_id, sealed = vault.encrypt(value)
    _, sealed_raw = vault.encrypt(binding.raw)
    return Sealed(
        id=new_id(),
        user_id=binding.user_id,
        kind=binding.kind.value,
        source=binding.source,
        state=binding.state.value,
        country=country,
        hmac=vault.hash_identifier(value),
        key_id=key_id,
        sealed=sealed,
        sealed_raw=sealed_raw,
        tail=tail,
    )


_END: Final = text("""
    update reachabilities set ended_at = clock_timestamp(), state = 'superseded'
     where org_id = :org and id = any(cast(:ids as uuid[])) and ended_at is null
""")
# Of several with one number in a set the last one has it.
_BIND: Final = text("""
    insert into reachabilities as r
           (org_id, id, user_id, kind, source, state, country, hmac, key_id, sealed, sealed_raw, tail,
            verified_at)
    select :org, v.id, v.user_id, v.kind, v.source, v.state, v.country, v.hmac, v.key_id, v.sealed,
           v.sealed_raw, v.tail,
           case when v.state = 'verified' then t.now + v.place * interval '1 microsecond' end
      from (select clock_timestamp() as now offset 0) t,
           unnest(cast(:id as uuid[]), cast(:user_id as uuid[]), cast(:kind as text[]),
                  cast(:source as text[]), cast(:state as text[]), cast(:country as text[]),
                  cast(:hmac as bytea[]), cast(:key_id as text[]), cast(:sealed as bytea[]),
                  cast(:sealed_raw as bytea[]), cast(:tail as bytea[]))
           with ordinality
           as v(id, user_id, kind, source, state, country, hmac, key_id, sealed, sealed_raw, tail, place)
    on conflict (org_id, user_id, kind, source) where ended_at is null do update
       set state = excluded.state, verified_at = excluded.verified_at
     -- The same number again confirms it at most: what was confirmed stays so, and what proved bad too.
     where r.hmac = excluded.hmac and r.state = 'unverified' and excluded.state = 'verified'
""")
# What the directory says is theirs now, nobody else says of another; but the directory may of several.
_SUPERSEDE: Final = text("""
    update reachabilities r set ended_at = clock_timestamp(), state = 'superseded'
      from unnest(cast(:users as uuid[]), cast(:hashes as bytea[])) as v(user_id, hmac)
     where r.org_id = :org and r.hmac = v.hmac and r.user_id <> v.user_id and r.kind = 'phone'
       and r.ended_at is null and r.state <> 'unverified' and r.source <> all(cast(:but as text[]))
""")


async def bind(
    connection: AsyncConnection, org: UUID, vault: Vault, bindings: Iterable[Binding]
) -> list[RefusedBinding]:
    """Bind identifiers, one for each user, kind and source; another number supersedes the former. One that
    was another user's does not count before it is confirmed (``homing.domain.whose``)."""
    taken, refused = [], []
    for binding in bindings:
        try:
            taken.append(seal(vault, binding))
        except RefusedError as error:
            refused.append(RefusedBinding(binding.user_id, error.reason))
    await write(connection, org, taken)
    return refused


@dataclass(frozen=True, slots=True)
class Written:
    """What became of identifiers: users with a number that was another's, which they are to confirm first."""

    contested: frozenset[UUID] = frozenset()


async def write(
    connection: AsyncConnection, org: UUID, sealed: Iterable[Sealed], *, made: Collection[UUID] = ()
) -> Written:
    """As ``bind``, of what was sealed before. ``made``: users who were in this transaction, and whom nobody
    else sees yet.

    The users are locked, so that a text in the making is finished before or sees the change, and so are the
    numbers, so that of two users with one number the second sees the first. Raises NotFoundError where a user
    is gone: of whoever was erased meanwhile nothing is kept again."""
    last = {(one.user_id, one.kind, one.source): one for one in sealed}
    if not last:
        return Written()
    held = await hold(connection, org, {row.user_id for row in last.values()}.difference(made))
    news = {key: row for key, row in last.items() if _is_news(row, held.get(key))} if held else last
    settled = await _settle(connection, org, news)
    rows = news | {key: news[key]._replace(state=one.state.value) for key, one in settled.items()}
    replaced = [held[key].id for key, row in rows.items() if key in held and held[key].hmac != row.hmac]
    if replaced:
        await connection.execute(_END, {"org": org, "ids": sorted(replaced)})
    if rows:
        columns = dict(zip(Sealed._fields, map(list, zip(*rows.values(), strict=True)), strict=True))
        async with planning_keys_once(connection, len(rows)):
            await connection.execute(_BIND, {"org": org, **columns})
    vouched = [rows[key] for key, one in settled.items() if one.vouched]
    await _supersede(connection, org, vouched, but=[IdentifierSource.DIRECTORY.value])
    if held:
        now = {**held, **{key: _as_held(row) for key, row in rows.items()}}
        await tell(connection, org, changes(used_by(held), used_by(now)))
    return Written(frozenset(key[0] for key, one in settled.items() if one.contested))


def _is_news(row: Sealed, held: Held | None) -> bool:
    unsure = held is not None and held.state is IdentifierState.UNVERIFIED
    return held is None or held.hmac != row.hmac or (unsure and row.state == IdentifierState.VERIFIED)


async def _settle(connection: AsyncConnection, org: UUID, news: Mapping[Key, Sealed]) -> dict[Key, Settled]:
    """What the words come to that several people's numbers depend on, in the order in which they are given;
    the others come to what they say."""
    phones = {key: row for key, row in news.items() if key[1] == IdentifierKind.PHONE}
    if not phones:
        return {}
    said = Counter(row.hmac for row in phones.values())
    await hold_all(connection, said)
    holders = await read_holders(connection, org, said)
    # Of what its user alone says it is not asked: how long that takes tells nobody who has a number.
    counting = any(row.state == IdentifierState.VERIFIED for row in phones.values())
    may_vouch = counting and await vouches(connection, org)
    shared = {key: row for key, row in phones.items() if row.hmac in holders or said[row.hmac] > 1}
    found = settle([_as_held(row) for row in shared.values()], holders, vouches=may_vouch)
    return dict(zip(shared, found, strict=True))


async def _supersede(
    connection: AsyncConnection, org: UUID, rows: Collection[Sealed | Held], *, but: Sequence[str] = ()
) -> None:
    """End what others have of these numbers, but for what these sources say."""
    if rows:
        whose = {"users": [row.user_id for row in rows], "hashes": [row.hmac for row in rows]}
        await connection.execute(_SUPERSEDE, {"org": org, "but": list(but), **whose})


def _as_held(row: Sealed) -> Held:
    return Held(row.id, row.user_id, row.source, IdentifierState(row.state), row.hmac)


_REMOVE: Final = text("""
    update reachabilities set ended_at = clock_timestamp(), state = 'removed'
     where org_id = :org and id = :id and ended_at is null
""")


async def unbind(
    connection: AsyncConnection, org: UUID, user: UUID, kind: IdentifierKind, source: str
) -> None:
    """Take back what a source said; locks as ``write`` does. Raises NotFoundError for a stranger."""
    held = await hold(connection, org, [user])
    former = held.get((user, kind.value, source))
    if former is not None:
        await connection.execute(_REMOVE, {"org": org, "id": former.id})
        rest = {key: one for key, one in held.items() if one is not former}
        await tell(connection, org, changes(used_by(held), used_by(rest)))


# Whoever else says that it is theirs was right.
_CONFIRM: Final = text("""
    update reachabilities
       set state = 'verified', verified_at = clock_timestamp(), confirmed_at = clock_timestamp()
     where org_id = :org and user_id = :user and hmac = :hmac and kind = 'phone' and ended_at is null
""")


async def confirm(connection: AsyncConnection, org: UUID, user: UUID, reachability: UUID) -> None:
    """Take a number as its user's, who has proved to have the handset: it is nobody else's any more, whoever
    said so. Locks as ``write`` does. Raises NotFoundError where it is not, or no more, a number of theirs."""
    held = await hold(connection, org, [user])
    phones = (one for key, one in held.items() if key[1] == IdentifierKind.PHONE)
    number = next((one for one in phones if one.id == reachability), None)
    if number is None:
        raise NotFoundError("number")
    await hold_all(connection, [number.hmac])
    await connection.execute(_CONFIRM, {"org": org, "user": user, "hmac": number.hmac})
    await _supersede(connection, org, [number])
    reached = used_by(held)[user]
    if not reached.counts and reached.hmac == number.hmac:
        await tell_confirmed(connection, org, reached)


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """What may be shown of an identifier: the last two digits of a number, the first letter of an address.
    ``used``: it is the one of its kind that the user is reached by, as far as it may be used at all;
    ``reason``: why it is unverified."""

    kind: IdentifierKind
    source: str
    state: str
    reason: str | None
    country: str | None
    shown: str
    used: bool


# In the order in which sending takes them (``facts.PERSON_JOINS``). What became of texts to a number is not
# shown to somebody who may only have typed it.
_IDENTIFIERS: Final = text(f"""
    select i.user_id, i.kind, i.source, {SHOWN_STATE} as state, i.country, i.key_id, i.sealed,
           row_number() over (partition by i.user_id, i.kind
                              order by array_position(cast(:sources as text[]), i.source), i.created_at desc)
           = 1 as used
      from reachabilities i left join number_health h on h.org_id = i.org_id and h.hmac = i.hmac
     where i.org_id = :org and i.user_id = any(cast(:users as uuid[])) and i.ended_at is null
     order by i.user_id, i.kind, i.source
""")  # noqa: S608  # a constant


async def read_identifiers(
    connection: AsyncConnection, org: UUID, vault: Vault, users: Collection[UUID]
) -> dict[UUID, list[KnownIdentifier]]:
    """The identifiers of users, masked; who has none is left out."""
    sources = [source.value for source in IdentifierSource]
    known: dict[UUID, list[KnownIdentifier]] = {}
    found = await connection.execute(_IDENTIFIERS, {"org": org, "users": list(users), "sources": sources})
    for row in found:
        kind = IdentifierKind(row.kind)
        reason, value = reason_of(row.source, row.state), shown(kind, vault.decrypt(row.key_id, row.sealed))
        one = KnownIdentifier(kind, row.source, row.state, reason, row.country, value, row.used)
        known.setdefault(row.user_id, []).append(one)
    return known


def shown(kind: IdentifierKind, value: str) -> str:
    """All that may be shown of an identifier."""
    return masked(value) if kind is IdentifierKind.PHONE else f"{value[:1]}…@…"
