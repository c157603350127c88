"""Twilio's codes and states, row by row against the rows written out here from Twilio's documentation."""

import pytest

from homing.domain.outcome import FailureReason
from homing.domain.receipts import ReceiptStatus
from homing.providers import twilio_codes
from homing.providers.base import Ambiguous, NotProcessed, Rejected
from homing.providers.twilio import answered

# code, reason, everything else that it asks for
ROWS = [
    (20003, "configuration", {"stop_channel", "alert"}),
    (21211, "number_refused", {"number_bad"}),
    (21408, "country_refused", {"country_off", "alert"}),
    (21606, "sender_refused", {"other_sender"}),
    (21608, "account_limited", {"alert"}),
    (21609, "configuration", {"stop_channel", "alert"}),
    (21610, "opted_out_at_provider", {"record_opt_out"}),
    (21612, "sender_refused", {"other_sender"}),
    (21614, "number_refused", {"number_bad"}),
    (21617, "content_refused", set()),
    (21703, "account_limited", {"alert"}),
    (30001, "congested", {"slow_sender"}),
    (30002, "account_suspended", {"stop_channel", "alert"}),
    (30003, "unreachable", set()),
    (30004, "blocked", {"soft_opt_out_if_toll_free"}),
    (30005, "number_unknown", {"number_bad"}),
    (30006, "landline", {"number_bad"}),
    (30007, "filtered", {"alert"}),
    (30008, "carrier_unknown", set()),
    (30017, "congested", {"slow_sender"}),
    (30022, "congested", {"slow_sender"}),
    (30032, "unregistered", {"alert"}),
    (30034, "unregistered", {"alert"}),
    (30036, "expired", set()),
    (30410, "provider_timeout", set()),
    (30450, "pumping", {"watch_rate"}),
]
FLAGS = set(twilio_codes.Code.__slots__) - {"reason"}

STATES = [
    ("accepted", "queued"),
    ("scheduled", "queued"),
    ("queued", "queued"),
    ("sending", "queued"),
    ("sent", "sent"),
    ("delivered", "delivered"),
    ("read", "delivered"),
    ("undelivered", "not_delivered"),
    ("failed", "not_delivered"),
    ("canceled", "not_delivered"),
]


@pytest.mark.spec("X17")
@pytest.mark.parametrize(("code", "reason", "asks_for"), ROWS, ids=[str(row[0]) for row in ROWS])
def test_a_code_means_its_row(code: int, reason: str, asks_for: set[str]) -> None:
    meaning = twilio_codes.CODES[code]
    assert meaning.reason is FailureReason(reason)
    assert {flag for flag in FLAGS if getattr(meaning, flag)} == asks_for


def test_there_is_no_code_without_a_row() -> None:
    assert set(twilio_codes.CODES) == {code for code, _, _ in ROWS}


@pytest.mark.parametrize(("word", "status"), STATES)
def test_a_state_is_translated_by_its_row(word: str, status: str) -> None:
    assert twilio_codes.STATUSES[word] is ReceiptStatus(status)


def test_there_is_no_state_without_a_row() -> None:
    assert set(twilio_codes.STATUSES) == {word for word, _ in STATES}


def test_an_unknown_code_is_another_refusal_at_once_and_the_carriers_secret_later() -> None:
    assert twilio_codes.refusal(29999).reason is FailureReason.OTHER_REFUSAL
    assert twilio_codes.failure(39999).reason is FailureReason.CARRIER_UNKNOWN
    assert twilio_codes.failure(None).reason is FailureReason.CARRIER_UNKNOWN


def test_an_opt_out_told_by_callback_is_still_an_opt_out() -> None:
    assert twilio_codes.failure(21610).record_opt_out


@pytest.mark.spec("X17", "P29")
@pytest.mark.parametrize(("code", "reason", "asks_for"), ROWS, ids=[str(row[0]) for row in ROWS])
def test_an_answer_with_a_code_is_a_definite_refusal(code: int, reason: str, asks_for: set[str]) -> None:
    expected = Rejected(FailureReason(reason), code, other_sender="other_sender" in asks_for)
    assert answered(400, f'{{"code": {code}, "message": "m", "more_info": "i", "status": 400}}') == expected


@pytest.mark.spec("P29", "X01")
@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (429, '{"code": 20429, "status": 429}', NotProcessed("too_many_requests")),
        (429, "slow down", NotProcessed("too_many_requests")),
        (400, '{"code": 21611, "status": 400}', NotProcessed("sender_queue_full")),
        (400, '{"code": 29999, "status": 400}', Rejected(FailureReason.OTHER_REFUSAL, 29999)),
        (401, '{"code": 20003, "status": 401}', Rejected(FailureReason.CONFIGURATION, 20003)),
        (407, "", Rejected(FailureReason.CONFIGURATION)),
        (413, "<html>", Rejected(FailureReason.CONFIGURATION)),
        (431, "", Rejected(FailureReason.CONFIGURATION)),
        (500, '{"code": 20500, "status": 500}', Ambiguous("http_500")),
        (500, '{"code": 21211, "status": 500}', Ambiguous("http_500")),
        (502, "<html>", Ambiguous("http_502")),
        (503, '{"code": 20503, "status": 503}', Ambiguous("http_503")),
        (400, '{"code": 20500, "status": 400}', Ambiguous("http_400")),
        (400, "<html>bad request</html>", Ambiguous("http_400")),
        (403, '{"code": 403}', Ambiguous("http_403")),
        (404, '{"code": "21211"}', Ambiguous("http_404")),
        (400, '{"code": true}', Ambiguous("http_400")),
        (408, "", Ambiguous("http_408")),
        (307, "", Ambiguous("http_307")),
        (201, "", Ambiguous("unreadable_answer")),
        (201, '{"sid": "SM', Ambiguous("unreadable_answer")),
        (201, "[]", Ambiguous("unreadable_answer")),
        (201, '{"sid": null}', Ambiguous("unreadable_answer")),
        (201, "[" * 100_000, Ambiguous("unreadable_answer")),
    ],
)
def test_an_answer_proves_no_more_than_it_says(
    status: int, body: str, result: NotProcessed | Rejected | Ambiguous
) -> None:
    assert answered(status, body) == result
