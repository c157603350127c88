"""As ``tenants.CASES``, of the repositories of requests to confirm a number."""

from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from homing.domain.verification import HOUR, Limit, Scope, Verdict
from homing.store import code_limits, numbers, own_numbers, verifications
from homing.store.verifications import NewVerification
from tests.store.confirming import code_keys, message_of, verification_of
from tests.store.tenants import Case, Tenant

NOT_BY_ID: Final = {
    "code_limits.read_usage",  # nothing was used of what one does not see, and the time
    "verifications.expire_old",  # how many of those that one sees
}
"""What answers with something although the owner was asked for: what it says is searched for ids."""


async def number_of(t: Tenant) -> UUID:
    """The number that the owner's first person is confirming."""
    async with t.company.sending.database.app(t.id) as own:
        found = await own.execute(text("select reachability_id from verifications"))
        return UUID(str(found.scalar_one()))


async def open_verification(connection: AsyncConnection, org: UUID, t: Tenant) -> None:
    await verifications.open_verification(
        connection,
        org,
        NewVerification(
            id=verification_of(t.id),
            user_id=t.users[0],
            reachability_id=await number_of(t),
            hmac=t.number,
            country="ES",
            locale=None,
        ),
    )


async def adopt(connection: AsyncConnection, org: UUID, t: Tenant) -> object:
    return await own_numbers.adopt(connection, org, await number_of(t))


VERIFICATION_CASES: Final[dict[str, Case]] = {
    "code_limits.count_code": lambda c, o, t: code_limits.count_code(c, o, code_keys(t.company)),
    "code_limits.forget_codes": lambda c, *_: code_limits.forget_codes(c),
    "code_limits.lock_codes": lambda c, o, _: code_limits.lock_codes(c, o),
    "code_limits.read_policy": lambda c, o, _: code_limits.read_policy(c, o, "ES"),
    "code_limits.read_usage": lambda c, o, t: code_limits.read_usage(c, o, t.users[0], code_keys(t.company)),
    "code_limits.read_wait": lambda c, o, t: code_limits.read_wait(
        c, o, [Limit(Scope.OWN, 1, HOUR)], code_keys(t.company)
    ),
    "code_limits.set_policy": lambda c, o, _: code_limits.set_policy(c, o, ["FR"], 1),
    "numbers.ensure": lambda c, _, t: numbers.ensure(c, [t.number]),
    "own_numbers.adopt": adopt,
    "verifications.cancel": lambda c, o, t: verifications.cancel(c, o, t.users[0]),
    "verifications.expire": lambda c, o, t: verifications.expire(c, o, verification_of(t.id)),
    "verifications.expire_old": lambda c, *_: verifications.expire_old(c, -3600, 9),
    "verifications.keep_code": lambda c, _, t: verifications.keep_code(c, message_of(t.id), b"x"),
    "verifications.open_verification": open_verification,
    "verifications.read_end": lambda c, o, t: verifications.read_end(c, o, verification_of(t.id)),
    "verifications.read_holders": lambda c, o, t: verifications.read_holders(c, o, t.users[0]),
    "verifications.read_latest": lambda c, o, t: verifications.read_latest(c, o, t.users[0], lock=True),
    "own_numbers.read_phones": lambda c, o, t: own_numbers.read_phones(c, o, t.users[0]),
    "own_numbers.read_region": lambda c, o, t: own_numbers.read_region(c, o, t.users[0]),
    "verifications.read_standing": lambda c, o, t: verifications.read_standing(c, o, verification_of(t.id)),
    "own_numbers.read_start_to": lambda c, o, _: own_numbers.read_start_to(c, o, "ES"),
    "verifications.read_untold": lambda c, *_: verifications.read_untold(c, 3600, 9),
    "verifications.renew": lambda c, o, t: verifications.renew(c, o, verification_of(t.id)),
    "verifications.write_told": lambda c, o, t: verifications.write_told(c, o, verification_of(t.id)),
    "verifications.write_verdict": lambda c, o, t: verifications.write_verdict(
        c, o, verification_of(t.id), Verdict.WRONG, tried=True
    ),
}
"""Every function of these repositories, likewise."""
