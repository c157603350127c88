"""What only the provider knew: a refusal, at once or later, is a fact of the registry, with its sender."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.by_hand import Noted, opt_out, take_back
from homing.dispatching.listening import hear
from homing.dispatching.receipts import Report, take_receipt, take_receipts
from homing.domain.outcome import FailureReason
from homing.domain.phone import E164
from homing.domain.receipts import ReceiptStatus
from homing.store.opt_by_hand import Hand
from homing.store.optouts import Said
from tests.conftest import SENDER
from tests.dispatching.listened import is_texted, lost
from tests.dispatching.support import attempts_of
from tests.http.handset import change
from tests.world import Company, Someone, found_company, opt_in

OTHER_SENDER: Final = "+34600000077"
_FACTS: Final = text("""
    select kind, source, rule, word, sender, org_id, provider, provider_id, key_id, sealed, said_at, at
      from opt_events where hmac = :hmac order by id
""")


@pytest.fixture
async def person(house: Company) -> Someone:
    [hired] = await house.hire(1)
    return hired


@pytest.fixture
async def blocking(handsets: Control) -> AsyncIterator[Control]:
    """The provider handles keywords by itself, and tells us nothing of what handsets write."""
    before = await handsets.tune()
    yield await tuned(handsets)
    await handsets.tune(**before)


async def tuned(handsets: Control) -> Control:
    await handsets.tune(keywords="default", inbound_url=None)
    return handsets


async def facts(company: Company, person: Someone) -> list[Any]:
    hmac = company.sending.vault.hash_identifier(person.number)
    async with company.sending.database.system() as connection:
        return list((await connection.execute(_FACTS, {"hmac": hmac})).all())


@pytest.mark.spec("P15", "P14")
async def test_a_text_that_is_refused_at_once_teaches_that_the_person_opted_out_with_that_sender(
    house: Company, person: Someone, blocking: Control
) -> None:
    await lost(blocking, house, person, "STOP")
    run = await house.campaign([person])

    await run.send()

    assert await run.outcomes() == {"rejected:opted_out_at_provider": 1}
    [fact] = await facts(house, person)
    assert (fact.kind, fact.source, fact.rule) == ("opted_out", "provider", "21610")
    assert (fact.sender, fact.org_id, fact.provider) == (SENDER, house.id, "twilio")
    assert fact.provider_id is None, "a refused request makes no message"


@pytest.mark.spec("P15", "P14")
async def test_after_a_refusal_no_provider_is_asked_again_by_anybody_from_any_sender(
    house: Company, person: Someone, blocking: Control
) -> None:
    await lost(blocking, house, person, "STOP")
    other = await found_company(house.sending, OTHER_SENDER)
    [same] = await other.hire(1, numbers=[person.number])
    await (await house.campaign([person])).send()
    asked = (await blocking.counts()).answers

    assert not await is_texted(house, person)
    assert not await is_texted(other, same)

    assert (await blocking.counts()).answers == asked
    assert len(await facts(house, person)) == 1


async def failed_later(company: Company, person: Someone, run: Any) -> None:
    """The provider accepted the text, and tells later that the person had opted out."""
    query = text("select a.id, a.provider_id from attempts a join dispatches d on d.id = a.dispatch_id"
                 " where d.execution_id = :run")  # fmt: skip
    async with company.sending.database.system() as connection:
        attempt, message = (await connection.execute(query, {"run": run.execution})).one()
    assert await take_receipt(
        company.sending,
        attempt,
        message,
        ReceiptStatus.NOT_DELIVERED,
        error_code=21610,
        reason=FailureReason.OPTED_OUT_AT_PROVIDER,
    )


@pytest.mark.spec("P15", "P14", "P31")
async def test_a_text_that_fails_later_is_a_fact_once_and_its_repetition_does_not_undo_a_start(
    house: Company, person: Someone
) -> None:
    run = await house.campaign([person])
    await run.send()
    for _ in range(2):
        await failed_later(house, person, run)
    stopped = await is_texted(house, person)

    await opt_in(house.sending, E164(person.number), "keyword", Said("START", "twilio", "SM-start"))
    await failed_later(house, person, run)

    assert not stopped
    assert await is_texted(house, person)
    first, second = await facts(house, person)
    assert (first.source, first.rule, first.sender, first.org_id) == ("provider", "21610", SENDER, house.id)
    assert first.provider_id.startswith("SM")
    assert (second.kind, second.source) == ("opted_in", "keyword")


@pytest.mark.spec("P31")
async def test_a_text_that_fails_after_a_start_and_was_sent_before_it_opts_nobody_out(
    house: Company, person: Someone
) -> None:
    run = await house.campaign([person])
    await run.send()
    number = E164(person.number)
    await withdraw.stop(house.sending, number, "keyword", Said("STOP", "twilio", "SM-stop"))
    await opt_in(house.sending, number, "keyword", Said("START", "twilio", "SM-start"))

    await failed_later(house, person, run)

    assert [fact.kind for fact in await facts(house, person)] == ["opted_out", "opted_in"]
    assert await is_texted(house, person)


@pytest.mark.spec("P15", "P14")
async def test_a_text_that_was_sent_after_a_start_was_said_and_fails_opts_out_though_that_was_heard_of_later(
    house: Company, person: Someone
) -> None:
    said_at = datetime.now(UTC) - timedelta(hours=1)
    run = await house.campaign([person])
    await run.send()
    start = Said("START", "twilio", "SM-start", said_at=said_at)
    await opt_in(house.sending, E164(person.number), "listing", start)

    await failed_later(house, person, run)

    assert (await facts(house, person))[-1].kind == "opted_out"
    assert not await is_texted(house, person)


@pytest.mark.spec("P15", "P14")
async def test_what_an_organization_took_back_since_keeps_no_refusal_from_opting_out(
    house: Company, person: Someone
) -> None:
    run = await house.campaign([person])
    await run.send()
    hand, hmac = Hand(house.id, "api", "a key"), house.sending.vault.hash_identifier(person.number)
    await opt_out(house.sending, hand, [Noted(hmac)])
    await take_back(house.sending, hand, [hmac])

    await failed_later(house, person, run)

    assert [fact.source for fact in await facts(house, person)] == ["api", "api", "provider"]
    assert not await is_texted(house, person)


@pytest.mark.spec("P15", "P14")
async def test_a_text_that_was_sent_after_a_start_and_fails_opts_out_whatever_failed_with_it(
    house: Company, person: Someone
) -> None:
    number, runs = E164(person.number), []
    for _ in range(2):
        runs.append(await house.campaign([person]))
        await runs[-1].send()
        if len(runs) == 1:
            await withdraw.stop(house.sending, number)
            await opt_in(house.sending, number)
    reason = FailureReason.OPTED_OUT_AT_PROVIDER
    reports = [
        Report(one.id, one.provider_id, ReceiptStatus.NOT_DELIVERED, 21610, reason)
        for run in runs
        for one in await attempts_of(run)
    ]

    await take_receipts(house.sending, reports)

    last = (await facts(house, person))[-1]
    assert (last.kind, last.source, last.provider_id) == ("opted_out", "provider", reports[1].provider_id)
    assert not await is_texted(house, person)


@pytest.mark.spec("P14", "A16")
async def test_what_the_listing_says_is_kept_with_its_words_sender_rule_and_time(
    house: Company, handsets: Control, person: Someone
) -> None:
    assert await is_texted(house, person), "so the reply is to this company"
    [sid] = await lost(handsets, house, person, "Please stop texting me! 🛑")

    assert await hear(house.sending) == 1

    [fact] = await facts(house, person)
    assert (fact.kind, fact.source, fact.provider_id) == ("opted_out", "listing", sid)
    assert (fact.rule, fact.word) == ("cease_texting", "stop texting")
    assert (fact.sender, fact.org_id) == (house.sender, house.id)
    assert house.sending.vault.decrypt(fact.key_id, fact.sealed) == "Please stop texting me! 🛑"
    assert fact.said_at <= fact.at
    assert not await is_texted(house, person)


@pytest.mark.spec("P31")
@pytest.mark.parametrize(("words", "texted"), [("START", True), ("please start again", False)])
async def test_where_the_provider_blocks_a_start_that_was_lost_holds_only_by_the_word_that_it_takes(
    house: Company, person: Someone, blocking: Control, owner: AsyncEngine, words: str, *, texted: bool
) -> None:
    await change(house, "senders", "org_id", {"provider_handles_keywords": "default"})
    await lost(blocking, house, person, "STOP")
    await (await house.campaign([person])).send()
    async with owner.begin() as connection:  # the list tells times by the second
        await connection.execute(text("update opt_events set at = at - interval '1 minute'"))
    await lost(blocking, house, person, words)

    await hear(house.sending)

    assert [fact.kind for fact in await facts(house, person)][-1] == ("opted_in" if texted else "opted_out")
    assert await is_texted(house, person) is texted


@pytest.mark.spec("A16")
@pytest.mark.parametrize("words", ["wrong number", "see you at the bus stop at 5", "HELP", "Thank you"])
async def test_what_the_listing_says_and_asks_for_nothing_changes_nothing(
    house: Company, handsets: Control, person: Someone, words: str
) -> None:
    await lost(handsets, house, person, words)

    assert await hear(house.sending) == 0
    assert await facts(house, person) == []
