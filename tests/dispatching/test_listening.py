"""Words of handsets that no webhook took in: they are found in the provider's list, and hold."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from homing.carrier.control import Control
from homing.dispatching import withdraw
from homing.dispatching.by_hand import Noted, opt_out
from homing.dispatching.inbound import Reply, take_reply
from homing.dispatching.late_words import obey
from homing.dispatching.listening import hear
from homing.domain.phone import E164
from homing.providers.base import Received
from homing.store import optouts
from homing.store.opt_by_hand import Hand
from tests.dispatching.listened import Deaf, Later, is_texted, lost
from tests.dispatching.support import rows
from tests.world import Company, Someone, found_company, opt_in


async def events_of(company: Company) -> list[tuple[str, str, str | None]]:
    """What became of the company's people, in order."""
    async with company.sending.database.app(company.id) as connection:
        events = await optouts.read_opt_events(connection, company.id)
    return [(one.kind, one.source, one.word) for one in events]


async def by_webhook(company: Company, person: Someone, word: str, sid: str) -> str | None:
    """The webhook takes in a text, however late."""
    reply = Reply("twilio", sid, E164(person.number), company.sender, word, lambda *_: None)
    return await take_reply(company.sending, reply)


@pytest.fixture
async def person(house: Company) -> Someone:
    [hired] = await house.hire(1)
    return hired


@pytest.mark.spec("P14", "P15")
async def test_a_stop_that_met_with_nobody_is_found_and_holds_and_is_not_answered(
    house: Company, handsets: Control, person: Someone
) -> None:
    await handsets.tune(inbound_url="http://127.0.0.1:9/twilio/inbound#rc=1&rp=all")
    await lost(handsets, house, person, "Stop!")
    texts = len(await handsets.texts(person.number))

    taken = [await hear(house.sending) for _ in range(2)]

    assert taken == [1, 0]
    assert await events_of(house) == [("opted_out", "listing", "STOP")]
    assert not await is_texted(house, person)
    assert len(await handsets.texts(person.number)) == texts


@pytest.mark.spec("P14", "P31")
@pytest.mark.parametrize(
    ("words", "texted"),
    [(("STOP", "START"), True), (("START", "STOP"), False), (("STOP", "unstop", "End"), False)],
)
async def test_of_several_words_that_were_lost_the_last_holds(
    house: Company, handsets: Control, person: Someone, words: Sequence[str], *, texted: bool
) -> None:
    await lost(handsets, house, person, *words)

    assert await hear(house.sending) == len(words)
    assert await hear(house.sending) == 0
    assert await is_texted(house, person) is texted


@pytest.mark.spec("P14")
async def test_a_start_that_was_lost_does_not_undo_a_later_stop(
    house: Company, handsets: Control, person: Someone
) -> None:
    _, stop = await lost(handsets, house, person, "START", "STOP")
    await by_webhook(house, person, "STOP", stop)

    assert await hear(house.sending) == 0
    assert not await is_texted(house, person)


@pytest.mark.spec("P14")
async def test_a_start_that_was_lost_does_not_undo_an_opt_out_that_came_another_way_since(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "START")
    await withdraw.stop(house.sending, E164(person.number), "provider")

    assert await hear(house.sending) == 0
    assert await events_of(house) == [("opted_out", "provider", None)]
    assert not await is_texted(house, person)


@pytest.mark.spec("P14", "P31")
async def test_a_start_that_was_lost_does_not_undo_what_was_recorded_by_hand_since_of_an_earlier_day(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "START")
    yesterday = datetime.now(UTC) - timedelta(days=1)
    noted = Noted(house.sending.vault.hash_identifier(person.number), said_at=yesterday)
    await opt_out(house.sending, Hand(house.id, "api", "a key"), [noted])

    assert await hear(house.sending) == 0
    assert not await is_texted(house, person)


@pytest.mark.spec("P31")
async def test_a_stop_that_was_lost_does_not_undo_a_later_start(
    house: Company, handsets: Control, person: Someone
) -> None:
    _, start = await lost(handsets, house, person, "STOP", "START")
    await by_webhook(house, person, "START", start)

    assert await hear(house.sending) == 0
    assert await is_texted(house, person)


@pytest.mark.spec("P31")
async def test_a_start_that_was_lost_holds_though_the_stop_before_it_was_recorded_later(
    house: Company, handsets: Control, person: Someone, owner: AsyncEngine
) -> None:
    stop, _ = await lost(handsets, house, person, "STOP", "START")
    await by_webhook(house, person, "STOP", stop)
    async with owner.begin() as connection:
        await connection.execute(text("update opt_events set at = at + interval '1 minute'"))

    assert await hear(house.sending) == 1
    assert await is_texted(house, person)


@pytest.mark.spec("D20")
async def test_a_webhook_that_comes_after_all_is_answered_and_changes_nothing(
    house: Company, handsets: Control, person: Someone
) -> None:
    [stop] = await lost(handsets, house, person, "STOP")
    await hear(house.sending)

    answers = [await by_webhook(house, person, "STOP", stop) for _ in range(2)]

    assert answers[0] is not None
    assert answers[0].startswith("Pidgr: You are opted out")
    assert answers == [answers[0]] * 2
    assert await events_of(house) == [("opted_out", "listing", "STOP")]


