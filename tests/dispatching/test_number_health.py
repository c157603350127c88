"""Numbers that fail hard: counted, quarantined and released, for each organization apart."""

import asyncio
from typing import Any, Final

import pytest

from homing.dispatching import health, withdraw
from homing.dispatching.context import Sending
from homing.dispatching.receipts import Report, take_receipts
from homing.domain.decide import IdentifierState
from homing.domain.errors import NotFoundError
from homing.domain.outcome import FailureReason
from homing.domain.phone import E164
from homing.domain.receipts import ReceiptStatus
from homing.domain.traits import IdentifierKind
from homing.providers.twilio_codes import CODES
from homing.store import identifiers
from homing.store.identifiers import Binding
from tests.conftest import SENDER
from tests.dispatching.support import attempts_of, rows
from tests.world import Company, Someone, found_company, new_number, opt_in

UNKNOWN, LANDLINE, UNREACHABLE = (
    FailureReason.NUMBER_UNKNOWN,
    FailureReason.LANDLINE,
    FailureReason.UNREACHABLE,
)
DELIVERED: Final = ReceiptStatus.DELIVERED
KEY: Final = "a key's id"


async def text(company: Company, person: Someone) -> Any:
    """A text that is accepted; the attempt."""
    run = await company.campaign([person])
    await run.send()
    assert await run.outcomes() == {"sent": 1}
    [attempt] = await attempts_of(run)
    return attempt


def fate(attempt: Any, ended: FailureReason | ReceiptStatus) -> Report:
    if isinstance(ended, ReceiptStatus):
        return Report(attempt.id, attempt.provider_id, ended)
    return Report(attempt.id, attempt.provider_id, ReceiptStatus.NOT_DELIVERED, reason=ended)


async def tell(company: Company, *reports: Report) -> None:
    """The provider's reports, in one set."""
    assert all(await take_receipts(company.sending, reports))


async def end(company: Company, person: Someone, *ends: FailureReason | ReceiptStatus) -> None:
    """Texts to a person, one after the other, each ending so."""
    for ended in ends:
        await tell(company, fate(await text(company, person), ended))


async def outcome(company: Company, person: Someone) -> str:
    """What becomes of the person's next text."""
    run = await company.campaign([person])
    await run.send()
    [found] = await run.outcomes()
    return found


async def told(company: Company, number: str) -> list[tuple[str, str | None]]:
    """What is told of a number in an organization: kind and reason."""
    found = await rows(
        company.sending,
        "select kind, reason from number_events where org_id = :org and hmac = :hmac order by id",
        org=company.id,
        hmac=company.sending.vault.hash_identifier(number),
    )
    return [(row.kind, row.reason) for row in found]


async def bind(company: Company, person: Someone, number: str, source: str, state: str = "verified") -> None:
    binding = Binding(
        user_id=person.id,
        kind=IdentifierKind.PHONE,
        raw=number,
        source=source,
        state=IdentifierState(state),
    )
    async with company.sending.database.app(company.id) as connection:
        assert not await identifiers.bind(connection, company.id, company.sending.vault, [binding])


async def states(company: Company, person: Someone) -> dict[str, str]:
    """The states of a person's numbers, by their source."""
    async with company.sending.database.app(company.id) as connection:
        found = await identifiers.read_identifiers(connection, company.id, company.sending.vault, [person.id])
    return {one.source: one.state for one in found[person.id] if one.kind is IdentifierKind.PHONE}


async def release(company: Company, person: Someone) -> None:
    assert await health.release_user(company.sending, company.id, person.id, KEY) == [person.id]


@pytest.mark.spec("X15")
def test_the_failures_that_count_are_those_that_the_providers_codes_call_bad_numbers() -> None:
    assert {code.reason for code in CODES.values() if code.number_bad} == health.HARD


@pytest.mark.spec("X15")
async def test_two_hard_failures_in_a_row_quarantine_a_number_and_admins_are_told(firm: Company) -> None:
    [person] = await firm.hire(1)

    await end(firm, person, UNKNOWN)
    assert (await states(firm, person), await firm.alerts()) == ({"directory": "verified"}, {})
    await end(firm, person, LANDLINE)

    assert await states(firm, person) == {"directory": "quarantined"}
    assert await outcome(firm, person) == "skipped:quarantined"
    assert await firm.alerts() == {"number_quarantined": 1}
    assert await told(firm, person.number) == [
        ("failed", "number_unknown"),
        ("failed", "landline"),
        ("quarantined", "landline"),
    ]


@pytest.mark.spec("X15")
async def test_who_is_quarantined_is_reached_in_another_way(firm: Company) -> None:
    [person] = await firm.hire(1)
    await end(firm, person, UNKNOWN, UNKNOWN)
    run = await firm.campaign([person])

    await run.send()
    await run.send("email", earlier=("sms",))

    assert await run.outcomes() == {"skipped:quarantined": 1}
    assert await run.outcomes("email") == {"sent": 1}


