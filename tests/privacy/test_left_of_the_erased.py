"""What others' rows say of who is erased, what is nobody's, and what was under way meanwhile."""

from dataclasses import replace
from typing import Any, Final
from uuid import uuid4

import pytest
from sqlalchemy import text

from homing.dispatching import health, inbound, withdraw
from homing.dispatching.context import Sending
from homing.dispatching.erasing import erase
from homing.dispatching.inbound import Reply
from homing.domain.outcome import FailureReason
from homing.domain.phone import E164
from homing.domain.retention import Kept
from homing.domain.scim import ENTERPRISE
from homing.store import retention, scim
from homing.store.health import Verdict
from homing.store.optouts import Said
from homing.store.scim import Kind
from plugin.scim.keeping import kept_of
from tests.privacy.conftest import Place
from tests.privacy.test_erasing import everything, opened
from tests.store.tenants import Tenant
from tests.world import Someone

MARK: Final = "Zebulonquist"
NOBODYS: Final = "+15005550999"
"""A number that is nobody's sender."""


def said(house: dict[str, list[dict[str, Any]]], sending: Sending) -> list[tuple[str, str]]:
    """Where it stands, decrypted or in clear."""
    clear = [(table, str(row)) for table, rows in house.items() for row in rows]
    return [one for one in [*opened(sending, house), *clear] if MARK in one[1]]


def reply(someone: Someone, to: str, body: str) -> Reply:
    return Reply("twilio", f"SM{uuid4().hex}", E164(someone.number), to, body, lambda _handling, _kind: None)


@pytest.mark.spec("Q13")
@pytest.mark.parametrize("called", ["id", "external", "name", "before"])
async def test_nobody_is_said_to_report_to_who_is_erased(
    house: Place, keeper: Sending, tenant: Tenant, called: str
) -> None:
    boss, report, other = tenant.company.staff[-3:]
    names = {"id": str(boss.id), "external": f"{MARK}-1", "name": f"{MARK}@X.invalid", "before": f"{MARK}-0"}
    manager = {"value": names[called], "displayName": MARK}
    documents: dict[Someone, dict[str, Any]] = {
        boss: {"userName": f"{MARK}@x.invalid", "externalId": f"{MARK}-1", "displayName": MARK},
        report: {
            "userName": "ben",
            "displayName": "Ben",
            ENTERPRISE: {"department": "d", "manager": manager},
        },
        other: {"userName": "eve", ENTERPRISE: {"manager": {"value": "somebody else"}}},
    }
    await tenant.company.know(boss, external_id=f"{MARK}-0")
    async with keeper.database.app(tenant.id) as connection:
        for who, document in documents.items():
            whole = {"id": str(who.id), **document}
            await scim.add_resource(connection, tenant.id, tenant.vault, kept_of(who.id, Kind.USER, whole))
        before = await scim.read_resources(connection, tenant.id, tenant.vault, [report.id, other.id])

    await erase(keeper, tenant.id, boss.id, "operator")

    async with keeper.database.app(tenant.id) as connection:
        after = await scim.read_resources(connection, tenant.id, tenant.vault, [report.id, other.id])
    rest = {"id": str(report.id), "userName": "ben", "displayName": "Ben", ENTERPRISE: {"department": "d"}}
    assert after[report.id].document == rest
    assert after[report.id].version > before[report.id].version
    assert after[other.id] == before[other.id]
    everywhere = await everything(house)
    assert said(everywhere, keeper) == []
    [row] = [row for row in everywhere["scim_resources"] if row["id"] == report.id]
    kept = kept_of(report.id, Kind.USER, rest)
    assert sorted(row["terms"]) == scim.hashed(tenant.vault, tenant.id, kept.terms)
    assert row["manager_terms"] == []


@pytest.mark.spec("Q13")
async def test_words_that_were_written_to_nobody_go_too(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone, other = tenant.company.staff[-1], tenant.company.staff[-2]
    key, words = keeper.vault.encrypt(f"stop it, {MARK}")
    await inbound.take_reply(keeper, reply(someone, NOBODYS, f"hello {MARK}"))
    await withdraw.stop(
        keeper, E164(someone.number), said=Said("stop", "twilio", uuid4().hex, key_id=key, sealed=words)
    )
    await inbound.take_reply(keeper, reply(other, NOBODYS, "hello there"))
    assert {table for table, _ in said(await everything(house), keeper)} == {"inbound_messages", "opt_events"}

    await erase(keeper, tenant.id, someone.id, "operator")

    after = await everything(house)
    assert said(after, keeper) == []
    assert "hello there" in {value for _, value in opened(keeper, after)}
    assert keeper.vault.hash_identifier(someone.number) in {row["hmac"] for row in after["opt_outs"]}


async def test_words_that_were_written_to_nobody_are_let_go_of_once_they_are_old(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    await inbound.take_reply(keeper, reply(tenant.company.staff[-1], NOBODYS, f"hello {MARK}"))
    async with house.owner.begin() as connection:
        await connection.execute(text("update inbound_messages set at = now() - interval '30 days'"))
    for days, left in ((31, True), (29, False)):
        async with keeper.database.system() as connection:
            while await retention.let_go(connection, keeper.vault, Kept.REPLIES, days, 2):
                pass
        assert bool(said(await everything(house), keeper)) == left


async def texted(house: Place, tenant: Tenant) -> tuple[Someone, str]:
    """Somebody who was texted, is heard, and by whom."""
    sender = text("select id, number from senders where org_id = :org and channel = 'sms' limit 1")
    async with house.owner.begin() as connection:
        row = (await connection.execute(sender, {"org": tenant.id})).one()
        posted = text("update attempts set sender_id = :sender where id = :id")
        await connection.execute(posted, {"sender": row.id, "id": tenant.attempt.id})
        await connection.execute(text("delete from deny_entries where org_id = :org"), {"org": tenant.id})
    [someone] = [one for one in tenant.company.staff if one.id == tenant.attempt.user_id]
    return someone, row.number


@pytest.mark.spec("Q13")
async def test_a_reply_that_was_under_way_is_not_kept_as_theirs(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone, sender = await texted(house, tenant)
    written = reply(someone, sender, f"hello {MARK}")
    heard = await keeper.database.repeat_system(lambda c: inbound._hear(c, keeper, written))
    assert heard.addressee
    assert heard.addressee.latest
    assert heard.addressee.latest.user_id == someone.id

    await erase(keeper, tenant.id, someone.id, "operator")
    await keeper.database.repeat_system(lambda c: inbound._take_in(c, keeper, heard))

    [row] = [
        row
        for row in (await everything(house))["inbound_messages"]
        if row["provider_id"] == written.provider_id
    ]
    assert (row["user_id"], row["execution_id"], row["dispatch_id"]) == (None, None, None)


@pytest.mark.spec("Q13")
async def test_a_failure_that_was_under_way_is_not_kept_as_theirs(
    house: Place, keeper: Sending, tenant: Tenant
) -> None:
    someone = tenant.company.staff[-1]
    hmac = keeper.vault.hash_identifier(someone.number)
    failed = Verdict(tenant.id, "sms", someone.id, hmac, uuid4(), FailureReason.NUMBER_UNKNOWN)

    await erase(keeper, tenant.id, someone.id, "operator")
    await health.failed(keeper, [failed])

    after = await everything(house)
    for table in ("number_events", "number_health"):
        assert [row for row in after[table] if row["hmac"] == hmac] == []
    await health.failed(keeper, [replace(failed, user_id=tenant.company.staff[0].id)])
    told = (await everything(house))["number_events"]
    assert failed.attempt_id in {row["attempt_id"] for row in told}, "of others it is"
