"""Asking for a code that confirms a number: under all limits at once, in one transaction."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from homing.channels import ACCOUNT_SMS
from homing.dispatching.context import Sending
from homing.dispatching.pending import Pending, code_key, read_pending, unconfirmed
from homing.domain.account_texts import CODE_LASTS, AccountText
from homing.domain.decide import IdentifierState
from homing.domain.errors import RefusedError, TooSoonError
from homing.domain.people import IdentifierSource
from homing.domain.traits import IdentifierKind
from homing.domain.verification import (
    MOST_CODES,
    PENDING,
    SENT_WITHIN,
    Scope,
    allowed_countries,
    block_of,
    check_usage,
    is_open,
    is_slow,
    limits,
    may_renew,
)
from homing.store import (
    account_messages,
    code_limits,
    identifiers,
    numbers,
    own_numbers,
    people,
    verifications,
)
from homing.store.account_messages import NewAccountMessage
from homing.store.alerts import AlertKind, raise_alert
from homing.store.code_limits import Keys
from homing.store.identifiers import Binding, Sealed
from homing.store.own_numbers import Phone
from homing.store.verifications import NewVerification, VerificationRow

_CHANNEL: Final = ACCOUNT_SMS.traits.name
_OWN: Final = frozenset({IdentifierSource.SELF.value, PENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a user asks for: a code to a number as they wrote it, or (None) to the one that they have yet to
    confirm. ``region``: where a national number is read, None: in the user's country. ``address``: whence it
    is asked. ``locale``: of the text; None, the user's."""

    raw: str | None = field(repr=False)
    region: str | None = None
    address: str | None = field(default=None, repr=False)
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """The request that is open now, and what may be seen of it."""

    verification: UUID
    pending: Pending


async def ask_for_code(sending: Sending, org: UUID, user: UUID, wish: Wish) -> Asked:
    """Write down that a user is to be sent a code, in the request that is open for this number or else in a
    new one, which ends one for another number. Who sends it is told by ``account_messages``.

    Raises NumberRefused; RefusedError ``number_from_organization``, ``already_confirmed``,
    ``country_not_allowed``, ``no_identifier``; TooSoonError (``homing.domain.verification.check_usage``);
    NotFoundError for a stranger. All say something of the user or the organization alone: whether a number is
    known, is another's or has opted out is never told.
    """
    return await sending.database.repeat_app(org, lambda c: _ask(c, sending, org, user, wish))


async def _ask(connection: AsyncConnection, sending: Sending, org: UUID, user: UUID, wish: Wish) -> Asked:
    vault = sending.vault
    await code_limits.lock_codes(connection, org)
    await people.lock_user(connection, org, user)
    phones = await own_numbers.read_phones(connection, org, user)
    wanted: Phone | Sealed
    if wish.raw is None:
        wanted = _waiting(phones)
    else:
        region = wish.region or await own_numbers.read_region(connection, org, user)
        binding = Binding(
            user_id=user,
            kind=IdentifierKind.PHONE,
            raw=wish.raw,
            source=_source(phones),
            state=IdentifierState.UNVERIFIED,
            region=region,
        )
        wanted = _choose(phones, identifiers.seal(vault, binding))
    if wanted.country is None:
        raise RefusedError("country_not_allowed")
    number = vault.decrypt(wanted.key_id, wanted.sealed)
    keys = _keys(sending, user, number, wanted.country, wish.address)
    slow = await _check(connection, org, user, keys, wanted.country)
    latest = await verifications.read_latest(connection, org, user, lock=True)
    if isinstance(wanted, Sealed):
        await numbers.ensure(connection, [wanted.hmac])
        await identifiers.write(connection, org, [wanted])
    verification = await _open(connection, org, user, wanted, latest, wish.locale)
    await code_limits.count_code(connection, org, keys)
    await _request(connection, org, user, wanted.id, verification, wish.locale)
    if slow:
        await raise_alert(connection, org, AlertKind.CODES_UNCONFIRMED, _CHANNEL)
    pending = await read_pending(connection, org, vault, user)
    assert pending is not None  # noqa: S101  # its number was chosen because it waits
    return Asked(verification, pending)


def _source(phones: Collection[Phone]) -> str:
    """A number that counts is texted until the one in its place is confirmed."""
    own = next((one for one in phones if one.source == IdentifierSource.SELF), None)
    return PENDING if own is not None and own.state != IdentifierState.UNVERIFIED else IdentifierSource.SELF


def _waiting(phones: Collection[Phone]) -> Phone:
    phone = unconfirmed(phones)
    if phone is None:
        raise RefusedError("no_identifier")
    return phone