@pytest.mark.spec("X15")
async def test_a_failure_of_another_class_neither_counts_nor_breaks_the_row(firm: Company) -> None:
    [person] = await firm.hire(1)

    await end(firm, person, UNREACHABLE, UNREACHABLE, UNKNOWN, UNREACHABLE)
    assert await outcome(firm, person) == "sent"
    await end(firm, person, UNKNOWN)

    assert await outcome(firm, person) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_a_delivery_in_between_begins_the_count_anew(firm: Company) -> None:
    [person] = await firm.hire(1)

    await end(firm, person, UNKNOWN, DELIVERED, UNKNOWN)
    assert await outcome(firm, person) == "sent"
    await end(firm, person, UNKNOWN)

    assert await outcome(firm, person) == "skipped:quarantined"
    kinds = [kind for kind, _ in await told(firm, person.number)]
    assert kinds == ["failed", "delivered", "failed", "failed", "quarantined"]


@pytest.mark.spec("X15")
@pytest.mark.parametrize("in_sets", [False, True], ids=["one by one", "in one set"])
async def test_an_attempt_counts_once_however_often_it_is_reported(firm: Company, *, in_sets: bool) -> None:
    [person] = await firm.hire(1)
    report = fate(await text(firm, person), UNKNOWN)

    if in_sets:
        await tell(firm, report, report, report)
    await asyncio.gather(*(tell(firm, report) for _ in range(5)))

    assert await outcome(firm, person) == "sent"
    assert await told(firm, person.number) == [("failed", "number_unknown")]


@pytest.mark.spec("X15")
async def test_in_one_set_every_attempt_counts_and_so_does_the_order(firm: Company) -> None:
    bad, good, late, proved = await firm.hire(4)
    tries = {one: [await text(firm, one) for _ in range(3)] for one in (bad, good, late, proved)}

    await tell(
        firm,
        fate(tries[bad][0], UNKNOWN),
        fate(tries[good][0], UNKNOWN),
        fate(tries[late][0], DELIVERED),
        fate(tries[late][1], UNKNOWN),
        fate(tries[bad][1], UNKNOWN),
        fate(tries[good][1], DELIVERED),
        fate(tries[good][2], UNKNOWN),
        fate(tries[late][2], UNKNOWN),
        fate(tries[proved][0], UNKNOWN),
        fate(tries[proved][1], DELIVERED),
        fate(tries[proved][1], UNKNOWN),
        fate(tries[proved][2], UNKNOWN),
    )

    assert await outcome(firm, bad) == "skipped:quarantined"
    assert await outcome(firm, good) == "sent"
    assert await outcome(firm, late) == "skipped:quarantined"
    assert await outcome(firm, proved) == "sent"
    assert await firm.alerts() == {"number_quarantined": 2}


@pytest.mark.spec("X15")
async def test_what_was_delivered_has_not_failed_whatever_is_reported_of_it_afterwards(firm: Company) -> None:
    [person] = await firm.hire(1)

    for _ in range(3):
        attempt = await text(firm, person)
        await tell(firm, fate(attempt, DELIVERED))
        await tell(firm, fate(attempt, UNKNOWN))

    assert await outcome(firm, person) == "sent"
    assert await told(firm, person.number) == []


@pytest.mark.spec("X15")
async def test_a_delivery_that_is_told_again_after_a_failure_resets_nothing(firm: Company) -> None:
    [person] = await firm.hire(1)
    delivered = fate(await text(firm, person), DELIVERED)
    await tell(firm, delivered)
    await end(firm, person, UNKNOWN)

    await tell(firm, delivered)
    await end(firm, person, UNKNOWN)

    assert await outcome(firm, person) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_failures_that_come_side_by_side_are_all_counted(firm: Company) -> None:
    people = await firm.hire(8)
    tries = [(await text(firm, one), await text(firm, one)) for one in people]

    await asyncio.gather(*(tell(firm, fate(attempt, UNKNOWN)) for pair in tries for attempt in pair))

    assert {await outcome(firm, one) for one in people} == {"skipped:quarantined"}
    assert await firm.alerts() == {"number_quarantined": len(people)}


@pytest.mark.spec("X15")
async def test_a_number_is_remembered_and_whoever_it_is_given_to_is_not_texted(firm: Company) -> None:
    ana, ben = await firm.hire(2)
    bad = ana.number
    await end(firm, ana, UNKNOWN, UNKNOWN)

    await bind(firm, ana, bad, "directory")
    await bind(firm, ana, bad, "import")
    await bind(firm, ben, bad, "directory")

    assert await states(firm, ana) == {"directory": "quarantined", "import": "quarantined"}
    assert [await outcome(firm, one) for one in (ana, ben)] == ["skipped:quarantined"] * 2
    other = new_number()
    await bind(firm, ana, other, "directory")
    assert await outcome(firm, ana) == "sent"
    await bind(firm, ana, bad, "directory")
    assert await outcome(firm, ana) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_everybody_who_has_the_number_is_quarantined_and_no_other_organization_is(
    firm: Company, apart: Sending
) -> None:
    ana, ben = await firm.hire(2, numbers=[number := new_number(), number])
    elsewhere = await found_company(apart, SENDER)
    [cleo] = await elsewhere.hire(1, numbers=[number])

    await end(firm, ana, UNKNOWN, UNKNOWN)

    assert [await outcome(firm, one) for one in (ana, ben)] == ["skipped:quarantined"] * 2
    assert await outcome(elsewhere, cleo) == "sent"
    assert await told(elsewhere, number) == []
    with pytest.raises(NotFoundError):
        await health.release_number(apart, elsewhere.id, E164(number), KEY)
    assert await outcome(firm, ana) == "skipped:quarantined"