async def test_what_says_no_such_word_or_is_too_old_is_not_obeyed(
    house: Company, handsets: Control, person: Someone
) -> None:
    await lost(handsets, house, person, "stop by at five", "HELP", "YES")
    assert await hear(house.sending) == 0
    await lost(handsets, house, person, "STOP")

    assert await hear(replace(house.sending, providers={"twilio": Later(house.sending)})) == 0
    assert await hear(house.sending) == 1


@pytest.mark.spec("P14")
async def test_a_start_whose_webhook_comes_after_a_later_stop_undoes_it_until_the_list_is_read(
    house: Company, handsets: Control, person: Someone
) -> None:
    first, start, last = await lost(handsets, house, person, "STOP", "START", "STOP")
    for word, sid in (("STOP", first), ("STOP", last), ("START", start)):
        await by_webhook(house, person, word, sid)

    assert [await hear(house.sending) for _ in range(2)] == [1, 0]

    assert await events_of(house) == [
        ("opted_out", "keyword", "STOP"),
        ("opted_out", "keyword", "STOP"),
        ("opted_in", "keyword", "START"),
        ("opted_out", "listing", "STOP"),
    ]
    assert not await is_texted(house, person)


@pytest.mark.spec("P31")
@pytest.mark.parametrize("heard", ["by the list", "by the list later", "by the webhook"])
async def test_whoever_was_opted_out_anew_by_the_list_opts_in_again_as_everybody(
    house: Company, handsets: Control, person: Someone, heard: str
) -> None:
    start, stop = await lost(handsets, house, person, "START", "STOP")
    for word, sid in (("STOP", stop), ("START", start)):
        await by_webhook(house, person, word, sid)
    [again] = await lost(handsets, house, person, "START")
    if heard != "by the list":
        assert await hear(replace(house.sending, providers={"twilio": Deaf(house.sending, again)})) == 1
        assert not await is_texted(house, person)
    if heard == "by the webhook":
        await by_webhook(house, person, "START", again)

    await hear(house.sending)

    assert await hear(house.sending) == 0
    assert await is_texted(house, person)


@pytest.mark.spec("P31")
async def test_a_start_that_came_after_a_stop_stands_though_an_earlier_one_was_known(
    house: Company, handsets: Control, person: Someone
) -> None:
    sids = await lost(handsets, house, person, "START", "STOP", "START")
    for word, sid in zip(("START", "STOP", "START"), sids, strict=True):
        await by_webhook(house, person, word, sid)

    assert await hear(house.sending) == 0
    assert await is_texted(house, person)


@pytest.mark.spec("P14", "D20")
async def test_a_start_that_the_webhook_took_in_and_did_not_obey_is_not_obeyed_later(
    house: Company, handsets: Control, person: Someone, owner: AsyncEngine
) -> None:
    await withdraw.stop(house.sending, E164(person.number), "provider")
    async with owner.begin() as connection:  # the list tells times by the second
        await connection.execute(text("update opt_events set at = at - interval '1 minute'"))
    [sid] = await lost(handsets, house, person, "please start again")
    answer = await by_webhook(house, person, "please start again", sid)
    await opt_in(house.sending, E164(person.number))

    assert await hear(house.sending) == 0

    assert answer == "Pidgr: To get texts again, reply with the single word START."
    hmac = house.sending.vault.hash_identifier(person.number)
    facts = await rows(house.sending, "select source from opt_events where hmac = :n order by id", n=hmac)
    assert [fact.source for fact in facts] == ["provider", "keyword"]


@pytest.mark.spec("P14")
@pytest.mark.parametrize("words", ["START sending me less", "please start again"])
async def test_a_sentence_that_was_lost_lifts_no_stop(
    house: Company, handsets: Control, person: Someone, words: str
) -> None:
    await lost(handsets, house, person, "STOP", words)

    assert await hear(house.sending) == 1
    assert not await is_texted(house, person)


@pytest.mark.spec("A18")
async def test_words_that_are_found_late_are_those_of_whoever_had_texted_by_then(
    house: Company, person: Someone
) -> None:
    """Of two organizations with one sender: the other's text came after the words."""
    other = await found_company(house.sending, house.sender)
    [same] = await other.hire(1, numbers=[person.number])
    first = await house.campaign([person])
    await first.send()
    await (await other.campaign([same])).send()
    between = "update attempts set posted_at = posted_at - interval '2 minutes' where dispatch_id = any(:ids)"
    ids = [row.id for row in (await first.dispatches()).values()]
    await rows(house.sending, between, ids=ids)
    said_at = datetime.now(UTC) - timedelta(minutes=1)
    words = Received(f"SM{uuid4().hex}", person.number, house.sender, "Stop, you know why", said_at)

    await obey(house.sending, "twilio", [words])

    found = await rows(
        house.sending, "select org_id from opt_events where provider_id = :id", id=words.provider_id
    )
    assert [row.org_id for row in found] == [house.id]