def _choose(phones: Collection[Phone], given: Sealed) -> Phone | Sealed:
    """The number that is to be confirmed: one that is there already, or the one that was given."""
    first = next(iter(phones), None)
    if first is not None and first.source not in _OWN and first.hmac != given.hmac:
        # It would come before whatever the user confirms here.
        raise RefusedError("number_from_organization")
    known = next((one for one in phones if one.hmac == given.hmac), None)
    if known is None:
        return given
    if known.state != IdentifierState.UNVERIFIED:
        raise RefusedError("already_confirmed")
    return known


def _keys(sending: Sending, user: UUID, number: str, country: str, address: str | None) -> Keys:
    whose = {
        Scope.OWN: f"{user}/{number}",
        Scope.USER: str(user),
        Scope.NUMBER: number,
        Scope.BLOCK: block_of(number),
        Scope.COUNTRY: country,
        Scope.ORGANIZATION: "",
        **({} if address is None else {Scope.ADDRESS: address}),
    }
    return {scope: code_key(sending.vault, scope, what) for scope, what in whose.items()}


async def _check(connection: AsyncConnection, org: UUID, user: UUID, keys: Keys, country: str) -> bool:
    """Whether so few of the country's numbers are confirmed that codes to it are slowed down. Raises
    RefusedError and TooSoonError."""
    policy = await code_limits.read_policy(connection, org, country)
    if country not in allowed_countries(policy.chosen, policy.region, policy.senders):
        raise RefusedError("country_not_allowed")
    usage = await code_limits.read_usage(connection, org, user, keys)
    check_usage(usage)
    slow = is_slow(policy.requests, policy.confirmed)
    held = limits(policy.daily, own=usage.own, slow=slow)
    wait = await code_limits.read_wait(connection, org, held, keys)
    if wait > timedelta(0):
        raise TooSoonError("too_many_codes", wait)
    return slow


async def _open(  # a request, where and in whose language
    connection: AsyncConnection,
    org: UUID,
    user: UUID,
    wanted: Phone | Sealed,
    latest: VerificationRow | None,
    locale: str | None,
) -> UUID:
    """The request that this number has, given one more code, or a new one."""
    if latest is not None and is_open(latest.request, latest.now) and latest.reachability_id == wanted.id:
        if latest.codes >= MOST_CODES:
            raise TooSoonError("too_many_codes", latest.expires_at - latest.now)
        if may_renew(latest.created_at, latest.now):
            await verifications.renew(connection, org, latest.id)
            return latest.id
    await _cancel(connection, org, user)
    new = NewVerification(
        id=uuid4(),
        user_id=user,
        reachability_id=wanted.id,
        hmac=wanted.hmac,
        country=wanted.country or "",
        locale=locale,
    )
    await verifications.open_verification(connection, org, new)
    return new.id


async def _request(  # to whom, of what and in whose language
    connection: AsyncConnection,
    org: UUID,
    user: UUID,
    reachability: UUID,
    verification: UUID,
    locale: str | None,
) -> None:
    until = await verifications.read_end(connection, org, verification) - CODE_LASTS + SENT_WITHIN
    message = NewAccountMessage(
        id=uuid4(),
        user_id=user,
        reachability_id=reachability,
        what=AccountText.CODE,
        locale=locale,
        until=until,
        subject=str(verification),
    )
    await account_messages.request(connection, org, [message])


async def _cancel(connection: AsyncConnection, org: UUID, user: UUID) -> UUID | None:
    ended = await verifications.cancel(connection, org, user)
    if ended is not None:
        await account_messages.withdraw_codes(connection, org, str(ended))
    return ended


async def cancel(sending: Sending, org: UUID, user: UUID) -> UUID | None:
    """Give up confirming: the request's id, or None where none was open. A number that was given in place of
    one that counts is forgotten with it."""

    async def work(connection: AsyncConnection) -> UUID | None:
        await people.lock_user(connection, org, user)
        ended = await _cancel(connection, org, user)
        await identifiers.unbind(connection, org, user, IdentifierKind.PHONE, PENDING)
        return ended

    return await sending.database.repeat_app(org, work)


async def remove(sending: Sending, org: UUID, user: UUID) -> UUID | None:
    """Forget the numbers that a user added, confirmed or not; the request's id that this ends, if any."""

    async def work(connection: AsyncConnection) -> UUID | None:
        await people.lock_user(connection, org, user)
        ended = await _cancel(connection, org, user)
        for source in (PENDING, IdentifierSource.SELF.value):
            await identifiers.unbind(connection, org, user, IdentifierKind.PHONE, source)
        return ended

    return await sending.database.repeat_app(org, work)
