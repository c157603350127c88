"""Consents on handsets, everything real: asked by text, answered with YES, withdrawn, fallen through."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text

from homing.carrier.control import Control
from homing.dispatching import consenting, withdraw
from homing.dispatching.account import send_account_message
from homing.dispatching.context import Point, Sending
from homing.dispatching.denying import Denied, deny
from homing.domain.consents import ConsentKind, ConsentSource, ConsentState, KnownConsent
from homing.domain.decide import IdentifierState
from homing.domain.errors import RefusedError
from homing.domain.phone import E164
from homing.domain.strategy import MessageClass
from homing.domain.traits import IdentifierKind
from homing.store import consents
from homing.store.consents import NewConsent
from homing.store.denying import Direction
from tests.definitions import define, remind
from tests.dispatching.support import ProcessGoneError, gone_at, rows
from tests.engine import Engine
from tests.faults.withdrawals import rebind
from tests.http.handset import STARTED, STOPPED, change, new_sender
from tests.journeys.talking import Talk, begin
from tests.world import found_company, new_number

SHOWN: Final = "I agree to get news from Pidgr by text."
QUESTION: Final = "Pidgr: reply YES to get news and offers by text.\nReply STOP to opt out."


@pytest.fixture
async def talk(handsets: Control, sending: Sending) -> Talk:
    """With somebody in an organization that has handsets asked."""
    started = await begin(handsets, sending)
    await change(started.company, "organizations", "id", {"double_opt_in": True})
    return started


def said(talk: Talk, source: ConsentSource = ConsentSource.FORM, **changes: Any) -> NewConsent:
    values: dict[str, Any] = {
        "user_id": talk.person.id,
        "message_class": MessageClass.MARKETING,
        "channel": "sms",
        "kind": ConsentKind.GIVEN,
        "source": source,
        "shown": SHOWN,
        "language": "en",
        **changes,
    }
    return NewConsent(**values)


async def agree(talk: Talk, source: ConsentSource = ConsentSource.FORM) -> ConsentState:
    return await consenting.give(talk.company.sending, talk.company.id, said(talk, source))


async def state(talk: Talk) -> ConsentState | None:
    sending, org = talk.company.sending, talk.company.id
    async with sending.database.app(org) as connection:
        rows = await consents.read_consents(connection, org, sending.vault, talk.person.id)
    return rows[0].state if rows else None


async def facts(talk: Talk) -> list[KnownConsent]:
    sending, org = talk.company.sending, talk.company.id
    async with sending.database.app(org) as connection:
        return await consents.list_consent_events(
            connection, org, sending.vault, user=talk.person.id, before=2**63 - 1, limit=99
        )


async def advertised(talk: Talk) -> int:
    """How many texts a new campaign of marketing brings to the handset."""
    run = await talk.company.campaign([talk.person])
    await run.send(message_class=MessageClass.MARKETING)
    return len(await talk.new())


@pytest.mark.spec("D25", "D26", "X16")
async def test_a_consent_counts_once_the_handset_has_answered_yes(talk: Talk) -> None:
    assert await agree(talk) is ConsentState.PENDING
    assert await talk.new() == [QUESTION]
    assert await advertised(talk) == 0

    assert await talk.says("Yes!") == []

    assert await state(talk) is ConsentState.GIVEN
    assert await advertised(talk) == 1
    asked, given = sorted(await facts(talk), key=lambda one: one.id)
    assert (asked.kind, asked.source, asked.shown) == ("asked", "form", SHOWN)
    assert (given.kind, given.source, given.shown, given.words) == ("given", "keyword", SHOWN, "Yes!")


async def test_no_answer_is_no_consent_and_no_is_none_either(talk: Talk) -> None:
    await agree(talk)
    assert await talk.new() == [QUESTION]

    assert await talk.says("no") == []

    assert await state(talk) is ConsentState.WITHDRAWN
    assert await talk.says("YES") == []
    assert await advertised(talk) == 0


async def test_while_an_answer_is_awaited_nothing_more_is_asked_and_three_times_in_a_day_at_most(
    talk: Talk,
) -> None:
    for _ in range(3):
        assert await agree(talk) is ConsentState.PENDING
        assert await agree(talk, ConsentSource.SELF) is ConsentState.PENDING
        assert await talk.new() == [QUESTION]
        await talk.says("No")
    with pytest.raises(RefusedError, match="asked_too_often"):
        await agree(talk)
    assert await talk.new() == []


@pytest.mark.spec("D25")
async def test_a_yes_counts_for_a_day_and_then_the_handset_may_be_asked_anew(talk: Talk) -> None:
    await agree(talk)
    assert await talk.new() == [QUESTION]
    await change(talk.company, "consents", "org_id", {"until": datetime.now(UTC)})

    await talk.says("YES")
    assert await state(talk) is ConsentState.PENDING

    assert await agree(talk) is ConsentState.PENDING
    assert await talk.new() == [QUESTION]
    await talk.says("YES")
    assert await state(talk) is ConsentState.GIVEN


async def test_who_was_asked_three_times_the_day_before_is_asked_again(talk: Talk) -> None:
    asked_before = text("""
        insert into consent_events (org_id, user_id, message_class, channel, kind, source, said_at, at)
        select :org, :user, 'MARKETING', 'sms', 'asked', 'form', v.at, v.at
          from generate_series(1, 3), (select now() - interval '25 hours' as at) v
    """)
    async with talk.company.sending.database.app(talk.company.id) as connection:
        await connection.execute(asked_before, {"org": talk.company.id, "user": talk.person.id})

    assert await agree(talk) is ConsentState.PENDING
    assert await talk.new() == [QUESTION]


async def test_who_has_confirmed_by_yes_is_not_asked_again(talk: Talk) -> None:
    await agree(talk)
    assert await talk.says("YES") == [QUESTION]

    assert await agree(talk, ConsentSource.SELF) is ConsentState.GIVEN

    assert await talk.new() == []


@pytest.mark.parametrize("why", ["deactivated", "denied"])
async def test_the_yes_of_somebody_who_is_heard_no_more_confirms_nothing(talk: Talk, why: str) -> None:
    sending, org = talk.company.sending, talk.company.id
    await agree(talk)
    await talk.new()
    if why == "deactivated":
        await withdraw.deactivate(sending, org, talk.person.id)
    else:
        await deny(sending, org, Direction.INBOUND, [Denied(E164(talk.person.number))])

    await talk.says("YES")

    assert await state(talk) is ConsentState.PENDING


async def test_a_yes_counts_though_another_organization_does_not_hear_the_number(
    talk: Talk, sending: Sending
) -> None:
    other = await found_company(sending, new_sender())
    await deny(sending, other.id, Direction.INBOUND, [Denied(E164(talk.person.number))])
    await agree(talk)
    await talk.new()

    await talk.says("YES")

    assert await state(talk) is ConsentState.GIVEN


@pytest.mark.parametrize("body", ["YES please", "yes, and stop", "ok", "YES?"])
async def test_only_a_bare_yes_is_one(talk: Talk, body: str) -> None:
    await agree(talk)
    await talk.says(body)
    assert await state(talk) is ConsentState.PENDING


async def test_a_yes_after_another_text_answers_that_one_and_consents_to_nothing(talk: Talk) -> None:
    await agree(talk)
    await talk.new()
    assert len(await talk.reminded()) == 1

    await talk.says("YES")

    assert await state(talk) is ConsentState.PENDING


@pytest.mark.spec("P14")
async def test_a_yes_lifts_no_stop_that_an_organization_was_asked_after_and_a_stop_ends_the_question(
    talk: Talk,
) -> None:
    await agree(talk)
    assert await talk.new() == [QUESTION]
    assert await talk.says("STOP") == [STOPPED]
    assert await talk.says("START") == [STARTED]

    assert await talk.says("YES") == []

    assert await state(talk) is ConsentState.PENDING
    assert await advertised(talk) == 0


@pytest.mark.spec("P14")
async def test_somebody_who_has_opted_out_is_not_asked(talk: Talk) -> None:
    assert await talk.says("STOP") == [STOPPED]
    await agree(talk)
    assert await talk.new() == []
    assert await state(talk) is ConsentState.PENDING


async def test_the_yes_of_another_number_confirms_nothing(talk: Talk, handsets: Control) -> None:
    [other] = await talk.company.hire(1)
    await agree(talk)
    await talk.new()
    await handsets.reply(other.number, "YES", to=talk.company.sender)
    assert await state(talk) is ConsentState.PENDING


async def test_where_the_provider_takes_yes_for_a_start_it_confirms_all_the_same(
    handsets: Control, sending: Sending
) -> None:
    talk = await begin(handsets, sending, "default")
    await change(talk.company, "organizations", "id", {"double_opt_in": True})
    await agree(talk)
    assert await talk.new() == [QUESTION]

    await talk.says("YES")

    assert await state(talk) is ConsentState.GIVEN


async def test_nobody_without_a_confirmed_number_is_asked(talk: Talk) -> None:
    [mute] = await talk.company.hire(1, number=False)
    silent = Talk(talk.carrier, talk.company, mute)
    with pytest.raises(RefusedError, match="no_number_to_ask"):
        await agree(silent)
    assert await state(silent) is None


async def test_nobody_is_asked_at_a_number_that_is_yet_to_be_confirmed(talk: Talk) -> None:
    [typed] = await talk.company.hire(1, source="self", state=IdentifierState.UNVERIFIED)
    unsure = Talk(talk.carrier, talk.company, typed)
    with pytest.raises(RefusedError, match="no_number_to_ask"):
        await agree(unsure)
    assert await state(unsure) is None


async def test_a_new_number_is_asked_anew_and_the_old_one_has_no_say_any_more(
    talk: Talk, handsets: Control
) -> None:
    await agree(talk)
    await talk.new()
    number = new_number()
    await rebind(talk.company, {talk.person: number})

    assert await agree(talk) is ConsentState.PENDING

    assert [one.body for one in await handsets.texts(number)][-1] == QUESTION
    await talk.says("YES")
    assert await state(talk) is ConsentState.PENDING
    await handsets.reply(number, "YES", to=talk.company.sender)
    assert await state(talk) is ConsentState.GIVEN


@pytest.mark.spec("X15", "X16")
async def test_a_number_that_its_user_is_reached_by_no_more_answers_nothing_for_them(talk: Talk) -> None:
    await agree(talk)
    assert await talk.new() == [QUESTION]
    await rebind(talk.company, {talk.person: new_number()})

    await talk.says("YES")

    assert await state(talk) is ConsentState.PENDING
    assert [one.kind for one in await facts(talk)] == ["asked"]


async def test_a_question_is_not_asked_any_more_once_its_user_has_withdrawn(talk: Talk) -> None:
    sending, org = talk.company.sending, talk.company.id
    with pytest.raises(ProcessGoneError):
        await consenting.give(replace(sending, reached=gone_at(Point.AFTER_CLAIM)), org, said(talk))
    await consenting.take_back(sending, org, said(talk, kind=ConsentKind.WITHDRAWN))

    [message] = await rows(sending, "select id from account_messages where user_id = :u", u=talk.person.id)
    outcome = await send_account_message(sending, org, message.id)

    assert outcome.done
    assert await talk.new() == []


async def test_a_question_is_still_asked_though_its_user_withdraws_something_else(talk: Talk) -> None:
    sending, org = talk.company.sending, talk.company.id
    with pytest.raises(ProcessGoneError):
        await consenting.give(replace(sending, reached=gone_at(Point.AFTER_CLAIM)), org, said(talk))
    other = said(talk, kind=ConsentKind.WITHDRAWN, channel="email", identifier=IdentifierKind.EMAIL)
    await consenting.take_back(sending, org, other)

    [message] = await rows(sending, "select id from account_messages where user_id = :u", u=talk.person.id)
    await send_account_message(sending, org, message.id)

    assert await talk.new() == [QUESTION]


async def test_whoever_has_withdrawn_is_not_asked_about_a_consent_of_before(talk: Talk) -> None:
    sending, org = talk.company.sending, talk.company.id
    await consenting.take_back(sending, org, said(talk, kind=ConsentKind.WITHDRAWN))
    before = datetime.now(UTC) - timedelta(days=1)

    late = await consenting.give(sending, org, said(talk, ConsentSource.API, at=before))

    assert late is await state(talk) is ConsentState.WITHDRAWN
    assert await talk.new() == []
    assert sorted(one.kind for one in await facts(talk)) == ["given", "withdrawn"]


async def test_what_needs_no_consent_is_not_asked_about(talk: Talk) -> None:
    new = said(talk, message_class=MessageClass.TRANSACTIONAL)
    given = await consenting.give(talk.company.sending, talk.company.id, new)
    assert given is ConsentState.GIVEN
    assert await talk.new() == []


async def test_what_is_imported_is_not_asked_about(talk: Talk) -> None:
    assert await agree(talk, ConsentSource.IMPORT) is ConsentState.GIVEN
    assert await advertised(talk) == 1


@pytest.mark.spec("W02", "D25", "P18")
async def test_a_marketing_step_reaches_those_without_consent_in_the_product_alone(
    handsets: Control, sending: Sending, engine: Engine
) -> None:
    company = await found_company(sending, new_sender())
    ana, ben = await company.hire(2)
    talks = [Talk(handsets, company, one) for one in (ana, ben)]
    await agree(talks[0], ConsentSource.API)
    run = await company.campaign([ana, ben])

    walk = await engine.walk(run, define(remind("news", "sms", messageClass="MARKETING")))
    await walk.result()

    assert [len(await talk.new()) for talk in talks] == [1, 0]
    reasons = {user: row.reason for user, row in (await run.dispatches()).items()}
    assert reasons == {ana.id: None, ben.id: "no_consent"}
    assert [len(await company.inbox(one)) for one in (ana, ben)] == [1, 1]
