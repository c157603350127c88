"""Consents: the facts that are recorded, and how each user's consent stands by them."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from homing.domain.consents import (
    STATES,
    ConsentFact,
    ConsentKind,
    ConsentSource,
    ConsentState,
    KnownConsent,
    deciding,
)
from homing.domain.errors import NotFoundError
from homing.domain.strategy import MessageClass
from homing.store import consents
from homing.store.consents import ConsentRow, NewConsent, seal_consent
from tests.store.whose import said as typed
from tests.store.whose import say
from tests.world import Company, new_number

SHOWN: Final = "I agree to get news from Pidgr by text."
LONG_AGO: Final = datetime(2026, 1, 1, tzinfo=UTC)


def said(user: UUID, kind: ConsentKind = ConsentKind.GIVEN, **changes: object) -> NewConsent:
    values = {
        "user_id": user,
        "message_class": MessageClass.MARKETING,
        "channel": "sms",
        "kind": kind,
        "source": ConsentSource.API,
        "shown": SHOWN,
        "language": "en",
        **changes,
    }
    return NewConsent(**values)  # type: ignore[arg-type]  # handed through as it is


async def record(company: Company, *rows: NewConsent) -> set[UUID]:
    sealed = [seal_consent(company.sending.vault, row) for row in rows]
    async with company.sending.database.app(company.id) as connection:
        return await consents.write_consents(connection, company.id, sealed)


async def standing(company: Company, user: UUID) -> list[ConsentRow]:
    async with company.sending.database.app(company.id) as connection:
        return await consents.read_consents(connection, company.id, company.sending.vault, user)


async def events(company: Company, user: UUID | None) -> list[KnownConsent]:
    async with company.sending.database.app(company.id) as connection:
        return await consents.list_consent_events(
            connection, company.id, company.sending.vault, user=user, before=2**63 - 1, limit=1000
        )


@pytest.mark.spec("D25", "D26")
async def test_a_consent_keeps_its_class_channel_source_time_language_and_the_text_shown(
    company: Company,
) -> None:
    ana, ben = await company.hire(2)

    await record(company, said(ana.id, source=ConsentSource.IMPORT, at=LONG_AGO, actor="a key"))

    [row] = await standing(company, ana.id)
    assert (row.message_class, row.channel, row.state) == (MessageClass.MARKETING, "sms", ConsentState.GIVEN)
    assert (row.source, row.said_at, row.language, row.shown) == (
        ConsentSource.IMPORT,
        LONG_AGO,
        "en",
        SHOWN,
    )
    [event] = await events(company, ana.id)
    assert (event.user_id, event.kind, event.actor, event.shown) == (
        ana.id,
        ConsentKind.GIVEN,
        "a key",
        SHOWN,
    )
    assert event.recorded_at > event.said_at
    assert await standing(company, ben.id) == []


@pytest.mark.spec("Q13")
async def test_what_was_shown_and_answered_is_encrypted(company: Company) -> None:
    [ana] = await company.hire(1)
    await record(company, said(ana.id, words="YES please"))
    async with company.sending.database.app(company.id) as connection:
        found = await connection.execute(text("select to_jsonb(e)::text from consent_events e"))
        [row] = found.scalars()
    shown = row + bytes.fromhex(row.split('"sealed_text": "\\\\x')[1].split('"')[0]).decode("latin-1")
    assert SHOWN not in shown
    assert "YES please" not in shown


async def test_a_withdrawal_stands_against_consents_that_are_said_earlier_and_recorded_later(
    company: Company,
) -> None:
    [ana] = await company.hire(1)
    await record(company, said(ana.id))

    withdrawn = await record(company, said(ana.id, ConsentKind.WITHDRAWN, source=ConsentSource.SELF))
    await record(company, said(ana.id, source=ConsentSource.IMPORT, at=LONG_AGO))

    [row] = await standing(company, ana.id)
    assert withdrawn == {ana.id}
    assert (row.state, row.source) == (ConsentState.WITHDRAWN, ConsentSource.SELF)
    assert [one.kind for one in await events(company, ana.id)] == ["given", "withdrawn", "given"]


async def test_what_is_said_to_come_counts_as_said_now(company: Company) -> None:
    [ana] = await company.hire(1)
    await record(company, said(ana.id, at=datetime.now(UTC) + timedelta(days=400)))
    assert await record(company, said(ana.id, ConsentKind.WITHDRAWN)) == {ana.id}
    [row] = await standing(company, ana.id)
    assert row.state is ConsentState.WITHDRAWN


async def test_classes_and_channels_stand_apart(company: Company) -> None:
    [ana] = await company.hire(1)
    await record(
        company,
        said(ana.id),
        said(ana.id, channel="email"),
        said(ana.id, ConsentKind.WITHDRAWN, channel="email"),
        said(ana.id, ConsentKind.WITHDRAWN, message_class=MessageClass.TRANSACTIONAL),
    )
    states = {(row.message_class, row.channel): row.state for row in await standing(company, ana.id)}
    assert states == {
        ("MARKETING", "sms"): ConsentState.GIVEN,
        ("MARKETING", "email"): ConsentState.WITHDRAWN,
        ("TRANSACTIONAL", "sms"): ConsentState.WITHDRAWN,
    }


async def test_of_strangers_nothing_is_recorded(company: Company) -> None:
    [ana] = await company.hire(1)
    with pytest.raises(NotFoundError):
        await record(company, said(ana.id), said(uuid4()))
    assert await events(company, None) == []


async def test_facts_are_neither_changed_nor_removed_by_the_application(company: Company) -> None:
    [ana] = await company.hire(1)
    await record(company, said(ana.id))
    for change in ("update consent_events set kind = 'given'", "delete from consent_events"):
        async with company.sending.database.app(company.id) as connection:
            with pytest.raises(DBAPIError, match="permission denied"):
                await connection.execute(text(change))
            await connection.rollback()


@pytest.mark.spec("X16")
async def test_a_fact_remembers_the_number_that_was_used_when_it_was_recorded(company: Company) -> None:
    ana, mute = await company.hire(1) + await company.hire(1, number=False)
    await say(company, *(typed(ana.id, new_number(), source) for source in ("self", "import", "api")))
    await record(company, said(ana.id), said(mute.id))
    vault = company.sending.vault
    async with company.sending.database.app(company.id) as connection:
        found = await consents.read_consents_of_number(
            connection, company.id, vault, vault.hash_identifier(ana.number)
        )
    assert [(one.user_id, one.shown) for one in found] == [(ana.id, SHOWN)]


MOMENTS: Final = st.integers(0, 3).map(lambda n: LONG_AGO + timedelta(days=n))
SAID: Final = st.lists(st.tuples(st.integers(0, 1), st.sampled_from(list(ConsentKind)), MOMENTS), max_size=8)


@pytest.mark.spec("D25")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(SAID, min_size=1, max_size=4))
async def test_how_a_consent_stands_follows_from_the_facts_in_whatever_batches_they_come(
    company: Company, batches: list[list[tuple[int, ConsentKind, datetime]]]
) -> None:
    people = [one.id for one in await company.hire(2, number=False)]
    for batch in batches:
        await record(
            company,
            *(said(people[who], kind, at=at, until=at, message_id=uuid4()) for who, kind, at in batch),
        )

    for user in people:
        facts = [ConsentFact(one.id, one.kind, one.said_at) for one in await events(company, user)]
        decides = deciding(facts)
        states = [(row.state, row.said_at) for row in await standing(company, user)]
        assert states == ([] if decides is None else [(STATES[decides.kind], decides.said_at)])
