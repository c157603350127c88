"""What is expected of the example follows from its files and the rules."""

import json
from collections import Counter

import phonenumbers

from plugin.cli.example import read_example, read_rows
from plugin.cli.following import differences
from tests.embedded.support import ROOT

EXAMPLE = read_example(ROOT / "examples" / "q3-security-policy")
PEOPLE = read_rows(EXAMPLE.audience)
SENDER_COUNTRIES = {row["country"] for row in read_rows(EXAMPLE.senders)}


def text_outcome(person: dict[str, str]) -> str:
    """What becomes of a text to somebody whom it is about."""
    if person["external_id"] in EXAMPLE.acted:
        return "skipped:acted"
    if not person["phone"]:
        return "skipped:no_identifier"
    if person["phone_source"] == "self":
        return "skipped:unverified"
    if person["external_id"] in EXAMPLE.opted_out:
        return "skipped:opted_out"
    country = phonenumbers.region_code_for_number(phonenumbers.parse(person["phone"]))
    return "delivered" if country in SENDER_COUNTRIES else "skipped:no_sender_for_country"


def mail_outcome(person: dict[str, str]) -> str | None:
    """What becomes of a mail to somebody; None where a text reached them, as `FIRST_REACHED` has it."""
    if text_outcome(person) == "delivered":
        return None
    if person["external_id"] in EXAMPLE.acted:
        return "skipped:acted"
    return "sent" if person["email"] else "skipped:no_identifier"


def test_the_expected_outcomes_are_those_that_the_audience_and_the_rules_give() -> None:
    open_people = [person for person in PEOPLE if person["external_id"] not in EXAMPLE.acted]
    managers = {person["manager"] for person in open_people} - {""}
    by_id = {person["external_id"]: person for person in PEOPLE}
    # The first delivery and the reminder, and what managers are told in the end.
    in_app = Counter({"sent": 2 * len(open_people) + len(managers), "skipped:acted": 2 * len(EXAMPLE.acted)})
    mail = Counter(outcome for person in PEOPLE if (outcome := mail_outcome(person)) is not None)
    mail["sent"] += len(managers)

    assert all(by_id[manager]["email"] for manager in managers)
    assert EXAMPLE.expected == {
        "sms": Counter(map(text_outcome, PEOPLE)),
        "email": mail,
        "in_app": in_app,
    }


def test_the_definition_is_the_one_that_the_expectations_are_of() -> None:
    definition = json.loads(EXAMPLE.definition.read_text())
    sending = {step["id"] for step in definition["steps"] if "DEADLINE" not in step["type"]}
    assert sending == {"first-delivery", "remind", "escalate", "missed"}
    [remind] = [step for step in definition["steps"] if step["id"] == "remind"]
    assert remind["homing"] == {"channelStrategy": "FIRST_REACHED"}


def test_nobody_of_the_audience_has_a_senders_number() -> None:
    numbers = [row["number"] for row in read_rows(EXAMPLE.senders)]
    assert len(numbers) == len(set(numbers))
    assert not set(numbers) & {person["phone"] for person in PEOPLE}


def test_differences_are_said_by_channel_state_and_reason() -> None:
    got = {"sms": {"delivered": 2, "skipped:acted": 1}, "email": {"sent": 1}}
    assert differences(got, got) == []
    assert differences({"sms": {"delivered": 3}, "email": {"sent": 1}}, got) == [
        "sms:delivered: expected 3, got 2",
        "sms:skipped:acted: expected 0, got 1",
    ]