@pytest.mark.spec("X15")
@pytest.mark.parametrize("by_number", [False, True], ids=["by the user", "by the number"])
async def test_a_released_number_begins_at_no_failures_in_the_state_that_it_had(
    firm: Company, *, by_number: bool
) -> None:
    [person] = await firm.hire(1)
    await bind(firm, person, person.number, "self", "unverified")
    await end(firm, person, UNKNOWN, UNKNOWN)
    assert await states(firm, person) == {"directory": "quarantined", "self": "unverified"}

    if by_number:
        number = E164(person.number)
        assert await health.release_number(firm.sending, firm.id, number, KEY) == [person.id]
    else:
        await release(firm, person)

    assert await states(firm, person) == {"directory": "verified", "self": "unverified"}
    await end(firm, person, UNKNOWN)
    assert await outcome(firm, person) == "sent"
    await end(firm, person, UNKNOWN)
    assert await outcome(firm, person) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_an_unconfirmed_number_bound_while_quarantined_comes_back_unconfirmed(firm: Company) -> None:
    [person, other] = await firm.hire(2)
    await end(firm, person, UNKNOWN, UNKNOWN)
    await bind(firm, other, person.number, "self", "unverified")

    await health.release_number(firm.sending, firm.id, E164(person.number), KEY)

    assert await states(firm, other) == {"directory": "verified", "self": "unverified"}


@pytest.mark.spec("X15")
async def test_what_is_not_quarantined_cannot_be_released(firm: Company) -> None:
    [person] = await firm.hire(1)
    await end(firm, person, UNKNOWN)

    with pytest.raises(NotFoundError):
        await health.release_user(firm.sending, firm.id, person.id, KEY)
    with pytest.raises(NotFoundError):
        await health.release_number(firm.sending, firm.id, E164(new_number()), KEY)

    await end(firm, person, UNKNOWN)
    assert await outcome(firm, person) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_a_wrong_number_is_quarantined_at_once_where_it_was_written(
    firm: Company, apart: Sending
) -> None:
    [ana] = await firm.hire(1)
    elsewhere = await found_company(apart, SENDER)
    [cleo] = await elsewhere.hire(1, numbers=[ana.number])

    for _ in range(2):
        await health.wrong_number(apart, E164(ana.number), firm.id)

    assert await outcome(firm, ana) == "skipped:quarantined"
    assert await told(firm, ana.number) == [("quarantined", "wrong_number")]
    assert await firm.alerts() == {"number_quarantined": 1}
    assert await outcome(elsewhere, cleo) == "sent"


@pytest.mark.spec("X15")
async def test_a_wrong_number_written_to_nobodys_sender_is_so_for_all_that_have_it(
    firm: Company, apart: Sending
) -> None:
    [ana] = await firm.hire(1)
    elsewhere = await found_company(apart, SENDER)
    [cleo] = await elsewhere.hire(1, numbers=[ana.number])

    await health.wrong_number(apart, E164(ana.number), None)

    assert await outcome(firm, ana) == await outcome(elsewhere, cleo) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_the_word_of_somebody_whom_nobody_knows_is_kept_and_alarms_nobody(firm: Company) -> None:
    number = new_number()
    await health.wrong_number(firm.sending, E164(number), firm.id)
    await health.wrong_number(firm.sending, E164(new_number()), None)

    assert await firm.alerts() == {}
    [person] = await firm.hire(1, numbers=[number])
    assert await outcome(firm, person) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_a_start_lifts_no_quarantine(firm: Company) -> None:
    """Whoever writes it has the number; whether they are who is meant to have it, it does not say."""
    [person] = await firm.hire(1)
    await health.wrong_number(firm.sending, E164(person.number), firm.id)

    await withdraw.stop(firm.sending, E164(person.number))
    await opt_in(firm.sending, E164(person.number))

    assert await outcome(firm, person) == "skipped:quarantined"


@pytest.mark.spec("X15")
async def test_a_binding_and_a_quarantine_at_once_leave_nobody_to_be_texted(firm: Company) -> None:
    people = await firm.hire(10)
    for person in people:
        number = new_number()
        await asyncio.gather(
            bind(firm, person, number, "directory"),
            health.wrong_number(firm.sending, E164(number), firm.id),
        )

    assert {await outcome(firm, one) for one in people} == {"skipped:quarantined"}


@pytest.mark.spec("X15")
async def test_deliveries_write_nothing_where_nothing_had_failed(firm: Company) -> None:
    people = await firm.hire(3)

    await tell(firm, *[fate(await text(firm, one), DELIVERED) for one in people])

    for one in people:
        assert await told(firm, one.number) == []
    counted = await rows(firm.sending, "select count(*) from number_health where org_id = :org", org=firm.id)
    assert counted[0][0] == 0
